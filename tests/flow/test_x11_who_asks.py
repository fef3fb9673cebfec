"""Tests how requestors are identified, with real processes and real Xlib.

Facts that cannot be forged decide; names can only make treatment stricter.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from Xlib import X, Xatom

from guard.clipboard.x11.identity import Identifier
from guard.core.model import Destination, DestinationKind
from guard.core.tickets import Client
from guard.ipc.messages import Flagged, Served
from guard.platform.processes_linux import SANDBOXED, executable_of, lives, started_at
from guard.platform.x11.connection import Connection
from tests.support.brokering import BLOCKED, NOTICE, WARNED, Brokering, renamed
from tests.support.guarding import wait_for
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

SHELL = str(Path("/bin/sh").resolve())
PASTE = ("-selection", "clipboard", "-o", "-t", "UTF8_STRING")


def paste(display: Display, executable: str, arguments: Sequence[str] = (), **environment: str) -> str:
    """Run a copy of xclip with this command line; arguments[0] is its process name."""
    done = subprocess.run([*(arguments or (executable,)), *PASTE], executable=executable, capture_output=True,
                          env={**display.environment, **environment})
    return done.stdout.decode()


@pytest.fixture
def sleeping(programs: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that do nothing; each is ended afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def sleep_as(executable: str, name: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([name, "60"], executable=executable, env=dict(environment))


@pytest.fixture
def warned(broker: Brokering) -> Brokering:
    """A broker that holds a text only from chat clients."""
    broker.copy(WARNED)
    broker.expect(Flagged)
    return broker


def test_a_wine_desktop_is_what_its_prefix_is_called(warned: Brokering, display: Display, programs: Path) -> None:
    wine = renamed("xclip", "wine64-preloader", programs)
    assert paste(display, wine, WINEPREFIX="/home/a/.deepinwine/Deepin-WeChat") == NOTICE
    assert paste(display, wine, WINEPREFIX="/home/a/.deepinwine/Deepin-Drawing") == WARNED


@pytest.mark.parametrize("prefix", ["/home/a/.deepinwine/one", ""])
def test_a_wine_desktop_asks_for_the_programs_of_its_prefix(
        warned: Brokering, display: Display, programs: Path, sleeping: list[subprocess.Popen[bytes]],
        prefix: str) -> None:
    desktop = renamed("xclip", "deepin-wine8-stable", programs)
    client = renamed("sleep", "wine64-preloader", programs / "sleep")
    own = {"WINEPREFIX": prefix} if prefix else {"HOME": "/home/b"}
    sleeping.append(sleep_as(client, "C:\\Program Files\\Tencent\\WeChat\\WeChat.exe", own))
    wait_for(lambda: executable_of(sleeping[0].pid) == client, "the program in the prefix")
    explorer = ("explorer.exe", "/desktop")
    assert paste(display, desktop, explorer[:1], **own) == NOTICE
    assert paste(display, desktop, explorer[:1], WINEPREFIX="/home/a/.deepinwine/two") == WARNED


def test_a_program_that_electron_runs_is_known_by_its_folder(warned: Brokering, display: Display,
                                                            programs: Path) -> None:
    electron = renamed("xclip", "electron", programs)
    assert paste(display, electron, ["/usr/lib/wechat/resources/app.asar"]) == NOTICE
    assert paste(display, electron, ["/usr/lib/notes/resources/app.asar"]) == WARNED


def test_a_helper_of_a_helper_is_its_program(warned: Brokering, display: Display, programs: Path) -> None:
    electron = programs / "electron-shell" / "wechat"
    electron.parent.mkdir(exist_ok=True)
    shutil.copy2(SHELL, electron)
    helper = f"{SHELL} -c 'xclip {' '.join(PASTE)}; true'; true"
    done = subprocess.run([str(electron), "-c", helper], env=display.environment, capture_output=True)
    assert done.stdout.decode() == NOTICE


def test_another_file_in_the_place_of_an_allowed_one_is_not_allowed(broker: Brokering, display: Display, office: str,
                                                                   stranger: str) -> None:
    """In a mount namespace anybody can put his own program where an allowed one is."""
    other = f"cp {stranger} {stranger}2; mount --bind {stranger}2 {office} && exec {office} {' '.join(PASTE)}"
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", other],
                          env=display.environment, capture_output=True)
    if b"unshare" in done.stderr or b"mount" in done.stderr:
        pytest.skip(f"no namespaces here: {done.stderr.decode().strip()}")
    assert done.stdout.decode() == NOTICE
    served = broker.expect(Served)
    assert served.destination.kind is DestinationKind.UNKNOWN
    assert served.destination.executable == SANDBOXED + office


def test_a_process_is_its_number_and_its_start_time() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    client = Client("", process.pid, started_at(process.pid))
    assert lives(client)
    assert not lives(Client("", process.pid, client.started + 1))
    process.communicate(b"\n")
    assert not lives(client)
    assert not lives(Client("", 0, 0))


def test_a_program_that_names_the_window_of_another_is_taken_for_it(broker: Brokering, display: Display, office: str,
                                                                   client: Callable[..., X11Client]) -> None:
    """The known result of this attack: it works. The server tells the owner of the window, not the requestor."""
    attacker = client()
    attacker.window.set_wm_class("wechat", "WeChat")  # type: ignore[attr-defined]
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert attacker.paste("UTF8_STRING") == ("UTF8_STRING", 8, NOTICE.encode())
    victim = display.start([office, "-quiet", "-selection", "secondary", "/dev/null"], stderr=subprocess.DEVNULL)
    connection = Connection(display.name)
    wait_for(lambda: connection.client_pid(attacker.owner("SECONDARY")) == victim.pid, "the office program's window")
    window = attacker.display.create_resource_object("window", attacker.owner("SECONDARY"))
    attacker.ask("UTF8_STRING", window=window)
    found = wait_for(lambda: window.get_full_property(attacker.atom("ANSWER"), X.AnyPropertyType), "the answer")
    assert found.value == BLOCKED.encode()
    connection.close()
    end(victim)


def test_a_program_is_where_its_active_window_is_or_else_its_largest(display: Display) -> None:
    client = X11Client(display.name)
    root = client.display.screen().root
    windows = [root.create_window(*place, 0, X.CopyFromParent) for place in ((10, 20, 300, 200), (40, 50, 60, 70))]
    numbers = [window.id for window in windows]
    root.change_property(client.atom("_NET_CLIENT_LIST"), Xatom.WINDOW, 32, numbers)
    client.display.sync()
    connection = Connection(display.name)
    identifier = Identifier(connection)
    here = Destination(DestinationKind.UNKNOWN, "", os.getpid())
    assert identifier.found(here) == replace(here, place=(10, 20, 300, 200), window=numbers[0])
    root.change_property(client.atom("_NET_ACTIVE_WINDOW"), Xatom.WINDOW, 32, numbers[1:])
    client.display.sync()
    assert identifier.found(here) == replace(here, place=(40, 50, 60, 70), window=numbers[1])
    for window in windows:
        window.destroy()
    client.display.sync()
    assert identifier.found(here) == here
    for name in ("_NET_CLIENT_LIST", "_NET_ACTIVE_WINDOW"):
        root.delete_property(client.atom(name))
    client.display.sync()
    connection.close()
    client.close()
