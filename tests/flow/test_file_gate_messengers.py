"""Tests a real guard and gate with real chat clients that send files to a colleague over a server on this computer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import TakeMasked
from guard.core.model import Outcome
from tests.support.gated_fixtures import documents, files, gate, guard, place, wechat
from tests.support.gating import needs_root
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.messenger_fixtures import chat_programs
from tests.support.messengers.dino import DINO
from tests.support.messengers.server import SERVER
from tests.support.messengers.starting import CLIENT_SECONDS, MESSENGERS, Messenger, connected
from tests.support.office_files import document
from tests.support.thorough import thorough_but
from tests.support.ui_samples import ROSTER

__all__ = ["chat_programs", "documents", "files", "gate", "guard", "place", "wechat"]

pytestmark = [needs_root, pytest.mark.skipif(
    which(SERVER) is None, reason="prosody is missing (scripts/setup.sh test installs it)")]


@pytest.fixture(params=thorough_but([DINO], MESSENGERS), ids=lambda program: program.name)
def messenger(request: pytest.FixtureRequest, guard: GuardUnderTest, tmp_path: Path) -> Iterator[Messenger]:
    if not request.param.exists():
        pytest.skip(f"{request.param} is missing (scripts/setup.sh test installs it)")
    with connected(MESSENGERS[request.param], guard.display, tmp_path) as running:
        yield running


@pytest.mark.timeout(240)
def test_a_marked_document_attached_in_a_real_client_does_not_arrive_and_a_clean_one_does(
        messenger: Messenger, guard: GuardUnderTest, files: tuple[Path, Path]) -> None:
    marked, clean = files
    messenger.attach(marked)
    wait_for(lambda: messenger.refused(marked), "the client to say that it was refused", CLIENT_SECONDS)
    opened = guard.opened(lambda opened: opened.case.title == marked.name)
    assert (opened.notify, opened.case.decision.outcome) == (True, Outcome.BLOCK)
    assert opened.case.destination is not None
    assert opened.case.destination.program == messenger.name
    messenger.attach(clean)
    digest = hashlib.md5(clean.read_bytes()).hexdigest()
    wait_for(lambda: digest in messenger.arrived(), "the clean document to arrive", CLIENT_SECONDS)
    assert messenger.arrived() == [digest]


@pytest.mark.thorough
@pytest.mark.timeout(240)
@pytest.mark.parametrize("messenger", [DINO], indirect=True, ids=["dino"])
def test_the_masked_copy_beside_a_refused_document_is_chosen_in_a_real_client_and_arrives(
        messenger: Messenger, guard: GuardUnderTest, documents: Path, tmp_path: Path) -> None:
    roster = document(documents / "roster.docx", ROSTER)
    messenger.attach(roster)
    wait_for(lambda: messenger.refused(roster), "the client to say that it was refused", CLIENT_SECONDS)
    case = guard.opened(lambda opened: opened.case.title == roster.name).case
    copy = guard.ask(TakeMasked(case.id))
    assert isinstance(copy, MaskedCopy), copy
    link = tmp_path / "copy.docx"  # keys that are sent to a dialog are those of the Latin alphabet
    link.symlink_to(copy.paths[0])
    messenger.attach(link)
    digest = hashlib.md5(Path(copy.paths[0]).read_bytes()).hexdigest()
    wait_for(lambda: digest in messenger.arrived(), "the masked copy to arrive", CLIENT_SECONDS)
    assert messenger.arrived() == [digest]
