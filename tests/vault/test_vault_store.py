"""Tests the encrypted vault on a real disk."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Semaphore

import pytest

from guard.core.model import CaseState, CaseSummary, Origin, Storage
from guard.vault import MemoryVault, VaultCode, VaultError, open_vault
from tests.support.bytes_on_disk import everything_under

WORDS = "演示样例，非国家秘密：某县某局会议纪要"
SECRET = b"\x89PNG" + "内容原件，只在暂存库里".encode() * 50


@pytest.fixture
def vault(tmp_path, key):
    opened = open_vault(tmp_path / "vault", key)
    yield opened
    opened.close()


def test_what_was_put_comes_back_whole_after_a_restart(tmp_path, key, make_case):
    case = make_case()
    first = open_vault(tmp_path / "vault", key)
    first.put(case, SECRET)
    first.close()
    second = open_vault(tmp_path / "vault", key)
    assert second.payload(case.id) == SECRET
    assert second.case(case.id) == case
    second.close()


def test_nothing_readable_of_content_or_case_is_on_disk(tmp_path, vault, make_case):
    vault.put(make_case(), SECRET)
    on_disk = everything_under(tmp_path)
    assert SECRET[4:24] not in on_disk
    assert WORDS[:8].encode() not in on_disk
    assert WORDS[-5:].encode() not in on_disk


def test_files_are_for_their_owner_only(tmp_path, vault, make_case):
    vault.put(make_case(), SECRET)
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o700
    for blob in (tmp_path / "vault" / "blobs").iterdir():
        assert stat.S_IMODE(blob.stat().st_mode) == 0o600


def test_what_was_released_is_known_to_have_been_when_it_is_destroyed(tmp_path, key, make_case):
    first = open_vault(tmp_path / "vault", key)
    kept, released = make_case(opened_at=1.0), make_case(opened_at=2.0)
    for vault in (first, MemoryVault()):
        for case in (kept, released):
            vault.put(case, SECRET)
        vault.update(replace(released, state=CaseState.RELEASED))
        assert {one.id: one.released for one in vault.summaries()} == {kept.id: False, released.id: True}
        for case in (kept, released):
            vault.destroy(case.id)
        assert {one.id: one.released for one in vault.summaries()} == {kept.id: False, released.id: True}
    first.close()


def test_held_items_are_counted_and_found_without_being_listed(vault, make_case):
    old, new, gone = make_case(opened_at=1000.0), make_case(opened_at=2000.0), make_case(opened_at=3000.0)
    for case in (new, old, gone):
        vault.put(case, SECRET)
    vault.destroy(gone.id)
    assert vault.count_held() == 2
    assert vault.latest_held(new.origin) == CaseSummary.of(new)
    assert vault.latest_held(Origin.STREAM) is None
    assert vault.summary(old.id) == CaseSummary.of(old)
    assert vault.summary("nobody") is None


def test_the_number_held_is_right_after_each_change_also_one_that_failed_or_that_another_process_made(
        tmp_path, key, vault, make_case):
    def listed() -> int:
        return sum(summary.state is CaseState.HELD for summary in vault.summaries())

    released, destroyed, other = make_case(), make_case(), make_case()
    for case in (released, destroyed):
        vault.put(case, SECRET)
        assert vault.count_held() == listed()
    vault.update(replace(released, state=CaseState.RELEASED))
    assert vault.count_held() == listed() == 1
    vault.update(released)
    vault.destroy(destroyed.id)
    assert vault.count_held() == listed() == 1
    with pytest.raises(VaultError):
        vault.put(released, SECRET)
    assert vault.count_held() == listed() == 1
    with closing(open_vault(tmp_path / "vault", key)) as second:
        second.put(other, SECRET)
        assert second.count_held() == 2
    assert vault.count_held() == listed() == 2


def test_the_size_is_that_of_the_files_after_each_change(tmp_path, vault, make_case):
    def on_disk() -> int:
        return sum(path.stat().st_size for path in (tmp_path / "vault" / "blobs").iterdir())

    cases = [make_case() for _ in range(3)]
    for case in cases:
        vault.put(case, SECRET)
        assert vault.size() == on_disk() > 0
    for case in cases:
        vault.destroy(case.id)
        assert vault.size() == on_disk()
    assert vault.size() == 0


def test_summaries_are_newest_first_and_have_no_content(vault, make_case):
    old, new = make_case(opened_at=1000.0), make_case(opened_at=2000.0)
    vault.put(old, SECRET)
    vault.put(new, SECRET)
    assert vault.summaries() == (CaseSummary.of(new), CaseSummary.of(old))


def test_update_stores_the_changed_state(vault, make_case):
    case = make_case()
    vault.put(case, SECRET)
    vault.update(replace(case, state=CaseState.RELEASED, keeping=Storage.VAULT))
    assert vault.case(case.id).state is CaseState.RELEASED
    assert vault.summaries()[0].state is CaseState.RELEASED
    assert vault.payload(case.id) == SECRET


def test_the_id_of_a_destroyed_item_can_be_used_again(vault, make_case):
    case = make_case()
    vault.put(case, b"first")
    vault.destroy(case.id)
    vault.put(case, b"again")
    assert vault.payload(case.id) == b"again"
    assert vault.count_held() == 1


def test_an_id_that_is_taken_is_refused_and_keeps_what_it_has(vault, make_case):
    case = make_case()
    vault.put(case, SECRET)
    with pytest.raises(VaultError) as caught:
        vault.put(case, b"other")
    assert caught.value.code is VaultCode.EXISTS
    assert vault.payload(case.id) == SECRET


def test_an_unknown_id_is_missing(vault):
    for ask in (vault.payload, vault.case, vault.destroy):
        with pytest.raises(VaultError) as caught:
            ask("0123456789abcdef")
        assert caught.value.code is VaultCode.MISSING


def test_destroying_keeps_the_summary_and_nothing_else(tmp_path, vault, make_case):
    case, other = make_case(), make_case()
    vault.put(case, SECRET)
    vault.put(other, b"stays")
    wrapped = sqlite3.connect(tmp_path / "vault" / "index.db")
    (wrapped_key, sealed_case), = wrapped.execute("SELECT wrapped_key, sealed_case FROM items WHERE id=?", (case.id,))
    wrapped.close()
    sealed_payload = (tmp_path / "vault" / "blobs" / case.id).read_bytes()
    vault.destroy(case.id)
    on_disk = everything_under(tmp_path)
    for gone in (wrapped_key, sealed_case, sealed_payload, SECRET[4:24], WORDS.encode()):
        assert gone not in on_disk
    assert {summary.id: summary.state for summary in vault.summaries()}[case.id] is CaseState.DESTROYED
    with pytest.raises(VaultError, match="已经销毁") as caught:
        vault.payload(case.id)
    assert caught.value.code is VaultCode.MISSING
    vault.destroy(case.id)
    assert vault.payload(other.id) == b"stays"


def test_ciphertext_of_one_item_does_not_open_as_another(tmp_path, vault, make_case):
    first, second = make_case(), make_case()
    vault.put(first, b"first")
    vault.put(second, b"second")
    blobs = tmp_path / "vault" / "blobs"
    (blobs / first.id).write_bytes((blobs / second.id).read_bytes())
    with pytest.raises(VaultError) as caught:
        vault.payload(first.id)
    assert caught.value.code is VaultCode.DAMAGED
    assert vault.payload(second.id) == b"second"


@pytest.mark.parametrize("damage", [lambda blob: blob.write_bytes(blob.read_bytes()[:-1]), Path.unlink,
                                    lambda blob: blob.write_bytes(b"")])
def test_a_damaged_payload_is_an_error_and_its_case_still_shows(tmp_path, vault, damage, make_case):
    case = make_case()
    vault.put(case, SECRET)
    damage(tmp_path / "vault" / "blobs" / case.id)
    with pytest.raises(VaultError) as caught:
        vault.payload(case.id)
    assert caught.value.code is VaultCode.DAMAGED
    assert vault.case(case.id) == case


def test_orphans_of_a_crash_are_swept_at_the_next_start(tmp_path, key, make_case):
    first = open_vault(tmp_path / "vault", key)
    case = make_case()
    first.put(case, SECRET)
    first.close()
    blobs = tmp_path / "vault" / "blobs"
    (blobs / "00112233445566778").write_bytes(b"no row")
    second = open_vault(tmp_path / "vault", key)
    assert [path.name for path in blobs.iterdir()] == [case.id]
    second.close()


def test_a_second_process_at_its_start_does_not_sweep_what_the_first_is_storing(tmp_path, key, make_case):
    first = open_vault(tmp_path / "vault", key)
    cases = [make_case() for _ in range(15)]
    stored = Semaphore(0)

    def put_all():
        for case in cases:
            first.put(case, SECRET)
            stored.release()

    with ThreadPoolExecutor(1) as pool:
        putting = pool.submit(put_all)
        for _ in cases:
            open_vault(tmp_path / "vault", key).close()
            stored.acquire()  # without it the one that asks all the time keeps the other from the lock
        putting.result()
    assert all(first.payload(case.id) == SECRET for case in cases)
    first.close()


def test_threads_may_share_a_vault(vault, make_case):
    cases = [make_case(opened_at=float(number)) for number in range(40)]

    def work(case):
        vault.put(case, case.id.encode())
        vault.update(replace(case, state=CaseState.RELEASED))
        return vault.payload(case.id)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, cases)) == [case.id.encode() for case in cases]
    assert len(vault.summaries()) == 40


def test_what_was_opened_before_comes_with_what_was_let_go_first(vault, make_case):
    older, old, fresh, released, gone = (make_case(opened_at=moment) for moment in (1.0, 2.0, 9.0, 3.0, 0.0))
    for case in (fresh, old, released, older, gone):
        vault.put(case, SECRET)
    vault.update(replace(released, state=CaseState.RELEASED))
    vault.destroy(gone.id)
    assert vault.opened_before(9.0) == (released.id, older.id, old.id)
    assert vault.size_of(old.id) == vault.size() // 4
    assert vault.size_of(gone.id) == 0
