"""Tests that nobody reads a selection of LibreOffice before its user has turned to another program.

LibreOffice makes a document of the selection for every requestor, and crashes when a program closes the letter under
the pointer while that document is being deleted.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from guard.clipboard.broker_state import SETTLE_SECONDS
from guard.clipboard.libre_office import LINK
from guard.core.model import Decision, DestinationKind, Origin, Outcome, Release
from guard.ipc.messages import Asking, Decided, Flagged, Replaced
from tests.support.brokering import BLOCKED, NOTICE, Brokering
from tests.support.guarding import wait_for
from tests.support.libre_office import MISSING, LibreOffice
from ui.demo.display import Display

PARAGRAPHS = 3
LEAVE_SECONDS = 20.0


@pytest.fixture
def libre_office(display: Display, tmp_path: Path) -> Iterator[LibreOffice]:
    if MISSING:
        pytest.skip(f"{', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")
    subprocess.run(["xdotool", "mousemove", "500", "400"], env=display.environment, check=True)
    office = LibreOffice(display, tmp_path / "profile", pointer_aside=False)
    yield office
    office.close()


def letter(folder: Path, words: str) -> Path:
    """A page with paragraphs, with two pictures between each two."""
    page = ""
    for number in range(PARAGRAPHS):
        for side in "ab":
            Image.effect_noise((300, 200), 40).save(folder / f"{number}{side}.png")
        page += f"<p>{words}</p><p><img src='{number}a.png'><img src='{number}b.png'></p>"
    path = folder / "letter.html"
    path.write_text(f"<html><meta charset=utf-8><body>{page}</body></html>", "utf-8")
    return path


def selected(report: Flagged) -> bool:
    return report.capture.origin is Origin.PRIMARY


@pytest.mark.thorough
@pytest.mark.parametrize("pasted", [False, True])
def test_a_letter_with_pictures_that_was_copied_can_be_closed_by_a_program_under_the_pointer(
        pasted: bool, office_broker: Brokering, libre_office: LibreOffice, tmp_path: Path) -> None:
    other = libre_office.open("swriter")
    source = libre_office.load(letter(tmp_path, "今天食堂的菜单"))
    libre_office.do("copy", source)
    asking = office_broker.expect(Asking)
    office_broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    office_broker.obeyed()
    time.sleep(3 * SETTLE_SECONDS)  # only time shows that nobody asks for what is selected
    if pasted:
        libre_office.do("paste", other)
    libre_office.do("close", source)
    libre_office.do("paste", other)
    pictures = libre_office.do("read-letter", other)["pictures"]
    assert pictures == 2 * PARAGRAPHS * (1 + pasted)


@pytest.mark.thorough
def test_a_letter_that_is_copied_and_taken_over_does_not_count_as_changed(
        office_broker: Brokering, libre_office: LibreOffice, office: str, tmp_path: Path, turn_away: Callable[[], None],
        owned_by: Callable[[int], bool]) -> None:
    source = libre_office.load(letter(tmp_path, BLOCKED))
    libre_office.do("unmodified", source)
    libre_office.do("copy", source)
    asking = office_broker.expect(Asking)
    assert any(target.name.startswith("application/x-openoffice") for target in asking.capture.targets)
    assert not libre_office.do("state", source)["modified"]
    turn_away()
    wait_for(lambda: owned_by(office_broker.process.pid), "the copy to be taken")
    assert not [name for name in office_broker.offered(office) if name.startswith(LINK)]


@pytest.mark.thorough
def test_what_is_selected_in_writer_is_judged_and_taken_once_its_user_turns_to_another_program(
        office_broker: Brokering, libre_office: LibreOffice, chat: str, tmp_path: Path,
        turn_away: Callable[[], None]) -> None:
    libre_office.do("copy", libre_office.load(letter(tmp_path, BLOCKED)))
    office_broker.expect(Asking)
    office_broker.drain()
    assert not [report for report in office_broker.reports if isinstance(report, Flagged) and selected(report)]
    turn_away()
    office_broker.expect(Flagged, selected)
    assert office_broker.paste(chat, selection="primary").decode() == NOTICE


def test_a_letter_with_pictures_stays_writers_until_its_verdict_and_for_good_when_it_is_clean(
        office_broker: Brokering, libre_office: LibreOffice, tmp_path: Path, owned_by: Callable[[int], bool]) -> None:
    libre_office.do("copy", libre_office.load(letter(tmp_path, "今天食堂的菜单")))
    asking = office_broker.expect(Asking)
    assert not owned_by(office_broker.process.pid)
    office_broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    office_broker.expect(Replaced)
    assert not owned_by(office_broker.process.pid)


@pytest.mark.thorough
def test_a_letter_with_pictures_is_taken_as_soon_as_it_must_be_held(
        office_broker: Brokering, libre_office: LibreOffice, chat: str, tmp_path: Path,
        owned_by: Callable[[int], bool]) -> None:
    libre_office.do("copy", libre_office.load(letter(tmp_path, "今天食堂的菜单")))
    asking = office_broker.expect(Asking)
    office_broker.send(Decided(asking.capture.id, Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.CODE)))
    wait_for(lambda: owned_by(office_broker.process.pid), "the copy to be taken")
    assert office_broker.paste(chat).decode() == NOTICE


@pytest.mark.thorough
def test_writer_ends_when_it_is_left_right_after_a_copy_with_pictures(
        office_broker: Brokering, libre_office: LibreOffice, tmp_path: Path, display: Display) -> None:
    source = libre_office.load(letter(tmp_path, "今天食堂的菜单"))
    libre_office.do("copy", source)
    office_broker.expect(Asking)
    libre_office.do("unmodified", source)
    subprocess.run(["xdotool", "key", "ctrl+q"], env=display.environment, check=True)
    libre_office.process.wait(LEAVE_SECONDS)
