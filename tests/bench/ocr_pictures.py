"""Generates the pictures bench_ocr reads: seeded office pages, each with the strings that must be found.

All people are fictional; identity numbers have valid check characters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from tests.support.photographs import Shot, photograph
from tests.support.pictures import Colour, font, identity_number, wrap

MARKS = ("机密★10年", "秘密★5年", "绝密★30年", "机密★20年", "秘密★1年", "机密★", "绝密★", "机密★长期")
KEYWORDS = ("内部资料", "不予公开", "领导批示", "讨论稿", "交办单", "注意保存", "征求意见稿", "此件不公开", "送审稿")
OFFICES = ("江北市人民政府办公室", "云山县卫生健康委员会", "东海省发展和改革委员会", "清河区应急管理局", "江北市公安局")
SENTENCES = (
    "为贯彻落实上级决策部署，进一步加强和改进新形势下的保密管理工作，现就有关事项通知如下。",
    "各县（区）人民政府，市政府各部门要高度重视，切实加强组织领导，明确责任分工，确保任务落到实处。",
    "2023年全市固定资产投资完成1286.4亿元，同比增长7.8%，其中工业投资增长12.3%。",
    "项目资金实行专款专用，任何单位和个人不得截留、挤占、挪用，应当会同审计机关开展定期监督检查。",
    "经初步核查，该事件涉及人员较多、影响范围较大，请相关部门做好舆情监测和应急处置准备。",
    "患者因发热、咳嗽三天入院，既往有高血压病史，体温38.6℃，血压142/90mmHg，双肺呼吸音粗。",
    "流行病学调查显示，该病例于3月12日乘坐G1372次列车抵达，随后前往解放路步行街等场所活动。",
    "截至目前，累计完成老旧小区改造326个，惠及居民4.8万户，新增停车位1.2万个，加装电梯215部。",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英文建国志海燕雪峰"
_RARE_GIVEN = "翀昉淏龑"
_RARE_SHARE = 1 / 30
"""Names with a character outside the smaller network's dictionary: several times as frequent as among real people."""

RED: Colour = (200, 16, 30)


@dataclass(frozen=True)
class Picture:
    """One page to read: its kind, its lines as written, and (kind, string) pairs that must be found exactly."""

    name: str
    kind: str
    image: Image.Image
    lines: tuple[str, ...]
    sensitive: tuple[tuple[str, str], ...]


@dataclass
class Page:
    """A page to draw on, which remembers what was written."""

    image: Image.Image
    random: random.Random
    lines: list[str] = field(default_factory=list)
    sensitive: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = ImageDraw.Draw(self.image)

    def write(self, x: float, y: float, text: str, face: ImageFont.FreeTypeFont, colour: Colour,
              *marked: tuple[str, str], anchor: str = "la") -> None:
        """Write one line; ``marked`` are the (kind, string) pairs in it that must be found."""
        self.draw.text((x, y), text, font=face, fill=colour, anchor=anchor)
        self.lines.append(text)
        self.sensitive += marked

    def paragraph(self, x: float, y: float, width: float, text: str, face: ImageFont.FreeTypeFont, colour: Colour,
                  *marked: tuple[str, str]) -> float:
        """Write a wrapped paragraph and return where the next one begins."""
        for line in wrap("　　" + text, face, width):
            self.draw.text((x, y), line, font=face, fill=colour)
            self.lines.append(line.strip("　"))
            y += face.size * 1.75
        self.sensitive += marked
        return y

    def person(self) -> tuple[str, str, str]:
        """Return a name, an identity number and a telephone number."""
        pick = self.random
        name = pick.choice(_SURNAMES) + "".join(pick.choice(_GIVEN) for _ in range(pick.choice((1, 2, 2))))
        if pick.random() < _RARE_SHARE:
            name = name[:-1] + pick.choice(_RARE_GIVEN)
        born = f"{pick.randint(1950, 2012)}{pick.randint(1, 12):02}{pick.randint(1, 28):02}"
        area = pick.choice(("110101", "310115", "440106", "510107", "330106", "420111"))
        number = identity_number(f"{area}{born}{pick.randint(1, 999):03}")
        return name, number, pick.choice(("138", "139", "150", "186", "199")) + f"{pick.randint(0, 99999999):08}"

    def person_marked(self) -> tuple[tuple[str, str, str], tuple[tuple[str, str], ...]]:
        """Return a person, and the same three strings with their kinds."""
        name, number, phone = self.person()
        kind = "rare name" if any(character in _RARE_GIVEN for character in name) else "name"
        return (name, number, phone), ((kind, name), ("identity", number), ("phone", phone))

    def choose(self, choices: tuple[str, ...]) -> str:
        return self.random.choice(choices)


@dataclass(frozen=True)
class Look:
    """How a screen is drawn: its size, its letters, light or dark."""

    width: int = 1920
    height: int = 1080
    size: int = 16
    dark: bool = False
    serif: bool = False
    smooth: bool = True

    @property
    def face(self) -> ImageFont.FreeTypeFont:
        return font(self.size, serif=self.serif)

    @property
    def colours(self) -> tuple[Colour, Colour, Colour]:
        """Paper, ink and the colour of bars."""
        return ((30, 31, 34), (220, 221, 222), (43, 45, 49)) if self.dark else ((255, 255, 255), (20, 20, 20),
                                                                                 (240, 240, 240))

    def page(self, seed: int) -> Page:
        page = Page(Image.new("RGB", (self.width, self.height), self.colours[0]), random.Random(seed))
        page.draw.fontmode = "L" if self.smooth else "1"
        return page


def _window(page: Page, look: Look, title: str) -> None:
    _, ink, bar = look.colours
    page.draw.rectangle((0, 0, look.width, 36), fill=bar)
    page.write(14, 8, title, font(16), ink)
    for number, word in enumerate(("文件", "开始", "插入", "页面布局", "引用", "审阅", "视图")):
        page.write(14 + number * 90, 44, word, font(14), ink)
    page.draw.rectangle((0, look.height - 40, look.width, look.height), fill=bar)
    page.write(look.width - 120, look.height - 32, f"{page.random.randint(8, 18):02}:{page.random.randint(0, 59):02}",
               font(14), ink)


def _people(page: Page, x: float, y: float, width: float, look: Look) -> float:
    (name, number, phone), marked = page.person_marked()
    return page.paragraph(x, y, width, f"联系人{name}，身份证号{number}，手机{phone}，请予核实。", look.face,
                          look.colours[1], *marked)


def document(seed: int, look: Look) -> Page:
    """A word processor with a marked document."""
    page, (_, ink, _) = look.page(seed), look.colours
    _window(page, look, "工作通知（讨论稿）.docx - WPS 文字")
    page.sensitive.append(("keyword", "讨论稿"))
    left, width = look.width * 0.23, look.width * 0.5
    mark, keyword = page.choose(MARKS), page.choose(KEYWORDS)
    page.write(left, 110, mark, font(look.size + 4, bold=True), ink, ("mark", mark))
    page.write(left + width, 112, keyword, look.face, ink, ("keyword", keyword), anchor="ra")
    page.write(left + width / 2, 160, "关于进一步加强保密管理工作的情况报告", font(look.size + 10, serif=True), ink,
               anchor="mm")
    y, number = 200.0, 0
    while y < look.height - 60 - look.size * 7:
        if number % 4 == 3:
            y = _people(page, left, y, width, look)
        else:
            y = page.paragraph(left, y, width, page.choose(SENTENCES), look.face, ink)
        number += 1
    return page


def spreadsheet(seed: int, look: Look) -> Page:
    """A list of people; in the narrow columns identity and telephone numbers nearly touch."""
    page, (_, ink, _) = look.page(seed), look.colours
    _window(page, look, "密接人员名单.xlsx - WPS 表格")
    page.write(look.width / 2, 100, "密接人员排查名单", font(look.size + 8, bold=True), ink, ("keyword", "密接"),
               anchor="mm")
    size = look.size
    columns = (("序号", 3.6), ("姓名", 5), ("身份证号码", 10.8), ("联系电话", 7.4), ("现住址", 15), ("备注", 6))
    edges = [40.0]
    for _, width in columns:
        edges.append(edges[-1] + width * size)
    top, height = 124.0, size * 1.9
    for row in range(int((look.height - 60 - top) / height)):
        page.draw.line((edges[0], top, edges[-1], top), fill=(160, 160, 160))
        cells = tuple(title for title, _ in columns)
        if row:
            (name, number, phone), marked = page.person_marked()
            cells = (str(row), name, number, phone, f"江北市解放路{page.random.randint(1, 399)}号3栋402室", "密接")
            page.sensitive += marked
        for x, cell in zip(edges, cells, strict=False):
            page.write(x + 5, top + height / 2, cell, look.face, ink, anchor="lm")
        top += height
    for x in edges:
        page.draw.line((x, 124, x, top), fill=(160, 160, 160))
    return page


def chat(seed: int, look: Look) -> Page:
    """A chat window with a list of groups at its left."""
    page, (_, ink, bar) = look.page(seed), look.colours
    side = 300 if look.width > 1200 else 0
    if not look.dark:
        page.draw.rectangle((0, 0, look.width, look.height), fill=(237, 237, 237))
    if side:
        page.draw.rectangle((0, 0, side, look.height), fill=bar)
        for y in range(20, min(look.height, 900) - 60, 72):
            page.write(70, y, f"{page.choose(('值班报送群', '综合科内部群'))}（{page.random.randint(5, 200)}）",
                       font(max(12, look.size - 2)), ink)
            page.write(70, y + 24, page.choose(("收到", "好的，马上办", "请查收附件")), font(12), (140, 140, 140))
    y = 30.0
    while y < look.height - 110:
        y = _message(page, look, side + look.size * 4, y)
    return page


def _message(page: Page, look: Look, left: float, y: float) -> float:
    mine, kind = page.random.random() < 0.35, page.random.random()
    text, marked = page.choose(SENTENCES)[:page.random.randint(8, 24)], tuple[tuple[str, str], ...]()
    if kind < 0.3:
        (name, number, phone), marked = page.person_marked()
        text = f"{name} {number} {phone}"
    elif kind < 0.6:
        word = page.choose(KEYWORDS if kind < 0.45 else MARKS)
        text, marked = f"这份材料是{word}，不要外传", (("keyword" if kind < 0.45 else "mark", word),)
    width, height = look.face.getlength(text) + look.size * 1.6, look.size * 2.0
    if not mine:
        page.write(left, y, page.person()[0], font(max(12, round(look.size * 0.7))), (140, 140, 140))
        y += look.size * 1.3
    x = look.width - look.size * 3 - width if mine else left
    fill = (149, 236, 105) if mine else (60, 62, 68) if look.dark else (255, 255, 255)
    page.draw.rounded_rectangle((x, y, x + width, y + height), 8, fill=fill)
    page.write(x + look.size * 0.8, y + height / 2, text, look.face, (0, 0, 0) if mine else look.colours[1], *marked,
               anchor="lm")
    return y + height + look.size


def red_head(seed: int, look: Look) -> Page:
    """An official document with a red head and a mark."""
    page, scale = look.page(seed), look.width / 1240
    ink, left, width = look.colours[1], 150 * scale, look.width - 300 * scale
    face, office, mark, keyword = font(round(33 * scale), serif=True), *map(page.choose, (OFFICES, MARKS, KEYWORDS))
    page.write(left, 90 * scale, mark, font(round(33 * scale), bold=True), ink, ("mark", mark))
    page.write(left + width, 90 * scale, "特急", face, ink, anchor="ra")
    head = font(int(min(84 * scale, width / (len(office) + 2))), serif=True, bold=True)
    page.write(look.width / 2, 250 * scale, office + "文件", head, RED, anchor="mm")
    page.write(look.width / 2, 355 * scale, f"江政办发〔2023〕{page.random.randint(1, 199)}号", face, ink, anchor="mm")
    page.draw.rectangle((left, 395 * scale, left + width, 399 * scale), fill=RED)
    page.write(look.width / 2, 470 * scale, "关于开展涉密载体清查工作的通知", font(round(42 * scale), serif=True), ink,
               anchor="mm")
    y = 560 * scale
    while y < look.height - 520 * scale:
        y = page.paragraph(left, y, width, page.choose(SENTENCES), face, ink)
    (name, number, phone), marked = page.person_marked()
    y = page.paragraph(left, y, width, f"联系人：{name}，电话：{phone}，证件号：{number}。", face, ink, *marked)
    page.paragraph(left, y, width, f"（{keyword}）", face, ink, ("keyword", keyword))
    seal = (left + width - 330 * scale, y, left + width - 30 * scale, y + 300 * scale)
    page.draw.ellipse(seal, outline=(215, 20, 30), width=max(3, round(6 * scale)))
    page.write((seal[0] + seal[2]) / 2, y + 150 * scale, office, font(round(22 * scale)), ink, anchor="mm")
    return page


def crop(seed: int, look: Look) -> Page:
    """A small cut-out of a screen."""
    page = look.page(seed)
    (name, number, phone), marked = page.person_marked()
    mark, keyword = page.choose(MARKS), page.choose(KEYWORDS)
    rows = [(mark, [("mark", mark)]), (f"{name} {phone}", [marked[0], marked[2]]), (number, [marked[1]]),
            (keyword, [("keyword", keyword)])]
    page.random.shuffle(rows)
    for row, (text, marked) in enumerate(rows[:max(2, int(100 / (look.size * 1.6)))]):
        page.write(10, 10 + row * look.size * 1.6, text, look.face, look.colours[1], *marked)
    return page


Builder = Callable[[int, Look], Page]
_PAPER = Look(1240, 1754)
_SHEETS: tuple[tuple[str, Builder, Look], ...] = (
    ("document", document, Look(size=14)), ("document", document, Look(size=16, serif=True)),
    ("document", document, Look(size=16, dark=True)), ("document", document, Look(size=20)),
    ("document", document, Look(size=14, smooth=False)), ("document", document, Look(size=24, serif=True)),
    ("spreadsheet", spreadsheet, Look(size=14)), ("spreadsheet", spreadsheet, Look(size=16, dark=True)),
    ("spreadsheet", spreadsheet, Look(size=12)), ("spreadsheet", spreadsheet, Look(size=18)),
    ("chat light", chat, Look(size=14)), ("chat light", chat, Look(size=18)),
    ("chat dark", chat, Look(size=14, dark=True)), ("chat dark", chat, Look(size=16, dark=True)),
    ("red head", red_head, _PAPER), ("red head", red_head, Look(900, 1273)), ("red head", red_head, Look(1654, 2339)),
    ("red head", red_head, Look(800, 1131)),
    ("4K", document, Look(3840, 2160, 24)), ("4K", spreadsheet, Look(3840, 2160, 20)),
    ("4K", chat, Look(3840, 2160, 24)), ("4K", document, Look(3840, 2160, 20, dark=True)),
    ("long", chat, Look(1080, 8600, 32)), ("long", chat, Look(1080, 10000, 30, dark=True)),
    *(("crop", crop, Look(300, 120, size, dark=size % 8 == 0)) for size in (12, 14, 16, 18, 20, 24, 13, 15)),
)
_SHOTS: tuple[tuple[str, Builder, Look, Shot], ...] = (
    ("photo", red_head, _PAPER, Shot(3)), ("photo", red_head, _PAPER, Shot(-6, blur=1.2)),
    ("photo", red_head, _PAPER, Shot(10, quality=40)), ("photo", red_head, _PAPER, Shot(-15, shade=0.8)),
    ("photo", red_head, _PAPER, Shot(5, moire=14)), ("photo", red_head, _PAPER, Shot(8, warp=0.09)),
    ("photo", document, Look(size=20), Shot(4, moire=12, width=4000, height=3000)),
    ("photo", spreadsheet, Look(size=18), Shot(-7, blur=1, width=4000, height=3000)),
    ("photo", red_head, _PAPER, Shot(2, contrast=0.3, noise=6)),
    ("rotated", red_head, _PAPER, Shot(90)), ("rotated", red_head, _PAPER, Shot(-90, blur=1)),
    ("rotated", red_head, _PAPER, Shot(180)), ("rotated", red_head, _PAPER, Shot(183, quality=40)),
    ("rotated", red_head, _PAPER, Shot(94, quality=60)),
)


def pictures(seed: int, quick: bool) -> Iterator[Picture]:
    """Yield the corpus; ``quick`` keeps two pictures of each kind."""
    taken: dict[str, int] = {}
    sources = [*((kind, builder, look, None) for kind, builder, look in _SHEETS), *_SHOTS]
    for number, (kind, builder, look, shot) in enumerate(sources):
        taken[kind] = taken.get(kind, 0) + 1
        if quick and taken[kind] > 2:
            continue
        page = builder(seed * 1000 + number, look)
        image = photograph(page.image, shot, seed * 1000 + number) if shot else page.image
        yield Picture(f"{kind} {taken[kind]}", kind, image, tuple(page.lines), tuple(page.sensitive))


def scrolled(image: Image.Image, pixels: int, left: int) -> Image.Image:
    """Return the screen with the part right of ``left`` moved up, as after a turn of the mouse wheel."""
    moved = image.copy()
    top, bottom = 90, image.height - 50
    moved.paste(image.crop((left, top + pixels, image.width, bottom)), (left, top))
    moved.paste(image.crop((left, top, image.width, top + pixels)), (left, bottom - pixels))
    return moved


def with_clock(image: Image.Image, words: str) -> Image.Image:
    """Return the screen with another time of day in its corner."""
    changed = image.copy()
    draw = ImageDraw.Draw(changed)
    box = (image.width - 130, image.height - 38, image.width, image.height)
    draw.rectangle(box, fill=image.getpixel((image.width - 140, image.height - 20)))
    draw.text((box[0] + 10, box[1] + 6), words, font=font(14), fill=(20, 20, 20))
    return changed
