"""Why something was not published."""

from rules.sentences.sentence import SaidError


class PublishError(SaidError):
    """Nothing was published; its words say why and what to do, in words for people."""
