"""Requests and spends codes one after another until it is killed; prints each nonce once it was spent."""

from __future__ import annotations

import sys
from pathlib import Path

from guard.authorisation.ledger import Ledger


def main() -> None:
    ledger = Ledger(Path(sys.argv[1]))
    print("ready", flush=True)
    while True:
        nonce, _ = ledger.ask("a1")
        if ledger.spend("a1", nonce):
            print(nonce.hex(), flush=True)


if __name__ == "__main__":
    main()
