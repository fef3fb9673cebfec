"""Tests the masked copies of several files that are sent together: which have one, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import SendMasked
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence
from tests.support import office_files
from tests.support.held_files import held_file
from tests.support.masked_files import PLAIN, SECRETS, everything_in, mask, pasted_files, photo
from tests.support.ui_guard import GuardHere


def test_of_several_files_each_that_was_stopped_has_a_copy_of_its_own(guard: GuardHere, tmp_path: Path) -> None:
    letters = office_files.document(tmp_path / "甲.docx", PLAIN)
    clean = office_files.document(tmp_path / "乙.docx", "明天开会。")
    plain = tmp_path / "丙.txt"
    plain.write_text(PLAIN.replace("低保复核", "走访"), "utf-8")
    guard.answer(SendMasked(held_file(guard, letters, clean, plain).id))
    first, second = pasted_files(guard)
    assert (first.stem, second.stem) == ("打码副本", "打码副本 2")
    words = {path.suffix: everything_in(path) for path in (first, second)}
    assert "低保复核名单" in words[".docx"]
    assert words[".txt"].startswith("走访名单")
    assert [secret for secret in SECRETS for told in words.values() if secret in told] == []


def test_a_copy_of_several_files_says_that_the_others_are_not_in_it(guard: GuardHere, tmp_path: Path) -> None:
    letters = office_files.document(tmp_path / "甲.docx", PLAIN)
    clean = office_files.document(tmp_path / "乙.docx", "明天开会。")
    plain = tmp_path / "丙.txt"
    plain.write_text(PLAIN, "utf-8")
    with_clean, without = (mask(guard, held_file(guard, *files)) for files in ((letters, clean, plain),
                                                                               (letters, plain)))
    assert isinstance(with_clean, MaskedCopy)
    assert isinstance(without, MaskedCopy)
    assert with_clean.words() == without.words()
    assert with_clean.text.count("低保复核名单") == 2
    assert sentence("mask.without-clean") in with_clean.without
    assert sentence("mask.without-clean") not in without.without
    assert mask(guard, held_file(guard, letters, plain), ((0, 3),)) == Refused(
        "no-copy", sentence("mask.files-as-they-are"))


def test_one_file_that_cannot_be_masked_is_named_and_nothing_is_given(guard: GuardHere, tmp_path: Path) -> None:
    letters = office_files.document(tmp_path / "甲.docx", PLAIN)
    secret = office_files.document(tmp_path / "丙.docx", f"机密★10年\n{PLAIN}")
    picture = tmp_path / "丁.jpg"
    photo(picture)
    twice = tmp_path / "又" / "甲.docx"
    twice.parent.mkdir()
    twice.write_bytes(letters.read_bytes())
    for other, why in ((secret, sentence("mask.of-one", name="丙.docx", why=sentence("mask.not-allowed"))),
                       (picture, sentence("mask.of-one", name="丁.jpg", why=sentence("mask.picture-among-files"))),
                       (twice, sentence("mask.files"))):
        assert mask(guard, held_file(guard, letters, other)) == Refused("no-copy", why)
    clean = office_files.document(tmp_path / "乙.docx", "明天开会。")
    assert mask(guard, held_file(guard, clean, picture)) == Refused(
        "no-copy", sentence("mask.of-one", name="丁.jpg", why=sentence("mask.picture-among-files")))
