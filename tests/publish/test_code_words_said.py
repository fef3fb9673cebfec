"""Tests that reasons, answers and names of groups, which every computer gets, do not tell code words that a pack hides.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.feedback.answers import FeedbackAnswer, number_of
from guard.publish.contents import Contents, bundle_of
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.planning import plan_promotion, plan_release, plan_suspension, plan_withdrawal, sign_release
from guard.publish.releasing import answer, promote, release, suspend, withdraw
from guard.publish.rings import Ring, RingChange
from tests.support.code_words import CODE_WORDS
from tests.support.hiding_office import hide
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.tables import KEY

NUMBER = number_of("an item")
TOLD, HARMLESS = "海东青的材料拦错了", "误拦影响办公"


@pytest.fixture
def hiding(office: UnitOffice) -> UnitOffice:
    """An office that has published."""
    release(office.office, bundle_of(["内置"], None), EVERYONE)
    return office


@pytest.fixture
def key(hiding: UnitOffice, tmp_path: Path) -> Path:
    """The key by which its second release hides code words."""
    return hide(hiding, tmp_path)


SIGNED: dict[str, Callable[[Office, str, Path | None], object]] = {
    "withdrawal": lambda office, words, key: withdraw(office, 2, words, key),
    "suspension": lambda office, words, key: suspend(office, 4, words, key),
    "promotion": lambda office, words, key: promote(office, 2, RingChange(groups=(words,)), key),
    "release": lambda office, words, key: sign_release(
        office, plan_release(office, Contents(("内置",), key=key), Ring(groups=("试点", words)))),
    "answer": lambda office, words, key: answer(office, FeedbackAnswer(NUMBER, True, words, 1.0), key),
}


@pytest.mark.parametrize("signed", SIGNED)
def test_code_words_are_refused_in_what_every_computer_gets(hiding: UnitOffice, key: Path, signed: str) -> None:
    before = hiding.office.repository.index()
    with pytest.raises(PublishError, match="里明写着“海东青”"):
        SIGNED[signed](hiding.office, TOLD, key)
    assert hiding.office.repository.index() == before
    SIGNED[signed](hiding.office, HARMLESS, key)
    assert HARMLESS in json.dumps(hiding.office.repository.index(), default=repr, ensure_ascii=False)


@pytest.mark.usefixtures("key")
def test_without_the_key_nothing_is_searched(hiding: UnitOffice) -> None:
    suspend(hiding.office, 4, TOLD)
    assert hiding.office.repository.index().suspension is not None


@pytest.mark.parametrize(("place", "planned"), [
    ("原因", lambda office, key: plan_withdrawal(office, 2, TOLD, key)),
    ("原因", lambda office, key: plan_suspension(office, 4, TOLD, key)),
    ("组的名称", lambda office, key: plan_promotion(office, 2, RingChange(groups=("海东青组",)), key)),
    ("频道的名称", lambda office, key: plan_promotion(office, 2, RingChange("海东青", new_channel=True), key)),
    ("发布的名称", lambda office, key: plan_release(office, Contents(("内置",), key=key, label=TOLD), EVERYONE, 1)),
])
def test_they_are_refused_before_anybody_is_shown_a_plan(hiding: UnitOffice, key: Path, place: str,
                                                        planned: Callable[[Office, Path], object]) -> None:
    with pytest.raises(PublishError, match=f"{place}里明写着“海东青”"):
        planned(hiding.office, key)


def test_a_group_may_not_tell_the_words_of_the_release_that_it_is_to_get(hiding: UnitOffice, tmp_path: Path) -> None:
    (tmp_path / "exact.key").write_text(f"{KEY.hex()}\n")
    (tmp_path / "代号.yaml").write_text(CODE_WORDS, "utf-8")
    contents = Contents((str(tmp_path / "代号.yaml"),), key=tmp_path / "exact.key")
    with pytest.raises(PublishError, match="组的名称里明写着“海东青”"):
        plan_release(hiding.office, contents, Ring(groups=("海东青组",)))


def test_a_group_that_is_not_named_anew_hinders_nobody(hiding: UnitOffice, key: Path) -> None:
    promote(hiding.office, 2, RingChange(groups=("海东青组",)))
    assert promote(hiding.office, 2, RingChange(percent=10), key).groups == ("海东青组",)


def test_a_reason_may_not_tell_the_words_of_the_rules_to_which_computers_return(hiding: UnitOffice, key: Path) -> None:
    release(hiding.office, bundle_of(["内置"], None), EVERYONE)  # nobody has the release that hides them now
    suspend(hiding.office, 4, TOLD, key)
    with pytest.raises(PublishError, match="原因里明写着“海东青”"):
        withdraw(hiding.office, 3, TOLD, key)
