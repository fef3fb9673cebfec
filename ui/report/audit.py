"""Builds the audit bundle: one zip with a workbook, the unchanged journals, and checksums."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import xlsxwriter

from guard.core.events import EventKind
from guard.core.policy import UnitRule
from guard.fleet.audit import Answered, Audit, Checked
from guard.journal import FILE_NAME
from guard.publish.history import Signed
from guard.supply.bundle import RuleRelease
from rules.definition import Exempted
from rules.pack.words import ACTIONS as _ACTIONS
from ui.report.report import moment
from ui.report.sheet import Cell, Sheet, formats

WORKBOOK, SUMS, README = "放行.xlsx", "SHA256SUMS", "说明.txt"
JOURNALS = "日志"

_KINDS: Mapping[str, str] = MappingProxyType({EventKind.RELEASED.value: "放行", EventKind.DESTROYED.value: "销毁"})
_ANSWERED = (("时间", 18), ("电脑", 20), ("科室", 16), ("怎样处理", 10), ("规则", 30), ("原因或批准人", 40),
             ("编号", 34), ("第几条记录", 10), ("记录的指纹（SHA-256）", 66))
_CHECKED = (("电脑", 20), ("依据", 8), ("记录数", 10), ("对得上", 8), ("核对结果", 80))
_RELEASES = (("第几号", 8), ("名称", 40), ("签署时间", 18), ("频道", 10), ("撤回原因", 40))
_SIGNED = (("名称", 30), ("原因", 40), ("批准人", 12), ("截止", 12), ("内容的指纹", 36), ("所在的发布", 12))
_UNIT_RULES = (("科室", 20), ("规则", 20), ("动作", 8), ("原因", 40), ("批准人", 12), ("截止", 12), ("所在的发布", 12))
_CHUNK = 1 << 20

_WORDS = """审计材料

{workbook}：放行和销毁（时间、规则、原因或批准人、记录的指纹）、每台电脑记录的核对结果、规则发布、误报豁免、科室规则。没有内容。
{journals}/电脑名/{journal}：交来的日志原件。在装了密哨的电脑上可以再核对：mishao journal verify 文件
{sums}：各文件的 SHA-256。核对：sha256sum -c {sums}

没有交来日志的电脑，只有它自己上报的记录，封印核对不了。
时间：{since} 至 {until}。制作：{made}。
"""


@dataclass(frozen=True, slots=True)
class Published:
    """What the office has signed: its releases, and the exceptions that somebody approved in them."""

    releases: Sequence[RuleRelease] = ()
    exemptions: Sequence[Signed[Exempted]] = ()
    unit_rules: Sequence[Signed[UnitRule]] = ()


def bundle(audit: Audit, journals: Mapping[str, Path], published: Published, rule_names: Mapping[str, str]) -> bytes:
    """Return the zip. Raises OSError when a journal cannot be read."""
    out = io.BytesIO()
    sums: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, sums, WORKBOOK, [_workbook(audit, published, rule_names)])
        for device, folder in sorted(journals.items()):
            with (folder / FILE_NAME).open("rb") as stream:
                _put(archive, sums, f"{JOURNALS}/{device}/{FILE_NAME}", iter(lambda: stream.read(_CHUNK), b""))
        words = _WORDS.format(workbook=WORKBOOK, journals=JOURNALS, journal=FILE_NAME, sums=SUMS,
                              since=moment(audit.since), until=moment(audit.until), made=moment(audit.until))
        _put(archive, sums, README, [words.encode()])
        archive.writestr(SUMS, "".join(sums))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, sums: list[str], name: str, parts: Iterable[bytes]) -> None:
    """Write a file and record the checksum of exactly those bytes."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as stream:
        for part in parts:
            digest.update(part)
            stream.write(part)
    sums.append(f"{digest.hexdigest()}  {name}\n")


def _workbook(audit: Audit, published: Published, rule_names: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "密哨审计材料"})
        plain, bold = formats(book)
        tables: tuple[tuple[str, Sequence[tuple[str, int]], Iterable[Sequence[Cell]]], ...] = (
            ("放行和销毁", _ANSWERED, (_answered(one, rule_names) for one in audit.answered)),
            ("核对", _CHECKED, (_checked(one) for one in audit.checked)),
            ("规则发布", _RELEASES, (_release(one) for one in published.releases)),
            ("误报豁免", _SIGNED, (_signed(one) for one in published.exemptions)),
            ("科室规则", _UNIT_RULES, (_unit_rule(one) for one in published.unit_rules)))
        for title, columns, rows in tables:
            Sheet(book.add_worksheet(title), plain, bold).table(columns, rows)
    return out.getvalue()


def _answered(one: Answered, rule_names: Mapping[str, str]) -> Sequence[Cell]:
    rules = "、".join(f"{rule} {rule_names.get(rule, '')}".rstrip() for rule in one.rules.split(",") if rule)
    return (moment(one.at), one.device, one.unit, _KINDS.get(one.kind, one.kind), rules, one.reason, one.case,
            one.number, one.digest)


def _checked(one: Checked) -> Sequence[Cell]:
    return one.device, one.source, one.records, "是" if one.whole else "否", one.words


def _release(one: RuleRelease) -> Sequence[Cell]:
    return one.number, one.label, moment(one.signed_at), one.channel, one.withdrawn


def _unit_rule(one: Signed[UnitRule]) -> Sequence[Cell]:
    entry = one.entry
    return ("、".join(entry.units), "、".join(entry.rules), _ACTIONS[entry.action], entry.reason, entry.approver,
            entry.until.isoformat(), f"第 {one.release} 号")


def _signed(one: Signed[Exempted]) -> Sequence[Cell]:
    entry = one.entry
    return entry.name, entry.reason, entry.approver, entry.until.isoformat(), entry.content, f"第 {one.release} 号"
