"""Lists the known vulnerabilities of a CPython: which are open in it, and what each of those means here.

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
from collections.abc import Callable, Iterable, Iterator, Mapping
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

    ``releases``: minor version → first release without it, where one is known. ``is_open``: tests the running Python
    for it. One of three says what an open one means here: ``kept_off`` why it does no harm, ``unused`` the module that
    nothing here imports, ``at_worst`` what can happen. ``is_overdue``: Debian 12 and 13 have both fixed it, so that a
    distribution's Python with it is out of date and refused.
    """

    name: str
    part: str
    releases: Mapping[int, int]
    is_open: Callable[[], bool] | None = None
    kept_off: str = ""
    unused: str = ""
    at_worst: str = ""
    is_overdue: bool = False

    @property
    def meaning(self) -> str:
        """What it means here that it is open."""
        if self.at_worst:
            return f"REACHED: {self.at_worst}"
        return self.kept_off or f"nothing here uses {self.unused}"


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


_UNPACKS_NOTHING = "nothing here unpacks an archive into a folder"
_READS_MAIL = "mail is read here; what is written of it again is only read again"
_READ_ONCE = "guard/reading/containers/tar.py does not read a stream again that has failed"

FAULTS = (
    Fault("CVE-2025-4516", "bytes.decode", {11: 13, 12: 11, 13: 4, 14: 0}, is_overdue=True,
          kept_off="a mail may name the encoding unicode_escape; at worst the reader ends, and the mail is unreadable"),
    Fault("CVE-2025-4517", "tarfile", {11: 13, 12: 11, 13: 4, 14: 0}, kept_off=_UNPACKS_NOTHING),
    Fault("CVE-2025-6069", "html.parser", {11: 14, 12: 12, 13: 6, 14: 0}, lambda: _takes_long(_endless_tags),
          is_overdue=True, kept_off="guard/markup/tags.py gives it nothing that has no end"),
    Fault("CVE-2025-6075", "os.path.expandvars", {}, kept_off="it is given the user's own settings alone"),
    Fault("CVE-2025-8194", "tarfile", {11: 14, 12: 12, 13: 6, 14: 0}, _reads_backwards, is_overdue=True,
          kept_off="guard/reading/containers/tar.py reads archives as streams, which never go back"),
    Fault("CVE-2025-8291", "zipfile", {11: 14, 12: 12, 13: 8, 14: 1}, is_overdue=True,
          at_worst="a zip made for it has members for other programs that the reader does not see"),
    Fault("CVE-2025-11468", "email", {}, kept_off=_READS_MAIL),
    Fault("CVE-2025-12084", "xml.dom.minidom", {}, unused="xml.dom"),
    Fault("CVE-2025-13462", "tarfile", {},
          kept_off="a tar with anything but a header where one belongs is damaged, and members are read up to there"),
    Fault("CVE-2025-13836", "http.client", {13: 11, 14: 2}, is_overdue=True,
          kept_off="guard/supply/fetching/https.py reads 64 KiB at a time"),
    Fault("CVE-2025-13837", "plistlib", {}, unused="plistlib"),
    Fault("CVE-2025-15282", "urllib.request", {}, unused="urllib.request"),
    Fault("CVE-2026-0672", "http.cookies", {}, unused="http.cookies"),
    Fault("CVE-2026-0864", "configparser", {}, unused="configparser"),
    Fault("CVE-2026-0865", "wsgiref", {}, unused="wsgiref"),
    Fault("CVE-2026-1299", "email", {}, kept_off=_READS_MAIL),
    Fault("CVE-2026-1502", "http.client", {}, kept_off="the address of a server and its proxy are the administrator's"),
    Fault("CVE-2026-2297", "importlib", {}, kept_off="nothing here relies on hooks of audits"),
    Fault("CVE-2026-3276", "unicodedata", {}, lambda: _takes_long(_marks_out_of_order), is_overdue=True,
          kept_off="titles and names of hosts are cut to a length at which it takes no time"),
    Fault("CVE-2026-3446", "base64", {},
          at_worst="what follows a padding inside base64, which other programs may show, is not read"),
    Fault("CVE-2026-3644", "http.cookies", {}, unused="http.cookies"),
    Fault("CVE-2026-4224", "expat", {}, kept_off="no element declarations are asked for"),
    Fault("CVE-2026-4360", "tarfile", {}, kept_off=_UNPACKS_NOTHING),
    Fault("CVE-2026-4519", "webbrowser", {}, unused="webbrowser"),
    Fault("CVE-2026-6019", "http.cookies", {}, unused="http.cookies"),
    Fault("CVE-2026-6100", "bz2, lzma, gzip", {}, is_overdue=True, kept_off=_READ_ONCE),
    Fault("CVE-2026-6879", "xml.etree", {}, unused="xml.etree"),
    Fault("CVE-2026-7774", "tarfile", {}, kept_off=_UNPACKS_NOTHING),
    Fault("CVE-2026-8328", "ftplib", {}, unused="ftplib"),
    Fault("CVE-2026-9669", "bz2", {}, is_overdue=True, kept_off=_READ_ONCE),
    Fault("CVE-2026-11940", "tarfile", {}, kept_off=_UNPACKS_NOTHING),
    Fault("CVE-2026-11972", "tarfile", {}, kept_off="an archive has limits of seconds and bytes: it is unreadable"),
    Fault("CVE-2026-15308", "html.parser", {13: 15, 14: 7, 15: 0}, lambda: _takes_long(_markup_in_pieces),
          kept_off="guard/markup/tags.py gives it pieces of 64 KiB, and nothing that has no end"),
    Fault("CVE-2026-15310", "zipfile", {},
          kept_off="the reader has a limit of memory and ends at it: the file is unreadable"),
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


def findings(python: Python, faults: Iterable[Fault]) -> list[str]:
    """Return a line for each open fault of a Python, and for each other reason against it."""
    lines = [f"{fault.name} ({fault.part}): open; {fault.meaning}" for fault in faults]
    if python.version[:2] < OLDEST:
        lines.append(f"older than {'.'.join(map(str, OLDEST))}")
    if python.update:
        lines.append(f"{python.package} waits for the update to {python.update}")
    return lines


def is_refused(python: Python, faults: Iterable[Fault]) -> bool:
    """Return whether a distribution's Python with these open faults must not be used."""
    return any(fault.is_overdue for fault in faults) or python.version[:2] < OLDEST or bool(python.update)


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
    faults = tuple(open_faults(python, runs_here=True))
    refused = is_refused(python, faults)
    print(f"CPython {'.'.join(map(str, python.version))} ({python.package or sys.executable}): "
          f"{'not to be used' if refused else 'sound'}")
    for line in findings(python, faults):
        print(f"  {line}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
