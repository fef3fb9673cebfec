"""Tests that broken, endless or hostile markup is read to its end, with its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.markup.tags import TagParser

PIECES = (
    "<", ">", "<!", "<!--", "-->", "--", "<![", "<![CDATA[", "<![if !x]>", "<![endif]>", "]]>", "]>", "<?", "</", "<a ",
    "<a b='", '<a b="', "='", "/>", "<script>", "</script>", "<style>", "<title>", "&", "&#", "&#x", "0", "9" * 5000,
    "f;", ";", "!", "-", "[", "]", " ", "\n", "\0", "中", "x",
)


class Words(TagParser):
    """Collects shown words, comments, and each tag."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.aside: list[str] = []
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        self.aside.append(data)

    def unknown_decl(self, data: str) -> None:
        self.aside.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def read(markup: str) -> Words:
    words = Words()
    words.read(markup)
    return words


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_markup_is_an_error_and_words_behind_a_finished_tag_are_shown(markup: str) -> None:
    read(markup)
    ended = f"{markup}'\">--></script></style></title>]]><p>末尾</p>"
    assert "末尾" in "".join(read(ended).shown)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["<a ", "<a b=", "<!--", "<![", "<![CDATA[", "<!a", "</a ", "<?", "</", "<", "&", "&#",
                                  "<script></a", "<a b='", "<!-- -", "--", "]]", "&#1"])
@pytest.mark.parametrize("end", ["", ">", "]]>"])
def test_what_never_ends_is_read_in_a_moment_and_hides_nothing_before_it(unit: str, end: str) -> None:
    words = read(f"<p>开头</p>{unit * (250_000 // len(unit))}{end}")
    assert "".join(words.shown).startswith("开头")


def test_a_beginning_without_an_end_is_text() -> None:
    words = read("一<!--二--><p>价格<100，<b>三<!-- 四")
    assert "".join(words.shown) == "一价格<100，三<!-- 四"
    assert words.aside == ["二"]


def test_sections_of_word_processors_are_passed_over_and_their_content_is_shown() -> None:
    words = read("<![if !supportLists]><span>一、</span><![endif]>通知<![ x ]>二<![CDATA[三<四]]>")
    assert "".join(words.shown) == "一、通知二"
    assert words.aside == ["if !supportLists", "endif", " x ", "CDATA[三<四"]


def test_a_number_of_thousands_of_digits_is_no_character() -> None:
    assert "".join(read(f"一&#{'1' * 5000};二&#26426;").shown) == "一\ufffd二机"
