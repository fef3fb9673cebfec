"""Mail as it was sent (RFC 5322, MIME), and pages saved by a browser in the same form (MHTML)."""

from __future__ import annotations

import email
import email.errors
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


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the headers that people write, the bodies and the attachments in the order of the message."""
    message = email.message_from_bytes(untrusted_bytes, policy=default)
    yield words("\n".join(_headers(message)))
    # A message inside a message is walked too: its headers are asked for when it is its turn.
    for part in message.walk():
        budget.open_part()
        if part is not message and part.get_content_maintype() == "message":
            yield words(_name(part))
        elif not part.is_multipart():
            if part.get("subject") and part is not message:
                yield words("\n".join(_headers(part)))
            yield _item(part, budget)
        elif part is not message:
            yield words("\n".join(_headers(part)))
    if any(isinstance(defect, email.errors.CloseBoundaryNotFoundDefect)
           for part in message.walk() for defect in part.defects):
        raise DamagedError("邮件不完整")


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
