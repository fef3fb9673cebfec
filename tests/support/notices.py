"""Generates notices of one genre: the same stock phrases and frame, different content. Nobody and no place is real."""

from __future__ import annotations

import random

_MATTERS = (
    "春节期间烟花爆竹安全管理", "老旧小区供水管网改造", "农村公路养护", "高标准农田建设", "城区停车秩序整治",
    "义务教育学校招生", "低保对象年度复核", "河道采砂管理", "森林防火", "畜禽粪污资源化利用", "文明城市创建",
    "燃气安全排查", "农民工工资支付检查", "节约用水宣传", "社区矫正对象帮扶", "校园食品安全", "垃圾分类试点",
    "不动产登记提速", "机关办公用房清理", "乡镇卫生院设备更新",
)
_SUBJECTS = (
    "各乡镇", "县直各单位", "各村（居）委会", "县住建局", "县教育局", "县财政局", "县应急局", "各学校", "县水利局",
    "各网格员",
)
_ACTIONS = (
    "要在{day}日前完成{thing}的摸底登记", "要对{thing}逐项建立清单并明确{people}名责任人",
    "负责{thing}的采购和验收，所需经费{money}万元", "每周{weekday}向县{office}报送{thing}进展",
    "组织{people}人次开展{thing}培训", "对{thing}中发现的{people}处问题限期{day}天整改",
    "在{thing}现场设置{people}块公示牌", "将{thing}纳入年度考核，权重为百分之{people}",
    "会同{office}对{thing}开展联合检查", "为{thing}配备{people}台专用设备并做好维护",
    "把{thing}的资料装订成册，一式{people}份", "于{day}日起暂停{thing}的受理",
)
_THINGS = (
    "阀门井", "田间道路", "临时摊点", "校车", "防火隔离带", "化粪池", "公示栏", "工资专户", "节水器具", "食堂留样",
    "分拣站", "登记窗口", "档案柜", "超声设备", "护坡工程", "充电桩", "消防栓", "燃气软管", "蓄水池", "照明线路",
    "危墙", "文体器材", "排水沟", "村史馆",
)
_OFFICES = (
    "发改局", "民政局", "司法局", "人社局", "农业农村局", "卫健局", "市场监管局", "城管局", "交通运输局", "林业局",
)


def notice(seed: int, sentences: int = 14) -> str:
    """Return one notice of about 25 characters per sentence; the same seed gives the same notice."""
    chance = random.Random(seed)
    matter = chance.choice(_MATTERS)
    year = 2018 + seed % 8
    paragraphs = [
        f"某某县人民政府办公室\n关于做好{year}年{matter}工作的通知",
        "各乡镇人民政府、街道办事处，县直各单位：",
        f"为深入贯彻落实党中央、国务院决策部署，切实做好{matter}工作，经县人民政府同意，现将有关事项通知如下：",
    ]
    for part in range(sentences):
        words = chance.choice(_ACTIONS).format(
            day=chance.randint(1, 28), thing=chance.choice(_THINGS), people=chance.randint(2, 90),
            money=chance.randint(3, 800), weekday=chance.choice("一二三四五"), office=chance.choice(_OFFICES),
        )
        number, subject = "一二三四五六七八九十"[part % 10], chance.choice(_SUBJECTS)
        paragraphs.append(f"{number}、{subject}{words}，确保{chance.choice(_THINGS)}到位。")
    paragraphs.append("请结合实际认真贯彻执行。\n某某县人民政府办公室")
    paragraphs.append(f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日")
    return "\n".join(paragraphs)


def recognised(text: str, seed: int, share: float = 0.03) -> str:
    """Return a text as OCR might read it: characters swapped, lost or split at this rate, lines broken anywhere."""
    chance = random.Random(seed)
    out: list[str] = []
    for character in text.replace("\n", ""):
        kind = chance.random()
        if kind < share / 2:
            out.append(chance.choice("口日目田由甲申天夫土士未末己已"))
        elif kind >= share:
            out.append(character)
        if chance.random() < 0.04:
            out.append("\n")
    return "".join(out)
