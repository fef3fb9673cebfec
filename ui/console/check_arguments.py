"""Prepares `mishao check`: single answers, or a self-inspection of folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guard.files.items import is_folder
from guard.inspect.check import Checker
from guard.inspect.index import Index, IndexProblem
from guard.inspect.inspection import pool_here
from guard.inspect.own_report import is_own_report
from guard.inspect.walking import Scope
from guard.inspect.worker import Setup, identity
from guard.inspect.workers import WorkerPool
from guard.pipeline.pipeline import Rules
from guard.platform.paths import Paths
from guard.reading.client import ReaderClient
from guard.reading.ocr import ENGINES
from guard.supply.packs_and_policy import SupplyError
from guard.util import exit_codes
from guard.util.version import VERSION
from rules.judge.judge import label
from ui.console.check_folders import Asked, inspect
from ui.console.check_output import check_lines, check_paths
from ui.console.rules_in_force import Supplied, supply_in_force
from ui.console.shared_options import UsageError, since_seconds
from ui.report.writing import Earlier, ReportError, Target, refuse_targets
from ui.terminal import complain

INDEX = "inspection.sqlite"
"""The default index, in the cache folder."""


@dataclass(frozen=True, slots=True)
class InspectionAsked:
    """The options of a self-inspection as given on the command line."""

    html: Path | None = None
    xlsx: Path | None = None
    exclude: tuple[str, ...] = ()
    since: str | None = None
    cross_file_systems: bool = False
    index: Path | None = None
    workers: int | None = None
    dask: str | None = None


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """All arguments of `check`."""

    paths: tuple[str, ...]
    as_json: bool
    jsonl: bool
    with_text: bool
    engine: str | None
    home: Path | None
    config: Path | None
    reader: tuple[str, ...]
    inspection: InspectionAsked

    @property
    def inspects(self) -> bool:
        """True for a self-inspection: one of its options, or a folder for people.

        ``--json`` and ``--with-text`` alone answer file by file with all that was found and store nothing.
        """
        if self.inspection != InspectionAsked():
            return True
        return not (self.as_json or self.jsonl or self.with_text) and any(is_folder(Path(path)) for path in self.paths)


def run_check(asked: CheckAsked) -> int:
    """Run `mishao check`; return its exit code."""
    try:
        _refuse_engine(asked.engine)
        supply = supply_in_force(asked.home, asked.config)
        if supply is None:
            return exit_codes.USAGE
        return _inspect(asked, supply) if asked.inspects else _answer(asked, supply)
    except (UsageError, SupplyError, IndexProblem, ReportError) as error:
        complain(error)
        return exit_codes.USAGE


def _refuse_engine(engine: str | None) -> None:
    if engine is None:
        return
    if engine not in ENGINES:
        raise UsageError(f"没有叫“{engine}”的识别引擎，可选：{'、'.join(ENGINES)}。")
    why = ENGINES[engine]().unavailable()
    if why is not None:
        raise UsageError(f"识别引擎 {engine} 在这台电脑上不能用：{why}")


def _answer(asked: CheckAsked, supply: Supplied) -> int:
    engine = asked.engine or supply.policy.engine
    rules = Rules(supply.judge(), supply.policy)
    reader = ReaderClient(asked.reader, engine=engine, read_unconfined=supply.policy.read_unconfined)
    checker = Checker(rules, reader, reader.ready)
    try:
        if asked.jsonl:
            return check_lines(checker, asked.with_text)
        return check_paths(checker, asked.paths, asked.as_json, asked.with_text)
    finally:
        if reader.stand_in:
            complain(reader.stand_in)
        reader.close()


def _inspect(asked: CheckAsked, supply: Supplied) -> int:
    options = asked.inspection
    if asked.jsonl or asked.with_text or "-" in asked.paths:
        raise UsageError("自查只看文件和文件夹，不带 --jsonl、--with-text 和标准输入。")
    refuse_targets((Target("--html", options.html, (".html",)), Target("--xlsx", options.xlsx, (".xlsx",))),
                   Earlier("自查报告", is_own_report))
    learnt = supply.learnt()
    setup = Setup(supply.packs, asked.reader, asked.engine or supply.policy.engine, supply.policy.read_unconfined,
                  learnt.content, supply.policy.sensitivity, supply.exact())
    own = [path.absolute() for path in (options.html, options.xlsx, options.index) if path is not None]
    scope = Scope(options.exclude, since_seconds(options.since), options.cross_file_systems, frozenset(own))
    index = _index(asked, identity(setup, VERSION, asked.paths))
    judged_by = "；".join(filter(None, (label(supply.packs), str(learnt.problem))))
    return inspect(Asked(asked.paths, scope, judged_by, asked.as_json, options.html, options.xlsx), index,
                   lambda waiting: _pool(setup, waiting, options))


def _index(asked: CheckAsked, rules: str) -> Index:
    path = asked.inspection.index
    if path is not None:
        return Index(path, rules)
    try:
        return Index(Paths.choose(asked.home).cache / INDEX, rules)
    except IndexProblem as problem:
        complain(f"{problem}这次照样自查，但停下以后要从头再来。")
        return Index(None, rules)


def _pool(setup: Setup, waiting: int, options: InspectionAsked) -> WorkerPool:
    if options.dask is None:
        return pool_here(setup, waiting, options.workers)
    try:
        from guard.inspect.cluster import Cluster, ClusterError
    except ImportError:
        raise UsageError("这里没有装 Dask。请安装 mishao[cluster]，或者不带 --dask。") from None
    try:
        return Cluster(setup, options.dask, options.workers)
    except ClusterError as error:
        raise UsageError(str(error)) from error
