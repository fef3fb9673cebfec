"""Orders inspections of folders on the computers of a unit, and withdraws them, each by signature."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from guard.config.errors import PolicyError
from guard.core.inspection_order import InspectionOrder, OrderTerms, malformed, permitted
from guard.core.policy import Policy
from guard.core.reporting import Field
from guard.publish.code_words import refuse_said
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.releasing import known
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Index
from guard.supply.packs_and_policy import SupplyError, issued_policy

ORDERS_KEPT = 50
"""Orders that stay in the index; of more, the oldest are dropped first."""

_ID_BYTES = 6


def order(office: Office, wanted: OrderTerms, key: Path | None = None) -> InspectionOrder:
    """Sign and publish an order under the next number; return it. ``key`` as in ``to_order``. Raises PublishError."""
    index = office.repository.index()
    made = to_order(office, wanted, key, index)
    office.publish(index, msgspec.structs.replace(index, orders=(*index.orders, made)[-ORDERS_KEPT:]), {})
    return made


def to_order(office: Office, wanted: OrderTerms, key: Path | None = None,
             index: Index | None = None) -> InspectionOrder:
    """Return the order that would be signed; what is named twice is in it once. Raises PublishError where none can be.

    With the unit's ``key`` its words are searched for code words that released packs have as keyed digests. ``index``
    None is the one that counts now.
    """
    index = known(office, index)
    once = {name: tuple(dict.fromkeys(getattr(wanted, name))) for name in ("folders", "groups", "devices")}
    terms = {**msgspec.structs.asdict(wanted), **once, "by": wanted.by.strip(), "reason": wanted.reason.strip()}
    made = InspectionOrder(**terms, number=next_order(index), id=secrets.token_hex(_ID_BYTES), signed_at=time.time())
    if why := malformed(made):
        raise PublishError(sentence("orders.not-signed", why=why))
    with _readable():
        _check_policy(office, index, made)
    said = [(sentence("orders.the-reason"), made.reason), (sentence("orders.the-name"), made.by),
            *((sentence("orders.a-folder"), folder) for folder in made.folders),
            *((sentence("publish.a-group"), group) for group in made.groups),
            *((sentence("orders.a-computer"), device) for device in made.devices)]
    refuse_said(office, said, key)
    return made


def withdraw_order(office: Office, number: int, reason: str, key: Path | None = None) -> InspectionOrder:
    """Withdraw an order, by signature; return it. Computers that were at it stop. Raises PublishError."""
    index = office.repository.index()
    to_withdraw(office, number, reason, key, index)
    old = _not_withdrawn(index, number)
    new = msgspec.structs.replace(old, withdrawn=reason.strip())
    orders = tuple(new if one is old else one for one in index.orders)
    office.publish(index, msgspec.structs.replace(index, orders=orders), {})
    return new


def permitted_folders(office: Office) -> tuple[str, ...]:
    """Return what the newest release's policy lets an order inspect (自查目录). Raises PublishError."""
    with _readable():
        return _newest_policy(office, office.repository.index()).ordered_folders


def _newest_policy(office: Office, index: Index) -> Policy:
    releases = [one for one in index.releases if not one.withdrawn]
    if not releases:
        raise PublishError(sentence("orders.reaches-nobody"))
    return issued_policy(office.repository.bundle(max(releases, key=lambda one: one.number)))


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what is wrong with a release, or its policy, into PublishError."""
    try:
        yield
    except (PolicyError, SupplyError) as error:
        raise PublishError(error.words) from error


def to_withdraw(office: Office, number: int, reason: str, key: Path | None = None, index: Index | None = None) -> None:
    """Raise PublishError when an order cannot be withdrawn for this reason, also where that has a code word (with the
    unit's ``key``)."""
    if not reason.strip():
        raise PublishError(sentence("orders.withdrawal-needs-reason"))
    _not_withdrawn(known(office, index), number)
    refuse_said(office, [(sentence("orders.the-reason"), reason)], key)


def _not_withdrawn(index: Index, number: int) -> InspectionOrder:
    """Return the order of this number that was not withdrawn. Raises PublishError."""
    old = next((one for one in index.orders if one.number == number), None)
    if old is None:
        raise PublishError(sentence("orders.no-such", number=number))
    if old.withdrawn:
        raise PublishError(sentence("orders.withdrawn-already", number=number))
    return old


def next_order(index: Index) -> int:
    """Return the number of the next order: above every one that was signed, since the newest stays in the index."""
    return max((one.number for one in index.orders), default=0) + 1


def _check_policy(office: Office, index: Index, made: InspectionOrder) -> None:
    """Raise PublishError where the newest release's policy permits no such inspection, or lets nobody report it."""
    policy = _newest_policy(office, index)
    for folder in made.folders:
        if why := permitted(folder, policy.ordered_folders):
            raise PublishError(sentence("orders.not-signed", why=why))
    if Field.INSPECTION not in policy.reporting.fields:
        raise PublishError(sentence("orders.not-signed", why=sentence("orders.not-reported")))
