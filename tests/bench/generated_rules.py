"""Generates 2,000 keywords, 150 regular expressions and office texts, from word lists of the field with a fixed seed.

The same inputs for every engine: the expressions mean the same to ``re`` and to RE2, and the texts contain no
character that the normaliser would change, so that hits can be compared one by one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SEED = 20200126
KEYWORDS = 2_000
EXPRESSIONS = 150

def _words(text: str) -> list[str]:
    return text.split()


_PLACES = _words("城关 河西 东湖 开发区 高新区 桥头 石岭 白水 青龙 南山 北街 新城 柳林 长坡 金牛 平安")
_BODIES = _words(
    "县委办 县政府办 卫健委 疾控中心 公安局 教育局 民政局 应急局 财政局 审计局 发改委 住建局 交通局 "
    "市场监管局 信访局 纪委监委 组织部 宣传部 政法委 指挥部 专班 工作组 镇党委 街道办 社区 村委会 人民医院 "
    "中医院 第一中学 供电公司"
)
_SUBJECTS = _words(
    "疫情防控 流行病学调查 密切接触者 返乡人员 重点人员 信访事项 安全生产 森林防火 防汛抗旱 土地征收 房屋拆迁 "
    "干部调整 考察对象 招标采购 评标专家 项目资金 专项审计 巡察整改 举报线索 案件查办 维稳值守 网络舆情 "
    "涉密载体 密码设备 机要文件 军地协调 考试命题 试卷保管 学生信息 患者病历 医保结算 社保缴费 税务稽查 "
    "环保督察 食品抽检 扫黑除恶 缉毒行动 人口普查 低保对象 帮扶对象"
)
_MANNERS = _words("内部 未公开 未核定 待审 阶段性 临时 紧急 专项 全量 初步 拟定 汇总")
_PAPERS = _words(
    "方案 报告 通报 名单 台账 清单 简报 专报 纪要 请示 批复 交办单 督办单 讨论稿 送审稿 征求意见稿 底册 "
    "花名册 摸排表 明细 登记表 统计表 情况说明 调查材料 谈话记录 会议记录 部署安排 行动预案 值班安排 联络表"
)
_ACTS = _words("外传 转发 泄露 上报 报送 摸排 核查 排查 转运 隔离 清零 包保 抓捕 布控 约谈 立案 移交 销毁 密封 启封")
_SENTENCES = (
    "今天下午三点在二楼会议室开会,请大家带上笔记本", "天气转凉,请各位同事注意添衣保暖", "食堂本周推出新菜品,欢迎品尝",
    "电梯检修期间请走楼梯,给您带来不便敬请谅解", "请把上个月的差旅单据整理好交到财务室",
    "活动报名截止到本周五,有意者请在群里接龙", "新系统已经上线,登录地址见内网公告", "体检时间另行通知,请提前空腹",
    "各单位要高度重视,压实责任,确保工作落到实处", "会议强调,要坚持以人民为中心的发展思想,扎实推进各项工作",
    "按照年度计划,第三季度完成道路硬化十二公里", "近年来全县农业生产稳步增长,农民收入持续提高",
    "图书馆周末延长开放时间,读者可凭证入馆", "请关注官方公众号获取最新消息", "孩子们在操场上放风筝,笑声传得很远",
    "本次培训共有八十余人参加,取得了良好效果", "他推开窗户,看见远处的山已经绿了", "快递放在门卫室,请有空的时候去取",
    "价格比上周略有上涨,总体保持平稳", "老师布置的作业请家长督促完成",
)
# Shaped like the patterns of the built-in pack: many begin with what may come before the deciding word.
_EXPRESSIONS = (
    r"{paper}[((]第?[0-9]{{1,4}}号[))]",
    r"关于[^\n。]{{2,30}}{subject}[^\n。]{{0,12}}{paper}",
    r"[一-龥]{{0,3}}(?:{body}|{body_2}|{body_3})[^\n。;]{{0,12}}(?:{act}|{act_2}|{act_3})",
    r"[^\n《》]{{0,20}}{subject}(?:{paper}|{paper_2}|{paper_3})[^\n。]{{0,6}}(?:不得|严禁|请勿){act}",
    r"(?:{manner}|{manner_2}){subject}[^\n。]{{0,10}}[0-9]{{1,6}}(?:人|名|例|户|份|元)",
    r"{subject}[^\n。]{{0,10}}(?:负责人|联系人)[: ]{{0,2}}[一-龥]{{2,4}}",
    r"[一-龥]{{1,8}}{body}[〔\[(]20[0-9]{{2}}[〕\])][0-9]{{1,4}}号",
    r"[^\n。,:]{{0,30}}{subject}{paper}[ ]{{0,4}}(?:\n|$)",
    r"{place}[^\n。,]{{0,10}}(?:{subject}|{subject_2})",
    r"(?:{act}|{act_2})[^\n。]{{0,6}}(?:{subject}|{subject_2})[^\n。]{{0,4}}{paper}",
)
# Favourable to a loop: every expression begins with fixed words, which ``re`` skips ahead to.
_EXPRESSIONS_OF_LITERALS = (
    r"{paper}[((]第?[0-9]{{1,4}}号[))]",
    r"{subject}[^\n。]{{0,10}}(?:负责人|联系人)[: ]{{0,2}}[一-龥]{{2,4}}",
    r"{body}[〔\[(]20[0-9]{{2}}[〕\])][0-9]{{1,4}}号",
    r"{paper}[^\n。]{{0,8}}截至[0-9]{{1,2}}月[0-9]{{1,2}}日",
    r"{place}[^\n。,]{{0,10}}{subject}",
    r"{act}{subject}[^\n。]{{0,4}}{paper}",
)
_NUMBERS = (
    r"\b[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]\b",
    r"\b1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}\b",
    r"\b62[0-9]{14,17}\b",
    r"(?:住院号|门诊号|病历号)[: ]{0,2}[0-9]{5,12}",
    r"(?:绝密|机密|秘密)[ ]{0,2}★[ ]{0,2}(?:[0-9]{1,2}年|长期)",
)


@dataclass(frozen=True, slots=True)
class Generated:
    """The input of every engine."""

    keywords: tuple[str, ...]
    expressions: tuple[str, ...]


def generate(long_words: bool = False) -> Generated:
    """Return the keywords and expressions; always the same.

    Shaped like a pack; with ``long_words`` the keywords are longer and the expressions begin with fixed words, which
    is the easiest case for a plain loop.
    """
    source = random.Random(SEED)
    keywords: dict[str, None] = {}
    short = (
        lambda: source.choice((*_SUBJECTS, *_PAPERS, *_MANNERS, *_ACTS)),
        lambda: source.choice(_MANNERS) + source.choice(_PAPERS),
        lambda: source.choice(_ACTS) + source.choice(_PAPERS),
        lambda: source.choice(("严禁", "请勿", "不得", "抓紧", "立即")) + source.choice(_ACTS),
        lambda: source.choice(_PLACES) + source.choice(_BODIES),
    )
    long = (
        lambda: source.choice(_SUBJECTS) + source.choice(_PAPERS),
        lambda: source.choice(_BODIES) + source.choice(_ACTS),
    )
    longer = (
        lambda: source.choice(_MANNERS) + source.choice(_SUBJECTS) + source.choice(_PAPERS),
        lambda: source.choice(_PLACES) + source.choice(_BODIES) + source.choice(_PAPERS),
    )
    while len(keywords) < KEYWORDS:
        keywords[source.choice((*long, *longer) if long_words else (*short, *long))()] = None
    templates = _EXPRESSIONS_OF_LITERALS if long_words else _EXPRESSIONS
    expressions: dict[str, None] = dict.fromkeys(_NUMBERS)
    while len(expressions) < EXPRESSIONS:
        expressions[_expression(source, templates)] = None
    return Generated(tuple(keywords), tuple(expressions))


def _expression(source: random.Random, templates: tuple[str, ...]) -> str:
    names: dict[str, str] = {}
    for name, words in (("paper", _PAPERS), ("subject", _SUBJECTS), ("body", _BODIES), ("act", _ACTS),
                        ("manner", _MANNERS), ("place", _PLACES)):
        names[name], names[f"{name}_2"], names[f"{name}_3"] = source.sample(words, 3)
    return source.choice(templates).format(**names)


def office_text(size: int, keywords: tuple[str, ...], seed: int = SEED) -> str:
    """Return a text of ``size`` UTF-8 bytes (a few more or less): every twelfth sentence contains something to find."""
    source = random.Random(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        part = _found(source, keywords) if source.random() < 1 / 12 else source.choice(_SENTENCES)
        part += source.choice(("。", "。", "。\n", ";"))
        parts.append(part)
        length += len(part.encode())
    return "".join(parts)


def _found(source: random.Random, keywords: tuple[str, ...]) -> str:
    return source.choice((
        lambda: f"请尽快处理{source.choice(keywords)}有关事项",
        lambda: f"{source.choice(_BODIES)}今天{source.choice(_ACTS)}了一批材料",
        lambda: f"关于做好{source.choice(_SUBJECTS)}工作的{source.choice(_PAPERS)}",
        lambda: f"联系人王小明,电话138{source.randrange(10**8):08d}",
        lambda: f"{source.choice(_BODIES)}〔2024〕{source.randrange(1, 300)}号",
        lambda: f"{source.choice(_PAPERS)}(第{source.randrange(1, 90):03d}号)",
    ))()


_FULL_WIDTH = str.maketrans(",;:()", "\uff0c\uff1b\uff1a\uff08\uff09")
_OTHERS = (
    "李建国\t男\t13812345678\t城关镇人民路12号", "张三 2020/1/26 10:31", "def total(values): return sum(values)",
    "The quick brown fox jumps over the lazy dog.", "https://www.example.cn/index.html?id=20200126",
    "合计\t1,280\t96.5%\t3",
    "2020年1月26日 星期日 晴", "糖200克、鸡蛋3个、面粉500克,180度烤25分钟",
)


def mixed_text(size: int, keywords: tuple[str, ...], seed: int = SEED) -> str:
    """Return text like a clerk's files: office prose with full-width punctuation, rows of people, chats, code,
    English."""
    source = random.Random(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        share = source.random()
        if share < 0.03:
            part = "\n" + source.choice(_OTHERS) + "\n"
        elif share < 0.1:
            part = _found(source, keywords).translate(_FULL_WIDTH) + "。"
        else:
            part = source.choice(_SENTENCES).translate(_FULL_WIDTH) + source.choice(("。", "。\n"))
        parts.append(part)
        length += len(part.encode())
    return "".join(parts)


def messages(count: int, seed: int = SEED) -> list[str]:
    """Return short chat messages as people send them; about one in a hundred is of interest."""
    source = random.Random(seed)
    suspicious = (
        "《关于恢复部分公交线路的通告(讨论稿)》", "住院号:00234567 患者李小明,男,45岁,主诉:发热3天", "机密★5年",
        "联系人李建国 13812345678", "花桥现已发生一例新型肺炎,已送到武汉",
    )
    return [
        f"{source.choice(suspicious if source.random() < 0.01 else _SENTENCES)} {number}" for number in range(count)
    ]


_HEAD = "规则包: 生成的大包\n版本: 1\n规则:\n"
_RULE = """\
- 编号: SC-{number:05d}
  名称: 生成的规则{number}
  类别: 单位自定
  性质: 工作秘密
  依据: 演示单位保密规定第{number}条
  案例: []
  去向: [聊天软件]
  判据:
  - {{把握: 高, 主证: "{word}{number}号", 佐证: {{至少: 1, 距离: 60, 取自: ["{support}", "{other}"]}}}}
  - {{把握: 中, 主证: "{word}{number}号"}}
  动作: {{高: 拦截, 中: 提醒}}
  提示语: {{标题: 先等一等, 说明: 这份材料还没有公开。, 办法: 请走办公系统。}}
  必须命中:
  - {{文字: "{word}{number}号 {support}", 动作: 拦截}}
  - {{文字: "关于{word}{number}号", 动作: 提醒}}
  不得命中:
  - "{support}"
  - "{other}和{word}"
"""


def large_pack(rules: int) -> bytes:
    """Return a pack of this many rules, each with its own words."""
    source = random.Random(SEED)
    return "".join((_HEAD, *(
        _RULE.format(number=number, word=source.choice(_SUBJECTS) + source.choice(_PAPERS),
                     support=source.choice(_BODIES), other=source.choice(_ACTS))
        for number in range(1, rules + 1)
    ))).encode()
