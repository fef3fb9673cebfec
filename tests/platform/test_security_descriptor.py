"""Tests who may change something on Windows, with descriptors as Windows writes them."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.platform.security_descriptor import CHANGE, REPLACE, DescriptorError, access_of

SYSTEM, ADMINISTRATORS, USERS, EVERYONE = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545", "S-1-1-0"
CREATOR_OWNER, CLERK = "S-1-3-0", "S-1-5-21-1-2-3-1001"
INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
FULL, READ, ADD = 0x1F01FF, 0x1200A9, 0x6
ALLOW, DENY, ALLOW_IF, INHERITED_BELOW = 0, 1, 9, 0x0B
Entry = tuple[int, int, int, str]


def sid(text: str) -> bytes:
    _, revision, authority, *parts = text.split("-")
    return struct.pack(f"<BB6s{len(parts)}I", int(revision), len(parts), int(authority).to_bytes(6, "big"),
                       *map(int, parts))


def descriptor(owner: str, *entries: Entry, with_list: bool = True) -> bytes:
    """A self-relative security descriptor: header, owner, access list."""
    packed = b""
    for kind, flags, rights, who in entries:
        body = struct.pack("<I", rights) + sid(who)
        packed += struct.pack("<BBH", kind, flags, 4 + len(body)) + body
    dacl = struct.pack("<BBHHH", 2, 0, 8 + len(packed), len(entries), 0) + packed
    start = 20 + len(sid(owner))
    return struct.pack("<BBHIIII", 1, 0, 0x8004, 20, 0, 0, start if with_list else 0) + sid(owner) + (
        dacl if with_list else b"")


def entry(who: str, rights: int = FULL, kind: int = ALLOW, flags: int = 0) -> Entry:
    return kind, flags, rights, who


PROTECTED = (entry(SYSTEM), entry(ADMINISTRATORS), entry(USERS, READ))
PROGRAM_DATA = (entry(SYSTEM), entry(ADMINISTRATORS), entry(CREATOR_OWNER, flags=INHERITED_BELOW),
                entry(USERS, READ), entry(USERS, 0x116))


@pytest.mark.parametrize("owner", [SYSTEM, ADMINISTRATORS, INSTALLER])
def test_what_administrators_alone_may_write_is_theirs(owner: str) -> None:
    assert access_of(descriptor(owner, *PROTECTED)).only_trusted(CHANGE)


@pytest.mark.parametrize("rights", [0x2, 0x4, 0x40, 0x10000, 0x40000, 0x80000, 0x40000000, 0x10000000])
@pytest.mark.parametrize("who", [USERS, EVERYONE, CLERK])
def test_any_right_to_change_that_somebody_else_has_is_enough_to_refuse(who: str, rights: int) -> None:
    assert not access_of(descriptor(SYSTEM, *PROTECTED, entry(who, rights))).only_trusted(CHANGE)


def test_an_owner_who_is_no_administrator_could_let_himself_in() -> None:
    assert not access_of(descriptor(CLERK, *PROTECTED)).only_trusted(REPLACE)


def test_without_a_list_everybody_may_do_everything() -> None:
    assert not access_of(descriptor(SYSTEM, with_list=False)).only_trusted(REPLACE)


def test_a_folder_where_everybody_may_add_is_one_above_and_none_to_keep_rules_in() -> None:
    access = access_of(descriptor(SYSTEM, *PROGRAM_DATA))
    assert access.only_trusted(REPLACE)
    assert not access.only_trusted(CHANGE)


def test_refusals_and_entries_for_what_is_made_below_let_nobody_in_and_unknown_forms_let_everybody() -> None:
    harmless = (entry(USERS, FULL, DENY), entry(USERS, FULL, flags=INHERITED_BELOW))
    assert access_of(descriptor(SYSTEM, *PROTECTED, *harmless)).only_trusted(CHANGE)
    assert not access_of(descriptor(SYSTEM, *PROTECTED, entry(SYSTEM, FULL, ALLOW_IF))).only_trusted(CHANGE)


def test_a_refusal_does_not_take_back_what_another_entry_allows() -> None:
    assert not access_of(descriptor(SYSTEM, entry(USERS, FULL, DENY), entry(USERS, ADD))).only_trusted(CHANGE)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.integers(0, 80).map(lambda end: descriptor(SYSTEM, *PROTECTED)[:end]))
def test_bytes_that_are_no_descriptor_never_do_harm(untrusted_bytes: bytes) -> None:
    try:
        access_of(untrusted_bytes)
    except DescriptorError:
        return
