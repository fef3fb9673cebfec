"""The exceptions for something that was not published."""

from rules.sentences.sentence import SaidError


class PublishError(SaidError):
    """Nothing was published; its words say why and what to do, for people."""


class ChangedMeanwhileError(PublishError):
    """Something else was signed since the change was planned, or while somebody typed a passphrase."""
