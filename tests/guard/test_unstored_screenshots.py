"""Tests what is recorded of a screenshot that could not be stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guard.core.decide import decide
from guard.core.events import Event, EventKind
from guard.core.model import Capture, Case, Item, Judged, Kind, Origin, new_id
from guard.daemon.quarantine import Quarantine
from guard.pipeline.pipeline import Pipeline, Rules
from guard.reading.client import ReaderClient
from guard.vault import MemoryVault
from rules.text import Text


def gone(shot: Path) -> None:
    shot.unlink()


def written(shot: Path) -> None:
    shot.with_name("other.png").write_bytes(b"another picture")
    shot.with_name("other.png").replace(shot)


@pytest.mark.parametrize(("change", "recorded"), [
    (gone, "没能留存：找不到文件"), (written, "没能留存：文件刚刚又有改动")])
def test_why_a_screenshot_was_not_stored_is_recorded_without_its_name(
        rules: Rules, tmp_path: Path, change: Callable[[Path], None], recorded: str) -> None:
    shot = tmp_path / "王小明 化验单.png"
    shot.write_bytes(b"\x89PNG\r\n\x1a\n")

    class Changing(MemoryVault):
        """Another program changes the picture while it is stored."""

        def put(self, case: Case, payload: bytes) -> None:
            super().put(case, payload)
            change(shot)

    text = Text("机密★5年")
    vault, said, events = Changing(), list[str](), list[Event]()
    quarantine = Quarantine(vault, vault, lambda: rules.policy, lambda _: None, said.append)
    pipeline = Pipeline(lambda: rules, ReaderClient([]), quarantine, lambda *_: None, lambda _: None, lambda *_: None,
                        events, lambda *_: None)
    verdict = (Judged(shot.name, text=text, verdict=rules.judge.judge(text)),)
    capture = Capture(new_id(), Origin.FOLDER, Kind.PICTURE, 1.0, (Item(shot.name, Kind.PICTURE),), path=str(shot))
    pipeline.take_judged(capture, verdict, decide(verdict, rules.policy))
    assert [event.reason for event in events if event.kind is EventKind.TROUBLE] == [recorded]
    assert "王小明 化验单" in said[-1], "people are told which file"
