"""The placeholder beside a held file: it says that the file is held and how to get it back. No content, no rule."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from guard.core.model import FileFacts
from guard.folders.errors import refused
from guard.platform import atomic_file
from guard.util.path_text import label, text_path

SUFFIX = ".密哨.txt"

_NAME_LIMIT = 255
"""Bytes of a file name on Linux file systems."""

_FIRST_LINE = "密哨：这里的文件没有丢，暂时收起来了。"

_BODY = """{first}

文件名：{name}
原因：里面可能有不宜外传的内容，先收起来，免得被误发出去。
找回：点开屏幕角落的托盘图标，进“被拦截内容”，找到这一项即可查看或取回；
      也可以在终端执行下面对应的命令。取回后本提示会自动删除。

"""

_COMMAND = "mishao vault release "
_ENTRY = _COMMAND + "{case}    （文件时间 {time}）"


def placeholder_for(path: Path) -> Path:
    """Return the path of a file's placeholder."""
    name = label(path).encode()[:_NAME_LIMIT - len(SUFFIX.encode())]
    return path.with_name(name.decode("utf-8", "ignore") + SUFFIX)


def is_placeholder(path: Path) -> bool:
    """Return whether a file is a placeholder of ours."""
    if not path.name.endswith(SUFFIX) or path.is_symlink():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_FIRST_LINE.encode())) == _FIRST_LINE.encode()
    except OSError:
        return False


def write_placeholder(facts: FileFacts, case: str) -> None:
    """Write the placeholder, or add this case to it. Raises FolderError; a file that is not ours is never replaced."""
    path = text_path(facts.path)
    note = placeholder_for(path)
    entry = _ENTRY.format(case=case, time=_time_words(facts)) + "\n"
    try:
        if is_placeholder(note):
            atomic_file.replace(note, note.read_bytes() + entry.encode(), mode=atomic_file.PUBLIC)
        else:
            body = _BODY.format(first=_FIRST_LINE, name=label(path))
            atomic_file.create(note, (body + entry).encode(), mode=atomic_file.PUBLIC)
    except OSError as error:
        raise refused(note, error) from error


def remove_placeholder(facts: FileFacts, case: str) -> None:
    """Remove this case's entry from its placeholder, and the placeholder with its last entry.

    Several files that had the same name one after another share one placeholder. A file that is not ours is left alone,
    and one that may not be changed stays: what it tells of has already happened.
    """
    note = placeholder_for(text_path(facts.path))
    if not is_placeholder(note):
        return
    with suppress(OSError):
        lines = note.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{_COMMAND}{case} ")]
        if any(line.startswith(_COMMAND) for line in kept):
            atomic_file.replace(note, "".join(kept).encode(), mode=atomic_file.PUBLIC)
        else:
            note.unlink(missing_ok=True)


def _time_words(facts: FileFacts) -> str:
    seconds, rest = divmod(facts.modified_ns, 1_000_000_000)
    local = datetime.fromtimestamp(seconds).astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S}.{rest:09d}"
