"""Invented held items for the windows: 演示样例，全部虚构，非国家秘密. This file contains no plain marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from io import BytesIO

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from guard.control.masked_copies import MaskedCopy
from guard.core.found import found_in, hidden_near
from guard.core.model import (
    Case,
    Decision,
    Destination,
    DestinationKind,
    Fill,
    Item,
    Judged,
    Kind,
    Origin,
    Outcome,
    Reason,
    Release,
    Unreadable,
)
from guard.core.pages import Page, PageKind
from guard.ipc.raster import SHOWN_PIXELS, Raster
from guard.pipeline.pipeline import read_and_judge
from guard.reading.client import ReaderClient
from guard.reading.redaction import fill
from guard.reading.showing import show
from guard.redact.text import redact
from guard.sentences.catalogue import sentence
from rules.judge.judge import Judge
from rules.model import Action, Box, Confidence, Explanation, Kin, Match, Nature, Verdict
from rules.sentences.sentence import Sentence
from rules.text import Text
from tests.support.built_in import built_in
from tests.support.reader_program import COMMAND

AT = 1795485720.0
"""24 November 2026, 10:02 in China."""

MARK = "机密\u26055年"
WECHAT = Destination(DestinationKind.CHAT, "微信", 4711)
WEBMAIL = Destination(DestinationKind.CHAT, "firefox-esr", 4712).on(Page(PageKind.MAIL, "网易邮箱6.0版"))
PATIENTS = (
    ("赵样例", "男", "67", "ZY20260411", "重症肺炎", "11-21"),
    ("钱演示", "女", "43", "ZY20260418", "2 型糖尿病", "11-22"),
    ("孙范本", "男", "58", "ZY20260427", "冠心病", "11-23"),
    ("李示意", "女", "31", "ZY20260433", "支气管炎", "11-23"),
    ("周虚构", "男", "49", "ZY20260435", "高血压", "11-23"),
    ("吴例子", "女", "72", "ZY20260440", "脑梗死", "11-24"),
    ("郑试样", "男", "26", "ZY20260442", "阑尾炎", "11-24"),
)
COLUMNS = (
    (20, 100, "姓名"), (130, 60, "性别"), (200, 60, "年龄"),
    (270, 150, "住院号"), (440, 150, "诊断"), (610, 90, "入院"),
)


def explanation(rule: str, nature: Nature, **changes: object) -> Explanation:
    """Return an explanation with the words of people.md for its nature."""
    plain = Explanation(rule, "规则名称", "类别", nature, "", (), (), "", "", "")
    return replace(plain, **changes)


SECRET = explanation(
    "GM-01", Nature.STATE_SECRET, name="密级标志", category="密级标志",
    legal_basis="保守国家秘密法第二十九条", cases=(3,),
    title="先别发，这份带密级标志", sentence="您复制的内容上有{命中}。带密级的文件不能走微信、QQ，刚才没有粘贴出去。",
    advice="需要传阅请走机要渠道。如果它不该在这台电脑上，请先不要转发，也不要自行删除，并联系保密办（内线 8021）。")
PATIENT = explanation(
    "GR-02", Nature.PERSONAL, name="就诊信息", category="他人就诊信息",
    legal_basis="个人信息保护法第二十八条", cases=(4,),
    title="这里有他人的就诊信息", sentence="有姓名、住院号和病情，已标出。刚才没有粘贴出去。")
DRAFT = explanation(
    "GC-01", Nature.DRAFT, name="讨论稿", category="讨论稿", legal_basis="政府信息公开条例第十六条", cases=(6,),
    title="这是讨论稿，已经批准了吗？", sentence="没批准就传开，容易被当成正式决定（类似案例六）。")


def _with_found(case: Case) -> Case:
    """Return a case with what the guard adds when it holds it."""
    judged, match = case.deciding() or (None, None)
    assert judged is not None
    assert judged.text is not None
    assert match is not None
    hidden = hidden_near(judged.text.original, match.start, match.end)
    return replace(case, found=found_in(case.judged), hidden=hidden)


def text_case(case_id: str, untrusted_text: str, mark: str, rule: Explanation, *, action: Action = Action.BLOCK,
              release: Release = Release.NEVER, title: str = "应急演练工作方案", **changes: object) -> Case:
    """Return a held text in which the first ``mark`` decided."""
    start = untrusted_text.index(mark)
    match = Match(rule.rule, rule.name, action, Confidence.HIGH, mark[:80], start, start + len(mark))
    verdict = Verdict(action, (match,), (rule,))
    outcome = Outcome.BLOCK if action is Action.BLOCK else Outcome.WARN
    decision = Decision(outcome, (DestinationKind.CHAT,), True, release, rule.nature, rule.rule)
    case = Case(case_id, Origin.CLIPBOARD, Kind.TEXT, AT, title, decision,
                (Judged("", Text(untrusted_text), None, verdict),), destination=WECHAT)
    return replace(_with_found(case), **changes)


def secret(**changes: object) -> Case:
    """A marked text: no release at all."""
    return text_case("secret", f"{MARK}\n某某县应急演练工作方案（演示样例，非国家秘密）", MARK, SECRET, **changes)


def akin(**changes: object) -> Case:
    """The rest of a marked text that was held at a quarter to ten: it contains no mark."""
    words = "演练分三步：先清点帐篷和发电机，再试电话和喇叭，最后由各村报到岗人数。\n集合地点在老粮站，雨天改在食堂。"
    match = Match(SECRET.rule, SECRET.name, Action.BLOCK, Confidence.HIGH, words[6:40], 6, 40,
                  kin=Kin("secret", AT - 1020))
    case = text_case("akin", words, words[6:40], SECRET)
    verdict = replace(case.judged[0].verdict or Verdict(Action.BLOCK), matches=(match,))
    return replace(case, judged=(replace(case.judged[0], verdict=verdict),), **changes)  # type: ignore[arg-type]


PETITION = explanation(
    "BC-14", Nature.WORK_SECRET, name="举报人、信访人身份", category="举报信访", title="这里有举报人或信访人的身份",
    legal_basis="信访工作条例第二十九条")


def petition(**changes: object) -> Case:
    """A petition: the petitioner's name, and where he lives."""
    words = "信访件登记\n来访人：周虚构，住幸福里3栋2单元301室，反映邻居占用通道一事。"
    return text_case("petition", words, "来访人：周虚构", PETITION, action=Action.WARN, release=Release.FREE, **changes)


KIMI = Destination(DestinationKind.CHAT, "AI 助手（chromium）", page=Page(PageKind.ASSISTANT, "kimi.com"))
"""A site in a browser with the extension."""


def refused_by_a_site() -> Case:
    """A draft as a file that somebody chose on a site."""
    return draft(origin=Origin.BROWSER, kind=Kind.FILES, destination=KIMI,
                 title=Sentence("关于恢复部分公交线路的通告.docx"))


def draft(**changes: object) -> Case:
    """A draft: an approver is asked for."""
    words = "关于恢复部分公交线路的通告（讨论稿）\n经研究，拟自下周一起恢复 3 路、7 路……"
    case = text_case("draft", words, "（讨论稿）", DRAFT, action=Action.WARN, release=Release.APPROVER,
                     title="关于恢复部分公交线路的通告（讨论稿）")
    return replace(case, **changes)


def personal(**changes: object) -> Case:
    """Three people's details in a text: a reason is asked for."""
    words = "赵样例，男，67 岁，住院号 ZY20260411，重症肺炎\n钱演示，女，43 岁，住院号 ZY20260418，2 型糖尿病"
    rule = PATIENT
    found = ("赵样例", "ZY20260411", "重症肺炎", "钱演示", "ZY20260418", "2 型糖尿病")
    matches = tuple(Match(rule.rule, rule.name, Action.BLOCK, Confidence.HIGH, part, words.index(part),
                          words.index(part) + len(part)) for part in found)
    decision = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON, rule.nature, rule.rule)
    case = Case("personal", Origin.CLIPBOARD, Kind.TEXT, AT, "住院病人名单", decision,
                (Judged("", Text(words), None, Verdict(Action.BLOCK, matches, (rule,))),), destination=WECHAT)
    return replace(_with_found(case), **changes)


ROSTER_SECRETS = ("赵样例", "钱演示", "孙范本", "510104199003074518", "510104198507126321", "510104197811053038")
"""What a masked copy of the roster must not contain."""

ROSTER = "值班人员信息\n" + "\n".join(f"{name}，身份证号 {number}" for name, number in zip(
    ROSTER_SECRETS[:3], ROSTER_SECRETS[3:], strict=True))


def roster(judge: Judge, **changes: object) -> Case:
    """Three people with their identity numbers, as the built-in rules judge them."""
    text = Text(ROSTER)
    verdict = judge.judge(text)
    match = max(verdict.matches, key=lambda one: one.action.severity)
    decision = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON, Nature.PERSONAL, match.rule)
    case = Case("roster", Origin.CLIPBOARD, Kind.TEXT, AT, "复制的文字", decision,
                (Judged("", text, None, verdict),), destination=WECHAT)
    return replace(_with_found(case), **changes)


def eleven_files(**changes: object) -> Case:
    """Eleven copied files: two were stopped by their words, eight more by a mark, and one is clean."""
    first, second = secret().judged[0], personal().judged[0]
    names = ("应急演练工作方案.docx", "住院病人名单.xlsx", *(f"附件{number}.docx" for number in range(1, 9)))
    stopped = [replace(first if number != 1 else second, name=name) for number, name in enumerate(names)]
    clean = Judged("食堂通知.txt", Text("今天中午吃面。"), None, Verdict(Action.ALLOW))
    case = secret(id="files", kind=Kind.FILES, title=names[0], judged=(*stopped, clean))
    return replace(case, **changes)


def hostile(*, release: Release = Release.NEVER, **changes: object) -> Case:
    """The most hostile foreign text, in every field that a window shows."""
    rude = "<h1>标题</h1>&amp;\u202e倒\x1b[31m" + "A" * 400 + "\n" + "字" * 3000
    case = text_case("hostile", rude, "A" * 60, replace(SECRET, title="", sentence="", legal_basis="依" * 300,
                                                        rule="R" * 80, name="名" * 90), title=rude,
                     release=release)
    return replace(case, destination=replace(WECHAT, program=rude), **changes)


def unreadable(**changes: object) -> Case:
    """A file that could not be read."""
    decision = Decision(Outcome.UNREADABLE, (DestinationKind.CHAT,), True, Release.FREE, None, "",
                        sentence("joined.of", what=sentence("reading.damaged"), why="扫描件 0412.pdf"))
    case = Case("unreadable", Origin.CLIPBOARD, Kind.FILES, AT - 120, "扫描件 0412.pdf", decision,
                (Judged("扫描件 0412.pdf", None, Unreadable(Reason.DAMAGED)),),
                destination=replace(WECHAT, program="QQ"))
    return replace(case, **changes)


def patient(**changes: object) -> Case:
    """A hospital screen with 21 marked places."""
    matches = []
    for row, values in enumerate(PATIENTS):
        for (left, _, name), value in zip(COLUMNS, values, strict=True):
            if name in ("姓名", "住院号", "诊断"):
                wide = sum(17 if ord(character) > 255 else 10 for character in value)
                box = Box(left - 2, 92 + row * 46 + 11, wide + 4, 24)
                matches.append(Match(PATIENT.rule, name, Action.BLOCK, Confidence.HIGH, value, 0, 0, None, (box,)))
    words = "\n".join(" ".join(values) for values in PATIENTS)
    placed = tuple(replace(match, start=words.index(match.text), end=words.index(match.text) + len(match.text))
                   for match in matches)
    decision = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON, Nature.PERSONAL, PATIENT.rule)
    verdict = Verdict(Action.BLOCK, placed, (PATIENT,))
    case = Case("patient", Origin.CLIPBOARD, Kind.PICTURE, AT - 60, "住院病历查询 截图", decision,
                (Judged("图片", Text(words, from_picture=True), None, verdict),), destination=WECHAT)
    return replace(_with_found(case), **changes)


@cache
def screen(**changes: object) -> Case:
    """The hospital screen as the reader reads it and the built-in rules judge it."""
    reader = ReaderClient(COMMAND, read_unconfined=True)
    try:
        seen = read_and_judge(Item("图片", Kind.PICTURE, hospital_picture()), reader, built_in().judge)
    finally:
        reader.close()
    assert seen.verdict is not None
    match = max(seen.verdict.matches, key=lambda one: one.action.severity)
    decision = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON, Nature.PERSONAL, match.rule)
    case = Case("screen", Origin.CLIPBOARD, Kind.PICTURE, AT - 60, "住院病历查询 截图", decision, (seen,),
                destination=WECHAT)
    return replace(_with_found(case), **changes)


@cache
def hospital_picture() -> bytes:
    """Return an invented hospital screen as PNG; needs a QApplication for its font."""
    image = QImage(720, 100 + len(PATIENTS) * 46 + 16, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.fillRect(0, 0, 720, 48, QColor("#2C6E8F"))
    painter.fillRect(0, 48, 720, 44, QColor("#EEF3F6"))
    painter.setPen(QColor("#FFFFFF"))
    painter.setFont(_font(18, bold=True))
    painter.drawText(QRectF(20, 0, 500, 48), middle, "住院病历查询")
    painter.setFont(_font(14))
    painter.drawText(QRectF(400, 0, 300, 48), middle | Qt.AlignmentFlag.AlignRight, "演示样例 · 全部虚构")
    painter.setPen(QColor("#45525E"))
    painter.setFont(_font(16, bold=True))
    for left, width, name in COLUMNS:
        painter.drawText(QRectF(left, 48, width, 44), middle, name)
    painter.setFont(_font(17))
    for row, values in enumerate(PATIENTS):
        top = 92 + row * 46
        painter.setPen(QColor("#E3E8EC"))
        painter.drawLine(0, top + 46, 720, top + 46)
        painter.setPen(QColor("#222A31"))
        for (left, width, _), value in zip(COLUMNS, values, strict=True):
            painter.drawText(QRectF(left, top, width, 46), middle, value)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def encoded(width: int, height: int) -> bytes:
    """Return a white picture as PNG."""
    stream = BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, "PNG")
    return stream.getvalue()


@cache
def raster(picture: bytes) -> Raster | None:
    """Return the pixels that the guard's reader gives for a picture, None when it can show nothing."""
    shown = show(picture, SHOWN_PIXELS)
    return shown if isinstance(shown, Raster) else None


def masked_copy(case: Case) -> MaskedCopy | None:
    """Return the guard's answer for the patient's picture and the roster, None for every other item."""
    if case.id == "patient":
        names = {patient[0] for patient in PATIENTS}
        filled = fill(hospital_picture(), [
            Fill(Box(box.x - 6, box.y - 6, box.width + 12, box.height + 12), _word(match.text, names))
            for match in case.matches() for box in match.boxes])
        assert isinstance(filled, bytes)
        return MaskedCopy(case.id, (("姓名", 7), ("就诊号", 7), ("整格", 7)), picture=filled, raster=raster(filled))
    if case.id == "roster":
        rules = built_in()
        copy = redact(case.judged[0], rules.judge, rules.policy)
        return MaskedCopy(case.id, (("姓名", 3), ("证件号", 3)), text=copy.text) if copy else None
    return None


def _word(text: str, names: Iterable[str]) -> str:
    """Return the word on the mask of one of the patients' cells."""
    if text in names:
        return "姓名"
    return "就诊号" if text.startswith("ZY") else ""


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
