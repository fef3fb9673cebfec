"""Tests that the training's slides are made from its text: every page with its notes, in twenty minutes."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

from pptx import Presentation
from pptx.util import Inches

from tests.support.program import ROOT

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)


def test_the_slides_have_every_page_with_its_notes_and_take_twenty_minutes(tmp_path: Path) -> None:
    out = tmp_path / "培训.pptx"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "make_training.py"), str(out)], check=True,
                   capture_output=True)
    source = (ROOT / "docs" / "admin" / "training.zh.md").read_text("utf-8")
    headings = re.findall(r"(?m)^## (.*)$", source)
    slides = list(Presentation(str(out)).slides)
    assert [slide.shapes.title.text for slide in slides[1:]] == headings
    assert all(slide.notes_slide.notes_text_frame.text for slide in slides)
    assert sum(int(minutes) for minutes in re.findall(r"（(\d+) 分钟）", "\n".join(headings))) == 20
    for slide in slides:
        boxes = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) for shape in slide.shapes
                 if (shape != slide.shapes.title and shape.has_text_frame) or hasattr(shape, "image")]
        assert all(0 <= left < right <= WIDTH and 0 <= top < bottom <= HEIGHT for left, top, right, bottom in boxes)
        assert not any(cover(one, other) for one, other in combinations(boxes, 2))


def cover(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
