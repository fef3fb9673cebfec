"""Draws a text as a page: in a window of WPS, on an office's web page, on a photo of either or of paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from random import Random

from PIL import Image, ImageDraw

from tests.support.drawn_words import broken, shown
from tests.support.photographs import Shot, photograph
from tests.support.pictures import WHITE, Colour, font, render_document, render_table
from tests.support.writers import WrittenText

_MENUS = ("文件", "开始", "插入", "页面", "引用", "审阅", "视图", "工具")
_NAVIGATION = ("首页", "待办事项", "通知公告", "日程", "通讯录", "设置")
_SIDE = ("全部", "未读", "已读", "收藏", "回收站")
"""Words of programs around texts of any kind: they do not reveal whether a text may be sent."""
_GREY: Colour = (120, 120, 120)
_BLUE: Colour = (32, 96, 176)
_LETTERS = 44
"""Characters per line of a page, as on A4."""


def draw_word_processor(written: WrittenText, random: Random) -> Image.Image:
    """Return a window of WPS with the text on its page; RGB."""
    size = random.choice((14, 16, 16, 18, 21))
    body = _flow(written, _LETTERS * size, size, serif=random.random() < 0.6)
    width = max(random.choice((1366, 1600, 1920)), body.width + 12 * size)
    paper = (body.width + 8 * size, max(body.height + 10 * size, width // 3))
    page = Image.new("RGB", (width, paper[1] + 140), (228, 229, 231))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, width, 78), fill=(246, 246, 248))
    draw.text((16, 8), "文字文稿1.docx - WPS Office", font=font(16), fill=_GREY)
    for number, word in enumerate(_MENUS):
        draw.text((16 + number * 84, 44), word, font=font(16), fill=(60, 60, 60))
    left = (width - paper[0]) // 2
    page.paste(WHITE, (left, 96, left + paper[0], 96 + paper[1]))
    page.paste(body, (left + 4 * size, 96 + 5 * size))
    draw.rectangle((0, page.height - 30, width, page.height), fill=(246, 246, 248))
    draw.text((16, page.height - 26), f"页面: 1/1    字数: {len(written.text)}    100%", font=font(14), fill=_GREY)
    return page


def draw_web_page(written: WrittenText, random: Random) -> Image.Image:
    """Return an office's web page with the text in its middle; RGB."""
    size, side = random.choice((14, 15, 16, 18)), random.choice((0, 180))
    body = _flow(written, random.choice((48, 60)) * size, size, serif=False)
    width = max(1280, side + body.width + 120)
    page = Image.new("RGB", (width, max(640, body.height + 220)), (240, 242, 245))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, width, 56), fill=_BLUE)
    for number, word in enumerate(_NAVIGATION):
        draw.text((40 + number * 120, 28), word, font=font(16), fill=WHITE, anchor="lm")
    for number, word in enumerate(_SIDE if side else ()):
        draw.text((40, 100 + number * 48), word, font=font(15), fill=(80, 80, 80), anchor="lm")
    draw.rectangle((side + 20, 76, width - 20, page.height - 20), fill=WHITE)
    page.paste(body, (side + 60, 110))
    draw.text((side + 60, page.height - 50), f"浏览 {random.randint(3, 900)} 次    返回", font=font(13), fill=_GREY)
    return page


def draw_photo(written: WrittenText, random: Random) -> Image.Image:
    """Return a phone photo of paper or of a screen: turned, skewed, a little blurred, unevenly lit; RGB."""
    screen = random.random() < 0.4
    page = random.choice((draw_word_processor, draw_web_page) if screen else (_paper,))(written, random)
    larger = 1.5 if screen else 1.2
    shot = Shot(random.uniform(-5, 5), blur=random.uniform(0.4, 1.1), shade=random.uniform(0.2, 0.6),
                moire=random.uniform(3, 8) if screen else 0, warp=random.uniform(0.01, 0.03),
                noise=random.uniform(2, 5), quality=random.randint(60, 88), width=round(page.width * larger),
                height=round(page.height * larger))
    return photograph(page, shot, random.randrange(2**32))


def _paper(written: WrittenText, random: Random) -> Image.Image:
    size = random.choice((26, 28, 30))
    body = _flow(written, 36 * size, size, serif=random.random() < 0.7)
    page = Image.new("RGB", (body.width + 6 * size, max(body.height + 8 * size, 700)), WHITE)
    page.paste(body, (3 * size, 4 * size))
    return page


def _flow(written: WrittenText, width: int, size: int, *, serif: bool) -> Image.Image:
    """Draw paragraphs, and lines with tabs as the rows of a table, below each other on white."""
    blocks = []
    for is_table, lines in groupby(shown(written.text).split("\n"), key=lambda line: "\t" in line):
        if is_table:
            blocks.append(_table([line.split("\t") for line in lines], width, size))
        else:
            blocks.append(_prose("\n".join(lines), width, size, serif=serif))
    page = Image.new("RGB", (max(block.width for block in blocks), sum(block.height for block in blocks)), WHITE)
    top = 0
    for block in blocks:
        page.paste(block, (0, top))
        top += block.height
    return page


def _prose(text: str, width: int, size: int, *, serif: bool) -> Image.Image:
    margin = 2 * size
    page = render_document(broken(text, font(size, serif=serif), width), width=width + 2 * margin, size=size,
                           serif=serif)
    return page.crop((margin, margin, page.width - size, page.height - margin))


def _table(rows: Sequence[Sequence[str]], width: int, size: int) -> Image.Image:
    columns = max(map(len, rows))
    filled = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = _widths(filled, width, size)
    return render_table([[broken(cell, font(size), room - size) for cell, room in zip(row, widths, strict=True)]
                         for row in filled], widths=widths, size=size)


def _widths(rows: Sequence[Sequence[str]], width: int, size: int) -> list[int]:
    """Return the width each column wants; where the sum is too large, the widest columns get equal widths and break
    lines."""
    face = font(size)
    wanted = [round(max(map(face.getlength, column))) + 2 * size for column in zip(*rows, strict=True)]
    rest, most = width, width
    for number, one in enumerate(sorted(wanted)):
        most = rest // (len(wanted) - number)
        if one > most:
            break
        rest -= one
    else:
        most = width
    return [max(min(one, most), 3 * size) for one in wanted]
