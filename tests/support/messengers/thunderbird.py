"""Drives Thunderbird, which sends files as mail to a server on this computer."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.harm.hands import Hands
from tests.support.guarding import wait_for
from tests.support.messengers.dialog import choose
from tests.support.messengers.mail_server import MailServer
from tests.support.messengers.server import RECIPIENT, SENDER
from ui.demo.display import Display, end

THUNDERBIRD = Path("/usr/bin/thunderbird")
_START_SECONDS = 60.0
_DIALOG = "Attach File"
_SETTINGS = {
    "mail.accountmanager.accounts": "account1,account2", "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account1.server": "server1", "mail.account.account1.identities": "id1",
    "mail.account.account2.server": "server2",
    "mail.server.server1.type": "pop3", "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.userName": "anna", "mail.server.server1.check_new_mail": False,
    "mail.server.server1.login_at_startup": False,
    "mail.server.server2.type": "none", "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "mail.identity.id1.fullName": "Anna", "mail.identity.id1.useremail": SENDER, "mail.identity.id1.valid": True,
    "mail.identity.id1.smtpServer": "smtp1", "mail.identity.id1.fcc": False, "mail.identity.id1.compose_html": False,
    "mail.smtpservers": "smtp1", "mail.smtp.defaultserver": "smtp1", "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.authMethod": 1, "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.warn_on_send_accel_key": False, "mailnews.start_page.enabled": False, "mail.rights.version": 1,
    "mail.spellcheck.inline": False, "mail.shell.checkDefaultClient": False,
    "mail.provider.suppress_dialog_on_startup": True, "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False, "extensions.update.enabled": False,
}


class Thunderbird:
    """A Thunderbird with an account, started for each mail."""

    name = "thunderbird-bin"

    def __init__(self, display: Display, folder: Path) -> None:
        self._mail = MailServer()
        self._profile = folder / "profile"
        self._profile.mkdir(parents=True)
        settings = {**_SETTINGS, "mail.smtpserver.smtp1.port": self._mail.port}
        (self._profile / "user.js").write_text("".join(
            f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in settings.items()), "utf-8")
        self._display = Display(display.name, {**display.environment, "HOME": str(folder)})
        self._hands = Hands(display)
        self._process: subprocess.Popen[bytes] | None = None

    def attach(self, path: Path) -> None:
        """Write a mail, choose a file in the file dialog, and send it."""
        self._end()
        command = [str(THUNDERBIRD), "--profile", str(self._profile), "--no-remote", "-compose",
                   f"to='{RECIPIENT}',subject='{path.stem}',body='x'"]
        self._process = self._display.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        mail = wait_for(lambda: self._hands.titled(f"Write: {path.stem}"), "a mail to write", _START_SECONDS)
        self._hands.activate(mail)
        self._hands.picture()
        choose(self._hands, lambda: self._hands.keys("ctrl+shift+a"), _DIALOG, str(path), "ctrl+l")
        self._hands.picture()
        self._hands.keys("ctrl+Return")

    def refused(self, path: Path) -> bool:
        """Return whether it has said that this file is not in the mail, which it then does not send."""
        return self._hands.titled("Send Message Error") is not None

    def arrived(self) -> list[str]:
        """Return the MD5 of each file that the server has."""
        return self._mail.attached()

    def close(self) -> None:
        self._end()
        self._hands.close()
        self._mail.close()

    def _end(self) -> None:
        if self._process is not None:
            end(self._process)
