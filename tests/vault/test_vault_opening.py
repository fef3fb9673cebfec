"""Tests with what a vault is opened again: a damaged index, missing or other keys, other versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from guard.core.model import CaseState, CaseSummary
from guard.vault import FileKey, VaultCode, VaultError, open_vault, prove_vault
from tests.support.bytes_on_disk import everything_under

WORDS = "演示样例，非国家秘密：某县某局会议纪要"
SECRET = b"\x89PNG" + "内容原件，只在暂存库里".encode() * 50


def left_in_a_vault(folder, key, case):
    first = open_vault(folder, key)
    first.put(case, SECRET)
    first.close()
    return case


def test_a_vault_of_an_earlier_version_lists_all_it_has(tmp_path, key, make_case):
    case = left_in_a_vault(tmp_path / "vault", key, make_case())
    with closing(sqlite3.connect(tmp_path / "vault" / "index.db", isolation_level=None)) as index:
        for statement in ("DROP INDEX overview", "DROP INDEX held", "ALTER TABLE items DROP COLUMN listed",
                          "ALTER TABLE items DROP COLUMN released"):
            index.execute(statement)
    second = open_vault(tmp_path / "vault", key)
    assert [(summary.id, summary.listed) for summary in second.summaries()] == [(case.id, True)]
    assert second.case(case.id) == case
    second.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"", None], ids=["garbage", "empty", "gone"])
def test_a_vault_without_its_index_is_set_aside_whole_and_comes_back_with_a_backup(tmp_path, key, make_case, content):
    opened = open_vault(tmp_path / "vault", key)
    case, later = make_case(), make_case()
    opened.put(case, SECRET)
    opened.close()
    index = tmp_path / "vault" / "index.db"
    backup = index.read_bytes()
    index.unlink()
    if content is not None:
        index.write_bytes(content)
    anew = open_vault(tmp_path / "vault", key)
    (aside,) = (tmp_path / "vault").glob("*.damaged-*")
    assert str(aside) in anew.lost
    anew.put(later, SECRET)
    anew.close()
    again = open_vault(tmp_path / "vault", key)
    assert (again.lost, again.payload(later.id)) == ("", SECRET)
    again.close()
    (aside / "index.db").write_bytes(backup)
    restored = open_vault(aside, key)
    assert restored.payload(case.id) == SECRET
    restored.close()


@pytest.mark.parametrize("held", ["'no state of ours'", "CAST(x'ff80' AS TEXT)"])
def test_an_index_whose_columns_hold_what_they_cannot_is_set_aside(tmp_path, key, make_case, held):
    opened = open_vault(tmp_path / "vault", key)
    opened.put(make_case(), SECRET)
    opened.close()
    with closing(sqlite3.connect(tmp_path / "vault" / "index.db")) as database:
        database.execute(f"UPDATE items SET state={held}")
        database.commit()
    anew = open_vault(tmp_path / "vault", key)
    assert "没有删除" in anew.lost
    assert anew.summaries() == ()
    anew.close()


def test_an_index_with_a_damaged_page_that_no_list_needs_is_set_aside(tmp_path, key, make_case):
    opened = open_vault(tmp_path / "vault", key)
    for _ in range(30):
        opened.put(make_case(), SECRET)
    opened.close()
    path = tmp_path / "vault" / "index.db"
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name='items'").fetchone()
    content = path.read_bytes()
    path.write_bytes(content[:(root - 1) * size] + bytes(size) + content[root * size:])
    anew = open_vault(tmp_path / "vault", key)
    assert "没有删除" in anew.lost
    anew.put(make_case(), SECRET)
    anew.close()


def test_a_missing_key_locks_lists_and_overwrites_nothing(tmp_path, key, make_case):
    case = left_in_a_vault(tmp_path / "vault", key, make_case())
    kept = key.path.read_bytes()
    key.path.unlink()
    locked = open_vault(tmp_path / "vault", key)
    assert locked.trouble is not None
    assert "已锁定" in locked.describe()
    assert locked.summaries() == (CaseSummary.of(case),)
    other = make_case()
    for ask in (lambda: locked.payload(case.id), lambda: locked.case(case.id), lambda: locked.update(case),
                lambda: locked.destroy(case.id), lambda: locked.put(other, b"new")):
        with pytest.raises(VaultError, match="找不到暂存库的密钥") as caught:
            ask()
        assert caught.value.code is VaultCode.LOCKED
    assert locked.opened_before(9e9) == locked.unlisted_before(9e9) == ()
    assert not key.path.exists()
    key.path.write_bytes(kept)
    key.path.chmod(0o600)
    assert locked.try_again()
    assert not locked.try_again(), "it is open"
    assert locked.trouble is None
    assert locked.payload(case.id) == SECRET
    locked.put(other, b"new")
    assert locked.payload(other.id) == b"new"
    locked.close()


def test_a_wrong_key_locks_and_is_not_replaced(tmp_path, key, make_case):
    case = left_in_a_vault(tmp_path / "vault", key, make_case())
    wrong = FileKey(tmp_path / "other.key")
    wrong_bytes = wrong.create()
    locked = open_vault(tmp_path / "vault", wrong)
    assert locked.summaries() == (CaseSummary.of(case),)
    with pytest.raises(VaultError, match="不是这个暂存库的密钥") as caught:
        locked.put(make_case(), b"new")
    assert caught.value.code is VaultCode.LOCKED
    locked.close()
    assert wrong.load() == wrong_bytes
    right = open_vault(tmp_path / "vault", key)
    assert right.payload(case.id) == SECRET
    right.close()


def test_a_vault_whose_items_are_all_destroyed_takes_a_new_key(tmp_path, key, make_case):
    case = make_case()
    first = open_vault(tmp_path / "vault", key)
    first.put(case, SECRET)
    first.destroy(case.id)
    first.close()
    key.path.unlink()
    second = open_vault(tmp_path / "vault", key)
    assert second.trouble is None
    assert second.summaries()[0].state is CaseState.DESTROYED
    second.close()


def test_a_vault_that_a_newer_version_wrote_is_refused_in_words_and_left_as_it_is(tmp_path, key, make_case):
    case = make_case()
    newer = open_vault(tmp_path / "vault", key)
    newer.put(case, SECRET)
    newer.close()
    with sqlite3.connect(tmp_path / "vault" / "index.db") as connection:
        connection.execute("PRAGMA user_version=2")
    connection.close()
    before = everything_under(tmp_path / "vault")
    with pytest.raises(VaultError, match="新版本的密哨写的") as caught:
        open_vault(tmp_path / "vault", key)
    assert caught.value.code is VaultCode.NEWER
    assert everything_under(tmp_path / "vault") == before
    with pytest.raises(VaultError, match="新版本的密哨写的"):
        prove_vault(tmp_path / "vault")
    assert everything_under(tmp_path / "vault") == before, "who only looks makes no file either"
    with sqlite3.connect(tmp_path / "vault" / "index.db") as connection:
        connection.execute("PRAGMA user_version=1")
    connection.close()
    back = open_vault(tmp_path / "vault", key)
    prove_vault(tmp_path / "vault")
    assert back.payload(case.id) == SECRET
    back.close()
