"""Tests the sentences of guard/ and rules/: two equal catalogues, every call, and values that stay values."""

from __future__ import annotations

import ast
import copy
import pickle
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from guard.core.model import Reason, Unreadable
from guard.folders.errors import gone
from guard.ipc.framing import FrameError, FrameReader, FrameWriter
from guard.ipc.replies import Done, Refused
from guard.sentences import wire
from guard.sentences.catalogue import CHINESE, english, joined, sentence
from rules.sentences.catalogue import CHINESE as OF_RULES
from rules.sentences.quoting import filled
from rules.sentences.sentence import BETWEEN, NOTHING, Sentence, rendered

ROOT = Path(__file__).parents[2]
ENGLISH = english()

HOSTILE = (
    "提醒", "已销毁。", "报告”还在被别的程序写入，暂时没有收起来。docx", "a{name}b", "{0}", "{why!r:>9}",
    "100%s %(name)s", "一行\n两行\r\n三行", "“”：、。", "File \"x\" is gone", "",
)


COMMANDS_ALONE = (
    "guard/file_gate/availability.py",
    "guard/doctor.py", "guard/fleet/", "guard/inspect/", "guard/journal/verify.py", "guard/platform/__init__.py",
    "guard/platform/autostart_linux.py", "guard/platform/display.py", "guard/platform/instance.py",
    "guard/platform/linux.py", "guard/platform/paths.py", "guard/platform/windows.py", "guard/daemon/receipts.py",
)
"""Sentences of commands only, which are Chinese for everybody."""

LOOKED_FOR = (
    "guard/administration/said.py",
    "guard/channels/chat_folders.py", "guard/core/found.py", "guard/core/pages.py", "guard/core/practice.py",
    "guard/folders/placeholder.py", "guard/markup/declared_marks.py",
    "guard/reading/mask_words.py", "guard/reading/traits/", "guard/redact/by_programs.py",
    "guard/redact/case_numbers.py", "guard/redact/districts.py", "guard/redact/fields.py",
    "guard/redact/illnesses.py", "guard/redact/kin.py", "guard/redact/numbered.py",
    "guard/redact/personal.py", "guard/redact/sentences.py", "guard/redact/spelled.py",
    "guard/redact/text.py", "guard/redact/traces.py",
    "rules/features/", "rules/judge/register.py", "rules/pack/example_lines.py", "rules/pack/schema.py",
    "rules/pack/skeleton.py", "rules/scan/literals.py", "rules/scan/mending.py", "rules/scan/traditional.py",
    "rules/validators.py",
)
"""Chinese that is searched in texts, or written into files."""

WRITTEN = {
    "（内容核对中，稍后发）", "沙箱：{}", "登记{}", "{} (取回 {}){}", "第 {} 封邮件", "{}年{}月{}日",
    "策略: {}\n版本: {}\n{}: {}\n",
    "规则包: {}\n版本: {}\n", "先别发，这份文件正在布控", "内容和一份不得外传的文件相同，刚才没有粘贴出去。",
    "请不要转发，也不要自行删除，联系保密办。", "%s 不能写入（%s）。请检查权限和磁盘空间。",
}
"""Notices, records, names and logs: values of their own, not sentences of windows."""
WRITTEN_BEGINS = (
    "# 放到每台电脑的", "(?m)^[ \\t-]{0,8}编号:", "各乡镇人民政府、", "好的，明白，", "法(?!律规定)|条例|",
)

SENTENCE = re.compile("[\u3400-\u9fff].*[。，：；？“”{]|[。，：；？“”}].*[\u3400-\u9fff]", re.DOTALL)


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@dataclass(frozen=True)
class Written:
    """What one file has: its calls of sentence(), its constants that are ids, and its Chinese sentences."""

    calls: tuple[ast.Call, ...]
    constants: frozenset[str]
    chinese: tuple[str, ...]


@cache
def written() -> dict[str, Written]:
    """Return what each file has by its name. Their trees are not kept: they are hundreds of megabytes."""
    return {str(path.relative_to(ROOT)): _written(ast.parse(path.read_text("utf-8")))
            for path in sorted(path for room in ("guard", "rules", "ui") for path in (ROOT / room).rglob("*.py"))}


def _written(tree: ast.Module) -> Written:
    nodes = list(ast.walk(tree))
    return Written(
        tuple(node for node in nodes
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sentence"),
        frozenset(str(node.value.value) for node in tree.body
                  if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                  and node.value.value in CHINESE),
        tuple(chinese(nodes)))


def calls() -> list[tuple[str, ast.Call]]:
    return [(name, call) for name, found in written().items() for call in found.calls]


def ids(node: ast.expr) -> list[str]:
    """The ids that a call may have: a string, one of two, or a constant's name."""
    match node:
        case ast.Constant(value=str(found)):
            return [found]
        case ast.IfExp(body=body, orelse=otherwise):
            return [*ids(body), *ids(otherwise)]
    return []


def chinese(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the Chinese sentences of a file, with {} in place of values; docstrings are left out."""
    silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            words = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        else:
            words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if id(node) not in silent and SENTENCE.search(words):
            yield words


def test_no_sentence_is_written_beside_the_catalogues() -> None:
    beside = []
    for name, found in written().items():
        if not name.startswith((*COMMANDS_ALONE, *LOOKED_FOR, "guard/sentences/", "rules/sentences/", "ui/")):
            beside += [(name, words) for words in found.chinese
                       if words not in WRITTEN and not words.startswith(WRITTEN_BEGINS)]
    assert beside == []


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    assert CHINESE.keys() == ENGLISH.keys()
    assert [name for name, words in CHINESE.items() if fields(words) != fields(ENGLISH[name])] == []


def test_every_sentence_that_is_made_is_in_the_catalogues_with_the_values_it_is_given() -> None:
    wrong = []
    for path, call in calls():
        known = OF_RULES if path.startswith("rules/") else CHINESE
        given = {keyword.arg for keyword in call.keywords}
        wrong += [(path, call.lineno, name) for name in ids(call.args[0])
                  if name not in known or fields(known[name]) != given]
    assert wrong == []


def test_no_sentence_is_in_the_catalogues_that_nobody_makes() -> None:
    made = {name for _, call in calls() for name in ids(call.args[0])}
    made |= {name for path, found in written().items() if not path.startswith("ui/") for name in found.constants}
    assert sorted(CHINESE.keys() - made - {BETWEEN}) == []


@pytest.mark.parametrize("foreign", HOSTILE)
def test_whatever_a_value_is_its_sentence_stays_the_same_in_both_languages(foreign: str) -> None:
    name = f"{foreign}.docx"
    shown = name.translate(str.maketrans("“”\"", "‘’'"))
    said = sentence("folders.still-written", name=name)
    assert said == f"文件“{shown}”还在被别的程序写入，暂时没有收起来。"
    assert rendered(said, CHINESE) == said
    before, after = ENGLISH["folders.still-written"].split("{name}")
    assert rendered(said, ENGLISH) == f"{before}{shown}{after}"


def test_marks_are_nested_within_their_own_kind_alone() -> None:
    inner = sentence("pack.quoted", words="甲《乙》丙")
    assert sentence("pack.quoted", words=inner) == "“‘甲《乙》丙’”"
    assert sentence("joined.of", what="“甲”", why=inner) == "“甲”：“甲《乙》丙”"
    assert filled("《{file}》", {"file": "a》已收起“b”"}) == "《a〉已收起“b”》"


def test_a_mark_that_is_spoken_of_stays_what_it_is() -> None:
    assert sentence("expression.never-matches", character="＂", plain='"').endswith("请改写成“\"”。")


@pytest.mark.parametrize("foreign", HOSTILE)
def test_a_value_within_a_sentence_within_a_list_stays_what_it_is(foreign: str) -> None:
    inner = sentence("joined.of", what=foreign, why=sentence("system.no-permission"))
    outer = sentence("unreadable.gaps", rules=(inner, foreign))
    assert rendered(outer, ENGLISH).endswith(f": {foreign}: there is no permission, {foreign}")
    assert str(outer).endswith(f"：{foreign}：没有权限、{foreign}")


@pytest.mark.parametrize("foreign", HOSTILE)
def test_foreign_words_are_no_sentence_even_if_they_read_like_one(foreign: str) -> None:
    assert rendered(foreign, ENGLISH) == rendered(Sentence(foreign), ENGLISH) == foreign


def test_foreign_words_are_made_plain_where_they_are_shown_and_ours_are_not() -> None:
    said = joined(sentence("guard.given-back", path="a\nb"), sentence("guard.destroyed"))
    assert rendered(said, CHINESE, lambda words: words.replace("\n", "⏎")) == "已取回：a⏎b已销毁。"


def test_a_sentence_is_never_changed_and_survives_copying() -> None:
    said = sentence("joined.of", what="a", why=sentence("system.busy"))
    with pytest.raises(AttributeError):
        said.id = "system.io"  # type: ignore[misc]
    for same in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert (same, same.id, dict(same.values)) == (said, said.id, dict(said.values))
        assert rendered(same, ENGLISH) == rendered(said, ENGLISH)


def sent(message: object) -> object:
    stream = BytesIO()
    FrameWriter(stream).write(message)
    stream.seek(0)
    return FrameReader(stream, Done | Refused).read()


@pytest.mark.parametrize("foreign", HOSTILE)
def test_between_processes_a_sentence_keeps_its_id_and_its_values(foreign: str) -> None:
    why = sentence("joined.of", what=foreign, why=sentence("unreadable.gaps", rules=("BC-01", foreign)))
    arrived = sent(Refused("code", why))
    assert isinstance(arrived, Refused)
    assert (arrived.words, arrived.words.id) == (why, "joined.of")
    assert rendered(arrived.words, ENGLISH) == rendered(why, ENGLISH)


@pytest.mark.parametrize("foreign", HOSTILE)
def test_between_processes_foreign_words_stay_foreign(foreign: str) -> None:
    arrived = sent(Done(Sentence(foreign)))
    assert isinstance(arrived, Done)
    assert (arrived.words, arrived.words.id) == (foreign, "")


def test_what_was_kept_before_sentences_had_ids_is_read_as_foreign_words() -> None:
    kept = msgspec.msgpack.encode({"reason": "damaged", "detail": "文件不完整"})
    found = msgspec.msgpack.decode(kept, type=Unreadable, dec_hook=wire.read)
    assert found == Unreadable(Reason.DAMAGED, Sentence("文件不完整"))
    assert rendered(found.detail, ENGLISH) == "文件不完整"


@pytest.mark.parametrize("words", [
    7, None, [], ["a"], {},
    {"words": "a", "id": "b"},
    {"words": "a", "id": 1, "values": {}},
    {"words": "a", "id": "b", "values": {"c": None}},
    {"words": "a", "id": "b", "values": {1: "c"}},
    {"words": "a", "id": "b", "values": {"c": {}}},
    {"words": "a", "id": "b", "values": {}, "more": 1},
])
def test_what_is_no_sentence_does_not_decode(words: object) -> None:
    stream = BytesIO()
    FrameWriter(stream).write({"type": "Done", "words": words})
    stream.seek(0)
    with pytest.raises(FrameError):
        FrameReader(stream, Done | Refused).read()


@pytest.mark.parametrize(("name", "values"), [
    ("system.gone-since", {}), ("folders.gone", {}), ("folders.gone", {"x": "a"}),
])
def test_a_sentence_of_another_version_keeps_its_chinese_words(name: str, values: dict[str, str]) -> None:
    assert rendered(Sentence("以前的话", name, values), ENGLISH) == "以前的话"


def test_output_for_programs_has_chinese_words() -> None:
    assert wire.to_builtins(Refused("gone", gone(Path("/a/提醒")).words)) == {
        "type": "Refused", "code": "gone", "words": "文件“提醒”已不在原处，可能被移动或删除了。"}


def test_nothing_is_no_sentence() -> None:
    assert not NOTHING
    assert joined(NOTHING, NOTHING) is NOTHING
    assert joined(NOTHING, sentence("system.io")).id == "system.io"
