"""Which journal records leave this computer, and where they go: 上报 of the policy, report.toml of the machine layer.

None does unless one of the two names a receiver; files that a user owns can add none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from guard.core.addresses import is_host_and_port, is_web_address
from guard.sentences.catalogue import sentence
from rules.schema.problem import Place
from rules.schema.record import entry, record
from rules.schema.shapes import Certificates, Flag, Many, Number, Text, choice
from rules.sentences.sentence import SaidError, Sentence

FILE_NAME = "report.toml"
"""File of the machine layer; its keys are the English ones."""


NO_ENTERPRISE = 32473
"""The number that RFC 5612 reserves for those who have none of their own."""

LARGEST_ENTERPRISE = 2**32 - 1


class ReceiverKind(StrEnum):
    """How records are sent."""

    SYSLOG = "syslog"
    OTLP = "otlp"


class MessageForm(StrEnum):
    """How a syslog message is written: structured data of RFC 5424, or the forms of ArcSight, QRadar and Elastic."""

    RFC5424 = "RFC5424"
    CEF = "CEF"
    LEEF = "LEEF"
    ECS = "ECS"


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
    NATURE = "性质"
    WHAT = "类型"
    INSPECTION = "自查"


@dataclass(frozen=True, slots=True)
class Receiver:
    """``address`` is host:port for syslog, an http(s) address for OTLP.

    ``certificates`` (PEM) are the only ones its server may be signed by; "" means those of the system. ``message_form``
    and ``enterprise``, the private enterprise number of structured data (RFC 5424, 7.2.2), are of syslog alone.
    """

    kind: ReceiverKind = entry("种类", choice(ReceiverKind))
    address: str = entry("地址", Text())
    tls: bool = entry("加密", Flag(), default=True)
    certificates: str = entry("证书", Certificates(), default="")
    message_form: MessageForm = entry("格式", choice(MessageForm), default=MessageForm.RFC5424)
    enterprise: int = entry("企业号", Number(1, LARGEST_ENTERPRISE), default=NO_ENTERPRISE)


def _check(receiver: Receiver) -> Iterator[tuple[Place, Sentence]]:
    fine = is_host_and_port if receiver.kind is ReceiverKind.SYSLOG else is_web_address
    if not fine(receiver.address):
        yield (), sentence("reporting.address", address=receiver.address)


@dataclass(frozen=True, slots=True)
class Reporting:
    """``per_second`` records at most for each receiver. ``alive_minutes``: how often a computer reports that it is
    there.

    ``unit`` and ``device`` are how reports name this computer's 科室 and the computer ("" is its host name).
    """

    receivers: tuple[Receiver, ...] = entry("去处", Many(record(Receiver, by_name=True, check=_check)), default=())
    fields: tuple[Field, ...] = entry("字段", Many(choice(Field)), default=(
        Field.RULES, Field.OUTCOME, Field.COUNT, Field.ANSWER, Field.WHAT, Field.INSPECTION))
    per_second: int = entry("每秒最多", Number(1, 10_000), default=200)
    alive_minutes: int = entry("报到间隔分钟", Number(1, 24 * 60), default=60)
    unit: str = entry("科室", Text(), default="")
    device: str = entry("电脑", Text(), default="")


REPORTING = record(Reporting, by_name=True)
"""The setting with Chinese keys, as a policy has it, or English ones, as report.toml does."""


class ReportingError(SaidError):
    """The setting of the machine layer cannot be used; its words say what to change."""
