"""Programs in real Flatpak sandboxes: a runtime and programs made of files of this computer, installed for one user.

Each program is ``cat`` under its own name, with a shell beside it. Documents are handed to them by the document portal,
which Flatpak and the desktop's file dialogs use.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

MISSING = [package for command, package in (
    ("flatpak", "flatpak"), ("bwrap", "bubblewrap"), ("fusermount3", "fuse3"),
    ("/usr/libexec/xdg-document-portal", "xdg-desktop-portal")) if which(command) is None]
MISSING += [device for device in ("/dev/fuse",) if not os.access(device, os.R_OK | os.W_OK)]
PROGRAM = "reader"
"""The command of each program."""

_RUNTIME = "org.example.Platform"
_BRANCH = "1"
_PARTS = ("/bin/bash", "/bin/cat", "/bin/sleep")


class Flatpaks:
    """What is installed for the user of ``environment``, whose session bus is in it. It runs in sandboxes of its own.
    """

    def __init__(self, environment: dict[str, str], folder: Path, programs: tuple[str, ...]) -> None:
        self._environment = environment
        self._repository = folder / "repository"
        self._architecture = self._told("--default-arch")
        self._make_runtime(folder / "runtime")
        for program in programs:
            self._make(program, folder / program)
        self._told("remote-add", "--user", "--no-gpg-verify", "here", self._repository.as_uri())
        for program in programs:
            self._told("install", "--user", "--noninteractive", "here", f"{program}//{_BRANCH}")

    def command(self, program: str, *words: str, home: bool = True) -> list[str]:
        """Return the command that runs a program's ``cat``; without ``home`` it sees what the portal gives it alone."""
        return ["flatpak", "run", *(() if home else ("--nofilesystem=home",)), program, *words]

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def opens(self, program: str, path: Path | str, *, home: bool = True) -> bytes | None:
        """Return what a program reads from a file, None when it was not permitted to open it."""
        done = subprocess.run(self.command(program, str(path), home=home), env=self._environment, capture_output=True,
                              timeout=60)
        if b"Operation not permitted" in done.stderr:
            return None
        assert done.returncode == 0, done.stderr
        return done.stdout

    def handed(self, path: Path, *programs: str) -> str:
        """Hand a file to programs, as a file dialog of the portal does; return the path at which they see it."""
        said = self._told("document-export", *(f"--app={program}" for program in programs), str(path))
        document, name = Path(said).parts[-2:]
        return f"/run/flatpak/doc/{document}/{name}"

    def handed_outside(self, path: Path) -> Path:
        """Hand a file over; return the path at which programs outside of sandboxes see it."""
        return Path(self._told("document-export", str(path)))

    def _make_runtime(self, folder: Path) -> None:
        (folder / "files").mkdir(parents=True)
        self._fill(folder / "usr", {Path(part).name: part for part in _PARTS})
        (folder / "usr" / "bin" / "sh").symlink_to("bash")
        (folder / "metadata").write_text(f"[Runtime]\n{self._names(_RUNTIME)}")
        self._told("build-export", "--runtime", "--disable-sandbox", str(self._repository), str(folder), _BRANCH)

    def _make(self, program: str, folder: Path) -> None:
        self._fill(folder / "files", {PROGRAM: "/bin/cat"})
        (folder / "export").mkdir()
        (folder / "metadata").write_text(
            f"[Application]\n{self._names(program)}command={PROGRAM}\n[Context]\nfilesystems=home;\n")
        self._told("build-export", "--disable-sandbox", str(self._repository), str(folder), _BRANCH)

    def _names(self, name: str) -> str:
        runtime = f"{_RUNTIME}/{self._architecture}/{_BRANCH}"
        return f"name={name}\nruntime={runtime}\nsdk={runtime}\n"

    def _fill(self, folder: Path, programs: dict[str, str]) -> None:
        """Copy programs there with the libraries that each of them needs, to where its loader looks for them."""
        (folder / "bin").mkdir(parents=True)
        for name, program in programs.items():
            shutil.copy2(program, folder / "bin" / name)
            for library in re.findall(r"/lib\S+", subprocess.check_output(["ldd", program], text=True)):
                place = folder / library.lstrip("/")
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(library, place)

    def _told(self, *words: str) -> str:
        return subprocess.run(["flatpak", *words], env=self._environment, check=True, stdout=subprocess.PIPE,
                              text=True).stdout.strip()


@contextmanager
def flatpaks(home: Path, folder: Path, environment: dict[str, str], *programs: str) -> Iterator[Flatpaks]:
    """Yield these programs, installed for the user whose home this is, with a session bus and a document portal that
    end with it.
    """
    folder.mkdir()
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    own = {**environment, "HOME": str(home), "XDG_DATA_HOME": str(home / ".local" / "share"), "LC_ALL": "C",
           "XDG_CONFIG_HOME": str(home / ".config"), "XDG_CACHE_HOME": str(home / ".cache"),
           "XDG_RUNTIME_DIR": str(runtime)}
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"], env=own,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert bus.stdout is not None
    try:
        yield Flatpaks({**own, "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}, folder, programs)
    finally:
        bus.terminate()
        bus.wait()
        bus.stdout.close()
