"""Takes mail on this computer, so that a mail program can send some: as much of SMTP (RFC 5321) as that needs."""

from __future__ import annotations

import email
import socketserver
import threading
from email import policy
from hashlib import md5


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 localhost ESMTP")
        while (line := self.rfile.readline()):
            match line.split()[:1]:
                case [b"EHLO"]:
                    self._say("250-localhost")
                    self._say("250 8BITMIME")
                case [b"DATA"]:
                    self._say("354 go on")
                    self.server.messages.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    self._say("250 taken")
                case [b"QUIT"]:
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 as you like")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1 until it is closed. ``messages`` are what it was given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: list[bytes] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def attached(self) -> list[str]:
        """Return the MD5 of each file in the mail that has come."""
        read = (email.message_from_bytes(message, policy=policy.default) for message in list(self.messages))
        return [md5(part.get_payload(decode=True)).hexdigest()  # type: ignore[arg-type]
                for message in read for part in message.iter_attachments()]

    def close(self) -> None:
        self.shutdown()
        self.server_close()
