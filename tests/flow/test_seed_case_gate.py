"""Tests the nine cases as files behind a real gate: a chat client that opens one is refused, and opens its look-alikes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.gated_fixtures import chat_programs, documents, gate, guard, place, wechat
from tests.support.gating import needs_root, opens
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.office_files import document
from tests.support.pictures import encode, render_document

__all__ = ["chat_programs", "documents", "gate", "guard", "place", "wechat"]

pytestmark = needs_root

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "corpus" / "seed_cases.yaml")
FILES: dict[str, Callable[[Path, str], object]] = {
    ".docx": document,
    ".txt": lambda path, text: path.write_text(text, "utf-8"),
    ".png": lambda path, text: path.write_bytes(encode(render_document(text, width=1100, size=26)))}


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
def test_a_look_alike_is_opened_unchanged(
        guard: GuardUnderTest, documents: Path, wechat: Path, case: dict[str, Any]) -> None:
    for number, text in enumerate(case["harmless"]):
        path = document(documents / f"{case['case']}-{number}.docx", text)
        # On a busy machine the verdict may come after the time that a client waits: it counts for the next open.
        wait_for(lambda: opens(wechat, path) == path.read_bytes(), "the document to be opened")  # noqa: B023
