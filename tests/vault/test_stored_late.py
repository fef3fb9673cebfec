"""Tests that items kept in memory move into the vault later, except those destroyed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from guard.core.model import Capture, Case, Storage
from guard.daemon.quarantine import Quarantine
from guard.vault import FileKey, MemoryVault, open_vault
from tests.support.built_in import built_in


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
