"""Proves to the file gate what the unit signed, by a release that a guard has stored.

The guard packs it, and a process of the gate's own (``--gate-policy``) verifies it from the root of trust of this
computer. The release comes as bytes, since a path in a user's folder may lead anywhere. The process has no capability
left when it reads them, and its memory ends with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import BinaryIO

import msgspec

from guard.channels.chat_folders import LAYOUTS
from guard.config.errors import PolicyError
from guard.file_gate.floor import without_rest
from guard.file_gate.messages import SignedPolicy
from guard.ipc.framing import FrameWriter
from guard.platform import capabilities
from guard.platform.machine import ROOT, MachineLayer
from guard.supply.bundle import BUNDLE_LIMIT
from guard.supply.packs_and_policy import issued_policy
from guard.supply.stored_release import IssuedError
from guard.supply.trusted_sources import TrustError, trust_of
from guard.util import exit_codes

PACKED_LIMIT = 2 * BUNDLE_LIMIT

_FILES = msgspec.msgpack.Decoder(dict[str, bytes])


def run(machine: MachineLayer, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Verify the packed release on ``stdin`` and write what it says as one frame; return the exit code."""
    try:
        trust, root = trust_of(machine), machine.read(ROOT)
        capabilities.drop_all()
        if trust is None or root is None:
            return exit_codes.NOT_DONE
        from guard.supply.verifying_stored_release import verified_for_this_computer

        files: Mapping[str, bytes] = _FILES.decode(stdin.read(PACKED_LIMIT))
        version, issued = verified_for_this_computer(files, trust)
        policy = issued_policy(issued.bundle)
    except (TrustError, IssuedError, PolicyError, OSError, msgspec.DecodeError):
        return exit_codes.NOT_DONE
    left_out = tuple(dict.fromkeys(layout.folder for layout in LAYOUTS))
    FrameWriter(stdout).write(SignedPolicy(version, without_rest(policy), left_out, hashlib.sha256(root).hexdigest()))
    stdout.flush()
    return exit_codes.OK
