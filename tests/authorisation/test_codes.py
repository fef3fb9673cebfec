"""Tests authorisation codes: their spelling, who may give them, and that a code is valid once, here and now."""

from __future__ import annotations

import itertools
import random
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from guard.authorisation.answering import SecretError, answer
from guard.authorisation.authority import Asked, Authority
from guard.authorisation.code_form import CODE_BYTES, code_groups, code_text, read_code
from guard.authorisation.ledger import FILE_NAME, Ledger, open_ledger
from guard.authorisation.pending import WRONG_LIMIT
from guard.authorisation.request import HOUR_SECONDS, VALID_HOURS, CodeRequest, Subject, parse
from guard.core.locks import Lock
from guard.core.model import Case, CaseState, Decision, Kind, Origin, Outcome, Release
from guard.ipc.replies import Refused
from guard.util.spoken_code import CodeError, grouped, plain, read
from rules.model import Nature

OFFICE = CryptoSigner(Ed25519PrivateKey.generate())
STRANGER = CryptoSigner(Ed25519PrivateKey.generate())
KEY = bytes.fromhex(OFFICE.public_key.keyval["public"])


def held(item: str = "a1", release: Release = Release.CODE, nature: Nature | None = Nature.WORK_SECRET) -> Case:
    decision = Decision(Outcome.BLOCK, release=release, nature=nature, rule="BC-05")
    return Case(item, Origin.CLIPBOARD, Kind.TEXT, 0.0, "", decision, ())


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.here(lambda: (KEY,), Ledger(tmp_path))


def asked(authority: Authority, case: Case) -> CodeRequest:
    found = authority.request(case)
    assert isinstance(found, Asked), found
    return found.request


def refusal(authority: Authority, case: Case, code: bytes | str) -> str:
    found = authority.spend(case, code if isinstance(code, str) else code_text(code))
    return found.code if found else ""


# ------------------------------------------------------------------ spelling
def test_a_code_has_twelve_characters_fifteen_when_read_out_and_comes_back_either_way() -> None:
    code = random.Random(1).randbytes(CODE_BYTES)
    assert len(code_text(code)) == 12
    assert [len(group) for group in code_groups(code)] == [5, 5, 5]
    spoken = " ".join(code_groups(code)).lower().replace("0", "o").replace("1", "l")
    for text in (code_text(code), spoken, "-".join(code_groups(code)), "\n".join(code_groups(code)),
                 " ".join(f"{number}. {group}" for number, group in enumerate(code_groups(code), 1))):
        assert read_code(text) == code


def test_any_wrong_character_and_any_two_exchanged_in_a_group_are_found_with_the_group() -> None:
    groups = grouped(random.Random(2).randbytes(10), 4)
    for number, group in enumerate(groups):
        for place, character in itertools.product(range(len(group)), "0123456789ABCDEFGHJKMNPQRSTVWXYZ"):
            wrong = group[:place] + character + group[place + 1:]
            if wrong != group:
                with pytest.raises(CodeError, match=f"第 {number + 1} 组"):
                    read("".join((*groups[:number], wrong, *groups[number + 1:])), 10, 4)
        for one, two in itertools.combinations(range(len(group)), 2):
            letters = list(group)
            letters[one], letters[two] = letters[two], letters[one]
            if "".join(letters) != group:
                with pytest.raises(CodeError, match=f"第 {number + 1} 组"):
                    read("".join((*groups[:number], *letters, *groups[number + 1:])), 10, 4)


def test_exchanged_groups_are_found() -> None:
    groups = CodeRequest(Nature.DRAFT, random.Random(3).randbytes(32)).text().split()
    groups[1], groups[4] = groups[4], groups[1]
    with pytest.raises(CodeError, match="第 2 组"):
        parse("".join(groups))


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: text + "0", lambda text: text[:50],
                                    lambda text: "", lambda text: text[:-1] + "*", lambda text: text[:-1] + "Z"])
def test_a_code_that_was_cut_or_lengthened_is_no_code(change: Callable[[str], str]) -> None:
    with pytest.raises(CodeError):
        read(change(plain(bytes(64))), 64, 8)


def test_a_request_comes_back_as_it_was_read_out() -> None:
    for subject in (None, Lock.STOP, Lock.PAUSE, *Nature):
        request = CodeRequest(subject, random.Random(4).randbytes(32))
        assert parse(request.text()) == request
        assert len(request.text().split()) == 7


# ------------------------------------------------------------------ who answers what
def test_a_code_lets_one_item_go_once(authority: Authority) -> None:
    code = answer(asked(authority, held()), OFFICE)
    assert refusal(authority, held(), " ".join(code_groups(code))) == ""
    assert refusal(authority, held(), code) == "spent"
    asked(authority, held())
    assert refusal(authority, held(), code) == "code"


def test_the_office_refuses_a_state_secret_and_says_what_to_do_instead() -> None:
    with pytest.raises(SecretError, match=r"机要渠道.*保密办改规则"):
        answer(CodeRequest(Nature.STATE_SECRET, bytes([9]) * 32), OFFICE)


@pytest.mark.parametrize("public", [bytes(32), bytes([1]) + bytes(31)], ids=["zero", "one"])
def test_the_office_answers_no_request_with_whose_key_everybody_would_agree_on_the_same(public: bytes) -> None:
    with pytest.raises(CodeError, match="不是密哨给出的"):
        answer(CodeRequest(Nature.DRAFT, public), OFFICE)


def test_no_code_lets_a_state_secret_go(authority: Authority) -> None:
    secret = held(release=Release.NEVER, nature=Nature.STATE_SECRET)
    assert isinstance(authority.request(secret), Refused)
    assert refusal(authority, secret, bytes(CODE_BYTES)) == "never"


def test_a_code_counts_for_its_guard_alone(authority: Authority, tmp_path: Path) -> None:
    code = answer(asked(authority, held()), OFFICE)
    other = Authority.here(lambda: (KEY,), Ledger(tmp_path / "another computer"))
    asked(other, held())
    assert refusal(other, held(), code) == "code"
    assert refusal(authority, held(), code) == ""


def test_a_code_counts_for_its_item_alone(authority: Authority) -> None:
    code = answer(asked(authority, held()), OFFICE)
    asked(authority, held("b2"))
    assert refusal(authority, held("b2"), code) == "code"


@pytest.mark.parametrize("claimed", [Nature.INSTRUCTION, Lock.STOP, None])
def test_a_request_that_was_changed_on_its_way_gets_another_code(authority: Authority, claimed: Subject) -> None:
    code = answer(replace(asked(authority, held()), subject=claimed), OFFICE)
    assert refusal(authority, held(), code) == "code"


def test_a_stranger_s_code_does_not_count_and_a_second_key_does(authority: Authority) -> None:
    code = answer(asked(authority, held()), STRANGER)
    assert refusal(authority, held(), code) == "code"
    both = replace(authority, keys=lambda: (KEY, bytes.fromhex(STRANGER.public_key.keyval["public"])))
    assert refusal(both, held(), code) == ""


@pytest.mark.parametrize("key", [bytes(32), bytes([1]) + bytes(31), b"\xff" * 32], ids=["zero", "one", "outside"])
def test_a_key_with_which_nothing_can_be_agreed_on_lets_nothing_go(authority: Authority, key: bytes) -> None:
    broken = replace(authority, keys=lambda: (key,))
    asked(broken, held())
    assert refusal(broken, held(), bytes(CODE_BYTES)) == "code"


def test_a_request_that_was_guessed_at_ten_times_takes_no_code_any_more(authority: Authority) -> None:
    code = answer(asked(authority, held()), OFFICE)
    wrong = bytes([code[0] ^ 1]) + code[1:]
    assert [refusal(authority, held(), wrong) for _ in range(WRONG_LIMIT)] == ["code"] * 9 + ["exhausted"]
    assert refusal(authority, held(), code) == "not-asked"
    assert refusal(authority, held(), answer(asked(authority, held()), OFFICE)) == ""


def test_a_code_that_is_not_whole_is_no_guess(authority: Authority) -> None:
    code = answer(asked(authority, held()), OFFICE)
    for _ in range(WRONG_LIMIT):
        assert refusal(authority, held(), code_text(code)[:-1]) == "code"
    assert refusal(authority, held(), code) == ""


def test_without_a_key_or_a_ledger_no_code_counts(authority: Authority, tmp_path: Path) -> None:
    assert refusal(replace(authority, keys=lambda: ()), held(), bytes(CODE_BYTES)) == "no-key"
    (tmp_path / "a file").write_text("")
    assert open_ledger(tmp_path / "a file")[0] is None
    assert refusal(replace(authority, ledger=None), held(), bytes(CODE_BYTES)) == "ledger"


def test_a_damaged_ledger_is_set_aside_and_no_code_of_before_counts(authority: Authority, tmp_path: Path) -> None:
    code = answer(asked(authority, held()), OFFICE)
    place = tmp_path / "damaged"
    place.mkdir()
    (place / FILE_NAME).write_bytes(b"no database" * 1000)
    ledger, words = open_ledger(place)
    assert ledger is not None
    (aside,) = place.glob("*.damaged-*")
    assert str(aside) in words
    assert (aside / FILE_NAME).read_bytes().startswith(b"no database")
    after = replace(authority, ledger=ledger)
    asked(after, held())
    assert refusal(after, held(), code) == "code"
    ledger.close()


def test_an_item_that_was_destroyed_or_never_asked_for_has_no_code(authority: Authority) -> None:
    assert refusal(authority, held(), bytes(CODE_BYTES)) == "not-asked"
    assert refusal(authority, replace(held(), state=CaseState.DESTROYED), bytes(CODE_BYTES)) == "destroyed"


def test_a_code_for_stopping_is_none_for_pausing(authority: Authority) -> None:
    stop, pause = authority.request_act(Lock.STOP), authority.request_act(Lock.PAUSE)
    assert isinstance(stop, Asked)
    assert isinstance(pause, Asked)
    code = code_text(answer(stop.request, OFFICE))
    refused = authority.spend_act(Lock.PAUSE, code)
    assert refused is not None
    assert refused.code == "code"
    assert authority.spend_act(Lock.STOP, code) is None


# ------------------------------------------------------------------ time
def test_a_code_runs_out_and_a_clock_that_is_set_back_does_not_renew_it(
        authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.time()
    late = answer(asked(authority, held("late")), OFFICE)
    monkeypatch.setattr(time, "time", lambda: start + 3 * HOUR_SECONDS)
    assert refusal(authority, held("late"), late) == "expired"
    asked(authority, held("other"))
    monkeypatch.setattr(time, "time", lambda: start - 100 * HOUR_SECONDS)
    assert refusal(authority, held("late"), late) == "expired"
    again = replace(authority, ledger=Ledger(tmp_path))
    assert refusal(again, held("late"), late) == "expired"
    fresh = answer(asked(again, held("late")), OFFICE)
    assert refusal(again, held("late"), fresh) == ""
    assert refusal(again, held("late"), fresh) == "spent"


def test_until_when_a_code_is_valid_is_said_by_the_clock_that_people_see(
        authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.time()
    with monkeypatch.context() as wrong:
        wrong.setattr(time, "time", lambda: start + 20 * 365 * 24 * HOUR_SECONDS)
        asked(authority, held("under a wrong clock"))
    monkeypatch.setattr(time, "time", lambda: start)
    for each in (authority, replace(authority, ledger=Ledger(tmp_path))):
        found = each.request(held("under the right one"))
        assert isinstance(found, Asked)
        assert start < found.valid_until <= start + VALID_HOURS * HOUR_SECONDS


def test_what_was_spent_stays_spent_after_a_restart_even_with_an_older_copy_of_the_ledger(authority: Authority,
                                                                                       tmp_path: Path) -> None:
    code = answer(asked(authority, held()), OFFICE)
    before = tmp_path / "before"
    before.mkdir()
    for file in tmp_path.glob(FILE_NAME + "*"):
        (before / file.name).write_bytes(file.read_bytes())
    assert refusal(authority, held(), code) == ""
    assert refusal(Authority.here(lambda: (KEY,), Ledger(tmp_path)), held(), code) == "spent"
    assert refusal(Authority.here(lambda: (KEY,), Ledger(before)), held(), code) == "not-asked"


def test_asking_twice_within_the_hour_gives_the_same_request(authority: Authority,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    assert asked(authority, held()) == asked(authority, held())


def test_the_ledger_is_its_owners(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch(mode=0o644)
    Ledger(tmp_path).close()
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
