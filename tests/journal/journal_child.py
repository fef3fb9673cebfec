"""Appends records until it is killed; prints each number once it was acknowledged. Run by test_journal_kill.py."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from guard.core.events import Event, EventKind
from guard.journal import open_journal


def main() -> None:
    journal = open_journal(Path(sys.argv[1]))
    number = int(sys.argv[2])
    print("ready", flush=True)
    while True:
        journal.append(Event(EventKind.JUDGED, time.time(), case=f"{number:016}", rules=("测试-1",), count=number))
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    main()
