"""Runs the office's console as its people do: real keys, a real terminal, requests over real sockets."""

from __future__ import annotations

import fcntl
import html
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import openpyxl

from guard.administration.people import add_person, enter
from guard.administration.roles import Role
from guard.administration.signed_log import Line, SignedLog
from guard.authorisation.answering import ROLE as AUTHORISE
from guard.authorisation.trusted import FILE_NAME as PUBLIC_KEY
from guard.core.events import EventKind
from guard.core.inspection_order import InspectionOrder, OrderTerms
from guard.feedback.answers import number_of
from guard.fleet.case_store import CaseStore
from guard.fleet.cases import occasions
from guard.fleet.collected import read
from guard.fleet.store import FleetStore
from guard.publish.keys import Keys, placed
from guard.publish.ordering import order
from guard.publish.rings import PILOT, Ring
from tests.support.collected import DAY, NOW, line
from tests.support.program import ROOT
from tests.support.publishing import PASSPHRASE, UnitOffice, unit_pack

SYSTEM, SECRECY, AUDITOR = "周某", "赵敏", "钱某"
PEOPLE = {SYSTEM: Role.SYSTEM, SECRECY: Role.SECRECY, AUDITOR: Role.AUDITOR}
WAIT_SECONDS = 90.0
ALARMS = tuple(number_of(f"item {number}") for number in range(3))
_UNITS = ("办公室", "财务科", "信访科", "人事科", "档案室", "宣传科")
_FAMILIES = "王李张刘陈杨黄赵吴周"
_LINK = re.compile(rb"http://\S+\?token=[\w-]+")
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


def records(computers: int) -> list[bytes]:
    """Return what a log server collected of so many computers: most of them guard, some are silent or behind."""
    found: list[bytes] = []
    for number in range(computers):
        name, unit = f"PC-{number + 1:03}", _UNITS[number % len(_UNITS)]
        silent = number % 47 == 9
        said = {"unit": unit, **_rules_of(number)}
        ago = 6.0 if silent else 0.01 * (number % 60)
        found.append(line(name, 0, EventKind.STARTED, ago + 1, **said))
        if number % 7 == 3:
            found.append(line(name, 1, EventKind.HELD, ago + 0.5, rules="BC-05", outcome="block", **said))
        if number % 61 == 2:
            found.append(line(name, 1, EventKind.HELD, ago + 0.5, rules="BC-01", outcome="block", **said))
        found.append(line(name, 2 if number % 7 == 3 or number % 61 == 2 else 1, EventKind.ALIVE, ago, **said))
    repeated = {"unit": "财务科", "pack": "2", "label": "测试规则"}
    found += [line("PC-002", 10 + number, EventKind.HELD, 0.02, rules="BC-05", **repeated) for number in range(5)]
    found += [line("PC-003", 20 + number, EventKind.FALSE_ALARM, 0.3 + number, rules="BC-08", answer=alarm,
                   **{**repeated, "unit": "信访科"}) for number, alarm in enumerate(ALARMS)]
    found.append(line("PC-004", 30, EventKind.RELEASED, 0.1, rules="BC-08", reason="已经公开",
                      **{**repeated, "unit": "人事科"}))
    return found


def _rules_of(number: int) -> dict[str, str]:
    """Return which rules a computer has: some never got any."""
    return {"pack": "", "label": ""} if number % 31 == 4 else {"pack": "2", "label": "测试规则"}


def inspected(ordered: InspectionOrder, computers: int) -> list[bytes]:
    """Return what so many computers report of an order: most are done, some are at it, stopped, or silent."""
    found: list[bytes] = []
    for number in range(computers):
        if number % 47 == 9:
            continue  # silent
        name, unit = f"PC-{number + 1:03}", _UNITS[number % len(_UNITS)]
        held = number % 7 == 3 or number % 61 == 2
        said = {"unit": unit, "order": f"{ordered.number}:{ordered.id}", **_rules_of(number)}
        first = 3 if held else 2
        if number % 23 == 5:
            found.append(line(name, first, EventKind.INSPECTION, step="stopped", done="40", total="310", why="在赶材料",
                              **said))
        elif number % 5 == 1:
            found.append(line(name, first, EventKind.INSPECTION, step="running", done=f"{number % 9 * 30}", total="310",
                              **said))
        else:
            rules = [rule for rule, has in (("BC-01", number % 61 == 2), ("BC-05", number % 7 == 3)) if has]
            found += [line(name, first + place, EventKind.INSPECTION, step="found", rules=rule, outcome="block",
                           found="文本/桌面:2,表格/文档:1", **said) for place, rule in enumerate(rules)]
            found.append(line(name, first + len(rules), EventKind.INSPECTION, step="done", done="310", total="310",
                              blocked=str(3 * len(rules)), **said))
    return found


@dataclass(frozen=True)
class ConsoleOffice:
    """The folders of an office with its three people: keys, the publishing folder, the folder of codes, records."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, computers: int = 12) -> ConsoleOffice:
        office = cls(folder)
        keys = Keys((office.keys,), lambda _: PASSPHRASE)
        log = SignedLog(office.console)
        first = None
        for name, role in PEOPLE.items():
            add_person(log, keys, (name, role), first, time.time(), office.keys)
            first = first or enter(log, keys, SYSTEM).doer
        log.close()
        unit = UnitOffice.opened(office.publishing)
        unit.release("青松甲号", Ring(percent=100, groups=()))
        unit.release("青松乙号", Ring(groups=(PILOT,)))
        with placed([(keys.new(AUTHORISE), office.codes / "keys")]) as (file,):
            office.codes.joinpath(PUBLIC_KEY).write_text(f"{_public(file, keys)}\n")
        ordered = order(unit.office, OrderTerms(f"{SECRECY}（{Role.SECRECY}）", "第四季度保密自查", ("桌面", "文档"),
                                                NOW, NOW + 5 * DAY, NOW + 9 * DAY, everyone=True))
        office.collect([*records(computers), *inspected(ordered, computers)])
        office.drafts.mkdir()
        office.drafts.joinpath("unit.yaml").write_text(unit_pack("青松丙号"), "utf-8")
        policy = "策略: 青河县\n版本: '2026.12'\n基于: 内置\n模式: 仅记录\n"
        office.drafts.joinpath("只记录.yaml").write_text(policy, "utf-8")
        (folder / "passphrase").write_text(PASSPHRASE, "utf-8")
        return office

    def copied(self, folder: Path) -> ConsoleOffice:
        """Return a copy, which another test has not changed."""
        shutil.copytree(self.folder, folder)
        return ConsoleOffice(folder)

    @property
    def console(self) -> Path:
        return self.folder / "控制台"

    @property
    def keys(self) -> Path:
        return self.folder / "sticks"

    @property
    def publishing(self) -> Path:
        return self.folder / "office"

    @property
    def drafts(self) -> Path:
        return self.folder / "待发布"

    @property
    def codes(self) -> Path:
        return self.folder / "codes"

    @property
    def store(self) -> Path:
        return self.folder / "情况.sqlite"

    @property
    def roster(self) -> Path:
        return self.folder / "名册.xlsx"

    def list_people(self, computers: int, more: Sequence[tuple[str, str, str]] = ()) -> None:
        """Write the unit's list: so many computers, each with somebody, and ``more`` rows of 电脑, 科室, 使用人."""
        book = openpyxl.Workbook()
        listed = [(f"PC-{number + 1:03}", _UNITS[number % len(_UNITS)], f"{_FAMILIES[number % len(_FAMILIES)]}某")
                  for number in range(computers)]
        for row in (("电脑", "科室", "使用人"), *listed, *more):
            book.active.append(row)
        book.save(self.roster)

    def collect(self, lines: list[bytes]) -> None:
        """Add records and make cases of them."""
        store, cases = FleetStore(self.store), CaseStore(self.store)
        store.add(read(lines))
        cases.take(occasions(store, NOW - 30 * DAY, time.time() + 1, frozenset({"BC-01"})), {}, time.time())
        store.close()
        cases.close()

    def log(self) -> list[Line]:
        """Return the lines of the log, the newest first."""
        log = SignedLog(self.console)
        try:
            return log.newest(1000)
        finally:
            log.close()

    def deeds(self, name: str) -> list[tuple[str, str]]:
        """Return what somebody did, as the log says, the oldest first."""
        return [(one.deed, one.words) for one in reversed(self.log()) if one.name == name]


def _public(file: Path, keys: Keys) -> str:
    keyid = next(entry.keyid for path, entry in Keys((file.parent,), keys.ask)._files() if path == file)
    return str(Keys((file.parent,), keys.ask).signers([keyid], 1)[0].public_key.keyval["public"])


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by their names in lower case, page."""

    status: int
    headers: Mapping[str, str]
    page: str

    @property
    def words(self) -> str:
        """The words of the page."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.page)).split())

    @property
    def csrf(self) -> str:
        """The proof in the page's last form."""
        found = _CSRF.findall(self.page)
        assert found, self.words
        return str(found[-1])


@dataclass
class RunningConsole:
    """One running console with its terminal; ``language`` is the locale of that, ``more`` further options. ``shown`` is
    what the terminal said up to the newest link, ``said`` what it said since.
    """

    office: ConsoleOffice
    name: str
    language: str = "zh_CN.UTF-8"
    more: Sequence[str] = ()
    said: bytes = b""
    shown: bytes = b""
    cookie: str = ""
    link: str = ""
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._terminal, line_ = os.openpty()
        office = self.office
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TZ")}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "console", "open", str(office.console), "--as", self.name,
             "--store", str(office.store), "--office", str(office.publishing), "--authorise", str(office.codes),
             "--keys", str(office.keys), "--drafts", str(office.drafts),
             *(("--roster", str(office.roster)) if office.roster.exists() else ()), *self.more],
            env={**environment, "LANG": self.language, "OPENBLAS_NUM_THREADS": "1",
                 "MISHAO_PASSPHRASE_FILE": str(office.folder / "passphrase")},
            stdin=line_, stdout=line_, stderr=line_, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))  # noqa: PLW1509 - the terminal is its own
        os.close(line_)
        self.link = self.await_link()

    @property
    def port(self) -> int:
        return int(urlsplit(self.link).port or 0)

    @property
    def host(self) -> str:
        return urlsplit(self.link).netloc

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def await_words(self, found: Callable[[bytes], object], what: str) -> None:
        """Read what the terminal shows until it has something."""
        until = time.monotonic() + WAIT_SECONDS
        while not found(self.said):
            ready, _, _ = select.select([self._terminal], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"waited in vain for {what}: {self.said.decode('utf-8', 'replace')}"
            try:
                part = os.read(self._terminal, 65536)
            except OSError:  # nobody has the other end any more
                part = b""
            assert part, f"the console has ended without {what}: {self.said.decode('utf-8', 'replace')}"
            self.said += part

    def await_link(self) -> str:
        """Return the newest link once it is shown whole."""
        self.await_words(lambda said: _LINK.search(said) and said.count(b"\n", _LINK.search(said).end()),  # type: ignore[union-attr]
                         "a link")
        link = _LINK.findall(self.said)[-1].decode()
        self.shown, self.said = self.said, b""
        return link

    def type(self, words: str) -> None:
        """Type a line into the terminal."""
        os.write(self._terminal, f"{words}\n".encode())

    def new_link(self) -> str:
        """Press Enter for a new link."""
        self.type("")
        self.link = self.await_link()
        return self.link

    def enter(self) -> RunningConsole:
        """Enter as a browser does."""
        answer = self.get(self.link.partition(self.host)[2])
        assert (answer.status, answer.headers["location"]) == (303, "/")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.send("GET", path, headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        return self.send("POST", path, {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded",
                                        "Content-Length": str(len(body)), **headers}, body)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request as it is written here; a header that is "" is left out. ``_`` in its name is written -."""
        all_ = {"Host": self.host, "Cookie": self.cookie, **{name.replace("_", "-"): value for name, value in
                                                              headers.items()}}
        head = "".join(f"{name}: {value}\r\n" for name, value in all_.items() if value)
        return self.raw(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)

    def raw(self, content: bytes) -> Answer:
        """Send bytes and read the answer to its end."""
        with socket.create_connection(("127.0.0.1", self.port), WAIT_SECONDS) as connection:
            connection.sendall(content)
            received = b""
            while part := connection.recv(65536):
                received += part
        head, _, page = received.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        return Answer(int(first.split()[1]), {name.lower(): value for name, _, value in
                                              (one.partition(": ") for one in rest)}, page.decode())

    def hang_up(self) -> int:
        """Close the terminal and return how the console ended."""
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1
        return self.process.wait(WAIT_SECONDS)

    def close(self) -> None:
        """End it."""
        self.hang_up()
