"""LibreOffice makes a document of what is selected for whoever asks, and dies when a program closes the letter it came
from under the pointer while that document is taken down: nobody asks before its user has turned to another program.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from guard.clipboard.desk import SETTLE_SECONDS
from guard.clipboard.libre_office import LINK
from guard.messages import Asking, Decided, Flagged
from guard.model import Decision, Origin, Outcome
from tests.support.brokering import BLOCKED, NOTICE, Brokering, policy
from tests.support.guarding import wait_for
from tests.support.libre_office import MISSING, SOFFICE, LibreOffice
from ui.demo.display import Display

PARAGRAPHS = 3


@pytest.fixture
def libre_office(display: Display, tmp_path: Path) -> Iterator[LibreOffice]:
    if MISSING:
        pytest.skip(f"{', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")
    subprocess.run(["xdotool", "mousemove", "500", "400"], env=display.environment, check=True)
    office = LibreOffice(display, tmp_path / "profile", pointer_aside=False)
    yield office
    office.close()


@pytest.fixture
def broker(start_broker: Callable[..., Brokering], office: str) -> Brokering:
    return start_broker(policy(str(SOFFICE), office))


def letter(folder: Path, words: str) -> Path:
    """A page with paragraphs, two pictures between each two."""
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


@pytest.mark.parametrize("pasted", [False, True])
def test_a_letter_with_pictures_that_was_copied_can_be_closed_by_a_program_under_the_pointer(
        pasted: bool, broker: Brokering, libre_office: LibreOffice, tmp_path: Path) -> None:
    other = libre_office.open("swriter")
    source = libre_office.load(letter(tmp_path, "今天食堂的菜单"))
    libre_office.do("copy", source)
    asking = broker.expect(Asking)
    broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    broker.obeyed()
    time.sleep(3 * SETTLE_SECONDS)  # only time shows that nobody asks for what is selected
    if pasted:
        libre_office.do("paste", other)
    libre_office.do("close", source)
    libre_office.do("paste", other)
    pictures = libre_office.do("read-letter", other)["pictures"]
    assert pictures == 2 * PARAGRAPHS * (1 + pasted)


def test_a_letter_that_is_copied_and_taken_over_does_not_count_as_changed(
        broker: Brokering, libre_office: LibreOffice, office: str, tmp_path: Path) -> None:
    source = libre_office.load(letter(tmp_path, BLOCKED))
    libre_office.do("unmodified", source)
    libre_office.do("copy", source)
    asking = broker.expect(Asking)
    assert any(target.name.startswith("application/x-openoffice") for target in asking.capture.targets)
    assert not libre_office.do("state", source)["modified"]
    assert not [name for name in broker.offered(office) if name.startswith(LINK)]


def test_what_is_selected_in_writer_is_judged_and_taken_once_its_user_turns_to_another_program(
        broker: Brokering, libre_office: LibreOffice, chat: str, tmp_path: Path, display: Display) -> None:
    source = libre_office.load(letter(tmp_path, BLOCKED))
    libre_office.do("copy", source)
    broker.expect(Asking)
    broker.drain()
    assert not [report for report in broker.reports if isinstance(report, Flagged) and selected(report)]
    turned = display.start(["xmessage", "-geometry", "300x200+0+0", "x"])
    try:
        wait_for(lambda: "xmessage" in broker.watch.windows(), "another program")
        subprocess.run(["xdotool", "mousemove", "100", "100"], env=display.environment, check=True)
        broker.expect(Flagged, selected)
        assert broker.paste(chat, selection="primary").decode() == NOTICE
    finally:
        turned.terminate()
        turned.wait()
