"""Tests that the clipboard answers a browser by the site that has the keyboard, and by titles where nobody says it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import pytest

from guard.browser.host import CALLERS
from guard.config.policy_overlay import skeleton
from guard.control.requests import GetPolicy, PolicyReply, ReleaseCase, Update
from guard.core.model import Origin
from guard.core.policy import Policy
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from tests.support.brokering import emptied
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, managed_guard, wait_for
from tests.support.native_extension import Extension
from tests.support.owner_watch import OwnerWatch
from tests.support.page_browsers import PagedChromium
from tests.support.page_firefox import FIREFOX, paged_firefox
from tests.support.page_server import PageServer
from tests.support.pasting_pages import go_into, paste_until_it_arrives, refused
from tests.support.pressing import press_until
from tests.support.processes import child, stopped
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.turns import Turns
from ui.demo.display import Display

CHAT, MAIL, OFFICE, UNLISTED = "kimi.com", "mail.qq.com", "oa.example.gov.cn", "intranet.example.org"
WORDS = "恢复部分公交线路"
NOTICE = "内容核对中"
LISTENS = ("addEventListener('paste', (event) => fetch('/', {method: 'POST', body: JSON.stringify("
           "{kind: 'paste', text: event.clipboardData.getData('text/plain')})}), true)")


class Show(Protocol):
    def __call__(self, host: str, title: str, text: str = DRAFT) -> None: ...


@pytest.fixture(scope="module")
def unit(display: Display, turns: Turns, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardUnderTest]:
    """A guard whose unit lists its own office site."""
    turns.take()
    emptied(display)
    folder = tmp_path_factory.mktemp("unit")
    office = UnitOffice.opened(folder / "office")
    policy = folder / "policy.yaml"
    policy.write_bytes(skeleton("青河县", "1") + (
        f"网站: [{{种类: 普通网页, 站点: {OFFICE}}}, {{种类: 聊天, 站点: localhost}}]\n").encode())
    release(office.office, bundle_of(["内置"], policy), EVERYONE)
    with contextmanager(managed_guard)(display, folder, office.machine(folder / "machine")) as guard:
        assert isinstance(guard.ask(Update("")), Done)
        wait_for(lambda: any(OFFICE in sites.names for sites in _policy(guard).sites), "the unit's policy")
        yield guard


def _policy(guard: GuardUnderTest) -> Policy:
    reply = guard.ask(GetPolicy())
    assert isinstance(reply, PolicyReply)
    return reply.policy


def _written(guard: GuardUnderTest) -> str:
    """Return the words of its journal."""
    return "".join(path.read_text("utf-8") for path in (guard.home / "journal").glob("*.jsonl"))


@pytest.fixture
def watching(unit: GuardUnderTest) -> GuardUnderTest:
    """That guard, before the first copy."""
    unit.begin_anew()
    return unit


@pytest.fixture
def page(watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, owner_watch: OwnerWatch) -> Show:
    """Opens a site under a title, with a draft on the clipboard and the keyboard in its box."""

    def show(host: str, title: str, text: str = DRAFT) -> None:
        chromium.open(server.address(host, "desk"))
        chromium.run(f"document.title = {title!r}")
        wait_for(lambda: any(title in one for one in owner_watch.titles()), "the title of the window")
        watching.copy(text)
        watching.opened(lambda push: push.case.origin is Origin.CLIPBOARD)
        chromium.focus("area")
        server.forget()

    return show


def test_a_chat_site_gets_the_notice_whatever_its_title_says(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer,
        page: Show) -> None:
    page(CHAT, "待办 - 青河县OA")
    paste_until_it_arrives(chromium, server, NOTICE)
    case = refused(watching)
    assert case.origin is Origin.CLIPBOARD
    assert case.destination is not None
    assert case.destination.page is not None
    assert case.destination.page.name == "kimi.com"
    assert case.destination.program.startswith("AI 助手（")
    assert WORDS not in server.words()
    assert not [held for held in watching.held() if held.origin is Origin.BROWSER], "one refusal, one item"
    assert "kimi" not in _written(watching)


def test_an_office_site_gets_the_original_though_its_title_is_that_of_a_chat(
        chromium: PagedChromium, server: PageServer, page: Show) -> None:
    page(OFFICE, "微信")
    paste_until_it_arrives(chromium, server, WORDS)


def test_of_an_unlisted_site_the_title_counts(chromium: PagedChromium, server: PageServer,
                                             page: Show) -> None:
    page(UNLISTED, "微信")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert WORDS not in server.words()
    page(UNLISTED, "周报")
    paste_until_it_arrives(chromium, server, WORDS)


def test_the_site_is_that_of_the_frame_with_the_keyboard(watching: GuardUnderTest, chromium: PagedChromium,
                                                        server: PageServer, page: Show) -> None:
    page(OFFICE, "待办")
    paste_until_it_arrives(chromium, server, WORDS)
    chromium.open(server.address(OFFICE, f"frames?host={CHAT}"))
    chromium.wait("document.title === 'ready'")
    for frame, words in (("other", NOTICE), ("srcdoc", WORDS), ("other", NOTICE)):
        server.forget()
        go_into(chromium, server, frame)
        paste_until_it_arrives(chromium, server, words)
        assert (WORDS in server.words()) is (words == WORDS)


IN_OBJECT = "const held = Object.assign(document.createElement('object'), {data}); document.body.prepend(held)"
IN_SHADOW = ("const held = document.createElement('div'); const frame = document.createElement('iframe');"
             "frame.src = data;"
             "held.attachShadow({mode: 'closed'}).append(frame); document.body.prepend(held)")


@pytest.mark.parametrize("embed", [IN_OBJECT, IN_SHADOW], ids=["an object", "a closed shadow"])
def test_the_page_around_a_frame_that_is_no_plain_iframe_has_the_keyboard_again_when_it_is_back(
        chromium: PagedChromium, server: PageServer, page: Show, embed: str) -> None:
    page(CHAT, "待办")
    paste_until_it_arrives(chromium, server, NOTICE)
    chromium.run(f"{{const data = {server.address(OFFICE, 'inside')!r}; {embed}; held.id = 'other'}} 0")
    go_into(chromium, server, "other")
    paste_until_it_arrives(chromium, server, WORDS)
    server.forget()
    press_until(lambda: chromium.click("#area"), lambda: chromium.run("document.activeElement.id === 'area'"),
                "the page around it to have the keyboard")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert not [one for one in server.arrived if one["site"] == CHAT and WORDS in one.get("text", "")]


def test_a_page_in_front_of_another_counts_and_the_other_again_when_it_is_back(
        chromium: PagedChromium, server: PageServer, page: Show) -> None:
    page(CHAT, "微信")
    chromium.open(server.address(OFFICE, "desk"))
    chromium.focus("area")
    paste_until_it_arrives(chromium, server, WORDS)
    chromium.run("setTimeout(() => history.back())")  # the page that answers may be gone before it has
    chromium.wait(f"location.hostname === '{CHAT}' && document.readyState === 'complete'")
    chromium.focus("area")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert WORDS not in "".join(one["text"] for one in server.of_kind("paste") if one["site"] == CHAT)


def test_a_page_that_was_left_before_its_site_was_known_gets_what_may_go_when_it_is_back(
        chromium: PagedChromium, server: PageServer, page: Show) -> None:
    page(OFFICE, "待办")
    with stopped(child(chromium.process.pid, "--browser-host")):
        chromium.open(server.address(CHAT, "desk"))
        chromium.run(f"location.href = {server.address(OFFICE, 'desk')!r}")
        chromium.wait(f"location.hostname === '{OFFICE}' && document.readyState === 'complete'")
    chromium.run("setTimeout(() => history.back())")  # the page that answers may be gone before it has
    chromium.wait(f"location.hostname === '{CHAT}' && document.readyState === 'complete'")
    chromium.focus("area")
    paste_until_it_arrives(chromium, server, NOTICE)


def test_a_page_that_is_left_takes_the_keyboard_from_no_page_that_follows(
        chromium: PagedChromium, server: PageServer, page: Show) -> None:
    page(OFFICE, "待办")
    for host, words in ((CHAT, NOTICE), (OFFICE, WORDS), (MAIL, NOTICE), (OFFICE, WORDS)):
        server.forget()
        chromium.open(server.address(host, "desk"))
        chromium.run(f"document.title = {'微信' if host == OFFICE else '待办'!r}")
        chromium.focus("area")
        paste_until_it_arrives(chromium, server, words)


def test_what_a_host_said_ends_with_it_and_a_new_one_says_it_again(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer,
        page: Show) -> None:
    page(OFFICE, "微信")
    paste_until_it_arrives(chromium, server, WORDS)
    os.kill(child(chromium.process.pid, "--browser-host"), signal.SIGKILL)
    paste_until_it_arrives(chromium, server, NOTICE)  # nobody says the site: the title counts
    chromium.open(server.address(OFFICE, "desk"))
    chromium.run("document.title = '微信'")
    chromium.focus("area")
    paste_until_it_arrives(chromium, server, WORDS)


def test_a_new_broker_is_told_what_has_the_keyboard(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer,
        page: Show) -> None:
    page(OFFICE, "微信")
    paste_until_it_arrives(chromium, server, WORDS)
    assert watching.process is not None
    before = child(watching.process.pid, "--broker")
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: watching.serves() and child(watching.process.pid, "--broker") != before, "a new broker")
    watching.copy(CLEAN)
    server.forget()
    page(OFFICE, "微信")
    paste_until_it_arrives(chromium, server, WORDS)


def test_what_was_let_go_today_goes_there_again_and_to_no_other_site(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer,
        page: Show) -> None:
    text = DRAFT.replace("3路", "8路")  # what is let go today is not asked about in another test
    page(CHAT, "微信", text)
    case = refused(watching, chromium)
    while case.origin is Origin.BROWSER:  # the browser read the copy before it was taken over: an item of its own
        case = refused(watching, chromium)
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王主任")), Done)
    paste_until_it_arrives(chromium, server, WORDS)
    for again, (host, words) in enumerate(((MAIL, NOTICE), (CHAT, WORDS)), start=1):
        page(host, "邮箱", text)
        wait_for(lambda again=again: _written(watching).count("今天已经答复过") == again, "the answer of today")
        paste_until_it_arrives(chromium, server, words)
        assert (WORDS in server.words()) is (words == WORDS)


def test_a_page_that_moves_the_keyboard_at_the_last_moment_gets_nothing(
        chromium: PagedChromium, server: PageServer, page: Show) -> None:
    page(CHAT, "微信")
    chromium.open(server.address(CHAT, f"frames?host={OFFICE}"))
    chromium.wait("document.title === 'ready'")
    chromium.run("window.box = document.body.appendChild(document.createElement('textarea')); 0")
    chromium.run(LISTENS)
    for _ in range(3):
        go_into(chromium, server, "other")
        chromium.focus("box")
        chromium.edit("paste")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert WORDS not in server.words()


def test_a_document_that_is_written_anew_gets_the_notice(
        chromium: PagedChromium, server: PageServer, page: Show) -> None:
    page(CHAT, "微信")
    chromium.run(f"document.open(); {LISTENS}; document.write('<textarea id=again></textarea>'); document.close()")
    chromium.focus("again")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert WORDS not in server.words()


READS = {
    "a text": "navigator.clipboard.readText()",
    "all that there is": (
        "navigator.clipboard.read().then(async (all) => (await Promise.all(all.flatMap((one) =>"
        "one.types.map(async (type) => (await one.getType(type)).text())))).join())"),
}


@pytest.mark.parametrize("script", READS.values(), ids=READS)
def test_a_page_that_reads_the_clipboard_after_a_click_gets_the_notice(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, page: Show, script: str) -> None:
    watching.copy(CLEAN)
    chromium.open(server.address("localhost", "desk"))
    chromium.focus("area")
    paste_until_it_arrives(chromium, server, CLEAN)  # until its host runs, the title counts
    page("localhost", "待办")
    chromium.ask("Browser.grantPermissions", on_page=False, permissions=["clipboardReadWrite"])
    chromium.run(f"area.onclick = () => {script}.catch(() => '').then((text) => {{window.has = text}})")

    def said() -> str:
        """Read once to the end: what is held is offered anew after each read, and no read lasts over that."""
        chromium.run("delete window.has")
        chromium.click("#area")
        chromium.wait("window.has !== undefined")
        return str(chromium.run("window.has"))

    assert NOTICE in wait_for(said, "what it reads")
    assert WORDS not in said()


@pytest.mark.thorough
@pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed")
def test_a_page_in_firefox_that_reads_the_clipboard_gets_the_notice(
        watching: GuardUnderTest, server: PageServer, tmp_path: Path) -> None:
    allowed = {"dom.events.testing.asyncClipboard": True}
    with paged_firefox(watching.display, tmp_path, watching.home, allowed) as firefox:
        firefox.open(server.address("localhost", "desk"))
        watching.copy(CLEAN)
        firefox.click("#area")
        paste_until_it_arrives(firefox, server, CLEAN)  # until its host runs, the title counts
        watching.copy(DRAFT)
        watching.opened(lambda push: push.case.origin is Origin.CLIPBOARD)
        for script in READS.values():
            server.forget()
            for _ in range(5):  # while what is held is offered anew there is nothing to read
                firefox.run(f"{script}.then((text) => fetch('/', {{method: 'POST', body: JSON.stringify("
                            "{kind: 'read', text})}), () => {})")
                with suppress(AssertionError):
                    wait_for(lambda: NOTICE in server.words(), "the notice", seconds=4)
                    break
            assert NOTICE in server.words()
            assert WORDS not in server.words()


@pytest.mark.parametrize("imitation", ["xn--a-gtb.example.gov.cn", f"{OFFICE}.example.org", f"evil-{OFFICE}"])
def test_a_site_that_looks_like_the_office_is_not_the_office(
        chromium: PagedChromium, server: PageServer, page: Show, imitation: str) -> None:
    page(imitation, "微信")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert WORDS not in server.words()


@pytest.mark.thorough
def test_another_program_cannot_speak_for_the_browser(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer,
        page: Show) -> None:
    page(UNLISTED, "微信")
    other = Extension(watching.home, CALLERS[0])
    other.send(kind="focus", frame=f"https://{OFFICE}", top=f"https://{OFFICE}")
    other.ask(kind="site", frame=f"https://{OFFICE}", top="")
    paste_until_it_arrives(chromium, server, NOTICE)
    assert WORDS not in server.words()
    assert other.end()[0] == 0
