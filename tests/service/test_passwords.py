"""Tests that a guard keeps nothing of what a password manager copies, and tells the user when a chat was refused it."""

from __future__ import annotations

from guard.channels.notices import Channel, Sighted
from guard.control.requests import CaseOpened
from tests.soak.material import CANARIES, Material
from tests.soak.searching import written_canaries
from tests.support.brokering import NOTICE
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.toolkits import toolkit_program


def test_a_password_is_refused_to_a_chat_and_is_in_no_list_and_in_no_file(guard: GuardUnderTest, wechat: str) -> None:
    guard.start()
    manager = toolkit_program(guard.display, "qt", "keepassxc")
    text = Material(1).secret()  # the rules would block it, and a canary in it is searched for below
    try:
        manager.do(do="conceal", text=text, hint="secret")
        wait_for(lambda: guard.paste(wechat) == NOTICE, "the notice")
        told = guard.pushed(Sighted).sighting
        assert (told.route, told.files, told.program) == (Channel.CONCEALED, (), "wechat")
        assert guard.paste(wechat) == NOTICE
        assert guard.paste() == text
        guard.copy("别的")
        wait_for(lambda: guard.paste(wechat) == "别的", "the next copy")
        assert guard.cases() == ()
        assert guard.none_pushed(CaseOpened)
    finally:
        manager.close()
        guard.stop()
    searched, found = written_canaries([guard.home], [], CANARIES)
    assert searched > 2
    assert found == []
