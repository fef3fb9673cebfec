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
_WINDOWS = re.compile(r"(?m)^# CPython (\d+)\.(\d+)\.(\d+) with (.+)$")
_WINDOWS_ADVICE = """\
  Windows has no sandbox, so the reader takes no file apart there unless a policy says 没有沙箱也读取.
  What to do: leave that out; build from a newer CPython when a registry has one (scripts/windows-python.lock)."""
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


def windows_python() -> tuple[interpreter.Python, str]:
    """Return the CPython in the package for Windows, and the libraries that are part of it."""
    found = _WINDOWS.search(WINDOWS_LOCK.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{WINDOWS_LOCK.name} does not say which CPython it is, with which libraries")
    major, minor, patch = map(int, found.groups()[:3])
    return interpreter.Python((major, minor, patch)), found[4]


def report_windows() -> int:
    """Print the known vulnerabilities of the CPython for Windows; return the exit code: 1 when one can be reached."""
    windows, libraries = windows_python()
    faults = tuple(interpreter.open_faults(windows, runs_here=False))
    reached = sum(bool(fault.at_worst) for fault in faults)
    print("\n  ".join([f"the package for Windows: CPython {'.'.join(map(str, windows.version))}",
                       *interpreter.findings(windows, faults),
                       f"NOT ASKED: what is known against the libraries in it: {libraries}",
                       f"{len(faults)} open, {reached} REACHED, by files alone"]))
    if reached:
        print(_WINDOWS_ADVICE)
    return 1 if reached else 0


def report_pythons() -> int:
    """Print the known vulnerabilities of each Python; return the exit code: 1 when a shipped one has one that counts.
    """
    codes = []
    for program, use in (PACKAGED, OURS):
        said = subprocess.run([program, str(ROOT / "scripts" / "interpreter.py")], capture_output=True, text=True,
                              check=False)
        print(f"{use}: {said.stdout or said.stderr}", end="")
        codes.append(said.returncode)
    against_windows = report_windows()
    print()
    return max(codes[0], against_windows)


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
