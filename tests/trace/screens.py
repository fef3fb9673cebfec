"""Draws ten screens of an office: pages, a table, chats, dark windows, a picture, slides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.support.drawn_chats import draw_chat
from tests.support.drawn_pages import draw_web_page, draw_word_processor
from tests.support.pictures import font, render_table
from tests.support.real_text import news
from tests.support.writers import WrittenText, texts_of, writers

FULL_HD, LAPTOP, WIDE, UHD = (1920, 1080), (1366, 768), (2560, 1440), (3840, 2160)
_WINDOWS = Path(__file__).parents[2] / "docs" / "screens"


def _long(random: Random) -> WrittenText:
    return random.choice([text for writer in writers() for text in texts_of(writer) if len(text.text) > 500])


def _on(size: tuple[int, int], window: Image.Image, desk: tuple[int, int, int] = (38, 84, 120)) -> Image.Image:
    screen = Image.new("RGB", size, desk)
    left, top = ((whole - part) // 2 for whole, part in zip(size, window.size, strict=True))
    screen.paste(window.convert("RGB"), (max(0, left), max(0, top - 20)))
    ImageDraw.Draw(screen).rectangle((0, size[1] - 40, *size), fill=(228, 230, 234))
    return screen


def _page(random: Random) -> Image.Image:
    page = draw_word_processor(_long(random), random)
    return _on(FULL_HD, page.resize((1920, page.height * 1920 // page.width)).crop((0, 0, 1920, 1040)))


def _site(random: Random) -> Image.Image:
    page = draw_web_page(_long(random), random)
    return _on(FULL_HD, page.resize((1600, page.height * 1600 // page.width)).crop((0, 0, 1600, 1000)))


def _table(random: Random) -> Image.Image:
    rows = [[f"{at}", random.choice("王李张刘陈") + "某某", f"{random.randrange(10**7, 10**8)}",
             random.choice(("城关镇", "白塔镇")), f"{random.uniform(0, 9000):.2f}", "已核"] for at in range(1, 46)]
    return _on(FULL_HD, render_table(rows, widths=(70, 180, 260, 300, 240, 200), size=16), (235, 236, 238))


def _chat(random: Random) -> Image.Image:
    chat = draw_chat(_long(random), random, dark=False)
    return _on(LAPTOP, chat.crop((0, 0, min(chat.width, 900), 700)))


def _dark_chat(random: Random) -> Image.Image:
    chat = draw_chat(_long(random), random, dark=True)
    return _on(FULL_HD, chat.crop((0, 0, min(chat.width, 1100), 1000)), (18, 18, 20))


def _editor(random: Random) -> Image.Image:
    screen = Image.new("RGB", FULL_HD, (30, 30, 34))
    draw = ImageDraw.Draw(screen)
    lines = [line for text in news()[random.randrange(50):] for line in (text[:60], text[60:110])][:48]
    for at, line in enumerate(lines):
        draw.text((30, 16 + at * 22), str(at + 1), font=font(15), fill=(110, 110, 120))
        draw.text((80 + 24 * (at % 3), 16 + at * 22), line, font=font(15), fill=random.choice(
            ((212, 212, 212), (156, 220, 254), (206, 145, 120), (181, 206, 168))))
    return screen


def _picture(random: Random) -> Image.Image:
    chance = np.random.default_rng(random.randrange(2**32))
    layers = [cv2.resize(chance.uniform(0, 1, (4 << level, 7 << level, 3)).astype(np.float32), FULL_HD,
                         interpolation=cv2.INTER_CUBIC) / 2 ** (level * 0.8) for level in range(7)]
    mixed = np.sum(layers, axis=0)
    mixed = (mixed - mixed.min()) / (mixed.max() - mixed.min())
    return Image.fromarray((np.asarray(mixed) * 255).astype(np.uint8))


def _slides(random: Random) -> Image.Image:
    screen = Image.new("RGB", WIDE, (196, 28, 34))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((120, 260, 2440, 1300), fill=(252, 250, 244))
    draw.text((140, 80), "下半年重点工作安排", font=font(96, bold=True), fill=(255, 240, 200))
    for at, text in enumerate(random.sample(news(), 7)):
        draw.text((200, 320 + at * 136), f"{at + 1}. {text[:34]}", font=font(56), fill=(50, 50, 54))
    return screen


def _own_windows(random: Random) -> Image.Image:
    screen = Image.new("RGB", FULL_HD, (222, 226, 230))
    for path in random.sample(sorted(_WINDOWS.glob("*.png")), 5):
        window = Image.open(path).convert("RGB")
        screen.paste(window, (random.randrange(0, 1000), random.randrange(0, 500)))
    return screen


def _large(random: Random) -> Image.Image:
    page = draw_word_processor(_long(random), random)
    page = page.resize((3840, page.height * 3840 // page.width), Image.Resampling.LANCZOS)
    return _on(UHD, page.crop((0, 0, 3840, 2080)))


SCREENS: Mapping[str, tuple[Callable[[Random], Image.Image], float]] = {
    "a page in a word processor": (_page, 1.0),
    "an office's web page": (_site, 1.0),
    "a table": (_table, 1.0),
    "a chat on a laptop": (_chat, 1.0),
    "a dark chat": (_dark_chat, 1.0),
    "a dark editor full of text": (_editor, 1.0),
    "a colourful picture": (_picture, 1.0),
    "slides at 2560": (_slides, 1.0),
    "several windows": (_own_windows, 1.0),
    "a page at 4K, 200 %": (_large, 2.0),
}
"""Name → what draws it, and its scale factor."""
