"""Reads TOML that people wrote; describes what is wrong with it in words for people."""

from __future__ import annotations

import re
import tomllib

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

_LINE = re.compile(r"\(at line (\d+)")


class TomlError(SaidError):
    """The text is not TOML; its words say in Chinese what is wrong, without naming the file."""


def toml_of(untrusted_bytes: bytes) -> dict[str, object]:
    """Return the document. Raises TomlError, whatever the bytes are."""
    try:
        return tomllib.loads(untrusted_bytes.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TomlError(sentence("toml.not-utf-8")) from error
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise TomlError(sentence("toml.line", line=line[1]) if line else sentence("toml.end")) from error
    # tomllib raises ValueError and RecursionError for a number of thousands of digits, and for thousands of nested
    # brackets.
    except ValueError as error:
        raise TomlError(sentence("toml.number")) from error
    except RecursionError as error:
        raise TomlError(sentence("toml.brackets")) from error
