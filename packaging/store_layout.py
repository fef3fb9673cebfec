"""Lays out the program as the store of UOS asks: all of it below /opt/apps/APPID, and no script that changes a system.

    python packaging/store_layout.py TREE FOLDER VERSION ARCHITECTURE GLIBC MAINTAINER APPID

From TREE, the installed layout of the ordinary package, into FOLDER. The store asks for ``entries`` (what the desktop
reads), ``files`` (the program) and ``info`` (a description in JSON with the permissions), a version of four numbers and
a name in reverse domain order (UOS 应用商店打包规范). The large files are hard links to those of TREE.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

LINUX = Path(__file__).parent / "linux"

SYSTEM_ALONE = ("after-install", "before-removal", "removal-password", "retention.toml")
"""Files beside the program that only the scripts of the ordinary package use."""

PERMISSIONS = ("autostart", "notification", "trayicon", "clipboard")
REFUSED = ("account", "bluetooth", "camera", "audio_record", "installed_apps")
"""All permissions that the store knows."""

_APPID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+){2,}")
_MAINTAINER = re.compile(r"\S.* <\S+@\S+>")
_PROGRAM = "/usr/lib/mishao/start"


@dataclass(frozen=True, slots=True)
class Package:
    """What the store reads of a package; ``glibc`` is the oldest C library that it runs with."""

    appid: str
    version: str
    architecture: str
    glibc: str
    maintainer: str

    @property
    def place(self) -> str:
        """Where it is installed, below the root."""
        return f"opt/apps/{self.appid}"

    @property
    def numbers(self) -> str:
        """The version as four numbers."""
        return ".".join((*self.version.split("."), "0", "0", "0")[:4])


def refusal(package: Package) -> str:
    """Return why the store would not take these settings, "" when it would."""
    if not _APPID.fullmatch(package.appid):
        return f"{package.appid!r} is no name in reverse domain order, as org.example.mishao is"
    if not _MAINTAINER.fullmatch(package.maintainer):
        return f"{package.maintainer!r} is no maintainer, as 'Name <name@example.org>' is"
    if not re.fullmatch(r"\d+(\.\d+){0,3}", package.version):
        return f"the version {package.version!r} has other than four numbers"
    return ""


def info(package: Package) -> str:
    """Return the description that the store reads."""
    permissions = {**dict.fromkeys(PERMISSIONS, True), **dict.fromkeys(REFUSED, False)}
    return json.dumps({"appid": package.appid, "name": "密哨", "version": package.numbers,
                       "arch": [package.architecture], "permissions": permissions}, ensure_ascii=False, indent=2) + "\n"


def entry(name: str, package: Package) -> str:
    """Return one of our desktop entries, for this place."""
    text = (LINUX / name).read_text("utf-8").replace(_PROGRAM, f"/{package.place}/files/start")
    return re.sub(r"(?m)^Icon=.*$", f"Icon={package.appid}", text)


def control(package: Package, kilobytes: int) -> str:
    """Return the control file: that of the ordinary package, whose needs and words it shares."""
    fields = {"Package": package.appid, "Version": package.numbers, "Architecture": package.architecture,
              "Maintainer": package.maintainer, "Installed-Size": str(kilobytes)}
    text = (LINUX / "deb" / "control").read_text("utf-8").replace("@GLIBC@", package.glibc)
    for name, value in fields.items():
        text = re.sub(rf"(?m)^{name}: .*$", f"{name}: {value}".replace("\\", r"\\"), text)
    # It asks no questions, so it does not need what asks them. Two guards would wait for the same clipboard.
    return text.replace("debconf | debconf-2.0, ", "").replace("Description:", "Conflicts: mishao\nDescription:", 1)


def write(tree: Path, folder: Path, package: Package) -> None:
    """Write the files of the package, and what dpkg reads of it."""
    base = folder / package.place
    shutil.copytree(tree / "usr/lib/mishao", base / "files", symlinks=True, copy_function=os.link,
                    ignore=lambda _, names: set(names) & set(SYSTEM_ALONE))
    shutil.copytree(tree / "usr/share/doc/mishao", base / "files/doc", symlinks=True, copy_function=os.link)
    icon = base / "entries/icons/hicolor/scalable/apps" / f"{package.appid}.svg"
    icon.parent.mkdir(parents=True)
    shutil.copy(tree / "usr/share/icons/hicolor/scalable/apps/mishao.svg", icon)
    for kind, name in (("applications", "mishao.desktop"), ("autostart", "autostart.desktop")):
        _written(base / "entries" / kind / f"{package.appid}.desktop", entry(name, package))
    _written(base / "info", info(package))
    files = sorted(path for path in base.rglob("*") if path.is_file() and not path.is_symlink())
    _written(folder / "DEBIAN/md5sums", "".join(f"{_digest(path)}  {path.relative_to(folder)}\n" for path in files))
    _written(folder / "DEBIAN/control", control(package, sum(-(-path.stat().st_size // 1024) for path in files)))


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o644)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "md5").hexdigest()  # dpkg's format; it finds damage, not intent


def main(tree: str, folder: str, version: str, architecture: str, glibc: str, maintainer: str, appid: str) -> int:
    """Write the layout and return the exit code."""
    package = Package(appid, version, architecture, glibc, maintainer)
    if why := refusal(package):
        sys.stderr.write(f"not a package for the store: {why}\n")
        return 1
    write(Path(tree), Path(folder), package)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
