"""A child for the tests: answers Prepare, and does to Read what the item's name says. Run as a program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from guard.framing import FrameReader, FrameWriter
from guard.messages import Prepare, Prepared, Read, ReadDone, ToReader
from guard.reading.sandbox.model import Confinement
from rules.text import Text


def main() -> int:
    reader: FrameReader[ToReader] = FrameReader(sys.stdin.buffer, ToReader)
    writer = FrameWriter(sys.stdout.buffer)
    while (message := reader.read()) is not None:
        if isinstance(message, Prepare):
            if message.engine == "never-ready":
                time.sleep(600)
            if message.engine == "dies":
                return 9
            writer.write(Prepared(message.engine, f"pid {os.getpid()}", confinement(message.engine)))
        else:
            act(message, writer)
    return 0


def confinement(engine: str) -> Confinement:
    """Say that something confines this child, which nothing does, unless the engine is called ``unconfined``."""
    return Confinement() if engine == "unconfined" else Confinement(("landlock",))


def act(message: Read, writer: FrameWriter) -> None:
    match message.item.name:
        case "hang":
            time.sleep(600)
        case "hang-with-child":
            grandchild = subprocess.Popen(["sleep", "600"])
            print(grandchild.pid, file=sys.stderr, flush=True)
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "garbage":
            sys.stdout.buffer.write(b"\x00\x00\x00\x05hello")
            sys.stdout.buffer.flush()
            time.sleep(600)
        case "endless":
            sys.stdout.buffer.write(b"\xff\xff\xff\xff")
            sys.stdout.buffer.flush()
            time.sleep(600)
        case "wrong-number":
            writer.write(ReadDone(message.number + 1, text=Text("someone else's")))
        case "close-output":
            os.close(1)
            time.sleep(600)
        case _:
            writer.write(ReadDone(message.number, text=Text(message.item.untrusted_bytes.decode())))


if __name__ == "__main__":
    sys.exit(main())
