"""A marked document, a chat record and a draft, each with its rest; letters; and what is known after a stop."""

from __future__ import annotations

from rules.judge import Judge
from rules.kinship import KEY_BYTES, Known
from rules.model import Action, Earlier, Explanation, Kin, Nature

MARK = "机密★1年"
PARAGRAPHS = (
    "样机在零下四十度的冷箱里开机六小时，主轴转速从九百降到七百三，润滑脂发硬，第二只轴承有异响。",
    "换上短齿的那副齿轮以后噪声小了四成，可是尾部发热，贴在壳体上的三只热电偶都超过一百一十度。",
    "涂层用的是小批试制的蓝色粉料，烘烤两遍，第一遍一百八十度二十分钟，第二遍二百一十度半小时。",
    "天线罩的厚度改成四点六毫米，接缝挪到背面，雨淋两小时没有渗水，低频段的增益比图纸上少半个分贝。",
)
REST = "\n".join(PARAGRAPHS)
"""No rule finds anything in it."""
SECRET = f"{MARK}\n{REST}"
"""Stopped for its first line alone."""

BOILERPLATE = (
    "各乡镇人民政府，街道办事处，县直各单位：现将有关事项通知如下。请各单位高度重视，切实加强组织领导，"
    "压紧压实责任，确保各项工作落到实处。工作中遇到的问题请及时报告。特此通知。"
)
OTHER_LETTER = (
    f"{BOILERPLATE}\n食堂自下周一起改为七点开饭，周三中午供应水饺，请各科室把就餐人数报到行政科，"
    "外来办事的同志凭介绍信买饭票，自带餐盒的请在窗口说明。"
)
"""Everything in it that a marked letter shares is boilerplate."""

CHAT_RECORD = (
    "张主任 2026-11-03 09:12:05\n请各科室今晚八点前报送水泵检修台账，等老陈把第三只压力表换好，管子里的气放干净再说\n"
    "李小红 2026-11-03 09:13:40\n收到，压力表在西边工具房的第二层架子上，我下午两点去拿给他，马上落实\n"
    "张主任 2026-11-03 09:15:02\n好，换完把读数拍下来，务必核实，明天早上开会的时候念给大家听\n"
    "王建国 2026-11-03 09:16:30\n收到\n"
)
WORDS_OF_IT = (
    "今晚八点前报送水泵检修台账，等老陈把第三只压力表换好，管子里的气放干净再说\n"
    "换完把读数拍下来，务必核实，明天早上开会的时候念给大家听"
)
DRAFT_REST = (
    "渡口的三条木船今年都要换底板，板材从邻县运来，每条船换十二块，旧板留着修跳板和栏杆。\n"
    "换底板的时候轮流停一条船，早晚两班照常，逢集的日子加开一班，晚上不摆渡，夜里有急事的打电话叫守船的人。"
)
DRAFT = f"《关于修理渡口木船的方案（讨论稿）》\n{DRAFT_REST}"

KEY = bytes(range(KEY_BYTES))


def earlier(case: str = "c1", action: Action = Action.BLOCK, rule: str = "BC-01") -> Earlier:
    """Return what an item was stopped for."""
    explanation = Explanation(rule, "密级标志", "国家秘密", Nature.STATE_SECRET, "保密法", (1,), (), "题", "说", "办")
    return Earlier(Kin(case, 60.0), rule, "密级标志", action, explanation, 0.0)


def knowing(judge: Judge, *items: tuple[Earlier, str]) -> Known:
    """Return what is known after these texts were stopped."""
    known = Known(KEY)
    for one, text in items:
        known = known.with_item(one, judge.telling_pieces(text, known))
    return known
