"""Mail as it was sent (RFC 5322, MIME), and pages saved by a browser in the same form (MHTML)."""

from __future__ import annotations

import email
import email.errors
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default

from guard.model import Item, Kind
from guard.reading.containers.members import words
from guard.reading.containers.names import of_surrogates
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import PARSING_ERRORS, DamagedError

_SHOWN = ("subject", "from", "to", "cc", "reply-to", "keywords", "comments", "organization")
"""Headers whose words people write."""

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
    # A message inside a message is walked too: its headers are asked for when it is its turn.
    for part in message.walk():
        budget.open_part()
        if part is not message and part.get_content_maintype() == "message":
            yield words(_name(part))
        elif not part.is_multipart() and not _signs(part):
            if part.get("subject") and part is not message:
                yield words("\n".join(_headers(part)))
            yield _item(part, budget)
        elif part.is_multipart() and part is not message:
            yield words("\n".join(_headers(part)))
    if any(isinstance(defect, email.errors.CloseBoundaryNotFoundDefect)
           for part in message.walk() for defect in part.defects):
        raise DamagedError("邮件不完整")


def _signs(part: EmailMessage) -> bool:
    """Say whether a part is the signature of the others (RFC 8551, 3.5.3) and holds nothing to read."""
    if part.get_content_type() not in _SIGNATURES:
        return False
    content = _content(part)
    # The content that a signature may carry is left out of it: nothing stands between these two but the type.
    return len(content) <= _MOST_OF_A_SIGNATURE and _DETACHED.match(content) is not None


def _item(part: EmailMessage, budget: Budget) -> Item:
    content = _content(part)
    budget.unpack(len(content), len(content), len(content))
    name = _name(part)
    charset = part.get_content_charset()
    if part.get_content_type() == "text/plain" and charset:
        try:
            return Item(name, Kind.TEXT, untrusted_text=content.decode(charset))
        except (LookupError, ValueError):
            pass  # what the mail says of its characters is wrong: look at them instead
    return Item(name, Kind.FILES, content)


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _headers(message: EmailMessage) -> Iterator[str]:
    for header in _SHOWN:
        try:
            yield from (of_surrogates(str(value)) for value in message.get_all(header, ()))
        except (email.errors.MessageError, *PARSING_ERRORS):
            # A header that the library cannot take apart is shown as it stands.
            yield from (of_surrogates(value) for key, value in message.raw_items() if key.lower() == header)


def _name(part: EmailMessage) -> str:
    try:
        return of_surrogates(part.get_filename() or "")
    except (email.errors.MessageError, *PARSING_ERRORS):
        return ""
