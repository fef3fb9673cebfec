"""The hold step and its reverse: stores held content, gives it back and destroys it.

Clipboard content goes to the vault, or to memory when policy 密级内容留存 says 仅记录. A file of a watched folder goes
to the vault, or stays in its place with its permissions removed; then the vault has its facts and no content.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import msgspec

from guard.clipboard.file_lists import FILE_NAMES, listed
from guard.core.decide import stricter, tightens
from guard.core.model import (
    Capture,
    Case,
    CaseHeading,
    CaseState,
    CaseSummary,
    FileFacts,
    Judged,
    Kind,
    Origin,
    Storage,
    Target,
)
from guard.core.one_file import picture_file
from guard.core.policy import Policy, Retention
from guard.core.ports import Vault
from guard.files.items import load
from guard.folders import (
    FolderError,
    destroy_in_place,
    finish_hold,
    hold_file,
    hold_in_place,
    release_in_place,
    remove_placeholder,
    restore_file,
)
from guard.pipeline.pipeline import HoldError
from guard.platform import atomic_file
from guard.reading.text import sniff
from guard.sentences.catalogue import sentence
from guard.util.os_errors import by_number, why
from guard.util.path_text import text_path
from guard.vault import MemoryVault, VaultError
from rules.sentences.sentence import NOTHING, Sentence

_TARGETS = msgspec.msgpack.Decoder(tuple[Target, ...])
_TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING", "text/html")
_PICTURE_TARGETS = {"image/png": ".png", "image/jpeg": ".jpg", "image/bmp": ".bmp"}


class Quarantine:
    """Everything that is held. ``policy`` is read at each hold; ``let_pass`` is told what a folder gets back.

    ``trouble`` is told, in words for people, that something could not be stored, and NOTHING when storing works again;
    ``when_closed`` which file is still written to, so that it could not be held.
    """

    def __init__(self, vault: Vault, memory: MemoryVault, policy: Callable[[], Policy],
                 let_pass: Callable[[bytes], None], trouble: Callable[[Sentence], None],
                 when_closed: Callable[[Path], None] = lambda _: None) -> None:
        self._vault = vault
        self._memory = memory
        self._policy = policy
        self._let_pass = let_pass
        self._trouble = trouble
        self._when_closed = when_closed
        self._changing = threading.Lock()

    def hold(self, capture: Capture, case: Case) -> Case:
        """Store the content and return the case as stored. Raises HoldError; then the content is where it was."""
        record_only = self._policy().retention is Retention.RECORD_ONLY
        try:
            if capture.origin is not Origin.FOLDER:
                return self._hold_targets(capture, case, record_only)
            kept = self._hold_in_place(capture, case) if record_only else self._hold_file(capture, case)
        except VaultError as error:
            self._trouble(error.words)
            raise HoldError(error.words, error.words) from error
        except OSError as error:
            if error.errno == errno.EBUSY and capture.path is not None:
                self._when_closed(text_path(capture.path))
            words = sentence("guard.not-kept", why=why(error))
            self._trouble(words)
            raise HoldError(words, sentence("guard.not-kept", why=by_number(error))) from error
        self._trouble(NOTHING)
        return kept

    def holds(self, capture: Capture) -> bool:
        """Tell whether this capture is an item already: what is selected, copied and dragged at once is one item (ADR
        32).
        An item that was known only from a selection is marked as copied once it was. One that was destroyed has no
        content any more and is held anew.
        """
        known = self._summary(capture.id)
        if known is None or known.state is CaseState.DESTROYED:
            return False
        if known.state is CaseState.HELD and capture.origin is Origin.CLIPBOARD:
            with contextlib.suppress(VaultError):
                self.change(known.id, lambda current: replace(current, origin=capture.origin))
        return True

    def case(self, case_id: str) -> Case:
        """Return one case with its content. Raises VaultError when there is none or it cannot be opened."""
        if self._memory.summary(case_id) is not None:
            return self._memory.case(case_id)
        return self._vault.case(case_id)

    def headings(self, case_ids: Iterable[str]) -> tuple[CaseHeading, ...]:
        """Return what a list shows of these cases; cases that cannot be opened or were destroyed are left out."""
        found: list[CaseHeading] = []
        for case_id in case_ids:
            # One damaged item must not hide the names of the others.
            with contextlib.suppress(VaultError):
                found.append(CaseHeading.of(self.case(case_id)))
        return tuple(found)

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every case without content, newest first; cases of a vault that cannot be read are left out."""
        try:
            kept = self._vault.summaries()
        except VaultError:
            kept = ()
        both = (*kept, *self._memory.summaries())
        return tuple(sorted(both, key=lambda summary: summary.opened_at, reverse=True))

    def count_held(self) -> int:
        """Count the held cases without reading them; cases of a vault that cannot be read are left out."""
        with contextlib.suppress(VaultError):
            return self._vault.count_held() + self._memory.count_held()
        return self._memory.count_held()

    def _summary(self, case_id: str) -> CaseSummary | None:
        """Return one case without content; None when it does not exist or cannot be read."""
        with contextlib.suppress(VaultError):
            return self._memory.summary(case_id) or self._vault.summary(case_id)
        return None

    def copied(self) -> Case | None:
        """Return the held case that was copied last; None when there is none or it cannot be opened."""
        with contextlib.suppress(VaultError):
            copies = [found for vault in (self._vault, self._memory)
                      if (found := vault.latest_held(Origin.CLIPBOARD)) is not None]
            if copies:
                return self.case(max(copies, key=lambda summary: summary.opened_at).id)
        return None

    def targets(self, case: Case) -> tuple[Target, ...]:
        """Return the clipboard targets of a held clipboard item. Raises VaultError."""
        return _TARGETS.decode(self._store(case).payload(case.id))

    def pictures(self, case: Case) -> tuple[bytes, ...]:
        """Return the held pictures as encoded image files, for the review window. Raises VaultError."""
        if case.state is CaseState.DESTROYED or case.kind is Kind.TEXT:
            return ()
        if case.kind is Kind.FILES:
            return self._picture_file(case)
        if case.origin is Origin.FOLDER:
            return () if case.keeping is Storage.IN_PLACE else (self._vault.payload(case.id),)
        targets = self.targets(case)
        return tuple(target.untrusted_bytes for target in targets if target.name in _PICTURE_TARGETS)[:1]

    def content(self, case: Case, judged: Judged) -> bytes | None:
        """Return the held picture, or the file that was judged as this content, None where it is gone or was written
        since. Raises VaultError.
        """
        if case.kind is not Kind.FILES:
            return next(iter(self.pictures(case)), None)
        paths = (text_path(judged.path),) if judged.path else self.paths(case)
        return _unchanged(paths[0], case) if len(paths) == 1 else None

    def paths(self, case: Case) -> tuple[Path, ...]:
        """Return the files that a held list names. Raises VaultError."""
        lists = (target.untrusted_bytes.decode("utf-8", "replace") for target in self.targets(case)
                 if target.name in FILE_NAMES)
        return tuple(text_path(item.name) for item in listed(lists) if item.problem is None)

    def let_pass(self, content: bytes) -> None:
        """Have watched folders leave alone a file with this content: it was judged before it was written there."""
        self._let_pass(content)

    def check_place(self, case: Case, to: Path | None) -> None:
        """Raise the OSError that give_back would raise at once, for a name that is taken or a folder that is not there:
        a code is spent for nothing when that is found out afterwards. A file that is held in its place goes nowhere.
        """
        if to is None or case.keeping is Storage.IN_PLACE:
            return
        if case.file is None and os.path.lexists(to):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to))
        if not to.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(to.parent))

    def give_back(self, case: Case, to: Path | None) -> Path:
        """Write the held content to where it was, or to ``to``; never over an existing file. Return its path.

        Raises VaultError and OSError; then it is still held.
        """
        if case.file is not None:
            if case.keeping is Storage.IN_PLACE:
                release_in_place(case.file)
                return text_path(case.file.path)
            payload = self._vault.payload(case.id)
            self._let_pass(payload)
            return restore_file(case.file, payload, case.id, to)
        assert to is not None
        atomic_file.create(to, self._targets_as_file(case))
        return to

    def mark(self, case: Case) -> None:
        """Store the changed facts of a case. Raises VaultError."""
        self._store(case).update(case)

    def change(self, case_id: str, change: Callable[[Case], Case]) -> Case:
        """Change the stored case and return it; two changes at the same time do not undo each other. Raises VaultError.
        """
        with self._changing:
            case = change(self.case(case_id))
            self.mark(case)
            return case

    def note(self, case: Case, change: Callable[[Case], Case]) -> Case:
        """Change the stored case by what has happened to it for good; where that cannot be stored, tell of it, and
        return the case as it is all the same.
        """
        try:
            return self.change(case.id, change)
        except VaultError as error:
            self._trouble(error.words)
            return change(case)

    def complete(self, case: Case, *, changed: bool = False) -> Case:
        """Add what was found after the hold; other changes made meanwhile stay. Of two decisions the stricter one
        counts, with what it is about, and what was released under a looser one, or before its content ``changed``, is
        held again. Raises HoldError.
        """
        def completed(current: Case) -> Case:
            decision = stricter(case.decision, current.decision)
            if current.state is CaseState.RELEASED and (changed or tightens(decision, current.decision)):
                current = replace(current, state=CaseState.HELD, approver="")
            current = replace(current, decision=decision)
            if (decision.outcome, decision.rule) != (case.decision.outcome, case.decision.rule):
                return current  # people are shown what decided
            judged = () if current.keeping is Storage.IN_PLACE else case.judged
            return replace(current, opened_at=max(case.opened_at, current.opened_at), title=case.title, judged=judged,
                           found=case.found, hidden=case.hidden)

        try:
            return self.change(case.id, completed)
        except VaultError as error:
            raise HoldError(error.words, error.words) from error

    def destroy(self, case: Case) -> tuple[Case, bool]:
        """Make the content unrecoverable; return the case as it is now, and whether a file stays where one was held in
        its place: its owner opened, changed or replaced it. What was released is its user's own file by now and stays.
        Raises VaultError and OSError.
        """
        destroyed = replace(case, state=CaseState.DESTROYED)
        if case.file is not None and case.state is CaseState.HELD and case.keeping is Storage.IN_PLACE:
            return destroyed, self._destroy_in_place(case, case.file)
        self._store(case).destroy(case.id)
        self.expired(case)
        return destroyed, False

    def expired(self, case: Case) -> None:
        """Remove what says of a held item that it can be released: its time has ended, and its content is gone."""
        if case.file is not None and case.state is CaseState.HELD:  # of one that was released it is another's by now
            remove_placeholder(case.file, case.id)

    def finish(self) -> None:
        """Complete the holds of files that a crash cut short: the copy is stored, but the original is still in its
        place.
        """
        for summary in self.summaries():
            if summary.state is CaseState.HELD and summary.origin is Origin.FOLDER:
                # One damaged item must not keep the others from being completed.
                with contextlib.suppress(VaultError, FolderError):
                    self._finish(self._vault.case(summary.id))

    def keep_late(self) -> None:
        """Move what could only be kept in memory into the vault as soon as possible, as when the disk has room again.
        """
        if self._policy().retention is Retention.RECORD_ONLY:
            return
        for summary in self._memory.summaries():
            if summary.state is CaseState.DESTROYED:
                continue
            with self._changing:
                try:
                    kept = replace(self._memory.case(summary.id), keeping=Storage.VAULT)
                    self._vault.put(kept, self._memory.payload(summary.id))
                except VaultError:
                    return  # the problem was already reported
                self._memory.forget(summary.id)
        self._trouble(NOTHING)

    def _destroy_in_place(self, case: Case, facts: FileFacts) -> bool:
        """Destroy the file, then its facts, without which nobody could give it back; return whether a file stays."""
        stays = destroy_in_place(facts)
        try:
            self._vault.destroy(case.id)
        except VaultError as error:
            if stays:
                raise
            self._trouble(error.words)
        return stays

    def _finish(self, case: Case) -> None:
        if case.file is not None and case.keeping is Storage.VAULT and text_path(case.file.path).exists():
            finish_hold(case.file, self._vault.payload(case.id), case.id)

    def _picture_file(self, case: Case) -> tuple[bytes, ...]:
        """Return a picture that is held by its path, unless it is another one by now than the one that was judged."""
        paths = self.paths(case) if picture_file(case) is not None else ()
        content = _unchanged(paths[0], case) if len(paths) == 1 else None
        return (content,) if content is not None and sniff(content) is Kind.PICTURE else ()

    def _store(self, case: Case) -> Vault:
        return self._memory if case.keeping is Storage.MEMORY else self._vault

    def _hold_targets(self, capture: Capture, case: Case, record_only: bool) -> Case:
        """Store clipboard content; in memory when the vault cannot, because users must be able to get back what is
        held.
        """
        payload = msgspec.msgpack.encode(capture.targets)
        with contextlib.suppress(VaultError):  # one that was destroyed there would hide this one
            self._memory.forget(case.id)
        if not record_only:
            try:
                kept = replace(case, keeping=Storage.VAULT)
                self._vault.put(kept, payload)
            except VaultError as error:
                self._trouble(sentence("guard.held-in-memory-alone", trouble=error.words))
            else:
                self._trouble(NOTHING)
                return kept
        kept = replace(case, keeping=Storage.MEMORY)
        self._memory.put(kept, payload)
        return kept

    def _hold_file(self, capture: Capture, case: Case) -> Case:
        kept = case

        def put(untrusted_bytes: bytes, facts: FileFacts) -> None:
            nonlocal kept
            kept = replace(case, file=facts)
            self._vault.put(kept, untrusted_bytes)

        hold_file(capture, put)
        return kept

    def _hold_in_place(self, capture: Capture, case: Case) -> Case:
        assert capture.path is not None
        kept = replace(case, keeping=Storage.IN_PLACE)

        def record(facts: FileFacts) -> None:
            nonlocal kept
            kept = replace(kept, file=facts)
            self._vault.put(replace(kept, judged=()), b"")

        hold_in_place(text_path(capture.path), record)
        return kept

    def _targets_as_file(self, case: Case) -> bytes:
        targets = {target.name: target.untrusted_bytes for target in self.targets(case)}
        wanted = (*_PICTURE_TARGETS, *_TEXT_TARGETS) if case.kind is Kind.PICTURE else (*_TEXT_TARGETS, *targets)
        return next((targets[name] for name in wanted if name in targets), b"")


def _unchanged(path: Path, case: Case) -> bytes | None:
    """Return the file at this path, None when it was written since the item was opened, or cannot be read."""
    with contextlib.suppress(OSError):
        item = load(path)
        if item.problem is None and path.stat().st_ctime_ns / 1e9 <= case.opened_at:
            return item.untrusted_bytes
    return None
