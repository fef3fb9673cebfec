"""Tests the known vulnerabilities of a Python: by its behaviour, by its package's changelog and by its version."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import audit
from scripts.interpreter import FAULTS, Fault, Python, findings, open_faults
from tests.support.program import ROOT

MUST_BE_MENDED = [fault for fault in FAULTS if not fault.kept_off]
TRIED = [fault for fault in FAULTS if fault.is_open is not None]
OLD, NEWEST = (3, 13, 2), (3, 99, 0)
ALL_NAMED = " ".join(fault.name for fault in FAULTS)


def names(python: Python, *, runs_here: bool = False) -> set[str]:
    return {fault.name for fault in open_faults(python, runs_here=runs_here)}


def test_a_release_without_a_fault_is_not_said_to_have_it() -> None:
    assert "CVE-2025-6069" in names(Python(OLD))
    assert "CVE-2025-6069" not in names(Python((3, 13, 6)))
    assert "CVE-2025-6069" in names(Python((3, 11, 13)))


def test_what_the_changelog_of_a_distribution_names_is_mended_in_its_old_version() -> None:
    assert names(Python(OLD, "python3.13", ALL_NAMED)) == set()
    assert findings(Python(OLD, "python3.13", ALL_NAMED), runs_here=False) == ([], False)


@pytest.mark.parametrize("fault", MUST_BE_MENDED, ids=lambda fault: fault.name)
def test_a_python_with_a_fault_that_reaches_us_is_refused(fault: Fault) -> None:
    others = " ".join(one.name for one in FAULTS if one is not fault)
    assert findings(Python(OLD, "python3.13", others), runs_here=False)[1]


def test_a_python_whose_faults_are_all_kept_off_is_taken_and_they_are_named_with_the_reason() -> None:
    named = " ".join(fault.name for fault in MUST_BE_MENDED)
    lines, is_refused = findings(Python(OLD, "python3.13", named), runs_here=False)
    assert not is_refused
    assert lines == [f"{fault.name} ({fault.part}): open; {fault.kept_off}" for fault in FAULTS if fault.kept_off]


def test_a_package_that_waits_for_an_update_is_refused() -> None:
    lines, is_refused = findings(Python(NEWEST, "python3.13 1", ALL_NAMED, "2"), runs_here=False)
    assert is_refused
    assert lines == ["python3.13 1 waits for the update to 2"]


def test_a_python_that_the_program_does_not_run_on_is_refused() -> None:
    assert findings(Python((3, 10, 99), "", ALL_NAMED), runs_here=False) == (["older than 3.11"], True)


def test_what_the_distribution_says_that_it_mended_behaves_so() -> None:
    """Faults that a probe finds, in spite of what the package or the version says."""
    program = ("from scripts.interpreter import *\n"
               "tried, read = ({f.name for f in open_faults(this_python(), runs_here=here)}\n"
               "               for here in (True, False))\n"
               "print(*(tried - read))")
    done = subprocess.run(["/usr/bin/python3", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.skipif(sys.version_info[:3] >= (3, 11, 14), reason="needs a Python with the faults")
@pytest.mark.parametrize("fault", TRIED, ids=lambda fault: fault.name)
def test_a_fault_that_is_tried_is_found_in_a_python_that_has_it(fault: Fault) -> None:
    assert fault.is_open is not None
    assert fault.is_open()


def test_the_python_of_this_system_is_asked_for_itself_and_its_answer_is_its_exit_code() -> None:
    done = subprocess.run(["/usr/bin/python3", "scripts/interpreter.py"], cwd=ROOT, capture_output=True, text=True)
    first = done.stdout.splitlines()[0]
    assert first.startswith("CPython 3.")
    assert first.endswith("sound" if done.returncode == 0 else "not to be used")
    if Path("/usr/bin/dpkg-query").exists():
        assert "(python3." in first


def test_the_audit_fails_for_the_old_python_that_the_package_for_windows_holds(
        capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.report_pythons() == 1
    printed = capsys.readouterr().out
    held = ".".join(map(str, audit.windows_python().version))
    assert f"the package for Windows: CPython {held}\n  CVE-2025-4516" in printed
    assert "the package for Linux: CPython " in printed
