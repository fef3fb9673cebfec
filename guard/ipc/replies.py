"""The replies that every request to the guard may get."""

from __future__ import annotations

from guard.ipc.messages import Message
from rules.sentences.sentence import NOTHING, Sentence


class Done(Message, frozen=True):
    """It was done; ``words`` say what the user may do next."""

    words: Sentence = NOTHING


class Refused(Message, frozen=True):
    """It was not done; ``words`` say why and what would help. ``code`` is for programs."""

    code: str
    words: Sentence
