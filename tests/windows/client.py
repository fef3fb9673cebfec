"""A Windows program that copies and pastes on command, one JSON object per line. Knows nothing of the guard.

Run as WeChat.exe it is a chat client, as wps.exe an office program, by its name alone.
"""

from __future__ import annotations

import base64
import ctypes
import json
import queue
import sys
import threading
import time
from collections.abc import Callable
from ctypes import wintypes as w
from typing import IO

user = ctypes.WinDLL("user32", use_last_error=True)
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
gdi = ctypes.WinDLL("gdi32", use_last_error=True)
PROCEDURE = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, w.HWND, w.UINT, w.WPARAM, w.LPARAM)
STANDARD = {"CF_TEXT": 1, "CF_BITMAP": 2, "CF_DIB": 8, "CF_UNICODETEXT": 13, "CF_ENHMETAFILE": 14, "CF_HDROP": 15,
            "CF_DIBV5": 17}
METAFILE = 14
WM_RENDERFORMAT, WM_CLIPBOARDUPDATE = 0x0305, 0x031D
PATIENCE_SECONDS = 10.0


class WindowClass(ctypes.Structure):
    _fields_ = (("style", w.UINT), ("procedure", PROCEDURE), ("class_extra", ctypes.c_int),
                ("window_extra", ctypes.c_int), ("instance", w.HANDLE), ("icon", w.HANDLE), ("cursor", w.HANDLE),
                ("background", w.HANDLE), ("menu", w.LPCWSTR), ("name", w.LPCWSTR))


for library, name, result, arguments in (
    (user, "DefWindowProcW", ctypes.c_ssize_t, (w.HWND, w.UINT, w.WPARAM, w.LPARAM)),
    (user, "CreateWindowExW", w.HWND, (w.DWORD, w.LPCWSTR, w.LPCWSTR, w.DWORD, ctypes.c_int, ctypes.c_int,
                                       ctypes.c_int, ctypes.c_int, w.HWND, w.HANDLE, w.HANDLE, w.LPVOID)),
    (user, "OpenClipboard", w.BOOL, (w.HWND,)),
    (user, "SetClipboardData", w.HANDLE, (w.UINT, w.HANDLE)),
    (user, "GetClipboardData", w.HANDLE, (w.UINT,)),
    (user, "GetClipboardOwner", w.HWND, ()),
    (user, "AddClipboardFormatListener", w.BOOL, (w.HWND,)),
    (user, "SetForegroundWindow", w.BOOL, (w.HWND,)),
    (user, "GetForegroundWindow", w.HWND, ()),
    (user, "RegisterClipboardFormatW", w.UINT, (w.LPCWSTR,)),
    (kernel, "GetModuleHandleW", w.HMODULE, (w.LPCWSTR,)),
    (kernel, "GlobalAlloc", w.HANDLE, (w.UINT, ctypes.c_size_t)),
    (kernel, "GlobalLock", ctypes.c_void_p, (w.HANDLE,)),
    (kernel, "GlobalUnlock", w.BOOL, (w.HANDLE,)),
    (kernel, "GlobalSize", ctypes.c_size_t, (w.HANDLE,)),
    (gdi, "GetEnhMetaFileBits", w.UINT, (w.HANDLE, w.UINT, w.LPVOID)),
    (gdi, "SetEnhMetaFileBits", w.HANDLE, (w.UINT, w.LPVOID)),
):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments


def number(name: str) -> int:
    return STANDARD.get(name) or int(user.RegisterClipboardFormatW(name))


def memory(data: bytes, form: int = 0) -> int:
    if form == METAFILE:
        return int(gdi.SetEnhMetaFileBits(len(data), data))
    handle = kernel.GlobalAlloc(2, max(1, len(data)))
    ctypes.memmove(kernel.GlobalLock(handle), data, len(data))
    kernel.GlobalUnlock(handle)
    return int(handle)


class Program:
    """One window and its use of the clipboard."""

    def __init__(self) -> None:
        self.promised: dict[int, bytes] = {}
        self.rendered = 0
        self.renders = True
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.listening = ""
        self.heard: list[str] = []
        self.files: list[IO[bytes]] = []
        self._procedure = PROCEDURE(self._handle)
        self._class = WindowClass(procedure=self._procedure, instance=kernel.GetModuleHandleW(None), name="Client")
        user.RegisterClassW(ctypes.byref(self._class))
        self.window = self._make_window(visible=False)

    def _make_window(self, *, visible: bool, title: str = "Client") -> int:
        return int(user.CreateWindowExW(0, "Client", title, 0x10CF0000 if visible else 0, 50, 50, 300, 200,
                                        None if visible else -3, None, self._class.instance, None))

    def _handle(self, window: int, message: int, first: int, second: int) -> int:
        if message == WM_RENDERFORMAT:
            self.rendered += 1
            self.may_answer.wait()
            if self.renders:
                user.SetClipboardData(first, memory(self.promised[first], first))
            return 0
        if message == WM_CLIPBOARDUPDATE and self.listening:
            self.heard.append(self.paste([self.listening])[self.listening] or "")
            return 0
        return int(user.DefWindowProcW(window, message, first, second))

    def opened(self, window: int | None) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not user.OpenClipboard(window):
            if time.monotonic() > deadline:
                raise TimeoutError("the clipboard stays closed")
            time.sleep(0.001)

    # -------------------------------------------------------------- commands
    def copy(self, formats: dict[str, str], *, promise: bool = False) -> None:
        self.opened(self.window)
        user.EmptyClipboard()
        for name, data in formats.items():
            self.promised[number(name)] = base64.b64decode(data)
            user.SetClipboardData(number(name), None if promise else memory(base64.b64decode(data), number(name)))
        user.CloseClipboard()

    def paste(self, formats: list[str], *, without_window: bool = False) -> dict[str, str | None]:
        """Return the content of each format; None for one that is not given."""
        self.opened(None if without_window else self.window)
        try:
            return {name: self._read(number(name)) for name in formats}
        finally:
            user.CloseClipboard()

    def _read(self, wanted: int) -> str | None:
        handle = user.GetClipboardData(wanted)
        if not handle:
            return None
        if wanted == METAFILE:
            buffer = ctypes.create_string_buffer(gdi.GetEnhMetaFileBits(handle, 0, None))
            gdi.GetEnhMetaFileBits(handle, len(buffer), buffer)
            return base64.b64encode(buffer.raw).decode()
        data = ctypes.string_at(kernel.GlobalLock(handle), kernel.GlobalSize(handle))
        kernel.GlobalUnlock(handle)
        return base64.b64encode(data).decode()

    def keep_waiting(self) -> None:
        """Answer nobody who asks for what was promised, until ``answer``."""
        self.may_answer.clear()

    def give_nothing(self) -> None:
        """Render nothing of what was promised."""
        self.renders = False

    def offered(self, formats: list[str]) -> list[str]:
        return [name for name in formats if user.IsClipboardFormatAvailable(number(name))]

    def come_forward(self, title: str = "Client") -> bool:
        window = self._make_window(visible=True, title=title)
        user.SetForegroundWindow(window)
        return bool(user.GetForegroundWindow() == window)

    def listen(self, wanted: str) -> None:
        """Read this format at every change, like a clipboard manager."""
        self.listening = wanted
        user.AddClipboardFormatListener(self.window)

    def keep_open(self) -> None:
        self.opened(self.window)

    def close(self) -> None:
        user.CloseClipboard()

    def open_file(self, path: str) -> None:
        """Keep a file open from now on, like a client that uploads it."""
        self.files.append(open(path, "rb"))  # noqa: PTH123, SIM115 - it stays open

    def close_files(self) -> None:
        while self.files:
            self.files.pop().close()

    def report(self) -> dict[str, object]:
        return {"rendered": self.rendered, "heard": self.heard, "owner": bool(user.GetClipboardOwner())}


def main() -> None:
    program = Program()
    orders: queue.SimpleQueue[dict[str, object] | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            order = json.loads(line)
            if order == {"do": "answer"}:
                program.may_answer.set()  # its own thread may be waiting for that
            else:
                orders.put(order)
        orders.put(None)

    threading.Thread(target=listen, daemon=True).start()
    message = w.MSG()
    while True:
        while user.PeekMessageW(ctypes.byref(message), None, 0, 0, 1):
            user.DispatchMessageW(ctypes.byref(message))
        try:
            order = orders.get(timeout=0.005)
        except queue.Empty:
            continue
        if order is None:
            return
        do: Callable[..., object] = getattr(program, str(order.pop("do")))
        sys.stdout.write(json.dumps(do(**order)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
