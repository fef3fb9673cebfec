"""Draws screens and pages that only resemble something: red everywhere, forms that are no cards, plain chats."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

from tests.reading.traits.cards import PEOPLE, PLACES, card_number
from tests.reading.traits.documents import BODIES, BODY, SUBJECTS
from tests.support.pictures import BLACK, WHITE, font, identity_number, render_chat, render_table, wrap

_RED = (226, 35, 40)


def chat(random: Random) -> Image.Image:
    """A chat with red and coloured avatars, unread badges and a red envelope."""
    lines = ["收到", "明天下午三点开会，请大家准时参加。", "好的", "材料我晚点发群里", "今天食堂有红烧肉",
             "周末一起爬山吗？", "文件已经放在共享盘了", "辛苦了"]
    picture = render_chat([(random.choice(("王姐", "我", "小李", "老周")), random.choice(lines)) for _ in range(8)],
                          dark=random.random() < 0.3)
    draw = ImageDraw.Draw(picture)
    for number in range(6):
        y = 150 + number * 190
        kind = random.randrange(4)
        if kind == 0:
            draw.ellipse((14, y, 84, y + 70), fill=_RED)
            draw.text((49, y + 35), random.choice("王李周"), font=font(36, bold=True), fill=WHITE, anchor="mm")
        elif kind == 1:
            draw.rounded_rectangle((14, y, 84, y + 70), 10, fill=(200, 60, 50))
            draw.polygon(star(49, y + 35, 26), fill=(255, 220, 60))
        elif kind == 2:
            draw.ellipse((14, y, 84, y + 70), outline=_RED, width=8)
            draw.text((49, y + 35), "A", font=font(36, bold=True), fill=_RED, anchor="mm")
        else:
            draw.ellipse((14, y, 84, y + 70), fill=(255, 205, 60))
            draw.ellipse((34, y + 40, 64, y + 62), fill=(180, 40, 40))
        draw.ellipse((70, y - 14, 104, y + 20), fill=_RED)
        draw.text((87, y + 3), str(random.randint(1, 9)), font=font(22), fill=WHITE, anchor="mm")
    draw.rounded_rectangle((300, picture.height - 150, 760, picture.height - 20), 12, fill=(230, 90, 60))
    draw.text((340, picture.height - 85), "恭喜发财，大吉大利", font=font(30), fill=(255, 230, 180), anchor="lm")
    return picture


def star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The ten corners of a five-pointed star."""
    return [(x + math.sin(k * math.pi / 5) * r, y - math.cos(k * math.pi / 5) * r)
            for k, r in ((k, radius if k % 2 == 0 else radius * 0.4) for k in range(10))]


def shop(random: Random) -> Image.Image:
    """A shop: red banners, red prices, round promotion stickers, a red tab line."""
    page = Image.new("RGB", (1440, 1000), (245, 245, 245))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 1440, 110), fill=_RED)
    draw.text((720, 55), "年货节 全场满300减50", font=font(52, bold=True), fill=WHITE, anchor="mm")
    draw.text((120, 150), "推荐", font=font(30, bold=True), fill=_RED, anchor="mm")
    draw.line((80, 176, 160, 176), fill=_RED, width=5)
    for number in range(8):
        x, y = 40 + (number % 4) * 350, 210 + (number // 4) * 390
        draw.rectangle((x, y, x + 320, y + 360), fill=WHITE)
        goods = random.choice([(220, 180, 160), (180, 40, 40), (90, 140, 180), (240, 210, 90)])
        draw.rectangle((x + 20, y + 20, x + 300, y + 230), fill=goods)
        draw.ellipse((x + 230, y + 30, x + 300, y + 100), fill=_RED)
        sticker = random.choice(["热卖", "5折", "新品"])
        draw.text((x + 265, y + 65), sticker, font=font(24, bold=True), fill=WHITE, anchor="mm")
        draw.text((x + 20, y + 250), "手工坚果礼盒 送礼佳品", font=font(24), fill=BLACK)
        draw.text((x + 20, y + 300), f"¥{random.randint(9, 999)}.00", font=font(34, bold=True), fill=_RED)
    draw.ellipse((1290, 860, 1410, 980), outline=_RED, width=8)
    draw.text((1350, 920), "购", font=font(64, bold=True), fill=_RED, anchor="mm")
    return page


def news(random: Random) -> Image.Image:
    """A news page: red section headings over red lines, a banner, a list."""
    page = Image.new("RGB", (1280, 1100), WHITE)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 1280, 160), fill=(190, 20, 26))
    name = f"{random.choice(BODIES)}门户网站"
    draw.text((640, 80), name, font=font(60, bold=True, serif=True), fill=(255, 236, 190), anchor="mm")
    for column, section in enumerate(["通知公告", "政务动态"]):
        x = 60 + column * 600
        draw.text((x, 220), section, font=font(30, bold=True), fill=_RED, anchor="lm")
        draw.line((x, 250, x + 560, 250), fill=_RED, width=3)
        for number in range(12):
            draw.text((x, 280 + number * 60), f"· 关于{random.choice(SUBJECTS)}的公告", font=font(26), fill=BLACK)
    return page


def flag(random: Random) -> Image.Image:
    """A red flag with stars, a round emblem-like disc and a ribbon."""
    page = Image.new("RGB", (1200, 800), random.choice([(150, 200, 240), WHITE, (30, 60, 100)]))
    draw = ImageDraw.Draw(page)
    draw.rectangle((120, 100, 820, 560), fill=(222, 41, 16))
    draw.polygon(star(240, 220, 70), fill=(255, 222, 0))
    for x, y in ((350, 150), (400, 200), (400, 270), (350, 320)):
        draw.polygon(star(x, y, 24), fill=(255, 222, 0))
    draw.ellipse((900, 120, 1100, 320), fill=(222, 41, 16))
    draw.ellipse((930, 150, 1070, 290), fill=(255, 222, 0))
    draw.text((600, 700), "热烈庆祝中华人民共和国成立", font=font(50, bold=True), fill=(222, 41, 16), anchor="mm")
    return page


def annotated(random: Random) -> Image.Image:
    """A screenshot on which somebody has drawn red circles, arrows and underlines."""
    page = Image.new("RGB", (1280, 900), WHITE)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(wrap(BODY * 4, font(26), 1120)):
        draw.text((80, 80 + number * 52), line, font=font(26), fill=BLACK)
    for _ in range(random.randint(1, 3)):
        x, y, size = random.randint(100, 900), random.randint(100, 600), random.randint(80, 220)
        draw.ellipse((x, y, x + size, y + size * random.uniform(0.55, 1)), outline=_RED, width=random.randint(3, 7))
    draw.line((200, 180, 640, 184), fill=_RED, width=4)
    draw.text((880, 820), "看这里", font=font(40), fill=_RED)
    return page


def signs(random: Random) -> Image.Image:
    """Road signs, a dartboard, a round logo: red and round, but no seal."""
    page = Image.new("RGB", (1200, 800), random.choice([(235, 235, 230), (160, 190, 220)]))
    draw = ImageDraw.Draw(page)
    draw.ellipse((80, 80, 330, 330), fill=WHITE, outline=(220, 20, 30), width=28)
    draw.text((205, 205), str(random.choice([40, 60, 80])), font=font(110, bold=True), fill=BLACK, anchor="mm")
    draw.ellipse((430, 80, 680, 330), fill=WHITE, outline=(220, 20, 30), width=26)
    draw.line((470, 120, 640, 290), fill=(220, 20, 30), width=24)
    draw.ellipse((780, 80, 1030, 330), fill=(220, 20, 30))
    draw.rectangle((830, 185, 980, 225), fill=WHITE)
    for number in range(5):
        edge = number * 26
        draw.ellipse((80 + edge, 430 + edge, 340 - edge, 690 - edge), fill=(220, 20, 30) if number % 2 == 0 else WHITE)
    draw.ellipse((480, 430, 740, 690), fill=_RED)
    draw.text((610, 560), "福", font=font(150, bold=True, serif=True), fill=(255, 220, 120), anchor="mm")
    return page


def form(random: Random) -> Image.Image:
    """A table that asks for the same fields an identity card has, and prose with people's numbers."""
    year = random.randint(1950, 2005)
    rows = [("姓名", "性别", "民族", "出生日期", "住址", "公民身份号码")]
    rows += [(random.choice(PEOPLE), random.choice("男女"), "汉", f"{year}-03-04", random.choice(PLACES)[:9],
              identity_number(f"999901{year}0304{random.randint(10, 999):03}")) for _ in range(random.randint(3, 9))]
    return render_table(rows, widths=(120, 90, 90, 180, 280, 300))


def letter(random: Random) -> Image.Image:
    """Plain text that names a bank card's number, an identity card and a hospital."""
    words = (f"请各位把工资卡信息核对一下，开户行为江北银行，卡号{card_number(random)}，有效期以卡面为准。"
             "居民身份证正反面复印件请交到二楼人事科，签发机关和有效期限要看得清楚。"
             "体检安排在云山县中医院，请带好检查报告单，空腹前往。姓名、性别、年龄请如实填写。\n" + BODY)
    page = Image.new("RGB", (1100, 1000), random.choice([WHITE, (250, 246, 236), (232, 244, 255)]))
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(wrap(words, font(28), 960)):
        draw.text((70, 70 + number * 54), line, font=font(28), fill=BLACK)
    return page


def spreadsheet(random: Random) -> Image.Image:
    """A list of things with grid lines, some cells in red."""
    rows = [("序号", "物品", "数量", "单价", "负责人", "备注")]
    rows += [(str(number), random.choice(["打印纸", "硒鼓", "签字笔", "文件盒"]), str(random.randint(1, 90)),
              f"{random.randint(5, 400)}.00", random.choice(PEOPLE), "") for number in range(1, random.randint(8, 20))]
    return render_table(rows, widths=(90, 240, 120, 140, 180, 200))


def poster(random: Random) -> Image.Image:
    """A notice in large red characters over red lines, with a framed table and a red-lined letter sheet."""
    page = Image.new("RGB", (1240, 1500), WHITE)
    draw = ImageDraw.Draw(page)
    draw.text((100, 120), "安全生产月", font=font(90, bold=True), fill=_RED, anchor="lm")
    draw.text((100, 230), "人人讲安全 个个会应急", font=font(44), fill=_RED, anchor="lm")
    for number in range(9):
        y = 330 + number * 60
        draw.line((100, y, 1140, y), fill=(230, 120, 120), width=2)
        item = random.choice(["一、检查消防通道", "二、清点灭火器材", "三、学习应急预案"])
        draw.text((110, y - 40), item, font=font(28), fill=BLACK)
    draw.rectangle((100, 950, 1140, 1300), outline=_RED, width=5)
    draw.text((620, 1125), random.choice(["注意安全", "禁止烟火", "严禁入内"]), font=font(120, bold=True), fill=_RED,
              anchor="mm")
    return page


def dashboard(random: Random) -> Image.Image:
    """Figures and gauges: a red ring with a number, a pie, a falling red curve, small icons."""
    page = Image.new("RGB", (1600, 900), random.choice([WHITE, (22, 26, 38)]))
    draw = ImageDraw.Draw(page)
    ink = BLACK if page.getpixel((0, 0)) == WHITE else WHITE
    for number in range(3):
        x = 120 + number * 480
        draw.arc((x, 120, x + 300, 420), 0, random.randint(200, 360), fill=_RED, width=26)
        draw.text((x + 150, 260), f"{random.randint(10, 99)}%", font=font(64, bold=True), fill=_RED, anchor="mm")
        draw.text((x + 150, 340), "完成率", font=font(28), fill=ink, anchor="mm")
    points = [(120 + 60 * step, 760 - random.randint(0, 200)) for step in range(22)]
    draw.line(points, fill=_RED, width=4)
    for number in range(6):
        draw.text((120 + number * 220, 800), f"{number + 1}月", font=font(24), fill=ink)
        draw.ellipse((1480, 60 + number * 70, 1530, 110 + number * 70), outline=ink, width=4)
        draw.line((1492, 85 + number * 70, 1518, 85 + number * 70), fill=ink, width=4)
    return page


def profile(random: Random) -> Image.Image:
    """A page about a person with a picture, and fields named as on a card."""
    page = Image.new("RGB", (1200, 800), WHITE)
    draw = ImageDraw.Draw(page)
    draw.rectangle((860, 120, 1080, 420), fill=(200, 210, 220))
    draw.ellipse((910, 170, 1030, 330), fill=(222, 182, 156))
    fields = (("姓名", random.choice(PEOPLE)), ("性别", "女"), ("民族", "汉"), ("出生年月", "1990.03"),
              ("学历", "大学本科"), ("职务", "科员"), ("联系电话", "0000-1234567"))
    for number, (name, value) in enumerate(fields):
        draw.text((120, 140 + number * 70), f"{name}：{value}", font=font(30), fill=BLACK)
    return page
