"""The Win32 functions in use, with their types. Importing this on another system raises ImportError."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_ssize_t, c_void_p
from ctypes.wintypes import (
    ATOM,
    BOOL,
    DWORD,
    FILETIME,
    HANDLE,
    HWND,
    LONG,
    LPARAM,
    LPCWSTR,
    LPWSTR,
    MSG,
    UINT,
    ULONG,
    WCHAR,
    WPARAM,
)
from typing import Any

WM_RENDERFORMAT = 0x0305
WM_RENDERALLFORMATS = 0x0306
WM_CLIPBOARDUPDATE = 0x031D

PM_REMOVE = 1
QS_ALLINPUT = 0x04FF
MWMO_INPUTAVAILABLE = 0x0004
INFINITE = 0xFFFFFFFF
GMEM_MOVEABLE = 0x0002
HWND_MESSAGE = -3
FD_READ = 0x01
FD_CLOSE = 0x20
GENERIC_READ = 0x8000_0000
GENERIC_WRITE = 0x4000_0000
SHARE_ALL = 0x7
"""FILE_SHARE_READ, FILE_SHARE_WRITE and FILE_SHARE_DELETE."""

CREATE_NEW = 1
OPEN_EXISTING = 3
PROCESS_DUP_HANDLE = 0x0040
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
TH32CS_SNAPPROCESS = 0x0002
NAME_CHARACTERS = 32768
"""Characters of a path at most (QueryFullProcessImageNameW)."""

INVALID_HANDLE = c_void_p(-1).value


def _library(name: str) -> Any:
    try:
        return ctypes.WinDLL(name, use_last_error=True)  # type: ignore[attr-defined]  # Windows only
    except AttributeError:
        raise ImportError("this is not Windows") from None


def _declare(library: Any, name: str, result: Any, *arguments: Any) -> None:
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments


user32 = _library("user32")
kernel32 = _library("kernel32")
winsock = _library("ws2_32")
ntdll = _library("ntdll")
advapi32 = _library("advapi32")
gdi32 = _library("gdi32")
shell32 = _library("shell32")
ole32 = _library("ole32")

WindowProcedure: Any = ctypes.WINFUNCTYPE(c_ssize_t, HWND, UINT, WPARAM, LPARAM)  # type: ignore[attr-defined]


class WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (("style", UINT), ("procedure", WindowProcedure), ("class_extra", c_int), ("window_extra", c_int),
                ("instance", HANDLE), ("icon", HANDLE), ("cursor", HANDLE), ("background", HANDLE),
                ("menu", LPCWSTR), ("name", LPCWSTR))


class ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (("size", DWORD), ("usage", DWORD), ("process", DWORD), ("heap", c_size_t), ("module", DWORD),
                ("threads", DWORD), ("parent", DWORD), ("priority", LONG), ("flags", DWORD), ("name", WCHAR * 260))


_USER: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
    ("RegisterClassW", ATOM, (POINTER(WindowClass),)),
    ("UnregisterClassW", BOOL, (LPCWSTR, HANDLE)),
    ("CreateWindowExW", HWND, (DWORD, LPCWSTR, LPCWSTR, DWORD, c_int, c_int, c_int, c_int, HWND, HANDLE, HANDLE,
                               c_void_p)),
    ("DestroyWindow", BOOL, (HWND,)),
    ("DefWindowProcW", c_ssize_t, (HWND, UINT, WPARAM, LPARAM)),
    ("PeekMessageW", BOOL, (POINTER(MSG), HWND, UINT, UINT, UINT)),
    ("DispatchMessageW", c_ssize_t, (POINTER(MSG),)),
    ("MsgWaitForMultipleObjectsEx", DWORD, (DWORD, POINTER(HANDLE), DWORD, DWORD, DWORD)),
    ("AddClipboardFormatListener", BOOL, (HWND,)),
    ("RemoveClipboardFormatListener", BOOL, (HWND,)),
    ("GetClipboardSequenceNumber", DWORD, ()),
    ("OpenClipboard", BOOL, (HWND,)),
    ("CloseClipboard", BOOL, ()),
    ("EmptyClipboard", BOOL, ()),
    ("EnumClipboardFormats", UINT, (UINT,)),
    ("GetClipboardFormatNameW", c_int, (UINT, LPWSTR, c_int)),
    ("RegisterClipboardFormatW", UINT, (LPCWSTR,)),
    ("GetClipboardData", HANDLE, (UINT,)),
    ("SetClipboardData", HANDLE, (UINT, HANDLE)),
    ("GetClipboardOwner", HWND, ()),
    ("GetOpenClipboardWindow", HWND, ()),
    ("GetForegroundWindow", HWND, ()),
    ("GetLastInputInfo", BOOL, (c_void_p,)),
    ("GetWindowThreadProcessId", DWORD, (HWND, POINTER(DWORD))),
    ("GetClassNameW", c_int, (HWND, LPWSTR, c_int)),
    ("GetWindowTextW", c_int, (HWND, LPWSTR, c_int)),
)
_KERNEL: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
    ("GetModuleHandleW", HANDLE, (LPCWSTR,)),
    ("GlobalAlloc", HANDLE, (UINT, c_size_t)),
    ("GlobalFree", HANDLE, (HANDLE,)),
    ("GlobalLock", c_void_p, (HANDLE,)),
    ("GlobalUnlock", BOOL, (HANDLE,)),
    ("GlobalSize", c_size_t, (HANDLE,)),
    ("OpenProcess", HANDLE, (DWORD, BOOL, DWORD)),
    ("CloseHandle", BOOL, (HANDLE,)),
    ("CreateFileW", HANDLE, (LPCWSTR, DWORD, DWORD, c_void_p, DWORD, DWORD, HANDLE)),
    ("GetCurrentProcess", HANDLE, ()),
    ("GetTickCount", DWORD, ()),
    ("GetSystemPowerStatus", BOOL, (c_void_p,)),
    ("SetErrorMode", UINT, (UINT,)),
    ("WerSetFlags", LONG, (DWORD,)),
    ("LocalFree", HANDLE, (HANDLE,)),
    ("SetPriorityClass", BOOL, (HANDLE, DWORD)),
    ("DuplicateHandle", BOOL, (HANDLE, HANDLE, HANDLE, POINTER(HANDLE), DWORD, BOOL, DWORD)),
    ("QueryFullProcessImageNameW", BOOL, (HANDLE, DWORD, LPWSTR, POINTER(DWORD))),
    ("GetProcessTimes", BOOL, (HANDLE, POINTER(FILETIME), POINTER(FILETIME), POINTER(FILETIME), POINTER(FILETIME))),
    ("CreateToolhelp32Snapshot", HANDLE, (DWORD, DWORD)),
    ("Process32FirstW", BOOL, (HANDLE, POINTER(ProcessEntry))),
    ("Process32NextW", BOOL, (HANDLE, POINTER(ProcessEntry))),
    ("WaitForSingleObject", DWORD, (HANDLE, DWORD)),
)
for _dll, _functions in ((user32, _USER), (kernel32, _KERNEL)):
    for _name, _result, _arguments in _functions:
        _declare(_dll, _name, _result, *_arguments)

_declare(gdi32, "GetEnhMetaFileBits", UINT, HANDLE, UINT, c_void_p)
_declare(gdi32, "SetEnhMetaFileBits", HANDLE, UINT, c_void_p)
_declare(shell32, "SHGetKnownFolderPath", LONG, c_char_p, DWORD, HANDLE, POINTER(LPWSTR))
_declare(ole32, "CoTaskMemFree", None, c_void_p)
_declare(shell32, "IsUserAnAdmin", BOOL)
_declare(advapi32, "GetFileSecurityW", BOOL, LPCWSTR, DWORD, c_void_p, DWORD, POINTER(DWORD))
_declare(advapi32, "SetFileSecurityW", BOOL, LPCWSTR, DWORD, c_void_p)
_declare(advapi32, "ConvertStringSecurityDescriptorToSecurityDescriptorW", BOOL, LPCWSTR, DWORD, POINTER(c_void_p),
         POINTER(ULONG))
_declare(advapi32, "ConvertStringSecurityDescriptorToSecurityDescriptorW", BOOL, LPCWSTR, DWORD, POINTER(c_void_p),
         POINTER(ULONG))
_declare(advapi32, "SetKernelObjectSecurity", BOOL, HANDLE, DWORD, c_void_p)
_declare(ntdll, "NtQuerySystemInformation", LONG, ULONG, c_void_p, ULONG, POINTER(ULONG))
_declare(winsock, "WSACreateEvent", HANDLE)
_declare(winsock, "WSACloseEvent", BOOL, HANDLE)
_declare(winsock, "WSAResetEvent", BOOL, HANDLE)
_declare(winsock, "WSAEventSelect", c_int, c_size_t, HANDLE, LONG)

__all__ = ["BOOL", "DWORD", "FILETIME", "HANDLE", "LPWSTR", "MSG", "ULONG"]
