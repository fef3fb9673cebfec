"""A guard as the gate sees one: sends terms, judges files by content, prints what it receives.

    gate_guard.py SOCKET FOLDER HOW [KEY=VALUE …]

HOW: ``judge`` at once, ``silent`` never answers, ``busy`` answers that it cannot judge now, ``allow`` reports each
file in the folder as held from nobody, asked or not, and again for each input line, ``overtaken`` gets other rules
while it judges the first file, which is clean by those of before. With ``user`` it becomes that user before it
connects.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.model import DestinationKind
from guard.core.policy import FileGate, GateMode, Mode, Policy, Unjudged
from guard.file_gate.messages import FileKey, FromGate, Known, Opened, Reached, Terms, Verdict
from guard.file_gate.packets import Packets, connect

RULES = "rules 1"

FLAGGED = b"\xe6\x9c\xba\xe5\xaf\x86"
"""机密"""


def main() -> None:
    socket, folder, how, *settings = sys.argv[1:]
    given = dict(word.split("=") for word in settings)
    policy = _policy(given)
    if "user" in given:
        os.setresuid(*[int(given["user"])] * 3)
    packets: Packets[FromGate] = Packets(connect(Path(socket)), FromGate)
    terms = Terms(policy, (folder,), ("xwechat_files", *given.get("leaves-out", "").split()), RULES)
    packets.send(terms)
    if how == "allow":
        threading.Thread(target=_allow, args=(packets, Path(folder)), daemon=True).start()
    while (received := packets.receive()) is not None:
        message, descriptor = received
        if isinstance(message, Opened):
            _opened(packets, message, descriptor, how, terms)
        print(json.dumps({"said": type(message).__name__, **_facts(message)}), flush=True)


def _policy(settings: dict[str, str]) -> Policy:
    policy = replace(load(builtin_policy(), "policy.yaml"), pages=())
    gate = FileGate(GateMode(settings.get("gate", "开")), int(settings.get("wait", "1500")),
                    unjudged=Unjudged(settings.get("unjudged", "同未读出")))
    return replace(policy, mode=Mode(settings.get("mode", "拦截")), file_gate=gate)


def _opened(packets: Packets[FromGate], message: Opened, descriptor: int, how: str, terms: Terms) -> None:
    content = Path(f"/proc/self/fd/{descriptor}").read_bytes() if how != "silent" else b""
    os.close(descriptor)
    if message.answered or how == "silent":
        return
    if b"slow" in content:
        time.sleep(2.2)
    held_from = (DestinationKind.CHAT,) if FLAGGED in content else ()
    if how == "overtaken":
        packets.send(msgspec.structs.replace(terms, rules="rules 2"))
    if how == "overtaken" and message.number == 1:
        packets.send(Verdict(message.number, message.key, (), RULES))
    else:
        packets.send(Verdict(message.number, message.key, held_from, "rules 2" if how == "overtaken" else RULES,
                             how != "busy"))


def _allow(packets: Packets[FromGate], folder: Path) -> None:
    while True:
        for file in folder.iterdir():
            key = FileKey.of(file.stat())
            for number in range(20):
                packets.send(Verdict(number, key, (), RULES))
            packets.send(Known(RULES, ((key, ()),)))
        if not sys.stdin.readline():
            return
        print(json.dumps({"said": "again"}), flush=True)


def _facts(message: FromGate) -> dict[str, object]:
    if isinstance(message, Opened):
        return {"path": message.path, "program": message.destination.program, "answered": message.answered}
    if isinstance(message, Reached):
        return {"marked": message.marked, "left_out": message.left_out, "overflown": message.overflown,
                "foreign": list(message.foreign)}
    return {"count": message.count, "refused": message.refused, "program": message.program,
            "path": message.path}


if __name__ == "__main__":
    main()
