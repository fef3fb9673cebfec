"""What of the journal leaves this computer, and where it goes: 上报 of the policy, report.toml of the machine layer.

Nothing does unless one of the two names a receiver; what a user owns can add none.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from guard.core.reporting_problems import problem
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

FILE_NAME = "report.toml"
"""File of the machine layer; its keys are the English ones."""


class ReceiverKind(StrEnum):
    """How records are sent."""

    SYSLOG = "syslog"
    OTLP = "otlp"


class Field(StrEnum):
    """What of a record may leave the computer, besides number, time, kind, check sum and the computer's own facts."""

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
    """``per_second`` records at the most for each receiver. ``alive_minutes``: how often a computer says it is there.

    ``unit`` and ``device`` are how reports name this computer's 科室 and the computer ("" is its host name).
    """

    receivers: tuple[Receiver, ...] = ()
    fields: tuple[Field, ...] = (Field.RULES, Field.OUTCOME, Field.COUNT, Field.ANSWER)
    per_second: int = 200
    alive_minutes: int = 60
    unit: str = ""
    device: str = ""


class ReportingError(SaidError):
    """The setting cannot be meant; its words say what to change."""


_ENGLISH: Mapping[str, str] = {
    "去处": "receivers", "字段": "fields", "每秒最多": "per_second", "报到间隔分钟": "alive_minutes",
    "种类": "kind", "地址": "address", "加密": "tls", "证书": "certificates", "科室": "unit", "电脑": "device",
}


def reporting_of(document: object) -> Reporting:
    """Return the setting from a YAML or TOML mapping with Chinese or English keys. Raises ReportingError."""
    try:
        found = msgspec.convert(_translated(document), Reporting)
    except msgspec.ValidationError as error:
        written_so = isinstance(document, Mapping) and not _ENGLISH.keys().isdisjoint(document)
        names = {english: chinese for chinese, english in _ENGLISH.items()} if written_so else {}
        why = problem(error, names)
        raise ReportingError(sentence("reporting.written-wrongly", why=why)) from error
    if not 1 <= found.per_second <= 10_000 or not 1 <= found.alive_minutes <= 24 * 60:
        raise ReportingError(sentence("reporting.ranges"))
    for receiver in found.receivers:
        _check(receiver)
    return found


def host_and_port(address: str) -> tuple[str, int]:
    """Return both parts of host:port; IPv6 stands in brackets. Raises ValueError."""
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
