"""Orders inspections of folders on the computers of a unit, and withdraws them, each by signature."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import msgspec

from guard.core.inspection_order import InspectionOrder, malformed, permitted
from guard.core.reporting import Field
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Index
from guard.supply.packs_and_policy import issued_policy

ORDERS_KEPT = 50
"""Orders that stay in the index; of more, the oldest are dropped first."""

_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as somebody wants it; times are in seconds since the epoch."""

    by: str
    reason: str
    folders: tuple[str, ...]
    begins: float
    due: float
    until: float
    groups: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    everyone: bool = False


def order(office: Office, wanted: Ordered) -> InspectionOrder:
    """Sign and publish an order under the next number; return it. Raises PublishError, and PolicyError for a policy of
    a release that this program cannot read."""
    index = office.repository.index()
    made = InspectionOrder(next_order(index), secrets.token_hex(_ID_BYTES), wanted.by.strip(), wanted.reason.strip(),
                           wanted.folders, time.time(), wanted.begins, wanted.due, wanted.until, wanted.groups,
                           wanted.devices, wanted.everyone)
    if why := malformed(made):
        raise PublishError(sentence("orders.not-signed", why=why))
    _check_policy(office, index, made)
    office.publish(msgspec.structs.replace(index, orders=(*index.orders, made)[-ORDERS_KEPT:]), {})
    return made


def withdraw_order(office: Office, number: int, reason: str) -> InspectionOrder:
    """Withdraw an order, by signature; return it. Computers that were at it stop. Raises PublishError."""
    if not reason.strip():
        raise PublishError(sentence("orders.withdrawal-needs-reason"))
    index = office.repository.index()
    old = next((one for one in index.orders if one.number == number), None)
    if old is None:
        raise PublishError(sentence("orders.no-such", number=number))
    if old.withdrawn:
        raise PublishError(sentence("orders.withdrawn-already", number=number))
    new = msgspec.structs.replace(old, withdrawn=reason.strip())
    office.publish(msgspec.structs.replace(index, orders=tuple(new if one is old else one for one in index.orders)), {})
    return new


def next_order(index: Index) -> int:
    """Return the number of the next order: above every one that was signed, since the newest stays in the index."""
    return max((one.number for one in index.orders), default=0) + 1


def _check_policy(office: Office, index: Index, made: InspectionOrder) -> None:
    """Raise PublishError where the newest release's policy permits no such inspection, or lets nobody report it."""
    releases = [one for one in index.releases if not one.withdrawn]
    if not releases:
        raise PublishError(sentence("orders.reaches-nobody"))
    newest = max(releases, key=lambda one: one.number)
    policy = issued_policy(office.repository.bundle(newest))
    for folder in made.folders:
        if why := permitted(folder, policy.ordered_folders):
            raise PublishError(sentence("orders.not-signed", why=why))
    if Field.INSPECTION not in policy.reporting.fields:
        raise PublishError(sentence("orders.not-signed", why=sentence("orders.not-reported")))
