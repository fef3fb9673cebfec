"""Recognises notations whose words are not visible as plain text: read as plain text they would pass unseen.

Light on purpose: the guard itself uses this to distinguish plain text from what goes to the reader.
"""

from __future__ import annotations

import re

_LOOKED_AT = 64 * 1024

_COMMENT = rb"(?><!--.{0,2000}?-->)"
"""Atomic, and what repeats it is possessive: otherwise many comments could match as one in very many ways."""

_DOCTYPE = rb"(?><!DOCTYPE[^>\[]{0,400}(?:\[.{0,60000}?\]\s*)?>)"

_COMMENTS = rb"(?:" + _COMMENT + rb"\s*)*+"
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?xml[^>]{0,200}>\s*" + _COMMENTS + rb"<(?:!doctype\s+html|html)|" + _COMMENTS
    + rb"<(?:!doctype\s+html|html|head|body|meta|title|style|script|table|tr|td|div|span|p|h[1-6]|br|hr|font|b|i|u|em"
    rb"|strong|center|a|img|ul|ol|li|pre|blockquote|section|article|main|form))[\s>/])", re.IGNORECASE | re.DOTALL)
"""A page, or a piece of one. After an XML declaration only a whole page: other XML has such elements too."""

_FLAT_ODF = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?[^>]{0,400}>|" + _COMMENT + rb"|" + _DOCTYPE + rb")\s*)*+"
                       rb"<(?:\w{1,40}:)?document\s[^>]*urn:oasis:names:tc:opendocument:", re.DOTALL)
_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?[^>]{0,400}>|" + _COMMENT + rb"|" + _DOCTYPE + rb")\s*)*+"
                  rb"<(?:\w{1,40}:)?svg[\s>]", re.DOTALL)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s|\xff\xfe<\0\?\0x\0m\0l\0|\xfe\xff\0<\0\?\0x\0m\0l")
_CARRIED = re.compile(rb"data:[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}(?:;[a-z0-9=_.-]{1,80}){0,3};base64,[A-Za-z0-9+/]{40}",
                      re.IGNORECASE)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):")
_SET_BY_PROGRAMS = frozenset({b"mime-version", b"content-type", b"received", b"message-id", b"return-path",
                              b"content-transfer-encoding"})
"""Headers that nobody types: words under a "From:" and a "Subject:" alone are plain text."""
_MAIL_HEADERS = _SET_BY_PROGRAMS | {b"subject", b"from", b"to", b"date"}


def rtf(untrusted_bytes: bytes) -> bool:
    """Rich Text Format."""
    return untrusted_bytes[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf")


def mail(untrusted_bytes: bytes) -> bool:
    """A message as sent (RFC 5322) or saved by a browser (MHTML): it begins with two or more of its headers."""
    found: set[bytes] = set()
    for line in untrusted_bytes[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        header = _HEADER.match(line)
        if header:
            found.add(header[1].lower())
        elif not line.startswith((b" ", b"\t")) or not found:
            break
    kinds = found & _MAIL_HEADERS
    return len(kinds) >= 2 and not kinds.isdisjoint(_SET_BY_PROGRAMS)


def mailbox(untrusted_bytes: bytes) -> bool:
    """Messages one after another (RFC 4155), as mail programs export a folder."""
    line, _, message = untrusted_bytes[:_LOOKED_AT].partition(b"\n")
    return line.startswith(b"From ") and mail(message)


def html(untrusted_bytes: bytes) -> bool:
    """A page, whole or a piece of one."""
    return _HTML.match(untrusted_bytes[:_LOOKED_AT]) is not None


def svg(untrusted_bytes: bytes) -> bool:
    """A drawing in XML (SVG)."""
    return _SVG.match(untrusted_bytes[:_LOOKED_AT]) is not None


def flat_odf(untrusted_bytes: bytes) -> bool:
    """OpenDocument in one XML file."""
    return _FLAT_ODF.match(untrusted_bytes[:_LOOKED_AT]) is not None


def xml(untrusted_bytes: bytes) -> bool:
    """Any other XML: its words may be split, numbered or packed."""
    return _XML.match(untrusted_bytes) is not None


def carries_files(untrusted_bytes: bytes) -> bool:
    """A text that contains pictures or documents as data URIs (RFC 2397)."""
    return b";base64," in untrusted_bytes and _CARRIED.search(untrusted_bytes) is not None


def is_notation(untrusted_bytes: bytes) -> bool:
    """Return True for text whose words are not visible as they are: a mail, a page, a drawing…"""
    return any(known(untrusted_bytes) for known in (html, mail, mailbox, rtf, svg, flat_odf, xml, carries_files))
