"""Tests that the console refuses whoever is not its person: other pages, names, sessions, forms, roles, floods."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.administration.people import enter, remove_person
from guard.administration.signed_log import FILE_NAME, SignedLog
from guard.fleet.case_store import CaseStore, Change
from guard.publish.keys import Keys
from guard.util import exit_codes
from tests.support.console import AUDITOR, SECRECY, SYSTEM, ConsoleOffice, RunningConsole
from tests.support.guarding import wait_for
from tests.support.publishing import PASSPHRASE
from tests.support.thorough import thorough_but
from ui.web_console.door import IDLE_SECONDS, MOST_GUESSES, TOKEN_SECONDS, Address, Door
from ui.web_console.exchange import LARGEST_FORM, Request
from ui.web_console.server import MOST_CONNECTIONS
from ui.web_console.site import MOST_REFUSALS

Consoles = Callable[[str], RunningConsole]
MANY = b"&".join(b"a%d=1" % number for number in range(40))
NOTE = {"state": "处理中", "state_was": "待处理", "note": "x"}


def history(office: ConsoleOffice) -> int:
    store = CaseStore(office.store)
    try:
        return len(store.history())
    finally:
        store.close()


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": "127.0.0.1"}, {"Host": "127.0.0.1:{port}"}, {"Host": "localhost:{port}"},
    {"Host": "0123456789abcdef.localhost:{port}"}, {"Host": "{host}.evil.example"}, {"Host": "{label}:1"}, {"Host": ""},
    {"Host": "{host}", "host": "{host}"},
    {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
], ids=str)
def test_a_foreign_name_or_page_is_shown_nothing(console: RunningConsole, headers: dict[str, str]) -> None:
    values = {"port": str(console.port), "host": console.host, "label": console.host.partition(":")[0]}
    answer = console.get("/cases", **{name: value.format(**values) for name, value in headers.items()})
    assert answer.status == 403
    assert "地址不对" in answer.words
    assert "PC-" not in answer.words


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "https://{host}"},
    {"Origin": "http://127.0.0.1:{port}"}, {"Origin": "{origin}.evil.example"}, {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"}], ids=str)
def test_a_form_of_another_site_changes_nothing(console: RunningConsole, office: ConsoleOffice,
                                                headers: dict[str, str]) -> None:
    proof, before = console.get("/cases/1").csrf, history(office)
    values = {"port": str(console.port), "host": console.host, "origin": console.origin}
    answer = console.post("/cases/1", {**NOTE, "csrf": proof},
                          **{name: value.format(**values) for name, value in headers.items()})
    assert (answer.status, history(office)) == (403, before)


def test_a_form_must_be_of_this_session_and_for_this_page(console: RunningConsole, office: ConsoleOffice) -> None:
    proof, before = console.get("/cases/1").csrf, history(office)
    for sent in ("", "0" * 64, console.get("/cases/2").csrf, proof[:-1], "é"):
        answer = console.post("/cases/1", {**NOTE, "csrf": sent})
        assert (answer.status, "不是控制台刚给您的" in answer.words) == (403, True)
    assert console.post("/cases/1", NOTE).status == 403
    assert history(office) == before
    console.new_link()
    console.enter()
    assert console.post("/cases/1", {**NOTE, "csrf": proof}).status == 403  # of the session before
    assert console.post("/cases/1", {**NOTE, "csrf": console.get("/cases/1").csrf}).status == 303
    assert history(office) > before


def test_a_link_is_good_once_and_a_cookie_for_its_own_session(console: RunningConsole, console_of: Consoles) -> None:
    used = console.link.partition(console.host)[2]
    assert (console.get(used).status, "set-cookie" in console.get(used).headers) == (403, False)
    other, was = console_of(AUDITOR), console.cookie
    for cookie in ("", "mishao=", "mishao=x", other.cookie, f"{was}x", f"{was}; {was}", was.replace("m", "M", 1)):
        answer = console.get("/cases", Cookie=cookie)
        assert (answer.status, "按回车" in answer.words) == (403, True), cookie
    assert console.get("/cases", Cookie=f"a=b; {was}").status == 200
    console.new_link()
    console.enter()
    assert console.get("/cases", Cookie=was).status == 403  # the session that came before
    assert console.get("/cases").status == 200


def test_a_token_is_not_guessed(console: RunningConsole) -> None:
    link = console.new_link().partition(console.host)[2]
    for guess in ("", "?token=", "?token=x", link[len("/enter"):-1], "?token=%C3%A9", "?Token=x"):
        assert console.get(f"/enter{guess}").status == 403
    for _ in range(MOST_GUESSES):
        assert console.get("/enter?token=x").status == 403
    assert console.get(link).status == 403  # after so many nobody enters by it
    assert console.get("/cases").status == 200  # whoever is in stays in
    console.new_link()
    console.enter()


@pytest.mark.parametrize("path", [
    "/../../etc/passwd", "/cases/../log", "/%2e%2e/etc/passwd", "/cases/", "/cases/1/", "/cases/%31",
    "/cases/0", "/cases/01", "/cases/-1", "/cases/1.0", "/cases/１", "/cases/9999999999", "/cases;1", "/Cases",
    "/style.css/..", "/style.css%00", "/console.html.jinja", "/releases/1/delete", "*", "cases"], ids=str)
def test_a_path_that_is_not_one_of_the_consoles_leads_nowhere(console: RunningConsole, path: str) -> None:
    answer = console.get(path.encode().decode("latin-1"))
    assert answer.status == 404
    assert "没有这一页" in answer.words


def test_a_case_or_release_that_is_not_there_is_said_so(console: RunningConsole) -> None:
    for path, words in (("/cases/99999", "没有第 99999 号事项"), ("/releases/99", "99"),
                        ("/feedback?number=X", "反馈号"),
                        ("/cases?state=x", "没有这个状态"), ("/releases/1?percent=101", "0 到 100"),
                        ("/releases/1?percent=-1", "0 到 100"), ("/releases/1?percent=９", "0 到 100"),
                        (f"/releases/1?percent={'9' * 5000}", "0 到 100"), ("/inspections/99", "没有第 99 号"),
                        ("/inspections/1?standing=x", "没有这个状态"), ("/inspections/new?due=x", "看不懂"),
                        ("/inspections/new?due=9999-12-31", "太晚"),
                        ("/inspections/new?due=2026-12-10&begins=0001-01-01", "太早")):
        answer = console.get(path.encode().decode("latin-1"))
        assert (answer.status, words in answer.words) == (409, True), path


@pytest.mark.parametrize(("head", "body", "status"), [
    ("Content-Length: 10000000", b"", 413), (f"Content-Length: {LARGEST_FORM + 1}", b"", 413),
    ("Content-Length: " + "9" * 400, b"", 413), ("Content-Length: -1", b"", 411), ("Content-Length: x", b"", 411),
    ("", b"a=b", 411), ("Transfer-Encoding: chunked", b"3\r\na=b\r\n0\r\n\r\n", 411),
    ("Content-Length: 3\r\nContent-Length: 3", b"a=b", 411), ("Content-Length: 7", b"a=b&a=c", 400),
    ("Content-Length: 6", b"a=%ff&", 400), (f"Content-Length: {len(MANY)}", MANY, 400),
], ids=lambda one: str(one)[:40])
def test_a_form_that_is_too_large_or_no_form_is_refused(console: RunningConsole, head: str, body: bytes,
                                                        status: int) -> None:
    lines = f"POST /cases/1 HTTP/1.1\r\nHost: {console.host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    answer = console.raw(f"{lines}{head}".strip().encode() + b"\r\n\r\n" + body)
    assert (answer.status, str(status) in answer.words) == (status, True)


@pytest.mark.parametrize("request_", [
    b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", b"PUT / HTTP/1.1\r\n\r\n", b"OPTIONS / HTTP/1.1\r\n\r\n",
    b"TRACE / HTTP/1.1\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\n\r\n"], ids=lambda one: str(one[:20]))
def test_what_is_no_request_is_refused_and_the_console_goes_on(console: RunningConsole, request_: bytes) -> None:
    answer = console.raw(request_)
    assert answer.status >= 400
    assert "Error" not in answer.page
    assert console.get("/cases").status == 200


def test_what_is_written_into_a_form_stays_text_in_headers_and_pages(console: RunningConsole) -> None:
    hostile = "李某\r\nSet-Cookie: a=b\r\n\r\n<script>\"x"
    answer = console.post("/cases/3", {"owner": hostile, "owner_was": "", "csrf": console.get("/cases/3").csrf})
    assert (answer.status, answer.headers["location"], "set-cookie" in answer.headers) == (303, "/cases/3", False)
    page = console.get("/cases/3").page
    assert "<script" not in page
    assert "&lt;s" in page
    answer = console.get("/cases?owner=%22%3E%3Cscript%3E%0d%0aX:1")
    assert (answer.status, "<script" in answer.page, "x" in answer.headers) == (200, False, False)
    assert console.get("/cases%0d%0aX:1").status == 404


def test_every_answer_forbids_scripts_frames_and_keeping(console: RunningConsole) -> None:
    for answer in (console.get("/"), console.get("/style.css"), console.get("/none"), console.get("/", Host="x"),
                   console.raw(b"GET\r\n\r\n")):
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert (headers["referrer-policy"], headers["x-frame-options"]) == ("same-origin", "DENY")
    assert "<script" not in console.get("/").page


@pytest.mark.parametrize(("name", "path", "fields"), [
    (SYSTEM, "/cases", None), (SYSTEM, "/cases/1", None), (SYSTEM, "/cases/1", NOTE), (SYSTEM, "/feedback", None),
    (SYSTEM, "/codes", None), (SYSTEM, "/codes", {"request": "x", "note": "x"}), (SYSTEM, "/log", None),
    (SYSTEM, "/releases/1/promote", {"percent": "100"}), (SECRECY, "/log", None), (AUDITOR, "/cases/1", NOTE),
    (AUDITOR, "/releases/1/withdraw", {"reason": "x"}), (AUDITOR, "/feedback", {"number": "x", "how": "adopt"}),
    (AUDITOR, "/codes", {"request": "x", "note": "x"}), (SYSTEM, "/inspections", None),
    (SYSTEM, "/inspections/1", None), (SYSTEM, "/inspections/new", None), (AUDITOR, "/inspections/new", None),
    (AUDITOR, "/inspections/new", {"due": "2031-01-02", "everyone": "1"}), (SYSTEM, "/releases/new", None),
    (SYSTEM, "/calls", None), (SYSTEM, "/calls", {"device": "PC-010"}), (AUDITOR, "/calls", {"device": "PC-010"}),
    (AUDITOR, "/inspections/1/withdraw", {"reason": "x"}), (AUDITOR, "/releases/new", {"percent": "100"})])
def test_a_role_that_may_not_is_refused_and_that_is_logged(console_of: Consoles, office: ConsoleOffice, name: str,
                                                           path: str, fields: dict[str, str] | None) -> None:
    running, before = console_of(name), history(office)
    answer = running.get(path) if fields is None else running.post(path, fields)
    assert (answer.status, f"{name}（" in answer.words) == (403, True)
    deed, words = office.deeds(name)[-1]
    assert (deed, path in words) == ("被拒绝", True)
    assert history(office) == before


def test_each_role_sees_only_its_rooms(console_of: Consoles) -> None:
    rooms = {name: [room for room in ("总览", "事项", "误报反馈", "规则发布", "自查", "催办", "授权码", "操作记录")
                    if f">{room}</a>" in console_of(name).get("/").page] for name in (SYSTEM, SECRECY, AUDITOR)}
    decides = ["总览", "事项", "误报反馈", "规则发布", "自查", "催办", "授权码"]
    assert rooms == {SYSTEM: ["总览", "规则发布"], SECRECY: decides, AUDITOR: [*decides, "操作记录"]}


def test_every_look_is_logged_before_it_is_shown(console: RunningConsole, office: ConsoleOffice) -> None:
    for path, logged in (("/", ("看总览", "")), ("/cases?owner=x", ("看事项", "负责人 x")),
                         ("/cases/2", ("看事项", "第 2 号事项")), ("/releases/1", ("看规则发布", "第 1 号发布"))):
        assert console.get(path).status == 200
        assert office.deeds(SECRECY)[-1] == logged
    with sqlite3.connect(office.console / FILE_NAME, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")  # the log cannot be written: nothing is shown or done
        answer = console.get("/cases/2")
        assert (answer.status, "PC-" in answer.words) == (503, False)
        assert "没有记下来的" in answer.words
        other.execute("ROLLBACK")
    other.close()
    assert console.get("/cases/2").status == 200


@pytest.mark.thorough
def test_refusals_do_not_fill_the_log(own_office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as running:
        running.enter()
        for _ in range(MOST_REFUSALS + 20):
            assert running.get("/", Host="evil.example").status == 403
        refused = [words for deed, words in own_office.deeds(SECRECY) if deed == "被拒绝"]
    assert (len(refused), "不再记" in refused[-1]) == (MOST_REFUSALS, True)


def test_whoever_is_removed_while_their_console_is_open_does_nothing_more_and_the_log_stays_whole(
        own_office: ConsoleOffice) -> None:
    log, keys = SignedLog(own_office.console), Keys((own_office.keys,), lambda _: PASSPHRASE)
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as running:
        running.enter()
        proof, before = running.get("/cases/1").csrf, history(own_office)
        remove_person(log, SECRECY, "调走", enter(log, keys, SYSTEM).doer, time.time())
        for answer in (running.post("/cases/1", {**NOTE, "csrf": proof}), running.get("/cases")):
            assert (answer.status, "刚刚停用了" in answer.words, "PC-" in answer.words) == (503, True, False)
        assert history(own_office) == before
        assert running.hang_up() == exit_codes.NOT_DONE
    assert log.problem() == ""
    log.close()


def test_the_auditor_sees_that_the_log_was_touched(own_office: ConsoleOffice) -> None:
    with contextlib.closing(RunningConsole(own_office, AUDITOR)) as running:
        running.enter()
        assert "每一条都由本人的钥匙签过" in running.get("/log").words
        for statement in ("UPDATE log SET words = '' WHERE line = 3", "DELETE FROM log WHERE line = 2"):
            with sqlite3.connect(own_office.console / FILE_NAME) as other:
                other.execute(statement)
            other.close()
            assert f"▲ 第 {statement[-1]} 条" in running.get("/log").words


@pytest.mark.thorough
def test_an_older_log_is_said_at_the_next_entry_in_the_terminal_and_in_the_log(own_office: ConsoleOffice) -> None:
    older = (own_office.console / FILE_NAME).read_bytes()
    running = RunningConsole(own_office, AUDITOR).enter()
    running.close()
    (own_office.console / FILE_NAME).write_bytes(older)
    with contextlib.closing(RunningConsole(own_office, AUDITOR)):
        assert "对不上" in own_office.deeds(AUDITOR)[-1][1]


def test_an_older_database_of_cases_is_said_at_the_next_entry_in_the_terminal_and_in_the_log(
        own_office: ConsoleOffice) -> None:
    older = own_office.store.read_bytes()
    with contextlib.closing(CaseStore(own_office.store)) as cases:
        cases.change(1, Change(note="问过了"), SECRECY, time.time())
    for _ in range(2):
        RunningConsole(own_office, SECRECY).enter().close()
    assert not any("对不上" in words for _, words in own_office.deeds(SECRECY))
    newer = own_office.store.read_bytes()
    running = RunningConsole(own_office, AUDITOR).enter()
    own_office.store.write_bytes(older)
    running.close()
    wrong = f"事项或催办的历史，和 {AUDITOR} 在 "
    assert wrong in own_office.deeds(AUDITOR)[-1][1], "while somebody was inside"
    for name, told in ((SYSTEM, True), (SYSTEM, False)):
        with contextlib.closing(RunningConsole(own_office, name)) as running:
            assert (wrong.encode() in running.shown) is told
            assert (wrong in own_office.deeds(name)[-1][1]) is told
    own_office.store.write_bytes(newer)
    with contextlib.closing(RunningConsole(own_office, SECRECY)) as running:
        assert "▲".encode() not in running.shown


def test_a_thousand_slow_connections_are_bounded_and_keep_nobody_out(console: RunningConsole) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(limits[0], min(limits[1], 4096)), limits[1]))
    slow: list[socket.socket] = []
    try:
        for number in range(1000):
            slow.append(socket.create_connection(("127.0.0.1", console.port), 10))
            slow[-1].sendall(b"GET / HTTP/1.1\r\nHost: ")
            if number % 100 == 99:
                assert console.get("/style.css").status == 200
        assert console.get("/cases").status == 200
        assert _threads(console) <= MOST_CONNECTIONS + 10
        assert len(list(Path(f"/proc/{console.process.pid}/fd").iterdir())) <= MOST_CONNECTIONS + 60
    finally:
        for connection in slow:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    wait_for(lambda: _threads(console) < MOST_CONNECTIONS, "the end of the slow connections")


def test_it_listens_on_the_loopback_alone_and_takes_its_port_of_ipv6_as_well(console: RunningConsole) -> None:
    port = f":{console.port:04X}"
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()]
    listening = [fields[1] for fields in lines if fields[1].endswith(port) and fields[3] == "0A"]
    assert listening == [f"0100007F{port}"]
    with contextlib.closing(socket.socket(socket.AF_INET6)) as other, pytest.raises(OSError, match="in use"):
        other.bind(("::1", console.port))  # another user would answer where the browser looks first


@pytest.mark.parametrize("how", thorough_but(["terminal"], ["terminal", "term", "ctrl-d"]))
def test_it_ends_with_its_terminal_and_says_so_in_the_log(own_office: ConsoleOffice, how: str) -> None:
    running = RunningConsole(own_office, SECRECY).enter()
    if how == "term":
        running.process.send_signal(signal.SIGTERM)
    elif how == "ctrl-d":
        os.write(running._terminal, b"\x04")
    if how == "terminal":
        assert running.hang_up() == 0
    else:
        running.await_words(lambda said: "校验点".encode() in said, "the checkpoint")
        assert running.process.wait(30) == 0
        running.close()
    assert own_office.deeds(SECRECY)[-1][0] == "退出"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port), 5)
    assert next(own_office.keys.glob("*.seen")).read_text().startswith(f"{own_office.log()[0].line}:")


@pytest.fixture
def door() -> tuple[Door, list[float]]:
    """A door whose clock can be set."""
    now = [1000.0]
    return Door(Address(1234, "label"), lambda: now[0]), now


def _request(cookie: str = "") -> Request:
    return Request("GET", "/", {}, {"host": "label.localhost:1234", "cookie": cookie})


def test_a_link_and_a_session_end_by_themselves(door: tuple[Door, list[float]]) -> None:
    made, now = door
    late = made.link().rpartition("=")[2]
    now[0] += TOKEN_SECONDS
    assert made.enter(late) is None
    cookie = made.enter(made.link().rpartition("=")[2])
    assert cookie is not None
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} < set(cookie.split("; "))
    asked = _request(cookie.partition(";")[0])
    for _ in range(3):
        now[0] += IDLE_SECONDS - 1
        assert made.knows(asked)
    now[0] += IDLE_SECONDS
    assert not made.knows(asked)
    assert not made.knows(asked)


def _threads(console: RunningConsole) -> int:
    return len(list(Path(f"/proc/{console.process.pid}/task").iterdir()))
