"""Tests that a key that somebody has to unlock keeps nothing waiting, and opens the vault when it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.core.model import Case, CaseSummary
from guard.core.policy import Policy
from guard.daemon import bootstrap, housekeeping
from guard.daemon.quarantine import Quarantine
from guard.daemon.status import StatusCollector
from guard.vault import AwaitedKey, FileKey, MemoryVault, VaultCode, VaultError, open_vault
from rules.sentences.sentence import Sentence
from tests.support.guarding import wait_for


class LockedKeyring:
    """A keyring whose window is open: it answers a question when somebody has answered the window."""

    def __init__(self, key: FileKey) -> None:
        self.key = key
        self.place = key.place
        self.answered = threading.Event()
        self.refused: VaultError | None = None
        self.windows = 0

    def load(self) -> bytes | None:
        self.windows += 1
        self.answered.wait()
        if self.refused is not None:
            raise self.refused
        return self.key.load()

    def create(self) -> bytes:
        return self.key.create()


@pytest.fixture
def keyring(key: FileKey) -> Iterator[LockedKeyring]:
    made = LockedKeyring(key)
    yield made
    made.answered.set()


def is_answered(keys: AwaitedKey) -> bool:
    try:
        keys.load()
    except VaultError as error:
        return "正等着解锁" not in error.words
    return True


def test_nobody_waits_for_a_person_and_the_answer_counts_when_it_comes(keyring: LockedKeyring, key: FileKey) -> None:
    made = key.create()
    keys = AwaitedKey(keyring, patience=0.0)
    for _ in range(3):
        with pytest.raises(VaultError, match="正等着解锁") as caught:
            keys.load()
        assert caught.value.code is VaultCode.LOCKED
    keyring.answered.set()
    wait_for(lambda: is_answered(keys), "the answer")
    assert keys.load() == made
    assert keyring.windows == 1


def test_a_person_who_refuses_is_not_asked_again(keyring: LockedKeyring) -> None:
    keyring.refused = VaultError(VaultCode.LOCKED, Sentence("不解锁"))
    keyring.answered.set()
    keys = AwaitedKey(keyring)
    for _ in range(3):
        with pytest.raises(VaultError, match="不解锁"):
            keys.load()
    assert keyring.windows == 1


def test_a_keyring_without_a_key_gets_one(keyring: LockedKeyring, key: FileKey) -> None:
    keyring.answered.set()
    keys = AwaitedKey(keyring)
    assert keys.load() is None
    made = keys.create()
    assert keys.load() == key.load() == made
    with pytest.raises(VaultError) as caught:
        keys.create()
    assert caught.value.code is VaultCode.EXISTS


def test_a_vault_whose_key_waits_lists_its_items_and_opens_when_the_key_comes(
        tmp_path: Path, keyring: LockedKeyring, key: FileKey, make_case: Callable[..., Case],
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "HOUSEKEEPING_SECONDS", 0.01)
    monkeypatch.setattr(housekeeping, "VAULT_SECONDS", 0.0)
    case, troubles = make_case(), list[tuple[str, Sentence]]()
    before = open_vault(tmp_path / "vault", key)
    before.put(case, b"kept before")
    before.close()
    vault, memory = bootstrap._vault(tmp_path / "vault", AwaitedKey(keyring, patience=0.0), troubles), MemoryVault()
    assert "正等着解锁" in dict(troubles)["vault"]
    assert vault.summaries() == (CaseSummary.of(case),)
    quarantine = Quarantine(vault, memory, lambda: Policy(version="1"), lambda _: None, lambda _: None)
    status = StatusCollector(int, lambda _status: None)
    for part, words in troubles:
        status.trouble(part, words)
    opened, ended = threading.Event(), threading.Event()
    housekeeping.Housekeeping((), lambda: None, lambda: None, lambda: None, opened.set, lambda do: do(), status,
                              quarantine, vault, memory).start(ended)
    keyring.answered.set()
    assert opened.wait(30)
    ended.set()
    assert vault.payload(case.id) == b"kept before"
    assert status.current().troubles == ()
