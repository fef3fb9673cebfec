"""Carries out `mishao exact build|show`: the index of a table of the unit, and the key under which it is made."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from guard.platform import atomic_file
from guard.publish.errors import PublishError
from guard.publish.unit_key import KeyFileError, key_in, key_or_new, write_key
from guard.publish.unit_table import no_columns, read_table
from guard.util.os_errors import why
from rules.exact.building import About, Made, build
from rules.exact.digests import SALT_BYTES
from rules.exact.index import INDEX_LIMIT, ExactError, Header, header_of, index_of
from rules.model import Nature
from rules.sentences.sentence import SaidError, Sentence
from ui.terminal import complain, json_line, people

EXIT_OK, EXIT_REFUSED, EXIT_USAGE = 0, 1, 2

_MB = 1024 * 1024


class _FileError(SaidError):
    """A file cannot be read or written; the words name it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Arguments of `exact build`."""

    table: Path
    name: str
    out: Path
    key: Path
    nature: Nature
    columns: tuple[str, ...] = ()
    sheet: str = ""


def build_index(asked: Asked, as_json: bool) -> int:
    """Make an index and write it; return the exit code."""
    try:
        _refuse_existing(asked.out)
        table = read_table(asked.table, asked.columns, asked.sheet)
        if not asked.columns:
            raise no_columns(asked.table, table)
        key, is_new = key_or_new(asked.key)
        made = build(table.rows, About(asked.name.strip(), asked.nature, time.time()), key,
                     secrets.token_bytes(SALT_BYTES))
        _write(asked.out, made.content)
        if is_new:
            write_key(asked.key, key)
    except (_FileError, KeyFileError) as error:
        complain(error)
        return EXIT_USAGE
    except (PublishError, ExactError) as error:
        if as_json:
            json_line({"done": False, "words": str(error)})
        complain(error)
        return EXIT_REFUSED
    _say(asked, made, table.headings, is_new, as_json)
    return EXIT_OK


def show_index(file: Path, key: Path | None, as_json: bool) -> int:
    """Print the header of an index; with a key, whether it is the one of the index."""
    try:
        content = _content(file)
        header = header_of(content) if key is None else index_of(content, key_in(key)).header
    except (_FileError, KeyFileError) as error:
        complain(error)
        return EXIT_USAGE
    except ExactError as error:
        complain(error)
        return EXIT_REFUSED
    if as_json:
        json_line({**_facts(header, len(content)), "key": key is not None})
        return EXIT_OK
    people().print(_summary(header, len(content)))
    if key is not None:
        people().print("密钥：是做它的那一把")
    return EXIT_OK


def _say(asked: Asked, made: Made, headings: tuple[str, ...], is_new: bool, as_json: bool) -> None:
    if as_json:
        json_line({"done": True, **_facts(made.header, len(made.content)), "file": str(asked.out),
                   "values": dict(zip(headings, made.values, strict=True)), "left_out": made.left_out,
                   "shared": [headings[number] for number in sorted(made.shared)],
                   "new_key": is_new})
        return
    console = people()
    console.print(f"写好：{asked.out}")
    console.print(_summary(made.header, len(made.content)))
    for number, (heading, values) in enumerate(zip(headings, made.values, strict=True)):
        console.print(_used(heading, values, number in made.shared))
    if made.left_out:
        console.print(f"  {made.left_out} 对没有收：两项都常见，碰巧在一起不说明是那一行")
    if is_new:
        console.print(f"新的名单密钥：{asked.key}。请放到每台电脑的 /etc/mishao/exact.key"
                      "（mishao provision --exact-key），另存一份备份；不要放在规则服务器上。以后的名单都用这一把。")
    console.print(f"下一步：mishao publish release 发布目录 --exact {asked.out}")


def _used(heading: str, values: int, shared: bool) -> str:
    if not values:
        return f"  ▲ {heading}：没有用上（太短、太多行都一样，或存成数字丢了后几位）"
    if shared:
        return (f"  ▲ {heading}：很多行都一样，只用上人少的 {values} 个值；公开文章里写到某人和这一项，也会拦。"
                "不是必要就不选这一列，重新制作")
    return f"  {heading}：{values} 个不同的值用上了"


def _summary(header: Header, size: int) -> str:
    made = datetime.fromtimestamp(header.made_at, UTC).astimezone()
    return (f"名单“{header.name}”（{header.nature.value}）：{header.rows} 行 {header.columns} 列，"
            f"{header.pairs} 对，{size / _MB:.1f} MB，{made:%Y-%m-%d %H:%M} 制作")


def _facts(header: Header, size: int) -> dict[str, object]:
    return {"name": header.name, "nature": header.nature.value, "rows": header.rows, "columns": header.columns,
            "pairs": header.pairs, "bytes": size, "made_at": header.made_at}


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise _FileError(Sentence(f"{path} 已经有了，没有覆盖。请换一个文件名。"))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(INDEX_LIMIT + 1)
    except OSError as error:
        raise _FileError(Sentence(f"{path} 不能读取（{why(error)}）。请检查路径。")) from error


def _write(path: Path, content: bytes) -> None:
    try:
        atomic_file.replace(path, content, mode=atomic_file.PUBLIC)
    except OSError as error:
        raise _FileError(Sentence(f"{path} 没有写成（{why(error)}）。请检查目录和空间。")) from error
