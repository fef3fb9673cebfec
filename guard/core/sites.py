"""Finds the kind of page that a site is. Pure: the address of a frame and the policy's table → a page.

The browser's extension tells the address, which the page cannot choose. It may therefore loosen, too: a site that the
unit lists as 普通网页 is left alone whatever its title is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address

from guard.core.pages import Page, PageKind
from guard.sentences.catalogue import sentence
from rules.schema.record import entry
from rules.schema.shapes import Many, Text, choice
from rules.sentences.sentence import Sentence

ANY = "*"
"""Matches whatever a label of a host contains there; as the first label alone, one label or more."""

_ADDRESS_LIMIT = 2048
_ADDRESS = re.compile(r"(https?)://(\[[0-9a-f:.]{2,45}\]|[^/:?#@\[\]\s]{1,255})(?::(\d{1,5}))?/?", re.IGNORECASE)
_USUAL_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_*]([a-z0-9_*-]*[a-z0-9_*])?")
_PORT_LIMIT = 65535
_COMMON = tuple((second, "cn") for second in ("com", "net", "org", "ac"))
"""Suffixes below which anybody may register a name. Not gov.cn and edu.cn, which a unit may mean as a whole."""

_LIKE_LATIN = str.maketrans({
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s", "һ": "h",
    "ԁ": "d", "ԛ": "q", "ԝ": "w", "ӏ": "l", "к": "k", "т": "t", "м": "m", "в": "b", "н": "h", "ɡ": "g", "ı": "i",
    "ο": "o", "α": "a", "ν": "v", "ι": "i", "κ": "k", "τ": "t", "υ": "u", "ρ": "p", "χ": "x", "ε": "e",
})
"""Cyrillic and Greek letters that look like Latin ones."""


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of one kind. A name is a host, and means all hosts below it, too: ``qq.com``, ``*.example.gov.cn`` for
    those below it alone, ``oa*.example.cn``, ``10.1.*.*``; with ``:8443`` for that port alone.
    """

    kind: PageKind = entry("种类", choice(PageKind))
    names: tuple[str, ...] = entry("站点", Many(Text(), alone=(str,)))


@dataclass(frozen=True, slots=True)
class _Host:
    """A host as browsers compare it: labels in lower case and ASCII, or the four numbers of an IPv4 address."""

    labels: tuple[str, ...]
    port: int
    numeric: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of the table. ``port`` 0: every port. ``below``: only hosts below it."""

    labels: tuple[str, ...]
    port: int
    numeric: bool
    below: bool
    page: Page

    @property
    def precision(self) -> tuple[int, int, int, bool]:
        """Order of two names that fit the same host: the more of it a name says, the more it counts."""
        literal = sum(len(label.replace(ANY, "")) for label in self.labels)
        return len(self.labels), literal, int(self.port > 0), self.page.kind is PageKind.ORDINARY

    @property
    def reaches_below(self) -> bool:
        """Whether hosts below it count: not below an address, nor below a single label, which may be ``com``."""
        return not self.numeric and len(self.labels) > 1

    def fits(self, host: _Host) -> bool:
        if (self.port and self.port != host.port) or self.numeric != host.numeric:
            return False
        deeper = len(host.labels) - len(self.labels)
        if deeper < int(self.below) or (deeper and not self.reaches_below):
            return False
        pairs = zip(host.labels[-len(self.labels):], self.labels, strict=True)
        return all(_label_fits(label, name) for label, name in pairs)


def site_of(address: str, table: tuple[Sites, ...]) -> Page | None:
    """Return the table's page for the address of a frame (``https://mail.qq.com``), None for one that is not in the
    table. The page's name is the table's own word.

    A host that imitates a Latin name by letters of other scripts is in no table, whatever name would fit it.
    """
    host = _host_of(address)
    if host is None or any(_disguised(label) for label in host.labels):
        return None
    fitting = [name for name in _names(table) if name.fits(host)]
    return max(fitting, key=lambda name: name.precision).page if fitting else None


def site_asked(frame: str, top: str, table: tuple[Sites, ...]) -> Page | None:
    """Return the page that a frame counts as: its own, else that of the page around it."""
    return site_of(frame, table) or site_of(top, table)


def problem_of(name: str) -> Sentence | None:
    """Return what is wrong with a name for the table, None when it can be used."""
    parsed = _parsed(name)
    if parsed is None:
        return sentence("policy.site-form", name=name)
    labels, _, numeric = parsed
    if not numeric and (labels in _COMMON or any(ANY in label for label in _registered(labels))):
        return sentence("policy.site-wide", name=name)
    if any(_disguised(label) for label in labels):
        return sentence("policy.site-disguised", name=name)
    return None


def _registered(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the part of a name that somebody registers: its last two labels, three below a common suffix."""
    return labels[-3:] if labels[-2:] in _COMMON else labels[-2:]


def _host_of(address: str) -> _Host | None:
    match = _ADDRESS.fullmatch(address) if len(address) <= _ADDRESS_LIMIT else None
    if match is None:
        return None
    scheme, host, port = match.groups()
    number = int(port) if port else _USUAL_PORTS[scheme.lower()]
    labels = _labels(host.removesuffix("."))
    return None if labels is None or number > _PORT_LIMIT else _Host(labels, number, _is_numeric(host))


def _labels(host: str) -> tuple[str, ...] | None:
    """Return the labels of a host in ASCII, None for what cannot be one."""
    if host.startswith("["):
        return (host.lower(),)
    try:
        labels = [label.lower() if label.isascii() else label.encode("idna").decode() for label in host.split(".")]
    except UnicodeError:
        return None
    return tuple(labels) if all(_NAME.fullmatch(label) for label in labels) else None


def _is_numeric(host: str) -> bool:
    try:
        IPv4Address(host.removesuffix("."))
    except ValueError:
        return False
    return True


def _disguised(label: str) -> bool:
    """Tell a label that looks like a Latin one and is none: of letters that imitate Latin ones, or of both mixed."""
    if not label.startswith("xn--"):
        return False
    try:
        shown = label.encode().decode("idna")
    except UnicodeError:
        return True
    return shown.casefold().translate(_LIKE_LATIN).isascii()


def _label_fits(label: str, name: str) -> bool:
    before, star, behind = name.partition(ANY)
    if not star:
        return label == name
    return len(label) >= len(before) + len(behind) and label.startswith(before) and label.endswith(behind)


def _parsed(name: str) -> tuple[tuple[str, ...], int, bool] | None:
    host, colon, port = name.strip().rpartition(":") if not name.strip().endswith("]") else (name.strip(), "", "")
    if not colon:
        host = name.strip()
    elif not (port.isdecimal() and port.isascii() and 0 < int(port) <= _PORT_LIMIT):
        return None
    labels = _labels(host)
    if labels is None or any(label.count(ANY) > 1 for label in labels):
        return None
    numeric = all(label.isdecimal() or label == ANY for label in labels) and any(label != ANY for label in labels)
    if numeric and len(labels) != 4:
        return None
    return labels, int(port) if colon else 0, numeric


@lru_cache(4)
def _names(table: tuple[Sites, ...]) -> Sequence[_Name]:
    return tuple(_read(table))


def _read(table: Iterable[Sites]) -> Iterator[_Name]:
    for sites in table:
        for name in sites.names:
            parsed = _parsed(name)
            if parsed is None:
                continue
            labels, port, numeric = parsed
            below = not numeric and labels[0] == ANY
            yield _Name(labels[1:] if below else labels, port, numeric, below,
                        Page(sites.kind, name, site=True))
