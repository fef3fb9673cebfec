"""Tests inspections and new releases in a real browser, from the form to the signature, and how pages look."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest

from guard.core.events import EventKind
from guard.fleet.case_kinds import CaseKind
from guard.fleet.case_store import CaseStore, Change
from guard.fleet.store import FleetStore
from guard.publish.office import Office
from guard.publish.repository import Repository
from tests.support.collected import line
from tests.support.console import SECRECY, ConsoleOffice, RunningConsole
from tests.support.console_browser import ConsoleBrowser
from tests.support.publishing import unit_pack
from ui.web_console.inspections import LONGEST_REASON

PAGES = ("/", "/cases", "/cases/1", "/feedback", "/releases", "/releases/2?percent=10&groups=", "/releases/new",
         "/inspections", "/inspections/1", "/inspections/new", "/calls", "/calls?device=PC-006", "/calls?device=PC-010",
         "/codes", "/none")
LONG = "财政局经济建设科与行政事业科合署办公室（开发区分局）"
_DIM = """(() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => parts(colour).slice(0, 3).map(one => one / 255)
    .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = one => { const own = getComputedStyle(one).backgroundColor;
    return (parts(own)[3] ?? 1) > 0.99 ? own : one.parentElement ? behind(one.parentElement) : 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('h1,h2,p,td,th,dt,dd,a,label,button,li,b')].filter(one => one.innerText)
    .map(one => { const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), one.innerText.slice(0, 20)]; }).filter(([ratio]) => ratio < 4.5); })()"""
_BROKEN = """(() => {
  const lines = one => { const range = document.createRange(); range.selectNodeContents(one);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size; };
  return [...document.querySelectorAll('td')].filter(one => /^[0-9: -]{10,16}$/.test(one.innerText) && lines(one) > 1)
    .map(one => one.innerText); })()"""
"""The dates of a page that are not on one line."""


def repository(office: ConsoleOffice) -> Repository:
    return Office.at(office.publishing, (), lambda _: "").repository


@pytest.mark.thorough
def test_an_inspection_is_followed_ordered_and_withdrawn(browser: ConsoleBrowser, own_office: ConsoleOffice) -> None:
    due = (TODAY + timedelta(9)).isoformat()
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        browser.enter(console)
        browser.follow("自查")
        browser.follow("1")
        words = browser.words()
        for part in ("第四季度保密自查", "BC-01 标注密级的文件", "PC-006", "在赶材料", "40 / 310", "没有回音的 1 台"):
            assert part in words
        assert words.index("国家秘密") < words.index("BC-05")
        browser.show(console, "/inspections/1?standing=%E6%B2%A1%E6%9C%89%E5%9B%9E%E9%9F%B3")
        assert browser.run("[...document.querySelectorAll('table')].at(-1).tBodies[0].innerText").split()[0] == "PC-010"
        browser.follow("自查")
        browser.follow("布置自查")
        browser.run("document.querySelector('[name=folder0]').checked = true")
        for name, value in (("folders", "文档/报送"), ("groups", "财物科 财务科"), ("devices", "pc-001"), ("due", due),
                            ("reason", "年底以前查一遍")):
            browser.fill(name, value)
        browser.follow("看会签什么")
        assert "没有：财物科" in browser.words()
        assert "对得上的电脑 3 台，共 12 台" in browser.words()
        assert own_office.deeds(SECRECY)[-1] == (
            "拟布置自查", f"布置自查：桌面、文档/报送，给财物科、财务科、pc-001，{due} 以前做完")
        browser.follow("到终端签名")
        console.await_words(lambda said: "第 2 号自查：桌面、文档/报送".encode() in said, "the signature")
        assert f"{due} 以前做完" in console.said.decode()
        browser.until(console, "/inspections", "办完了")
        made = repository(own_office).index().orders[-1]
        assert (made.by, made.groups, made.devices) == (f"{SECRECY}（保密管理员）", ("财物科", "财务科"), ("pc-001",))
        browser.show(console, "/inspections/2")
        browser.fill("reason", "长" * (LONGEST_REASON + 1))
        assert browser.run("document.querySelector('form [name=reason]:not([type=hidden])').validationMessage") != "", (
            "what is too long is said and not cut")
        browser.fill("reason", "布置错了")
        browser.follow("到终端签名")
        console.await_words(lambda said: "第 2 号自查任务撤回".encode() in said, "the withdrawal")
        browser.until(console, "/inspections/2", "撤回：布置错了")
        assert browser.run("document.querySelector('form[method=post]')") is None
    assert repository(own_office).index().orders[-1].withdrawn == "布置错了"
    done = [words for deed, words in own_office.deeds(SECRECY) if deed == "在终端里"]
    assert done == [f"布置自查：桌面、文档/报送，给财物科、财务科、pc-001，{due} 以前做完：办完了",
                    "第 2 号自查：撤回，布置错了：办完了"]


@pytest.mark.thorough
def test_a_new_release_changes_what_was_ticked_after_its_differences_were_read(browser: ConsoleBrowser,
                                                                               own_office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        browser.enter(console)
        browser.follow("规则发布")
        browser.follow("新的发布")
        assert "从第 2 号（测试规则 青松乙号）开始" in browser.words()
        assert "换上 只记录.yaml（策略）" in browser.words()
        browser.run("document.querySelector('[value=\"unit.yaml\"]').checked = true")
        browser.follow("列出差别")
        assert browser.run("[...document.querySelectorAll('li.loosens')].map(one => one.innerText)")[0].startswith(
            "▲ 放宽 T-01")
        changes = browser.run("document.querySelector('.changes').innerText")
        assert ("青松丙号" in changes, "模式" in changes) == (True, False)
        (own_office.drafts / "unit.yaml").write_text(unit_pack("青松丁号"), "utf-8")  # by somebody, after it was read
        browser.follow("到终端签名")
        console.await_words(lambda said: "输入“放宽”".encode() in said, "the question")
        listed = console.said.decode()
        assert ("▲ 放宽 T-01" in listed, "青松丁号" in listed, "青松丙号" in listed) == (True, True, False)
        console.type("放宽")
        console.await_words(lambda said: "已签名发布".encode() in said, "the signature")
        browser.until(console, "/releases", "办完了")
    made = repository(own_office).index().releases[-1]
    assert (made.number, made.percent, made.groups) == (3, 0, ("试点",))
    bundle = repository(own_office).bundle(made)
    assert ("青松丁号" in bundle.packs[0].yaml, len(bundle.packs), bundle.policy) == (True, 1, "")
    assert ("在终端里", "新发布：换上 unit.yaml，频道 正式，0%，另加组 试点：办完了") in own_office.deeds(SECRECY)


@pytest.mark.thorough
def test_pages_fit_and_are_read_at_100_and_200_percent_light_and_dark(browser: ConsoleBrowser,
                                                                       own_office: ConsoleOffice) -> None:
    own_office.collect([line("A" * 200, 0, EventKind.HELD, unit=LONG, rules="BC-01", outcome="block"),
                        line("<script>", 0, EventKind.RELEASED, unit=LONG, rules="BC-08", reason="理由" * 200)])
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        browser.enter(console)
        for path in PAGES:
            browser.show(console, path)
            for zoom in (1, 2):
                for scheme in ("light", "dark"):
                    browser.look_at(1280, 860, zoom, scheme)
                    assert browser.run("document.documentElement.scrollWidth <= innerWidth"), (path, zoom)
                    assert browser.run(_DIM) == [], (path, scheme)
                    assert browser.run(_BROKEN) == [], (path, zoom)


@pytest.mark.thorough
def test_of_many_cases_those_that_are_due_first_are_listed_and_the_rest_is_said(own_office: ConsoleOffice) -> None:
    own_office.collect([line(f"PC-{number:04}", 0, EventKind.HELD, unit="办公室", rules="BC-01", outcome="block",
                             nature="国家秘密") for number in range(510)])
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        console.enter()
        answer = console.get("/cases")
    assert answer.page.count('<a href="/cases/') == 500
    assert "这里列期限最早的 500 件" in answer.words


@pytest.mark.thorough
def test_without_a_record_and_on_a_wrong_page_it_says_what_to_do(browser: ConsoleBrowser,
                                                                 own_office: ConsoleOffice) -> None:
    own_office.store.unlink()
    FleetStore(own_office.store).close()
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        browser.enter(console)
        for path in ("/", "/feedback"):
            browser.show(console, path)
            assert "先运行 mishao cases update" in browser.words()
        browser.show(console, "/inspections")
        assert "第四季度" not in browser.words()
        browser.show(console, "/nothing")
        assert "没有这一页" in browser.words()
        browser.follow("事项")
        assert "没有要办的事项" in browser.words()


TODAY = datetime.now().astimezone().date()
DUE, LATE = ((TODAY + timedelta(days)).isoformat() for days in (20, 120))
ORDER = {"folder0": "桌面", "due": DUE, "groups": "财务科", "reason": "查一遍"}
MANY = "|".join(f"桌面/{number}" for number in range(21))
RELEASE = {"channel": "正式", "percent": "0", "groups": "试点"}


@pytest.fixture(scope="module")
def planted(console_of: Callable[[str], RunningConsole], office: ConsoleOffice) -> RunningConsole:
    """The console of the 保密管理员, with files among the drafts that no release may take."""
    (office.drafts / "fails.yaml").write_text(unit_pack("青松丁号", keeps_its_word=False), "utf-8")
    for name in (".hidden.yaml", "又一份.yaml"):
        (office.drafts / name).write_bytes((office.drafts / "只记录.yaml").read_bytes())
    (office.drafts / "led.yaml").symlink_to(office.publishing / "unit.yaml")
    return console_of(SECRECY)


@pytest.mark.parametrize(("path", "fields", "words"), [
    ("/inspections/new", {**ORDER, "folder0": "桌面/../.."}, "“..”"),
    ("/inspections/new", {**ORDER, "folder0": "", "folders": "/etc"}, "没有允许自查“/etc”"),
    ("/inspections/new", {**ORDER, "folder0": ""}, "1 到 20"),
    ("/inspections/new", {**ORDER, "folder0": "", "folders": MANY}, "1 到 20"),
    ("/inspections/new", {**ORDER, "everyone": "1"}, "两样选一样"),
    ("/inspections/new", {**ORDER, "groups": ""}, "两样选一样"),
    ("/inspections/new", {**ORDER, "due": "明天"}, "看不懂"),
    ("/inspections/new", {**ORDER, "due": "2020-01-01"}, "时间对不上"),
    ("/inspections/new", {**ORDER, "until": LATE}, "最长 92 天"), ("/inspections/new", {**ORDER, "reason": ""}, "原因"),
    ("/inspections/new", {**ORDER, "reason": "看\u202e反"}, "看不见"),
    ("/inspections/1/withdraw", {"reason": ""}, "要写原因"),
    ("/releases/new", {**RELEASE, "draft0": "../office/keys/online.key"}, "待发布的文件夹里没有"),
    ("/releases/new", {**RELEASE, "draft0": "/etc/passwd"}, "待发布的文件夹里没有"),
    ("/releases/new", {**RELEASE, "draft0": "led.yaml"}, "待发布的文件夹里没有"),
    ("/releases/new", {**RELEASE, "draft0": ".hidden.yaml"}, "待发布的文件夹里没有"),
    ("/releases/new", {**RELEASE, "draft0": "只记录.yaml", "draft1": "又一份.yaml"}, "策略只能选一份"),
    ("/releases/new", {**RELEASE, "draft0": "fails.yaml"}, "T-01"),
    ("/releases/new", {**RELEASE, "drop0": "没有的.yaml"}, "没有的.yaml"),
    ("/releases/new", {**RELEASE, "channel": "没有"}, "没有这个频道"),
    ("/releases/new", {**RELEASE, "percent": "9" * 5000}, "0 到 100"),
    ("/releases/new", {**RELEASE, "groups": ""}, "没有电脑会收到"), ("/releases/new", {**RELEASE, "base": "77"}, "77"),
    ("/releases/new", {**RELEASE, "base": "1e9"}, "一个编号"),
], ids=lambda one: str(one)[:50])
def test_what_cannot_be_signed_is_refused_before_the_terminal(planted: RunningConsole, office: ConsoleOffice, path: str,
                                                              fields: dict[str, str], words: str) -> None:
    before = repository(office).index()
    shown = {"/inspections/new": f"{path}?{urlencode(ORDER)}", "/releases/new": f"{path}?{urlencode(RELEASE)}"}
    proof = planted.get(shown.get(path, "/inspections/1")).csrf
    answer = planted.post(path, {**fields, "csrf": proof})
    assert (answer.status, words in answer.words) == (409, True), answer.words
    assert office.deeds(SECRECY)[-1][1] == f"{path}：没有办成"
    assert repository(office).index() == before


def test_the_name_of_a_release_is_shown_before_it_is_signed_and_never_cut(
        console_of: Callable[[str], RunningConsole]) -> None:
    console, ring = console_of(SECRECY), {"channel": "正式", "percent": "0", "groups": "试点", "draft0": "unit.yaml"}
    shown = console.get(f"/releases/new?{urlencode({**ring, 'label': '年' * 60})}")
    assert f"另加组 试点，名称 {'年' * 60}" in shown.words
    answer = console.get(f"/releases/new?{urlencode({**ring, 'label': '年' * 61})}")
    assert (answer.status, "最多 60 个字，这里有 61 个" in answer.words) == (409, True)


def test_a_group_that_no_release_has_is_said_beside_what_would_change(
        console_of: Callable[[str], RunningConsole]) -> None:
    for group, told in (("试电", True), ("试点", False)):
        words = console_of(SECRECY).get(f"/releases/2?percent=10&groups={quote(group)}").words
        assert (f"组“{group}”是第一次用" in words) is told


@pytest.mark.thorough
def test_a_case_that_is_overdue_is_marked_and_one_of_feedback_leads_to_its_answer(own_office: ConsoleOffice) -> None:
    with contextlib.closing(CaseStore(own_office.store)) as cases:
        cases.change(1, Change(due=date(2026, 1, 2)), SECRECY, time.time())
        feedback = next(one for one in cases.all() if one.kind is CaseKind.FEEDBACK)
    with contextlib.closing(RunningConsole(own_office, SECRECY).enter()) as console:
        for path in ("/cases", "/cases/1"):
            assert "■ 2026-01-02（逾期）" in console.get(path).words
        assert f'href="/feedback?number={feedback.told}"' in console.get(f"/cases/{feedback.number}").page
        assert f"答复 {feedback.told}" in console.get(f"/feedback?number={feedback.told}").words
