"""Draws the windows with nothing, with one item, and with more and longer words than in the drawings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from guard.channels.notices import Channel, ChannelNotice, FileDialog
from guard.control.requests import CaseContent, GateState
from guard.core.model import Case, CaseState, Outcome
from guard.folders.watched import Ground, Watched
from guard.sentences.catalogue import sentence
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.provenance import Provenance, SupplyState
from rules.model import Action, Nature
from rules.pack.loading import load
from tests.support import ui_samples as samples
from tests.support.ui_guarded import Guarded, until
from tests.ui.screens_people import self_check, statistics, text, ways
from ui.feedback.window import FeedbackWindow
from ui.i18n.dates import clock
from ui.i18n.pack_words import of_pack
from ui.items.labels import not_sent
from ui.items.program_names import called
from ui.kit.theme import Theme
from ui.notices.toasts import SightedPanel
from ui.warning.one_case import CasePanel
from ui.warning.several import SeveralPanel
from ui.warning.window import WarningWindow
from ui.windows.health import HealthWindow
from ui.windows.recall import RecallWindow

FILE = ("关于进一步做好全县防汛抗旱应急演练物资储备和值班值守工作有关事项的通知"
        "（征求意见稿第三版修改后）final-2026-11-24.docx")
OFFICE = "某某县某某镇人民政府党政综合办公室（保密工作办公室），内线 8021、8022"
PROGRAM = "AnOfficeMessengerWithAVeryLongNameOfItsOwn.exe"
LAW = ("保守国家秘密法第二十九条；国家秘密定密管理暂行规定第十五条；党政机关公文处理工作条例第九条；"
       "某某省保密工作实施细则第四十二条第三款")
KIND = "没有对外公布的重大建设项目选址、征地补偿标准和评审专家名单"
EVERYTHING = (f"{samples.MARK}\n{samples.ROSTER}\n关于选址的通告（讨论稿）\n领导批示：请阅。\n"
              "服务器 10.0.0.8 用户名 admin 密码 Zz-4711-演示\n")

LONG = samples.explanation(
    "某某县某某局-DW-2026-0001", Nature.WORK_SECRET, name=KIND, category=KIND, cases=(1,), legal_basis=LAW,
    title="这里有没有对外公布的重大建设项目选址和征地补偿标准，请先看一眼",
    sentence="里面提到了没有对外公布的选址、补偿标准和评审专家，传出去会影响征地谈判，也会让评审作废。"
             "刚才没有粘贴出去，内容先替您留着，不会丢。",
    advice="需要给同事的，请走本单位的办公系统；"
           "需要给外单位的，先经办公室主任和分管领导同意，再用机要渠道传递。")


def long_case(**changes: object) -> Case:
    """Return an item every word of which is long."""
    case = samples.text_case("long", f"{'前' * 90}青松计划选址{'后' * 200}", "青松计划选址", LONG, title=FILE)
    return replace(case, destination=replace(samples.WECHAT, program=PROGRAM), **changes)


def many_rules() -> Case:
    """Return an item in which seven rules with long names have matched."""
    case = long_case()
    judged = case.judged[0]
    verdict = judged.verdict
    assert verdict is not None
    found = [replace(verdict.matches[0], rule=f"DW-{number}", name=f"第 {number} 类没有公布的选址和补偿标准",
                     action=Action.WARN if number % 2 else Action.BLOCK) for number in range(7)]
    return replace(case, judged=(replace(judged, verdict=replace(verdict, matches=(*verdict.matches, *found))),))


def warning(theme: Theme, case: Case) -> WarningWindow:
    """Return the shown warning of one item."""
    return _shown(theme, CasePanel(theme, case, OFFICE), not_sent(case))


def many_kinds(theme: Theme) -> WarningWindow:
    """Return the shown warning of a picture in which the rules with the longest names have matched."""
    case = samples.patient()
    judged = case.judged[0]
    verdict = judged.verdict
    assert verdict is not None
    rules = load(builtin_pack(), BUILTIN_PACK).rules
    names = sorted((rule.name for rule in rules), key=lambda name: len(of_pack(name)))[-4:]
    found = [replace(match, name=names[number % len(names)]) for number, match in enumerate(verdict.matches)]
    case = replace(case, judged=(replace(judged, verdict=replace(verdict, matches=tuple(found))),))
    window = warning(theme, case)
    panel = window.findChild(CasePanel)
    assert panel is not None
    panel.evidence.show_content(CaseContent(case, (samples.raster(samples.hospital_picture()),)))
    panel.no_copy()
    return window


def several(theme: Theme) -> WarningWindow:
    """Return the shown warning of seven items."""
    cases = [long_case(id=f"long-{number}", opened_at=samples.AT - 60 * number) for number in range(7)]
    return _shown(theme, SeveralPanel(theme, cases, samples.AT), not_sent(cases[0]))


def sighted(theme: Theme) -> WarningWindow:
    """Return the notice about six files with long names that a program with a long name opened."""
    sighting = ChannelNotice(Channel.OPENED, (FILE,) * 6, PROGRAM, Nature.STATE_SECRET)
    return _shown(theme, SightedPanel(theme, sighting, OFFICE), called(PROGRAM))


def health(theme: Theme) -> QWidget:
    """Return 运行状况 with many folders, long names and several troubles."""
    guarded = Guarded(theme, [long_case()])
    status = guarded.guard.status
    status.fact(pack=f"{LONG.name} 2026.11.24-3 + {LONG.name}")
    status.folders(tuple(Watched(f"~/图片/{FILE[:30]}/{number}", Ground.CHOSEN) for number in range(5)))
    status.fact(broker="")
    status.gate(GateState(True, 50_000, 150_000, 12, 345, 67))
    status.windows_unread(12)
    status.trouble("broker", sentence("guard.clipboard-restarting"))
    status.trouble("quarantine", sentence("vault.full"))
    status.trouble("folder", f"截图文件夹 ~/图片/{FILE} 看不了：权限不够。")
    release = Provenance(1207, OFFICE, "正式", samples.AT)
    status.supply(SupplyState(True, release, samples.AT, samples.AT, "服务器没有应答。" * 8))
    return HealthWindow(theme, guarded.guard_status, "0.1.0", ways())


def no_guard(theme: Theme) -> QWidget:
    """Return 运行状况 without a running guard."""
    guarded = Guarded(theme, [])
    guarded.guard.server.stop()
    until(lambda: guarded.guard_status.status is None)
    return HealthWindow(theme, guarded.guard_status, "0.1.0", ways())


def feedback(theme: Theme, given: int) -> QWidget:
    """Return 误报反馈 after this many feedbacks."""
    desk = Guarded(theme, [])
    for number in range(given):
        desk.guard.feedback.book.add(samples.draft(id=f"given-{number}"))
    return FeedbackWindow(theme, desk.bridge)


def every_rule() -> list[Case]:
    """Return what twelve rules held in a month."""
    return [samples.draft(id=f"m{number}", decision=replace(samples.draft().decision, rule=f"BC-{number % 12 + 1:02}"),
                          state=CaseState.RELEASED if number % 5 == 0 else CaseState.HELD) for number in range(40)]


def unread(theme: Theme) -> WarningWindow:
    """Return the shown warning of a file with a long name that could not be read."""
    case = samples.unreadable(title=FILE)
    decision = replace(case.decision, outcome=Outcome.UNREADABLE,
                       reason=sentence("joined.of", what=sentence("reading.damaged"), why=FILE))
    return warning(theme, replace(case, decision=decision, judged=(replace(case.judged[0], name=FILE),)))


def _shown(theme: Theme, panel: QWidget, about: str) -> WarningWindow:
    window = WarningWindow(theme, clock(samples.AT), None)
    window.show_panel(panel, about)  # type: ignore[arg-type]
    window.show()
    return window


def drawings(theme: Theme, review: Callable[..., QWidget], stand_in: Callable[..., QWidget],
             tray_menu: Callable[..., QWidget], strip: Callable[..., QWidget]) -> dict[str, Callable[[], QWidget]]:
    """Return the drawing functions by name; a review, a small window, a menu and a strip are made as elsewhere."""
    long: Sequence[Case] = [many_rules(), long_case(id="other"), samples.unreadable(title=FILE)]
    return {
        "warning-long": lambda: warning(theme, long_case()),
        "warning-long-unread": lambda: unread(theme),
        "warning-long-kinds": lambda: many_kinds(theme),
        "warning-long-several": lambda: several(theme),
        "sighted-long": lambda: sighted(theme),
        "review-one": lambda: review(theme, [samples.draft()], "draft"),
        "review-long": lambda: review(theme, long, "long"),
        "review-long-narrow": lambda: review(theme, long, "long", size=(900, 600)),
        "standin-long": lambda: stand_in(theme, long),
        "tray-menu-empty": lambda: tray_menu(theme, []),
        "tray-menu-long": lambda: tray_menu(theme, long),
        "strip-long": lambda: strip(theme, lambda strips: strips.dialog_seen(FileDialog(
            1, PROGRAM, (FILE,) * 5, 117, True, None))),
        "strip-screen-long": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.ON_SCREEN, (FILE,), PROGRAM, Nature.STATE_SECRET))),
        "recall-long": lambda: RecallWindow(theme, OFFICE, lambda: 0.0),
        "selfcheck-found": lambda: self_check(theme, text(EVERYTHING)),
        "health-long": lambda: health(theme),
        "health-none": lambda: no_guard(theme),
        "feedback-empty": lambda: feedback(theme, 0),
        "feedback-many": lambda: feedback(theme, 11),
        "statistics-one": lambda: statistics(theme, every_rule()[:1]),
        "statistics-many": lambda: statistics(theme, every_rule()),
    }
