"""Configures where log lines go, and logs a crash without content."""

from __future__ import annotations

import logging
import sys
import traceback

_FORMAT = "%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"

log = logging.getLogger(__name__)


def to_stderr(level: int = logging.WARNING) -> None:
    """Send log lines to standard error; standard output stays free for answers and frames."""
    logging.basicConfig(level=level, format=_FORMAT, stream=sys.stderr, force=True)


def crash(error: BaseException) -> None:
    """Log what crashed and where: types and places, no messages, because those may quote what was being read."""
    names = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(names) < 5:
        names.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = "".join(traceback.format_tb(error.__traceback__))
    log.critical("unexpected %s\n%s", " from ".join(names), places)
