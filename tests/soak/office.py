"""One office computer on a private display: the installed program, its administrator, its user's clients.

Everything that the program starts has a private temporary folder in its environment, by which it is recognised,
whoever is its parent by then. Rules come from the folder of an administrator named in /etc/mishao: the program sees
an /etc of its own (mount namespace), for which root is needed.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from guard.config.builtin_policy import builtin_policy
from guard.control.requests import State, Update
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from tests.support.brokering import renamed
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.program import ROOT
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from ui.demo.display import Display, private_display
from ui.firstrun import WELCOMED

PACKAGED = ROOT / ".build" / "packages" / "mishao" / "mishao"
COUNTDOWN_SECONDS = 10
"""Seconds after which untouched warnings close."""

ROLES = ("--guard", "--broker", "--reader", "--loader", "--demo-chat")
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0

_SESSION = """
set -e
machine=$1 room=$2
shift 2
mkdir -p "$room/etc" "$room/work"
cp -r "$machine" "$room/etc/mishao"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$room/etc,workdir=$room/work" /etc
set +e
until "$@"; do
    [ $? = 1 ] && exit 1
    sleep 0.2
done
"""
"""The commands of packaging/linux/start on a desktop without systemd, with a private /etc."""


def program() -> tuple[str, ...]:
    """Return the command of the program: MISHAO, otherwise the folder of `make package`, otherwise this checkout."""
    given = shlex.split(os.environ.get("MISHAO", ""))
    if given:
        return tuple(str(Path(word).absolute()) for word in given)  # as it calls itself: links are not followed
    return (str(PACKAGED),) if PACKAGED.exists() else (sys.executable, str(ROOT / "main.py"))


@dataclass(frozen=True, slots=True)
class Clients:
    """Programs under the names that the policy lists."""

    chat: str
    office: str


class Office:
    """The computer. ``guard`` is asked as by any client; ``started`` returns processes by role."""

    def __init__(self, display: Display, folder: Path) -> None:
        self.folder = folder
        self.command = program()
        self.temporary = folder / "tmp"
        self.log = folder / "stderr.log"
        self.home, self.screens = folder / "home", folder / "screens"
        (folder / "run").mkdir(mode=0o700)
        for place in (self.temporary, self.screens, self.home / "settings"):
            place.mkdir(parents=True)
        (self.home / "settings" / WELCOMED).touch()
        self.display = replace(display, environment={
            **display.environment, "TMPDIR": str(self.temporary), "XDG_RUNTIME_DIR": str(folder / "run")})
        self.clients = Clients(renamed("xclip", "wechat", folder / "bin"), renamed("xclip", "writer", folder / "bin"))
        self.guard = GuardUnderTest(self.display, self.home, self.screens)
        self.publisher = UnitOffice.opened(folder / "administrator")
        self._session: subprocess.Popen[bytes] | None = None
        self._log = self.log.open("ab")

    def start(self, word: str) -> None:
        """Publish rules that block this word and start the program; return once it guards by them."""
        self.publish(word)
        config = self.folder / "mishao.toml"
        config.write_text(f"[folders]\nscreenshots = [{json.dumps(str(self.screens))}]\n", "utf-8")
        session = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _SESSION, "session",
                   str(self.publisher.folder / "install"), str(self.folder / "overlay")]
        self._session = self.display.start([*session, *self.command, "--home", str(self.home),
                                            "--config", str(config)], stderr=self._log.fileno())
        wait_for(lambda: self.guard.state() is State.WATCHING, "a guard that watches", _START_SECONDS)
        self.guard.listen()
        self.update(word)

    def publish(self, word: str) -> None:
        """Sign rules that block this word, with the policy of this office."""
        path = self.publisher.folder / "unit.yaml"
        path.write_text(unit_pack(word), "utf-8")
        policy = self.publisher.folder / "policy.yaml"
        text = builtin_policy().decode().replace("窗口倒计时秒: 0", f"窗口倒计时秒: {COUNTDOWN_SECONDS}")
        policy.write_text(text.replace("/usr/bin/mousepad,", f"/usr/bin/mousepad, {self.clients.office},"), "utf-8")
        release(self.publisher.office, bundle_of(["内置", str(path)], policy), EVERYONE)

    def update(self, word: str) -> None:
        """Make the program take the published rules; return once its broker judges by them."""
        reply = self.guard.ask(Update())
        assert isinstance(reply, Done), reply
        wait_for(lambda: word in self.guard.status().pack, f"a broker that judges by {word}")

    def started(self) -> dict[str, list[int]]:
        """Return the processes of the program by role: tray, guard, broker, reader, loader, demo-chat."""
        found: dict[str, list[int]] = defaultdict(list)
        for pid, words in self._everything():
            if words[:len(self.command)] == list(self.command):
                rest = words[len(self.command):]
                role = next((word for word in rest if word in ROLES), "")
                if role or rest[:1] == ["--home"]:
                    found[role.removeprefix("--") or "tray"].append(pid)
        return found

    def one(self, role: str) -> int:
        """Return the first process in this role, or 0."""
        return next(iter(self.started().get(role, ())), 0)

    def stop(self) -> None:
        """End everything that was started here: first what restarts processes, then the rest."""
        if self._session is not None:
            self._session.kill()
            self._session.wait()
        deadline = time.monotonic() + _STOP_SECONDS
        for number in (signal.SIGTERM, signal.SIGKILL):
            while (left := [pid for pid, _ in self._everything()]) and time.monotonic() < deadline:
                for pid in left:
                    with suppress(ProcessLookupError):
                        os.kill(pid, number)
                time.sleep(0.2)
            deadline = time.monotonic() + _STOP_SECONDS
        self.guard.stop()
        self._log.close()

    def _everything(self) -> Iterator[tuple[int, list[str]]]:
        mark = f"TMPDIR={self.temporary}".encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
                    if words:  # one that has ended and was not waited for has none
                        yield int(entry.name), words


@contextmanager
def office() -> Iterator[Office]:
    """A fresh office computer on a private display; everything of it is removed afterwards."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        raise SystemExit("This needs root and unshare(1): the program is shown an /etc/mishao of its own.")
    with tempfile.TemporaryDirectory(prefix="mishao-soak-") as folder, private_display() as display:
        computer = Office(display, Path(folder))
        try:
            yield computer
        finally:
            computer.stop()
