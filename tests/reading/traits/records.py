"""Draws medical records of people who do not exist, in three layouts: report with rules, admission note, order sheet.
"""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from tests.reading.traits.cards import PEOPLE
from tests.support.pictures import BLACK, font, wrap

HOSPITALS = ("江北市第二人民医院", "云山县中医院", "青河市妇幼保健院", "松林镇中心卫生院")
_GREY = (90, 90, 90)


def _head(draw: ImageDraw.ImageDraw, hospital: str, title: str) -> None:
    draw.text((620, 110), hospital, font=font(40, serif=True), fill=BLACK, anchor="mm")
    draw.text((620, 180), title, font=font(48, bold=True, serif=True), fill=BLACK, anchor="mm")


def report(random: Random) -> Image.Image:
    """An examination report: fields between two rules, findings and opinion below; RGB, A4 at 150 dpi."""
    page = Image.new("RGB", (1240, 1500), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    _head(draw, random.choice(HOSPITALS), random.choice(["CT检查报告单", "超声检查报告单", "X线检查报告"]))
    draw.line((100, 230, 1140, 230), fill=BLACK, width=3)
    face = font(26, serif=True)
    rows = [("姓名：" + random.choice(PEOPLE), f"性别：{random.choice('男女')}", f"年龄：{random.randint(20, 80)}岁",
             f"检查号：{random.randint(100000, 999999)}"),
            ("科室：呼吸内科", f"床号：{random.randint(1, 60)}", f"住院号：{random.randint(1000000, 9999999)}",
             "检查日期：2026-03-11")]
    for y, row in zip((265, 315), rows, strict=True):
        for x, cell in zip((110, 370, 610, 850), row, strict=True):
            draw.text((x, y), cell, font=face, fill=BLACK, anchor="lm")
    draw.line((100, 350, 1140, 350), fill=BLACK, width=3)
    y = 400
    for heading, words in (("检查所见：", "双肺纹理增多，右肺下叶见斑片状高密度影，边界不清。心影不大，纵隔居中。"),
                           ("诊断意见：", "右肺下叶感染性病变，建议治疗后复查。")):
        draw.text((110, y), heading, font=font(28, bold=True), fill=BLACK)
        y += 50
        for line in wrap(words, face, 1000):
            draw.text((150, y), line, font=face, fill=BLACK)
            y += 46
        y += 120
    draw.line((100, 1300, 1140, 1300), fill=BLACK, width=2)
    draw.text((110, 1330), "报告医师：刘一鸣        审核医师：郑海涛", font=face, fill=BLACK)
    return page


def admission(random: Random) -> Image.Image:
    """An admission note: a table of fields, then sections of prose; RGB."""
    page = Image.new("RGB", (1240, 1600), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    _head(draw, random.choice(HOSPITALS), random.choice(["入院记录", "住院病历", "出院记录"]))
    face = font(26, serif=True)
    cells = [("姓名", random.choice(PEOPLE), "性别", random.choice("男女")),
             ("年龄", f"{random.randint(20, 80)}岁", "婚姻", "已婚"),
             ("科别", "消化内科", "床号", f"{random.randint(1, 60)}"),
             ("住院号", f"{random.randint(1000000, 9999999)}", "入院日期", "2026-03-09")]
    for number, row in enumerate(cells):
        y = 240 + 56 * number
        for x, width, cell in zip((100, 280, 620, 800), (180, 340, 180, 340), row, strict=True):
            draw.rectangle((x, y, x + width, y + 56), outline=_GREY, width=2)
            draw.text((x + 14, y + 28), cell, font=face, fill=BLACK, anchor="lm")
    y = 500
    sections = (("主诉：", "反复上腹部疼痛三月余，加重两天。"),
                ("现病史：", "患者三月前无明显诱因出现上腹部隐痛，进食后加重，伴反酸、嗳气，无呕血及黑便。"),
                ("既往史：", "平素体健，否认高血压、糖尿病史，否认药物过敏史。"),
                ("体格检查：", "体温36.5℃，脉搏78次/分，呼吸18次/分，血压126/80mmHg。"))
    for heading, words in sections:
        for line in wrap(heading + words, face, 1030):
            draw.text((110, y), line, font=face, fill=BLACK)
            y += 50
        y += 24
    return page


def orders(random: Random) -> Image.Image:
    """A doctor's order sheet or a laboratory report: one row of fields over a table of many rows; RGB."""
    page = Image.new("RGB", (1400, 1300), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.text((700, 70), random.choice(HOSPITALS), font=font(34, serif=True), fill=BLACK, anchor="mm")
    laboratory = random.random() < 0.5
    title = "检验报告单" if laboratory else "长期医嘱单"
    draw.text((700, 130), title, font=font(44, bold=True), fill=BLACK, anchor="mm")
    face = font(24)
    fields = (f"姓名：{random.choice(PEOPLE)}", f"科室：{random.choice(['心内科', '骨科'])}",
              f"床号：{random.randint(1, 60)}", f"住院号：{random.randint(1000000, 9999999)}")
    for x, cell in zip((80, 380, 680, 980), fields, strict=True):
        draw.text((x, 190), cell, font=face, fill=BLACK, anchor="lm")
    heads = ("项目", "结果", "单位", "参考范围") if laboratory else ("开始时间", "医嘱内容", "用法", "医师签名")
    results = [("白细胞计数", "6.8", "10^9/L", "3.5-9.5"), ("血红蛋白", "132", "g/L", "115-150"),
               ("血小板", "210", "10^9/L", "125-350"), ("丙氨酸氨基转移酶", "28", "U/L", "7-40"),
               ("肌酐", "66", "umol/L", "41-81")]
    given = [("03-09 10:20", "一级护理", "", "刘一鸣"), ("03-09 10:20", "低盐低脂饮食", "", "刘一鸣"),
             ("03-09 10:25", "阿司匹林肠溶片 100mg", "qd", "刘一鸣"), ("03-10 08:10", "心电监护", "持续", "郑海涛"),
             ("03-10 08:15", "氯化钠注射液 250ml", "静滴", "郑海涛")]
    rows = results if laboratory else given
    for number, row in enumerate([heads, *rows, *rows]):
        y = 220 + 52 * number
        for x, width, cell in zip((70, 400, 800, 1050), (330, 400, 250, 280), row, strict=True):
            draw.rectangle((x, y, x + width, y + 52), outline=_GREY, width=2)
            draw.text((x + 14, y + 26), cell, font=face, fill=BLACK, anchor="lm")
    return page
