"""Tests what is stored late: items kept in memory, except those destroyed meanwhile, and files that were still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.model import Capture, Case, Storage
from guard.daemon.quarantine import Quarantine
from guard.folders import FolderSource
from guard.pipeline.pipeline import HoldError
from guard.vault import FileKey, MemoryVault, open_vault
from tests.support.built_in import built_in
from tests.support.guarding import wait_for


def test_an_item_that_was_destroyed_in_memory_is_held_anew_in_the_vault(tmp_path: Path, key: FileKey,
                                                                        make_case: Callable[..., Case]) -> None:
    memory, vault = MemoryVault(), open_vault(tmp_path / "vault", key)
    case = make_case()
    memory.put(case, b"kept in memory")
    memory.destroy(case.id)
    quarantine = Quarantine(vault, memory, lambda: built_in().policy, lambda _: None, lambda _: None)
    capture = Capture(case.id, case.origin, case.kind, case.opened_at, ())
    assert not quarantine.holds(capture)
    quarantine.hold(capture, case)
    assert quarantine.case(case.id) == case
    assert quarantine.holds(capture)
    vault.close()


def test_a_destroyed_item_does_not_keep_the_next_one_out_of_the_vault(tmp_path: Path, key: FileKey,
                                                                      make_case: Callable[..., Case]) -> None:
    memory, vault, troubles = MemoryVault(), open_vault(tmp_path / "vault", key), ["磁盘空间不足"]
    earlier, later = make_case(opened_at=1.0), make_case(opened_at=2.0)
    memory.put(earlier, b"earlier")
    memory.put(later, b"later")
    memory.destroy(later.id)  # is first in the list: it is the newest
    quarantine = Quarantine(vault, memory, lambda: built_in().policy, lambda _: None, troubles.append)
    quarantine.keep_late()
    assert [(kept.id, kept.keeping) for kept in vault.summaries()] == [(earlier.id, Storage.VAULT)]
    assert vault.payload(earlier.id) == b"earlier"
    assert [kept.id for kept in memory.summaries()] == [later.id]
    assert troubles[-1] == ""
    vault.close()


def test_a_screenshot_that_its_program_kept_open_is_held_when_it_is_closed(
        tmp_path: Path, make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.folders.source.HELD_OPEN_SECONDS", 0.5)
    shot, vault = tmp_path / "pictures" / "shot.png", MemoryVault()
    shot.parent.mkdir()
    source, refused, held = FolderSource([shot.parent]), list[str](), list[Case]()
    quarantine = Quarantine(vault, vault, lambda: built_in().policy, lambda _: None, lambda _: None, source.when_closed)

    def hold(capture: Capture) -> None:
        case = replace(make_case(), id=capture.id, origin=capture.origin, kind=capture.kind)
        try:
            held.append(quarantine.hold(capture, case))
        except HoldError as error:
            refused.append(error.words)

    source.start(hold)
    try:
        with shot.open("wb", buffering=0) as file:
            file.write(b"\x89PNG\r\n\x1a\n and what follows")
            wait_for(lambda: refused, "the hold to be refused")
        wait_for(lambda: held, "the hold")
    finally:
        source.stop()
    assert len(refused) == 1
    assert "还在被别的程序写入" in refused[0]
    assert not shot.exists()
    assert vault.payload(held[0].id).startswith(b"\x89PNG")
