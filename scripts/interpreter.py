"""Lists the known vulnerabilities of a CPython: which are open in it, and which of those cannot be reached here.

    /usr/bin/python3 scripts/interpreter.py      exit code 1: the Python that runs this is not to be used

A distribution fixes its Python without changing the version: what counts is its behaviour, otherwise its changelog,
otherwise its version. FAULTS is kept by hand, from the changelogs of python3.11 and python3.13 in Debian and the
advisories of the Python Software Foundation; further fixes of the distribution show as an available update of the
package.
"""

from __future__ import annotations

import gzip
import io
import itertools
import re
import subprocess
import sys
import tarfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

OLDEST = (3, 11)
_SLOW_SECONDS = 0.1
"""Time limit in seconds of a probe, a hundred times what a fixed parser needs."""

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Fault:
    """A known fault of the standard library.

    ``releases``: minor version → first release without it, where one is known. ``kept_off``: why an open one does no
    harm here, "" when a Python that has it is refused. ``is_open``: tests the running Python for it.
    """

    name: str
    part: str
    releases: Mapping[int, int]
    kept_off: str = ""
    is_open: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Python:
    """A CPython: its version, its package ("" for none) and the fixes that the package lists."""

    version: Version
    package: str = ""
    changelog: str = ""
    update: str = ""
    """The version of an available update of the package, "" for none."""


def _takes_long(work: Callable[[], None]) -> bool:
    begun = time.process_time()
    work()
    return time.process_time() - begun > _SLOW_SECONDS


def _endless_tags() -> None:
    HTMLParser().feed("<a " * 5000)
    parser = HTMLParser()
    parser.feed("</" * 3000 + "<a " * 3000)
    parser.close()


def _markup_in_pieces() -> None:
    parser = HTMLParser()
    parser.feed("<!--")
    for _ in range(6000):
        parser.feed("a" * 64)


def _marks_out_of_order() -> None:
    unicodedata.normalize("NFC", "a" + "\u0315\u0300" * 12000)


def _reads_backwards() -> bool:
    """Return whether a member whose length is minus its header is read again and again."""
    plain = tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT)
    header = bytearray(plain)
    header[124:136] = (-len(header)).to_bytes(12, "big", signed=True)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    try:
        with tarfile.open(fileobj=io.BytesIO(plain + bytes(header) + bytes(1024))) as archive:
            return sum(1 for _ in itertools.islice(archive, 4)) > 2
    except tarfile.TarError:
        return False


FAULTS = (
    Fault("CVE-2025-4516", "bytes.decode", {11: 13, 12: 11, 13: 4, 14: 0}),
    Fault("CVE-2025-4517", "tarfile", {11: 13, 12: 11, 13: 4, 14: 0}, "nothing here unpacks an archive into a folder"),
    Fault("CVE-2025-6069", "html.parser", {11: 14, 12: 12, 13: 6, 14: 0}, is_open=lambda: _takes_long(_endless_tags)),
    Fault("CVE-2025-8194", "tarfile", {11: 14, 12: 12, 13: 6, 14: 0}, is_open=_reads_backwards),
    Fault("CVE-2025-8291", "zipfile", {11: 14, 12: 12, 13: 8, 14: 1}),
    Fault("CVE-2025-13836", "http.client", {13: 11, 14: 2}),
    Fault("CVE-2026-3276", "unicodedata", {}, is_open=lambda: _takes_long(_marks_out_of_order)),
    Fault("CVE-2026-6100", "bz2, lzma, gzip", {}),
    Fault("CVE-2026-9669", "bz2", {}),
    Fault("CVE-2026-15308", "html.parser", {13: 15, 14: 7, 15: 0},
          "guard/markup/tags.py gives it pieces of 64 KiB, and nothing that has no end",
          lambda: _takes_long(_markup_in_pieces)),
    Fault("CVE-2026-15310", "zipfile", {},
          "the reader has a limit of memory and ends at it: the file is unreadable"),
)


def open_faults(python: Python, *, runs_here: bool) -> Iterator[Fault]:
    """Yield the open faults of a Python; one that ``runs_here`` is probed."""
    for fault in FAULTS:
        if runs_here and fault.is_open is not None:
            is_open = fault.is_open()
        else:
            first = fault.releases.get(python.version[1])
            is_mended = first is not None and python.version[2] >= first
            is_open = not is_mended and fault.name not in python.changelog
        if is_open:
            yield fault


def findings(python: Python, *, runs_here: bool) -> tuple[list[str], bool]:
    """Return a line for each known fault of a Python, and whether it must not be used."""
    lines, is_refused = [], False
    for fault in open_faults(python, runs_here=runs_here):
        is_refused |= not fault.kept_off
        lines.append(f"{fault.name} ({fault.part}): open" + (f"; {fault.kept_off}" if fault.kept_off else ""))
    if python.version[:2] < OLDEST:
        lines.append(f"older than {'.'.join(map(str, OLDEST))}")
    if python.update:
        lines.append(f"{python.package} waits for the update to {python.update}")
    return lines, is_refused or python.version[:2] < OLDEST or bool(python.update)


def this_python() -> Python:
    """Return the running Python, with what its package lists, where dpkg knows one."""
    major, minor, patch = sys.version_info[:3]
    base = Path(sys.base_prefix)
    real = Path(base, "bin", f"python{major}.{minor}")
    owner = _said("dpkg-query", "--search", str(real)).partition(":")[0]
    if not owner:
        own = base / "share" / "doc" / f"python{major}.{minor}" / "changelog.Debian.gz"
        return Python((major, minor, patch), "", _unpacked(own))
    policy = _said("apt-cache", "policy", owner)
    installed, candidate = (re.search(rf"{word}: (\S+)", policy) for word in ("Installed", "Candidate"))
    update = candidate[1] if installed and candidate and candidate[1] != installed[1] else ""
    return Python((major, minor, patch), f"{owner} {installed[1] if installed else ''}".strip(),
                  _unpacked(Path("/usr/share/doc", f"libpython{major}.{minor}-minimal", "changelog.Debian.gz")), update)


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, env={"LC_ALL": "C",
                              "PATH": "/usr/bin:/bin"}).stdout
    except OSError:
        return ""


def _unpacked(path: Path) -> str:
    try:
        return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    except OSError:
        return ""


def main() -> int:
    """Print the findings."""
    python = this_python()
    lines, is_refused = findings(python, runs_here=True)
    print(f"CPython {'.'.join(map(str, python.version))} ({python.package or sys.executable}): "
          f"{'not to be used' if is_refused else 'sound'}")
    for line in lines:
        print(f"  {line}")
    return 1 if is_refused else 0


if __name__ == "__main__":
    sys.exit(main())
