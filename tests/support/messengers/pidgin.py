"""Drives Pidgin, a chat client of GTK 2 that sends files directly to a colleague's Pidgin.

Where it cannot be reached directly it sends in-band, and Pidgin 2.14 itself crashes when it may not open the file then.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.harm.hands import Hands
from tests.support.guarding import wait_for
from tests.support.messengers.dialog import choose
from tests.support.messengers.server import PASSWORD, RECIPIENT, SENDER, Server
from ui.demo.display import Display, end

PIDGIN = Path("/usr/bin/pidgin")
_FIRST_BUDDY = (0.2, 0.18)
"""Where the contact list has its first line below that of the group."""
_MESSAGES = (0.44, 0.44)
"""Where a conversation takes files that are dropped."""
_LIST, _CONVERSATION, _DIALOG = "Buddy List", "Bo", "Open File"

_ACCOUNT = """<?xml version='1.0' encoding='UTF-8' ?>
<account version='1.0'><account><protocol>prpl-jabber</protocol><name>{account}/desk</name>
<password>{password}</password><settings><setting name='ft_proxies' type='string'></setting></settings>
<settings ui='gtk-gaim'><setting name='auto-login' type='bool'>1</setting></settings></account></account>
"""
_BUDDY = """<?xml version='1.0' encoding='UTF-8' ?>
<purple version='1.0'><blist><group name='办公室'><contact><setting name='autoaccept' type='int'>1</setting>
<buddy account='{account}/desk' proto='prpl-jabber'><name>{buddy}</name></buddy></contact></group></blist></purple>
"""
_PREFERENCES = """<?xml version='1.0' encoding='UTF-8' ?>
<pref version='1' name='/'><pref name='pidgin'>
<pref name='plugins'><pref name='loaded' type='pathlist'>{plugins}</pref></pref>
<pref name='filelocations'><pref name='last_open_folder' type='path' value='{folder}'/></pref></pref></pref>
"""
_PLUGIN = "<item value='{path}'/>"
_CHOOSER = "[Filechooser Settings]\nLocationMode=filename-entry\nStartupMode=cwd\n"


class Colleague:
    """A Pidgin on a display of its own that takes every file from its only contact."""

    def __init__(self, display: Display, server: Server, folder: Path) -> None:
        plugin = next(Path("/usr/lib").glob("*/purple-2/autoaccept.so"))
        self._files = folder / "pidgin" / "autoaccept" / SENDER
        self._process = _started(display, server, folder, RECIPIENT, SENDER, _PLUGIN.format(path=plugin))
        wait_for(lambda: server.knows(RECIPIENT), "the colleague to log in")

    def arrived(self) -> list[str]:
        """Return the MD5 of each file that has content: one is made before its first byte comes."""
        files = self._files.iterdir() if self._files.exists() else ()
        return [hashlib.md5(content).hexdigest() for file in files if (content := file.read_bytes())]

    def close(self) -> None:
        end(self._process)


class Pidgin:
    """A Pidgin that is logged in, with one conversation."""

    name = "pidgin"

    def __init__(self, display: Display, server: Server, folder: Path, colleague: Colleague) -> None:
        self._colleague = colleague
        self._logs = folder / "pidgin" / "logs"
        self._process = _started(display, server, folder, SENDER, RECIPIENT)
        self._hands = Hands(display)
        wait_for(lambda: server.knows(SENDER), "Pidgin to log in")
        contacts = wait_for(lambda: self._hands.titled(_LIST), "the contact list")
        self._hands.picture()
        for _ in range(2):
            self._hands.click(contacts, *_FIRST_BUDDY)
        self._window = wait_for(lambda: self._hands.titled(_CONVERSATION), "a conversation")

    def attach(self, path: Path) -> None:
        """Choose a file in the file dialog, which sends it."""
        self._hands.activate(self._window)
        choose(self._hands, lambda: self._hands.keys("alt+c", "n"), _DIALOG, str(path))

    def take(self, drag: Callable[[int, int], None]) -> None:
        """Have a file dragged onto the conversation, which sends it."""
        drag(*self._hands.place(self._window, *_MESSAGES))

    def refused(self, path: Path) -> bool:
        """Return whether its conversation says that it may not open this file; its log has the same words."""
        return any(f"Error reading {path}: \nOperation not permitted" in log.read_text("utf-8")
                   for log in self._logs.rglob("*.html"))

    def arrived(self) -> list[str]:
        """Return the MD5 of each file that the colleague has."""
        return self._colleague.arrived()

    def close(self) -> None:
        end(self._process)
        self._hands.close()


def _started(display: Display, server: Server, folder: Path, account: str, buddy: str, plugins: str = "",
             ) -> subprocess.Popen[bytes]:
    settings = folder / "pidgin"
    trusted = settings / "certificates" / "x509" / "tls_peers"
    trusted.mkdir(parents=True)
    (trusted / "localhost").write_bytes(server.certificate.read_bytes())
    (settings / "accounts.xml").write_text(_ACCOUNT.format(account=account, password=PASSWORD), "utf-8")
    (settings / "blist.xml").write_text(_BUDDY.format(account=account, buddy=buddy), "utf-8")
    (settings / "prefs.xml").write_text(_PREFERENCES.format(plugins=plugins, folder=folder), "utf-8")
    chooser = folder / ".config" / "gtk-2.0" / "gtkfilechooser.ini"
    chooser.parent.mkdir(parents=True)
    chooser.write_text(_CHOOSER)
    own = Display(display.name, {**display.environment, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config"),
                                 "DBUS_SESSION_BUS_ADDRESS": "disabled:"})
    return own.start(server.inside(str(PIDGIN), "--multiple", f"--config={settings}"), stderr=subprocess.DEVNULL)
