"""Carries out `mishao fleet audit`: what was released, by whom and why, as one bundle for auditors."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.fleet.audit import Audit, Flaw, audit, journals_in
from guard.fleet.collected import read
from guard.journal import FILE_NAME
from guard.publish.history import signed_exemptions, signed_unit_rules
from guard.publish.office import Office
from guard.util import exit_codes
from ui.console.fleet import carried_out, lines_of
from ui.console.shared_options import UsageError, since_seconds
from ui.report.audit import WORKBOOK, Published, bundle
from ui.report.writing import Target, refuse_targets, replace_file
from ui.terminal import json_line, people

_SHOWN = 20
"""Most computers of each kind of flaw that are printed; the workbook has them all."""


@dataclass(frozen=True, slots=True)
class Audited:
    """The sources of an audit: files of a log server, folders with journals, and the publishing folder, if any."""

    files: Sequence[Path]
    journals: Sequence[Path]
    office: Path | None = None
    since: str | None = None


def make(out: Path, audited: Audited, rule_names: Callable[[], dict[str, str]], as_json: bool) -> int:
    """Write the bundle; 1 when the records of a computer are in doubt, 2 when the bundle cannot be made."""
    def run() -> int:
        refuse_targets([Target("审计材料", out, (".zip",))])
        since = since_seconds(audited.since or "30d")
        journals = journals_in(audited.journals)
        records = (record for file in audited.files for record in read(lines_of(file)))
        made = audit(records, journals, since, time.time())
        _refuse_nothing(made)
        replace_file(out, bundle(made, journals, _published(audited.office), rule_names()))
        _print(out, made, as_json)
        return exit_codes.OK if all(one.whole for one in made.checked) else exit_codes.NO

    return carried_out(run)


def _refuse_nothing(made: Audit) -> None:
    if not made.checked:
        raise UsageError("没有可以审计的记录，没有做材料：日志服务器的文件里没有一行是密哨的，--journal 里也没有日志"
                         f"（电脑名/{FILE_NAME}）。")


def _published(folder: Path | None) -> Published:
    """Return what the office has signed. Raises PublishError."""
    if folder is None:
        return Published()
    repository = Office.at(folder, (), lambda _: "").repository
    return Published(repository.index().releases, signed_exemptions(repository),
                     signed_unit_rules(repository))


def _print(out: Path, made: Audit, as_json: bool) -> None:
    flawed = [one for one in made.checked if not one.whole]
    if as_json:
        json_line({"file": str(out), "answered": len(made.answered), "computers": len(made.checked),
                   "doubtful": [{"device": one.device, "words": one.words} for one in flawed]})
        return
    console = people()
    console.print(f"● {out}：放行和销毁 {len(made.answered)} 条，{len(made.checked)} 份记录")
    for flaw in Flaw:
        found = [one for one in flawed if one.flaw is flaw]
        for one in found[:_SHOWN]:
            console.print(f"  ▲ {one.device}：{one.words}")
        if len(found) > _SHOWN:
            rest = len({one.device for one in found[_SHOWN:]})
            console.print(f"  ▲ 还有 {rest} 台：{flaw.value}，见 {WORKBOOK} 的“核对”")
