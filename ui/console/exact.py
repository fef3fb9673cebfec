"""Carries out `mishao exact build|show`: the index of a table of the unit, and the key under which it is made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from guard.publish.errors import PublishError
from guard.publish.table_index import IndexFileError, TableMade, TableWanted, make_index, read_index
from guard.publish.unit_key import KeyFileError
from guard.publish.unit_table import TableFileError
from guard.util import exit_codes
from guard.util.sizes import fine_megabytes
from rules.exact.index import ExactError, Header
from ui.terminal import complain, json_line, people


def build_index(asked: TableWanted, as_json: bool) -> int:
    """Make an index and write it; return the exit code."""
    try:
        done = make_index(asked)
    except (IndexFileError, TableFileError, KeyFileError) as error:
        complain(error)
        return exit_codes.USAGE
    except (PublishError, ExactError) as error:
        if as_json:
            json_line({"done": False, "words": str(error)})
        complain(error)
        return exit_codes.NOT_DONE
    _say(asked, done, as_json)
    return exit_codes.OK


def show_index(file: Path, key: Path | None, as_json: bool) -> int:
    """Print the header of an index; with a key, whether it is the one of the index."""
    try:
        header, size = read_index(file, key)
    except (IndexFileError, KeyFileError) as error:
        complain(error)
        return exit_codes.USAGE
    except ExactError as error:
        complain(error)
        return exit_codes.NOT_DONE
    if as_json:
        json_line({**_facts(header, size), "key": key is not None})
        return exit_codes.OK
    people().print(_summary(header, size))
    if key is not None:
        people().print("密钥：是做它的那一把")
    return exit_codes.OK


def _say(asked: TableWanted, done: TableMade, as_json: bool) -> None:
    made, headings, is_new = done.made, done.headings, done.new_key
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
            f"{header.pairs} 对，{fine_megabytes(size)} MB，{made:%Y-%m-%d %H:%M} 制作")


def _facts(header: Header, size: int) -> dict[str, object]:
    return {"name": header.name, "nature": header.nature.value, "rows": header.rows, "columns": header.columns,
            "pairs": header.pairs, "bytes": size, "made_at": header.made_at}
