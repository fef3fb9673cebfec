"""Adds and removes the console's people, and lets one of them in: each has a key of their own, sealed by a passphrase.

A file beside the key of whoever entered says where the log ended then (``NAME.seen``). Keys belong on their holders'
USB sticks: an older copy of the log, or one that was cut, is found when the next of them enters.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, SSlibKey

from guard.administration.roles import KEY_ROLE, Deed, Role, may
from guard.administration.signed_log import Doer, LogError, Person, SignedLog, entry_of
from guard.platform import atomic_file
from guard.publish.keys import Keys, placed
from guard.sentences.catalogue import sentence
from rules.characters import hides
from rules.sentences.sentence import Sentence

LONGEST_NAME = 20
"""Most characters of a name."""

_SEEN = ".seen"
_SEEN_LIMIT = 200
_SEPARATOR = "："


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody whose key is open. ``warning``: what is wrong with the log, NOTHING for nothing."""

    doer: Doer
    warning: Sentence


def add_person(log: SignedLog, keys: Keys, person: tuple[str, Role], by: Doer | None, now: float,
               folder: Path) -> tuple[Person, Path]:
    """Make a key for somebody in ``folder`` and enter them; ``by`` is a 系统管理员, None for the first, who is one.

    Raises LogError and PublishError; then there is no key.
    """
    name, role = person[0].strip(), person[1]
    known = log.people()
    if hides(name) or not 0 < len(name) <= LONGEST_NAME or _SEPARATOR in name or "/" in name:
        raise LogError(sentence("console.name", most=LONGEST_NAME))
    if name in known:
        raise LogError(sentence("console.known", name=name, role=known[name].role.value))
    if (by is None) != (not known) or (by is None and role is not Role.SYSTEM):
        raise LogError(sentence("console.first"))
    made = keys.new(KEY_ROLE)
    added = Person(name, role, str(made.signer.public_key.keyval["public"]))
    with placed([(made, folder)]) as (file,):
        log.add(by or _doer(added, made.signer), Deed.ADD_PERSON, entry_of(added), now)
    return added, file


def remove_person(log: SignedLog, name: str, reason: str, by: Doer, now: float) -> None:
    """Let somebody in no more. Raises LogError."""
    known = log.people().get(name)
    if known is None or not known.active:
        raise LogError(sentence("console.nobody-of-that-name", name=name))
    if not reason.strip():
        raise LogError(sentence("console.reason"))
    if name == by.person.name:
        raise LogError(sentence("console.not-oneself"))
    log.add(by, Deed.REMOVE_PERSON, f"{name}{_SEPARATOR}{reason.strip()}", now)


def enter(log: SignedLog, keys: Keys, name: str) -> Entered:
    """Open somebody's key and compare the log with its own lines and with where it ended when they were last here.

    Raises LogError and PublishError.
    """
    person = log.people().get(name.strip())
    if person is None or not person.active:
        active = tuple(one.name for one in log.people().values() if one.active) or sentence("console.nobody")
        raise LogError(sentence("console.not-let-in", name=name, active=active))
    (signer,) = keys.signers([_keyid(person.key)], 1)
    seen = _seen(person, keys)
    wrong = log.problem()
    if not wrong and seen and not log.follows(seen):
        wrong = sentence("console.log-older", name=person.name, checkpoint=seen)
    return Entered(_doer(person, signer), wrong)


def who_may(log: SignedLog, name: str, deed: Deed) -> Person:
    """Return the person of this name who is active and may do this. Raises LogError, which says who may."""
    known = log.people()
    able = tuple(one.name for one in known.values() if one.active and may(one.role, deed)) or sentence("console.nobody")
    person = known.get(name.strip())
    if person is None or not person.active:
        raise LogError(sentence("console.not-among-people", name=name, able=able))
    if not may(person.role, deed):
        raise LogError(sentence("console.not-of-the-role", name=person.name, role=person.role.value, able=able))
    return person


def remember(log: SignedLog, keys: Keys, doer: Doer) -> None:
    """Write down where the log ends, beside the key of somebody who leaves. Raises LogError."""
    files = keys.files(_keyid(doer.person.key))
    checkpoint = log.checkpoint()
    with contextlib.suppress(OSError):  # a stick that was pulled out, or is read-only, remembers the time before
        for file in files:
            atomic_file.replace(file.with_suffix(_SEEN), f"{checkpoint}\n".encode("ascii"))


def _doer(person: Person, signer: CryptoSigner) -> Doer:
    return Doer(person, lambda content: bytes.fromhex(signer.sign(content).signature))


def _keyid(public: str) -> str:
    return str(SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))).keyid)


def _seen(person: Person, keys: Keys) -> str:
    """Return where the log ended when they were last here, "" where nothing is known of it."""
    files: Sequence[Path] = keys.files(_keyid(person.key))
    for file in files:
        with contextlib.suppress(OSError, UnicodeDecodeError), file.with_suffix(_SEEN).open("rb") as stream:
            return stream.read(_SEEN_LIMIT).decode("ascii").strip()
    return ""
