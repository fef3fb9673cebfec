"""Runs the workshop: `mishao rules workshop [PACK]`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from guard.platform.display import display_problem
from guard.platform.file_system import make_own
from guard.platform.paths import Paths
from guard.supply.builtin import BUILTIN_NAME, OPTIONAL_PACKS
from guard.supply.unit_pack import UnitPackError
from guard.util import exit_codes
from ui.i18n.language import chosen, language_of, speak, system_languages
from ui.input_method.fields import attach
from ui.kit import icons
from ui.kit.collecting import Collecting
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.terminal import complain
from ui.workshop.draft import UNIT_PACK, Draft
from ui.workshop.sources import Sources
from ui.workshop.window import Workshop


def run(pack: Path | None, home: Path | None, reader_command: Sequence[str]) -> int:
    """Open a pack, created if missing, and return the exit code when the window is closed."""
    problem = display_problem(os.environ)
    if problem is not None:
        complain(problem)
        return exit_codes.NOT_DONE
    paths = Paths.choose(home)
    try:
        draft = opened(pack, paths.settings)
    except UnitPackError as error:
        complain(error)
        return exit_codes.USAGE
    application = QApplication([sys.argv[0]])
    Collecting(application)
    application.setApplicationName("mishao")
    attach(application, os.environ)
    speak(application, language_of(chosen(paths.settings), system_languages()))
    theme = Theme(application)
    application.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
    sources = Sources(reader_command, paths.socket)
    with suppress(OSError):  # otherwise only the window's size is forgotten
        make_own(paths.settings / "workshop.ini")  # QSettings does not change the permissions of a file
    settings = QSettings(str(paths.settings / "workshop.ini"), QSettings.Format.IniFormat)
    shop = _Shop(lambda one: Workshop(theme, one, sources, settings))
    shop.show(draft)
    try:
        return application.exec()
    finally:
        sources.close()


def opened(pack: Path | None, settings: Path) -> Draft:
    """Return the draft of a file, created if missing, or of a pack inside the program, which is meant by its name.

    None is the pack of this computer. Raises UnitPackError.
    """
    if pack is not None and str(pack) in (BUILTIN_NAME, *OPTIONAL_PACKS):
        return Draft.inside(str(pack))
    return Draft.open((pack or settings / UNIT_PACK).absolute(), _version())


class _Shop:
    """One window at a time; another pack replaces it."""

    def __init__(self, make: Callable[[Draft], Workshop]) -> None:
        self._make = make
        self._window: Workshop | None = None

    def show(self, draft: Draft) -> None:
        """Show a draft instead of the one before."""
        old, window = self._window, self._make(draft)
        window.wanted.connect(self._open)
        self._window = window
        window.show()
        if old is not None:
            window.setGeometry(old.geometry())
            old.close()

    def _open(self, name: str) -> None:
        try:
            self.show(Draft.open(Path(name), _version()))
        except UnitPackError as error:
            assert self._window is not None
            self._window.preview.saved(told(error.words))


def _version() -> str:
    return time.strftime("%Y.%m.%d")
