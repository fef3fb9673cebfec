"""Asks for a key that a person may have to unlock: once, apart, so that nobody waits for that person."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from guard.sentences.catalogue import sentence
from guard.vault.errors import VaultCode, VaultError
from guard.vault.keys import KeySource
from rules.sentences.sentence import Sentence

PATIENCE_SECONDS = 2.0
"""How long a question is waited for: a keyring that is open answers at once."""


class AwaitedKey:
    """guard.vault.keys.KeySource before another one, whose answer counts until this process ends.

    A locked keyring opens its window each time it is asked, and waits for the person without an end.
    """

    def __init__(self, source: KeySource, patience: float = PATIENCE_SECONDS) -> None:
        self._source = source
        self._patience = patience
        self._asking = threading.Lock()
        self._answer: Future[bytes | None] | None = None
        self._deadline = 0.0

    @property
    def place(self) -> Sentence:
        """Where the key is, in words for people."""
        return self._source.place

    def load(self) -> bytes | None:
        """Return the key, or None when there is none. Raises VaultError(LOCKED) while nobody has answered, too."""
        with self._asking:
            answer = self._answer or self._ask(self._source.load)
        return self._waited(answer)

    def create(self) -> bytes:
        """Make and store a new key. Raises VaultError; one that was only late is there for a later ``load``."""
        with self._asking:
            answer = self._ask(self._source.create)
        key = self._waited(answer)
        assert key is not None
        return key

    def _ask(self, question: Callable[[], bytes | None]) -> Future[bytes | None]:
        answer: Future[bytes | None] = Future()

        def ask() -> None:
            try:
                answer.set_result(question())
            except Exception as error:  # noqa: BLE001 - whoever waits gets it
                answer.set_exception(error)

        self._answer, self._deadline = answer, time.monotonic() + self._patience
        threading.Thread(target=ask, name="vault-key", daemon=True).start()
        return answer

    def _waited(self, answer: Future[bytes | None]) -> bytes | None:
        try:
            error = answer.exception(max(0.0, self._deadline - time.monotonic()))
        except TimeoutError:
            raise VaultError(VaultCode.LOCKED, sentence("vault.keyring-waits")) from None
        if isinstance(error, VaultError):
            raise VaultError(error.code, error.words)  # a new one: its traceback would grow each time it is raised
        return answer.result()
