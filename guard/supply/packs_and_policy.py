"""Loads what is in force: proven packs and the policy, tightened by the user's own configuration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_file import load, written_keys
from guard.config.user_config import Configuration, load_configuration
from guard.core.inspection_order import InspectionOrder
from guard.core.policy import Mode, Policy
from guard.feedback.answers import FeedbackAnswer
from guard.ipc.exact_files import NO_EXACT, Exact, opened
from guard.pipeline.pipeline import Rules
from guard.platform.machine import only_root_writes
from guard.sentences.catalogue import sentence
from guard.supply.builtin import BUILTIN_PACK, OPTIONAL_PACKS, builtin_pack, optional_pack
from guard.supply.bundle import Bundle
from guard.supply.learnt_weights import LearntWeights, weights_in_force
from guard.supply.provenance import Provenance, provenance_of
from guard.supply.shared_ids import shared_ids
from guard.supply.stored_release import ExactPath, Issued
from guard.supply.unit_pack import UnitPackError, is_file_name, read_unit_pack
from guard.supply.unit_rules import applied, in_effect
from guard.util.os_errors import why
from guard.util.path_text import path_text, text_path
from guard.util.written_paths import UnusablePathError, expanded
from rules.definition import Pack
from rules.judge.assembled import judge_of
from rules.model import EXEMPTED, PUBLISHED
from rules.pack.known_writing import without_list
from rules.pack.loading import PackError
from rules.pack.loading import load as load_pack
from rules.pack.proof import Failure, prove
from rules.sentences.sentence import SaidError, Sentence


class SupplyError(SaidError):
    """The rules in force cannot be loaded; its words name file, line and rule."""


class UnsignedPackError(SupplyError):
    """A pack that nobody signed cannot be in force beside the others."""


_KEPT = 4
"""Packs that a process keeps as read and proven: one command looks at the same few several times."""

_written = lru_cache(_KEPT)(load_pack)


@dataclass(frozen=True, slots=True)
class PackFile:
    """The bytes of one pack, the name that messages call it by, and where it comes from: a signed release, or the
    program itself.
    """

    source: str
    content: bytes
    signed: bool = False
    shipped: bool = False

    def load(self) -> Pack:
        """Return the pack as it may be in force: 误报豁免 counts only when it was signed. Raises SupplyError."""
        pack = self.as_written()
        return pack if self.signed or not pack.exempted else replace(pack, exempted=())

    def as_written(self) -> Pack:
        """Return the pack as written, complete. Raises SupplyError."""
        try:
            return _written(self.content, self.source)
        except PackError as error:
            raise SupplyError(Sentence(str(error))) from error


@dataclass(frozen=True, slots=True)
class NotHonoured:
    """A part of a pack that is not in force: why, and what would help, in words for people."""

    part: str
    words: Sentence
    remedy: Sentence


@dataclass(frozen=True, slots=True)
class Supply:
    """The packs in force as bytes (for the broker) and the policy; ``rules`` builds the judge from them."""

    packs: tuple[PackFile, ...]
    policy: Policy
    left_out: tuple[NotHonoured, ...] = ()
    """Parts of the configuration that are not in force."""
    provenance: Provenance = field(default_factory=Provenance)
    groups: tuple[str, ...] = ()
    """The groups of this computer: they select its entries of 科室规则."""
    answers: tuple[FeedbackAnswer, ...] = ()
    """Answers to 误报反馈 of all users."""
    issued_weights: bytes = b""
    """The weights that a release carries."""
    issued_exact: tuple[ExactPath, ...] = ()
    """The indexes of tables that a release names, as they are stored."""
    orders: tuple[InspectionOrder, ...] = ()
    """The unit's orders to inspect folders, for whatever computers."""

    def rules(self, exact: Exact = NO_EXACT) -> Rules:
        """Parse the packs and return them with the policy, and with what was proven with the unit's key. Raises
        SupplyError."""
        packs = [self.of_unit(pack.load()) for pack in self.packs]
        return Rules(judge_of(packs, self.learnt().content, self.policy.sensitivity, opened(exact), exact.key),
                     self.policy)

    def learnt(self) -> LearntWeights:
        """Return the weights in force, read and proven each time."""
        return weights_in_force(self.issued_weights)

    def of_unit(self, pack: Pack) -> Pack:
        """Return a pack as it is in force for this computer's 科室."""
        return applied(pack, self.policy.unit_rules, self.groups)


def active(configuration: Configuration, answering_only: bool = False, issued: Issued | None = None,
           groups: tuple[str, ...] = (), retention_days: int | None = None) -> Supply:
    """Return what is in force under this configuration. Raises PolicyError.

    What an administrator ``issued`` replaces the built-in pack and policy, as far as it says so. ``retention_days``
    were chosen at the installation: they replace those of the built-in policy unless the issued one says them.

    A pack in a file may add rules whoever wrote it. 已发布清单 lets content pass, so a guard takes it only from a file
    that nobody but root can change; ``answering_only`` is for `check`, which releases nothing. 误报豁免 lets marked
    content pass and counts only in what was issued.
    """
    bundle = issued.bundle if issued is not None else Bundle(builtin=True)
    policy = issued_policy(bundle)
    left_out = [NotHonoured(key, sentence("supply.locked", part=key), sentence("supply.unlock-it"))
                for key in configuration.locked_by(policy)]
    if configuration.unlocked(policy).weakens_reading(policy):
        left_out.append(NotHonoured("识别引擎", sentence("supply.weaker-engine", engine=configuration.engine or ""),
                                    sentence("supply.unit-chooses-engine")))
    policy = configuration.unlocked(policy).tighten(policy)
    if retention_days is not None and not _says_retention(bundle):
        policy = replace(policy, retention_days=retention_days)
    packs = issued_packs(bundle)
    for name in dict.fromkeys((*bundle.optional, *policy.optional_packs)):
        pack, not_honoured = _honoured(name, answering_only)
        left_out.extend(not_honoured)
        packs.extend([pack] if pack is not None else [])
    today = datetime.now().astimezone().date()
    provenance = msgspec.structs.replace(provenance_of(issued), exceptions=in_effect(policy.unit_rules, groups, today))
    if provenance.suspended_until and policy.mode is Mode.ENFORCE:
        policy = replace(policy, mode=Mode.WARN)
    return Supply(tuple(packs), policy, tuple(left_out), provenance, groups, issued.answers if issued else (),
                  bundle.weights, issued.exact if issued else (), issued.orders if issued else ())


def _honoured(name: str, answering_only: bool) -> tuple[PackFile | None, list[NotHonoured]]:
    """Return a pack in a file without what a file may not do, None when nothing is left, and what it may not."""
    pack, left_out = _added(name), []
    if pack.as_written().exempted:
        left_out.append(NotHonoured(EXEMPTED, sentence("supply.part-lets-secrets-pass", name=name, part=EXEMPTED),
                                    sentence("supply.sign-it")))
    if answering_only or name in OPTIONAL_PACKS or only_root_writes(text_path(name)):
        return pack, left_out
    kept = _without_published(pack)
    if kept is not pack:
        left_out.append(NotHonoured(PUBLISHED, sentence("supply.part-lets-pass", name=name, part=PUBLISHED),
                                    sentence("supply.put-into-etc")))
    return kept, left_out


def issued_packs(bundle: Bundle) -> list[PackFile]:
    """Return the packs that a bundle carries, the built-in one first when it says so."""
    builtin = [PackFile(BUILTIN_PACK, builtin_pack(), shipped=True)] if bundle.builtin else []
    return builtin + [PackFile(pack.name, pack.yaml.encode(), signed=True) for pack in bundle.packs]


def issued_policy(bundle: Bundle) -> Policy:
    """Return the policy that a bundle carries, else the built-in one. Raises PolicyError."""
    if not bundle.policy:
        return load(builtin_policy(), BUILTIN_POLICY)
    return load(bundle.policy.encode(), sentence("supply.pushed-policy"))


def _says_retention(bundle: Bundle) -> bool:
    return bool(bundle.policy) and "留存天数" in written_keys(bundle.policy.encode(), sentence("supply.pushed-policy"))


def _added(name: str) -> PackFile:
    """Return an optional pack of the program, or one in a file, of valid form. Raises PolicyError."""
    if name in OPTIONAL_PACKS:
        return PackFile(OPTIONAL_PACKS[name], optional_pack(name), shipped=True)
    if not is_file_name(name):
        raise PolicyError(sentence("supply.no-such-pack", name=name, known=tuple(OPTIONAL_PACKS)))
    try:
        pack = PackFile(name, read_unit_pack(text_path(name)))
        pack.load()
    except (UnitPackError, SupplyError) as error:
        raise PolicyError(error.words) from error
    return pack


def _without_published(file: PackFile) -> PackFile | None:
    """Return a pack without its 已发布清单, the same when it has none, None when it contains nothing else."""
    pack = file.load()
    if not pack.published:
        return file
    if not pack.rules and not pack.alerts:
        return None
    stripped = replace(file, content=without_list(file.content, PUBLISHED))
    try:
        left = stripped.load()
    except SupplyError:
        left = pack
    if left.published or (left.rules, left.alerts) != (pack.rules, pack.alerts):
        raise PolicyError(sentence("supply.not-a-list", source=file.source, part=PUBLISHED))
    return stripped


def proven_packs(supply: Supply) -> tuple[Pack, ...]:
    """Return the packs as this computer has them, after running every example of those that did not come with the
    program: its own are proven when it is made, and by `mishao doctor`.

    Raises SupplyError naming the first that fails, or that has an id of another one.
    """
    packs = tuple(file.load() for file in supply.packs)
    if problems := shared_ids(packs):
        unsigned = {file.source for file in supply.packs if not file.signed}
        raise (UnsignedPackError if problems[0].source in unsigned else SupplyError)(problems[0].said())
    prove_examples(file for file in supply.packs if not file.shipped)
    return tuple(map(supply.of_unit, packs))


def prove_examples(files: Iterable[PackFile]) -> None:
    """Run every example of packs as they are written. Raises SupplyError naming the first that fails."""
    for file in files:
        failures = _failures(file)
        if failures:
            raise SupplyError(sentence("supply.example-fails", source=file.source, rule=failures[0].rule,
                                       why=failures[0].words))


@lru_cache(_KEPT)
def _failures(file: PackFile) -> tuple[Failure, ...]:
    return prove(file.load())


def configuration_from(path: Path | None, default: Path | None) -> Configuration:
    """Read the configuration named on the command line, else the default one when it exists. Raises PolicyError."""
    chosen = path or default
    if chosen is None:
        return Configuration()
    try:
        with chosen.open("rb") as stream:
            untrusted_bytes = stream.read(POLICY_LIMIT + 1)
    except OSError as error:
        if path is None and isinstance(error, FileNotFoundError | NotADirectoryError):
            return Configuration()
        raise PolicyError(sentence("policy.not-readable", path=chosen, why=why(error))) from error
    configuration = load_configuration(untrusted_bytes, path_text(chosen))
    # A file name is relative to the configuration, wherever the program was started.
    packs = (path_text(chosen.absolute().parent / _placed(name)) if is_file_name(name) else name
             for name in configuration.packs)
    return replace(configuration, packs=tuple(packs))


def _placed(name: str) -> Path:
    """Return the path of a pack file of the configuration. Raises PolicyError."""
    try:
        return expanded(name)
    except UnusablePathError as error:
        raise PolicyError(sentence("unit-pack.not-readable", path=name, why=error.words)) from error
