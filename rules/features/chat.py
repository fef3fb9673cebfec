"""Finds the speakers of chat records by the headers that chat programs write when messages are copied or exported.

The formats come from copies and exports of 微信, QQ, 企业微信 and 钉钉; in a picture the positions of the bubbles are
used (rules.features.bubbles). Dialogue of a play looks the same, so a rule must require supporting words too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from rules.features.bubbles import bubbles
from rules.features.model import Hit, View
from rules.features.names import is_name, is_speaker
from rules.features.words import words

_DATE = r"(?:(?:20\d\d[-/年.])?\d{1,2}[-/月.]\d{1,2}日?)"
_DAY = r"20\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?"
_MESSAGE = r"(?:文本|文字|文本消息|文字消息|图片|语音|视频|表情|链接|文件|引用|系统消息|聊天记录|text)"
_TIME = r"(?:上午|下午|晚上|凌晨|早上|中午)? ?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
_DAY_NAME = r"(?:昨天|前天|今天|星期[一二三四五六日天]|周[一二三四五六日])"
_NAME = r"(?P<name>[^\n:\[\]{}<>=]{1,24}?)"

# Blanks before a name are not part of it. They match possessively (*+): otherwise each blank of a line is tried as a
# start.
_HEADERS = (
    re.compile(rf"^[ \t]*+{_NAME}[ \t]++(?:{_DATE}|{_DAY_NAME})[ \t]++{_TIME}[ \t]*+$"),  # 张三 2020/1/26 10:31
    # 2020-01-26 10:31:22 张三(123456789), as QQ exports it
    re.compile(rf"^[ \t]*+(?:20\d\d[-/]\d\d?[-/]\d\d?) {_TIME} (?P<name>[^\n]{{1,40}}?)[(<][^)>\n]{{4,40}}[)>][ \t]*$"),
    re.compile(rf"^[ \t]*+(?P<name>[^\n:]{{1,20}}): *+{_DATE} +{_TIME}[ \t]*+$"),  # 张三: 2020-01-26 10:31:22
    re.compile(rf"^[ \t]*+{_DAY} {_TIME}[ \t]+(?P<name>[^\n:,|]{{1,16}})$"),  # 2020-01-26 10:31:22 张三
    re.compile(rf"^[ \t]*+{_NAME}{_DAY}[ \t]++{_TIME}[ \t]*+$"),  # 张三2020/1/26 10:31, without the space between
    # 2020-01-26 10:31:22,张三,文本,内容: a table of messages
    re.compile(rf"^[ \t]*+\"?{_DAY} {_TIME}\"?[,\t]\"?(?P<name>[^\n:,\t\"]{{1,16}})\"?[,\t]\"?{_MESSAGE}\"?[,\t]"),
    # [10:31] 张三: 内容
    re.compile(rf"^[ \t]*+\[?(?:{_DATE}|{_DAY_NAME})? ?{_TIME}\]?[ \t]+(?P<name>[^\n:]{{1,20}}): ?[^\n]+$"),
)
_NAMELESS = re.compile(
    rf"[ \t]++(?:(?<=[ \t]{{2}})(?:{_DATE}|{_DAY_NAME})|{_DAY})[ \t]++{_TIME}[ \t]*+$")  # only a time, indented
_UNDER_DAY_RULE = re.compile(rf"^[ \t]*+{_NAME}[ \t]{{1,6}}{_TIME}[ \t]*+$")  # 张三  10:31, below a line with the day
_DAY_RULE = re.compile(rf"^[ \t]*[—\-=─]{{2,}}[ \t]*{_DATE}[ \t]*[—\-=─]{{2,}}[ \t]*$")
_NAME_LINE = re.compile(r"^[ \t]*+(?P<name>[^\n:。,;]{1,20}):[ \t]*$")  # 李四:
_NAME_AND_WORDS = re.compile(r"^[ \t]*+(?P<name>[^\n:,。;!?\"“”《》()/\\=<>{}]{1,12}): ?[^\n]{1,300}$")  # 张三: 内容
_TIME_LINE = re.compile(rf"(?:(?:{_DATE}|{_DAY_NAME}) ?)?{_TIME}")
_GROUP_TITLE = re.compile(
    r"[<〈《]?[^\n]{1,24}[(]\d{1,3}[)]|[(]\d{1,3}[)] ?[^\n。,:]{2,16}"
    r"|[<〈]?[^\n。,:]{0,16}[\u4e00-\u9fff]群(?: ?群聊)?(?:[(][^)\n]{1,16}[)])?",
)
_RECORD = re.compile("(?:聊天|会话)记录")
_CARD = re.compile(r"[ \t]*(?:群聊|[^\n]{1,20}群|[^\n]{1,20}(?:和|与)[^\n]{1,20}) ?的(?:聊天|会话)记录[ \t]*")
_CLUE = re.compile(
    r"\[(?:图片|表情|视频|语音|文件|链接|位置|动画表情|聊天记录|微笑|强|抱拳|OK|收到)\]|撤回了一条消息|加入了群聊|@所有人"
    r"|@全体成员|修改群名为|拍了拍|的聊天记录|消息对象:|消息分组:|#接龙",
)
_ANSWER = re.compile(r"[^\n]{0,12}(?:收到|@[^\n]{1,12})|(?:好的|好嘞|明白|马上|在办|遵命|已|正在)[^\n]{0,12}")
_NO_NICKNAME_LINE = re.compile(r"[,。;!?、:#*/\\=]|^\d+$|^[\d.、(]|(?:收到|好的|明白|谢谢|可以|不行)")
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]+[、.)]|第.{1,4}[条章]|[(]")
_NICKNAME = re.compile(
    r"[小老阿][\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}[姐哥叔姨嫂总工]|[A-Z][a-z]{1,12} [A-Z][a-z]{1,12}")
_NO_NICKNAMES = words("小计 小结 小写 小时 小组 小学 小区 小心 小说 老师 老人 老年 分工 施工 员工 职工 竣工 总工 汇总")
_LABELS = words(
    "时间 地点 姓名 性别 年龄 电话 地址 住址 单位 职务 主持 主持人 记录 记录人 参会 参会人员 出席 "
    "出席人员 缺席 议题 内容 主题 标题 题目 来源 作者 编辑 记者 问 答 备注 说明 附件 注 注意 联系人 "
    "联系电话 联系方式 联系地址 邮编 邮箱 案例 例如 例 比如 要求 目的 依据 原因 结论 总结 摘要 关键词 "
    "提示 温馨提示 日期 编号 文号 主送 抄送 甲方 乙方 丙方 原告 被告 审判长 审判员 书记员 第一 第二 第三 "
    "其一 其二 一是 二是 三是 回复 网友 用户 客服 优点 缺点 价格 型号 规格 名称 品牌 产地 步骤 方法 输入 "
    "输出 返回 参数 默认 类型 状态 进度 发件人 收件人 抄送人 主诉 现病史 既往史 个人史 家族史 查体 诊断 "
    "处理 初步诊断 入院诊断 体温 血压 脉搏 http https 公开属性 发文字号 索引号 身份证号 身份证 手机 "
    "手机号 现住址 户籍 民族 籍贯 学历 INFO WARN ERROR DEBUG 密级 保密期限 份号 签发人 印发 起草 拟稿 "
    "审核 核稿 领导批示 拟办意见 批示 批示意见 消息分组 消息对象",
)
_LONGEST_LINE = 400
_LONGEST_NAME = 12
_LONGEST_NICKNAME = 10


@dataclass(slots=True)
class _Record:
    """What was found in the lines so far. Speakers are (start, end, name) in the text."""

    sure: list[tuple[int, int, str]] = field(default_factory=list)
    possible: list[tuple[int, int, str]] = field(default_factory=list)
    lines: int = 0
    time_lines: int = 0
    last: tuple[int, int, str] = (0, 0, "")
    name_lines: list[tuple[int, int, str]] = field(default_factory=list)
    short_lines: list[tuple[int, int, str]] = field(default_factory=list)
    headed: int = 0
    answers: int = 0
    timed_names: list[tuple[int, int, str]] = field(default_factory=list)
    under_day_rule: bool = False
    card: bool = False
    group_title: bool = False


class Chat:
    """Finds chat records; one hit for each speaker's header, scored by how sure the record is."""

    name = "chat"
    kinds: frozenset[str] = frozenset()
    gates = ("\n",)

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return the speakers' names at the heads of messages. Raises OutOfTime."""
        record = _read(view)
        clues = len(_CLUE.findall(view.text)) if "[" in view.text or "@" in view.text or "群" in view.text else 0
        score = max(_sure_score(record, clues), _possible_score(record, clues), _screenshot_score(record, clues))
        seen = bubbles(view.text, view.pieces)
        if seen.score > score:
            return tuple(Hit(start, end, name, score=seen.score) for start, end, name in seen.speakers)
        if not score:
            return ()
        speakers = {*record.sure, *record.possible, *record.timed_names}
        if not speakers or score == _SCREENSHOT:
            speakers |= set(record.name_lines)
        speakers = speakers or set(record.short_lines)
        return tuple(Hit(start, end, name, score=score) for start, end, name in sorted(speakers))


_SCREENSHOT = 70


def _read(view: View) -> _Record:
    record = _Record()
    start = 0
    for number, line in enumerate(view.text.split("\n")):
        if number % 128 == 0:
            view.deadline.check()
        if line and len(line) <= _LONGEST_LINE and not line.isspace():
            record.lines += 1
            _take(record, line, start)
        start += len(line) + 1
    return record


def _take(record: _Record, line: str, start: int) -> None:
    stripped = line.strip()
    above, record.last = record.last, (start, start + len(line), stripped)
    if record.lines <= 4 and _GROUP_TITLE.fullmatch(stripped):
        record.group_title = True
    if ":" not in line:
        _take_without_colon(record, line, stripped, start)
        return
    if _TIME_LINE.fullmatch(stripped):
        record.time_lines += 1
        if len(above[2]) <= _LONGEST_NAME and _speaks(above[2]) and above[2] not in _LABELS:
            record.sure.append(above)  # 张三 and below it 昨天 21:08, as 企业微信 and 飞书 copy it
        return
    if _NAMELESS.match(line):
        return
    for pattern in _HEADERS:
        found = pattern.match(line)
        if found:
            _add(record.sure, found, start)
            return
    found = _UNDER_DAY_RULE.match(line)
    if found:
        _add(record.sure if record.under_day_rule else record.timed_names, found, start)
        return
    headed = _NAME_LINE.match(line)
    found = headed or _NAME_AND_WORDS.match(line)
    if found and not _NUMBERED.match(found["name"].strip()):
        _add(record.possible, found, start)
        record.headed += headed is not None


def _take_without_colon(record: _Record, line: str, stripped: str, start: int) -> None:
    record.answers += _ANSWER.match(stripped) is not None
    if record.lines > 1 and len(stripped) <= _LONGEST_NICKNAME and not _NO_NICKNAME_LINE.search(stripped):
        first = start + line.index(stripped)
        record.short_lines.append((first, first + len(stripped), stripped))
    if _DAY_RULE.match(line):
        record.under_day_rule = True
    elif _RECORD.search(line):
        record.card = record.card or _CARD.fullmatch(line) is not None
    elif len(stripped) <= 12 and (is_name(stripped) or re.fullmatch(r".{1,10}[-—_].{1,8}", stripped)):
        first = start + line.index(stripped)
        record.name_lines.append((first, first + len(stripped), stripped))


def _add(speakers: list[tuple[int, int, str]], found: re.Match[str], start: int) -> None:
    name = found["name"].strip(" \t:")
    if name in _LABELS or not _LETTER.search(name) or _RECORD.search(name):
        return
    first = start + found.start("name")
    speakers.append((first, start + found.end("name"), name))


def _speaks(word: str) -> bool:
    """Return whether a word names a speaker; colleagues call each other 小陈 and 孙姐."""
    return is_speaker(word) or (_NICKNAME.fullmatch(word) is not None and word not in _NO_NICKNAMES)


def _sure_score(record: _Record, clues: int) -> int:
    """Score headers that carry a time: nothing else looks like them."""
    names = {name for _, _, name in record.sure}
    if len(record.sure) >= 2 and len(names) >= 2:
        return 90 if len(record.sure) >= 3 or clues else 80
    timed = {name for _, _, name in record.timed_names}
    if len(timed) >= 2 and sum(map(_speaks, timed)) * 2 >= len(timed) and record.lines > len(record.timed_names):
        return 70  # 办公室小刘 14:02 also appears in lists of times: half of them must be people
    if record.time_lines >= 2 and len({name for _, _, name in record.possible}) >= 2:
        return 75  # 周一 08:12 and below it 小蔡: 内容
    if record.card and (record.sure or len(record.possible) >= 2):
        return 80
    return 60 if len(record.sure) >= 3 else 0


def _possible_score(record: _Record, clues: int) -> int:
    """Score lines of the form 张三: 内容, which lists and minutes have too: someone must speak twice, alternating
    with others."""
    names = Counter(name for _, _, name in record.possible)
    if len(names) >= 2 and record.headed >= 3 and record.headed == len(record.possible) and all(map(_speaks, names)):
        return 65  # 张三: with the message below it, as 微信 4 copies several messages
    if len(record.possible) < 4 or len(names) < 2:
        return 0
    again = sum(1 for count in names.values() if count >= 2)
    order = [name for _, _, name in record.possible]
    turns = sum(1 for one, other in pairwise(order) if one != other)
    people = sum(1 for name in names if _speaks(name)) / len(names)
    if again and turns >= 2 and len(record.possible) / record.lines > 0.3 and people >= 0.5:
        return 80 if again >= 2 or clues else 65
    return 65 if clues and again else 0


def _screenshot_score(record: _Record, clues: int) -> int:
    """Score a recognised screenshot: 群名(56) on top, lines with only a time, lines with only a name.

    Nicknames have no form of their own, but are short lines between longer ones, and people answer each other.
    """
    if not record.group_title or record.lines < 5:
        return 0
    if record.time_lines and (len(record.name_lines) >= 2 or clues):
        return _SCREENSHOT
    nicknames = len({name for _, _, name in record.short_lines})
    return _SCREENSHOT if nicknames >= 2 and (record.answers or clues or record.time_lines) else 0
