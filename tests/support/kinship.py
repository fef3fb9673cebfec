"""Texts for kinship: marked documents with their rest, letters, and the memory after a stop."""

from __future__ import annotations

from rules.judge.judge import Judge
from rules.judge.kinship import KEY_BYTES, Known
from rules.model import Action, Earlier, Explanation, Kin, Nature

MARK = "机密★1年"
PARAGRAPHS = (
    "豆腐先用淡盐水泡半个钟头，切成两指宽的厚片，锅里放少许油小火慢煎，等一面发黄再翻另一面，别急着铲。",
    "冬笋剥壳以后切成滚刀块，焯水三分钟去掉涩味，捞出来过一遍凉水，和泡软的香菇一起下锅翻炒到边上起皱。",
    "五花肉皮朝下在热锅里烫一遍，刮洗干净切成方块，加冰糖炒出颜色，倒黄酒没过肉，盖上盖炖一个半小时。",
    "面团揉好盖湿布醒四十分钟，擀成薄片抹上葱油，卷起来盘成圆饼，平底锅里烙到两面起层，闻到香味出锅。",
)
REST = "\n".join(PARAGRAPHS)
"""Neither a rule nor the learnt judge finds anything in it."""
SECRET = f"{MARK}\n{REST}"
"""Stopped only for its first line."""

BOILERPLATE = (
    "各乡镇人民政府，街道办事处，县直各单位：现将有关事项通知如下。请各单位高度重视，切实加强组织领导，"
    "压紧压实责任，确保各项工作落到实处。工作中遇到的问题请及时报告。特此通知。"
)
OTHER_LETTER = (
    f"{BOILERPLATE}\n食堂自下周一起改为七点开饭，周三中午供应水饺，请各科室把就餐人数报到行政科，"
    "外来办事的同志凭介绍信买饭票，自带餐盒的请在窗口说明。"
)
"""All words it shares with a marked letter are boilerplate."""

CHAT_RECORD = (
    "张主任 2026-11-03 09:12:05\n请各科室今晚八点前报送，食堂的萝卜先切成滚刀块焯水，捞出来拌上虾皮和蒜末再装盘\n"
    "李小红 2026-11-03 09:13:40\n收到，虾皮在厨房左边柜子的第二层，我下午两点去拿给他，马上落实\n"
    "张主任 2026-11-03 09:15:02\n好，务必核实，装好盘以后淋一勺热油，再撒一把香菜末和炒熟的白芝麻\n"
    "王建国 2026-11-03 09:16:30\n收到\n"
)
WORDS_OF_IT = (
    "食堂的萝卜先切成滚刀块焯水，捞出来拌上虾皮和蒜末再装盘\n"
    "装好盘以后淋一勺热油，再撒一把香菜末和炒熟的白芝麻"
)
DRAFT_REST = (
    "渡口的三条木船今年都要换底板，板材从邻县运来，每条船换十二块，旧板留着修跳板和栏杆。\n"
    "换底板的时候轮流停一条船，早晚两班照常，逢集的日子加开一班，晚上不摆渡，夜里有急事的打电话叫守船的人。"
)
DRAFT = f"《关于修理渡口木船的方案（讨论稿）》\n{DRAFT_REST}"

KEY = bytes(range(KEY_BYTES))


def earlier(case: str = "c1", action: Action = Action.BLOCK, rule: str = "BC-01") -> Earlier:
    """Return why an item was stopped."""
    explanation = Explanation(rule, "密级标志", "国家秘密", Nature.STATE_SECRET, "保密法", (1,), (), "题", "说", "办")
    return Earlier(Kin(case, 60.0), rule, "密级标志", action, explanation, 0.0)


def knowing(judge: Judge, *items: tuple[Earlier, str]) -> Known:
    """Return the memory after these texts were stopped."""
    known = Known(KEY)
    for one, text in items:
        known = known.with_item(one, judge.telling_pieces(text, known))
    return known
