"""Tests the check digits and forms of numbers that belong to people and units."""

import pytest

from rules.validators import bank_card, credit_code, identity_number, mobile_number


@pytest.mark.parametrize(
    "number", ["430102199003077230", "42010619851209621X", "42010619851209621x", "430102 19900307 7230",
               "911124199003070032"],
)
def test_a_right_identity_number_is_valid(number: str) -> None:
    assert identity_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "430102199003077231", "000102199003077230", "430102199013077230", "43010219900307723", "43010219900230723X",
        "４３０102199003077230",
        "911124199003070033", "910012419900307003", "430102",
    ],
)
def test_a_wrong_identity_number_is_not(number: str) -> None:
    assert not identity_number(number)


def test_exactly_one_check_character_fits_each_identity_number() -> None:
    for body in ("43010219900307723", "11010119491231002", "65312519991231999"):
        assert sum(identity_number(body + character) for character in "0123456789X") == 1


def test_bank_cards_need_prefix_length_and_check_digit() -> None:
    assert bank_card("6228480012345678903")
    assert bank_card("6228 4800 1234 5678 903")
    assert not bank_card("6228480012345678904")
    assert not bank_card("4111111111111111")
    assert not bank_card("62284800")


def test_credit_codes_need_their_check_character() -> None:
    assert credit_code("91350100M000100Y43")
    assert not credit_code("91350100M000100Y44")
    assert not credit_code("91350100M000100YI3")


def test_mobile_numbers_need_an_assigned_prefix() -> None:
    assert mobile_number("+86 138-1234-5678")
    assert mobile_number("19912345678")
    assert not mobile_number("12012345678")
    assert not mobile_number("1381234567")
