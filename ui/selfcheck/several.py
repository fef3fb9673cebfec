"""The list of files in the self-check: how far the check of several has come, and the button that pauses it."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from guard.control.offered_requests import SelfChecked
from guard.core.model import Outcome
from guard.ipc.replies import Refused
from guard.util.path_text import label, text_path
from ui.guard_client.bridge import Bridge
from ui.i18n.say import say
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, button, column, row
from ui.selfcheck.content import MOST_FILES, Listing
from ui.selfcheck.offered import FileList
from ui.selfcheck.one_by_one import CheckedFile, OneByOne


class Several(QWidget):
    """Lists what is given; a single file is left to the window, several are checked one after the other."""

    single = Signal(str)
    """Only this file was given or is in the folder given."""

    empty = Signal()
    """There is no file in the folder given."""

    ended = Signal(object)
    """The SelfChecked of all files together."""

    failed = Signal(object)
    """The Refused that stopped it; the button continues."""

    def __init__(self, theme: Theme, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._given: tuple[str, ...] = ()
        self._listing: Listing | None = None
        self._more = False
        self.run: OneByOne | None = None
        self.files = FileList(theme)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("看到第几个"))
        self.words = Elided("", "caption")
        self.pause = button(say("暂停"), "quiet")
        self.pause.clicked.connect(self._pause_or_go_on)
        head = row(theme, self.words, self.pause)
        head.setStretch(0, 1)
        self._head = QWidget()
        self._head.setLayout(column(theme, head, self.bar, spacing=6))
        layout = column(theme, self._head, self.files, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.stop()

    @property
    def asks(self) -> bool:
        """Whether the guard is asked for the listed files here, if at all: all but a single one."""
        return bool(self._given)

    @property
    def clear(self) -> tuple[str, ...]:
        """The files checked so far in which nothing was found."""
        return tuple(file.path for file in self.checked if file.outcome is Outcome.ALLOW)

    @property
    def checked(self) -> tuple[CheckedFile, ...]:
        """The files checked so far, () for a single one."""
        return tuple(self.run.checked) if self.run is not None else ()

    def begin(self, paths: tuple[str, ...]) -> None:
        """List these files and what is below these folders, and check them."""
        self.stop()
        self._given = paths
        self.files.show_names([label(text_path(path)) or path for path in paths])
        self._listing = Listing(paths)
        self._listing.told.ready.connect(self._list)
        self._listing.start()

    def list_away(self, names: tuple[str, ...]) -> None:
        """List what is on another computer, where nobody can read it."""
        self.stop()
        self._given = names
        self.files.show_away(names)

    def stop(self) -> None:
        """Forget the files; an answer that is on its way is dropped."""
        self._given = ()
        if self.run is not None:
            self.run.pause()
            self.run.disconnect(self)
            self.run.deleteLater()
        self.run = None
        self._head.hide()

    def _list(self, given: tuple[str, ...], found: dict[str, str]) -> None:
        if given is not self._given:
            return
        if not found:
            self.files.clear()
            self.empty.emit()
        elif len(found) == 1:
            self._given = ()
            self.single.emit(next(iter(found)))
        else:
            self._more = len(found) > MOST_FILES
            self._check(dict(islice(found.items(), MOST_FILES)))

    def _check(self, names: dict[str, str]) -> None:
        paths = tuple(names)
        self.files.show_names(list(names.values()))
        self.bar.setRange(0, len(paths))
        self.run = OneByOne(self._bridge, paths, self)
        self.run.answered.connect(self._show)
        self.run.ended.connect(self._end)
        self.run.failed.connect(self._fail)
        self._head.show()
        self.pause.show()
        self._progress()
        self._pause_or_go_on()

    def _show(self, at: int, file: CheckedFile) -> None:
        self.files.show_file(at, file)
        self._progress()

    def _end(self, answer: SelfChecked) -> None:
        self.pause.hide()
        self.files.gravest_first(self.checked)
        self.ended.emit(answer)

    def _fail(self, refused: Refused) -> None:
        self._word_button()
        self.failed.emit(refused)

    def _pause_or_go_on(self) -> None:
        if self.run is None:
            return
        if self.run.paused:
            self.run.go_on()
        else:
            self.run.pause()
        self._word_button()

    def _word_button(self) -> None:
        self.pause.setText(say("继续") if self.run is not None and self.run.paused else say("暂停"))

    def _progress(self) -> None:
        run = self.run
        if run is None:
            return
        done = len(run.checked)
        self.bar.setValue(done)
        stopped = done - len(self.clear)
        words = say("看了 {done:,} / {count:,} 个，{stopped:,} 个要留意", done=done, count=run.count, stopped=stopped)
        if self._more:
            words = say("{words}；一次最多看这么多，其余的请分开查", words=words)
        self.words.show_text(words)
