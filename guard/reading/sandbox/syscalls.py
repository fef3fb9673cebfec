"""System call numbers: they differ between architectures, and a filter works with numbers.

x86-64 has a table of its own (arch/x86/entry/syscalls/syscall_64.tbl). AArch64, RISC-V and LoongArch share the generic
one (include/uapi/asm-generic/unistd.h), which has no number for calls that newer ones replace. MIPS and SW64 have
tables of their own that are not here: on these machines no filter is set, and that is reported.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass

_Numbers = Mapping[str, tuple[int, int | None]]
"""Name → number on x86-64, number in the generic table."""

NETWORK: _Numbers = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201),
}
"""Reaching the network."""

PROGRAMS: _Numbers = {
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "kill": (62, 129),
}
"""Starting programs and ending them."""

PROCESSES: _Numbers = {
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "process_madvise": (440, 440), "kcmp": (312, 272),
}
"""Access to other processes."""

FILES: _Numbers = {
    "creat": (85, None), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47), "unlink": (87, None),
    "unlinkat": (263, 35), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "link": (86, None),
    "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36), "mkdir": (83, None), "mkdirat": (258, 34),
    "rmdir": (84, None), "mknod": (133, None), "mknodat": (259, 33), "chmod": (90, None), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "utime": (132, None),
    "utimes": (235, None), "utimensat": (280, 88), "futimesat": (261, None), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "mq_open": (240, 180), "mq_unlink": (241, 181),
}
"""Changing what is stored, and making memory that looks like a file."""

MOUNTS: _Numbers = {
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "swapon": (167, 224), "swapoff": (168, 225),
    "quotactl": (179, 60),
}
"""Changing what the file system looks like."""

KERNEL: _Numbers = {
    "bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "userfaultfd": (323, 282), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "fanotify_init": (300, 262), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "sethostname": (170, 161), "setdomainname": (171, 162),
    "iopl": (172, None), "ioperm": (173, None), "acct": (163, 89), "syslog": (103, 116), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266), "personality": (135, 92),
    "modify_ldt": (154, None),
}
"""Rarely used interfaces of the kernel, and its settings."""

SHARED: _Numbers = {
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "msgsnd": (69, 189),
    "msgrcv": (70, 188), "semget": (64, 190), "semop": (65, 193),
}
"""System V shared memory, messages and semaphores."""

IDENTITY: _Numbers = {
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143),
    "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159), "setfsuid": (122, 151),
    "setfsgid": (123, 152), "capset": (126, 91),
}
"""Changing the user or group."""

EXAMINED: _Numbers = {
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "clone": (56, 220), "clone3": (435, 435),
    "tgkill": (234, 131), "prlimit64": (302, 261), "setpriority": (141, 140), "ioprio_set": (251, 30),
    "ioctl": (16, 29), "seccomp": (317, 277),
}
"""Calls that are refused for some arguments only, or by another error."""

ALL: _Numbers = {**NETWORK, **PROGRAMS, **PROCESSES, **FILES, **MOUNTS, **KERNEL, **SHARED, **IDENTITY, **EXAMINED}


@dataclass(frozen=True, slots=True)
class Architecture:
    """``audit`` is the AUDIT_ARCH_… value the kernel shows a filter (include/uapi/linux/audit.h)."""

    audit: int
    generic: bool

    def number(self, name: str) -> int | None:
        """Return the number of a system call, or None where this architecture does not have it. Raises KeyError."""
        return ALL[name][1 if self.generic else 0]


ARCHITECTURES: Mapping[str, Architecture] = {
    "x86_64": Architecture(0xC000003E, generic=False),
    "aarch64": Architecture(0xC00000B7, generic=True),
    "riscv64": Architecture(0xC00000F3, generic=True),
    "loongarch64": Architecture(0xC0000102, generic=True),
}
"""``platform.machine()`` → its numbers. x86-64 was run; the others follow the kernel's headers and were not."""


def here() -> Architecture | None:
    """Return the numbers of this machine, or None when they are unknown."""
    return ARCHITECTURES.get(platform.machine())
