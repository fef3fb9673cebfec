"""Speaks to a gate in a guard's place, and shows it releases that a unit signed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec

from guard.config.builtin_policy import builtin_policy
from guard.core.policy import Policy
from guard.file_gate.messages import Signed, Terms
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from guard.supply.release_store import Store, packed
from tests.support.gating import SUPPORT
from tests.support.publishing import EVERYONE, UnitOffice


def packed_release(office: UnitOffice, tmp_path: Path, gate: str) -> tuple[str, bytes]:
    """Sign a release whose policy says this of the gate, take it as a computer does, and return it as a guard packs it.
    """
    written = tmp_path / "policy.yaml"
    policy, count = re.subn("(?m)^文件闸门: .*$", f"文件闸门: {{{gate}}}", builtin_policy().decode())
    assert count == 1
    written.write_text(policy, "utf-8")
    release(office.office, bundle_of(["内置"], written), EVERYONE)
    store = Store(tmp_path / "packs")
    store.activate(office.client(tmp_path / "packs").ask(str(office.served)).slot)
    found = packed(store)
    assert found is not None
    return found


class Speaker:
    """A process that speaks to the gate in a guard's place (tests/support/gate_speaker.py)."""

    def __init__(self, socket: Path, documents: Path) -> None:
        self._documents = documents
        self._process = subprocess.Popen((sys.executable, str(SUPPORT / "gate_speaker.py"), str(socket)),
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(self, policy: Policy, folders: tuple[Path, ...] | None = None, left_out: tuple[str, ...] = ()) -> None:
        wanted = (self._documents,) if folders is None else folders
        self.send(Terms(policy, tuple(map(str, wanted)), left_out, "rules 1"), reached=True)

    def show(self, name: str, content: bytes) -> None:
        path = self._documents.with_name("release")
        path.write_bytes(content)
        self.send(Signed(name), path)

    def send(self, message: object, path: Path | None = None, *, reached: bool = False) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        packet = msgspec.msgpack.encode(message).hex()
        print(json.dumps([packet, path and str(path), reached]), file=self._process.stdin, flush=True)
        assert self._process.stdout.readline() == "\n"

    def close(self) -> None:
        self._process.communicate(timeout=10)
