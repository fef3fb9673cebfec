"""Writes the completion of the command line for zsh, with its help in the language of the locale."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from command_tree import Command, Parameter, Value

_HEAD = """#compdef mishao
# Completion of mishao for zsh, made from its command line.
"""
_TAIL = """
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}} in
    en*) _mishao_en "$@" ;;
    *) _mishao_zh "$@" ;;
esac
"""


def zsh(chinese: Command, english: Command) -> str:
    """Return the script, which zsh loads by its name ``_mishao`` from a folder of its ``fpath``."""
    functions = [line for language, program in (("zh", chinese), ("en", english))
                 for command in program.every() for line in _function(command, language)]
    return "\n".join([_HEAD, *functions]) + _TAIL


def _name(command: Command, language: str) -> str:
    return "_".join(("_mishao", language, *(word.replace("-", "_") for word in command.path)))


def _function(command: Command, language: str) -> Iterator[str]:
    yield f"{_name(command, language)}() {{"
    specs = [spec for one in command.parameters for spec in _specs(one)]
    if command.commands:
        yield "    local context state state_descr line"
        yield "    typeset -A opt_args"
        specs += ["1: :->command", "*:: :->below"]
    yield f"    _arguments {'-C ' if command.commands else ''}-S " + " \\\n        ".join(map(shlex.quote, specs))
    if command.commands:
        yield from _below(command, language)
    yield from ("}", "")


def _below(command: Command, language: str) -> Iterator[str]:
    named = [f"{one.path[-1]}:{_plain(one.brief)}" for one in command.commands]
    yield "    case $state in"
    yield "        command)"
    yield "            local -a commands"
    yield f"            commands=({' '.join(map(shlex.quote, named))})"
    yield "            _describe -t commands command commands ;;"
    yield "        below)"
    yield "            case $line[1] in"
    for one in command.commands:
        yield f"                {one.path[-1]}) {_name(one, language)} ;;"
    yield "            esac ;;"
    yield "    esac"


def _specs(parameter: Parameter) -> Iterator[str]:
    action = {Value.FILE: "_files", Value.CHOICE: f"({' '.join(parameter.choices)})"}.get(parameter.value, " ")
    words = _plain(parameter.words)
    if not parameter.is_option:
        yield f"{'*' if parameter.repeatable else '' if parameter.required else ':'}:{words}:{action}"
        return
    others = f"({' '.join(parameter.names)})" if len(parameter.names) > 1 else ""
    for name in parameter.names:
        value = "" if parameter.value is Value.NOTHING else f":{parameter.names[-1].strip('-')}:{action}"
        yield f"{'*' if parameter.repeatable else others}{name}[{words}]{value}"


def _plain(words: str) -> str:
    r"""Return words without what ends a description: ``:`` and brackets are escaped."""
    for special in "\\:[]":
        words = words.replace(special, f"\\{special}")
    return words
