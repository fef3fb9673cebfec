"""Where the rules in force come from, as reported to guard, command line and windows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec

from rules.sentences.sentence import NOTHING, Sentence

if TYPE_CHECKING:
    from guard.supply.stored_release import Issued


class Provenance(msgspec.Struct, frozen=True):
    """An administrator's release, or the rules of the program itself (``number`` 0).

    Times are in seconds since the epoch. ``fallback`` says in words why a stored release is not in force.
    ``suspended_until``: until then nothing is blocked, only warned of, for the reason ``suspended``; 0 for never.
    """

    number: int = 0
    label: str = ""
    channel: str = ""
    signed_at: float = 0.0
    fallback: Sentence = NOTHING
    suspended_until: float = 0.0
    suspended: str = ""
    exceptions: tuple[Sentence, ...] = ()
    """What 科室规则 says for this computer, for people."""


def provenance_of(issued: Issued | None) -> Provenance:
    """Return the provenance of a release, or of the rules of the program."""
    if issued is None:
        return Provenance()
    release, suspension = issued.release, issued.suspension
    found = Provenance(release.number, release.label, release.channel, release.signed_at)
    if suspension is None or not suspension.holds(time.time()):
        return found
    return msgspec.structs.replace(found, suspended_until=suspension.until, suspended=suspension.reason)


class SupplyState(msgspec.Struct, frozen=True):
    """Where the rules come from and the results of the last attempts to update them; times in seconds since the epoch.

    ``managed``: an administrator has configured the source. ``refused`` says in words why the last attempt brought
    nothing. ``signed_until``: when the signatures seen last expire, 0 before any was seen.
    """

    managed: bool = False
    provenance: Provenance = Provenance()
    polled_at: float = 0.0
    reached_at: float = 0.0
    refused: Sentence = NOTHING
    signed_until: float = 0.0
