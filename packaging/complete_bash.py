"""Writes the completion of the command line for bash."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from command_tree import Command, Value, valued

_HEAD = """# Completion of mishao for bash, made from its command line.
_mishao() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} at="" word skipped="" place
    COMPREPLY=()
    for ((place = 1; place < COMP_CWORD; place++)); do
        word=${COMP_WORDS[place]}
        if [[ -n $skipped ]]; then skipped=""; continue; fi
        case $word in
            @VALUED@) skipped=1 ;;
            -*) ;;
            *) _mishao_has "$at" "$word" && at="$at $word" ;;
        esac
    done
    if [[ -n $skipped ]]; then
        _mishao_value "$at $previous"
    elif [[ $current == -* ]]; then
        _mishao_options "$at"
    else
        _mishao_words "$at"
    fi
}

# A file is completed by the shell itself (-o default) where nothing is offered here.
_mishao_offer() {
    local IFS=$'\\n'
    COMPREPLY=($(compgen -W "$(printf '%s\\n' "$@")" -- "$current"))
}
"""


def bash(program: Command) -> str:
    """Return the script, which bash loads from its folder of completions when `mishao` is first completed."""
    return "\n".join([_HEAD.replace("@VALUED@", "|".join(valued(program))), *_has(program), *_values(program),
                      *_options(program), *_words(program), "complete -o default -F _mishao mishao", ""])


def _case(command: Command, *more: str) -> str:
    return shlex.quote("".join(f" {word}" for word in (*command.path, *more)))


def _has(program: Command) -> Iterator[str]:
    yield from ("_mishao_has() {", '    case "$1 $2" in')
    yield "        " + "|".join(_case(one) for one in program.every() if one.path) + ") return 0 ;;"
    yield from ("    esac", "    return 1", "}", "")


def _values(program: Command) -> Iterator[str]:
    yield from ("_mishao_value() {", '    case "$1" in')
    for command in program.every():
        for option in command.options:
            places = "|".join(_case(command, name) for name in option.names)
            if option.value is Value.CHOICE:
                yield f"        {places}) _mishao_offer {shlex.join(option.choices)} ;;"
            elif option.value is Value.OTHER:
                yield f"        {places}) compopt +o default ;;"
    yield from ("    esac", "}", "")


def _options(program: Command) -> Iterator[str]:
    yield from ("_mishao_options() {", '    case "$1" in')
    for command in program.every():
        names = [name for option in command.options for name in option.names]
        yield f"        {_case(command)}) _mishao_offer {shlex.join(names)} ;;"
    yield from ("    esac", "}", "")


def _words(program: Command) -> Iterator[str]:
    yield from ("_mishao_words() {", '    case "$1" in')
    for command in program.every():
        offered = [one.path[-1] for one in command.commands]
        offered += [word for argument in command.arguments for word in argument.choices]
        if offered:
            yield f"        {_case(command)}) _mishao_offer {shlex.join(offered)} ;;"
        elif not command.arguments:
            yield f"        {_case(command)}) compopt +o default ;;"
    yield from ("    esac", "}", "")
