"""Speaks to the native host as the extension does, or as a program that pretends to be one."""

from __future__ import annotations

import base64
import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.program import ROOT

LENGTH = struct.Struct("=I")


class Extension:
    """Speaks to a host as the extension does."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "--home", str(home), "--browser-host", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._number = 0

    def send(self, **message: Any) -> int:
        self._number += 1
        self.write(json.dumps({"id": self._number, **message}).encode())
        return int(message.get("id", self._number))

    def write(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(LENGTH.pack(len(body)) + body)
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        (length,) = LENGTH.unpack(self.process.stdout.read(LENGTH.size))
        answer: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return answer

    def ask(self, **message: Any) -> dict[str, Any]:
        number = self.send(**message)
        answer = self.read()
        assert answer["id"] == number
        return answer

    def upload(self, name: str, content: bytes, where: dict[str, str], **more: Any) -> bool:
        """Send a file in two pieces and return whether it is refused."""
        number = 1000 + self._number
        half = len(content) // 2
        for part in (content[:half], content[half:]):
            self.send(kind="piece", id=number, file=0, data=base64.b64encode(part).decode())
        file = {"name": name, "type": "text/plain", "size": len(content)}
        return bool(self.ask(kind="judge", id=number, files=[file], **where, **more)["refused"])

    def text(self, text: str, where: dict[str, str]) -> bool:
        return bool(self.ask(kind="judge", text=text, **where)["refused"])

    def end(self) -> tuple[int, str]:
        """Close its end as a browser does and return the exit code and the log."""
        _, log = self.process.communicate(timeout=15)
        return self.process.returncode, log.decode()
