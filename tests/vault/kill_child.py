"""Stores items until it is killed; prints an id once ``put`` acknowledged it. Run by test_vault_kill.py."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from guard.core.model import Case, Decision, Kind, Origin, Outcome, new_id
from guard.vault import FileKey, open_vault

SIZE = 60_000


def content(item: str) -> bytes:
    """Return the bytes that belong to an id."""
    return hashlib.shake_128(item.encode()).digest(SIZE)


def main() -> None:
    home = Path(sys.argv[1])
    vault = open_vault(home / "vault", FileKey(home / "key"))
    print("ready", flush=True)
    while True:
        case = Case(new_id(), Origin.CLIPBOARD, Kind.TEXT, time.time(), "", Decision(Outcome.BLOCK), ())
        vault.put(case, content(case.id))
        print(case.id, flush=True)


if __name__ == "__main__":
    main()
