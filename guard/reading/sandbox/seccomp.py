"""A seccomp filter (seccomp(2)): no network, no programs, no changing of files, no access to other processes.

What is refused is listed, everything else is allowed: libraries differ from one distribution to the next, and a list of
what they may call would stop them on a machine that was never tested. A refused call fails with EPERM.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

from guard.reading.sandbox import syscalls
from guard.reading.sandbox.syscalls import Architecture

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of the classic BPF machine (include/uapi/linux/bpf_common.h)."""

_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Offsets in struct seccomp_data, in bytes. Every architecture here is little endian: a low word comes first."""

_KILL, _ERROR, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000

_SET_MODE_FILTER, _ALL_THREADS = 1, 1

_X32 = 0x40000000
"""Bit of a system call number on x86-64 that means the x32 table, with which a filter could be bypassed."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CLONE_THREAD = 0x00010000
_TERMINAL_INPUT, _TERMINAL_PASTE = 0x5412, 0x541C
"""ioctl TIOCSTI and TIOCLINUX: typing into the terminal that started us."""

_ALWAYS = (*syscalls.NETWORK, *syscalls.PROCESSES, *syscalls.FILES, *syscalls.MOUNTS, *syscalls.KERNEL,
           *syscalls.SHARED, *syscalls.IDENTITY)

_Instruction = tuple[int, int, int, int]


def restrict(*, programs: bool) -> bool:
    """Set the filter for every thread of this process, for good; ``programs`` lets it start others.

    Needs PR_SET_NO_NEW_PRIVS. Returns False where the numbers of the calls are unknown or the kernel refuses.
    """
    architecture = syscalls.here()
    if architecture is None:
        return False
    instructions = _filter(architecture, programs=programs)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in instructions))
    program = struct.pack("HxxxxxxQ", len(instructions), ctypes.addressof(code))
    number = architecture.number("seccomp")
    answer = ctypes.CDLL(None, use_errno=True).syscall(
        ctypes.c_long(number or 0), ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(_ALL_THREADS),
        program)
    return bool(answer == 0)


def _filter(architecture: Architecture, *, programs: bool) -> list[_Instruction]:
    """Return the filter as instructions (code, jump if true, jump if false, operand)."""
    found: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_EQUAL, 1, 0, architecture.audit), (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER), (_JUMP_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    for name in (*_ALWAYS, *(() if programs else syscalls.PROGRAMS)):
        found += _refuse(architecture.number(name), errno.EPERM)
    # Without these the C library uses calls whose flags a filter can see.
    for name in ("clone3", "openat2"):
        found += _refuse(architecture.number(name), errno.ENOSYS)
    found += _when(architecture.number("open"), 1, [(_JUMP_ANY_BIT, 0, 1, _WRITING)])
    found += _when(architecture.number("openat"), 2, [(_JUMP_ANY_BIT, 0, 1, _WRITING)])
    found += _when(architecture.number("tgkill"), 0, [(_JUMP_EQUAL, 1, 0, os.getpid())] if not programs else ())
    for name, who in (("prlimit64", 0), ("setpriority", 1), ("ioprio_set", 1)):
        # The limits of another process could end it.
        found += _when(architecture.number(name), who, [(_JUMP_EQUAL, 2, 0, 0), (_JUMP_EQUAL, 1, 0, os.getpid())])
    found += _when(architecture.number("ioctl"), 1,
                   [(_JUMP_EQUAL, 1, 0, _TERMINAL_INPUT), (_JUMP_EQUAL, 0, 1, _TERMINAL_PASTE)])
    if not programs:
        found += _when(architecture.number("clone"), 0, [(_JUMP_ANY_BIT, 1, 0, _CLONE_THREAD)])
    return [*found, (_RETURN, 0, 0, _ALLOW)]


def _refuse(number: int | None, error: int) -> list[_Instruction]:
    return [] if number is None else [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | error)]


def _when(number: int | None, argument: int, tests: Iterable[_Instruction]) -> list[_Instruction]:
    """Refuse a call depending on one of its arguments: the last test jumps over the next instruction, the refusal, to
    allow.
    """
    tests = list(tests)
    if number is None or not tests:
        return []
    return [(_JUMP_EQUAL, 0, len(tests) + 3, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *tests,
            (_RETURN, 0, 0, _ERROR | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
