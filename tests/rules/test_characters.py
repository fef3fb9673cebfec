"""Tests which characters are shown as they are, and that all who ask agree: names keep the blanks of a form."""

from __future__ import annotations

import pytest

from rules.characters import hides, is_shown
from rules.exact.index import is_name
from rules.pack.known_texts import published_entry
from rules.pack.known_writing import new_pack, with_entries
from rules.pack.list_writing import sorted_words, with_words_to_hash
from rules.pack.loading import load
from rules.schema.problem import visible
from tests.support.code_words import CODE_WORDS
from tests.support.notices import notice
from ui.kit import display_text
from ui.terminal import printable

BLANKS = "\u3000\u00a0\u2002\u202f "
HIDDEN = "\x00\x1b\x85\xad\u200b\u200e\u2028\u2029\u202e\u2066\ufeff\ue000\ufdd0\U0010fe80\ud800"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_a_blank_of_any_script_is_shown_and_written_as_it_is(blank: str) -> None:
    name = f"王{blank}伟.docx"
    assert printable(name) == visible(name) == display_text.visible(name) == name
    assert not hides(name)
    assert is_name(name)
    written = with_entries(new_pack(name, "1"), "已发布清单", [published_entry(name, notice(1))])
    pack = load(written, "unit.yaml")
    assert (pack.name, pack.published[0].name) == (name, name)
    word = f"白鹭{blank}行动"
    assert sorted_words(CODE_WORDS, "项目代号", [word]).taken == (word,)
    listed = load(with_words_to_hash(CODE_WORDS, "项目代号", [word]).encode(), "x.yaml")
    assert "白鹭 行动" in dict(listed.words)["项目代号"]


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
def test_what_hides_turns_or_breaks_is_shown_by_nobody(hidden: str) -> None:
    name = f"a{hidden}b"
    assert not is_shown(hidden)
    assert hides(name)
    assert not is_name(name)
    assert hidden not in printable(name) + visible(name) + display_text.visible(name)
