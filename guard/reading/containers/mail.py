"""Reads mail as sent (RFC 5322, MIME), and pages saved by a browser in the same form (MHTML)."""

from __future__ import annotations

import email
import email.errors
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default

from guard.core.model import Item, Kind
from guard.reading import text
from guard.reading.containers import html, mail_words
from guard.reading.containers.members import words
from guard.reading.containers.names import of_surrogates
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import PARSING_ERRORS, DamagedError
from guard.sentences.catalogue import sentence
from rules.text import Text

_SHOWN = ("subject", "from", "to", "cc", "reply-to", "keywords", "comments", "organization")
"""Headers whose words people write."""

_FILE_NAME = re.compile(r"""name\s*=\s*"?([^";\r\n]{1,255})""", re.IGNORECASE)
_LATIN = frozenset({"us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252"})
"""Encodings that old programs declare although the bytes are GBK."""

_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_MOST_OF_A_SIGNATURE = 64 * 1024
_DETACHED = re.compile(rb"\x30.{1,5}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02.{0,60}?"
                       rb"\x30(?:\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
                       rb"|\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\x00\x00)", re.DOTALL)
"""SignedData (RFC 5652, 5.1) whose content info has a type (data) and no content."""


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the headers that people write, the bodies and the attachments in the order of the message."""
    message = email.message_from_bytes(untrusted_bytes, policy=default)
    yield words("\n".join(_headers(message)))
    # A message inside a message is walked too: its headers are read in its turn.
    for part in message.walk():
        budget.open_part()
        if part.get_content_maintype() == "message":
            yield words(_name(part))
            yield from _packed(part, budget)
        elif not part.is_multipart() and not _is_signature(part):
            if part is not message and part.get("subject"):
                yield words("\n".join(_headers(part)))
            yield from _items(part, budget)
        elif part.is_multipart() and part is not message:
            yield words("\n".join(_headers(part)))
    if any(isinstance(defect, email.errors.CloseBoundaryNotFoundDefect)
           for part in message.walk() for defect in part.defects):
        raise DamagedError(sentence("reading.mail-incomplete"))


def _is_signature(part: EmailMessage) -> bool:
    """Tell whether a part is the signature of the others (RFC 8551, 3.5.3) and contains nothing to read."""
    if part.get_content_type() not in _SIGNATURES:
        return False
    content = _content(part)
    # A detached signature has no content: only the type is between these two.
    return len(content) <= _MOST_OF_A_SIGNATURE and _DETACHED.match(content) is not None


def _items(part: EmailMessage, budget: Budget) -> Iterator[Item]:
    """Yield a body or an attachment: by its type where that is right, else by its bytes."""
    content = _content(part)
    budget.unpack(len(content), len(content), len(content))
    name, kind = _name(part), part.get_content_type()
    charset = mail_words.codec(part.get_content_charset() or "")
    if kind == "text/html" and charset not in _LATIN:
        content = html.in_utf8(content, charset)
    if kind == "text/html" and text.sniff(content) is Kind.TEXT:
        # A piece of a page that begins with words.
        found = text.decode(content)
        yield words(name)
        yield from html.of_text(found.original if isinstance(found, Text) else "", budget)
        return
    if kind == "text/plain" and charset:
        try:
            yield Item(name, Kind.TEXT, untrusted_text=content.decode(charset))
        except (LookupError, ValueError):
            pass  # the declared encoding is wrong: the bytes decide instead
        else:
            if charset not in _LATIN or content.isascii():
                return
    yield Item(name, Kind.FILES, content)


def _packed(part: EmailMessage, budget: Budget) -> Iterator[Item]:
    """Yield a message that was encoded like an attachment, which RFC 2046, 5.2.1 forbids but programs do."""
    if _encoding(part) in ("base64", "quoted-printable"):
        carrier = EmailMessage()
        carrier["Content-Transfer-Encoding"] = _encoding(part)
        carrier.set_payload("\n".join(inner.as_string() for inner in part.iter_parts()).strip())
        content = _content(carrier)
        budget.unpack(len(content), len(content), len(content))
        yield Item("", Kind.FILES, content)


def _encoding(part: EmailMessage) -> str:
    return str(part.get("content-transfer-encoding", "")).strip().lower()


def _content(part: EmailMessage) -> bytes:
    if "content-transfer-encoding" in part:
        part.replace_header("Content-Transfer-Encoding", _encoding(part))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _headers(message: EmailMessage) -> Iterator[str]:
    yield from (_header(key, value) for header in _SHOWN for key, value in message.raw_items() if key.lower() == header)


def _header(key: str, raw: str) -> str:
    """Return a header as it is shown. Old programs write GBK bytes, which the library would replace."""
    return str(_parsed(key, raw))


def _parsed(key: str, raw: str) -> object:
    """Return a header as the library understands it, with its parameters; as it is written when it does not."""
    if not raw.isascii():
        raw = of_surrogates(raw)
    raw = mail_words.repaired(raw)
    try:
        return default.header_fetch_parse(key, raw)
    except (email.errors.MessageError, *PARSING_ERRORS):
        return raw


def _name(part: EmailMessage) -> str:
    name = next(_named(part), "")
    if name and "\ufffd" not in name:
        return of_surrogates(name)
    described = (of_surrogates(value) for key, value in part.raw_items()
                 if key.lower() in ("content-disposition", "content-type"))
    named = (_FILE_NAME.search(value) for value in described)
    return next((found[1] for found in named if found), name)


def _named(part: EmailMessage) -> Iterator[str]:
    """Yield the names of an attachment, the one to save it by first (RFC 2183, 2.3)."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        for key, raw in part.raw_items():
            if key.lower() == header:
                name = getattr(_parsed(key, raw), "params", {}).get(parameter)
                if name:
                    yield str(name).strip()
