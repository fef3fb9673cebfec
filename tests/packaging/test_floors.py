"""Tests that nothing in the lock needs a newer C library than the documents promise."""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from binaries import PROMISED, Version  # noqa: E402

OLD_NAMES = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
"""The floors of the tags that have a year instead (PEP 600)."""


TWO_WHEELS = {"cryptography"}
"""What the registry has for an older system, too (make wheels), which is installed where packages are made."""


def floor(distribution: Distribution) -> Version:
    """Return the oldest glibc that the tags of an installed wheel name; () when they name none."""
    tags = re.findall(r"^Tag: \S+-(\S+)$", distribution.read_text("WHEEL") or "", re.MULTILINE)
    floors = [OLD_NAMES[found[1]] if found[1] in OLD_NAMES else (int(found[2]), int(found[3])) for tag in tags
              if (found := re.match(r"(manylinux(?:1|20\d\d|_(\d+)_(\d+)))_", tag))]
    return min(floors, default=())


@pytest.mark.skipif(platform.machine() not in PROMISED, reason="nothing is promised for this CPU")
def test_no_wheel_of_a_package_needs_a_newer_c_library_than_is_promised() -> None:
    lock = (ROOT / "requirements-package.lock").read_text("utf-8")
    named = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    floors = {one.name: floor(one) for one in distributions()
              if re.sub(r"[-_.]+", "-", one.name).lower() in named - TWO_WHEELS}
    assert floors["PySide6_Essentials"] >= (2, 17)  # a tag was read
    assert {name: needed for name, needed in floors.items() if needed > PROMISED[platform.machine()]} == {}


def test_the_administrators_page_promises_what_the_build_checks() -> None:
    page = (ROOT / "docs" / "admin" / "packages.zh.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+（(\w+)） \| (\d+)\.(\d+) \|", page, re.MULTILINE)
    assert {cpu: (int(major), int(minor)) for cpu, major, minor in rows} == PROMISED
