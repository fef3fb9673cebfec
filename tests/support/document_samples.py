"""An invented held document for the windows, and its masked copy: 演示样例，全部虚构。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guard.control.masked_copies import MaskedCopy
from guard.core.model import Case, Judged, Kind
from guard.daemon.copy_files import CopyFiles
from guard.daemon.masking import Masking
from guard.ipc.replies import Refused
from guard.supply.tag_weights import Tagging
from rules.judge.judge import Judge
from rules.model import Place
from rules.text import Piece, Text
from tests.support import ui_samples as samples
from tests.support.built_in import built_in

NAME = "返乡人员登记表.xlsx"
_SHEET, _COMMENT, _PICTURE = f"返乡人员登记表\n{samples.ROSTER}\n", "核对过两遍\n", "各村汇总图\n"


def document(judge: Judge, **changes: object) -> Case:
    """A copied workbook with the people of the roster, a comment, and words in a picture."""
    original, pieces = "", []
    for words, visible, pictured in ((_SHEET, True, False), (_COMMENT, False, False), (_PICTURE, False, True)):
        place = Place(sheet="登记表", in_picture=pictured)
        pieces.append(Piece(len(original), len(original) + len(words), 1, place=place, visible=visible))
        original += words
    text = Text(original, tuple(pieces))
    named = Judged(NAME, Text(NAME), None, judge.judge(Text(NAME)))
    case = samples.roster(judge, id="document", kind=Kind.FILES, title=NAME,
                          judged=(named, Judged(NAME, text, None, judge.judge(text))))
    return replace(case, **changes)


def several(judge: Judge, **changes: object) -> Case:
    """Two such workbooks and a file in which nothing was found, copied together."""
    notice = Text("明天上午九点开会。\n")
    one, clean = document(judge), Judged("通知.txt", notice, None, judge.judge(notice))
    other = tuple(replace(each, name="走访名单.xlsx") for each in one.judged[1:])
    return replace(one, judged=(*one.judged, *other, clean), **changes)


def copy_of(case: Case) -> MaskedCopy | Refused:
    """Return the guard's answer for it."""
    masking = Masking(built_in, None, None, Tagging(), CopyFiles(Path("/nowhere")))  # type: ignore[arg-type]
    return masking.copy_of(case)
