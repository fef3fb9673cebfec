"""Draws identity cards and bank cards of people who do not exist, in the layout of real ones."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.support.pictures import font, identity_number

PEOPLE = ("王小明", "李建国", "赵海燕", "陈思远", "周文静", "孙立新")
PLACES = ("云山省江北市解放路9号2栋301室", "青河省白石县松林镇南溪村12组", "云山省青河市人民路88号院5号楼")
_SIZE = (856, 540)


def _ground(random: Random, first: tuple[int, int, int], second: tuple[int, int, int]) -> Image.Image:
    """A card-sized gradient with fine wavy lines."""
    width, height = _SIZE
    ramp = np.linspace(0, 1, width)[None, :, None] * np.ones((height, 1, 1))
    colours = np.array(first) * (1 - ramp) + np.array(second) * ramp
    y, x = np.mgrid[0:height, 0:width]
    wave = 5 * np.sin((y + 14 * np.sin(x / random.uniform(50, 90))) / 4)
    return Image.fromarray(np.clip(colours + wave[:, :, None], 0, 255).astype(np.uint8))


def _face(random: Random, width: int, height: int) -> Image.Image:
    """A drawn head and shoulders on light ground."""
    shade = random.randint(205, 240)
    picture = Image.new("RGB", (width, height), (shade, shade, shade + 10))
    draw = ImageDraw.Draw(picture)
    skin = random.choice([(226, 186, 160), (205, 165, 138), (238, 200, 178)])
    coat = random.choice([(40, 44, 60), (120, 40, 40), (70, 90, 70)])
    draw.ellipse((width * 0.05, height * 0.7, width * 0.95, height * 1.4), fill=coat)
    draw.ellipse((width * 0.25, height * 0.12, width * 0.75, height * 0.68), fill=(30, 26, 24))
    draw.ellipse((width * 0.28, height * 0.2, width * 0.72, height * 0.72), fill=skin)
    for eye in (0.4, 0.6):
        draw.ellipse((width * eye - 6, height * 0.42, width * eye + 6, height * 0.45), fill=(30, 20, 20))
    draw.line((width * 0.43, height * 0.6, width * 0.57, height * 0.6), fill=(160, 80, 80), width=4)
    return picture.filter(ImageFilter.GaussianBlur(1))


def _rounded(card: Image.Image) -> Image.Image:
    mask = Image.new("L", card.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, card.width - 1, card.height - 1), 28, fill=255)
    card.putalpha(mask)
    return card


def identity_front(random: Random) -> Image.Image:
    """The side with name, number and face; RGBA, 856 × 540."""
    card = _ground(random, (214, 232, 240), (232, 222, 238))
    draw = ImageDraw.Draw(card)
    label, value = (40, 90, 150), (20, 20, 24)
    small, large = font(24), font(31)
    year, month, day = random.randint(1950, 2005), random.randint(1, 12), random.randint(1, 28)
    number = identity_number(f"999901{year}{month:02}{day:02}{random.randint(10, 999):03}")

    def field(x: int, y: int, name: str, content: str, at: int) -> None:
        draw.text((x, y), name, font=small, fill=label, anchor="lm")
        draw.text((at, y), content, font=large, fill=value, anchor="lm")

    field(58, 78, "姓名", random.choice(PEOPLE), 150)
    field(58, 142, "性别", random.choice("男女"), 150)
    field(250, 142, "民族", "汉", 330)
    field(58, 206, "出生", f"{year} 年 {month} 月 {day} 日", 150)
    place = random.choice(PLACES)
    field(58, 272, "住址", place[:11], 150)
    draw.text((150, 318), place[11:], font=large, fill=value, anchor="lm")
    draw.text((58, 468), "公民身份号码", font=small, fill=label, anchor="lm")
    x = 290
    for digit in number:
        draw.text((x, 468), digit, font=font(36), fill=value, anchor="lm")
        x += 27
    card.paste(_face(random, 200, 260), (595, 90))
    return _rounded(card)


def identity_back(random: Random) -> Image.Image:
    """The side with the emblem and the issuing authority; RGBA, 856 × 540."""
    card = _ground(random, (216, 228, 236), (238, 222, 232))
    draw = ImageDraw.Draw(card)
    draw.ellipse((60, 50, 190, 180), fill=(200, 50, 50))
    draw.ellipse((85, 75, 165, 155), fill=(222, 190, 90))
    draw.text((505, 92), "中华人民共和国", font=font(48, bold=True, serif=True), fill=(24, 24, 24), anchor="mm")
    draw.text((505, 182), "居 民 身 份 证", font=font(64, bold=True, serif=True), fill=(24, 24, 24), anchor="mm")
    draw.text((180, 400), "签发机关", font=font(26), fill=(24, 24, 24), anchor="lm")
    draw.text((320, 400), random.choice(["江北市公安局", "白石县公安局", "青河市公安局云山分局"]), font=font(30),
              fill=(24, 24, 24), anchor="lm")
    draw.text((180, 466), "有效期限", font=font(26), fill=(24, 24, 24), anchor="lm")
    start = random.randint(2008, 2024)
    draw.text((320, 466), f"{start}.05.18-{start + 20}.05.18", font=font(30), fill=(24, 24, 24), anchor="lm")
    return _rounded(card)


def card_number(random: Random, first: str = "622202", length: int = 19) -> str:
    """The number of an invented bank card, with a valid Luhn digit."""
    digits = first + "".join(str(random.randrange(10)) for _ in range(length - len(first) - 1))
    total = sum(sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit)
                for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def bank_card(random: Random) -> Image.Image:
    """The front of a bank card; RGBA, 856 × 540."""
    first, second = random.choice([((150, 30, 40), (200, 60, 60)), ((20, 60, 130), (40, 110, 190)),
                                   ((170, 130, 60), (220, 190, 120)), ((20, 110, 90), (60, 160, 130)),
                                   ((30, 30, 36), (80, 80, 90))])
    card = _ground(random, first, second)
    draw = ImageDraw.Draw(card)
    light = (248, 248, 244)
    draw.text((60, 80), random.choice(["江北银行", "云山农商银行", "青河银行"]), font=font(46, bold=True), fill=light,
              anchor="lm")
    draw.text((790, 80), random.choice(["借记卡", "储蓄卡", "DEBIT CARD"]), font=font(26), fill=light, anchor="rm")
    draw.rounded_rectangle((70, 180, 160, 250), 12, fill=(210, 180, 100))
    length = random.choice([16, 19])
    number = card_number(random, length=length)
    draw.text((60, 320), " ".join(number[start:start + 4] for start in range(0, length, 4)), font=font(52), fill=light,
              anchor="lm")
    draw.text((300, 400), f"VALID THRU {random.randint(1, 12):02}/{random.randint(27, 35)}", font=font(22), fill=light,
              anchor="lm")
    draw.text((60, 470), random.choice(["WANG XIAOMING", "LI JIANGUO", "ZHAO HAIYAN"]), font=font(30), fill=light,
              anchor="lm")
    draw.text((720, 470), "UnionPay", font=font(34, bold=True), fill=light, anchor="mm")
    return _rounded(card)


def in_hand(card: Image.Image, random: Random) -> Image.Image:
    """Show a card held before a background; RGB."""
    background = random.choice([(96, 84, 74), (180, 176, 168), (52, 58, 66), (120, 140, 120)])
    canvas = Image.new("RGB", (1300, 1000), background)
    draw = ImageDraw.Draw(canvas)
    turned = card.rotate(random.uniform(-9, 9), Image.Resampling.BICUBIC, expand=True)
    canvas.paste(turned, ((1300 - turned.width) // 2, (1000 - turned.height) // 2), turned)
    skin = (218, 172, 145)
    draw.ellipse((120, 560, 330, 1100), fill=skin)
    draw.ellipse((1000, 660, 1160, 1100), fill=skin)
    return canvas.filter(ImageFilter.GaussianBlur(0.7))


def copied(cards: list[Image.Image], random: Random) -> Image.Image:
    """Scan cards on one white sheet, as for an application; RGB."""
    page = Image.new("RGB", (1240, 1000 + 640 * (len(cards) - 1)), (252, 252, 252))
    for number, card in enumerate(cards):
        page.paste(card, (190 + random.randint(-30, 30), 180 + number * 640), card)
    return page
