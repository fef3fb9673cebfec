"""Tests fingerprints: copies and large excerpts are recognised, texts of the same genre are not."""

from __future__ import annotations

import random
import time
from base64 import b64encode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definition import Alert, Pack, Published, Wording
from rules.judge.register import Coverage, Register
from rules.model import Nature
from rules.scan.fingerprints import FingerprintError, fingerprint, read_fingerprint, traces_of
from rules.scan.normalise import normalise
from tests.support.notices import notice, recognised

LEAK = notice(1, 14)


def _alerted(*documents: str) -> Register:
    alerts = tuple(
        Alert(f"BK-{number}", "演示", Nature.WORK_SECRET, "演示", (), Wording("甲", "乙", "丙"), fingerprint(document))
        for number, document in enumerate(documents)
    )
    return Register([Pack("演示", "1", (), (), (), (), (), (), alerts)])


def _knows(register: Register, text: str) -> bool:
    return bool(register.alerts(normalise(text)))


def _coverage(known: str, text: str) -> Coverage | None:
    return Register([Pack("演示", "1", (), (), (), (), (), (Published("演示", fingerprint(known)),))]).published(
        normalise(text),
    )


def test_layout_width_script_and_punctuation_change_nothing() -> None:
    plain = "某某县人民政府办公室关于做好2020年防汛工作的通知各单位要高度重视ABC"
    dressed = "某某縣人民政府辦公室\n關於做好２０２０年防汛工作的通知\n\n各單位：要高度重視！ａｂｃ\u200b"
    assert fingerprint(plain) == fingerprint(dressed)


def test_a_fingerprint_stays_the_same_from_version_to_version() -> None:
    entry = fingerprint("青松计划" * 10)
    assert (entry.length, entry.whole, entry.written()[:16]) == (
        40, "03f70ccb3401ee0fd39c6094ef9e702b", "TaPqEnwNgyJPJnBR",
    )


def test_a_text_too_short_for_a_fingerprint_is_refused() -> None:
    with pytest.raises(FingerprintError, match="至少要 30 个字"):
        fingerprint("短" * 29)
    assert fingerprint("短" * 30).length == 30


def test_a_fingerprint_is_read_as_it_was_written() -> None:
    entry = fingerprint(LEAK)
    assert read_fingerprint(entry.length, entry.whole, entry.written()) == entry


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("不是", "Base64"),
        ("AAAA", "残缺"),
        ("", "残缺"),
        (b64encode(np.array([5, 4], "<u4").tobytes()).decode(), "残缺"),
        (b64encode(np.array([4, 4], "<u4").tobytes()).decode(), "残缺"),
        (b64encode(np.arange(100, dtype="<u4").tobytes()).decode(), "对不上"),
    ],
)
def test_what_was_not_written_by_the_program_is_refused(parts: str, words: str) -> None:
    with pytest.raises(FingerprintError, match=words):
        read_fingerprint(30, "0" * 32, parts)


@settings(deadline=None)
@given(st.text(max_size=120), st.text(max_size=40), st.text(max_size=40))
def test_a_passage_keeps_its_hashes_wherever_it_is(passage: str, before: str, after: str) -> None:
    alone = traces_of(normalise(f"\n{passage}\n"))
    length = len(alone.positions)
    inner = {int(value) for value, place in zip(alone.hashes, alone.places, strict=True) if 9 <= place < length - 15}
    assert inner <= {int(value) for value in traces_of(normalise(f"{before}\n{passage}\n{after}")).hashes}


def test_a_copy_an_edit_and_a_reordered_copy_of_a_leak_are_known() -> None:
    register = _alerted(notice(2), LEAK, notice(3))
    paragraphs = LEAK.split("\n")
    random.Random(1).shuffle(paragraphs)
    edited = LEAK.replace("要", "应当").replace("到位", "落实").replace("县教育局", "教育局")
    for text in (LEAK, "\n".join(paragraphs), edited, f"大家看看\n{LEAK}\n别外传", recognised(LEAK, 5)):
        assert [sighting.alert.id for sighting in register.alerts(normalise(text))] == ["BK-1"]


@pytest.mark.parametrize("start", [0, 150, 300])
def test_a_large_excerpt_is_known_and_a_small_one_is_not(start: int) -> None:
    register = _alerted(LEAK)
    assert _knows(register, LEAK[start:start + 240])
    assert _knows(register, f"转发：{LEAK[start:start + 240]}……请看")
    assert not _knows(register, LEAK[start:start + 60])


def test_a_third_of_a_short_document_is_a_large_excerpt() -> None:
    document = notice(7, 6)
    assert fingerprint(document).length < 330
    assert _knows(_alerted(document), document[140:290])


def test_most_recognised_excerpts_of_a_leak_are_known() -> None:
    register = _alerted(LEAK)
    known = sum(_knows(register, recognised(LEAK[at:at + 260], at)) for at in range(0, 300, 15))
    assert known >= 19


def test_an_excerpt_is_shown_where_it_is() -> None:
    text = f"你好，转你看看。\n\n{LEAK[100:400]}"
    sighting, = _alerted(LEAK).alerts(normalise(text))
    assert text.index(LEAK[100:110]) <= sighting.start + 12
    assert sighting.end <= len(text)


def test_two_hundred_notices_of_the_same_genre_are_not_taken_for_the_leak() -> None:
    register = _alerted(*(notice(number) for number in range(5)))
    assert [number for number in range(1000, 1200) if _knows(register, notice(number))] == []


def test_a_thousand_versions_of_one_document_are_found_in_a_moment() -> None:
    register = _alerted(*(f"{LEAK[:300]}第{number}稿" for number in range(1_000)))
    text = normalise(LEAK[:300] * 70)
    started = time.process_time()
    assert len(register.alerts(text)) == 1_000
    assert time.process_time() - started < 2


def test_a_document_of_stock_phrases_alone_raises_no_alarm() -> None:
    stock = "各乡镇人民政府、街道办事处，县直各单位：现将有关事项通知如下，请结合实际认真贯彻执行。特此通知。"
    assert not _knows(_alerted(notice(1), notice(2)), stock * 3)


def test_a_published_notice_covers_its_own_words() -> None:
    coverage = _coverage(LEAK, LEAK)
    assert coverage is not None
    assert all(coverage.covers(at, at + 8) for at in range(0, len(LEAK) - 8, 7))


def test_words_put_into_a_published_notice_are_not_covered() -> None:
    middle = LEAK.index("三、")
    for added in ("（讨论稿）", "患者李建国，住院号00234567", "430102199003077230"):
        text = f"{LEAK[:middle]}{added}\n{LEAK[middle:]}"
        coverage = _coverage(LEAK, text)
        assert coverage is not None
        assert not coverage.covers(middle, middle + len(added))
        assert coverage.covers(middle - 30, middle - 10)


@pytest.mark.parametrize("added", ["讨论稿", "机密", "患者李建国"])
def test_words_put_before_or_after_a_published_notice_are_not_covered(added: str) -> None:
    after, before = _coverage(LEAK, f"{LEAK}\n{added}"), _coverage(LEAK, f"{added}\n{LEAK}")
    assert after is not None
    assert before is not None
    assert not after.covers(len(LEAK) + 1, len(LEAK) + 1 + len(added))
    assert not before.covers(0, len(added))


@pytest.mark.parametrize("other", ["430102199003077249", "430102199003070725", "430102199003077238"])
def test_another_persons_number_in_the_place_of_a_published_one_is_not_covered(other: str) -> None:
    own = "430102199003077230"
    listed = f"{LEAK}\n联系人李建国，身份证号{own}，已经公示。\n{LEAK[::-1]}"
    start = listed.index(own)
    for number, covered in ((own, True), (other, False)):
        coverage = _coverage(listed, listed.replace(own, number))
        assert coverage is not None
        assert coverage.covers(start, start + len(own), to_the_digit=True) is covered


def test_an_edited_copy_is_still_a_copy_and_a_part_of_one_is_not() -> None:
    assert _coverage(LEAK, LEAK.replace("要", "应当")) is not None
    assert _coverage(LEAK, recognised(LEAK, 3)) is not None
    assert _coverage(LEAK, LEAK[:len(LEAK) // 3]) is None
    assert _coverage(LEAK, notice(2)) is None
    assert _coverage(LEAK, "") is None
