"""A folder that is watched for pictures, and why; as the guard reports it to its clients."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guard.sentences.catalogue import sentence
from guard.util.path_text import text_path
from rules.sentences.sentence import NOTHING, Sentence


class Ground(StrEnum):
    """Why a folder is watched."""

    PICTURES = "pictures"
    CHOSEN = "chosen"
    TOOL = "tool"
    DESKTOP = "desktop"
    DOCUMENTS = "documents"
    HOME = "home"


_WORDS = {
    Ground.PICTURES: sentence("folders.pictures"),
    Ground.CHOSEN: sentence("folders.added"),
    Ground.DESKTOP: sentence("folders.desktop"),
    Ground.DOCUMENTS: sentence("folders.documents"),
    Ground.HOME: sentence("folders.home"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder that is watched, whether or not it exists yet. ``tool``, if any, saves there."""

    path: str
    ground: Ground
    tool: Sentence = NOTHING

    def folder(self) -> Path:
        """Return the path."""
        return text_path(self.path)

    def why(self) -> Sentence:
        """Return in words for people why it is watched."""
        if self.ground is Ground.TOOL:
            return sentence("folders.where-tool-saves", tool=self.tool)
        words = _WORDS[self.ground]
        return sentence("folders.and-where-tool-saves", folder=words, tool=self.tool) if self.tool else words
