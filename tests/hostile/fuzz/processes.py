"""Samples for real processes: garbage from children, garbage for a guard, odd arguments for the program.

Each function feeds this many inputs and returns the findings; the list should be empty.
"""

from __future__ import annotations

import json
import queue
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guard.control.endpoint import Client, Server
from guard.control.requests import GetStatus, Request, State, Status, StatusReply
from guard.core.model import Item, Kind, Reading, Unreadable
from guard.ipc.children import Child
from guard.ipc.messages import FromBroker
from guard.reading.client import ReaderClient
from guard.util import exit_codes
from rules.text import Text
from tests.hostile.archives import make as archives
from tests.hostile.documents import make as documents
from tests.hostile.fuzz.targets import PARTS, framed, lines
from tests.hostile.images.make import KINDS, valid
from tests.hostile.mutating import mutant
from tests.support.program import READER, ROOT

_LINE = json.dumps({"id": "1", "text": "机密★5年"}, ensure_ascii=False).encode()
_END_SECONDS = 20.0
_ANSWER_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Sample:
    """A way to feed real processes; ``share`` of all inputs in millionths."""

    name: str
    share: int
    feed: Callable[[random.Random, int], list[str]]


def _inputs(name: str, chance: random.Random, count: int) -> list[bytes]:
    part = next(part for part in PARTS if part.name == name)
    seeds = part.seeds(chance)
    return [framed(chance, chance.choice(seeds)) for _ in range(count)]


def hostile_readers(chance: random.Random, count: int) -> list[str]:
    """A reader that sends these answers to any question."""
    found = []
    for number, answers in enumerate(_inputs("answers of a reader", chance, count)):
        with tempfile.NamedTemporaryFile() as file:
            file.write(answers)
            file.flush()
            client = ReaderClient(["cat", file.name])
            try:
                reading: Reading = client.read(Item("x", Kind.PICTURE, b"\x89PNG"))
                if not isinstance(reading, Text | Unreadable):
                    found.append(f"{number}: {type(reading).__name__}")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
                found.append(f"{number}: {type(error).__name__} {error}")
            finally:
                client.close()
    return found


def hostile_brokers(chance: random.Random, count: int) -> list[str]:
    """A broker that sends these reports: its parent ends it and is told so."""
    found = []
    for number, reports in enumerate(_inputs("reports of the broker", chance, count)):
        with tempfile.NamedTemporaryFile() as file:
            file.write(reports)
            file.flush()
            ended: queue.SimpleQueue[int] = queue.SimpleQueue()
            child: Child[FromBroker] = Child(["cat", file.name], FromBroker, lambda _: None, ended.put)
            try:
                ended.get(timeout=_END_SECONDS)
            except queue.Empty:
                found.append(f"{number}: the child was not ended")
            child.stop(1)
    return found


def hostile_clients(chance: random.Random, count: int) -> list[str]:
    """Clients that send garbage over a real socket; the next one is still answered."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "guard.sock"
        server = Server(path, _answered)
        server.start()
        found = []
        for number, request in enumerate(_inputs("requests to the guard", chance, count)):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(path))
                connection.settimeout(_ANSWER_SECONDS)
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                with suppress(OSError):  # a subscriber receives nothing for a long time, and others are cut off
                    while connection.recv(65536):
                        continue
            if number % 100 == 0:
                client = Client.connect(path)
                if not isinstance(client.ask(GetStatus()), StatusReply):
                    found.append(f"{number}: the next client was not answered")
                client.close()
        server.stop()
    return found


def _answered(_: Request) -> StatusReply:
    return StatusReply(Status(State.WATCHING))


def real_reader(chance: random.Random, count: int) -> list[str]:
    """A real reader that gets changed pictures, documents and archives: it may be lost, its client goes on."""
    client, found = ReaderClient(READER), []
    third = max(1, count // 3)
    files = [*((f"{kind} {number}", Kind.PICTURE, mutant(chance, valid(kind)))
               for number, kind in enumerate(chance.choices(KINDS, k=third))),
             *((name, Kind.FILES, content) for name, content in documents.mutations(chance.randrange(10**6), third)),
             *((name, Kind.FILES, content) for name, content in archives.changed(chance.randrange(10**6), third))]
    for name, kind, content in files:
        try:
            reading = client.read(Item(name, kind, content))
            if isinstance(reading, Unreadable) and not reading.detail:
                found.append(f"{name}: nothing is said")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            found.append(f"{name}: {type(error).__name__} {error}")
    client.close()
    return found


def real_program(chance: random.Random, count: int) -> list[str]:
    """The program itself: odd words for subcommands that only read, odd lines for check --jsonl; never a crash."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            home = ["--home", str(Path(folder) / "home")]
            if number % 2:
                found += _run(["check", "--jsonl", *home], lines(chance, b"\n".join([_LINE] * 3)), number)
            else:
                words = chance.choice((["status"], ["vault", "list"], ["journal", "verify"], ["rules", "list"],
                                       ["rules", "explain"], ["receipt", "verify"], ["check"]))
                odd = [chance.choice(("--json", "--", "-", "\udce4", "机密", "--home", "--x", "", "a" * 3000, "*", "0"))
                       for _ in range(chance.randrange(4))]
                found += _run([*words, *odd, *home], b"", number)
    return found


def _run(words: Sequence[str], given: bytes, number: int) -> list[str]:
    command = [sys.executable, str(ROOT / "main.py"), *words]
    done = subprocess.run(command, input=given, capture_output=True, timeout=120)
    if done.returncode == exit_codes.CRASHED or done.returncode < 0 or b"Traceback" in done.stderr:
        return [f"{number}: {words[:4]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}"]
    return []


SAMPLES = (
    Sample("hostile readers", 400, hostile_readers),
    Sample("hostile brokers", 2000, hostile_brokers),
    Sample("clients of the guard", 10_000, hostile_clients),
    Sample("a real reader", 1200, real_reader),
    Sample("the program", 60, real_program),
)
