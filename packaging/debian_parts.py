"""Finds the Debian packages from which PyInstaller took libraries, as dpkg knows them, with their licences."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

COMMON_FOLDER = Path("/usr/share/common-licenses")
"""Texts that the copyright files of Debian refer to instead of repeating them."""

_DOCUMENTS = Path("/usr/share/doc")
_FORMAT = re.compile(r"Format:\s*\S+/copyright-format/1\.0/?\s")
_COMMON = re.compile(rf"{COMMON_FOLDER.as_posix()}/([\w.+-]*\w)")
_NEXT_FIELD = r"(?=^\S|\Z)"


@dataclass(frozen=True, slots=True)
class Part:
    """One package, the names of its shipped libraries, and its copyright file; "" when that is missing."""

    name: str
    version: str
    libraries: tuple[str, ...]
    copyright: str

    @property
    def folder(self) -> str:
        """The name of the folder of its licences, without a colon, as in 1:2.3, which Windows does not allow."""
        return f"{self.name}-{self.version}".replace(":", "_")

    def component(self) -> dict[str, object]:
        """Return it as CycloneDX describes a library."""
        named = licences(self.copyright) or (f"as in licences/{self.folder}/copyright",)
        return {"type": "library", "bom-ref": f"deb/{self.name}", "name": self.name, "version": self.version,
                "description": f"{', '.join(self.libraries)} of {platform.freedesktop_os_release()['PRETTY_NAME']}",
                "licenses": [{"license": {"name": name}} for name in named], "purl": self.purl()}

    def purl(self) -> str:
        """Return its package URL."""
        system = platform.freedesktop_os_release()["ID"]
        return f"pkg:deb/{system}/{quote(self.name, safe='')}@{quote(self.version, safe=':')}"


def parts(libraries: Iterable[Path]) -> tuple[list[Part], list[Path]]:
    """Return the packages of these system files, by name, and the files that belong to none."""
    owners = _owners(libraries)
    versions = _versions({owner for owner in owners.values() if owner})
    shipped: defaultdict[str, list[str]] = defaultdict(list)
    for path, owner in owners.items():
        shipped[owner].append(path.name)
    return ([Part(owner.partition(":")[0], versions[owner], tuple(sorted(shipped[owner])), _copyright(owner))
             for owner in sorted(versions)], sorted(path for path, owner in owners.items() if not owner))


def _owners(libraries: Iterable[Path]) -> dict[Path, str]:
    """Return the package of each file, "" for none. dpkg lists them with or without /usr, and by their full version
    or not."""
    candidates = {path: _names(path) for path in libraries}
    asked = sorted({name for names in candidates.values() for name in names})
    done = subprocess.run(["dpkg-query", "--search", *asked], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})
    found = {}
    for line in done.stdout.splitlines():
        owner, _, name = line.partition(": ")
        if not owner.startswith("diversion by "):
            found[name] = owner.split(",")[0]
    return {path: next((found[name] for name in names if name in found), "") for path, names in candidates.items()}


def _names(path: Path) -> list[str]:
    both = (str(path), str(path.resolve()))
    return [name for one in both for name in (one, one.removeprefix("/usr"), f"/usr{one}")]


def _versions(owners: set[str]) -> dict[str, str]:
    if not owners:
        return {}
    command = ["dpkg-query", "--show", "--showformat", "${binary:Package}\t${Version}\n", *sorted(owners)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(line.split("\t") for line in done.stdout.splitlines())


def _copyright(owner: str) -> str:
    try:
        return (_DOCUMENTS / owner.partition(":")[0] / "copyright").read_text("utf-8", "replace")
    except OSError:
        return ""


def licences(copyright_file: str) -> tuple[str, ...]:
    """Return the licences that a machine-readable copyright file gives for the compiled parts; () for any other."""
    if not _FORMAT.match(copyright_file):
        return ()
    found = set()
    for paragraph in re.split(r"\n[ \t]*\n", copyright_file):
        files = _field(paragraph, "Files").split()
        # Files below debian/ alone build the package and are not in the library.
        if files and not all(name.startswith("debian/") for name in files):
            found.add(_field(paragraph, "License").partition("\n")[0].strip())
    return tuple(sorted(found - {""}))


def _field(paragraph: str, name: str) -> str:
    found = re.search(rf"^{name}:(.*?){_NEXT_FIELD}", paragraph, re.MULTILINE | re.DOTALL)
    return found[1].lstrip(" \t") if found else ""


def common_licences(copyright_files: Iterable[str]) -> dict[str, bytes]:
    """Return the texts that these refer to, by name: systems without Debian's folder have them nowhere."""
    names = {name for text in copyright_files for name in _COMMON.findall(text)}
    return {name: (COMMON_FOLDER / name).read_bytes() for name in sorted(names) if (COMMON_FOLDER / name).is_file()}
