"""Tests the nine cases as files behind a real gate: a chat client that opens one is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flow.test_seed_case_media import CASES
from tests.support.gated_fixtures import chat_programs, documents, gate, guard, place, wechat
from tests.support.gating import needs_root, opens
from tests.support.guarding import GuardUnderTest
from tests.support.office_files import document
from tests.support.pictures import encode, render_document

__all__ = ["chat_programs", "documents", "gate", "guard", "place", "wechat"]

pytestmark = needs_root

FILES: dict[str, Callable[[Path, str], object]] = {
    ".docx": document,
    ".txt": lambda path, text: path.write_text(text, "utf-8")}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case-{case['case']}")
def test_a_case_is_refused_to_a_chat_client_and_opened_by_everybody_else(
        guard: GuardUnderTest, documents: Path, wechat: Path, case: dict[str, Any], kind: str) -> None:
    path = documents / f"{case['name']}{kind}"
    FILES[kind](path, case["text"])
    assert opens(wechat, path) is None
    opened = guard.opened(lambda opened: opened.case.title == path.name)
    assert opened.case.decision.outcome.value in (case["action"], "block")
    assert opens(shutil.which("cat") or "", path) == path.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case-{case['case']}")
def test_a_picture_of_a_case_does_not_reach_a_chat_client(
        guard: GuardUnderTest, documents: Path, wechat: Path, case: dict[str, Any]) -> None:
    path = documents / f"{case['case']}.png"
    path.write_bytes(encode(render_document(case["text"], width=1100, size=26)))
    assert not opens(wechat, path)  # it is refused, or put away already as a new picture
    guard.opened(lambda opened: path.name in {opened.case.title, *(judged.path for judged in opened.case.judged)}
                 or str(path) in {judged.path for judged in opened.case.judged})
