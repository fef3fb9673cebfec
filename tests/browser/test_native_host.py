"""Tests the native host as a browser starts it: who may start it, what it takes, and what it says without a guard."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.browser.host import CALLERS, FILES_SECONDS, FILES_THREADS, PIECE_SECONDS, TEXT_SECONDS
from guard.browser.native_messages import MESSAGE_LIMIT
from guard.config.policy_overlay import skeleton
from guard.control.page_requests import LARGE_UPLOAD, PIECE_LIMIT, UPLOAD_LIMIT
from guard.control.requests import CaseOpened, ReleaseCase, Update
from guard.core.model import Kind, Origin
from guard.ipc.replies import Done
from guard.platform.paths import Paths
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from tests.support.archives import zip_of
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, managed_guard, wait_for
from tests.support.native_extension import Extension
from tests.support.office_files import heavy_document
from tests.support.processes import child, stopped
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.thorough import thorough_but
from tests.support.turns import Turns
from ui.demo.display import Display

KIMI = {"frame": "https://www.kimi.com", "top": "https://www.kimi.com"}
LARGE = {"name": "录像.mp4", "type": "video/mp4", "size": 200_000_000}
OTHER = {"frame": "https://oa.example.gov.cn", "top": "https://oa.example.gov.cn"}


Begin = Callable[[Path], Extension]


@pytest.fixture
def begin() -> Iterator[Begin]:
    begun: list[Extension] = []

    def start(home: Path) -> Extension:
        begun.append(Extension(home, CALLERS[0]))
        return begun[-1]

    yield start
    for extension in begun:
        if extension.process.poll() is None:
            assert extension.end()[0] == 0


@pytest.fixture
def unanswered(tmp_path: Path, begin: Begin) -> Iterator[Extension]:
    """An extension whose guard takes what it is asked and says nothing."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(Paths.choose(home).socket))
        silent.listen(100)
        yield begin(home)


@pytest.mark.parametrize("arguments", thorough_but([(), (f"{CALLERS[0]}x",)], [
    (), ("chrome-extension://abcdefghijklmnopabcdefghijklmnop/",), ("other@example.org",), (f"{CALLERS[0]}x",)]))
def test_another_extension_gets_no_host(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    extension = Extension(tmp_path / "home", *arguments)
    code, log = extension.end()
    assert code == 1
    assert "something else than our extension" in log


def test_firefox_names_the_extension_behind_the_manifest(tmp_path: Path) -> None:
    extension = Extension(tmp_path / "home", "/usr/lib/mozilla/native-messaging-hosts/x.json", CALLERS[1])
    assert extension.ask(kind="site", **OTHER) == {
        "id": 1, "judged": None, "refuses": True, "bytes": UPLOAD_LIMIT}
    assert extension.end()[0] == 0


def test_without_a_guard_the_built_in_policy_says_which_sites_are_refused_what_nobody_judges(
        tmp_path: Path, begin: Begin) -> None:
    extension = begin(tmp_path / "home")
    assert extension.ask(kind="site", **KIMI)["judged"]
    assert extension.text(CLEAN, KIMI)
    assert extension.upload("a.txt", CLEAN.encode(), KIMI)
    assert not extension.text(DRAFT, OTHER)


@pytest.mark.parametrize("body", thorough_but([b"", b'{"kind":"judge"}', b"\xff" * 64], [
    b"", b"{}", b"[]", b'{"kind":"judge"}', b'{"kind":"site","id":1,"frame":1,"top":""}', b'{"kind":"release","id":1}',
    b'{"kind":"piece","id":1,"file":0,"data":"%"}', b"\xff" * 64,
    b'{"kind":"judge","id":1,"frame":"","top":"","files":[{"name":"a"}]}']))
def test_what_is_no_message_ends_the_host_without_an_answer(tmp_path: Path, body: bytes) -> None:
    extension = Extension(tmp_path / "home", CALLERS[0])
    extension.write(body)
    out, log = extension.process.communicate(timeout=15)
    assert (extension.process.returncode, out) == (0, b"")
    assert "cut off" in log.decode()
    assert "Traceback" not in log.decode()


def test_a_message_over_the_limit_is_left_out_and_the_next_one_answered(tmp_path: Path, begin: Begin) -> None:
    extension = begin(tmp_path / "home")
    extension.write(b" " * (MESSAGE_LIMIT + 1))
    assert extension.ask(kind="site", **KIMI)["judged"]


def test_without_a_guard_nobody_knows_a_site_that_the_unit_may_list(tmp_path: Path, begin: Begin) -> None:
    extension = begin(tmp_path / "home")
    assert extension.ask(kind="site", **OTHER)["judged"] is None
    assert not extension.text(CLEAN, OTHER)


def test_a_file_whose_time_fits_in_no_message_is_not_found_and_others_are_looked_for(
        watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    file = {"at": 0, "name": "a", "size": 9_000_000, "modified": -2**70}
    for _ in range(FILES_THREADS + 1):
        assert extension.ask(kind="find", id=9000, files=[file])["files"] is None
    assert extension.ask(kind="find", id=9000, files=[file | {"modified": 1}])["files"] == []


def test_a_text_is_judged_by_its_site_held_as_an_item_and_let_out_once(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    assert not extension.ask(kind="site", **OTHER)["judged"]
    assert not extension.text(DRAFT, OTHER)
    assert not extension.text(CLEAN, KIMI)
    assert not extension.text(" \n", KIMI)
    assert extension.text(DRAFT, KIMI)
    case = watching.opened().case
    assert (case.origin, case.kind) == (Origin.BROWSER, Kind.TEXT)
    assert case.destination is not None
    assert case.destination.page is not None
    assert (case.destination.page.kind.value, case.destination.page.name) == ("AI 助手", "kimi.com")
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王主任")), Done)
    assert extension.text(DRAFT, {"frame": "https://chatgpt.com", "top": "https://chatgpt.com"})
    assert not extension.text(DRAFT.replace("\n", "\r\n"), KIMI)


def test_a_file_is_judged_by_name_and_bytes_in_pieces(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    assert not extension.upload("通知.txt", CLEAN.encode(), KIMI)
    assert extension.upload("通知.txt", DRAFT.encode(), KIMI)
    case = watching.opened().case
    assert (case.origin, case.kind, str(case.title)) == (Origin.BROWSER, Kind.FILES, "通知.txt")
    assert not extension.upload("通知.txt", DRAFT.encode(), OTHER)
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王主任")), Done)
    assert not extension.upload("通知.txt", DRAFT.encode(), KIMI)


def test_a_release_is_for_the_words_of_the_html_too(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    first, second = (f"<p>{DRAFT.replace('恢复', word)}</p>" for word in ("增开", "取消"))
    for text in ("", CLEAN):
        assert extension.ask(kind="judge", text=text, html=first, **KIMI)["refused"]
        assert isinstance(watching.ask(ReleaseCase(watching.opened().case.id, reason="王主任")), Done)
        assert extension.ask(kind="judge", text=text, html=second, **KIMI)["refused"]
        watching.opened()
        assert not extension.ask(kind="judge", text=text, html=first, **KIMI)["refused"]


def test_a_release_of_what_was_too_large_is_for_that_size(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)

    def refused(size: int) -> bool:
        file = {"name": "b.bin", "type": "", "size": size}
        return bool(extension.ask(kind="judge", files=[file], **KIMI)["refused"])

    assert refused(100_000_000)
    assert isinstance(watching.ask(ReleaseCase(watching.opened().case.id, reason="王主任")), Done)
    assert refused(100_000_001)
    assert not refused(100_000_000)


def test_a_second_try_opens_the_same_item_again(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    opened: list[CaseOpened] = []
    for _ in range(2):
        assert extension.text(DRAFT.replace("3路", "5路"), KIMI)
        opened.append(watching.opened())
    assert opened[0].case.id == opened[1].case.id
    assert [one.notify for one in opened] == [True, True]
    assert len(watching.held()) == 1


def test_the_same_paste_twice_at_once_is_one_item(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    for _ in range(5):
        extension.send(kind="judge", text=DRAFT.replace("3路", "6路"), **KIMI)
    assert all(extension.read()["refused"] for _ in range(5))
    wait_for(watching.held, "the item")
    assert len(watching.held()) == 1


def test_what_was_copied_and_pasted_is_one_item_and_let_out_on_both_ways(watching: GuardUnderTest,
                                                                         begin: Begin) -> None:
    extension = begin(watching.home)
    text = DRAFT.replace("3路", "9路")
    watching.copy(text)
    watching.opened()
    assert extension.text(text, KIMI)
    (case,) = watching.held()
    assert case.origin is Origin.CLIPBOARD
    told = watching.opened(lambda push: push.case.destination is not None).case.destination
    assert told is not None
    assert told.page is not None
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王主任")), Done)
    assert not extension.text(text, KIMI)


def test_a_part_that_could_not_be_sent_counts_as_unread(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    file = {"name": "a.bin", "type": "", "size": 100_000_000}
    assert extension.ask(kind="judge", files=[file], **KIMI)["refused"]
    assert watching.opened().case.decision.outcome.value == "unreadable"
    assert extension.ask(kind="judge", text="甲" * 10, whole=False, **KIMI)["refused"]


@pytest.mark.thorough
def test_of_a_large_upload_that_comes_in_pieces_the_bytes_are_judged(watching: GuardUnderTest, begin: Begin,
                                                                     tmp_path: Path) -> None:
    extension = begin(watching.home)
    assert extension.ask(kind="site", **KIMI)["bytes"] == UPLOAD_LIMIT
    for words, refused in ((CLEAN, False), (DRAFT, True)):
        content = heavy_document(tmp_path / "大.docx", words, LARGE_UPLOAD).read_bytes()
        for at in range(0, len(content), PIECE_LIMIT):
            extension.send(kind="piece", id=9000, file=0,
                           data=base64.b64encode(content[at:at + PIECE_LIMIT]).decode())
        file = {"name": "大.docx", "type": "", "size": len(content)}
        assert extension.ask(kind="judge", id=9000, files=[file], **KIMI)["refused"] is refused


def test_a_host_asks_only_for_what_its_own_browser_has_open(watching: GuardUnderTest, begin: Begin,
                                                            tmp_path: Path) -> None:
    extension = begin(watching.home)  # whose browser are these tests
    wanted = tmp_path / "通知.txt"
    wanted.write_text(DRAFT, "utf-8")
    facts = wanted.stat()
    told = {"at": 0, "name": wanted.name, "size": facts.st_size, "modified": facts.st_mtime_ns // 1_000_000}
    assert extension.ask(kind="find", id=9000, files=[told])["files"] == []
    with wanted.open("rb"):
        assert extension.ask(kind="find", id=9000, files=[told])["files"] == [0]
    file = {"name": wanted.name, "type": "", "size": facts.st_size}
    assert extension.ask(kind="judge", id=9000, files=[file], **KIMI)["refused"]
    assert watching.opened().case.decision.outcome.value != "unreadable"


def test_the_journal_names_the_kind_of_site_and_no_host(watching: GuardUnderTest, begin: Begin) -> None:
    assert begin(watching.home).text(DRAFT.replace("3路", "7路"), KIMI)
    watching.opened()
    journal = "".join(path.read_text("utf-8") for path in (watching.home / "journal").glob("*.jsonl"))
    assert "AI 助手" in journal
    assert "kimi" not in journal


def test_a_lost_upload_keeps_no_other_page_waiting(unanswered: Extension) -> None:
    began = time.monotonic()
    for _ in range(20):
        unanswered.send(kind="piece", id=1000, file=0, data=base64.b64encode(b"x").decode())
    assert unanswered.ask(kind="site", **KIMI)["judged"]
    assert time.monotonic() - began < 20 * PIECE_SECONDS / 2


def test_many_uploads_keep_no_page_waiting_that_asks_what_it_is(unanswered: Extension) -> None:
    for _ in range(20):
        unanswered.send(kind="judge", files=[{"name": "a", "type": "", "size": 1}], **KIMI)
    began = time.monotonic()
    assert unanswered.ask(kind="site", **KIMI)["judged"]
    assert time.monotonic() - began < FILES_SECONDS / 2


@pytest.mark.thorough
def test_a_guard_that_is_killed_leaves_what_it_said_of_sites(guard: GuardUnderTest, begin: Begin) -> None:
    guard.start()
    extension = begin(guard.home)
    assert extension.ask(kind="site", **KIMI)["judged"]
    assert extension.ask(kind="site", **OTHER)["judged"] is False
    guard.kill()
    assert extension.ask(kind="site", **OTHER)["judged"] is False
    began = time.monotonic()
    assert extension.text(CLEAN, KIMI)
    assert time.monotonic() - began < TEXT_SECONDS + 0.5
    assert not extension.text(CLEAN, OTHER)
    guard.start()
    wait_for(lambda: not extension.text(CLEAN, KIMI), "a guard that judges again")


@pytest.fixture(params=["未读出先留着: false\n大文件上传: 先留着\n"])
def lenient(display: Display, turns: Turns, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[GuardUnderTest]:
    """A guard whose unit lets pass what is not judged, but for large uploads."""
    turns.take()
    office = UnitOffice.opened(tmp_path / "office")
    policy = tmp_path / "policy.yaml"
    policy.write_bytes(skeleton("青河县", "1") + request.param.encode())
    release(office.office, bundle_of(["内置"], policy), EVERYONE)
    with contextmanager(managed_guard)(display, tmp_path, office.machine(tmp_path / "machine")) as guard:
        assert isinstance(guard.ask(Update("")), Done)
        yield guard


@pytest.mark.thorough
def test_a_unit_may_let_pass_what_nobody_judges(lenient: GuardUnderTest, begin: Begin) -> None:
    extension = begin(lenient.home)
    wait_for(lambda: not extension.ask(kind="site", **KIMI)["refuses"], "the unit's policy")
    assert extension.upload("通知.txt", DRAFT.encode(), KIMI), "what is judged is refused all the same"
    assert not extension.ask(kind="judge", files=[LARGE | {"size": 60_000_000}], **KIMI)["refused"]
    assert extension.ask(kind="judge", files=[LARGE], **KIMI)["refused"]
    lenient.kill()
    assert not extension.upload("通知.txt", DRAFT.encode(), KIMI)
    assert not extension.text(CLEAN, KIMI)


@pytest.mark.thorough
@pytest.mark.parametrize("lenient", ["大文件上传: 放过\n"], indirect=True)
def test_a_unit_may_let_pass_what_is_too_large_to_be_read_unless_its_name_is_held(
        lenient: GuardUnderTest, begin: Begin) -> None:
    extension = begin(lenient.home)

    def refused(**file: object) -> bool:
        return bool(extension.ask(kind="judge", files=[LARGE | file], **KIMI)["refused"])

    wait_for(lambda: not refused(), "the unit's policy")
    assert refused(size=60_000_000), "less is unread like anything else"
    assert refused(name="关于恢复部分公交线路的通告（讨论稿）.zip")


@pytest.mark.thorough
def test_a_name_is_refused_also_where_the_content_was_not_read_in_time_and_would_pass(
        lenient: GuardUnderTest, begin: Begin, tmp_path: Path) -> None:
    extension = begin(lenient.home)
    wait_for(lambda: not extension.ask(kind="site", **KIMI)["refuses"], "the unit's policy")
    content = heavy_document(tmp_path / "a.docx", CLEAN, 1000).read_bytes()
    assert not extension.upload("通知.docx", content, KIMI), "now there is a reader"
    assert lenient.process is not None
    for name, refused in (("通知.docx", False), ("关于恢复部分公交线路的通告（讨论稿）.docx", True)):
        reader = wait_for(lambda: child(lenient.process.pid, "--reader"), "a reader")
        with stopped(reader):
            assert extension.upload(name, content, KIMI) is refused


def test_a_name_without_end_is_judged_and_cut(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    assert not extension.upload("长" * 1_000_000, CLEAN.encode(), KIMI)
    assert extension.upload("讨论稿" * 300_000, DRAFT.encode(), KIMI)
    assert len(str(watching.opened().case.title)) < 2_000


@pytest.mark.thorough
def test_an_archive_that_grows_without_end_is_refused_in_time(watching: GuardUnderTest, begin: Begin) -> None:
    inner = zip_of({f"{number}.txt": bytes(20_000_000) for number in range(4)})
    began = time.monotonic()
    assert begin(watching.home).upload("a.zip", zip_of({f"{number}.zip": inner for number in range(40)}), KIMI)
    assert time.monotonic() - began < FILES_SECONDS + 2
    assert watching.opened().case.decision.outcome.value == "unreadable"


def test_one_host_cannot_add_to_the_upload_of_another(watching: GuardUnderTest, begin: Begin) -> None:
    first, second = begin(watching.home), begin(watching.home)
    data = base64.b64encode(DRAFT.encode()).decode()
    second.send(kind="piece", id=1000, file=0, data=data)
    second.send(kind="drop", id=1000)
    assert not second.ask(kind="site", **OTHER)["judged"]
    assert not first.upload("a.txt", CLEAN.encode(), KIMI)


def test_a_flood_of_messages_keeps_no_answer_waiting(watching: GuardUnderTest, begin: Begin) -> None:
    extension = begin(watching.home)
    for number in range(3_000):
        extension.send(kind="focus", frame=f"https://{number}.example.com", top="")
    for number in range(300):
        extension.send(kind="piece", id=5_000 + number, file=number, data="")
        extension.send(kind="drop", id=9_000 + number)
    began = time.monotonic()
    assert extension.text(DRAFT, KIMI)
    assert time.monotonic() - began < FILES_SECONDS
    assert watching.serves()


@pytest.mark.parametrize("address", thorough_but(["javascript:alert(1)", "https://kimi.com@oa.example.gov.cn"], [
    "javascript:alert(1)", "https://kimi.com@oa.example.gov.cn", "file:///etc/passwd", "https://" + "a" * 100_000,
    "https://kimi.com\0", "chrome://settings"]))
def test_what_is_no_address_of_a_site_counts_as_the_page_around_it(watching: GuardUnderTest, begin: Begin,
                                                                  address: str) -> None:
    extension = begin(watching.home)
    extension.send(kind="focus", frame=address, top=address)
    assert not extension.ask(kind="site", frame=address, top=address)["judged"]
    assert extension.ask(kind="site", frame=address, top=KIMI["top"])["judged"]
