"""Tests the limits of what is uploaded to pages: pieces that are too many, too large, out of turn, or never come."""

from __future__ import annotations

from guard.control.page_requests import FILES_LIMIT, LARGE_UPLOAD, PIECE_LIMIT, UPLOAD_LIMIT, PageFile, PutPiece
from guard.core.model import Reason
from guard.daemon.page_uploads import AT_ONCE, IDLE_SECONDS, NAME_LIMIT, Uploads


def file(size: int, name: str = "a.txt") -> PageFile:
    return PageFile(name, "text/plain", size)


def test_pieces_become_their_files_in_order() -> None:
    uploads = Uploads()
    for number, part in ((0, b"one "), (1, b"three"), (0, b"two")):
        assert uploads.put(PutPiece("u", number, part))
    items = uploads.take("u", (file(7), file(5, "b.txt"), file(0, "empty")))
    assert [(item.name, item.untrusted_bytes, item.problem) for item in items] == [
        ("a.txt", b"one two", None), ("b.txt", b"three", None), ("empty", b"", None)]


def test_a_file_of_which_a_part_is_missing_is_not_taken_for_what_came() -> None:
    uploads = Uploads()
    uploads.put(PutPiece("u", 0, b"half"))
    uploads.put(PutPiece("u", 3, b"more"))
    short, never, large, long = uploads.take("u", (file(8), file(3), file(UPLOAD_LIMIT + 1), file(3)))
    assert [item.problem and item.problem.reason for item in (short, never, large, long)] == [
        Reason.NO_ANSWER, Reason.TOO_LARGE, Reason.TOO_LARGE, Reason.NO_ANSWER]
    assert not short.untrusted_bytes


def test_an_upload_is_taken_once() -> None:
    uploads = Uploads()
    uploads.put(PutPiece("u", 0, b"abc"))
    assert uploads.take("u", (file(3),))[0].problem is None
    assert uploads.take("u", (file(3),))[0].problem is not None


def test_an_upload_over_its_limits_is_given_up() -> None:
    uploads = Uploads()
    assert not uploads.put(PutPiece("piece", 0, bytes(PIECE_LIMIT + 1)))
    assert not uploads.put(PutPiece("number", FILES_LIMIT, b"x"))
    assert not uploads.put(PutPiece("below", -1, b"x"))
    piece = bytes(PIECE_LIMIT)
    for _ in range(UPLOAD_LIMIT // PIECE_LIMIT):
        assert uploads.put(PutPiece("large", 0, piece))
    assert not uploads.put(PutPiece("large", 0, b"x"))
    assert uploads.take("large", (file(UPLOAD_LIMIT + 1),))[0].problem is not None


def test_many_small_uploads_are_collected_at_once() -> None:
    uploads = Uploads()
    for number in range(AT_ONCE):
        assert uploads.put(PutPiece(str(number), 0, b"abc"))
    uploads.put(PutPiece("one more", 0, b"abc"))
    assert uploads.take("one more", (file(3),))[0].problem is not None
    assert all(uploads.take(str(number), (file(3),))[0].problem is None for number in range(AT_ONCE))


def test_of_too_many_large_uploads_the_one_that_began_last_is_given_up_and_takes_no_more() -> None:
    uploads = Uploads()
    piece = bytes(PIECE_LIMIT)
    sizes = {"first": UPLOAD_LIMIT, "second": LARGE_UPLOAD, "last": LARGE_UPLOAD}
    for sent in range(0, UPLOAD_LIMIT, PIECE_LIMIT):
        for name, size in sizes.items():
            if sent < size:
                uploads.put(PutPiece(name, 0, piece))
    assert not uploads.put(PutPiece("last", 0, b"x"))
    kept = [uploads.take(name, (file(size),))[0].problem is None for name, size in sizes.items()]
    assert kept == [True, True, False]
    for _ in range(UPLOAD_LIMIT // PIECE_LIMIT):
        assert uploads.put(PutPiece("last again", 0, piece)), "the room of those that were taken is free again"


def test_an_upload_that_makes_no_progress_is_given_up() -> None:
    now = 0.0
    uploads = Uploads(lambda: now)
    uploads.put(PutPiece("still", 0, b"abc"))
    now = IDLE_SECONDS + 1
    uploads.put(PutPiece("other", 0, b"abc"))
    assert uploads.take("still", (file(3),))[0].problem is not None


def test_the_bytes_of_a_page_that_is_gone_are_not_kept_until_the_next_upload() -> None:
    now = 0.0
    uploads = Uploads(lambda: now)
    for upload in ("gone", "other"):
        uploads.put(PutPiece(upload, 0, b"abc"))
    now = IDLE_SECONDS
    uploads.tend()
    assert uploads.take("other", (file(3),))[0].problem is None
    now += 1
    uploads.tend()
    assert uploads.take("gone", (file(3),))[0].problem is not None


def test_a_huge_name_is_cut() -> None:
    assert len(Uploads().take("u", (file(0, "长" * 100_000),))[0].name) == NAME_LIMIT
