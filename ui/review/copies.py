"""Handles masked copies in 被拦截内容: made for the item shown, copied, exported; one mask removed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import MaskCase, Reply, TakeMasked
from guard.core.model import CaseSummary
from guard.ipc.raster import SHOWN_PIXELS
from guard.ipc.replies import Refused
from guard.redact.mask_kinds import Masked
from guard.redact.places import Spans
from guard.util.path_text import label, path_text, text_path
from ui.guard_client.bridge import Bridge
from ui.guard_client.titles import Headings
from ui.i18n.say import listed, say, sentences
from ui.items.on_clipboard import put_on_clipboard
from ui.kit.display_text import visible
from ui.kit.sentences import told
from ui.review.copy_file_names import file_name, free_path
from ui.review.one_case import CaseView
from ui.review.tally import Tally

_PAUSE_MS = 200
"""How long an item is shown before its masked copy is made: those passed on the way to another need none."""


_NAMED = 5
"""Items that are named of those that were not exported."""


class Copies(QObject):
    """Everything that is done with copies. ``said`` emits messages for the user, ``changed`` follows a copy or
    refusal."""

    said = Signal(str)
    changed = Signal()

    def __init__(self, bridge: Bridge, headings: Headings, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._headings = headings
        self._window = window
        self._view: CaseView | None = None
        self._making = False
        self._asked: Masked | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PAUSE_MS)
        self._patience.timeout.connect(self._make)

    def look_at(self, view: CaseView | None) -> None:
        """Take the item shown on the right; its copy is requested when it stays there."""
        self._view = view
        self._patience.stop()
        if view is not None and view.stage.pending:
            self._patience.start()

    # ------------------------------------------------------------------ making
    def _make(self) -> None:
        view = self._view
        if view is None or not view.stage.pending or self._making:
            return
        self._making = True
        self._bridge.ask(MaskCase(view.case.id, SHOWN_PIXELS), self, lambda reply: self._made(view, reply))

    def _made(self, view: CaseView, reply: Reply) -> None:
        self._making = False
        if view is not self._view:
            self._make()
            return
        if isinstance(reply, MaskedCopy):
            view.stage.show_copy(reply)
        elif isinstance(reply, Refused):
            view.stage.no_copy(reply)
        self.changed.emit()

    # ------------------------------------------------------------------ copying and exporting
    def copy(self, selected: list[CaseSummary]) -> None:
        """Put the masked copy of the item on the clipboard; the original is never put there from here."""
        view = self._view
        if len(selected) > 1:
            self.said.emit(say("一次只能复制一项。"))
        elif view is None or view.stage.copy is None:
            self.said.emit(say("这里只能复制打码版；这一项现在没有打码版。"))
        else:
            self._bridge.ask(TakeMasked(view.case.id, shown=view.shown), self, self._taken)

    def _taken(self, reply: Reply) -> None:
        if isinstance(reply, MaskedCopy):
            put_on_clipboard(reply)
            names = listed(visible(label(text_path(path))) for path in reply.paths)
            self.said.emit(say("打码版已经复制，也在原文件旁边：{name}。", name=names) if reply.beside
                           else say("打码版已经复制，可以粘贴了。"))
        elif isinstance(reply, Refused):
            self.said.emit(told(reply.words))

    def export(self, selected: list[CaseSummary]) -> None:
        """Ask where to put the masked copies of these items, and write them there."""
        if len(selected) == 1 and (self._view is None or self._view.stage.copy is None):
            self.said.emit(say("这一项现在没有打码版，不能导出。"))
        elif selected:
            self._ask_where(selected)

    def _ask_where(self, selected: list[CaseSummary]) -> None:
        several = len(selected) > 1
        copy = self._view.stage.copy if self._view is not None else None
        ending = copy.files[0].ending if copy is not None and copy.files else ""
        name = "" if several else file_name(selected[0], self._headings.title(selected[0]), ending)
        dialog = QFileDialog(self._window, say("导出打码版"), str(Path.home() / name))
        if several:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.fileSelected.connect(lambda folder: self._export_all(selected, Path(folder)))
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            # The guard never writes over a file, whatever a dialog says.
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.fileSelected.connect(lambda path: self._export_one(selected[0], Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export_one(self, summary: CaseSummary, path: Path) -> None:
        shown = self._view.shown if self._view is not None and self._view.case.id == summary.id else ()

        def exported(reply: Reply) -> None:
            if isinstance(reply, Refused):
                self.said.emit(told(reply.words))
                return
            written = reply.paths if isinstance(reply, MaskedCopy) and reply.paths else (str(path),)
            self.said.emit(say("已导出：{path}", path=listed(map(visible, written))))

        self._bridge.ask(TakeMasked(summary.id, to=path_text(path), shown=shown), self, exported)

    def _export_all(self, selected: list[CaseSummary], folder: Path) -> None:
        refused: list[str] = []

        def exported(count: int, refusals: list[str]) -> None:
            self.said.emit(sentences(say("已导出 {count} 份打码版。", count=count), _not_exported(refused), *refusals))

        tally, taken = Tally(len(selected), exported), set[Path]()

        def answered(title: str, reply: Reply) -> None:
            if isinstance(reply, Refused):
                refused.append(title)
            tally.count(reply)

        self.said.emit(say("正在导出 {count} 项的打码版…", count=len(selected)))
        for summary in selected:
            title = self._headings.title(summary)
            path = free_path(folder, file_name(summary, title), taken)
            self._bridge.ask(TakeMasked(summary.id, to=path_text(path)), self, partial(answered, title))

    # ------------------------------------------------------------------ removing one mask
    def ask_about(self, mask: Masked) -> None:
        """Remember the mask to which the reason will belong."""
        self._asked = mask

    def undo(self, reason: str) -> None:
        """Request a copy without that mask; it is judged like every copy."""
        view, mask = self._view, self._asked
        if view is None or mask is None:
            return
        self.said.emit(say("正在重新核对…"))
        shown = (*view.shown, (mask.start, mask.end))
        self._bridge.ask(MaskCase(view.case.id, SHOWN_PIXELS, shown, reason), self,
                         lambda reply: self._undone(view, shown, reply))

    def _undone(self, view: CaseView, shown: Spans, reply: Reply) -> None:
        if view is not self._view:
            return
        if isinstance(reply, MaskedCopy):
            view.shown = shown
            view.stage.show_copy(reply)
            self.said.emit(say("这一处不打码了，已重新核对。"))
        elif isinstance(reply, Refused):
            self.said.emit(told(reply.words))


def _not_exported(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    if len(titles) > _NAMED:
        return say("没有导出的有 {count} 项：{names}等。", count=len(titles), names=listed(titles[:_NAMED]))
    return say("没有导出：{names}。", names=listed(titles))
