"""Tests that no name of a file, folder or pack can control the terminal or print a line of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import rich.text

from rules.sentences.catalogue import sentence
from tests.support.one_rule import one_rule
from tests.support.program import Run
from ui.terminal import complain, people

TRAP = "甲\n● 可发\x1b[31m\u202e"
SHOWN = "甲␤● 可发□[31m□"
ENTRY = "规则包: 演示包\n版本: 1\n模式:\n  样: {正则: '青松[计]划'}\n" + one_rule("  - {把握: 高, 主证: '@样'}\n")
BROKEN = ENTRY.replace("青松[计]划", "青松(").replace("把握: 高", "把握: 很高").replace("性质: 工作秘密", "性质: 没有")

PACKS = {"good.yaml": ENTRY, "broken.yaml": BROKEN, "warned.yaml": ENTRY.replace("青松[计]划", "青松\\w?"),
         "named.yaml": ENTRY.replace("演示包", json.dumps(TRAP)),
         "rule.yaml": ENTRY.replace("名称: 甲", f"名称: {json.dumps(TRAP)}")}


def _refuses_to_be_controlled(out: bytes, err: bytes) -> str:
    said = (out + err).decode()
    assert not [line for line in said.splitlines() if line.startswith("● 可发")]
    assert "\x1b" not in said
    assert "\u202e" not in said
    return said


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a trap for a name, with packs that have such names."""
    folder = tmp_path / TRAP
    folder.mkdir()
    for name, content in PACKS.items():
        (folder / name).write_text(content, "utf-8")
    (folder / "list.toml").write_text(f"[rules]\npacks = [{json.dumps(TRAP)}]\n", "utf-8")
    return folder


@pytest.mark.parametrize("arguments", [
    ("rules", "lint", "{}/broken.yaml"), ("rules", "lint", "{}/warned.yaml"), ("rules", "test", "{}/broken.yaml"),
    ("rules", "test", "{}/missing.yaml"), ("rules", "lint", "{}/named.yaml"), ("rules", "list", "{}/named.yaml"),
    ("rules", "list", "{}/rule.yaml"), ("rules", "diff", "{}/good.yaml", "{}/named.yaml"),
    ("rules", "diff", "{}/good.yaml", "{}/missing.yaml"), ("rules", "diff", "{}/good.yaml", "{}/rule.yaml"),
    ("rules", "explain", "YS-01", "{}/rule.yaml"), ("rules", "explain", "{}/missing"), ("rules", "new", "{}/good.yaml"),
    ("rules", "new", "{}/no/new.yaml"), ("journal", "verify", "{}/missing"),
    ("receipt", "verify", "{}/good.yaml"), ("receipt", "verify", "{}/missing"),
    ("fleet", "report", "{}/missing"), ("--config", "{}/missing.toml", "rules", "list"),
    ("--config", "{}/list.toml", "rules", "list"), ("--config", "{}/good.yaml", "rules", "list"),
    ("rules", "explain", "{}/none", "--html", "x.html"), ("check", "{}/missing"),
])
def test_a_name_with_line_breaks_and_controls_is_printed_on_one_line(
    mishao: Run, place: Path, arguments: tuple[str, ...],
) -> None:
    done = mishao(*(each.replace("{}", str(place)) for each in arguments))
    said = _refuses_to_be_controlled(done.stdout, done.stderr)
    assert SHOWN in said


def test_what_the_parser_refuses_is_printed_without_controls(mishao: Run, place: Path) -> None:
    done = mishao("journal", "verify", str(place / "good.yaml"), str(place / "broken.yaml"))
    assert "● 可发" in _refuses_to_be_controlled(done.stdout, done.stderr)


def test_every_problem_of_a_refused_pack_has_a_line_of_its_own(mishao: Run, place: Path) -> None:
    done = mishao("rules", "lint", str(place / "broken.yaml"))
    begun = [line for line in done.stderr.decode().splitlines() if f"{SHOWN}{os.sep}broken.yaml:" in line]
    assert len(begun) == len(done.stderr.decode().splitlines()) >= 2


def test_output_for_programs_keeps_names_as_they_are(mishao: Run, place: Path) -> None:
    done = mishao("rules", "lint", "--json", str(place / "broken.yaml"))
    assert {json.loads(line)["file"] for line in done.stdout.splitlines()} == {str(place / "broken.yaml")}


def test_text_that_is_asked_for_keeps_its_lines(mishao: Run, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("第一行\n\x1b[31m第二行\n", "utf-8")
    done = mishao("check", "--with-text", str(file))
    assert [line for line in done.stdout.decode().splitlines() if "行" in line] == ["第一行", "□[31m第二行"]


def test_the_console_makes_plain_whatever_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    console = people()
    console.print(f"  截图目录：{TRAP}", "下一行", sep="\n")
    console.print(rich.text.Text.assemble((TRAP, "bold"), "。"))
    assert capsys.readouterr().out.splitlines() == [f"  截图目录：{SHOWN}", "下一行", f"{SHOWN}。"]


def test_a_sentence_of_several_lines_keeps_them_and_no_value_adds_one(capsys: pytest.CaptureFixture[str]) -> None:
    complain(sentence("joined.lines", first=TRAP, then=sentence("joined.of", what=TRAP, why=TRAP)), "。")
    assert capsys.readouterr().err.splitlines() == [f"mishao：{SHOWN}", f"{SHOWN}：{SHOWN}。"]
