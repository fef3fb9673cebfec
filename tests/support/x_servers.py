"""Starts X servers for one test: real ones with unusual options or a key, and one that only greets."""

from __future__ import annotations

import itertools
import os
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.cookies import ANY_HOST, LOCAL, entry
from ui.demo.display import Display, end, number_of, while_we_live

_FIRST_NUMBER = 100_000
"""First number of a display that only greets: no display of a person or of another test has so high a number."""

_numbers = itertools.count(10_000 + os.getpid() % 4_000 * 10)
"""Numbers of displays that nobody takes once they are free, as Xvfb takes the lowest: what has gone stays gone."""


@contextmanager
def x_server(*options: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run Xvfb without a window manager, on the display named among the options or on one that no other test takes;
    return its process and its display.
    """
    named = any(option.startswith(":") for option in options)
    number = () if named else (f":{next(_numbers)}",)
    ours, theirs = os.pipe()
    try:
        server = subprocess.Popen([*while_we_live(), "Xvfb", "-displayfd", str(theirs), "-nolisten", "tcp", "-noreset",
                                   "-r", *number, *options],
                                  pass_fds=(theirs,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        os.close(theirs)
    try:
        yield server, f":{number_of(ours)}"
    finally:
        os.close(ours)
        end(server)


@contextmanager
def locked_display(name: str, cookies: Path) -> Iterator[Display]:
    """A server that accepts whoever knows the key in this file, on the display of this name or, when it is "", a free
    one."""
    key = os.urandom(16)
    cookies.write_bytes(entry(ANY_HOST, b"", b"", key))
    try:
        with x_server("-auth", str(cookies), *([name] if name else [])) as (_, served):
            cookies.write_bytes(entry(LOCAL, socket.gethostname().encode(), served[1:].encode(), key))
            environment = {**os.environ, "DISPLAY": served, "XAUTHORITY": str(cookies), "QT_QPA_PLATFORM": "xcb",
                           "HOME": str(cookies.parent)}
            environment.pop("WAYLAND_DISPLAY", None)
            yield Display(served, environment)
    finally:
        cookies.unlink()


@contextmanager
def greeting_server(screens: int = 1) -> Iterator[str]:
    """Listen as a display that greets with this many screens, describes one, and closes the connection; return its
    name."""
    number = _FIRST_NUMBER + os.getpid()
    head = struct.pack("=BxHHH", 1, 11, 0, 9)
    greeting = head + struct.pack("=4xII4xHxxBB10xI", 0x200000, 0x1FFFFF, 0, screens, 0, 1)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"\0/tmp/.X11-unix/X{number}")
        listener.listen()
        serving = threading.Thread(target=_greet, args=(listener, greeting))
        serving.start()
        try:
            yield f":{number}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            serving.join()


def _greet(listener: socket.socket, greeting: bytes) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client:
            client.recv(4096)
            client.sendall(greeting)
