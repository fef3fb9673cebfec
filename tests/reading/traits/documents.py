"""Draws official documents, red headings and seals of bodies that do not exist."""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.support.pictures import BLACK, font, wrap

BODIES = ("青河县人民政府办公室", "云山市卫生健康局", "江北县教育局", "松林镇人民政府", "白石市水利局",
          "南溪县应急管理局")
SUBJECTS = ("做好防汛值守工作", "开展安全生产检查", "调整工作专班成员", "报送季度工作总结", "加强档案管理工作")
BODY = ("各乡镇人民政府，县直各部门：为进一步做好有关工作，经研究，现将有关事项通知如下。"
        "一要提高认识，压实责任，明确专人负责。"
        "二要全面排查，建立台账，及时整改存在的问题。三要加强值守，遇有重要情况及时报告。请于本月底前将落实情况书面报送。")
RED = (214, 20, 28)


def seal(side: int, body: str, random: Random, *, ratio: float = 1.0, colour: tuple[int, int, int] = RED,
         strength: float = 1.0, wear: float = 0.0) -> Image.Image:
    """Draw a round seal (oval with a ``ratio`` below 1) as ink on a transparent ground; RGBA, ``side`` pixels wide.

    ``strength`` is the ink's opacity, ``wear`` the part of it that is missing in blotches.
    """
    big = 4 * side
    ink = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(ink)
    edge = big * 0.02
    draw.ellipse((edge, edge, big - edge, big - edge), outline=255, width=round(big * 0.028))
    face = font(round(big * min(0.15, 1.2 / len(body))), bold=True, serif=True)
    for number, character in enumerate(body):
        turn = math.radians(-130 + 260 * number / (len(body) - 1))
        glyph = Image.new("L", (face.size * 2, face.size * 2), 0)
        ImageDraw.Draw(glyph).text((face.size, face.size), character, font=face, fill=255, anchor="mm")
        glyph = glyph.rotate(-math.degrees(turn), Image.Resampling.BICUBIC)
        x, y = big / 2 + math.sin(turn) * big * 0.37, big / 2 - math.cos(turn) * big * 0.37
        ink.paste(255, (round(x - face.size), round(y - face.size)), glyph)
    points = [(big / 2 + math.sin(k * math.pi / 5) * r, big / 2 - math.cos(k * math.pi / 5) * r)
              for k, r in ((k, big * (0.13 if k % 2 == 0 else 0.05)) for k in range(10))]
    if ratio == 1:
        draw.polygon(points, fill=255)
    else:
        draw.text((big / 2, big / 2), "业务专用章", font=font(round(big * 0.09), bold=True), fill=255, anchor="mm")
    if random.random() < 0.5:
        draw.text((big / 2, big * 0.72), "3201000123456" if ratio == 1 else "(2)", font=font(round(big * 0.06)),
                  fill=255, anchor="mm")
    ink = ink.resize((side, round(side * ratio)), Image.Resampling.LANCZOS)
    alpha = np.asarray(ink).astype(np.float32) * strength
    if wear:
        blotches = np.random.default_rng(random.randrange(2**32)).random((side // 8 + 2, side // 8 + 2), np.float32)
        blotches = cv2.resize(blotches, (ink.width, ink.height), interpolation=cv2.INTER_CUBIC)
        alpha *= np.clip((blotches - wear) * 6 + 0.5, 0, 1)
    stamp = Image.new("RGBA", ink.size, (*colour, 0))
    stamp.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return stamp


def stamp_on(page: Image.Image, stamp: Image.Image, place: tuple[int, int]) -> None:
    """Press a seal on a page like ink: dark pixels below stay dark. ``place`` is the seal's middle."""
    left, top = place[0] - stamp.width // 2, place[1] - stamp.height // 2
    under = page.crop((left, top, left + stamp.width, top + stamp.height))
    ink = Image.new("RGB", stamp.size, (255, 255, 255))
    ink.paste(stamp.convert("RGB"), (0, 0), stamp.getchannel("A"))
    page.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(ink))), (left, top))


def page_of(random: Random, *, red_head: bool, width: int = 1240, height: int = 1754) -> Image.Image:
    """Render a letter, with a red heading or with a black title only."""
    page = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    body = random.choice(BODIES)
    y = 150
    if red_head:
        words = body + random.choice(["文件", "", "文件"])
        size = min(96, int(900 / len(words)) + random.randint(-6, 6))
        draw.text((width // 2, y + 60), words, font=font(size, bold=True, serif=True), fill=RED, anchor="mm")
        y += 190
        number = f"{body[0]}政发〔2026〕{random.randint(1, 99)}号"
        draw.text((width // 2, y), number, font=font(30, serif=True), fill=BLACK, anchor="mm")
        y += 45
        thickness = random.randint(3, 6)
        if random.random() < 0.2:
            draw.line((150, y, width // 2 - 40, y), fill=RED, width=thickness)
            draw.line((width // 2 + 40, y, width - 150, y), fill=RED, width=thickness)
            draw.text((width // 2, y), "★", font=font(40), fill=RED, anchor="mm")
        else:
            draw.line((150, y, width - 150, y), fill=RED, width=thickness)
            if random.random() < 0.3:
                draw.line((150, y + 8, width - 150, y + 8), fill=RED, width=2)
    y += 80
    title = f"关于{random.choice(SUBJECTS)}的通知"
    draw.text((width // 2, y), title, font=font(40, bold=True, serif=True), fill=BLACK, anchor="mm")
    y += 80
    face = font(30, serif=True)
    for line in wrap(BODY * random.randint(2, 5), face, width - 320):
        draw.text((160, y), line, font=face, fill=BLACK)
        y += 54
    draw.text((width - 420, height - 330), body, font=face, fill=BLACK, anchor="mm")
    draw.text((width - 420, height - 270), "2026年3月12日", font=face, fill=BLACK, anchor="mm")
    return page


def sealed_page(random: Random, *, red_head: bool) -> Image.Image:
    """Render a letter with one to three seals, fresh or faded, turned by hand."""
    page = page_of(random, red_head=red_head)
    count = random.choice([1, 1, 1, 2, 3])
    for number in range(count):
        ratio = random.choice([1.0, 1.0, 1.0, 0.67])
        colour = random.choice([RED, (230, 40, 50), (200, 30, 60), (190, 30, 25)])
        stamp = seal(random.randint(210, 270), random.choice(BODIES), random, ratio=ratio, colour=colour,
                     strength=random.choice([1.0, 0.85, 0.6, 0.45]), wear=random.choice([0, 0, 0.1, 0.2]))
        stamp = stamp.rotate(random.uniform(-25, 25), Image.Resampling.BICUBIC, expand=True)
        if random.random() < 0.4:
            stamp = stamp.filter(ImageFilter.GaussianBlur(1.2))
        stamp_on(page, stamp, (820 - 290 * number, 1754 - 300 + random.randint(-30, 30)))
    return page
