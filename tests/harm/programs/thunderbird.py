"""Thunderbird without a network: Local Folders alone, and a message opened from its file."""

from __future__ import annotations

from tests.harm.contents import SUBJECT
from tests.harm.programs.firefox import write_profile
from tests.harm.programs.program import Program

_SETTINGS: dict[str, object] = {
    "app.donation.eoy.version.viewed": 999,
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.identity.id1.fullName": "李建国",
    "mail.identity.id1.useremail": "li@example.invalid",
    "mail.identity.id1.valid": True,
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.name": "Local Folders",
    "mail.server.server1.type": "none",
    "mail.server.server1.userName": "nobody",
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.inappnotifications.enabled": False,
    "mailnews.start_page.enabled": False,
    "mailnews.database.global.indexer.enabled": False,
    "mail.ui.folderpane.version": 99,
    "mail.ui-rdf.version": 99,
    "network.online": False,
    "offline.startup_state": 3,
}

THUNDERBIRD = Program(
    "Thunderbird", "/usr/bin/thunderbird", "thunderbird", ("mail", "marked mail"),
    command=lambda home, file: ["/usr/bin/thunderbird", "--profile", str(home / "thunderbird"), "--no-remote",
                                str(file)],
    shows=lambda _, title: title.startswith(SUBJECT),
    go_to_paste=("ctrl+r",), pastes_into="Write:",
    prepare=lambda home: write_profile(home / "thunderbird", _SETTINGS),
)
