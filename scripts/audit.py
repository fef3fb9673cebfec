"""Lists every locked library with its licence and known vulnerabilities, as far as pip-audit can ask.

Then come the Pythons: the one that a package for Linux is built with, the one for Windows, the one of .venv.

    make audit

pip-audit says "no known vulnerabilities" also when it reached no source: a library that it skipped is *not asked*
here. One library is tried first; without an answer the others are not asked about.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from scripts import interpreter

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-package.lock")
"""Locks of what is installed on other computers, what builds it, what tests it."""

PIP_AUDIT = ROOT / ".build" / "audit" / "bin" / "pip-audit"
NOT_ASKED = "not asked"
PACKAGED = ("/usr/bin/python3", "the package for Linux")
OURS = (sys.executable, "make run and the tests; not shipped")
WINDOWS_LOCK = ROOT / "scripts" / "windows-python.lock"
_WINDOWS = re.compile(r"(?m)^# CPython (\d+)\.(\d+)\.(\d+)$")
_PINNED = re.compile(r"(?m)^([A-Za-z0-9][\w.-]*)==([^ ;\\]+)")
_SECONDS = 600
_LONGEST = 40

Advisories = Mapping[str, Sequence[str]]
"""Name as pip-audit writes it → the advisories for its version; a missing name was not asked about."""


def locked(text: str) -> dict[str, str]:
    """Return name → version of a lock."""
    return dict(_PINNED.findall(text))


def licence(name: str) -> str:
    """Return the licence that an installed library states."""
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    kinds = [line.rpartition(" :: ")[2] for line in stated.get_all("Classifier", []) if line.startswith("License ::")]
    words = stated.get("License-Expression") or ", ".join(kinds) or stated.get("License") or "not stated"
    return words.strip().splitlines()[0][:_LONGEST]


def answered(report: str) -> dict[str, list[str]]:
    """Return what a report of pip-audit (JSON) says of the libraries for which a source answered."""
    libraries = json.loads(report)["dependencies"] if report.strip() else []
    return {one["name"]: [known["id"] for known in one["vulns"]] for one in libraries if "vulns" in one}


def ask(libraries: Mapping[str, str]) -> dict[str, list[str]]:
    """Ask pip-audit about these libraries; return nothing where it is missing or reaches no source."""
    if not PIP_AUDIT.exists():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in libraries.items()), "utf-8")
        command = [str(PIP_AUDIT), "--format", "json", "--disable-pip", "--no-deps", "-r", str(wanted)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False,
                              timeout=_SECONDS)
    return answered(done.stdout)


def report(libraries: Mapping[str, str], known: Advisories) -> int:
    """Print a line per library and, last, the result; return the exit code: 1 when any advisory is known."""
    for name, version in libraries.items():
        said = ", ".join(known[name]) or "none known" if name in known else NOT_ASKED
        print(f"{name:32} {version:16} {licence(name):{_LONGEST}} {said}")
    against = sum(bool(one) for one in known.values())
    silent = len(libraries.keys() - known.keys())
    print(f"\n{len(libraries)} libraries; advisories are known against {against} of the {len(known)} asked about.")
    if silent:
        print(f"ADVISORIES WERE NOT ASKED FOR {silent} LIBRARIES: make audit needs the network to ask for them.")
    return 1 if against else 0


def windows_python() -> interpreter.Python:
    """Return the CPython in the package for Windows."""
    found = _WINDOWS.search(WINDOWS_LOCK.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{WINDOWS_LOCK.name} does not say which CPython it is")
    major, minor, patch = map(int, found.groups())
    return interpreter.Python((major, minor, patch))


def report_pythons() -> int:
    """Print the known vulnerabilities of each Python; return the exit code: 1 when a shipped one must not be used."""
    codes = []
    for program, use in (PACKAGED, OURS):
        said = subprocess.run([program, str(ROOT / "scripts" / "interpreter.py")], capture_output=True, text=True,
                              check=False)
        print(f"{use}: {said.stdout or said.stderr}", end="")
        codes.append(said.returncode)
    windows = windows_python()
    lines, is_refused = interpreter.findings(windows, runs_here=False)
    print("\n  ".join([f"the package for Windows: CPython {'.'.join(map(str, windows.version))}", *lines]), end="\n\n")
    return 1 if codes[0] or is_refused else 0


def main() -> int:
    """Ask and report."""
    against_pythons = report_pythons()
    libraries: dict[str, str] = {}
    for lock in LOCKS:
        libraries |= locked((ROOT / lock).read_text("utf-8"))
    libraries = dict(sorted(libraries.items()))
    first = next(iter(libraries.items()))
    return max(against_pythons, report(libraries, ask(libraries) if ask(dict([first])) else {}))


if __name__ == "__main__":
    sys.exit(main())
