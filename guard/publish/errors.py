"""Why something was not published."""


class PublishError(Exception):
    """Nothing was published; the message says why and what to do, in words for people."""
