"""Carries out `mishao policy check|show`: what a policy file says, and what of it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_file import drops_without_effect, load
from guard.core.policy import Policy
from guard.platform.paths import Paths
from guard.publish.contents import packs_named
from guard.publish.policy_changes import KEYS
from guard.publish.policy_objections import objection_lines
from guard.sentences.catalogue import sentence
from guard.supply.builtin import BUILTIN_NAME
from guard.supply.loader_process import Ground, supply_of
from guard.supply.machine_layer import machine_layer
from guard.supply.packs_and_policy import SupplyError
from guard.supply.unit_pack import UnitPackError
from guard.util import exit_codes
from guard.util.os_errors import why
from rules.schema.problem import InvalidFileError
from rules.sentences.sentence import Sentence
from ui.terminal import complain, json_line, people


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a policy: its key, its name ("" for a key with one value), its value, and whether the built-in
    policy says the same."""

    key: str
    name: str
    value: str
    builtin: bool

    def __str__(self) -> str:
        return f"{self.key}：" + " ".join(filter(None, (self.name, self.value)))


def check(file: Path, packs: Sequence[str], as_json: bool) -> int:
    """Say whether a policy file can be signed with these packs, those of the program unless others are named: every
    mistake with its line and what to write; 1 when it cannot."""
    try:
        content = _content(file)
        policy = load(content, str(file))
        idle = drops_without_effect(content, str(file))
        _check_signable(policy, content, str(file), packs)
    except (PolicyError, SupplyError, UnitPackError) as error:
        if as_json:
            json_line({"file": str(file), "usable": False, "words": error.words})
        complain(error)
        return exit_codes.NO
    own = [item for item in _items(policy) if not item.builtin]
    if as_json:
        json_line({"file": str(file), "usable": True, "differs": [str(item) for item in own],
                   "drops_without_effect": list(idle)})
        return exit_codes.OK
    people().print(f"● {file}：可以用，和内置策略有 {len(own)} 处不同")
    for item in own:
        people().print(f"  {item}")
    for name in idle:
        people().print(f"▲ “去掉”里的“{name}”，内置策略里没有，去不去掉一样。请核对写法。")
    return exit_codes.OK


def _check_signable(policy: Policy, content: bytes, source: str, packs: Sequence[str]) -> None:
    """Raise PolicyError with everything for which a policy would not be signed."""
    today = datetime.now().astimezone().date()
    found = objection_lines(policy, content, source, packs_named(packs or (BUILTIN_NAME,), policy), today)
    if found:
        words = InvalidFileError(found).words
        hint = Sentence("只和程序自带的规则核对了。科室规则里有单位自己的规则的，请用 --pack 写上它的文件。")
        raise PolicyError(words if packs else sentence("joined.lines", first=words, then=hint), found)


def show(file: Path | None, effective: bool, home: Path | None, config: Path | None, as_json: bool) -> int:
    """Print what a policy file says, or the policy in force: what differs from the built-in one, or everything."""
    try:
        if file is not None:
            policy = load(_content(file), str(file))
        else:
            ground = Ground(Paths.choose(home), config, machine_layer())
            policy = supply_of(ground, answering_only=True).policy
    except PolicyError as error:
        complain(error)
        return exit_codes.USAGE
    items = [item for item in _items(policy) if effective or not item.builtin]
    if as_json:
        for item in items:
            json_line({"key": item.key, "item": item.name, "value": item.value, "builtin": item.builtin})
        return exit_codes.OK
    which = "全部项目，* 是和内置策略不同的" if effective else f"和内置策略有 {len(items)} 处不同"
    people().print(f"{policy.version}：{which}")
    for item in items:
        people().print(f"{' ' if item.builtin or not effective else '*'} {item}")
    return exit_codes.OK


def _items(policy: Policy) -> Iterator[Item]:
    builtin = load(builtin_policy(), BUILTIN_POLICY)
    for key, told in KEYS.items():
        own, theirs = told.items(policy), told.items(builtin)
        yield from (Item(key, name, value, theirs.get(name) == value) for name, value in own.items())
        yield from (Item(key, name, "（去掉）", False) for name in theirs if name not in own)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(POLICY_LIMIT + 1)
    except OSError as error:
        raise PolicyError(Sentence(f"{file} 不能读取（{why(error)}）。请检查路径。")) from error
