"""Writes the completion of the command line for fish, with its help in the language of the locale."""

from __future__ import annotations

from collections.abc import Iterator

from command_tree import Command, Parameter, Value, valued

_HEAD = """# Completion of mishao for fish, made from its command line.
function __mishao_at
    # Whether the words before the cursor are exactly the command $argv, apart from options and arguments.
    set -l words (commandline -opc)[2..]
    set -l at
    set -l skipped
    for word in $words
        if test -n "$skipped"
            set skipped
        else if contains -- $word @VALUED@
            set skipped 1
        else if string match -q -- '-*' $word
            continue
        else if contains -- (string join ' ' -- $at $word) @COMMANDS@
            set -a at $word
        end
    end
    set -l line (string join ' ' -- $at)
    test "$line" = "$argv"
end

complete -c mishao -f
"""


def fish(chinese: Command, english: Command) -> str:
    """Return the script, which fish loads from its folder of completions."""
    commands = " ".join(_quoted(" ".join(one.path)) for one in chinese.every() if one.path)
    head = _HEAD.replace("@VALUED@", " ".join(valued(chinese))).replace("@COMMANDS@", commands)
    return "\n".join([head,
                      "set -l locale (string match -rv '^$' -- $LC_ALL $LC_MESSAGES $LANG C)",
                      "if string match -q 'en*' -- $locale[1]",
                      *(f"    {line}" for line in _completions(english)), "else",
                      *(f"    {line}" for line in _completions(chinese)), "end", ""])


def _completions(program: Command) -> Iterator[str]:
    for command in program.every():
        at = f"complete -c mishao -n {_quoted('__mishao_at ' + ' '.join(command.path))}"
        for below in command.commands:
            yield f"{at} -a {below.path[-1]} -d {_quoted(below.brief)}"
        for parameter in command.parameters:
            yield from (f"{at} {words}" for words in _offered(parameter))


def _offered(parameter: Parameter) -> Iterator[str]:
    words = f"-d {_quoted(parameter.words)}"
    offer = f" -a {_quoted(' '.join(parameter.choices))}" if parameter.choices else ""
    if not parameter.is_option:
        if parameter.value is Value.FILE:
            yield "-F"
        elif offer:
            yield f"{offer.strip()} {words}"
        return
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in parameter.names)
    follows = {Value.NOTHING: "", Value.FILE: " -r -F"}.get(parameter.value, f" -x{offer}")
    yield f"{names}{follows} {words}"


def _quoted(words: str) -> str:
    return "'" + words.strip().replace("\\", "\\\\").replace("'", "\\'") + "'"
