"""Tests that what the documents name exists: files, functions, make targets, subcommands and their options, figures."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from guard.authorisation.request import parse
from tests.docs.documents import DOCUMENTS, code, named
from tests.support.program import ROOT
from ui.console.commands import app

LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"(?<![\w/.])(?:guard|ui|rules|tests|scripts|packaging|docs)/[\w/.-]*\w")
DOCUMENT = re.compile(r"(?<![\w/.-])\w[\w/.-]*\.md\b")
PLACE = re.compile(r"([\w/]+\.py):([A-Za-z_][\w.]*)")
TEST = re.compile(r"::(test_\w+)(…?)")
MAKE = re.compile(r"^(?:[A-Z_]+=\S+ )*make ([a-z][\w-]*)(?!…)")
TARGET = re.compile(r"(?m)^([a-z][\w-]*):(?!=)")
REQUEST_CODE = re.compile(r"mishao authorise (?:sign|show) \S+ ((?:[0-9A-Z]+ ?)+)")
HELP_CHARACTERS = 60
"""Columns that a terminal of 80 characters leaves beside the name of a subcommand."""
FIGURE = re.compile(r"\d+(?:\.\d+)?")
WRITTEN = "<!-- make bench writes from here -->"

Command = TyperGroup | TyperCommand
PROGRAM: Command = get_command(app)
NAMES = "|".join(getattr(PROGRAM, "commands", ()))
COMMAND = re.compile(rf"(?:^|`|\.venv/bin/)(?:mishao (?:--(?:home|config) \S+ )?|(?=(?:{NAMES})(?:[ `]|$)))"
                     r"([a-z][a-z|-]*(?: [a-z][a-z|-]*)*)([^`]*)")
"""A subcommand, with ``mishao`` before it or alone in the text, and the rest."""

TESTS = {name for file in (ROOT / "tests").rglob("test_*.py")
         for name in re.findall(r"(?m)^def (test_\w+)", file.read_text("utf-8"))}

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=named)


@every_document
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    targets = [target for target in LINK.findall(document.read_text("utf-8")) if "://" not in target]
    missing = [target for target in targets if not _leads_somewhere(document, target)]
    assert missing == []


@every_document
def test_every_file_that_is_named_exists(document: Path) -> None:
    names = {name for words in code(document) for name in FILE.findall(words)}
    assert sorted(name for name in names if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("folder", ["guard", "rules", "ui", "scripts", "packaging"])
def test_every_file_that_the_code_names_exists(folder: str) -> None:
    known = {document.name for document in DOCUMENTS}
    texts = {file: file.read_text("utf-8") for file in sorted((ROOT / folder).rglob("*.py"))}
    missing = [(named(file), name) for file, text in texts.items()
               for name in {*FILE.findall(text), *DOCUMENT.findall(text)}
               if not (ROOT / name).exists() and name not in known]
    assert missing == []


@every_document
def test_every_function_and_constant_that_is_named_exists(document: Path) -> None:
    places = {place for words in code(document) for place in PLACE.findall(words)}
    assert sorted(place for place in places if not _defines(*place)) == []


@every_document
def test_every_test_that_is_named_exists(document: Path) -> None:
    names = {found for words in code(document) for found in TEST.findall(words)}
    assert sorted(name for name, more in names if name not in TESTS
                  and not (more and any(one.startswith(name) for one in TESTS))) == []


def test_the_walk_through_names_its_steps() -> None:
    walk = ROOT / "docs" / "walk-through.md"
    places = {place for words in code(walk) for place in PLACE.findall(words)}
    assert {file.split("/")[0] for file, _ in places} == {"main.py", "guard", "rules", "ui"}
    assert ("guard/clipboard/x11/broker.py", "X11Broker._owner_changed") in places
    assert ("guard/journal/record.py", "encode") in places


@every_document
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = {*TARGET.findall((ROOT / "Makefile").read_text("utf-8"))}
    asked = {target for words in code(document) for target in MAKE.findall(words)}
    assert sorted(asked - targets) == []


@every_document
def test_every_subcommand_and_option_that_is_named_exists(document: Path) -> None:
    wrong = [words for words in code(document) for command, rest in COMMAND.findall(words)
             if not _is_understood(command, rest)]
    assert wrong == []


def test_every_subcommand_is_in_the_description_of_the_command_line() -> None:
    described = "\n".join(code(ROOT / "docs" / "command-line.md"))
    missing = [" ".join(path) for path in _commands(PROGRAM) if not re.search(rf"\b{path[-1]}\b", described)]
    assert missing == []


def test_every_request_code_that_is_shown_is_taken_by_the_program() -> None:
    shown = [found for document in DOCUMENTS for words in code(document) for found in REQUEST_CODE.findall(words)]
    assert shown
    assert [found for found in shown if parse(found) is None] == []


def test_help_says_what_every_subcommand_option_and_argument_is() -> None:
    groups = [PROGRAM, *(one for one in getattr(PROGRAM, "commands", {}).values() if isinstance(one, TyperGroup))]
    inner = [one for group in groups for one in getattr(group, "commands", {}).values()]
    assert [one.name for one in inner if one.get_short_help_str(HELP_CHARACTERS).endswith("...")] == []
    assert [(one.name, each.name) for one in inner for each in one.params if not getattr(each, "help", "")] == []


def test_figures_in_what_the_readme_quotes_are_those_that_make_bench_wrote() -> None:
    quoted = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("> ")]
    _, _, measured = (ROOT / "docs" / "benchmarks.md").read_text("utf-8").partition(WRITTEN)
    figures = {figure for line in quoted for figure in FIGURE.findall(line)}
    assert figures
    assert sorted(figures - {*FIGURE.findall(measured)}) == []


def test_the_newest_change_is_of_the_version_that_is_built() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    newest, *_ = re.findall(r"(?m)^## \[(\S+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert newest == version


def _leads_somewhere(document: Path, target: str) -> bool:
    path, _, heading = target.partition("#")
    file = document.parent / path if path else document
    if not file.exists():
        return False
    headings = {_anchor(line) for line in re.findall(r"(?m)^#+ (.+)$", file.read_text("utf-8"))} if heading else set()
    return not heading or heading in headings


def _anchor(heading: str) -> str:
    """Return the anchor of a heading: in small letters, without punctuation, blanks as hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _defines(file: str, name: str) -> bool:
    path = ROOT / file
    if not path.exists():
        return False
    body: list[ast.stmt] = ast.parse(path.read_text("utf-8")).body
    for part in name.split("."):
        found = [node for node in body if part in _names(node)]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return True


def _names(node: ast.stmt) -> set[str]:
    """Return the name that a statement defines: a function, a class, a constant."""
    targets = getattr(node, "targets", [getattr(node, "target", node)])
    return {str(getattr(target, "id", getattr(target, "name", ""))) for target in targets}


def _commands(command: Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the path of every subcommand that is carried out, not of the groups."""
    if not isinstance(command, TyperGroup):
        return [path]
    return [found for name, inner in command.commands.items() for found in _commands(inner, (*path, name))]


def _is_understood(command: str, rest: str) -> bool:
    """Return whether the words after ``mishao`` lead to commands, each alternative of a|b, that know these options."""
    reached: list[Command] = [PROGRAM]
    for word in command.split():
        groups = [one for one in reached if isinstance(one, TyperGroup)]
        if not groups:
            break
        reached = [found for group in groups for name in word.split("|") if (found := group.commands.get(name))]
        if len(reached) != len(groups) * (word.count("|") + 1):
            return False
    parameters = [parameter for one in reached for parameter in one.params]
    known = {option for parameter in parameters for option in (*parameter.opts, *parameter.secondary_opts)}
    return all(option in known for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest))
