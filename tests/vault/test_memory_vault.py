"""Tests the vault that is in memory alone (policy 仅记录)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.core.model import CaseState, CaseSummary
from guard.vault import MemoryVault, VaultCode, VaultError


def test_what_was_put_can_be_had_back_until_it_is_destroyed(make_case):
    vault = MemoryVault()
    case, other = make_case(opened_at=1.0), make_case(opened_at=2.0)
    vault.put(case, b"content")
    vault.put(other, b"other")
    assert vault.payload(case.id) == b"content"
    assert vault.case(case.id) == case
    vault.update(replace(case, state=CaseState.RELEASED))
    assert vault.case(case.id).state is CaseState.RELEASED
    vault.destroy(case.id)
    with pytest.raises(VaultError, match="已经销毁"):
        vault.payload(case.id)
    assert vault.summaries() == (CaseSummary.of(other),
                                 replace(CaseSummary.of(replace(case, state=CaseState.DESTROYED)), released=True))


def test_an_id_that_is_taken_is_refused(make_case):
    vault = MemoryVault()
    case = make_case()
    vault.put(case, b"first")
    with pytest.raises(VaultError) as caught:
        vault.put(case, b"second")
    assert caught.value.code is VaultCode.EXISTS
    assert vault.payload(case.id) == b"first"


def test_closing_overwrites_every_content_where_it_is(make_case):
    vault = MemoryVault()
    case = make_case()
    vault.put(case, b"content")
    content = vault._held[case.id].content
    vault.close()
    assert bytes(content) == bytes(7)
    assert vault.summaries() == ()
    with pytest.raises(VaultError) as caught:
        vault.payload(case.id)
    assert caught.value.code is VaultCode.MISSING


def test_what_was_opened_before_comes_with_what_was_let_go_first(make_case):
    vault = MemoryVault()
    older, old, fresh, released, gone = (make_case(opened_at=moment) for moment in (1.0, 2.0, 9.0, 3.0, 0.0))
    for case in (fresh, old, released, older, gone):
        vault.put(case, b"content")
    vault.update(replace(released, state=CaseState.RELEASED))
    vault.destroy(gone.id)
    assert vault.opened_before(9.0) == (released.id, older.id, old.id)
    assert vault.size_of(old.id) == 7
    assert (vault.size_of(gone.id), vault.size_of("0" * 16)) == (0, 0)
