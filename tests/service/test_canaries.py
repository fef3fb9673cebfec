"""Tests that held content can be read in no file: vault, log, journal, state, temporary file."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from guard.control.requests import ReleaseCase
from guard.core.model import Kind, Origin
from guard.ipc.replies import Done
from tests.soak.material import CANARIES, NAMES, Material
from tests.soak.searching import written_canaries
from tests.support.brokering import NOTICE
from tests.support.guarding import GuardUnderTest, wait_for
from ui.demo.display import Display


def test_after_copies_of_every_kind_no_canary_can_be_read_in_any_file(
        display: Display, tmp_path: Path, wechat: str, capfd: pytest.CaptureFixture[str]) -> None:
    material, temporary, screens = Material(1), tmp_path / "tmp", tmp_path / "screens"
    temporary.mkdir()
    screens.mkdir()
    environment = {**display.environment, "TMPDIR": str(temporary)}
    guard = GuardUnderTest(replace(display, environment=environment), tmp_path / "home", screens)
    guard.start()
    try:
        _copies(guard, material, wechat, tmp_path)
    finally:
        guard.stop()
    (temporary / "said").write_text("".join(capfd.readouterr()), "utf-8")
    searched, found = written_canaries([tmp_path / "home", temporary, screens], [], CANARIES)
    assert searched > 5
    assert found == []


def _copies(guard: GuardUnderTest, material: Material, wechat: str, folder: Path) -> None:
    guard.copy(material.secret())
    guard.opened()
    assert guard.paste(wechat) == NOTICE
    guard.copy(material.draft())
    case = guard.opened(lambda push: push.case.decision.rule == "BC-06").case
    assert isinstance(guard.ask(ReleaseCase(case.id, reason="王局长")), Done)
    guard.copy(material.secret_picture(), "image/png")
    guard.opened(lambda push: push.case.kind is Kind.PICTURE)
    letter = folder / "材料.docx"
    letter.write_bytes(material.secret_document())
    guard.copy(f"{letter.as_uri()}\r\n", "text/uri-list")
    guard.opened(lambda push: push.case.kind is Kind.FILES)
    picture = guard.screens / "截图.png"
    picture.write_bytes(material.secret_picture())
    guard.opened(lambda push: push.case.origin is Origin.FOLDER)
    wait_for(lambda: not picture.exists(), "the screenshot to be put away")


@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_the_search_finds_a_canary_in_every_encoding_wherever_it_is_in_base64(tmp_path: Path, before: str) -> None:
    (tmp_path / "json").write_text(json.dumps(NAMES[0]))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gbk"):
        plain = b"head" + before.encode() + NAMES[0].encode(encoding) + "尾".encode(encoding)
        (tmp_path / encoding).write_bytes(plain)
        (tmp_path / f"{encoding}-64").write_bytes(base64.b64encode(plain))
    searched, found = written_canaries([tmp_path], [], NAMES)
    assert searched == 9
    assert {Path(line.partition(": canary")[0]).name for line in found} == {path.name for path in tmp_path.iterdir()}
