"""Tests that packs are read as YAML 1.2, compared with another parser; mistakes are reported with line and remedy."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from rules.pack.skeleton import skeleton
from rules.pack.yaml_tree import Node, TreeError, read_tree
from tests.bench.generated_rules import large_pack

ROOT = Path(__file__).parents[2]
PACKS = sorted([*(ROOT / "rules" / "packs").glob("*.yaml"), *(ROOT / "tests" / "hostile" / "packs").glob("*.yaml")])
PIECES = (
    "甲", "乙", "a", "规则", ": ", ":", "\n", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "- ", "-", "[", "]", "{",
    "}", ", ", ",", '"', "'", '"甲"', "'乙'", '"a\\n"', "''", "#", " #", " # 注", " ", "  ", "|", ">", "&", "*", "!",
    "?", "? ", "---", "\n---\n", "...", "~", "null", "是", "2026.1", "\\", "\\x", "%", "@", "`", "\t", "\r\n", "\r",
    "\u200b", "\ufeff", "甲: 乙", "\n乙: [甲, 乙]", "\n丙: {甲: 乙, 丙: 丁}",
    "\n丁:\n- 甲\n- 乙: 丙\n  丁: 戊", "\n戊: \"甲: 乙\"  # 注", "甲:乙", "甲 乙", "a#b", "[[甲], {乙: [丙]}]", "{}",
    "[]", "{甲: }", "[甲: 乙]", "[甲, ]", "http://a", "-1", "- - 甲", "甲'乙", "[甲'乙]",
    '"\\u2605"', '"\\ud805"', "\\u2605",
)


def _ours(text: str) -> Node | None:
    """Return the nodes, None for refused input; content and nodes are read separately and must agree."""
    try:
        tree = read_tree(text.encode())
    except TreeError:
        return None
    assert tree.content == tree.at(()).plain()
    return tree.at(())


def _other(text: str) -> Node:
    """Return the nodes that ruamel.yaml's own parser for YAML 1.2 makes. Raises YAMLError."""
    root = YAML(typ="safe", pure=True).compose(text)
    if root is None:
        raise YAMLError("nothing in it")
    return _converted(root)


def _converted(node: Any) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        return Node(line, scalar=str(node.value))
    if isinstance(node, SequenceNode):
        return Node(line, sequence=[_converted(entry) for entry in node.value])
    assert isinstance(node, MappingNode)
    return Node(line, mapping={str(key.value): _converted(value) for key, value in node.value})


def _without_lines_of_nothing(node: Node) -> Node:
    """Return the nodes without the lines of empty values: ruamel.yaml gives them the line of what follows."""
    if node.mapping is not None:
        return Node(node.line, mapping={key: _without_lines_of_nothing(one) for key, one in node.mapping.items()})
    if node.sequence is not None:
        return Node(node.line, sequence=list(map(_without_lines_of_nothing, node.sequence)))
    return Node(node.line if node.scalar else 0, scalar=node.scalar)


def _agree(text: str) -> bool:
    """Compare both parsers where both read a text, and return whether they did."""
    ours = _ours(text)
    if ours is None:
        return False
    try:
        other = _other(text)
    except (YAMLError, ValueError):
        return False
    assert _without_lines_of_nothing(ours) == _without_lines_of_nothing(other)
    return True


def test_the_parser_in_c_is_there() -> None:
    assert yaml.__with_libyaml__


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_both_parsers_agree_on_every_pack(path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    assert _agree(text) or "hostile" in path.parts


def test_both_parsers_agree_on_a_generated_pack() -> None:
    assert _agree(large_pack(60).decode())


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join), st.booleans())
def test_whatever_both_parsers_read_they_read_alike(text: str, keyed: bool) -> None:
    _agree(f"甲: {text}\n" if keyed else text)


def test_a_byte_order_mark_where_files_were_joined_is_named_with_its_line() -> None:
    with pytest.raises(TreeError, match="看不见的字符") as told:
        read_tree("甲: 乙\n\ufeff丙: 丁\n".encode())
    assert told.value.line == 2


_SCALARS = st.sampled_from(("甲", "a b", "2026.1", "是", "甲:乙", "a#b", '"甲: 乙"', "'a''b'", '"\\n\\""', "http://a/b?c=1"))
_FLOW_SCALARS = st.sampled_from(("甲", "a b", "'甲, 乙'", '"[a]"', "1"))
_FLOWS = st.recursive(
    _FLOW_SCALARS,
    lambda inner: st.lists(inner, max_size=3).map(lambda entries: f"[{', '.join(entries)}]")
    | st.lists(inner, max_size=3).map(
        lambda entries: "{" + ", ".join(f"k{number}: {entry}" for number, entry in enumerate(entries)) + "}",
    ),
    max_leaves=6,
)
_TAILS = st.sampled_from(("", " ", "  # 注", " #"))


def _block(depth: int) -> st.SearchStrategy[list[str]]:
    """Lines of a block collection, indented from zero."""
    value = st.one_of(_SCALARS, _FLOWS.filter(lambda flow: flow[0] in "[{"))
    simple = st.tuples(value, _TAILS).map(lambda parts: [parts[0] + parts[1]])
    nested = simple if depth == 0 else st.one_of(simple, _block(depth - 1))

    def mapping(entries: list[list[str]]) -> list[str]:
        lines: list[str] = []
        for number, entry in enumerate(entries):
            if len(entry) == 1 and not entry[0].startswith(("k", "- ")):
                lines.append(f"k{number}: {entry[0]}")
            else:
                lines += [f"k{number}:", *(f"  {line}" for line in entry)]
        return lines

    def sequence(entries: list[list[str]]) -> list[str]:
        return [f"{'- ' if index == 0 else '  '}{line}" for entry in entries for index, line in enumerate(entry)]

    many = st.lists(nested, min_size=1, max_size=3)
    return many.map(mapping) | many.map(sequence)


@settings(max_examples=150, deadline=None)
@given(st.lists(_block(2), min_size=1, max_size=3))
def test_both_parsers_agree_on_nested_blocks(blocks: list[list[str]]) -> None:
    text = "\n".join(line for number, block in enumerate(blocks)
                     for line in (f"r{number}:", *(f"  {entry}" for entry in block)))
    assert _agree(text)


def test_nodes_know_their_lines() -> None:
    nodes = read_tree("# 注\n甲: 1\n\n乙:\n- 丙: 2\n  丁: {戊: 3}\n- 4\n".encode())
    places = ((), ("甲",), ("乙",), ("乙", 0), ("乙", 0, "丁"), ("乙", 0, "丁", "戊"), ("乙", 1))
    assert [nodes.at(path).line for path in places] == [2, 2, 5, 5, 6, 6, 7]


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_what_only_old_yaml_takes_for_a_line_end_is_a_character(character: str) -> None:
    tree = read_tree(f"甲: a{character}b\n乙{character}丙: ['{character}', \"a {character} b\"]\n丁: 戊\n".encode())
    assert tree.content == {"甲": f"a{character}b", f"乙{character}丙": [character, f"a {character} b"], "丁": "戊"}
    assert tree.at(("丁",)).line == 3


def test_every_scalar_is_what_was_written() -> None:
    assert read_tree("{甲: no, 乙: 2026.10, 丙: 0x1F, 丁: 2026-01-02, 戊: ~, 己: 1_000, 庚: }".encode()).content == {
        "甲": "no", "乙": "2026.10", "丙": "0x1F", "丁": "2026-01-02", "戊": "~", "己": "1_000", "庚": ""}


@pytest.mark.parametrize(("text", "line", "words"), [
    ("甲：乙\n丙: 丁\n", 1, "全角的。请改成半角冒号"), ("丙: 丁\n甲：乙\n戊: 己\n", 2, "全角的。请改成半角冒号"),
    ("规则:\n- 编号：甲\n  名称: 乙\n", 2, "全角的。请改成半角冒号"), ("丙: 丁\n甲:乙\n戊: 己\n", 2, "少了一个空格"),
    ("甲:\n\t乙: 丙\n", 2, "请改成空格"), ("甲:\n  乙: 丙\n\t丁: 戊\n", 3, "请改成空格"),
    ("甲: [乙, 丙\n丁: 戊\n", 1, "括号没有配对"), ("甲: {乙: 丙\n丁: 戊\n", 1, "括号没有配对"),
    ("甲: \"乙\n丙: 丁\n", 1, "引号没有配对"), ("甲: '乙\n丙: 丁\n", 1, "引号没有配对"),
    ("甲: 乙: 丙\n", 1, "两处冒号加空格"), ("甲: @乙\n", 1, "以 @、%、` 开头"), ('甲: "\\d"\n', 1, "正则请改用单引号"),
    ("甲: 乙\n 丙: 丁\n", 2, "缩进"), ("甲: 1\n乙: 2\n甲: 3\n", 3, "“甲”写了两次"),
    ("甲: {乙: 1, 乙: 2}\n", 1, "写了两次"),
    ("甲: 乙\n丙: 丁\x07\n", 2, "控制字符（U+0007）"), ("甲: &表 乙\n", 1, "锚点"), ("甲: *a\n", 1, "引用"),
    ("甲: !a 乙\n", 1, "标签"), ("? [甲]\n: 乙\n", 1, "键要写成普通文字"), ("甲: 1\n---\n乙: 2\n", 2, "一个规则包"),
    ("# 注\n", 0, "空的"), ("[" * 13 + "]" * 13, 1, "嵌套过深"),
    ("甲: 乙\n丙：{丁: 戊, 己: 庚}\n", 2, "全角的。请改成半角冒号"),
    ("甲: {乙: 1，丙: 2}\n丁: 戊\n", 1, "逗号“，”是全角的"),
    ("甲:\n- 乙\n-丙\n- 丁\n", 3, "短横“-”后面少了一个空格"),
])
def test_a_mistake_is_told_with_its_line_cause_and_remedy(text: str, line: int, words: str) -> None:
    with pytest.raises(TreeError) as caught:
        read_tree(text.encode())
    assert (caught.value.line, words in caught.value.message) == (line, True), caught.value.message


@pytest.mark.parametrize(("wanted", "given", "line", "spaces"), [
    ("  性质: 工作秘密", "    性质: 工作秘密", 8, 2), ("  性质: 工作秘密", " 性质: 工作秘密", 8, 2),
    ("  性质: 工作秘密", "性质: 工作秘密", 8, 2), ("    主证: [青松计划]", "  主证: [青松计划]", 14, 4),
    ("  - 青松计划的选址", "   - 青松计划的选址", 20, 2), ("  - 青松计划三家", "- 青松计划三家", 21, 2),
    ("  提示语: ", "   提示语: ", 18, 2),
])
def test_a_line_that_is_indented_otherwise_is_told_with_the_spaces_it_should_have(
        wanted: str, given: str, line: int, spaces: int) -> None:
    text = skeleton("单位", "1")
    assert text.count(wanted) == 1
    with pytest.raises(TreeError, match=f"应当缩进 {spaces} 个空格") as told:
        read_tree(text.replace(wanted, given).encode())
    assert told.value.line == line


@pytest.mark.parametrize(
    "make",
    [
        lambda: "甲: a" + " " * 2_000_000 + ": b", lambda: "甲: [" + " " * 2_000_000 + "?",
        lambda: "甲: 'b'" + " " * 2_000_000 + "x", lambda: "甲" + " " * 2_000_000 + "乙: 丙\n丁",
        lambda: "甲: \"" + "\\\\" * 1_000_000, lambda: "\n".join(f"k{number}: v" for number in range(1_250_000)),
        lambda: "甲: [" + "a," * 1_250_000 + "a]", lambda: "- " * 1_000_000,
    ],
    ids=["spaces", "spaces in brackets", "spaces after quotes", "spaces in a key", "backslashes", "keys", "entries",
         "dashes"],
)
def test_a_bomb_costs_little(make: Callable[[], str]) -> None:
    text = make()
    started = time.process_time()
    with pytest.raises(TreeError):
        read_tree(text.encode())
    assert time.process_time() - started < 2
