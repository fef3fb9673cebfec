"""Under Wine: does one thing with parts of the guard and prints what came of it as JSON: its name, then its arguments.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import winreg
from collections.abc import Callable
from pathlib import Path

from guard.core.model import Capture, FileFacts, Kind, Origin
from guard.folders import FolderError, hold_file, hold_in_place, restore_file
from guard.platform import atomic_file, memory_dumps
from guard.platform.machine import MachineLayer
from guard.platform.processes_windows import ancestors
from guard.platform.win32 import kernel32
from guard.platform.windows import WindowsPlatform
from guard.util.path_text import path_text
from guard.vault.keys import FileKey

WRITES = 200
PAUSE_SECONDS = 0.001


def hold(path: str) -> object:
    """Hold a file and give it back, and say what was where in between, and its facts at the end."""
    kept: list[tuple[bytes, FileFacts]] = []
    capture = Capture("a1b2c3d4e5f60718", Origin.FOLDER, Kind.PICTURE, 0.0, (), path=path_text(Path(path)))
    facts = hold_file(capture, lambda content, about: kept.append((content, about)))
    names = sorted(entry.name for entry in Path(path).parent.iterdir())
    restored = restore_file(facts, kept[0][0], capture.id)
    about = restored.stat()
    return [names, restored.name, restored.read_bytes().decode(), about.st_mtime_ns, os.access(restored, os.W_OK),
            sorted(entry.name for entry in restored.parent.iterdir())]


def in_place(path: str) -> object:
    """Try to hold a file in its place, and say what was refused."""
    try:
        hold_in_place(Path(path))
    except FolderError as error:
        return error.words
    return "held"


def key(path: str) -> object:
    """Make a key file and say whether it can be used afterwards."""
    file = FileKey(Path(path))
    return file.create() == file.load()


def write(path: str) -> object:
    """Replace one file from two threads while a third has it open again and again, and say what failed."""
    failed: list[str] = []
    file = Path(path)
    atomic_file.replace(file, b"x" * 2000)
    ended = threading.Event()

    def replace(content: bytes) -> None:
        try:
            for _ in range(WRITES):
                atomic_file.replace(file, content)
        except OSError as error:
            failed.append(repr(error))

    def read() -> None:
        while not ended.wait(PAUSE_SECONDS):
            if len(file.read_bytes()) != 2000:
                failed.append("half a file")

    writers = [threading.Thread(target=replace, args=(content * 2000,)) for content in (b"a", b"b")]
    reader = threading.Thread(target=read)
    for thread in (*writers, reader):
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    reader.join()
    return [failed, sorted(entry.name for entry in file.parent.iterdir())]


def opened() -> object:
    """Refuse dumps and readers of memory, and say which rights to this process another one gets."""
    memory_dumps.refuse()
    child = subprocess.run([sys.executable, __file__, "rights", str(os.getpid())], stdout=subprocess.PIPE, check=True)
    return json.loads(child.stdout)


def rights(pid: str) -> object:
    """Say which of these rights to a process this one gets."""
    wanted = {"see its program": 0x1000, "wait for it": 0x10_0000, "read its memory": 0x10, "write its memory": 0x20,
              "take its handles": 0x40}
    return [name for name, right in wanted.items() if kernel32.OpenProcess(right, 0, int(pid))]


def parents() -> object:
    """Say the ancestors of a process whose parent is older, and of one whose parent's number went to a younger one."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    own, younger = os.getpid(), child.pid
    found = [list(ancestors(younger, {younger: (own, "child"), own: (0, "WeChat.exe")})),
             list(ancestors(own, {own: (younger, "parent"), younger: (0, "WeChat.exe")}))]
    child.communicate(b"\n")
    return found


def layer() -> object:
    """Say where the machine layer is."""
    return str(MachineLayer.of_system().folder)


def moved(to: str) -> object:
    """Say which folders are the desktop while it is moved there."""
    key = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, access=winreg.KEY_READ | winreg.KEY_WRITE) as folders:
        before, kind = winreg.QueryValueEx(folders, "Desktop")
        winreg.SetValueEx(folders, "Desktop", 0, kind, to)
        try:
            return [str(folder) for folder in WindowsPlatform().desktop_folders()]
        finally:
            winreg.SetValueEx(folders, "Desktop", 0, kind, before)


PIECES: dict[str, Callable[..., object]] = {"hold": hold, "in place": in_place, "key": key, "write": write,
                                           "opened": opened, "rights": rights, "parents": parents, "layer": layer,
                                           "moved": moved}

if __name__ == "__main__":
    print(json.dumps(PIECES[sys.argv[1]](*sys.argv[2:])))
