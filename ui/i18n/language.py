"""Chooses the language of the windows: the user's choice, else the system's; Chinese wherever that is not English."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from guard.platform import atomic_file

_FILE = "language"
_TRANSLATOR = "mishao-words"
_CATALOGUES = Path(__file__).parent


class Language(StrEnum):
    """The available languages; the values are written in the settings."""

    CHINESE = "zh"
    ENGLISH = "en"


_QT_WORDS = {Language.CHINESE: "qtbase_zh_CN", Language.ENGLISH: "qtbase_en"}
"""Qt's own words, such as those of a text field's menu."""


def chosen(settings: Path) -> Language | None:
    """Return the user's choice from the settings folder; None leaves it to the system."""
    try:
        return Language((settings / _FILE).read_text("ascii").strip())
    except (OSError, ValueError):  # ValueError: not one of them, or not even ASCII
        return None


def choose(settings: Path, language: Language | None) -> None:
    """Save a choice for later starts; None leaves it to the system again. Raises OSError."""
    if language is None:
        with contextlib.suppress(FileNotFoundError):
            (settings / _FILE).unlink()
    else:
        atomic_file.replace(settings / _FILE, f"{language}\n".encode("ascii"))


def language_of(choice: Language | None, system: Sequence[str]) -> Language:
    """Return the language to use. ``system`` are the names of the system's preferred languages, most preferred first.
    """
    if choice is not None:
        return choice
    dearest = next((name for name in system if name.startswith(tuple(Language))), Language.CHINESE)
    return Language(dearest[:2])


def speak(application: QCoreApplication, language: Language) -> None:
    """Make ``application`` use this language, for windows made from now on."""
    for before in application.findChildren(QTranslator, _TRANSLATOR):
        application.removeTranslator(before)
        before.deleteLater()
    _install(application, _QT_WORDS[language], QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if language is not Language.CHINESE:  # the source itself is Chinese
        _install(application, f"mishao_{language}", str(_CATALOGUES))


def system_languages() -> Sequence[str]:
    """Return the preferred languages of the computer's user, most preferred first."""
    return QLocale.system().uiLanguages()


def _install(application: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator(application)
    translator.setObjectName(_TRANSLATOR)
    if translator.load(name, folder):
        application.installTranslator(translator)
