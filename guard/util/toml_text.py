"""Reads TOML that people wrote; what is wrong with it is said in words for people."""

from __future__ import annotations

import re
import tomllib

_LINE = re.compile(r"\(at line (\d+)")


class TomlError(Exception):
    """The text is no TOML; the message says in Chinese what is wrong, without naming the file."""


def toml_of(untrusted_bytes: bytes) -> dict[str, object]:
    """Return the document. Raises TomlError, whatever the bytes are."""
    try:
        return tomllib.loads(untrusted_bytes.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TomlError("不是 UTF-8 编码的文字") from error
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise TomlError(f"第 {line[1]} 行写错了" if line else "末尾写错了") from error
    # tomllib lets these two pass: a number of thousands of digits, and thousands of brackets in each other.
    except ValueError as error:
        raise TomlError("里面的数字太长") from error
    except RecursionError as error:
        raise TomlError("括号套得太深") from error
