"""Tests whole stories in a real browser: what an administrator does in a morning, and what the auditor then sees."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from guard.authorisation.register import entries
from guard.authorisation.request import CodeRequest, Subject
from guard.fleet.case_kinds import CaseState
from guard.fleet.case_store import CaseStore
from guard.publish.office import Office
from rules.model import Nature
from tests.support.console import ALARMS, AUDITOR, SECRECY, ConsoleOffice, RunningConsole
from tests.support.console_browser import ConsoleBrowser
from tests.support.guarding import wait_for
from tests.support.page_firefox import FIREFOX, Firefox
from ui.demo.display import Display


def request_code(subject: Subject) -> str:
    return CodeRequest(subject, X25519PrivateKey.generate().public_key().public_bytes_raw()).text()


@pytest.mark.thorough
def test_a_morning_silent_computers_a_case_and_what_the_auditor_sees(browser: ConsoleBrowser,
                                                                     office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(office, SECRECY)) as console:
        browser.enter(console)
        assert "PC-010" in browser.words()
        assert "6 天没有报到" in browser.words()
        browser.follow("事项")
        browser.follow("1")
        assert "新建：国家秘密" in browser.words()
        browser.fill("state", "处理中")
        browser.fill("owner", "李某")
        browser.fill("note", "当面提醒，已收回")
        browser.follow("记下")
        assert "改好了" in browser.words()
        assert "当面提醒，已收回" in browser.words()
        assert browser.run("performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)") == [
            "/style.css"]
    store = CaseStore(office.store)
    case = store.case(1)
    assert (case.state, case.owner, store.history(1)[-1].by) == (CaseState.WORKING, "李某", SECRECY)
    store.close()
    with contextlib.closing(RunningConsole(office, AUDITOR)) as console:
        browser.enter(console)
        browser.follow("操作记录")
        words = browser.words()
        assert "每一条都由本人的钥匙签过" in words
        for line in ("第 1 号事项：负责人改为 李某，状态改为 处理中，记一条经过", "看操作记录", "退出"):
            assert line in words
        browser.follow("事项")
        browser.follow("1")
        assert "当面提醒，已收回" in browser.words()
        assert browser.run("document.querySelector('form')") is None  # the auditor changes nothing


@pytest.mark.thorough
def test_a_release_is_widened_after_its_differences_were_read_and_signed_in_the_terminal(
        browser: ConsoleBrowser, office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(office, SECRECY)) as console:
        browser.enter(console)
        browser.follow("规则发布")
        browser.follow("2")
        browser.fill("percent", "10")
        browser.follow("列出差别")
        assert "▲ 放宽 T-01" in browser.words()
        browser.follow("到终端签名")
        assert "在终端里等您：第 2 号改为 10%" in browser.words()
        console.await_words(lambda said: "输入“放宽”".encode() in said, "the question")
        console.type("是")  # is not enough where something loosens
        console.await_words(lambda said: "什么也没有改".encode() in said, "the refusal")
        browser.until(console, "/releases/2?percent=10&groups=%E8%AF%95%E7%82%B9", "没有办成")
        browser.follow("到终端签名")
        console.said = b""
        console.await_words(lambda said: "输入“放宽”".encode() in said, "the question")
        console.type("放宽")
        console.await_words(lambda said: "范围已改".encode() in said, "the signature")
        browser.until(console, "/releases", "办完了")
        assert "10%，另加组 试点" in browser.words()
    index = Office.at(office.publishing, (), lambda _: "").repository.index()
    assert next(one for one in index.releases if one.number == 2).percent == 10
    change = "第 2 号发布：范围改为 10%，另加组 试点"
    assert [words for deed, words in office.deeds(SECRECY) if deed == "在终端里"] == [f"{change}：没有办成",
                                                                                     f"{change}：办完了"]


@pytest.mark.thorough
def test_a_feedback_is_answered_and_a_code_given_in_the_terminal_alone(browser: ConsoleBrowser,
                                                                       office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(office, SECRECY)) as console:
        browser.enter(console)
        browser.follow("误报反馈")
        browser.follow(ALARMS[0])
        browser.fill("how", "reject")
        browser.fill("words", "讨论稿没有公开")
        browser.follow("到终端签名")
        console.await_words(lambda said: "不采纳。同步".encode() in said, "the signed answer")
        browser.until(console, "/feedback", "不采纳：讨论稿没有公开")
        for subject, note in ((Nature.STATE_SECRET, "李某申请"), (Nature.WORK_SECRET, "李某，报送上级")):
            browser.until(console, "/codes", "到终端开")
            browser.fill("request", request_code(subject))
            browser.fill("note", note)
            console.said = b""
            browser.follow("到终端开")
            waited = ("不给授权码" if subject is Nature.STATE_SECRET else "每组最后一个字符").encode()
            console.await_words(lambda said, waited=waited: waited in said, "the code")
            browser.until(console, "/codes", note)
        given = entries(office.codes)[0]
        assert [(bool(one.code), bool(one.refused)) for one in given] == [(False, True), (True, False)]
        assert given[1].code not in browser.run("document.documentElement.outerHTML")
        assert "李某，报送上级" in browser.words()


@pytest.mark.thorough
def test_an_emergency_is_suspended_and_ended_in_the_terminal(office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(office, SECRECY)) as console:
        console.enter()
        for hours, reason, why in (("0", "x", "小时要写"), ("73", "x", "小时要写"), ("4", "", "要写原因")):
            sent = {"hours": hours, "reason": reason, "csrf": console.get("/releases").csrf}
            answer = console.post("/releases/suspend", sent)
            assert (answer.status, why in answer.words) == (409, True)
        sent = {"hours": "4", "reason": "误拦影响办公", "csrf": console.get("/releases").csrf}
        assert console.post("/releases/suspend", sent).status == 303
        console.await_words(lambda said: "输入“放宽”".encode() in said, "the question")
        again = {**sent, "csrf": console.get("/releases").csrf}
        assert "还有一件事没有办完" in console.post("/releases/suspend", again).words
        console.type("放宽")
        console.await_words(lambda said: "只提醒不拦截".encode() in said, "the signature")
        wait_for(lambda: "恢复拦截" in console.get("/releases").words, "the end of the errand")
        assert "■ 紧急停用到" in console.get("/releases").words
        assert console.post("/releases/resume", {"csrf": console.get("/releases").csrf}).status == 303
        console.await_words(lambda said: "已签名：恢复拦截".encode() in said, "the end of the emergency")
    assert Office.at(office.publishing, (), lambda _: "").repository.index().suspension is None


@pytest.mark.thorough
def test_the_console_is_english_where_the_locale_is(browser: ConsoleBrowser, office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(office, SECRECY, "en_GB.UTF-8")) as console:
        browser.enter(console)
        assert "Computers to ask about" in browser.words()
        assert browser.run("document.documentElement.lang") == "en"
        browser.show(console, "/releases/2?percent=100&groups=")
        assert "Compared with release" in browser.words()


@pytest.mark.thorough
def test_firefox_finds_the_console_and_its_forms_are_taken(display: Display, office: ConsoleOffice,
                                                           tmp_path: Path) -> None:
    if not FIREFOX.exists():
        pytest.skip("Firefox is not installed")
    with contextlib.closing(Firefox(display, tmp_path, {})) as firefox, \
            contextlib.closing(RunningConsole(office, SECRECY)) as console:
        firefox.open(console.link)
        assert firefox.run("location.href") == f"{console.origin}/"
        firefox.open(f"{console.origin}/cases/4")
        firefox.run("document.querySelector('[name=note]').value = '已核对'")
        firefox.run("document.querySelector('main form button').click()")
        words = "document.body ? document.body.innerText : ''"  # between two pages there is none
        wait_for(lambda: "改好了" in (firefox.run(words) or ""), "the changed case")
        assert "已核对" in firefox.run(words)


@pytest.mark.thorough
def test_a_page_of_another_site_that_knows_the_address_can_do_nothing(browser: ConsoleBrowser, office: ConsoleOffice,
                                                                      tmp_path: Path) -> None:
    evil = tmp_path / "evil.html"
    with contextlib.closing(RunningConsole(office, SECRECY)) as console:
        browser.enter(console)
        lines = len(CaseStore(office.store).history())
        evil.write_text(f"<form method=post action='{console.origin}/cases/2'><input name=note value=x>"
                        f"<button>x</button></form><iframe src='{console.origin}/cases'></iframe>"
                        f"<a href='{console.origin}/cases'>link</a>")
        browser.open(evil.as_uri())
        browser.follow("x")
        assert "地址不对" in browser.words()
        browser.open(evil.as_uri())
        browser.follow("link")
        assert "PC-" not in browser.words()
        browser.show(console, "/cases")  # typed by the person: the session is still there
        assert "PC-" in browser.words()
        assert len(CaseStore(office.store).history()) == lines
