"""Shows that this broker succeeds another one, and recognises the one that succeeds this one (Wayland).

Who reads is known by the pipe's other end, which nobody may see of a broker. So it reads a broker's content from a
socket instead, into which it has written the proof; a program that only offers our mark again writes its content there
like into any pipe.
"""

from __future__ import annotations

import os
import socket
import stat

from guard.clipboard.succession import proof, proves

_PROOF_BYTES = 256


def proving_pipe(mark: str) -> tuple[int, int]:
    """Return what to read from and what to have written to, for content that is offered with this mark."""
    ours, theirs = socket.socketpair()
    ours.sendall(proof(mark).encode())
    return ours.detach(), theirs.detach()


def is_proven(descriptor: int, mark: str) -> bool:
    """Tell whether what is written here, of a source with this mark, is read by a broker of this user."""
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        return False
    with socket.socket(fileno=os.dup(descriptor)) as end:
        try:
            untrusted = end.recv(_PROOF_BYTES, socket.MSG_DONTWAIT)
        except OSError:
            return False
    return proves(untrusted.decode("ascii", "replace"), mark)
