"""Runs `make faults`: tray, broker, reader and guard are killed at random moments while somebody copies and pastes.

    SOAK_SEED=1 .venv/bin/python -m tests.soak.faults KILLS [REPORT]

After each kill: everything that was held is still held, the clipboard has what the user copied last, no chat client
got a canary, and the killed process is back in time. At the end the journal must verify and every held text be
unchanged. Ends with 0 when all of that is true.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from guard.control.endpoint import ControlError
from guard.control.requests import CaseContent, CaseList, ListCases, ShowCase, State
from guard.core.model import Case
from tests.soak.material import CANARIES, Material
from tests.soak.office import Office, office
from tests.soak.report import machine, named, place
from tests.soak.searching import written_canaries
from tests.soak.watching import percentile
from tests.support.brokering import NOTICE
from tests.support.guarding import wait_for

VICTIMS = {"broker": 10, "reader": 8, "guard": 3, "tray": 2}
"""Weights of the victims: the two that handle foreign bytes most of all."""

RESTART_SECONDS = 2.0
_PATIENCE_SECONDS = 60.0
_LOAD_SECONDS = (0.0, 0.8)
_TAKING_SECONDS = (0.0, 0.1)
_AMID_A_COPY = 0.3
"""Share of the kills of broker and guard during the takeover of one more copy."""

_SAMPLE = 200
"""Number of held texts that are opened again at the end."""


@dataclass
class Outcome:
    """The results of the kills. ``restarts``: seconds by victim. ``lost`` and ``leaks`` must stay empty."""

    restarts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    pastes: int = 0
    unfinished: int = 0
    """Copies not yet reported at the moment of the kill, and how many of them are held all the same."""
    unfinished_held: int = 0
    moment: str = ""
    """The last events."""

    def failed(self) -> list[str]:
        """Return everything that was wrong."""
        leaks = [f"{words} ({times} times)" for words, times in Counter(self.leaks).items()]
        return [*self.lost, *leaks, *self.complaints]


class Load:
    """A chat client that pastes all the time while processes die, except during ``quiet``: what was copied a moment
    ago and is not judged yet is given by its source (docs/known-limits.md), which does not depend on kills."""

    def __init__(self, computer: Office, outcome: Outcome) -> None:
        self._computer = computer
        self._outcome = outcome
        self.quiet = threading.Lock()
        self._ended = threading.Event()
        self._pasting = threading.Thread(target=self._paste, daemon=True)

    def start(self) -> None:
        """Begin to paste."""
        self._pasting.start()

    def stop(self) -> None:
        """End it."""
        self._ended.set()
        self._pasting.join()

    def _paste(self) -> None:
        chat = self._computer.clients.chat
        while not self._ended.is_set():
            with self.quiet, suppress(subprocess.TimeoutExpired):
                got = self._computer.guard.paste_bytes(chat, "UTF8_STRING")
                self._outcome.pastes += 1
                if any(name.encode() in got for name in CANARIES):
                    self._outcome.leaks.append(f"a canary reached a chat client: {self._outcome.moment}")


def _text(case: Case) -> str:
    """Return the read text of the only item of a case."""
    text = case.judged[0].text
    return text.original if text is not None else ""


class Fault:
    """One kill and what must be true afterwards."""

    def __init__(self, computer: Office, load: Load, outcome: Outcome, chance: random.Random) -> None:
        self._computer = computer
        self._load = load
        self._guard = computer.guard
        self._material = Material(chance.randrange(10**6))
        self._outcome = outcome
        self._chance = chance

    def held(self) -> str:
        """Copy a marked text and return it once the guard has reported it as held."""
        text = self._material.secret()
        with self._load.quiet:
            self._guard.copy(text)
            case = self._guard.opened(lambda push: _text(push.case) == text).case
        self._outcome.kept[case.id] = text
        return text

    def read(self) -> None:
        """Give the reader something to read, without waiting for it."""
        path = self._computer.screens / f"截图 {self._chance.randrange(10**9)}.png"
        part = path.with_name(f".{path.name}")
        part.write_bytes(self._material.clean_picture())
        part.rename(path)

    def strike(self, victim: str) -> None:
        """Load, kill, and check the result."""
        if victim in ("broker", "guard") and self._chance.random() < _AMID_A_COPY:
            self._strike_amid_a_copy(victim)
        text = self.held()
        self.read()
        if victim == "reader":
            wait_for(lambda: self._computer.one("reader"), "a reader", _PATIENCE_SECONDS)
        time.sleep(self._chance.uniform(*_LOAD_SECONDS))  # the moment of the kill is what is tested
        self._outcome.moment = f"{victim} killed"
        self.kill(victim)
        self._outcome.moment = f"after a kill of the {victim}"
        self._look(victim, text)

    def _strike_amid_a_copy(self, victim: str) -> None:
        """Kill during the takeover of a copy: it may be lost from the clipboard, or be judged by the next broker."""
        text = self._material.secret()
        with self._load.quiet:
            self._guard.copy(text)
            pause = self._chance.uniform(*_TAKING_SECONDS)
            time.sleep(pause)
            self._outcome.moment = f"{victim} killed {pause * 1000:.0f} ms into a copy"
            self.kill(victim)
            self._outcome.unfinished += 1
            if self._guard.paste(self._computer.clients.office) == text:
                # Its source still has it, or the next broker received it again: now it must be held.
                self._outcome.unfinished_held += 1
                wait_for(lambda: self._guard.paste(self._computer.clients.chat) == NOTICE, "the copy to be held")

    def kill(self, victim: str) -> None:
        """Kill and wait until it works again; the time is recorded in the outcome."""
        pid = self._computer.one(victim)
        if not pid:
            self._outcome.complaints.append(f"no {victim} to kill")
            return
        begun = time.monotonic()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self._again(victim, pid)
        self._outcome.restarts[victim].append(time.monotonic() - begun)
        if victim == "guard":
            self._guard.stop()
            self._guard.listen()

    def _again(self, victim: str, killed: int) -> None:
        """Wait until the killed process works again."""
        def answers() -> bool:
            try:
                status = self._guard.status()
            except ControlError:
                return False
            guarded = status.state is not State.STARTING and not any("剪贴板" in words for words in status.troubles)
            return guarded and self._computer.one("broker") not in (0, killed)

        waits: dict[str, Callable[[], bool]] = {
            "broker": answers,
            "guard": lambda: self._computer.one("guard") not in (0, killed) and answers(),
            "tray": lambda: self._computer.one("tray") not in (0, killed) and self._shown(),
            "reader": self._read_again,
        }
        wait_for(waits[victim], f"a {victim} that works again", _PATIENCE_SECONDS)

    def _shown(self) -> bool:
        return bool(self._computer.display.window("mishao", _PATIENCE_SECONDS))

    def _read_again(self) -> bool:
        """Wait until every capture was judged: a reader is started when there is something to read."""
        before = self._guard.judged()
        self.read()
        wait_for(lambda: self._guard.judged() > before, "a judgement by the next reader", _PATIENCE_SECONDS)
        return True

    def _look(self, victim: str, text: str) -> None:
        for old in self._computer.screens.glob("*.png"):
            old.unlink()
        reply = self._guard.ask(ListCases())
        assert isinstance(reply, CaseList)
        gone = set(self._outcome.kept) - {case.id for case in reply.cases}
        if gone:
            self._outcome.lost.append(f"{victim}: {len(gone)} held items are gone")
        office_program = self._computer.clients.office
        try:
            wait_for(lambda: self._guard.paste(office_program) == text, "the user's copy", 10.0)
        except AssertionError:
            left = len(self._guard.paste(office_program))
            self._outcome.lost.append(f"{victim}: the clipboard has {left} characters instead of {len(text)}")
        got = self._guard.paste(self._computer.clients.chat)
        if got != NOTICE:
            self._outcome.complaints.append(f"{victim}: a chat client got {len(got)} characters instead of the notice")


def main(kills: int, path: Path) -> int:
    """Kill this often and report; return the exit code."""
    seed = int(os.environ.get("SOAK_SEED", "1"))
    chance, outcome = random.Random(seed), Outcome()
    command = f"make faults KILLS={kills} SOAK_SEED={seed}"
    with office() as computer:
        computer.start("青松甲号")
        load = Load(computer, outcome)
        fault = Fault(computer, load, outcome, chance)
        fault.held()
        load.start()
        for number in range(1, kills + 1):
            victim = chance.choices(list(VICTIMS), list(VICTIMS.values()))[0]
            try:
                fault.strike(victim)
            except (AssertionError, ControlError) as error:
                outcome.complaints.append(f"kill {number}, {victim}: {type(error).__name__} {str(error)[:200]}")
                print(outcome.complaints[-1], state_of(computer), file=sys.stderr, flush=True)
                wait_for(lambda: computer.guard.state() is State.WATCHING, "a guard", _PATIENCE_SECONDS)
                computer.guard.stop()
                computer.guard.listen()
            if number % 10 == 0:
                print(f"{number} kills, {outcome.failed()}", file=sys.stderr, flush=True)
                write(outcome, computer, command, path)  # the results so far, in case this run is cut short
        load.stop()
        afterwards(computer, outcome, chance)
    write(outcome, computer, command, path)
    print(path.read_text("utf-8"))
    return 1 if outcome.failed() else 0


def state_of(computer: Office) -> str:
    """Describe the current state, for the analysis of a failure."""
    try:
        status = computer.guard.status()
        said = f"{status.state} {status.troubles}"
    except ControlError as error:
        said = error.words
    return f"{said} {dict(computer.started())}\n{computer.log.read_text('utf-8', 'replace')[-1500:]}"


def afterwards(computer: Office, outcome: Outcome, chance: random.Random) -> None:
    """Open what was held, verify the journal, end everything and search for canaries."""
    wait_for(lambda: computer.guard.state() is State.WATCHING, "a guard without troubles", _PATIENCE_SECONDS)
    for case in chance.sample(sorted(outcome.kept), min(_SAMPLE, len(outcome.kept))):
        shown = computer.guard.ask(ShowCase(case))
        if not isinstance(shown, CaseContent) or _text(shown.case) != outcome.kept[case]:
            outcome.lost.append(f"{case}: another text than was held")
    verified = subprocess.run([*computer.command, "journal", "verify", "--home", str(computer.home)],
                              capture_output=True, text=True)
    if verified.returncode != 0:
        outcome.complaints.append(f"the journal does not verify: {verified.stdout}")
    computer.stop()
    outcome.complaints += written_canaries([computer.folder], [computer.home / "vault"], CANARIES)[1]


def table(outcome: Outcome) -> list[str]:
    """Return the restart times of each, as a table in Markdown."""
    lines = ["| killed | times | p50 | p95 | longest | within 2 s |", "|---|---|---|---|---|---|"]
    for victim, seconds in sorted(outcome.restarts.items()):
        middle, late = percentile(seconds, 0.5), percentile(seconds, 0.95)
        lines.append(f"| {victim} | {len(seconds)} | {middle:.2f} | {late:.2f} | {max(seconds):.2f} | "
                     f"{sum(one <= RESTART_SECONDS for one in seconds)} |")
    return lines


def write(outcome: Outcome, computer: Office, command: str, path: Path) -> None:
    """Write the report as Markdown."""
    failed = outcome.failed()
    number = sum(map(len, outcome.restarts.values()))
    lines = ["# Kills", "", f"    {command}", "", f"{machine()}. Program: `{named(computer.command)}`.", "",
             "**Everything held.**" if not failed else "**Not everything held:**", *(f"- {words}" for words in failed),
             "", (f"{number} kills (SIGKILL) under load. {len(outcome.kept)} items were held; lost of them or of the "
                  f"clipboard: {len(outcome.lost)}. {outcome.pastes} pastes by a chat client meanwhile, with a canary: "
                  f"{len(outcome.leaks)}."), "",
             (f"{outcome.unfinished} of the kills came while a copy was being taken over, before anybody was told of "
              f"it: an office program could paste {outcome.unfinished_held} of those afterwards; the others must be "
              "copied again (docs/known-limits.md)."), "",
             "Seconds from the kill until it does its work again, with the harness's own looking:", "",
             *table(outcome)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    to = Path(sys.argv[2]) if len(sys.argv) > 2 else place("faults")
    sys.exit(main(int(sys.argv[1]), to))
