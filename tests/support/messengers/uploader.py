"""What clients of GTK 4 have in common that upload files to their server: how it is known what arrived."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.harm.hands import Hands
from tests.support.messengers.server import Server
from ui.demo.display import end


class Uploader:
    """Whoever drives such a client sets these. ``_said`` is its standard error."""

    _server: Server
    _said: Path
    _process: subprocess.Popen[bytes]
    _hands: Hands

    def refused(self, path: Path) -> bool:
        """Return whether it has said that it may not open this file; it does so on standard error alone."""
        return f"Error opening file {path}: Operation not permitted" in self._said.read_text("utf-8")

    def arrived(self) -> list[str]:
        """Return the MD5 of each file that the server has."""
        return self._server.uploaded()

    def close(self) -> None:
        end(self._process)
        self._hands.close()
