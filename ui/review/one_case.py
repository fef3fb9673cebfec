"""The right side of 被拦截内容: one item with its description and reasons, its content and its copy, and its legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QSizeF, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from guard.control.requests import CaseContent, Reply
from guard.core.match_place import where
from guard.core.model import Case, CaseState, CaseSummary, Storage
from guard.feedback.answers import FeedbackList, Given
from guard.redact.mask_kinds import KIND_WORDS, Masked
from guard.redact.places import Spans
from ui.feedback.answer import answer_words, verdict_words
from ui.i18n.dates import clock, day
from ui.i18n.say import say, sentences
from ui.items.actions import is_picture, may_have_copy
from ui.items.copies import left_out
from ui.items.explanation import basis_in_full, words_of
from ui.items.labels import case_title, item_name, not_sent, outcome_word
from ui.items.legend import legend, naming
from ui.items.picture_boxes import BOXED, Disc
from ui.kit.display_text import one_line
from ui.kit.flow_layout import FlowLayout
from ui.kit.glyph_words import shape
from ui.kit.scroll_page import Page
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, Paragraph, Scrolled, column, frame, label, row
from ui.review.stage import Stage, View

_WHY = 120
"""Most height of the reasons beside the content, in pixels at 100 %."""

_DISC = 22
"""Size of a legend number in pixels, and height of the words beside it."""

_LEGEND = 4
"""Most rows of the legend."""


class CaseView(QWidget):
    """Shows one item; ``drop`` forgets its content."""

    undo_wanted = Signal(object)
    """The Masked to be removed from the copy."""

    def __init__(self, theme: Theme, content: CaseContent, now: float, note: str) -> None:
        """``note`` is shown over the original; ``now`` is the wall clock in seconds since the epoch."""
        super().__init__()
        self._theme = theme
        self.case: Case = content.case
        self.copies = may_have_copy(content.case)
        self.shown: Spans = ()
        """The spans that are unmasked in the copy shown."""
        self.stage = Stage(theme, content, note, copies=self.copies)
        self._facts = self._caption(now)
        self._size = ""
        self._feedback = ""
        self._about = Elided(" · ".join(self._facts), "caption")
        self._legend = FlowLayout(theme.px(14), 0)
        self._without = Paragraph(theme, "", 12, 18, "text3")
        """What the copy leaves out: wrapped, because nobody reads a line that is shortened."""
        page = QWidget()
        page.setLayout(self._body())
        self.setLayout(column(theme, Page(say("被拦截内容"), page)))
        self.stage.undo_wanted.connect(self.undo_wanted)
        self.stage.viewed.connect(self._explain)
        self.stage.sized.connect(self._sized)
        self._explain()

    def show_feedback(self, reply: Reply) -> None:
        """Show the state of the feedback on this item, if there is any."""
        if isinstance(reply, FeedbackList):
            given = next((entry for entry in reply.entries if entry.case == self.case.id), None)
            self._feedback = _feedback_words(given) if given else ""
            self._show_facts()

    def shows(self, case: Case) -> bool:
        """Return whether nothing of an item would be shown otherwise if it were shown anew. What became of a copy says
        the list.
        """
        return not self.stage.lacks and replace(case, masked=self.case.masked) == self.case

    def drop(self) -> None:
        """Forget picture, text and copy."""
        self.stage.drop()

    # ------------------------------------------------------------------ building
    def _body(self) -> QVBoxLayout:
        theme, case = self._theme, self.case
        title = Elided(case_title(case), "h1")
        title.setMinimumHeight(theme.px(28))
        head = row(theme, Glyph(theme, shape(case.decision.outcome), 28), column(theme, title, self._about, spacing=2),
                   spacing=12)
        head.setStretch(1, 1)
        foot = QWidget()
        foot.setLayout(self._legend)
        foot.setMinimumHeight(theme.px(24))
        layout = column(theme, head, 12, self._why(), 8, self.stage, 8, foot, self._without, spacing=0,
                        margins=(24, 16, 24, 8))
        layout.setStretchFactor(self.stage, 1)
        return layout

    def _caption(self, now: float) -> list[str]:
        case = self.case
        when = f"{day(case.opened_at, now).split(' · ')[0]} {clock(case.opened_at)}"
        worst = case.worst()
        several = len({judged.name for judged in case.judged})  # both the name and the content of a file are judged
        name = one_line(told(item_name(worst.name, case)), 40) if worst and several > 1 else ""
        member = say("共 {count} 项，这是“{name}”", count=several, name=name) if name else ""
        found = case.deciding()
        spot = one_line(told(where(found[1])), 60) if found and not is_picture(case) else ""
        return [part for part in (not_sent(case), when, member, spot, _storage_words(case)) if part]

    def _sized(self, size: QSizeF) -> None:
        self._size = say("图片 {width} × {height}", width=round(size.width()), height=round(size.height()))
        self._show_facts()

    def _show_facts(self) -> None:
        facts = (*self._facts[:-1], self._size, self._facts[-1], self._feedback)
        self._about.show_text(" · ".join(fact for fact in facts if fact))

    def _why(self) -> QWidget:
        words = words_of(self.case)
        box = frame(tint=shape(self.case.decision.outcome))
        line = sentences(words.sentence, *basis_in_full(self.case))
        told = QWidget()
        told.setLayout(column(self._theme, Paragraph(self._theme, line, 13, 20, "text2"), spacing=0))
        parts = [Scrolled(self._theme, say("为什么"), told, _WHY)] if line else []
        box.setLayout(column(self._theme, Paragraph(self._theme, words.title, bold=True), *parts, spacing=2,
                             margins=(14, 10, 14, 10)))
        return box

    def _explain(self) -> None:
        """Explain below the content what the numbers mean, or what is hidden, and what a click does."""
        theme = self._theme
        rows = legend(self.case.matches(), naming(self.case))
        shown = self.stage.current()
        boxed = self.stage.awaits_picture and shown is not View.WORDS
        parts: list[QWidget] = []
        if shown is View.MASKED and self.stage.copy is not None:
            parts.append(label(self.stage.kinds_hidden(), "small"))
        else:
            for entry in rows[:_LEGEND]:
                part = QWidget()
                name = Elided(entry.words, "small")
                name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
                part.setLayout(row(theme, Disc(entry.number, BOXED if boxed else entry.state), name, spacing=6))
                parts.append(part)
            if len(rows) > _LEGEND:
                parts.append(label(say("还有 {count} 种", count=len(rows) - _LEGEND), "caption"))
        copy = self.stage.copy if shown in (View.PAIR, View.MASKED) else None
        # Of several files, of a scan and of a picture that was turned the masks are those of the copy as it is.
        undone = copy is not None and bool(copy.spans)
        parts.append(self._line(say("点遮住的地方，可取消这一处打码（要写原因）") if undone else ""))
        self._legend.replace(parts)
        left = left_out(copy) if copy is not None else ""
        self._without.show_text(left)
        self._without.setVisible(bool(left))

    @staticmethod
    def _line(words: str) -> Elided:
        line = Elided(words, "caption")
        line.setMinimumHeight(_DISC)
        line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return line


def _feedback_words(given: Given) -> str:
    if given.check:
        return say("保密办核对：{answer}", answer=answer_words(given))
    return say("误报反馈：{answer}", answer=verdict_words(given))


def mask_words(mask: Masked) -> str:
    """Return in a word what a mask hides."""
    return told(KIND_WORDS[mask.kind])


def _storage_words(case: Case) -> str:
    became = outcome_word(CaseSummary.of(case), case.masked, one_line(case.approver, 40))
    if case.state is CaseState.RELEASED:
        return became
    kept = {
        Storage.VAULT: say("加密暂存"),
        Storage.MEMORY: say("只在内存里，重启后就没有了"),
        Storage.IN_PLACE: say("留在原处"),
    }[case.keeping]
    return " · ".join(filter(None, (became, kept)))


def _shows(view: View) -> Callable[[CaseView], object]:
    return lambda shown: shown.stage.show_view(view)


STAGE_KEYS: Mapping[str, Callable[[CaseView], object]] = {
    **{str(view + 1): _shows(view) for view in View},
    "+": lambda view: view.stage.enlarge(), "=": lambda view: view.stage.enlarge(),
    "-": lambda view: view.stage.reduce(), "0": lambda view: view.stage.fit(),
    "N": lambda view: view.stage.go(1), "P": lambda view: view.stage.go(-1),
}
"""What keys do to the item on the right."""
