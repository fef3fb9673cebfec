"""The second program: pastes by X11 on command, one JSON object per line in and out (tests.harm.pasting)."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from typing import Any

from Xlib import X
from Xlib.protocol import request

from guard.clipboard.content import NOT_CONTENT, TEXT_NAMES
from tests.support.x11_client import X11Client

WANTED = (*TEXT_NAMES[:1], "image/png", *TEXT_NAMES[1:], "text/html", "image/svg+xml")
"""The formats that a program which accepts text and pictures asks for; the first that is offered is used."""

NOT_ASKED = frozenset({
    "application/ico", "application/tar", "application/x-xcf", "application/x-zip", "image/dxf", "image/hpgl",
    "image/ico", "image/icon", "image/sif", "image/svg+xml-compressed", "image/vnd.microsoft.icon",
    "image/x-e-postscript", "image/x-ico", "image/x-icon", "image/x-inkscape-svg-compressed", "image/x-postscript",
    "image/x-win-bitmap", "text/ico", "text/x-povray-script", "text/x-tex", "text/xml+fxg", "text/xml+xaml",
})
"""Icons of GIMP and exports of Inkscape: the same content in forms that nobody pastes who can have PNG or SVG. A
request for them makes Inkscape start programs and forget the name of its document."""

_DATED = (b"gimp xcf", b"II*\0", b"MM\0*")
"""The beginnings of GIMP pictures and TIFF files, which contain the time when they were made."""

LIMIT_SECONDS = 15.0


class Paster:
    """Detects copies, and pastes."""

    def __init__(self, name: str) -> None:
        self.client = X11Client(name)
        self.display = self.client.display
        self.clipboard = self.display.get_atom("CLIPBOARD")

    def forget(self) -> dict[str, Any]:
        """Clear the clipboard, so that the next copy is noticed."""
        request.SetSelectionOwner(display=self.display.display, onerror=None, window=X.NONE, selection=self.clipboard,
                                  time=X.CurrentTime)
        self.display.sync()
        return {}

    def arrived(self) -> dict[str, Any]:
        """Wait for a copy and paste it; return when (monotonic seconds) it was owned and when it had arrived."""
        deadline = time.monotonic() + LIMIT_SECONDS
        owned = 0.0
        while time.monotonic() < deadline:
            if not self.client.owner():
                time.sleep(0.002)
                continue
            owned = owned or time.monotonic()
            name = self._wanted()
            if name and self._ask(name):
                return {"owned": owned, "arrived": time.monotonic(), "target": name}
            time.sleep(0.005)
        return {"owned": owned, "arrived": 0.0, "target": ""}

    def owner(self) -> dict[str, Any]:
        """Return whether the clipboard has an owner."""
        return {"owner": self.client.owner()}

    def paste(self) -> dict[str, Any]:
        """Paste every target; ``milliseconds`` is the time of the one that a program would ask for."""
        began = time.monotonic()
        first = self._wanted()
        content = self._ask(first) if first else b""
        milliseconds = (time.monotonic() - began) * 1000
        digests = {}
        for name in self._names():
            found = content if name == first else self._ask(name)
            digests[name] = _digest(found)
        text = content.decode("utf-8", "replace") if first in TEXT_NAMES else ""
        return {"targets": digests, "text": text, "milliseconds": milliseconds}

    def _names(self) -> list[str]:
        found = self._ask("TARGETS")
        numbers = [int.from_bytes(found[at:at + 4], sys.byteorder) for at in range(0, len(found), 4)]
        names = {self.display.get_atom_name(number) for number in numbers if number}
        return sorted(names - NOT_CONTENT - NOT_ASKED)

    def _wanted(self) -> str:
        offered = self._names() if self.client.owner() else []
        return next((name for name in WANTED if name in offered), offered[0] if offered else "")

    def _ask(self, name: str) -> bytes:
        try:
            found = self.client.paste(name)
        except AssertionError:
            return b""  # its owner did not answer
        return found[2] if found is not None else b""


def _digest(content: bytes) -> tuple[int, str]:
    """Return length and hash. A format that contains the time when it was made is not hashed; of a PDF not even the
    length is the same."""
    if content.startswith(b"%PDF"):
        return 1, "PDF"
    if content.startswith(_DATED):
        return len(content), "dated"
    return len(content), hashlib.sha256(content).hexdigest()[:16]


def main() -> None:
    paster = Paster(sys.argv[1])
    deeds = {"forget": paster.forget, "arrived": paster.arrived, "owner": paster.owner, "paste": paster.paste}
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(deeds[line.strip()]()), flush=True)


if __name__ == "__main__":
    main()
