"""Tests the masked copies of several files that are sent together: which have one, and what is said of the others."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from pathlib import Path

import msgspec

from guard.clipboard.file_lists import targets_listing
from guard.control.masked_copies import MaskedCopy
from guard.control.requests import CleanFiles, ListClean, MaskCase, SendMasked
from guard.core.model import Case, Item, Kind
from guard.ipc.raster import SHOWN_PIXELS
from guard.ipc.replies import Refused
from guard.pipeline.judging import read_and_judge
from guard.redact.document import PICTURES, refusal_of
from guard.sentences.catalogue import sentence
from tests.support import office_files
from tests.support.held_files import held_file, refused_file
from tests.support.masked_files import PHONE, PLAIN, SECRETS, everything_in, mask, pasted_files, photo
from tests.support.pictures import encode, render_document
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
    packed = tmp_path / "丁.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(letters, letters.name)
    for other, why in ((secret, "mask.not-allowed"), (packed, "mask.archive")):
        assert mask(guard, held_file(guard, letters, other)) == Refused(
            "no-copy", sentence("mask.of-one", name=other.name, why=sentence(why)))


def with_picture(guard: GuardHere, letters: Path, picture: Path) -> Case:
    case = replace(refused_file(guard, letters, picture), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(letters, picture)))
    return case


def test_a_picture_among_several_files_is_given_masked_beside_the_others(guard: GuardHere, tmp_path: Path) -> None:
    letters, picture = office_files.document(tmp_path / "甲.docx", PLAIN), tmp_path / "丁.jpg"
    photo(picture)
    case = with_picture(guard, letters, picture)
    copy = guard.answer(MaskCase(case.id, SHOWN_PIXELS))
    assert isinstance(copy, MaskedCopy), copy
    assert sorted(map(len, copy.rasters)) == [0, 1]
    assert [file.content for file in copy.files] == [b"", b""]
    guard.answer(SendMasked(case.id))
    given = {path.name: path for path in pasted_files(guard)}
    assert sorted(given) in (["打码副本 2.docx", "打码副本.png"], ["打码副本 2.png", "打码副本.docx"])
    document, png = sorted(given.values(), key=lambda path: path.suffix)
    assert [secret for secret in SECRETS if secret in everything_in(document)] == []
    shown = read_and_judge(Item("", Kind.FILES, path=str(png)), guard.reading, guard.rules.judge)
    assert shown.text is not None
    assert len(shown.text.original) > 5
    assert [secret for secret in SECRETS if secret in shown.text.original] == []


def test_a_picture_that_was_changed_since_is_named_and_nothing_is_given(guard: GuardHere, tmp_path: Path) -> None:
    letters, picture = office_files.document(tmp_path / "甲.docx", PLAIN), tmp_path / "丁.jpg"
    photo(picture)
    case = with_picture(guard, letters, picture)
    picture.write_bytes(encode(render_document(f"{PHONE} {PHONE}", width=900), "JPEG"))
    assert mask(guard, case) == Refused(
        "no-copy", sentence("mask.of-one", name="丁.jpg", why=sentence("mask.changed")))


def test_more_pictures_than_somebody_waits_for_are_refused(guard: GuardHere, tmp_path: Path) -> None:
    photo(tmp_path / "1.jpg")
    case = held_file(guard, tmp_path / "1.jpg")
    many = tuple(replace(one, name=f"{number}.jpg", path=f"/{number}.jpg")
                 for number in range(PICTURES + 1) for one in case.judged if one.path)
    assert refusal_of(replace(case, judged=many), guard.rules.policy) == sentence(
        "mask.too-many-pictures", limit=PICTURES)
    assert refusal_of(replace(case, judged=many[:PICTURES]), guard.rules.policy) is None


def test_two_files_of_one_name_are_given_with_a_number(guard: GuardHere, tmp_path: Path) -> None:
    (tmp_path / "又").mkdir()
    one = office_files.document(tmp_path / "甲.docx", PLAIN)
    other = office_files.document(tmp_path / "又" / "甲.docx", PLAIN.replace("低保复核", "走访"))
    guard.answer(SendMasked(held_file(guard, one, other).id))
    first, second = pasted_files(guard)
    assert (first.name, second.name) == ("打码副本.docx", "打码副本 2.docx")
    told = everything_in(first) + everything_in(second)
    assert "低保复核名单" in told
    assert "走访名单" in told
    assert [secret for secret in SECRETS if secret in told] == []


def test_of_two_files_of_one_name_the_clean_one_is_left_to_be_sent_apart(guard: GuardHere, tmp_path: Path) -> None:
    (tmp_path / "又").mkdir()
    one = office_files.document(tmp_path / "甲.docx", PLAIN)
    clean = office_files.document(tmp_path / "又" / "甲.docx", "明天开会。")
    case = held_file(guard, one, clean)
    copy = mask(guard, case)
    assert isinstance(copy, MaskedCopy)
    assert len(copy.files) == 1
    assert sentence("mask.without-clean") in copy.without
    reply = guard.answer(ListClean(case.id))
    assert isinstance(reply, CleanFiles)
    assert reply.paths == (str(clean),)


def test_of_a_folder_there_is_no_copy(guard: GuardHere, tmp_path: Path) -> None:
    (tmp_path / "本").mkdir()
    office_files.document(tmp_path / "本" / "甲.docx", PLAIN)
    assert mask(guard, held_file(guard, tmp_path / "本")) == Refused("no-copy", sentence("mask.files"))
