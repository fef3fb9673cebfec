"""Tests that the refused chat has the keyboard again after an answer in the warning, with real programs and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.control.requests import Update
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from tests.support.brokering import NOTICE, emptied
from tests.support.chatting import Chat, ShownTray, act, click, gtk_chat, qt_chat, shown_tray
from tests.support.guarding import GuardUnderTest, managed_guard, wait_for
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.thorough import thorough_but
from tests.support.turns import Turns
from tests.support.ui_samples import ROSTER, ROSTER_SECRETS
from ui.demo.display import Display

MakeChat = Callable[[Display, Path], AbstractContextManager[Chat]]
TRY_SECONDS = 3.0
MASKED, RELEASED = "发送打码版", "这是我本人或家人的"


@pytest.fixture(params=thorough_but([qt_chat], [gtk_chat, qt_chat]), ids=["gtk", "qt"])
def make_chat(request: pytest.FixtureRequest) -> MakeChat:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def of_unit(display: Display, turns: Turns, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardUnderTest]:
    """A guard whose unit lets a click paste for its user."""
    turns.take()
    folder = tmp_path_factory.mktemp("unit")
    office = UnitOffice.opened(folder / "office")
    policy = folder / "policy.yaml"
    policy.write_bytes(builtin_policy().replace("代为粘贴: false".encode(), "代为粘贴: true".encode()))
    release(office.office, bundle_of(["内置"], policy), EVERYONE)
    with contextmanager(managed_guard)(display, folder, office.machine(folder / "machine")) as guard:
        assert isinstance(guard.ask(Update("")), Done)
        wait_for(lambda: guard.status().at_warning.pastes_for_user, "the unit's policy")
        yield guard


@pytest.fixture
def pasting(of_unit: GuardUnderTest, display: Display, turns: Turns) -> GuardUnderTest:
    """That guard, before the first copy."""
    turns.take(of_unit.stop)
    emptied(display)
    if of_unit.serves():
        of_unit.begin_anew()
    else:
        of_unit.start()
    return of_unit


def roster_of(folder: Path) -> str:
    """Return a roster of its own for each test: nobody is asked about the same one twice a day."""
    return f"{ROSTER}\n{folder.name}"


@contextmanager
def refused(guard: GuardUnderTest, make_chat: MakeChat, folder: Path) -> Iterator[tuple[Chat, ShownTray]]:
    """Paste what is held by Ctrl+V into a chat: its input box has the notice, and a warning is shown."""
    with ExitStack() as stack:
        tray = stack.enter_context(shown_tray(guard.display, guard.socket))
        chat = stack.enter_context(make_chat(guard.display, folder))
        guard.copy(roster_of(folder))
        guard.opened()
        act(guard.display, "key", "ctrl+v")
        wait_for(lambda: chat.text == NOTICE, "the notice in the chat")
        yield chat, tray


def choose(display: Display, tray: ShownTray, words: str) -> None:
    """Click a choice until the line that follows is there: a window that has just changed takes no clicks."""
    tray.button(words)
    title = tray.title()

    def answered() -> bool:
        if tray.takes_clicks(words):
            click(display, tray.button(words))
        with suppress(AssertionError):
            return wait_for(lambda: tray.title() != title, "it", TRY_SECONDS)
        return False

    wait_for(answered, "the line after the choice")


@pytest.mark.parametrize("words", thorough_but([MASKED], [MASKED, RELEASED]))
def test_the_chat_keeps_the_keyboard_while_somebody_clicks_an_answer(
        watching: GuardUnderTest, make_chat: MakeChat, tmp_path: Path, words: str) -> None:
    with refused(watching, make_chat, tmp_path) as (chat, tray):
        choose(watching.display, tray, words)
        assert "先删掉框里那句" in tray.title()
        act(watching.display, "key", "ctrl+a", "ctrl+v")
        if words == MASKED:
            wait_for(lambda: "赵**" in chat.text, "the masked copy in the chat")
            assert not [secret for secret in ROSTER_SECRETS if secret in chat.text]
        else:
            wait_for(lambda: chat.text == roster_of(tmp_path), "the original in the chat")
        assert chat.losses == 0


def test_the_chat_has_the_keyboard_again_after_a_reason_was_typed_in_the_warning(
        watching: GuardUnderTest, make_chat: MakeChat, tmp_path: Path) -> None:
    with refused(watching, make_chat, tmp_path) as (chat, tray):
        click(watching.display, tray.button("工作需要，写明原因"))
        wait_for(lambda: not chat.active and watching.display.active() != "wechat", "a warning with the keyboard")
        act(watching.display, "key", "Down", "Tab", "Return")
        wait_for(lambda: "Ctrl+V" in tray.title(), "the line after the choice")
        wait_for(lambda: chat.active, "a chat with the keyboard")
        act(watching.display, "key", "ctrl+a", "ctrl+v")
        wait_for(lambda: chat.text == roster_of(tmp_path), "the original in the chat")


def test_where_the_unit_allows_it_one_click_replaces_the_notice_by_the_masked_copy(
        pasting: GuardUnderTest, tmp_path: Path) -> None:
    with refused(pasting, gtk_chat, tmp_path) as (chat, tray):
        click(pasting.display, tray.button(MASKED))
        wait_for(lambda: "赵**" in chat.text, "the masked copy in the chat")
        assert NOTICE not in chat.text
        wait_for(lambda: tray.title() == "已经替您粘贴好了，看一眼再发送。", "what was done, in words")


def test_one_click_overwrites_nothing_that_was_typed_after_the_notice(pasting: GuardUnderTest, tmp_path: Path) -> None:
    with refused(pasting, gtk_chat, tmp_path) as (chat, tray):
        act(pasting.display, "type", " ok ")
        wait_for(lambda: chat.text == f"{NOTICE} ok ", "what was typed")
        click(pasting.display, tray.button(MASKED))
        wait_for(lambda: "赵**" in chat.text, "the masked copy in the chat")
        assert chat.text.startswith(f"{NOTICE} ok ")
        wait_for(lambda: "先删掉前面那句" in tray.title(), "what to do, in words")


def test_one_click_presses_no_key_in_a_window_that_came_forward_meanwhile(
        pasting: GuardUnderTest, tmp_path: Path) -> None:
    with refused(pasting, gtk_chat, tmp_path) as (chat, tray):
        place = tray.button(MASKED)
        chat.close()
        with qt_chat(pasting.display, tmp_path) as other:
            click(pasting.display, place)
            wait_for(lambda: "Ctrl+V" in tray.title(), "that a person must paste")
            assert other.text == ""


@pytest.mark.thorough
def test_a_paste_refused_three_times_leaves_one_notice_in_the_input_box(
        watching: GuardUnderTest, make_chat: MakeChat, tmp_path: Path) -> None:
    with refused(watching, make_chat, tmp_path) as (chat, _):
        for number in range(2):
            watching.copy(f"{roster_of(tmp_path)} {number}")
            held = watching.opened(lambda opened: opened.case.destination is None).case.id
            act(watching.display, "key", "ctrl+v")
            watching.opened(lambda opened, held=held: opened.case.id == held and opened.case.destination is not None)
        act(watching.display, "type", "x")
        wait_for(lambda: chat.text.endswith("x"), "what was typed after the pastes")
        assert chat.text == f"{NOTICE}x"
