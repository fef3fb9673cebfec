"""The exception for something that was not published."""

from rules.sentences.sentence import SaidError


class PublishError(SaidError):
    """Nothing was published; its words say why and what to do, for people."""
