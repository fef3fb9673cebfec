"""Shows the original and its masked copy: side by side or one at a time, with the words that were read."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QSize, QSizeF, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import CaseContent, Reply
from guard.core.match_place import where
from guard.core.model import Case, Judged, Kind, Storage
from guard.core.one_file import only_file
from guard.ipc.replies import Refused
from guard.redact.mask_kinds import KIND_WORDS, Masked, MaskKind
from guard.redact.masks import render
from rules.model import Match
from ui.guard_client.bridge import unanswered
from ui.i18n.say import listed, say, sentences
from ui.items.actions import is_picture
from ui.items.copies import above_copy, is_doubtful, left_out, sheets_of, words_of
from ui.items.legend import legend, marks, naming, state_of
from ui.items.picture_boxes import image_of
from ui.kit.display_text import one_line
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import IconButton, column, label, restyle, row
from ui.review.pane import Pane
from ui.review.picture_view import pan_together
from ui.review.text_view import TextMark, TextView, read_together

_LEAST = 180
"""Least height of content, in pixels at 100 %."""


class View(IntEnum):
    """The available views; the keys 1 to 4."""

    PAIR = 0
    ORIGINAL = 1
    MASKED = 2
    WORDS = 3


class Stage(QWidget):
    """Tabs, zoom and panes for one item. ``undo_wanted`` emits the Masked that was clicked."""

    undo_wanted = Signal(object)
    viewed = Signal()
    """Another view is shown, or the copy has arrived."""
    sized = Signal(QSizeF)
    """The size of the held picture."""

    def __init__(self, theme: Theme, content: CaseContent, note: str, *, copies: bool) -> None:
        """``copies``: a masked copy is being made; ``note`` is shown beside the original."""
        super().__init__()
        self._theme = theme
        self.case: Case = content.case
        self._subject = (only_file(self.case) if self.case.kind is Kind.FILES else None) or self.case.worst()
        self._copies = copies
        self._wide = True
        self._at = -1
        self.copy: MaskedCopy | None = None
        self.pending = copies
        """True until the masked copy, or the reason why there is none, has arrived."""
        self.lacks = False
        """Whether the guard could not be asked for the picture or the copy."""
        self._masked_spans: list[Masked] = []
        self._hits = [(judged, match) for judged in self.case.judged if judged.verdict
                      for match in sorted(judged.verdict.matches, key=lambda found: found.start)
                      if state_of(match.action)]
        self._shown: Judged | None = None
        self._note = note
        self._readable = any(judged.text is not None for judged in self.case.judged)
        self.original = Pane(theme, note)
        self.masked = Pane(theme, say("打码版"))
        self.words = Pane(theme, say("识别出的文字"))
        self._panes = (self.original, self.masked, self.words)
        self.tabs = QTabBar()
        self._percent = label("", "small")
        self.setMinimumHeight(theme.px(_LEAST))
        self._build()
        self._fill()
        self.show_view(View.PAIR)

    # ------------------------------------------------------------------ building
    def _build(self) -> None:
        theme = self._theme
        self.tabs.setAccessibleName(say("看法"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        original = say("原图") if is_picture(self.case) else say("原文")
        for name in (say("对照"), original, say("打码版"), say("识别出的文字")):
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self._tab_chosen)
        tools = row(theme, *self._tools(), spacing=6)
        panes = row(theme, *self._panes, spacing=12)
        for pane in self._panes:
            panes.setStretchFactor(pane, 1)
        layout = column(theme, row(theme, self.tabs, None, tools), 6, panes, spacing=0)
        layout.setStretchFactor(panes, 1)
        self.setLayout(layout)
        pan_together(self.original.picture, self.masked.picture)
        read_together(self.original.text, self.masked.text)
        for pane in self._panes:
            pane.picture.zoomed.connect(lambda scale, pane=pane: self._say_scale(pane, scale))
        self.original.picture.chosen.connect(self._original_chosen)
        self.original.text.chosen.connect(self._original_chosen)
        self.masked.picture.chosen.connect(self._mask_chosen)
        self.masked.text.chosen.connect(self._mask_chosen)

    def _say_scale(self, pane: Pane, scale: float) -> None:
        if pane.isVisible():
            self._percent.setText(f"{round(scale * 100)} %")

    def _tools(self) -> tuple[QWidget, ...]:
        theme = self._theme
        reduce, enlarge = IconButton(theme, "minus", say("缩小（-）")), IconButton(theme, "plus", say("放大（+）"))
        fit = IconButton(theme, "fit", say("看全部（0）"))
        for tool, act in ((reduce, self.reduce), (enlarge, self.enlarge), (fit, self.fit)):
            tool.clicked.connect(act)
        self._percent.setText("100 %")
        return reduce, self._percent, enlarge, fit

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Return False: content takes the available height."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least height: the parts around it scroll only where even that does not fit."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    # ------------------------------------------------------------------ content
    @property
    def awaits_picture(self) -> bool:
        """Whether the item may have a picture, which takes time to fetch; ``show_picture`` takes the reply."""
        return is_picture(self.case) and self.case.keeping is not Storage.IN_PLACE

    def _fill(self) -> None:
        worst = self._subject
        if self.awaits_picture:
            self.original.tell("")
            if worst is not None and worst.text is not None:
                self._show_words(self.words, worst)
        elif worst is not None and worst.text is not None:
            self._show_words(self.original, worst)
        elif self.case.keeping is Storage.IN_PLACE:
            self.original.tell(say("按单位设定只记录、不留存，内容在原来的位置。"))
        else:
            self.original.tell(say("没有读出可以显示的内容。原件还在，可以取回。"))
        self.masked.tell(say("正在打码，并重新核对…"))

    def show_picture(self, reply: Reply) -> None:
        """Show the fetched picture, or say that it cannot be shown."""
        picture = image_of(reply.pictures[0] if isinstance(reply, CaseContent) and reply.pictures else None)
        if picture.isNull():
            self.lacks |= unanswered(reply)
            self.original.tell(say("这张图片显示不出来。原件还在，可以取回。"))
            return
        found = self._matches()
        names = naming(self.case)
        places = marks(found, names)
        kinds = listed(entry.words for entry in legend(found, names))
        name = say("原图，已标出 {count} 处：{kinds}", count=len(places), kinds=kinds)
        self.original.picture.show_picture(picture, name, places)
        self.original.show_view(self.original.picture)
        self.sized.emit(picture.deviceIndependentSize())

    def _show_words(self, pane: Pane, judged: Judged) -> None:
        assert judged.text is not None
        self._shown = judged
        words = [TextMark(match.start, match.end, state_of(match.action) or "ask")
                 for owner, match in self._hits if owner is judged]
        pane.text.show_text(judged.text.original, words, say("原件的文字，已标出 {count} 处", count=len(words)))
        pane.show_view(pane.text)

    def show_copy(self, copy: MaskedCopy) -> None:
        """Show the masked copy beside the original."""
        self.copy, self.pending = copy, False
        self._at = -1
        self._masked_spans = list(copy.spans)
        self.masked.caption.show_text(above_copy(copy))
        restyle(self.masked.caption, tone="ask" if is_doubtful(copy) else "")
        sheets = sheets_of(copy)
        self.masked.turner.show_names(())
        if copy.picture:
            self._show_masked_picture(copy)
        elif sheets:
            self.masked.show_sheets(sheets, self._said_of(copy))
        else:
            self._show_masked_text(copy)
        self.viewed.emit()

    def no_copy(self, reply: Refused) -> None:
        """Say why there is no masked copy."""
        self.copy, self.pending = None, False
        self.lacks |= unanswered(reply)
        self.masked.tell(told(reply.words))
        self.viewed.emit()

    def _show_masked_picture(self, copy: MaskedCopy) -> None:
        picture, judged = image_of(copy.raster), self._subject
        if picture.isNull() or judged is None or judged.text is None:
            self.masked.tell(say("打码版已重新核对，可以复制；只是这里显示不出来。"))
            return
        own = self.original.picture.sceneRect()
        if not own.isEmpty():
            # A large photo is masked at a reduced size; boxes are in the original's pixels.
            picture.setDevicePixelRatio(picture.width() / own.width())
        boxes = [(span, box) for span in copy.spans for box in judged.text.place(span.start, span.end)[2]]
        self._masked_spans = [span for span, _ in boxes]
        self.masked.picture.show_picture(picture, self.kinds_hidden(), masks=[box for _, box in boxes])
        self.masked.show_view(self.masked.picture)

    def _show_masked_text(self, copy: MaskedCopy) -> None:
        judged = self._subject
        rendering = render(judged.text.original, copy.spans, copy.style) \
            if judged is not None and judged.text is not None else None
        drawn = [(TextMark(start, end, "mask", told(KIND_WORDS[span.kind])), span)
                 for start, end, span in zip(rendering.starts, rendering.ends, rendering.spans, strict=True)
                 if span.kind is not MaskKind.OMITTED] \
            if rendering is not None and rendering.text == copy.text else []
        found = [each for each, _ in drawn]
        self._masked_spans = [span for _, span in drawn]
        self.masked.text.show_text(words_of(copy), found, self._said_of(copy))
        self.masked.show_view(self.masked.text)

    def _said_of(self, copy: MaskedCopy) -> str:
        return sentences(self.kinds_hidden(), left_out(copy)) if copy.without else self.kinds_hidden()

    def kinds_hidden(self) -> str:
        """Return in words what the copy hides."""
        kinds = self.copy.kinds if self.copy is not None else ()
        return say("打码版，已遮住：{kinds}", kinds=listed(f"{told(kind)} {count}" for kind, count in kinds))

    def drop(self) -> None:
        """Forget the content."""
        self.copy = None
        self._masked_spans.clear()
        for pane in self._panes:
            pane.drop()

    # ------------------------------------------------------------------ views
    def current(self) -> View:
        """Return the current view."""
        return View(self.tabs.currentIndex())

    def set_wide(self, wide: bool) -> None:
        """Allow side by side only in a wide window."""
        self._wide = wide
        self.show_view(self.current())

    def show_view(self, view: View) -> None:
        """Show a view; if this item does not have it, the next one that it has."""
        available = self._available()
        for each in View:
            self.tabs.setTabVisible(each, each in available)
        self.tabs.setVisible(len(available) > 1)
        chosen = view if view in available else available[0]
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(chosen)
        self.tabs.blockSignals(False)
        self.original.setVisible(chosen in (View.PAIR, View.ORIGINAL))
        self.masked.setVisible(chosen in (View.PAIR, View.MASKED))
        self.words.setVisible(chosen is View.WORDS)
        self._at = -1
        self.viewed.emit()

    def _available(self) -> list[View]:
        views = [View.ORIGINAL]
        if self._copies:
            views += [View.PAIR, View.MASKED] if self._wide else [View.MASKED]
        if is_picture(self.case) and self._readable:
            views.append(View.WORDS)
        return sorted(views)

    def _tab_chosen(self, index: int) -> None:
        self.show_view(View(index))

    # ------------------------------------------------------------------ zoom and hits
    def enlarge(self) -> None:
        """One step closer."""
        self._zoom("enlarge")

    def reduce(self) -> None:
        """One step back."""
        self._zoom("reduce")

    def fit(self) -> None:
        """Show everything, or letters of the usual size."""
        self._zoom("fit")

    def _zoom(self, how: str) -> None:
        for pane in self._panes:
            view = pane.view()
            if view is None or not pane.isVisible():
                continue
            getattr(view, how)()
            if isinstance(view, TextView):
                self._percent.setText(f"{view.percent()} %")
            elif pane is self.original:
                return  # the copy follows the original

    def go(self, step: int) -> None:
        """Show the next (1) or previous (-1) hit, or mask where only the copy is shown."""
        masks = self.current() is View.MASKED
        count = len(self._masked_spans) if masks else len(self._stops())
        if not count:
            return
        self._at = (self._at + step) % count if self._at >= 0 else (0 if step > 0 else count - 1)
        if masks:
            self._look(self.masked, self._at)
            return
        judged, match, index = self._stops()[self._at]
        pane = self.words if self.current() is View.WORDS else self.original
        if isinstance(pane.view(), TextView) and judged is not self._shown:
            self._show_words(pane, judged)
        self._look(pane, index)
        spot = one_line(told(where(match)), 80)
        words = say("第 {at} 处，共 {count} 处", at=self._at + 1, count=count)
        pane.caption.show_text(" · ".join(filter(None, (words, spot))))

    def current_mask(self) -> Masked | None:
        """Return the mask that was reached by N and P, or that hides the hit they reached, or None."""
        if self.current() is View.MASKED:
            return self._masked_spans[self._at] if 0 <= self._at < len(self._masked_spans) else None
        stops = self._stops()
        return self._mask_over(*stops[self._at][:2]) if 0 <= self._at < len(stops) else None

    def _look(self, pane: Pane, index: int) -> None:
        view = pane.view()
        if view is not None:
            view.go_to(index)

    def _stops(self) -> list[tuple[Judged, Match, int]]:
        """Return the stops of N and P: each with the index of its mark in the widget that shows it."""
        if self.current() is not View.WORDS and self.original.view() is self.original.picture:
            found = [match for match in self._matches() if state_of(match.action)]
            worst = self._subject
            assert worst is not None
            return [(worst, match, number) for number, match in enumerate(
                match for match in found for _ in match.boxes)]
        return [(judged, match, number)
                for judged in self.case.judged if judged.text is not None
                for number, match in enumerate(match for owner, match in self._hits if owner is judged)]

    def _matches(self) -> tuple[Match, ...]:
        worst = self._subject
        return worst.verdict.matches if worst is not None and worst.verdict else ()

    def _mask_chosen(self, index: int) -> None:
        if self.copy is not None and index < len(self._masked_spans):
            self.undo_wanted.emit(self._masked_spans[index])

    def _original_chosen(self, index: int) -> None:
        # Of several judged texts each has its own marks: an index is that of the one shown.
        shown = self._subject if self.original.view() is self.original.picture else self._shown
        span = next((self._mask_over(judged, match) for judged, match, number in self._stops()
                     if judged is shown and number == index), None)
        if span is not None:
            self.undo_wanted.emit(span)

    def _mask_over(self, judged: Judged, match: Match) -> Masked | None:
        if self.copy is None or judged is not self._subject:
            return None  # of several texts the copy shows one
        return next((span for span in self._masked_spans if span.start < match.end and match.start < span.end), None)
