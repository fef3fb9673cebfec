"""Makes records of six computers as a log server stores them, and a unit's list of computers."""

from __future__ import annotations

import json
import time
from pathlib import Path

import openpyxl

from guard.core.events import EventKind
from guard.feedback.answers import number_of
from guard.journal.sinks.port import Reported
from guard.journal.sinks.syslog import message

NOW = time.time()
DAY = 86400.0
ALARM = number_of("an item of PC-1")
EVIL = '<script>document.title="ran"</script>"]\\'


def line(device: str, number: int, kind: EventKind, days_ago: float = 0.0, **fields: str) -> bytes:
    """Return a record as rsyslog writes it."""
    said = {"n": str(number), "chain": f"c0ffee of {device}", "digest": f"{number:064x}", "device": device,
            "unit": "办公室", "pack": "12", "label": "本县规则", "state": "watching", "mode": "拦截", **fields}
    return message(Reported(kind, NOW - days_ago * DAY, device, said)) + b"\n"


COLLECTED = (
    line("PC-1", 0, EventKind.STARTED), line("PC-1", 1, EventKind.HELD, rules="BC-01,GZ-02", outcome="block"),
    line("PC-1", 2, EventKind.HELD, rules="BC-01"), line("PC-1", 2, EventKind.HELD, rules="BC-01"),
    line("PC-1", 3, EventKind.FALSE_ALARM, rules="GZ-02", answer=ALARM), line("PC-1", 4, EventKind.RELEASED),
    line("PC-2", 0, EventKind.ALIVE, pack="11", label="旧规则", unit=EVIL),
    line("PC-2", 5, EventKind.HELD, rules="BC-01", pack="11", label="旧规则", unit=EVIL),
    line("PC-3", 0, EventKind.ALIVE, days_ago=9), line("PC-3", 1, EventKind.HELD, days_ago=40, rules="XC-01"),
    line("PC-4", 0, EventKind.ALIVE), line("PC-4", 1, EventKind.STOPPED),
    line("PC-5", 0, EventKind.PACK_REFUSED, reason="签名不对", state="trouble"),
    line("PC-3", 2, EventKind.JUDGED, days_ago=9, mode="仅记录", outcome="block", rules="XC-01"),
    line("PC-3", 3, EventKind.JUDGED, days_ago=9, mode="仅记录", outcome="allow", rules="XC-02"),
    line("PC-3", 4, EventKind.JUDGED, days_ago=9, outcome="block", rules="XC-03"),
    b"<13>1 2026-11-24T10:00:00Z other sshd - - - hello\n", b"\xff\xfe\n", b"\n",
    json.dumps({"device": "PC-6", "n": 0, "kind": "held", "at": NOW, "rules": ["BC-01"], "unit": "档案室",
                "pack": 12}).encode() + b"\n",
)


def collected(folder: Path) -> Path:
    """Write them as a log server does."""
    path = folder / "collected.log"
    path.write_bytes(b"".join(COLLECTED))
    return path


def roster(folder: Path) -> Path:
    """Write the unit's list of computers."""
    book = openpyxl.Workbook()
    rows = [["序号", "电脑", "科室", "使用人"], [1, "pc-1", "办公室", "王某"], [2, "PC-2", "办公室", "李某"],
            [3, "PC-3", "财务科", "张某"], [4, "PC-9", "财务科", "赵某"], [5, "PC-4", "信访科", "孙某"],
            [6, "", "", ""]]
    for row in rows:
        book.active.append(row)
    path = folder / "名册.xlsx"
    book.save(path)
    return path
