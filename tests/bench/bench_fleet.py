"""Measures a static server and many computers that poll it: requests, bytes, time until all have new rules.

    make bench-fleet        CLIENTS (300) computers, INTERVAL (20) seconds between two polls of one instead of 900

nginx is started here on the loopback. The computers are the real client with a separate store each, distributed over
one process per processor; identical files of thousands of them are stored once. Raw polls repeat the two requests of
a poll, each on a new connection.

An interval must leave each processor time for its share of updates: the bench prints how much of it they took. If it
is exceeded, this machine is measured, not the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import platform
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.supply.bundle import INDEX  # noqa: E402
from guard.supply.refusal_words import ERRORS  # noqa: E402
from guard.supply.release_store import Store  # noqa: E402
from guard.supply.updating import failure_pauses, spread  # noqa: E402
from guard.supply.verifying_new_release import Client  # noqa: E402
from tests.support.publishing import UnitOffice  # noqa: E402

CLIENTS = int(os.environ.get("CLIENTS", "300"))
INTERVAL = float(os.environ.get("INTERVAL", "20"))
RAW_SECONDS = 5.0
RAW_AT_ONCE = 100
POLLS_PER_DAY = 24 * 60 // 15
PROCESSES = os.cpu_count() or 1
THREADS = 2
GIVE_UP_INTERVALS = 8
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin") or ""

CONFIGURATION = """
daemon off; worker_processes auto; pid {place}/nginx.pid; error_log {place}/error.log; user root;
events {{ worker_connections 2048; }}
http {{
  access_log off; client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s; default_type application/json;
  split_clients "${{request_id}}" $broken {{ 5% 1; * 0; }}
  server {{ listen 127.0.0.1:{good} backlog=4096; root {served}; }}
  server {{ listen 127.0.0.1:{bad} backlog=4096; root {served}; if ($broken) {{ return 444; }} }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(served: Path, place: Path) -> Iterator[tuple[int, int]]:
    """Serve the folder; yield the port of a normal server and that of one that drops 5 % of the requests."""
    good, bad = free_port(), free_port()
    for folder in (served, *served.parents):
        if folder.is_relative_to(place):
            folder.chmod(folder.stat().st_mode | 0o055)
    (place / "nginx.conf").write_text(CONFIGURATION.format(place=place, good=good, bad=bad, served=served))
    process = subprocess.Popen([NGINX, "-c", str(place / "nginx.conf"), "-p", str(place)], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", bad)):
                break
        yield good, bad
    finally:
        process.terminate()
        process.wait()


async def exchange(port: int, name: str, header: str = "") -> tuple[bytes, int]:
    """Send one request on a new connection; return the answer and the bytes in both directions."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = (f"GET /metadata/{name} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n"
             f"User-Agent: mishao\r\n{header}Connection: close\r\n\r\n").encode()
    writer.write(asked)
    answer = await reader.read()
    writer.close()
    return answer, len(asked) + len(answer)


async def raw_polls(port: int) -> tuple[float, int]:
    """Return the answered polls per second, and the bytes of one."""
    first, _ = await exchange(port, "timestamp.json")
    tag = next(line for line in first.split(b"\r\n") if line.lower().startswith(b"etag")).split(b": ")[1].decode()
    served, moved = 0, 0
    end = time.perf_counter() + RAW_SECONDS

    async def poll_on() -> None:
        nonlocal served, moved
        while time.perf_counter() < end:
            missing, one = await exchange(port, "2.root.json")
            same, two = await exchange(port, "timestamp.json", f"If-None-Match: {tag}\r\n")
            assert missing.startswith(b"HTTP/1.1 404"), missing[:50]
            assert same.startswith(b"HTTP/1.1 304"), same[:50]
            served, moved = served + 1, one + two

    began = time.perf_counter()
    await asyncio.gather(*(poll_on() for _ in range(RAW_AT_ONCE)))
    return served / (time.perf_counter() - began), moved


class Computer:
    """One client with its store; ``number`` is its release. ``alike`` holds one copy of what all store alike."""

    def __init__(self, office: UnitOffice, place: Path, device: str, alike: Path) -> None:
        self.client: Client = office.client(place, device)
        self.store = Store(place)
        self.number = 0
        self._alike = alike

    def poll(self, address: str) -> bool:
        try:
            offer = self.client.ask(address)
        except ERRORS:
            return False
        if offer.release is not None and offer.release.number != self.number:
            self.store.activate(offer.slot)
            self.number = offer.release.number
            self._share(offer.slot)
        return True

    def _share(self, slot: str) -> None:
        """Store the bundle, which is the same on every computer, only once on the disk."""
        bundle, kept = self.store.slot(slot) / "bundle.json", self._alike / slot
        with contextlib.suppress(FileExistsError):
            os.link(bundle, kept)
        beside = bundle.with_suffix(".alike")
        os.link(kept, beside)
        beside.replace(bundle)
        shutil.rmtree(self.store.cache / "files", ignore_errors=True)


@dataclass(frozen=True)
class Round:
    """One release that every computer must get: from where, and the time (since the epoch) at which the round begins.
    """

    number: int
    address: str
    began: float


@dataclass(frozen=True)
class Outcome:
    """When computers had a release, in seconds after the round began; polls made, polls failed, processor seconds."""

    arrived: list[float]
    polls: int
    failed: int
    busy: float


async def until_all_have(computers: list[Computer], goal: Round) -> Outcome:
    """Poll at jittered times until every one of these computers has the release."""
    polls = failed = 0
    arrived: list[float] = []
    busy = time.process_time()
    loop = asyncio.get_running_loop()

    async def live(computer: Computer, pool: ThreadPoolExecutor) -> None:
        nonlocal polls, failed
        pause = 0.0
        await asyncio.sleep(random.uniform(0, INTERVAL))
        while time.time() - goal.began < GIVE_UP_INTERVALS * INTERVAL:
            fine = await loop.run_in_executor(pool, computer.poll, goal.address)
            polls, failed = polls + 1, failed + (not fine)
            if computer.number == goal.number:
                arrived.append(time.time() - goal.began)
                return
            pause = 0.0 if fine else failure_pauses(INTERVAL).after(pause)
            await asyncio.sleep(spread(pause or INTERVAL))

    with ThreadPoolExecutor(THREADS) as pool:
        await asyncio.gather(*(live(computer, pool) for computer in computers))
    return Outcome(arrived, polls, failed, time.process_time() - busy)


def share(numbers: range, place: Path, rounds: Connection) -> None:
    """Run some of the computers in this process: report when they are ready, then answer Rounds with Outcomes."""
    office = UnitOffice(place / "office")
    computers = [Computer(office, place / "pcs" / str(n), f"pc-{n}", place / "alike") for n in numbers]
    rounds.send(len(computers))
    while (goal := rounds.recv()) is not None:
        rounds.send(asyncio.run(until_all_have(computers, goal)))


@contextmanager
def shares(place: Path) -> Iterator[list[Connection]]:
    """Start one process per processor; yield the connection to each once its computers are ready."""
    (place / "alike").mkdir()
    started = []
    for nth in range(PROCESSES):
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=share, args=(range(nth, CLIENTS, PROCESSES), place, there), daemon=True)
        process.start()
        there.close()  # the end of a process is then noticed at once
        started.append((here, process))
    try:
        assert sum(here.recv() for here, _ in started) == CLIENTS
        yield [here for here, _ in started]
    finally:
        for here, process in started:
            with contextlib.suppress(OSError):
                here.send(None)
            process.join(10)


def play(ways: list[Connection], number: int, address: str) -> Outcome:
    """Return the result of one round on all computers together; ``busy`` is that of the busiest process."""
    goal = Round(number, address, time.time())
    for way in ways:
        way.send(goal)
    each: list[Outcome] = [way.recv() for way in ways]
    return Outcome(sorted(at for one in each for at in one.arrived), sum(one.polls for one in each),
                   sum(one.failed for one in each), max(one.busy for one in each))


def said(name: str, outcome: Outcome) -> None:
    enough = -(-CLIENTS * 99 // 100)
    most = outcome.arrived[enough - 1] if len(outcome.arrived) >= enough else float("inf")
    every = outcome.arrived[-1] if len(outcome.arrived) == CLIENTS else float("inf")
    print(f"{name:40} 99 % after {most / INTERVAL:5.2f} intervals, all after {every / INTERVAL:5.2f}; "
          f"{outcome.polls} polls, {outcome.failed} failed; the computers took {outcome.busy / INTERVAL:.0%} of an "
          "interval of a processor", flush=True)


def idle_milliseconds(computer: Computer, address: str) -> float:
    times = []
    for _ in range(200):
        began = time.process_time()
        assert computer.poll(address)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def size_of_update(office: UnitOffice) -> int:
    """Return the bytes that a computer loads for a new release, without headers."""
    repository = office.office.repository
    newest = repository.index().releases[-1]
    signed = repository.targets().signed.targets
    files = sum(signed[name].length for name in (newest.target, INDEX))
    metadata = office.served / "metadata"
    return files + sum(max(metadata.glob(pattern), key=lambda path: path.name).stat().st_size
                       for pattern in ("*.targets.json", "*.snapshot.json", "timestamp.json"))


async def bench(office: UnitOffice, place: Path) -> None:
    with nginx(office.served, place) as (good, bad):
        served, moved = await raw_polls(good)
        print(f"raw polls answered                       {served:10.0f} per second, {RAW_AT_ONCE} at once")
        print(f"one poll without news                    {moved:10} bytes both ways, with headers")
        update = size_of_update(office)
        print(f"one update, built-in rules and one more  {update:10} bytes")
        print(f"one client per day                       {moved * POLLS_PER_DAY + update:10} bytes: "
              f"{POLLS_PER_DAY} polls and one update")
        address, broken = f"http://127.0.0.1:{good}", f"http://127.0.0.1:{bad}"
        with shares(place) as ways:
            for name, target in (("first fetch", address), ("new release", address),
                                 ("new release, 5 % dropped", broken)):
                if name != "first fetch":
                    office.release(f"青松{name}")
                number = office.office.repository.index().releases[-1].number
                said(name, await asyncio.to_thread(play, ways, number, target))
        one = Computer(office, place / "pcs" / "one more", "pc-one-more", place / "alike")
        assert one.poll(address)
        print(f"CPU of one poll without news             {idle_milliseconds(one, address):10.2f} ms (median)")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"memory of the largest process            {largest:10.0f} MB")


def main() -> None:
    if not NGINX:
        sys.exit("Please type: sudo apt-get install -y nginx-light")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"load {os.getloadavg()[0]:.1f}; {CLIENTS} computers, an interval of {INTERVAL:.0f} s\n")
    with tempfile.TemporaryDirectory(prefix="fleet") as folder:
        place = Path(folder)
        office = UnitOffice.opened(place / "office")
        office.beside = (str(ROOT / "rules" / "packs" / "builtin.yaml"),)
        office.release("青松甲号")
        asyncio.run(bench(office, place))


if __name__ == "__main__":
    main()
