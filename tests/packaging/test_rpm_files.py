"""Tests the list of files of the .rpm: a file that is laid out for it and not listed ends its build."""

from __future__ import annotations

import re

from tests.support.program import ROOT

LINUX = ROOT / "packaging" / "linux"
SPEC = (LINUX / "rpm" / "mishao.spec").read_text("utf-8")


def test_each_unit_is_listed_for_the_rpm() -> None:
    listed = re.findall(r"^/usr/lib/systemd/\S+/(\S+)$", SPEC, re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in LINUX.glob("*.service"))
