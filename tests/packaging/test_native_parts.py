"""Tests that native libraries are in the bill of materials with their own versions, or with none."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import features
from PySide6.QtCore import qVersion

FOLDER = Path(__file__).parents[2] / "packaging"
PROGRAM = """
import json, sys
from importlib.metadata import distribution
from native_parts import native
print(json.dumps([*native({one: one.files for one in map(distribution, sys.argv[1:])})]))
"""
WINDOWS = """
import json, sys
from pathlib import Path
from native_parts import Wheel
wheel = Wheel("a-wheel", "a-wheel-1.0")
for name in sys.argv[2:]:
    wheel.read(Path(name), Path(sys.argv[1]).read_bytes())
print(json.dumps([*wheel.components({})]))
"""


def asked(program: str, *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, cwd=FOLDER)
    assert done.stderr == ""
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def pillow() -> dict[str, dict[str, Any]]:
    return {re.split(r"[-.]", part["name"])[0]: part for part in asked(PROGRAM, "pillow") if ".so" in part["name"]}


@pytest.mark.parametrize(("library", "feature"), [
    ("libjpeg", "libjpeg_turbo"), ("libfreetype", "freetype2"), ("liblcms2", "littlecms2"), ("libtiff", "libtiff"),
    ("libopenjp2", "jpg_2000"), ("libwebp", "webp"), ("libsharpyuv", "webp"), ("libavif", "avif"),
    ("libharfbuzz", "harfbuzz")])
def test_a_library_beside_a_wheel_has_the_version_that_it_says_when_it_runs(
        pillow: dict[str, dict[str, Any]], library: str, feature: str) -> None:
    told = features.version(feature)
    assert told
    assert pillow[library]["version"].startswith(told)  # Little CMS leaves its last number out


def test_a_library_that_tells_no_version_has_none_and_not_that_of_its_wheel() -> None:
    parts = {re.split(r"[-.]", part["name"])[0]: part for part in asked(PROGRAM, "numpy")}
    assert "version" not in parts["libquadmath"]
    assert re.fullmatch(r"0\.\d+\.[\d.]+", parts["libscipy_openblas64_"]["version"])


def test_a_library_from_a_package_of_a_system_has_the_version_of_that_package(
        pillow: dict[str, dict[str, Any]]) -> None:
    assert re.fullmatch(r"1\.\d+\.\d+-\d+\.el\d+", pillow["libXau"]["version"])


@pytest.mark.thorough
def test_what_is_compiled_into_a_wheel_is_named_by_the_version_in_its_bytes() -> None:
    parts = {(part["bom-ref"].partition("/")[0], part["name"]): part
             for part in asked(PROGRAM, "pyside6-essentials", "lxml", "onnxruntime", "google-re2", "cryptography")}
    assert parts["in PySide6_Essentials", "Qt"]["version"] == qVersion()
    assert {"PCRE2", "libpng", "ICU"} <= {name for where, name in parts if where == "in PySide6_Essentials"}
    assert parts["in lxml", "libxml2"]["version"] == ".".join(map(str, etree.LIBXML_COMPILED_VERSION))
    assert parts["in lxml", "libxslt"]["version"] == ".".join(map(str, etree.LIBXSLT_COMPILED_VERSION))
    assert "version" not in parts["in onnxruntime", "Eigen"]
    assert re.fullmatch(r"20\d{6}", parts["in google-re2", "Abseil"]["version"])
    assert ("in google-re2", "RE2") not in parts
    assert ("in cryptography", "OpenSSL") not in parts  # its own bill names that


def test_a_dll_has_the_version_of_its_resources_and_one_of_an_unknown_project_the_licences_of_its_wheel(
        tmp_path: Path) -> None:
    dll = tmp_path / "dll"
    told = struct.pack("<I4H", 0x10000, 44, 14, 7, 35211)
    dll.write_bytes(b"MZ" + bytes(62) + b"\xbd\x04\xef\xfe" + told + bytes(40))
    known, unknown = asked(WINDOWS, str(dll), "numpy.libs/msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll",
                           "a.libs/strange-0fa7eb792d3fbcf2233e4ea47e9144b9.dll")
    assert known["version"] == unknown["version"] == "14.44.35211.7"
    assert known["licenses"] == [{"license": {"name": "LicenseRef-Microsoft-Visual-Cpp-Runtime"}}]
    assert unknown["licenses"] == [{"license": {"name": "as in licences/a-wheel-1.0"}}]
