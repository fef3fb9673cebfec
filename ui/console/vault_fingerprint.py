"""Carries out `mishao vault fingerprint`: prints the content code of a held item, for `mishao rules exempt --code`."""

from __future__ import annotations

from pathlib import Path

from guard.control.requests import CaseContent, ShowCase
from guard.ipc.replies import Refused
from guard.publish import exemptions
from guard.util import exit_codes
from rules.judge.exempted import content_mark
from rules.model import Nature
from rules.scan.fingerprints import FingerprintError
from rules.sentences.sentence import Sentence
from ui.console.guard_answers import asked, refused
from ui.terminal import json_line, people


def content_code(socket: Path, case_id: str, as_json: bool) -> int:
    """Print the content code of each text of a held item that state-secret rules stopped."""
    reply = asked(socket, ShowCase(case_id))
    if not isinstance(reply, CaseContent):
        return refused(reply, as_json)
    texts = [judged.text.original for judged in reply.case.judged
             if judged.text is not None and judged.verdict is not None and judged.verdict.stopping(Nature.STATE_SECRET)]
    if not texts:
        words = Sentence("这一项里没有被“国家秘密”规则拦下的文字，不需要内容码。")
        return refused(Refused("no-secret", words), as_json)
    try:
        codes = [exemptions.content_code(content_mark(text)) for text in texts]
    except FingerprintError as error:
        return refused(Refused("short", Sentence(str(error))), as_json)
    if as_json:
        json_line({"codes": codes})
    else:
        people().print(*(f"内容码：{code}" for code in codes), "请念给保密办，核对不涉密后登记豁免。", sep="\n")
    return exit_codes.OK
