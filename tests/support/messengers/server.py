"""Runs an XMPP server (Prosody) for two colleagues in a network of its own, where the clients are started, too.

In it every port is free and nothing outside can be reached; in the mount namespace with it the server's certificate is
the only one that programs trust. Both end with the server and whoever was started there.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.certificates import public_part, self_signed
from tests.support.guarding import wait_for
from ui.demo.display import end

SENDER, RECIPIENT, PASSWORD = "anna@localhost", "bo@localhost", "secret"
SERVER = "prosody"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
"""What programs trust on Debian: replaced for whoever runs in the server's mount namespace."""

ADDRESS = "192.0.2.1"
"""Of this network besides 127.0.0.1 (RFC 5737): a client with no other cannot be reached by a colleague's."""

_SETTINGS = """
run_as_root = true
data_path = "{folder}/data"
pidfile = "{folder}/prosody.pid"
interfaces = {{ "127.0.0.1" }}
http_interfaces = {{ }}
https_interfaces = {{ "127.0.0.1" }}
ssl = {{ key = "{certificate}", certificate = "{certificate}" }}
https_ssl = {{ key = "{certificate}", certificate = "{certificate}" }}
authentication = "internal_plain"
modules_enabled = {{ "disco", "roster", "saslauth", "tls", "pep", "ping", "groups" }}
modules_disabled = {{ "s2s" }}
groups_file = "{folder}/groups"
log = {{ info = "{folder}/log" }}
VirtualHost "localhost"
Component "upload.localhost" "http_file_share"
  http_host = "localhost"
  http_external_url = "https://localhost:5281/"
"""
_GROUPS = f"[办公室]\n{SENDER}=Anna\n{RECIPIENT}=Bo\n"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. ``certificate`` is its own, without the key."""

    folder: Path
    certificate: Path
    pid: int

    def inside(self, *command: str) -> list[str]:
        """Return a command that runs in the server's network."""
        return ["nsenter", "--target", str(self.pid), "--net", "--mount", *command]

    def uploaded(self) -> list[str]:
        """Return the MD5 of each file that was uploaded, in no particular order."""
        return [hashlib.md5(path.read_bytes()).hexdigest() for path in (self.folder / "data").rglob("*.bin")]

    def knows(self, account: str) -> bool:
        """Return whether somebody has logged in as this account."""
        return f"Authenticated as {account}" in (self.folder / "log").read_text("utf-8")


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Yield a server with two accounts that are in one another's contact list."""
    folder.mkdir()
    certificate = self_signed(folder / "server.pem")
    trusted = folder / "trusted.pem"
    trusted.write_text(public_part(certificate), "ascii")
    settings = folder / "prosody.cfg.lua"
    settings.write_text(_SETTINGS.format(folder=folder, certificate=certificate), "utf-8")
    (folder / "groups").write_text(_GROUPS, "utf-8")
    accounts = folder / "data" / "localhost" / "accounts"
    accounts.mkdir(parents=True)
    for account in (SENDER, RECIPIENT):
        (accounts / f"{account.partition('@')[0]}.dat").write_text(f'return {{ ["password"] = "{PASSWORD}" }};\n')
    script = (f"ip link set lo up && ip address add {ADDRESS}/32 dev lo && mount --bind {trusted} {CERTIFICATES} && "
              f"exec {shutil.which(SERVER)} --config {settings} -F")
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(["unshare", "--net", "--mount", "sh", "-c", script], stdout=said, stderr=said)
    try:
        wait_for(lambda: (folder / "log").exists() and "Serving 'file_share'" in (folder / "log").read_text("utf-8"),
                 "a server")
        yield Server(folder, trusted, process.pid)
    finally:
        end(process)
