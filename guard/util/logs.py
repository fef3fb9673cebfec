"""Configures where log lines go, and logs a crash without content."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

EXIT_CRASHED = 70
"""The exit code after an unexpected exception (EX_SOFTWARE of sysexits.h)."""

_FORMAT = "%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"
_FILE_BYTES = 1_000_000
_FILES_KEPT = 2

log = logging.getLogger(__name__)


def to_stderr(level: int = logging.WARNING) -> None:
    """Send log lines to standard error; standard output stays free for answers and frames."""
    logging.basicConfig(level=level, format=_FORMAT, stream=sys.stderr, force=True)


def to_file(path: Path) -> None:
    """Send log lines to a file that is rotated at one megabyte, readable by its owner only. Raises OSError."""
    path.touch(mode=0o600, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8")
    logging.basicConfig(level=logging.INFO, format=_FORMAT, handlers=[handler], force=True)


def crash(error: BaseException) -> None:
    """Log what crashed and where: types and places, no messages, because those may quote what was being read."""
    names = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(names) < 5:
        names.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = "".join(traceback.format_tb(error.__traceback__))
    log.critical("unexpected %s\n%s", " from ".join(names), places)
