"""Tests a part of `make harm` with programs that `make test` has, and what counts as a difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harm.contents import CONTENTS
from tests.harm.deeds import DEEDS
from tests.harm.matrix import cell, sides
from tests.harm.observing import Kind, Observation, differences
from tests.harm.pasting import Pasted
from tests.harm.programs import PROGRAMS
from tests.harm.side import Side

TEXT = ("UTF8_STRING", 9, "one digest")
HTML = ("text/html", 20, "another")


@pytest.fixture(scope="module")
def three() -> Iterator[tuple[Side, Side, Side]]:
    with sides() as started:
        yield started


@pytest.mark.thorough
@pytest.mark.parametrize("deed", ["close after 0 ms", "second copy"])
def test_a_user_of_chromium_sees_no_difference(three: tuple[Side, Side, Side], deed: str, tmp_path: Path) -> None:
    found = cell(three, PROGRAMS["Chromium"], "page", CONTENTS["page"].make(tmp_path), DEEDS[deed])
    assert not found.impossible
    assert [entry for entry in found.found if entry.kind is not Kind.DELAY] == []  # others use it too


def seen(*targets: tuple[str, int, str], milliseconds: float = 5, exit_code: int | None = None,
         title: str = "a") -> Observation:
    return Observation(Pasted(targets, "", milliseconds), None, exit_code, (title,))


@pytest.mark.parametrize(("guarded", "kind"), [
    (seen(TEXT), Kind.FORMATS), (seen(TEXT, ("text/html", 20, "changed")), Kind.CONTENT),
    (seen(TEXT, ("text/html", 0, "empty")), Kind.FORMATS), (seen(TEXT, HTML, exit_code=-11), Kind.PROGRAM),
    (seen(TEXT, HTML, title="是否保留剪贴板"), Kind.WINDOWS), (seen(TEXT, HTML, milliseconds=90), Kind.DELAY),
])
def test_what_a_user_would_miss_is_a_difference(guarded: Observation, kind: Kind) -> None:
    without = (seen(TEXT, HTML), seen(TEXT, HTML))
    assert [entry.kind for entry in differences(without, guarded)] == [kind]
    assert differences(without, seen(TEXT, HTML, milliseconds=40)) == []


def test_what_differs_without_a_guard_is_no_difference() -> None:
    without = (seen(TEXT, ("text/html", 20, "made at noon")), seen(TEXT, ("text/html", 20, "made a second later")))
    assert differences(without, seen(TEXT, ("text/html", 20, "made later still"))) == []
    assert differences((seen(TEXT, HTML), seen(TEXT)), seen(TEXT)) == []


def test_a_copy_that_outlives_its_program_is_told_and_takes_nothing_away() -> None:
    assert [entry.kind for entry in differences((seen(), seen()), seen(TEXT))] == [Kind.OUTLIVES]
