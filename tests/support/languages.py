"""Switches the windows to another language during a test, by the catalogue in the source."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

from ui.i18n.language import Language, speak

ROOT = Path(__file__).parents[2]


@cache
def compile_words() -> None:
    """Compile the catalogue in the source, once per run."""
    subprocess.run([ROOT / "scripts/words.sh", "compile"], check=True)


@contextmanager
def speaking(application: QCoreApplication, language: Language) -> Iterator[None]:
    """Make the application use this language, and none afterwards."""
    compile_words()
    speak(application, language)
    try:
        yield
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()
