"""The windows in another language for the time of a test, by the catalogue as it stands in the source."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

from ui.language import Language, speak

ROOT = Path(__file__).parents[2]


@contextmanager
def speaking(application: QCoreApplication, language: Language) -> Iterator[None]:
    """Let the application speak this language, and none in particular afterwards."""
    subprocess.run([ROOT / "scripts/words.sh", "compile"], check=True)
    speak(application, language)
    try:
        yield
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()
