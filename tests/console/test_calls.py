"""Tests calls (催办) in a real browser: from what is open to the call beside it, and what is not recorded."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from guard.core.events import EventKind
from guard.fleet.call_store import CallStore
from guard.fleet.calls import About, Call, Matter, Topic, Way
from tests.support.collected import line
from tests.support.console import ALARMS, AUDITOR, SECRECY, SYSTEM, ConsoleOffice, RunningConsole
from tests.support.console_browser import ConsoleBrowser
from tests.support.hiding_office import hide
from tests.support.publishing import UnitOffice

TODAY = datetime.now().astimezone().date()
PAST, SOON = ((TODAY + timedelta(days)).isoformat() for days in (-1, 4))
FIRST_ROW = "document.querySelector('table').tBodies[0].rows[0].innerText"


def made(office: ConsoleOffice) -> list[Call]:
    with contextlib.closing(CallStore(office.store)) as store:
        calls, whole = store.all()
    assert whole
    return calls


def called(office: ConsoleOffice, device: str, matter: Matter, until: str) -> None:
    with contextlib.closing(CallStore(office.store)) as store:
        day = TODAY - timedelta(3)
        store.add(Call(SECRECY, day, "张某", Way.VISIT, (About(device, "", matter),), "", day.fromisoformat(until)),
                  time.time())


def fields(console: RunningConsole, page: str, **more: str) -> dict[str, str]:
    """Return the form of a page as a browser sends it, with what somebody typed."""
    shown = console.get(page).page
    hidden = {name: shown.partition(f'name="{name}" value="')[2].partition('"')[0]
              for name in ("csrf", "seen", "device", "unit")}
    assert hidden["csrf"], shown
    return {**hidden, "about": "", "whom": "张某", "way": "电话", "day": TODAY.isoformat(), "until": SOON, "agreed": "",
            **more}


@pytest.mark.thorough
def test_a_call_is_recorded_on_the_page_of_a_computer_and_is_shown_beside_what_is_open(
        browser: ConsoleBrowser, own_office: ConsoleOffice) -> None:
    own_office.list_people(12, [("PC-013", "财务科", "欧阳某")])
    called(own_office, "PC-006", Matter(Topic.INSPECTION, 1), PAST)
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        browser.enter(console)
        assert "PC-010" in browser.words()
        browser.follow("PC-010")
        assert browser.run("document.querySelector('[name=whom]').value") == "周某"  # its user, by the roster
        browser.fill("whom", "人事科 8206")
        browser.fill("until", SOON)
        browser.fill("agreed", "周五回来就开机")
        browser.follow("记下")
        assert "记下了，1 台电脑" in browser.words()
        beside = f"已催 {TODAY:%m-%d} 人事科 8206，约定 {SOON[5:]} 前"
        for room in ("总览", "催办"):
            browser.follow(room)
            assert f"● {beside}" in browser.words()
        browser.fill("calls", "by-calls")
        browser.follow("筛选")
        assert "已过" in browser.run(FIRST_ROW)
        browser.fill("calls", "passed")
        browser.follow("筛选")
        assert browser.run("document.querySelector('table').tBodies[0].innerText").split()[0] == "PC-006"
        browser.show(console, "/inspections/1?calls=by-calls&standing=")
        assert f"约定 {PAST[5:]} 前，已过" in browser.words()
        assert "约定过了的" in browser.run("document.querySelector('[name=calls] :checked').innerText")
    assert (made(own_office)[-1].by, made(own_office)[-1].agreed) == (SECRECY, "周五回来就开机")
    assert ("记催办", f"电脑 PC-010：没有在看守，电话 人事科 8206，约定 {SOON} 前") in own_office.deeds(SECRECY)
    assert "催办的校验点 2:" in own_office.deeds(SECRECY)[-1][1]
    with contextlib.closing(RunningConsole(own_office, AUDITOR)) as console:
        browser.enter(console)
        browser.follow("催办")
        assert beside in browser.words()
        browser.follow("PC-010")
        assert "周五回来就开机" in browser.words()
        assert browser.run("document.querySelector('form[method=post]')") is None


@pytest.mark.thorough
def test_a_call_to_the_clerk_of_a_unit_is_about_all_that_is_open_there_or_one_thing(
        browser: ConsoleBrowser, own_office: ConsoleOffice) -> None:
    own_office.list_people(12, [("PC-013", "人事科", "欧阳某"), ("PC-014", "人事科", "")])
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as console:
        browser.enter(console)
        browser.follow("催办")
        browser.fill("unit", "人事科")
        browser.follow("筛选")
        suggested = browser.run("[...document.querySelectorAll('datalist option')].map(one => one.value)")
        assert set(suggested) >= {"周某", "欧阳某"}
        for about, whom in (("RECORDS:0", "刘某"), ("", "科室内勤")):
            browser.fill("about", about)
            browser.fill("whom", whom)
            browser.follow("记下")
    first, second = made(own_office)
    assert {(one.device, one.matter.topic) for one in first.about} == {("PC-004", Topic.RECORDS)}
    assert {one.device for one in second.about} == {"PC-004", "PC-010", "PC-013", "PC-014"}
    assert {one.chain for one in second.about if one.device == "PC-010"} == {"c0ffee of PC-010"}


def test_what_changed_since_the_page_was_opened_is_not_recorded_nor_one_call_twice(own_office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(own_office, SECRECY).enter()) as console:
        sent = fields(console, "/calls?device=PC-010")
        own_office.collect([line("PC-010", 9, EventKind.ALIVE, pack="2", label="测试规则")])
        assert "打开以后变了" in console.post("/calls", sent).words
        assert not made(own_office)
        sent = fields(console, "/calls?device=PC-006")
        assert console.post("/calls", sent).status == 303
        assert "打开以后变了" in console.post("/calls", sent).words  # clicked twice
        assert len(made(own_office)) == 1


@pytest.mark.parametrize(("more", "words"), [
    ({"whom": ""}, "催了谁"), ({"whom": "张\u202e某"}, "看不见"), ({"agreed": "x" * 101}, "说好的"),
    ({"way": "手势"}, "没有这样的办法"), ({"day": "明天"}, "看不懂"), ({"day": "2020-01-01"}, "哪天催的"),
    ({"until": "x"}, "看不懂"), ({"until": "9999-12-31"}, "“约定”写的是 9999 年"),
    ({"until": "2020-01-01"}, "约定的日子"), ({"about": "x"}, "没有这样的事"),
    ({"about": "RULES:1"}, "没有要催的"), ({"about": "INSPECTION:" + "9" * 50}, "没有这样的事"),
    ({"device": "PC-001"}, "打开以后变了"), ({"device": ""}, "打开以后变了"), ({"seen": ""}, "打开以后变了"),
    ({"calls": "x"}, "没有这样的排法")], ids=str)
def test_what_cannot_be_meant_is_not_recorded(console: RunningConsole, office: ConsoleOffice, more: dict[str, str],
                                              words: str) -> None:
    answer = console.post("/calls", fields(console, "/calls?device=PC-010", **more))
    assert (answer.status, words in answer.words) == (409, True), answer.words
    assert not made(office)


@pytest.mark.parametrize("proof", ["", "0" * 64, "of another form"])
def test_a_call_needs_the_proof_of_this_form(console: RunningConsole, office: ConsoleOffice, proof: str) -> None:
    other = console.get("/cases/1").csrf
    sent = fields(console, "/calls?device=PC-010", csrf=other if proof == "of another form" else proof)
    assert console.post("/calls", sent).status == 403
    sent = fields(console, "/calls?device=PC-010")
    assert console.post("/calls", sent, Origin="http://evil.example").status == 403
    assert not made(office)


@pytest.mark.thorough
def test_the_other_two_record_nothing_and_one_sees_nothing(console_of: Callable[[str], RunningConsole],
                                                           console: RunningConsole, office: ConsoleOffice) -> None:
    sent = fields(console, "/calls?device=PC-010")
    for name, status in ((SYSTEM, 403), (AUDITOR, 200)):
        other = console_of(name)
        assert other.get("/calls?device=PC-010").status == status
        assert other.post("/calls", {**sent, "csrf": "0" * 64}).status == 403
        assert office.deeds(name)[-1] == ("被拒绝", "记催办；POST /calls")
    assert "PC-010" in console_of(SYSTEM).get("/").words
    assert "/calls" not in console_of(SYSTEM).get("/").page
    assert not made(office)


def test_what_nobody_has_and_names_that_are_markup_are_only_words(console: RunningConsole) -> None:
    for asked in ({"device": "PC-999"}, {"unit": "没有这个科"}, {"device": "<script>", "unit": "x"}):
        answer = console.get(f"/calls?{urlencode(asked)}")
        assert (answer.status, "名册和报到过的电脑里没有" in answer.words) == (409, True)
        assert "<script>" not in answer.page
    assert console.get("/calls?calls=x").status == 409


@pytest.mark.thorough
def test_code_words_are_refused_before_they_are_in_the_log_and_without_the_key_it_says_so(own_office: ConsoleOffice,
                                                                                     tmp_path: Path) -> None:
    key = hide(UnitOffice(own_office.publishing), tmp_path)
    with contextlib.closing(RunningConsole(own_office, SECRECY).enter()) as console:
        for page in ("/calls?device=PC-010", "/cases/1", "/codes"):
            assert "有没有代号不核对" in console.get(page).words
    with contextlib.closing(RunningConsole(own_office, SECRECY, more=("--exact-key", str(key))).enter()) as console:
        assert "有没有代号不核对" not in console.get("/calls?device=PC-010").words
        for field, place in (("whom", "催了谁"), ("agreed", "说好的")):
            sent = fields(console, "/calls?device=PC-010", **{field: "青松计划组"})
            assert f"“{place}”里明写着“青松计划”" in console.post("/calls", sent).words
        assert not made(own_office)
        assert console.post("/calls", fields(console, "/calls?device=PC-010")).status == 303
        proof = console.get("/feedback?number=" + ALARMS[0]).csrf
        wanted = {"number": ALARMS[0], "how": "adopt", "words": "青松计划以后再说", "since": "", "csrf": proof}
        assert "明写着“青松计划”" in console.post("/feedback", wanted).words
        told = {"reason": "海东青拦错了", "hours": "4", "csrf": console.get("/releases").csrf}
        assert "原因里明写着“海东青”" in console.post("/releases/suspend", told).words
        assert "原因里明写着“海东青”" in console.get(f"/releases/3?{urlencode({'reason': '海东青拦错了'})}").words
        asked = urlencode({"percent": "100", "groups": "海东青组"})
        assert "组的名称里明写着“海东青”" in console.get(f"/releases/3?{asked}").words
        new = {"channel": "正式", "percent": "0", "groups": "海东青组"}
        assert "组的名称里明写着“海东青”" in console.get(f"/releases/new?{urlencode(new)}").words
        asked_for = {"request": "一个请求码", "note": "海东青要打印", "csrf": console.get("/codes").csrf}
        assert "“谁申请、为什么”里明写着“海东青”" in console.post("/codes", asked_for).words
        noted = {"state_was": "待处理", "state": "待处理", "csrf": console.get("/cases/1").csrf}
        assert "“经过”里明写着“青松计划”" in console.post("/cases/1", {**noted, "note": "青松计划组"}).words
        assert "“负责人”里明写着“海东青”" in console.post("/cases/1", {**noted, "owner": "海东青"}).words
        told = {"reason": "海东青不查了", "csrf": console.get("/inspections/1").csrf}
        assert "原因里明写着“海东青”" in console.post("/inspections/1/withdraw", told).words
        ordered = {"folder0": "桌面/海东青", "everyone": "1", "due": SOON, "reason": "查"}
        assert "里明写着“海东青”" in console.get(f"/inspections/new?{urlencode(ordered)}").words
    assert len(made(own_office)) == 1
    logged = " ".join(words for _, words in own_office.deeds(SECRECY))
    assert ("青松计划" in logged, "海东青" in logged) == (False, False)


@pytest.mark.thorough
def test_calls_that_were_changed_are_said_to_be(own_office: ConsoleOffice) -> None:
    called(own_office, "PC-010", Matter(Topic.GUARDING), SOON)
    with contextlib.closing(RunningConsole(own_office, SECRECY).enter()) as console:
        assert "被改动过" not in console.get("/calls").words
        with sqlite3.connect(own_office.store) as harmed:
            harmed.execute("UPDATE calls SET whom = '李某'")
        assert "催办记录被改动过" in console.get("/calls").words
