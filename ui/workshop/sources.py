"""Gets texts for the workshop: from a file or folder through the sandboxed reader, and from this guard's held items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from guard.control.endpoint import Client, ControlError
from guard.control.requests import CaseContent, CaseList, ListCases, ShowCase
from guard.core.decide import unreadable_words
from guard.core.model import Judged
from guard.files.items import load
from guard.inspect.impact import texts_of
from guard.pipeline.judging import read_item
from guard.reading.client import ReaderClient
from guard.util.path_text import label
from rules.sentences.sentence import NOTHING
from rules.text import Text
from ui.i18n.say import say
from ui.kit.sentences import told

_SECONDS = 5.0

Named = Iterator[tuple[str, Text | None]]
"""Texts by name; None for one that could not be read."""


class Sources:
    """``close`` ends the reader process. For one thread at a time."""

    def __init__(self, reader_command: Sequence[str], socket: Path) -> None:
        self._reader = ReaderClient(reader_command)
        self._socket = socket

    def file(self, path: Path) -> Text | str:
        """Return the text of a picture or a file, or why it could not be read."""
        read = read_item(load(path), self._reader)
        if isinstance(read, Text):
            return read
        return told(unreadable_words(Judged(label(path), unreadable=read)) or NOTHING) or say("没有读出文字")

    def folder(self, path: Path) -> Named:
        """Yield the texts of every file of a folder."""
        return texts_of(path, self._reader)

    def held(self) -> Named:
        """Yield the texts that this user's guard holds; none when no guard runs."""
        try:
            client = Client.connect(self._socket, _SECONDS)
        except ControlError:
            return
        try:
            found = client.ask(ListCases())
            for summary in found.cases if isinstance(found, CaseList) else ():
                content = client.ask(ShowCase(summary.id))
                if isinstance(content, CaseContent):
                    yield from ((content.case.title, judged.text) for judged in content.case.judged)
        except ControlError:
            return
        finally:
            client.close()

    def close(self) -> None:
        """End the reader."""
        self._reader.close()
