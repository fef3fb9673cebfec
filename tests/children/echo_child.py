"""A child for tests: answers Prepare, and on Read does what the item's name says. Run as a program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import msgspec

from guard.ipc.confinement import Confinement
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ipc.messages import Prepare, Prepared, Read, ReadDone, ReadPart, ToReader
from guard.reading.shared import take
from rules.text import PARTIAL, Text, Trait


def main() -> int:
    reader: FrameReader[ToReader] = FrameReader(sys.stdin.buffer, ToReader)
    writer = FrameWriter(sys.stdout.buffer)
    shared = -1
    while (message := reader.read()) is not None:
        if isinstance(message, Prepare):
            shared = message.shared
            if message.engine == "never-ready":
                time.sleep(600)
            if message.engine == "dies":
                return 9
            missing = message.engine == "missing"
            writer.write(Prepared("" if missing else message.engine, "缺少模型。" if missing else f"pid {os.getpid()}",
                                  confinement(message.engine)))
        elif isinstance(message, Read):
            if message.shared:
                item = replace(message.item, untrusted_bytes=take(shared, message.shared))
                message = msgspec.structs.replace(message, item=item)
            act(message, writer)
    return 0


def confinement(engine: str) -> Confinement:
    """Claim that this child is confined, which it is not, unless the engine is called ``unconfined``."""
    return Confinement() if engine == "unconfined" else Confinement(("landlock",))


def act(message: Read, writer: FrameWriter) -> None:
    match message.item.name:
        case "hang" | "spin":
            stall(message.item.name)
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
        case "no-utf-8":
            done = msgspec.msgpack.encode(ReadDone(message.number, text=Text("字")))
            wrong = done.replace("字".encode(), b"\xff\xfe\xfd")
            sys.stdout.buffer.write(len(wrong).to_bytes(4, "big") + wrong)
            sys.stdout.buffer.flush()
            time.sleep(600)
        case "endless":
            sys.stdout.buffer.write(b"\xff\xff\xff\xff")
            sys.stdout.buffer.flush()
            time.sleep(600)
        case "parts" | "parts-then-die" | "parts-then-hang" | "parts-without-trait" | "parts-with-heir":
            grow(message, writer)
        case "part-of-another" | "endless-answers" | "wrong-number":
            confuse(message, writer)
        case "close-output":
            os.close(1)
            time.sleep(600)
        case _:
            writer.write(ReadDone(message.number, text=Text(message.item.untrusted_bytes.decode())))


def stall(how: str) -> None:
    """Answer nothing, and use a processor or none."""
    while how == "spin":
        pass
    time.sleep(600)


def confuse(message: Read, writer: FrameWriter) -> None:
    """Answer another question than the one asked."""
    match message.item.name:
        case "part-of-another":
            writer.write(ReadPart(message.number + 1, Text("机密★5年", traits=(Trait(PARTIAL),))))
            time.sleep(600)
        case "endless-answers":
            for _ in range(1000):
                writer.write(Prepared("cascade"))
            time.sleep(600)
        case _:
            writer.write(ReadDone(message.number + 1, text=Text("someone else's")))


def grow(message: Read, writer: FrameWriter) -> None:
    """Read the item line by line, each line a part. A line ``until PATH`` is not read but waits until that file
    exists."""
    traits = () if message.item.name == "parts-without-trait" else (Trait(PARTIAL),)
    text = ""
    for line in message.item.untrusted_bytes.decode().splitlines():
        if line.startswith("until "):
            while not Path(line.removeprefix("until ")).exists():
                time.sleep(0.01)
            continue
        text = f"{text}\n{line}".strip()
        writer.write(ReadPart(message.number, Text(text, traits=traits, from_picture=True)))
    if message.item.name == "parts-with-heir":  # its end is noticed once this one has ended, too
        subprocess.Popen(["sleep", "3"], stdin=subprocess.DEVNULL, start_new_session=True)
    if message.item.name == "parts-then-die":
        os.kill(os.getpid(), signal.SIGKILL)
    if message.item.name == "parts-then-hang":
        time.sleep(600)
    writer.write(ReadDone(message.number, text=Text(text, from_picture=True)))


if __name__ == "__main__":
    sys.exit(main())
