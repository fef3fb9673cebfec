"""Tests make audit: the locked libraries, their licences, and their known vulnerabilities; no answer is no good news.
"""

from __future__ import annotations

import json

import pytest

from scripts import audit
from tests.support.program import ROOT


@pytest.fixture
def libraries() -> dict[str, str]:
    found: dict[str, str] = audit.locked((ROOT / "requirements.lock").read_text("utf-8"))
    return found


def test_every_library_of_the_lock_is_listed_with_a_licence_when_nobody_can_be_asked(
        libraries: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert {"cryptography", "pillow", "ruff"} <= libraries.keys()
    assert audit.report(libraries, {}) == 0
    *lines, _, _, last = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [list(each) for each in libraries.items()]
    assert all(line.endswith("not asked") for line in lines)
    assert not [line for line in lines if "not stated" in line]
    assert last.startswith(f"ADVISORIES WERE NOT ASKED FOR {len(libraries)} LIBRARIES")


def test_a_library_that_pip_audit_passed_over_counts_as_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    said = {"dependencies": [{"name": "pillow", "skip_reason": "Dependency not found and could not be audited"},
                             {"name": "jinja2", "version": "3.1.6", "vulns": []}], "fixes": []}
    known = audit.answered(json.dumps(said))
    assert known == {"jinja2": []}
    assert audit.report({"pillow": "12.0.0", "jinja2": "3.1.6"}, known) == 0
    assert "ADVISORIES WERE NOT ASKED FOR 1 LIBRARIES" in capsys.readouterr().out


def test_an_advisory_fails_the_audit_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    said = {"dependencies": [{"name": "jinja2", "version": "3.1.0", "vulns": [{"id": "PYSEC-0000-1"}]}]}
    assert audit.report({"jinja2": "3.1.0"}, audit.answered(json.dumps(said))) == 1
    printed = capsys.readouterr().out
    assert "PYSEC-0000-1" in printed
    assert "NOT ASKED" not in printed
