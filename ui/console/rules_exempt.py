"""Carries out `mishao rules exempt`: makes entries of 误报豁免 from documents or a content code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from guard.publish.exemptions import read_content_code
from guard.supply.approval import objection
from guard.util import exit_codes
from guard.util.spoken_code import CodeError
from rules.definition import Pack
from rules.judge.exempted import content_mark, exempted_entry
from rules.model import EXEMPTED, Nature, Verdict
from ui.console.rules_in_force import supply_in_force
from ui.console.rules_lists import Document, Listing, Made, RefusedError, add_known, add_made, digests
from ui.console.shared_options import UsageError, day_of
from ui.terminal import complain, printable


@dataclass(frozen=True, slots=True)
class Approval:
    """Who declares a content a false alarm, why, and until when; ``name`` is used instead of a file's name."""

    reason: str
    approver: str
    until: date
    name: str = ""

    @classmethod
    def given(cls, reason: str, approver: str, until: str, name: str | None) -> Approval:
        """Return the approval given on the command line. Raises UsageError."""
        day = day_of("--until", until)
        if why := objection(day, datetime.now().astimezone().date()):
            raise UsageError(f"--until：{why}。")
        if not reason.strip() or not approver.strip():
            raise UsageError("请写明核对的依据（--reason）和批准人（--approver）。")
        return cls(reason.strip(), approver.strip(), day, name or "")

    def entry(self, name: str, mark: str) -> dict[str, object]:
        """Return the entry for a content."""
        return exempted_entry(self.name or name, self.reason, self.approver, self.until, mark)


def exempt(approval: Approval, paths: Sequence[str], code: str, pack: Path | None, as_json: bool, home: Path | None,
           config: Path | None, reader_command: Sequence[str]) -> int:
    """Run `mishao rules exempt` on documents, or on a content code; return its exit code."""
    if not code:
        return add_known(exempted(approval), paths, pack, as_json, home, config, reader_command)
    found = supply_in_force(home, config)
    return exit_codes.USAGE if found is None else add_code(approval, code, pack, as_json, list(found.packs))


def exempted(approval: Approval) -> Listing:
    """Return the listing of 误报豁免."""
    return Listing(EXEMPTED, lambda document, _: approval.entry(document.title, content_mark(document.original)),
                   _not_secret, _still_secret, content_mark)


def add_code(approval: Approval, untrusted_code: str, pack: Path | None, as_json: bool,
             in_force: Sequence[Pack]) -> int:
    """Print or add the entry for the content whose code was read out."""
    def make(known: Pack | None) -> tuple[list[Made], bool]:
        if not approval.name:
            raise RefusedError("请用 --name 写明这是什么，例如：某某通知的截图。")
        try:
            mark = read_content_code(untrusted_code)
        except CodeError as error:
            raise RefusedError(f"内容码：{error}") from error
        if mark in (held := digests(known)):
            complain(f"和已有的“{held[mark]}”是同一份内容，不再添加。")
            return [], True
        return [Made(approval.entry(approval.name, mark))], True

    return add_made(exempted(approval), make, pack, as_json, in_force)


def _not_secret(document: Document) -> str:
    if document.verdict.stopping(Nature.STATE_SECRET):
        return ""
    return f"没有被“国家秘密”的规则拦下，不需要“{EXEMPTED}”。别的误报请改规则，或列入“已发布清单”。"


def _still_secret(verdict: Verdict) -> str:
    stopped = verdict.stopping(Nature.STATE_SECRET)
    if not stopped:
        return ""
    words = printable(stopped[0].text)
    return f"豁免后仍会被规则 {stopped[0].rule} 拦下（“{words}”）：布控的文件和图片里看到的标志不能豁免"
