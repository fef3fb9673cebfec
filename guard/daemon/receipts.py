"""尽责凭证: a signed, content-free note that something was checked before it was sent.

It contains the time, a salted fingerprint, the rules in force and the answer. Someone who has the content can show that
the receipt is for it, and nobody can derive the content from it. The key is this user's own: a receipt proves to others
that this installation issued it, but not that its user could not have made it up.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guard.core.model import Outcome
from guard.journal.record import canonical

RECEIPT_LIMIT = 16 * 1024
"""Largest size of a receipt file, in bytes."""

_PAGE_LIMIT = 64 * 1024
"""Largest size of a page that has a receipt in it, in bytes."""
_PAGE = re.compile(rb'<script type="application/json" id="receipt">(.*?)</script>', re.DOTALL)
"""Where the receipt is in a page (ui.report.receipt)."""

_FORMAT = "密哨尽责凭证 1"
_SIGNATURE = "签名"
_SALT_BYTES = 16

WORDS = {Outcome.ALLOW: "可发", Outcome.WARN: "提醒", Outcome.UNREADABLE: "没读出", Outcome.BLOCK: "拦下"}
"""The words of a receipt for each outcome."""


class ReceiptError(Exception):
    """A file is not a receipt, or was changed; the message is for people."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The facts of a receipt. ``checked_at`` is in seconds since the epoch, ``salt`` and ``fingerprint`` are
    hexadecimal.

    ``key`` is the raw public key of the signer, in hexadecimal.
    """

    checked_at: float
    salt: str
    fingerprint: str
    pack: str
    outcome: Outcome
    rules: tuple[str, ...]
    key: str = ""

    def is_of(self, parts: Sequence[bytes]) -> bool:
        """Return whether it was given for this content: the bytes of a text, of a picture, or of each file in turn."""
        return hmac.compare_digest(self.fingerprint, fingerprint(bytes.fromhex(self.salt), map(digest, parts)))


def receipt_of(checked_at: float, digests: Iterable[bytes], pack: str, outcome: Outcome,
               rules: tuple[str, ...]) -> Receipt:
    """Return the unsigned receipt of content with these digests that was checked, with a salt of its own."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return Receipt(checked_at, salt.hex(), fingerprint(salt, digests), pack, outcome, rules)


def digest(part: bytes) -> bytes:
    """Return SHA-256 of one part of a content."""
    return hashlib.sha256(part).digest()


def fingerprint(salt: bytes, digests: Iterable[bytes]) -> str:
    """Return HMAC-SHA-256 under the salt of the parts' digests: short contents cannot be looked up in a table."""
    return hmac.new(salt, b"".join(digests), "sha256").hexdigest()


def public_key(seed: bytes) -> str:
    """Return the raw public key of a private seed (32 bytes) in hexadecimal."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def sign(receipt: Receipt, seed: bytes) -> bytes:
    """Return the receipt as a file that people can read, signed with Ed25519 (RFC 8032)."""
    fields = _fields(receipt, public_key(seed))
    fields[_SIGNATURE] = Ed25519PrivateKey.from_private_bytes(seed).sign(canonical(fields)).hex()
    return (json.dumps(fields, ensure_ascii=False, indent=1) + "\n").encode()


def verify(untrusted_bytes: bytes) -> Receipt:
    """Return the receipt in a file, also in a page, after checking its signature. Raises ReceiptError."""
    untrusted_receipt = _inside(untrusted_bytes)
    try:
        fields = json.loads(untrusted_receipt) if len(untrusted_receipt) <= RECEIPT_LIMIT else None
        if not isinstance(fields, dict) or fields.get("格式") != _FORMAT:
            raise ReceiptError("这不是尽责凭证文件。请选择当时保存的那个文件。")
        signature = bytes.fromhex(fields.pop(_SIGNATURE))
        receipt = _receipt(fields)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(receipt.key)).verify(signature, canonical(fields))
    except InvalidSignature:
        raise ReceiptError("签名不对：凭证保存以后被改动过，不能作数。") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReceiptError("凭证文件不完整或已损坏，请用原来保存的文件。") from None
    return receipt


def _inside(untrusted_bytes: bytes) -> bytes:
    """Return the receipt of a page, or what is no page as it is."""
    if not untrusted_bytes.startswith(b"<!DOCTYPE html>") or len(untrusted_bytes) > _PAGE_LIMIT:
        return untrusted_bytes
    found = _PAGE.search(untrusted_bytes)
    return found[1] if found is not None else b""


def _fields(receipt: Receipt, key: str) -> dict[str, object]:
    moment = datetime.fromtimestamp(receipt.checked_at).astimezone()
    return {
        "格式": _FORMAT,
        "时间": moment.isoformat(timespec="seconds"),
        "内容指纹": receipt.fingerprint,
        "指纹盐": receipt.salt,
        "规则": receipt.pack,
        "结论": WORDS[receipt.outcome],
        "命中规则": list(receipt.rules),
        "公钥": key,
    }


def _receipt(fields: dict[str, object]) -> Receipt:
    rules = fields["命中规则"]
    texts = [fields[name] for name in ("时间", "内容指纹", "指纹盐", "规则", "结论", "公钥")]
    if not isinstance(rules, list) or not all(isinstance(value, str) for value in (*texts, *rules)):
        raise TypeError
    at, printed, salt, pack, word, key = map(str, texts)
    bytes.fromhex(salt)
    outcome = {words: outcome for outcome, words in WORDS.items()}[word]
    return Receipt(datetime.fromisoformat(at).timestamp(), salt, printed, pack, outcome, tuple(rules), key)
