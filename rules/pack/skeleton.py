"""Makes a first pack, whose one rule passes all its examples: a template for administrators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count

from rules.pack.known_writing import new_pack
from rules.pack.writing import Content, with_rule

_ID = "DW-{:02d}"
_DESTINATIONS = ["聊天软件", "外部邮箱", "网盘", "网页表单"]


def new_rule(taken: Collection[str] = ()) -> Mapping[str, Content]:
    """Return a rule that passes, under the first id that is not taken."""
    number = next(number for number in count(1) if _ID.format(number) not in taken)
    word = "青松计划" if number == 1 else f"青松计划{number}"
    return {
        "编号": _ID.format(number),
        "名称": "没有公开的项目",
        "类别": "单位自定",
        "性质": "工作秘密",
        "依据": "本单位工作秘密管理办法第八条",
        "案例": [],
        "去向": _DESTINATIONS,
        "判据": [{"把握": "高", "主证": [word], "佐证": [{"至少": 1, "距离": 60, "取自": ["选址", "报价", "补偿"]}]}],
        "动作": {"高": "拦截", "中": "提醒", "低": "记录"},
        "提示语": {"标题": "这个项目还没有公开", "说明": "提到了没有公开的项目和进展。", "办法": "请走办公系统。"},
        "必须命中": [f"{word}的选址已初步确定", f"{word}三家报价都到了"],
        "不得命中": [word, "选址公告已经贴出来了"],
    }


def skeleton(name: str, version: str) -> str:
    """Return the text of a pack with one rule that passes."""
    return with_rule(new_pack(name, version).decode() + "\n", new_rule())
