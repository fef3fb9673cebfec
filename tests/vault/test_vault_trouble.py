"""Tests full and read-only disks: a clear error, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guard.core.model import CaseState
from guard.vault import FileKey, VaultCode, VaultError, open_vault
from tests.support.disk_fixtures import fill

SMALL = b"s" * 20_000


def test_a_full_disk_is_a_clear_error_loses_nothing_and_heals(small_disk, make_case):
    vault = open_vault(small_disk / "vault", FileKey(small_disk / "key"))
    kept = make_case()
    vault.put(kept, SMALL)
    filler = small_disk / "filler"
    fill(filler)
    refused = make_case()
    with pytest.raises(VaultError, match="磁盘空间不足") as caught:
        vault.put(refused, SMALL)
    assert caught.value.code is VaultCode.FULL
    assert vault.payload(kept.id) == SMALL
    assert [summary.id for summary in vault.summaries()] == [kept.id]
    filler.unlink()
    vault.put(refused, SMALL)
    assert vault.payload(refused.id) == SMALL
    vault.close()


def test_a_disk_that_fills_up_at_any_moment_loses_nothing_acknowledged(small_disk, make_case):
    vault = open_vault(small_disk / "vault", FileKey(small_disk / "key"))
    kept = []
    while len(kept) < 200:
        case = make_case()
        try:
            vault.put(case, SMALL)
        except VaultError as error:
            assert error.code is VaultCode.FULL  # noqa: PT017 - the loop ends here, whichever step hit the wall
            break
        kept.append(case.id)
    assert 5 < len(kept) < 200
    assert all(vault.payload(item) == SMALL for item in kept)
    assert sorted(summary.id for summary in vault.summaries()) == sorted(kept)
    vault.close()


def test_a_full_disk_at_the_first_start_leaves_no_half_key(small_disk):
    fill(small_disk / "filler")
    key = FileKey(small_disk / "key")
    with pytest.raises(VaultError) as caught:
        key.create()
    assert caught.value.code is VaultCode.FULL
    assert not key.path.exists()


def test_a_file_size_limit_is_a_clear_error_and_loses_nothing(tmp_path, key, make_case):
    vault = open_vault(tmp_path / "vault", key)
    kept = make_case()
    vault.put(kept, SMALL)
    vault.close()
    script = (
        "import resource, sys\n"
        "from dataclasses import replace\n"
        "from pathlib import Path\n"
        "from guard.vault import FileKey, VaultError, open_vault\n"
        "vault = open_vault(Path(sys.argv[1]), FileKey(Path(sys.argv[2])))\n"
        "case = replace(vault.case(sys.argv[3]), id='f' * 16)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try:\n    vault.put(case, bytes(1_000_000))\n"
        "except VaultError as error:\n    print(error.code)\n"
        "vault.close()\n")
    arguments = [sys.executable, "-c", script, tmp_path / "vault", key.path, kept.id]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
    assert done.stdout == "full\n", done.stderr
    again = open_vault(tmp_path / "vault", key)
    assert again.payload(kept.id) == SMALL
    assert [summary.id for summary in again.summaries()] == [kept.id]
    assert [path.name for path in (tmp_path / "vault" / "blobs").iterdir()] == [kept.id]
    again.close()


def test_a_folder_that_becomes_read_only_is_a_clear_error_and_all_still_opens(tmp_path, key, unwritable, make_case):
    vault = open_vault(tmp_path / "vault", key)
    kept = make_case()
    vault.put(kept, SMALL)
    unwritable(tmp_path / "vault" / "blobs")
    with pytest.raises(VaultError, match="不能写入") as caught:
        vault.put(make_case(), SMALL)
    assert caught.value.code is VaultCode.READ_ONLY
    assert vault.payload(kept.id) == SMALL
    assert [summary.state for summary in vault.summaries()] == [CaseState.HELD]
    vault.close()


def test_a_read_only_folder_at_the_start_is_a_clear_error_and_nothing_is_touched(tmp_path, key, unwritable, make_case):
    vault = open_vault(tmp_path / "vault", key)
    vault.put(make_case(), SMALL)
    vault.close()
    before = _contents(tmp_path / "vault")
    unwritable(tmp_path / "vault")
    with pytest.raises(VaultError, match="不能写入") as caught:
        open_vault(tmp_path / "vault", key)
    assert caught.value.code is VaultCode.READ_ONLY
    assert _contents(tmp_path / "vault") == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_index_with_a_name_that_is_no_utf_8_is_set_aside_in_words(tmp_path, make_case):
    vault = open_vault(tmp_path / "vault", FileKey(tmp_path / "key"))
    vault.put(make_case(), SMALL)
    vault.close()
    index = tmp_path / "vault" / "index.db"
    index.write_bytes(index.read_bytes().replace(b"CREATE", b"CR\xff\x80TE", 1))
    anew = open_vault(tmp_path / "vault", FileKey(tmp_path / "key"))
    assert "没有删除" in anew.lost
    assert anew.summaries() == ()
    anew.close()
