"""Put into the site-packages of the Wine bench only: replaces functions of the C runtime that Wine 10 lacks.

numpy needs crealf, cimagf and cimag when it is imported; Wine's ucrtbase has stubs that end the process.
"""

from __future__ import annotations

import ctypes

_REPLACEMENTS = ((b"crealf", "660f6ec1c3"), (b"cimagf", "48c1e920660f6ec1c3"), (b"cimag", "f20f104108c3"))
_STUB = "4883ec28"  # how Wine's stubs begin; each has 24 bytes
_STUB_BYTES = 24
_EXECUTE_READ_WRITE = 0x40


def _mend() -> None:
    if not hasattr(ctypes.WinDLL("ntdll"), "wine_get_version"):
        return
    kernel = ctypes.WinDLL("kernel32")
    pointer = ctypes.c_void_p
    kernel.GetModuleHandleW.restype, kernel.GetModuleHandleW.argtypes = pointer, [ctypes.c_wchar_p]
    kernel.GetProcAddress.restype, kernel.GetProcAddress.argtypes = pointer, [pointer, ctypes.c_char_p]
    kernel.VirtualProtect.argtypes = [pointer, ctypes.c_size_t, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32)]
    runtime = kernel.GetModuleHandleW("ucrtbase.dll")
    for name, code in _REPLACEMENTS:
        place = kernel.GetProcAddress(runtime, name)
        if place and ctypes.string_at(place, 4).hex() == _STUB:
            old = ctypes.c_uint32()
            kernel.VirtualProtect(place, _STUB_BYTES, _EXECUTE_READ_WRITE, ctypes.byref(old))
            ctypes.memmove(place, bytes.fromhex(code), len(code) // 2)
            kernel.VirtualProtect(place, _STUB_BYTES, old.value, ctypes.byref(old))


_mend()
