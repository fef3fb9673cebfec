"""Tests the known vulnerabilities of a Python: by its behaviour, by its package's changelog and by its version."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import audit
from scripts.interpreter import FAULTS, Fault, Python, findings, is_refused, open_faults
from tests.support.program import ROOT

OVERDUE = [fault for fault in FAULTS if fault.is_overdue]
TRIED = [fault for fault in FAULTS if fault.is_open is not None]
OLD, NEWEST = (3, 13, 2), (3, 99, 0)
ALL_NAMED = " ".join(fault.name for fault in FAULTS)


def names(python: Python, *, runs_here: bool = False) -> set[str]:
    return {fault.name for fault in open_faults(python, runs_here=runs_here)}


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file imports, and for ``from module import name`` also module.name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_a_release_without_a_fault_is_not_said_to_have_it() -> None:
    assert "CVE-2025-6069" in names(Python(OLD))
    assert "CVE-2025-6069" not in names(Python((3, 13, 6)))
    assert "CVE-2025-6069" in names(Python((3, 11, 13)))


def test_what_the_changelog_of_a_distribution_names_is_mended_in_its_old_version() -> None:
    assert names(Python(OLD, "python3.13", ALL_NAMED)) == set()


@pytest.mark.parametrize("fault", OVERDUE, ids=lambda fault: fault.name)
def test_a_python_that_lacks_what_the_distributions_have_is_refused(fault: Fault) -> None:
    assert is_refused(Python(OLD), [fault])


def test_a_python_whose_faults_are_kept_off_is_taken_and_they_are_named_with_the_reason() -> None:
    kept_off = [fault for fault in FAULTS if fault.kept_off and not fault.is_overdue]
    assert not is_refused(Python(OLD), kept_off)
    assert findings(Python(OLD), kept_off) == [
        f"{fault.name} ({fault.part}): open; {fault.kept_off}" for fault in kept_off]


def test_a_package_that_waits_for_an_update_is_refused() -> None:
    waiting = Python(NEWEST, "python3.13 1", ALL_NAMED, "2")
    assert is_refused(waiting, [])
    assert findings(waiting, []) == ["python3.13 1 waits for the update to 2"]


def test_a_python_that_the_program_does_not_run_on_is_refused() -> None:
    old = Python((3, 10, 99), "", ALL_NAMED)
    assert is_refused(old, [])
    assert findings(old, []) == ["older than 3.11"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_says_one_thing_of_what_it_means_here(fault: Fault) -> None:
    assert len(list(filter(None, (fault.kept_off, fault.unused, fault.at_worst)))) == 1


@pytest.mark.thorough
def test_no_file_of_the_program_imports_what_is_said_to_be_unused() -> None:
    unused = {fault.unused for fault in FAULTS if fault.unused}
    files = [ROOT / "main.py", *(path for part in ("guard", "rules", "ui") for path in (ROOT / part).rglob("*.py"))]
    imported = {name for path in files for name in imports_of(path)}
    assert "http.client" in imported
    assert {name for name in imported if any(f"{name}.".startswith(f"{module}.") for module in unused)} == set()


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_the_audit_says_what_in_the_old_python_for_windows_can_be_reached_and_what_to_do(
        capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.report_pythons() == 1
    linux, _, printed = capsys.readouterr().out.partition("the package for Windows: ")
    python, libraries = audit.windows_python()
    assert printed.startswith(f"CPython {'.'.join(map(str, python.version))}\n  CVE-2025-4516")
    assert f"the libraries in it: {libraries}" in printed
    assert f"open, {printed.count('open; REACHED: ')} REACHED" in printed
    assert "What to do: " in printed
    assert "the package for Linux: CPython " in linux
