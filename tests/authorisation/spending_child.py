"""Requests and spends codes one after another until it is killed; prints each request once it was spent."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from guard.authorisation.ledger import Ledger


def main() -> None:
    ledger = Ledger(Path(sys.argv[1]))
    print("ready", flush=True)
    while True:
        public, _ = ledger.ask("a1", lambda: secrets.token_bytes(32), lambda _: True)
        if ledger.spend("a1", public):
            print(public.hex(), flush=True)


if __name__ == "__main__":
    main()
