"""Runs the guards of fifty computers as far as their journals: real rules, decisions, journals and syslog messages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.policy_file import load as load_policy
from guard.core.model import Capture, Item, Kind, Origin, new_id
from guard.core.policy import Mode, Policy, UnitRule
from guard.core.reporting import Reporting
from guard.daemon.quarantine import Quarantine
from guard.journal import open_journal
from guard.journal.forwarding import Form
from guard.journal.sinks.syslog import message
from guard.journal.spool import Place, Spool
from guard.pipeline.pipeline import Pipeline, Rules
from guard.reading.client import ReaderClient
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.unit_rules import applied
from guard.vault import MemoryVault
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.loading import load
from tests.support.program import ROOT
from tests.support.publishing import unit_pack

ECHO = [sys.executable, str(ROOT / "tests" / "children" / "echo_child.py")]
WORD, MARK, NOTHING = "请看青松甲号的安排", "机密★5年\n关于样例工作的通知", "食堂十二点开饭"
UNITS = {"办公室": 20, "财务科": 20, "信访科": 10}
"""办公室 only records, 财务科 has the unit's rule on trial, 信访科 has everything enforced."""

BUSY, OFTEN = "PC-00", 60
"""The computer whose work one rule is about, and how often."""


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer, its office, and what it judges by."""

    name: str
    unit: str
    rules: Rules


def computers() -> Iterator[Computer]:
    """Yield the fifty, which share three judges."""
    written = load_policy(builtin_policy(), BUILTIN_POLICY)
    entry = UnitRule(("财务科",), ("T-01",), Action.LOG, "先看看", "赵敏", date(2099, 1, 1))
    trial = replace(written, unit_rules=(entry,))
    policies = {"办公室": replace(written, mode=Mode.MONITOR), "财务科": trial, "信访科": written}
    number = 0
    for unit, count in UNITS.items():
        rules = _rules(policies[unit], unit)
        for _ in range(count):
            yield Computer(f"PC-{number:02}", unit, rules)
            number += 1


def _rules(policy: Policy, unit: str) -> Rules:
    packs = (load(builtin_pack(), BUILTIN_PACK), load(unit_pack("青松甲号").encode(), "unit.yaml"))
    return Rules(Judge([applied(pack, policy.unit_rules, (unit,)) for pack in packs]), policy)


def day(computer: Computer, folder: Path, reader: ReaderClient) -> bytes:
    """Let a computer copy what people copy on a day; return what the log server gets of it."""
    journal, memory = open_journal(folder / computer.name), MemoryVault()
    policy = computer.rules.policy
    quarantine = Quarantine(memory, memory, lambda: policy, lambda _: None, lambda _: None)
    pipeline = Pipeline(lambda: computer.rules, reader, quarantine, lambda *_: None, lambda _: None, lambda *_: None,
                        journal, lambda *_: None)
    for kind, content in ((Kind.TEXT, NOTHING), (Kind.TEXT, MARK), (Kind.PICTURE, WORD),
                          *((Kind.TEXT, WORD),) * (OFTEN if computer.name == BUSY else 1)):
        item = Item("样例", kind, content.encode())
        pipeline.take(Capture(new_id(), Origin.CLIPBOARD, kind, 1.0, (item,), ()))
    journal.close()
    form = Form(Reporting(unit=computer.unit, device=computer.name),
                lambda: {"mode": policy.mode.value, "state": "watching", "pack": "1"})
    sent = (form.reported(one) for one in Spool(journal.path).read(Place(), 10_000))
    return b"".join(message(one) + b"\n" for one in sent if one is not None)
