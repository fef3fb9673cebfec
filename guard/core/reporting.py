"""Which journal records leave this computer, and where they go: 上报 of the policy, report.toml of the machine layer.

None does unless one of the two names a receiver; files that a user owns can add none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from guard.sentences.catalogue import path_of, sentence
from rules.sentences.sentence import NOTHING, SaidError, Sentence

FILE_NAME = "report.toml"
"""File of the machine layer; its keys are the English ones."""


class ReceiverKind(StrEnum):
    """How records are sent."""

    SYSLOG = "syslog"
    OTLP = "otlp"


class Field(StrEnum):
    """What of a record may leave the computer, besides number, time, kind, checksum and the computer's own facts."""

    RULES = "规则"
    OUTCOME = "结果"
    COUNT = "数量"
    ANSWER = "给出"
    CASE = "编号"
    DESTINATION = "程序"
    REASON = "理由"
    KIN = "来自"


class Receiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``address`` is host:port for syslog, an http(s) address for OTLP.

    ``certificates`` (PEM) are the only ones its server may be signed by; "" means those of the system.
    """

    kind: ReceiverKind
    address: str
    tls: bool = True
    certificates: str = ""


class Reporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``per_second`` records at most for each receiver. ``alive_minutes``: how often a computer reports that it is
    there.

    ``unit`` and ``device`` are how reports name this computer's 科室 and the computer ("" is its host name).
    """

    receivers: tuple[Receiver, ...] = ()
    fields: tuple[Field, ...] = (Field.RULES, Field.OUTCOME, Field.COUNT, Field.ANSWER)
    per_second: int = 200
    alive_minutes: int = 60
    unit: str = ""
    device: str = ""


class ReportingError(SaidError):
    """The setting cannot be used; its words say what to change."""


_ENGLISH: Mapping[str, str] = {
    "去处": "receivers", "字段": "fields", "每秒最多": "per_second", "报到间隔分钟": "alive_minutes",
    "种类": "kind", "地址": "address", "加密": "tls", "证书": "certificates", "科室": "unit", "电脑": "device",
}

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\[(?P<entry>\d+)\]|\.(?P<key>\w+)")
_FOUND = re.compile(r"Expected `(?P<kind>[^`]*)`|missing required field `(?P<missing>[^`]*)`|"
                    r"unknown field `(?P<unknown>[^`]*)`|Invalid enum value '?(?P<value>[^']*)'?", re.DOTALL)
_KINDS = {
    "int": sentence("reporting.must-be-number"),
    "str": sentence("reporting.must-be-text"),
    "bool": sentence("reporting.only-true-false"),
    "array": sentence("reporting.must-be-list"),
    "object": sentence("reporting.must-be-mapping"),
}


def reporting_of(document: object) -> Reporting:
    """Return the setting from a YAML or TOML mapping with Chinese or English keys. Raises ReportingError."""
    try:
        found = msgspec.convert(_translated(document), Reporting)
    except msgspec.ValidationError as error:
        written_so = isinstance(document, Mapping) and not _ENGLISH.keys().isdisjoint(document)
        names = {english: chinese for chinese, english in _ENGLISH.items()} if written_so else {}
        why = _problem(error, names)
        raise ReportingError(sentence("reporting.written-wrongly", why=why)) from error
    if not 1 <= found.per_second <= 10_000 or not 1 <= found.alive_minutes <= 24 * 60:
        raise ReportingError(sentence("reporting.ranges"))
    for receiver in found.receivers:
        _check(receiver)
    return found


def host_and_port(address: str) -> tuple[str, int]:
    """Return both parts of host:port; IPv6 is in brackets. Raises ValueError."""
    parts = urlsplit("//" + address)
    if not parts.hostname or not parts.port:
        raise ValueError(address)
    return parts.hostname, parts.port


def _check(receiver: Receiver) -> None:
    try:
        fine = bool(host_and_port(receiver.address)) if receiver.kind is ReceiverKind.SYSLOG else \
            urlsplit(receiver.address).scheme in ("http", "https")
    except ValueError:
        fine = False
    if not fine:
        raise ReportingError(sentence("reporting.address", address=receiver.address))


def _translated(value: object) -> object:
    if isinstance(value, Mapping):
        return {_ENGLISH.get(str(key), str(key)): _translated(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_translated(inner) for inner in value]
    return value


def _problem(error: msgspec.ValidationError, names: Mapping[str, str]) -> Sentence:
    """Return what msgspec finds wrong and where, in the words of the person who wrote it.

    ``names`` gives keys as they were written; entries are counted from 1.
    """
    parts = _PLACE.match(str(error))
    what, path = (parts["what"], parts["path"] or "") if parts else (str(error), "")
    steps = [sentence("policy.entry", number=int(step["entry"]) + 1) if step["entry"]
             else names.get(step["key"], step["key"]) for step in _STEP.finditer(path)]
    place = sentence("policy.place", path=path_of(steps)) if steps else NOTHING
    found = _FOUND.search(what)
    if found is None:
        return place
    if found["kind"] is not None:
        kind = _KINDS.get(found["kind"]) or sentence("reporting.not-like-this")
        return sentence("policy.at-place", place=place, why=kind)
    if found["missing"] is not None:
        return sentence("reporting.missing", place=place, key=names.get(found["missing"], found["missing"]))
    if found["unknown"] is not None:
        return sentence("reporting.unknown", place=place, key=found["unknown"])
    return sentence("reporting.not-this-value", place=place, value=found["value"])
