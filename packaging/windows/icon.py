"""Draws the program's icon as Windows wants it.

    QT_QPA_PLATFORM=offscreen python packaging/windows/icon.py FILE.ico
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QGuiApplication, QIcon

DRAWING = Path(__file__).parents[2] / "ui" / "style" / "icons" / "mishao.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Sizes in pixels, from the list of details to the desktop at 300 %."""


def main(target: Path) -> None:
    """Write all sizes into one file, each made from the largest."""
    application = QGuiApplication([])
    target.parent.mkdir(parents=True, exist_ok=True)
    largest = target.with_suffix(".png")
    QIcon(str(DRAWING)).pixmap(max(SIZES)).save(str(largest))
    Image.open(largest).save(target, sizes=[(size, size) for size in SIZES])
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
