"""Tests that docs/rules.zh.md shows a pack that works as printed, and every word that a pack may contain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from pathlib import Path

import pytest

from rules.definition import Reach
from rules.features import FEATURES, RETIRED
from rules.model import Nature
from rules.pack.loading import PackError, load
from rules.pack.schema import ActionWord, DestinationWord, EffectWord, LevelWord, PicturesOnly, keys
from rules.validators import VALIDATORS
from tests.support.program import ROOT, Run

DOCUMENT = (ROOT / "docs" / "rules.zh.md").read_text("utf-8")
(PRINTED,) = re.findall(r"(?ms)^```yaml\n(.*?)^```$", DOCUMENT)


def listed(name: str, column: int = 1) -> list[str]:
    """Return what the row of this name lists in one of its columns."""
    (row,) = re.findall(rf"(?m)^\| {name} \|.*$", DOCUMENT)
    return re.split("[、，]", row.strip("| ").split(" | ")[column])


def values(words: Iterable[Enum]) -> set[str]:
    return {str(word.value) for word in words}


@pytest.fixture
def printed(tmp_path: Path) -> str:
    path = tmp_path / "单位.yaml"
    path.write_text(PRINTED, "utf-8")
    return str(path)


def test_the_printed_pack_passes_its_examples_and_has_nothing_to_be_changed(mishao: Run, printed: str) -> None:
    tested = mishao("rules", "test", printed)
    assert tested.returncode == 0, tested.stdout.decode() + tested.stderr.decode()
    assert "样例全部通过" in tested.stdout.decode()
    linted = mishao("rules", "lint", printed)
    assert linted.returncode == 0, linted.stdout.decode()
    assert "没有要改的" in linted.stdout.decode()


def test_the_printed_pack_shows_every_part_and_the_commands_below_name_its_rule(mishao: Run, printed: str) -> None:
    pack = load(PRINTED.encode(), "单位.yaml")
    assert pack.words
    assert pack.patterns
    assert pack.structures
    assert {exemption.name for rule in pack.rules for exemption in rule.exemptions()} == {"引述", "公示标题", ""}
    assert {"守密话", "合同编号", "引述"} <= set(dict(pack.notes))
    assert all(part in PRINTED for part in (" × ", "（可无）", "{年份}", "（隔200字）", "例句"))
    (named,) = re.findall(r"mishao rules explain (\S+) 单位\.yaml", DOCUMENT)
    assert mishao("rules", "explain", named, printed).returncode == 0


@pytest.mark.parametrize(("name", "words"), [
    ("性质", values(Nature)), ("去向", values(DestinationWord)), ("把握", values(LevelWord)),
    ("动作", values(ActionWord)), ("作用", values(EffectWord)), ("校验", set(VALIDATORS)),
    ("仅用于", values(PicturesOnly)),
])
def test_the_words_that_may_be_written_are_those_of_the_schema(name: str, words: set[str]) -> None:
    assert name in keys()
    assert sorted(listed(name)) == sorted(words)


def test_the_distances_and_cases_that_may_be_written_are_those_of_the_schema() -> None:
    *reaches, numbers = listed("距离")
    assert set(reaches) == values(Reach)
    (least, most) = map(int, re.findall(r"\d+", numbers))
    assert_range('距离: 60, 取自', '距离: {}, 取自', least, most)
    (first, last) = map(int, re.findall(r"\d+", listed("案例")[0]))
    assert_range("案例: [2]", "案例: [{}]", first, last)


def assert_range(written: str, changed: str, least: int, most: int) -> None:
    """Check that both limits may be written into the printed pack, and values beyond them may not."""
    assert PRINTED.count(written) == 1
    for number in (least, most):
        load(PRINTED.replace(written, changed.format(number)).encode(), "单位.yaml")
    for number in (least - 1, most + 1):
        with pytest.raises(PackError):
            load(PRINTED.replace(written, changed.format(number)).encode(), "单位.yaml")


def test_the_detectors_and_their_kinds_are_all_listed() -> None:
    rows = dict(re.findall(r"(?m)^\| ([a-z_]+) \|.*\| ([^|]+) \|$", DOCUMENT))
    assert set(rows) == set(FEATURES) - RETIRED
    for name in rows:
        feature = FEATURES[name]
        kinds = set() if rows[name] == "没有种类" else set(rows[name].split("、"))
        assert kinds == feature.kinds
