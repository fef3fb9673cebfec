"""What the unit signed holds whatever a guard says: its user's processes could speak in the guard's place. Pure.

A user's own settings only ever make a policy stricter, so that nothing a genuine guard says is changed here, except for
a pause that lasts longer than the unit allows.
"""

from __future__ import annotations

from dataclasses import replace

from guard.core.own_numbers import NOBODY
from guard.core.policy import Mode, Policy
from guard.file_gate.messages import SignedPolicy, Terms


def without_rest(policy: Policy) -> Policy:
    """Return a policy without what no gate needs: a message has little room, and these lists may be long."""
    return replace(policy, own=NOBODY, pages=(), sites=(), meetings=(), unit_rules=())


def held_to(said: Policy, unit: Policy, paused_seconds: float) -> Policy:
    """Return the policy to answer by. ``paused_seconds``: how long the guard has said without a break that nothing is
    to be held.
    """
    pauses = said.mode is Mode.MONITOR and paused_seconds < unit.longest_pause * 60
    gate = replace(said.file_gate, mode=unit.file_gate.mode, wait_ms=unit.file_gate.wait_ms,
                   unjudged=unit.file_gate.unjudged)
    return replace(said, mode=Mode.MONITOR if pauses else unit.mode, hold_unreadable=unit.hold_unreadable,
                   file_gate=gate)


def left_out(terms: Terms, signed: SignedPolicy) -> tuple[str, ...]:
    """Return the folders to leave out: chat clients' own, and those that the unit names."""
    return tuple(name for name in terms.left_out
                 if name in signed.left_out or any(_is(name, written) for written in signed.policy.file_gate.left_out))


def added(signed: SignedPolicy) -> tuple[str, ...]:
    """Return the folders that the unit adds, as far as they are the same for every user."""
    return tuple(folder for folder in signed.policy.file_gate.folders if folder.startswith("/"))


def _is(path: str, written: str) -> bool:
    """Tell whether a path is what the policy writes, ``~`` for any home."""
    return path == written or (written.startswith("~/") and path.startswith("/") and path.endswith(written[1:]))
