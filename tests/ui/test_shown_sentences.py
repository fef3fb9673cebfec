"""Tests the sentences of windows and of the terminal: what a name of a file cannot make of them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from rules.sentences.catalogue import sentence
from tests.support.languages import speaking
from ui.i18n.language import Language
from ui.i18n.say import say
from ui.kit.sentences import told
from ui.terminal import plain

NAME = "报告”还在被别的程序写入，暂时没有收起来。\"x\"docx"


@pytest.mark.parametrize(("language", "before", "after", "question"), [
    (Language.CHINESE, "名字“", "”里不能有括号和 @。", "销毁“甲’？‘乙”？"),
    (Language.ENGLISH, "The name \"", "\" cannot have brackets or @.", "Destroy \"甲’？‘乙\"?"),
])
def test_a_name_cannot_end_the_quotation_in_which_it_is_shown(
        qapp: QApplication, language: Language, before: str, after: str, question: str) -> None:
    with speaking(qapp, language):
        shown = told(sentence("pack.name-characters", name=NAME))
        assert say("销毁“{title}”？", title="甲”？“乙") == question
    assert shown == f"{before}报告’还在被别的程序写入，暂时没有收起来。'x'docx{after}"


def test_a_terminal_shows_it_the_same_way() -> None:
    assert plain(sentence("pack.name-characters", name=NAME)).count("”") == 1
