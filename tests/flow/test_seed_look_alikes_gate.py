"""Tests that a chat client opens what looks like one of the nine cases, behind a real gate that has held none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.flow.test_seed_case_media import CASES
from tests.support.gated_fixtures import chat_programs, documents, gate, guard, place, wechat
from tests.support.gating import needs_root, opens
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.office_files import document

__all__ = ["chat_programs", "documents", "gate", "guard", "place", "wechat"]

pytestmark = needs_root


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case-{case['case']}")
def test_a_look_alike_is_opened_unchanged(
        guard: GuardUnderTest, documents: Path, wechat: Path, case: dict[str, Any]) -> None:
    for number, text in enumerate(case["harmless"]):
        path = document(documents / f"{case['case']}-{number}.docx", text)
        # On a busy machine the verdict may come after the time that a client waits: it counts for the next open.
        wait_for(lambda: opens(wechat, path) == path.read_bytes(), "the document to be opened")  # noqa: B023
