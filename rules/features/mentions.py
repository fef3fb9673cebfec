"""Finds people named in running text beside facts that must not be told of them: 「12床王国庆，肝癌晚期」.

Lists and tables are counted by rules.features.persons; this is for messages in free words. A name is accepted only
where ordinary words begin and end around it, and only close to a word of one of the kinds below, so that distant
words are never combined. Names that are masked (王某某) are not reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from sys import maxsize

from rules.features.model import Hit, View
from rules.features.names import is_name
from rules.features.words import words

HEALTH = "健康"
WATCHED = "管控"
CHILD = "学生"

_SENSITIVE = {
    HEALTH: words(
        "确诊 阳性 初筛 阳了 密接 流调 流行病学 疑似 无症状 HIV 艾滋 梅毒 乙肝 丙肝 肺结核 "
        "淋病 尖锐湿疣 人流 流产 宫外孕 早孕 孕检 怀孕 晚期 肝癌 肺癌 胃癌 肠癌 乳腺癌 宫颈癌 "
        "淋巴瘤 白血病 癌症 恶性肿瘤 转移 抑郁症 抑郁 双相 精神分裂 精神科 躁狂 洗胃 喝农药 服毒 "
        "割腕 自杀 自残 抢救 住院号 病历 病案 化验单 检验报告 报告单 病理 主诉 诊断 发热门诊 "
        "就诊 ICU 手术 透析 尿毒症 癫痫 不孕 试管婴儿 性病 吸毒 戒毒 堕胎 引产 亲子鉴定 心梗 "
        "脑梗 脑出血 尿检 占位 验孕 末次月经 新冠阳 影像号 殡仪馆 "
        "核酸 混管 单采 孕产妇 结核 耐药 随访",
    ),
    WATCHED: words(
        "上访 信访 进京 赴省 稳控 矫正 刑满 吸毒 戒毒 重点人员 涉访 涉毒 涉黑 嫌疑人 在逃 逃犯 "
        "返乡 返贺 来返 从武汉回 境外 入境 偷渡 缅甸 隔离 密接 排查 阳性 包保 盯死 盯紧 盯住 盯一下 闹访 缠访 脱管 "
        "精神障碍 易肇事 邪教 前科 帮教 被留置 双规 被举报 受害人 被害人 受害者 被性侵 性侵 猥亵 "
        "家暴 强奸 被拐 失独 低保 五保 特困 服刑 贫困户 残疾 被执行人 失联 "
        "失控 去世",
    ),
    CHILD: words(
        "留守儿童 困境儿童 困难学生 贫困生 低保户 父亲服刑 被欺凌 霸凌 特殊学生 父母双亡 自闭症 心理测评 心理筛查 "
        "厌学 休学 自残",
    ),
}
_WORDS = tuple((kind, word.lower(), len(word)) for kind, group in _SENSITIVE.items() for word in sorted(group))
_GATES = tuple(sorted({word for _, word, _ in _WORDS}))
_REACH = 48
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付白邹孟熊秦"
    "邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱覃武戴莫孔汤温康施牛樊葛邢齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿兰焦俞柳祝尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂苗翁冉骆蓝游辛靳柴蒙鲍喻祁蒲屈饶牟艾尤穆卓简石高金方于向文宁洪"
    "卫单储景甘路项褚娄窦戚岑桂臧闵苟卞仇栾刁寇桑甄丛虞佘池麻迟匡鞠荆冀郁鄢谌粟冼蔺木和勾茅农",
)
_NO_NAME_END = frozenset("后太呢吗吧啊病癌症炎者局县镇村乡市区院校厂")
_NO_GIVEN_NAME = frozenset("某多余元美只许个例条件用么在于吨名人起家次")
_HAN = r"[\u4e00-\u9fff]"
_BEFORE = (
    r"(?<![\u4e00-\u9fff0-9.%])|(?<=[叫名是个者人员的床问及和到有给收父母夫妻])"
    r"|(?<=同事|同学|患者|病人|学生|村民|邻居|孩子|姑娘|媳妇|老公|妻子|丈夫|儿子|女儿|姐姐|妹妹|父亲|母亲|妈妈|爸爸|爷爷|奶奶|婆婆|司机|老板|业主)"
)
_AFTER = (
    r"$|[\s,。;、:!?()\d/|]|[男女](?!儿|人|士|孩|朋)|是|住|电话|手机|身份证|的|昨|今|刚|上周|前天|家住|查出|检出|确诊|阳性"
    r"|得了|怀孕|来我|在|从|被|就|也|做了|说|要|去|进京|上访"
)
_NAME = re.compile(rf"(?:{_BEFORE})(?P<name>{_HAN}{{2,3}})(?={_AFTER})")


class Mentions:
    """Finds named people; ``kinds`` is the kind of fact beside the name, ``value`` is the name."""

    name = "mentions"
    kinds = frozenset(_SENSITIVE)
    gates = _GATES

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return one hit for each name and place, in order of position. Raises OutOfTime."""
        near: dict[str, list[tuple[int, int]]] = {}
        for kind, word, length in _WORDS:
            for start in view.gate(word):
                near.setdefault(kind, []).append((max(0, start - _REACH), start + length + _REACH))
        reaches = {kind: _joined(spans) for kind, spans in near.items()}
        hits = []
        for first, last in _joined([span for spans in reaches.values() for span in spans]):
            view.deadline.check()
            for start, end in _names(view.text, first, last):
                kinds = frozenset(kind for kind, spans in reaches.items() if _inside(spans, start, end))
                if kinds:
                    hits.append(Hit(start, end, view.text[start:end], kinds))
        return tuple(hits)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order; those that touch are joined."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether one of these spans, which are ordered and do not overlap, contains this one."""
    number = bisect_right(spans, (start, maxsize)) - 1
    return number >= 0 and end <= spans[number][1]


def _names(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of names between two positions."""
    for found in _NAME.finditer(text, first, min(len(text), last)):
        if _is_common_name(found["name"]):
            yield found.span("name")


def _is_common_name(word: str) -> bool:
    """Return whether a word is a full name with a common surname: rare surnames begin too many ordinary words."""
    return (
        word[0] in _COMMON_SURNAMES
        and word[1] not in _NO_GIVEN_NAME
        and word[-1] not in _NO_NAME_END
        and is_name(word)
    )
