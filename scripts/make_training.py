"""Makes the training slides from docs/admin/training.zh.md: one page per heading, with speaker notes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pptx import Presentation
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

SOURCE = Path(__file__).parents[1] / "docs" / "admin" / "training.zh.md"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_TITLE_ONLY, _TITLE_SLIDE = 5, 0
_PICTURE = re.compile(r"!\[(?P<words>.*)\]\((?P<path>.+)\)")
_MARGIN, _TOP = Inches(0.7), Inches(1.6)
_FONT = "Noto Sans CJK SC"


@dataclass
class Page:
    """One slide as written."""

    title: str
    points: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    picture: Path | None = None


def pages(source: Path) -> Iterator[Page]:
    """Yield the pages of a text; the first has the words before the first heading of the second level."""
    page = Page("")
    for line in source.read_text("utf-8").splitlines():
        picture = _PICTURE.fullmatch(line)
        if line.startswith("## "):
            yield page
            page = Page(line.removeprefix("## "))
        elif line.startswith("# "):
            page.title = line.removeprefix("# ")
        elif line.startswith("- "):
            page.points.append(line.removeprefix("- ").replace("`", ""))
        elif picture is not None:
            page.picture = source.parent / picture["path"]
        elif line:
            page.notes.append(line.removeprefix("讲："))
    yield page


def deck(source: Path) -> Presentation:
    """Return the slides."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    for number, page in enumerate(pages(source)):
        slide = made.slides.add_slide(made.slide_layouts[_TITLE_ONLY if number else _TITLE_SLIDE])
        _fill(slide, page)
    return made


def _fill(slide: Slide, page: Page) -> None:
    title = slide.shapes.title
    title.text = page.title
    title.left, title.width = _MARGIN, WIDTH - 2 * _MARGIN  # the template's own are for a narrower page
    if page.points:
        title.top, title.height = Inches(0.4), Inches(1.0)
    for paragraph in title.text_frame.paragraphs:
        paragraph.font.name = _FONT
    slide.notes_slide.notes_text_frame.text = "\n".join(page.notes)
    beside = 0
    if page.picture is not None:
        beside = slide.shapes.add_picture(str(page.picture), 0, _TOP, height=HEIGHT - _TOP - _MARGIN).width
        shown = slide.shapes[-1]
        if beside > WIDTH // 2:
            shown.height, shown.width, beside = shown.height * (WIDTH // 2) // beside, WIDTH // 2, WIDTH // 2
        shown.left = Emu(WIDTH - _MARGIN - beside)
    if page.points:
        box = slide.shapes.add_textbox(_MARGIN, _TOP, WIDTH - 2 * _MARGIN - beside, HEIGHT - _TOP - _MARGIN).text_frame
        box.word_wrap = True
        for number, point in enumerate(page.points):
            paragraph = box.paragraphs[0] if number == 0 else box.add_paragraph()
            paragraph.text, paragraph.font.size, paragraph.font.name = f"• {point}", Pt(26), _FONT
            paragraph.space_after = Pt(14)


def main() -> None:
    """Write the slides to the given file."""
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    deck(SOURCE).save(str(out))
    print(out)


if __name__ == "__main__":
    main()
