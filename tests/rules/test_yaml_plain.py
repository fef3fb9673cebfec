"""The quick reader of plain YAML returns what the general reader returns, or leaves the document to it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.pack.yaml_node import Node, TreeError
from rules.pack.yaml_plain import NotPlain, read_nodes, read_plain
from rules.pack.yaml_tree import GENERAL_SIZE_LIMIT, _general, read_tree
from tests.bench.generated_rules import large_pack

ROOT = Path(__file__).parents[2]
PACKS = sorted([*(ROOT / "rules" / "packs").glob("*.yaml"), *(ROOT / "tests" / "hostile" / "packs").glob("*.yaml")])
PIECES = (
    "甲", "乙", "a", "规则", ": ", ":", "\n", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "- ", "-", "[", "]", "{",
    "}", ", ", ",", '"', "'", '"甲"', "'乙'", '"a\\n"', "''", "#", " #", " # 注", " ", "  ", "|", ">", "&", "*", "!",
    "?", "? ", "---", "\n---\n", "...", "~", "null", "是", "2026.1", "\\", "\\x", "%", "@", "`", "\t", "\r\n", "\r",
    "\u200b", "\x85", "\ufeff", "\u2028", "甲: 乙", "\n乙: [甲, 乙]", "\n丙: {甲: 乙, 丙: 丁}",
    "\n丁:\n- 甲\n- 乙: 丙\n  丁: 戊", "\n戊: \"甲: 乙\"  # 注", "甲:乙", "甲 乙", "a#b", "[[甲], {乙: [丙]}]", "{}",
    "[]", "{甲: }", "[甲: 乙]", "[甲, ]", "http://a", "-1", "- - 甲", "甲'乙", "[甲'乙]",
    '"\\u2605"', '"\\ud805"', "\\u2605",
)


def _plain(text: str) -> Node | None:
    """Return what the quick reader makes of a text, None when it leaves it to the general reader."""
    try:
        return read_nodes(text)
    except NotPlain:
        return None
    except TreeError:
        with pytest.raises(TreeError):
            _general(text)
        return None


def _agree(text: str) -> bool:
    """Compare both readers and say whether the quick one answered."""
    nodes = _plain(text)
    if nodes is None:
        return False
    assert nodes == _general(text)
    assert read_plain(text) == nodes.plain()
    return True


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_both_readers_agree_on_every_pack(path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if "---" in text or not text.strip():
        assert not _agree(text)
    else:
        _agree(text)


@pytest.mark.parametrize("name", ["builtin", "education", "enterprise", "police"])
def test_the_packs_of_the_product_are_read_quickly(name: str) -> None:
    assert _agree((ROOT / "rules" / "packs" / f"{name}.yaml").read_text(encoding="utf-8"))


def test_both_readers_agree_on_a_generated_pack() -> None:
    assert _agree(large_pack(60).decode())


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join), st.booleans())
def test_both_readers_agree_on_anything(text: str, keyed: bool) -> None:
    _agree(f"甲: {text}\n" if keyed else text)


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


@settings(max_examples=200, deadline=None)
@given(st.lists(_block(2), min_size=1, max_size=3))
def test_both_readers_agree_on_nested_blocks(blocks: list[list[str]]) -> None:
    text = "\n".join(line for number, block in enumerate(blocks)
                     for line in (f"r{number}:", *(f"  {entry}" for entry in block)))
    assert _agree(text) or "- - " in text


def test_nodes_know_their_lines() -> None:
    nodes = read_nodes("# 注\n甲: 1\n\n乙:\n- 丙: 2\n  丁: {戊: 3}\n- 4\n")
    places = ((), ("甲",), ("乙",), ("乙", 0), ("乙", 0, "丁"), ("乙", 0, "丁", "戊"), ("乙", 1))
    assert [nodes.at(path).line for path in places] == [2, 2, 5, 5, 6, 6, 7]


@pytest.mark.parametrize(
    "text",
    [
        "甲: a" + " " * 2_000_000 + ": b", "甲: [" + " " * 2_000_000 + "?", "甲: 'b'" + " " * 2_000_000 + "x",
        "甲" + " " * 2_000_000 + "乙", "甲: \"" + "\\\\" * 1_000_000,
        "\n".join(f"k{number}: v" for number in range(1_250_000)),
        "甲: [" + "a," * 1_250_000 + "a]", "- " * 1_000_000,
    ],
    ids=["spaces", "spaces in brackets", "spaces after quotes", "spaces in a key", "backslashes", "keys", "entries",
         "dashes"],
)
def test_a_bomb_costs_little(text: str) -> None:
    started = time.process_time()
    with pytest.raises((NotPlain, TreeError)):
        read_plain(text)
    assert time.process_time() - started < 2


def test_a_large_pack_that_is_not_plain_is_told_where_and_what_to_change() -> None:
    text = "规则包: |\n  甲\n" + "# 注\n" * (GENERAL_SIZE_LIMIT // 5)
    with pytest.raises(TreeError, match="最简单的写法") as caught:
        read_tree(text.encode())
    assert caught.value.line == 1
