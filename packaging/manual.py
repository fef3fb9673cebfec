"""Words the manual page of the program from its command line, in man(7), in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from command_tree import Command, Parameter, Value


@dataclass(frozen=True, slots=True)
class _Words:
    """What no definition of a command says."""

    section: str
    name: str
    synopsis: str
    description: str
    options: str
    commands: str
    exit_status: str
    files: str
    see_also: str
    brief: str
    every_command: str
    exit_codes: str
    of_files: tuple[str, ...]
    documents: str


_FILES = ("~/.config/mishao/mishao.toml", "/etc/mishao/supply.toml, /etc/mishao/root.json", "/etc/mishao/report.toml",
          "/etc/mishao/retention.toml")

_ENGLISH = _Words(
    "User Commands", "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS", "FILES", "SEE ALSO",
    "stops what must not be sent before a chat client receives it",
    "Each command also has the options --home and --config where it needs them, and --help.",
    "0 when it was done as asked, 2 for wrong usage; other codes are given with each command.",
    ("Additional settings of the user, which can only be stricter.", "Where rules come from, and the root of trust.",
     "What reports call this computer, and where they go.", "For how many days held content is kept."),
    "The contract of the command line with its JSON is /usr/share/doc/mishao/docs/command-line.md.")
_CHINESE = _Words(
    "用户命令", "名称", "概要", "说明", "选项", "命令", "退出码", "文件", "另见",
    "内容到达聊天软件之前，先看一眼能不能发",
    "各命令需要时也有 --home、--config，都有 --help。",
    "0 是照办了，2 是用法不对；其余的写在各命令里。",
    ("用户的补充配置，只会更严。", "从哪里取规则，和信任的根密钥。", "上报时怎样称呼这台电脑，报到哪里。",
     "先留着的内容留多少天。"),
    "命令行和 JSON 的约定在 /usr/share/doc/mishao/docs/command-line.md。")
_BREAK = re.compile(r"(?<=[\u3400-\u9fff，。；：、”）])(?=[\u3400-\u9fff“（])")
"""Where a line of Chinese may be broken, which roff knows only for the locale of the page."""

_SHARED = ("--home", "--config", "--help")


def manual(program: Command, english: bool, version: str, day: str) -> str:
    """Return the page. ``day`` is the date of this version, as in 2026-11-29."""
    words = _ENGLISH if english else _CHINESE
    # Chinese has no spaces to stretch.
    lines = [*([] if english else [".ds AD l"]), f'.TH MISHAO 1 "{day}" "mishao {version}" "{words.section}"',
             f".SH {words.name}", f"mishao \\- {_text(words.brief)}",
             f".SH {words.synopsis}", *_synopsis(program, words),
             f".SH {words.description}", *_sentences(program.words),
             f".SH {words.options}", *_parameters(program.options),
             f".SH {words.commands}", *_sentences(words.every_command)]
    for command in program.every():
        if not command.commands:
            lines += _told(command)
    lines += [f".SH {words.exit_status}", *_sentences(words.exit_codes), f".SH {words.files}"]
    for name, what in zip(_FILES, words.of_files, strict=True):
        lines += [".TP", f".I {_text(name)}", *_sentences(what)]
    lines += [f".SH {words.see_also}", *_sentences(words.documents)]
    return "\n".join(lines) + "\n"


def _synopsis(program: Command, words: _Words) -> Iterator[str]:
    yield ".B mishao"
    yield rf"[\fI{words.options.lower()}\fR] [\fI{words.commands.lower()}\fR]"


def _told(command: Command) -> Iterator[str]:
    yield f".SS mishao {_text(' '.join((*command.path, *map(_place, command.arguments))))}"
    yield from _sentences(command.words)
    yield from _parameters(command.arguments)
    yield from _parameters(tuple(one for one in command.options if not set(one.names) & set(_SHARED)))


def _place(argument: Parameter) -> str:
    name = f"{argument.names[0].upper()}{'...' if argument.repeatable else ''}"
    return name if argument.required else f"[{name}]"


def _parameters(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    for one in parameters:
        yield ".TP"
        if one.is_option:
            value = "" if one.value is Value.NOTHING else rf" \fI{_text(_value(one))}\fR"
            yield ", ".join(rf"\fB{_text(name)}\fR" for name in one.names) + value
        else:
            yield rf"\fI{_text(one.names[0].upper())}\fR"
        yield from _sentences(one.words)


def _value(option: Parameter) -> str:
    if option.choices:
        return "|".join(option.choices)
    return "FILE" if option.value is Value.FILE else "VALUE"


def _sentences(words: str) -> Iterator[str]:
    """Yield the text with each English sentence on a line of its own, as man pages are written."""
    for line in re.split(r"(?<=\.) (?=[A-Z])", words):
        yield rf"\&{_text(line)}" if line.startswith((".", "'")) else _text(line)


def _text(words: str) -> str:
    """Return words as roff shows them unchanged; a hyphen can be copied and typed."""
    return _BREAK.sub(r"\\:", words.replace("\\", r"\e").replace("-", r"\-"))
