"""What the pipeline needs from outside: one Protocol each, implemented once per platform or format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from guard.core.events import Event
from guard.core.model import Capture, Case, CaseSummary, Item, Origin, Reading
from rules.sentences.sentence import Sentence


class Source(Protocol):
    """Something that produces captures: a screenshot folder, a broker."""

    def start(self, submit: Callable[[Capture], None]) -> None:
        """Start; ``submit`` is called from the source's own thread and returns at once."""

    def stop(self) -> None:
        """Stop, and return when no further capture will be submitted."""


class Reader(Protocol):
    """Turns an item into text. Never raises for bad input: what cannot be read is Unreadable."""

    def read(self, item: Item) -> Reading:
        """Read one item within the reader's deadline."""

    def parts(self, item: Item) -> Iterator[Reading]:
        """Read one item, and yield what was read so far on the way: the last reading is the one ``read`` returns.

        Each one before it is a Text with a trait PARTIAL, which allows nothing.
        """


class Sink(Protocol):
    """Where events go."""

    def append(self, event: Event) -> None:
        """Record one event; it is on disk when this returns. Raises OSError when it cannot be."""


class Vault(Protocol):
    """Stores held items."""

    def put(self, case: Case, payload: bytes) -> None:
        """Store a case; it survives kill -9 once this returns. Raises VaultError when it cannot be stored."""

    def payload(self, case_id: str) -> bytes:
        """Return the held bytes. Raises VaultError."""

    def case(self, case_id: str) -> Case:
        """Return one case with its content. Raises VaultError when there is none."""

    def update(self, case: Case) -> None:
        """Store the changed state of a case. Raises VaultError."""

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every case, newest first, without content."""

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return one case without content, None when there is none."""

    def count_held(self) -> int:
        """Return how many listed cases are held, without reading them."""

    def latest_held(self, origin: Origin) -> CaseSummary | None:
        """Return the held case of this origin that was opened last, None when there is none."""

    def destroy(self, case_id: str) -> None:
        """Make the held bytes unrecoverable and keep the summary."""

    def opened_before(self, moment: float) -> tuple[str, ...]:
        """Return the items with content that were opened before a wall-clock time in seconds: released ones first, then
        by age; none while it is locked.
        """

    def unlisted_before(self, moment: float) -> tuple[str, ...]:
        """Return the items with content that no list shows (Case.listed), opened before a wall-clock time in seconds;
        none while it is locked.
        """

    def size(self) -> int:
        """Return the size of the held contents in bytes."""

    def size_of(self, case_id: str) -> int:
        """Return the size of one item's held content in bytes, 0 without any."""

    def describe(self) -> Sentence:
        """Return the vault's state in words for people."""


class Platform(Protocol):
    """What differs between systems: where a user's files are."""

    def picture_folders(self) -> tuple[Path, ...]:
        """Return the folders where this desktop stores screenshots, whether or not they exist yet."""

    def document_folders(self) -> tuple[Path, ...]:
        """Return the folders where programs store documents, whether or not they exist yet."""

    def desktop_folders(self) -> tuple[Path, ...]:
        """Return the folders that are shown as the desktop, whether or not they exist yet."""

    def download_folders(self) -> tuple[Path, ...]:
        """Return the folders that browsers store files in, whether or not they exist yet."""

    def settings_folder(self) -> Path:
        """Return the folder where the user's programs store their settings."""
