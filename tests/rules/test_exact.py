"""Tests exact data match: which values are found, what is left out, how often others match, and damaged files."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace

import msgspec
import pytest

from rules.deadline import Deadline, OutOfTime
from rules.definition import Pack, Published
from rules.exact.building import About, build
from rules.exact.cells import cell_of
from rules.exact.finding import REACH, rows_in
from rules.exact.index import INDEX_LIMIT, MAGIC, ExactError, header_of, index_of
from rules.judge.judge import Judge
from rules.model import EXACT, Action, Nature
from rules.pack.loading import load
from rules.scan.fingerprints import fingerprint
from rules.scan.normalise import normalise
from rules.text import Text
from tests.support.publishing import unit_pack
from tests.support.real_text import news
from tests.support.tables import KEY, OTHER_KEY, PEOPLE, indexed, made

INDEX = indexed()
JUDGE = Judge((), exact=(INDEX,))


def found(text: str) -> list[str]:
    return [match.text for match in JUDGE.judge(Text(text)).matches]


@pytest.mark.parametrize("text", [
    "请联系欧阳慕白，13800001234",
    "手机13800001234（欧阳慕白）",
    "姓名：欧阳 慕白\n性别：女\n身份证号：330102 20100101 1239",
    "歐陽慕白 １３８００００１２３４",
    "柏青松,330102201103052215,139-0000-5678",
    "𠮷泽文的电话 13512341234",
    "钟离雪的监护人是钟离山",
    "宇文景行\t330105201006065513\t17787654321",
    "欧阳慕白 tel13800001234", "柏青松ID330102201103052215", "欧阳慕白 +8613800001234", "欧阳慕白 +86 138-0000-1234",
    "欧阳慕白 008613800001234", "欧阳慕白 (+86)13800001234",
])
def test_two_values_of_a_row_are_found_however_they_are_written(text: str) -> None:
    verdict = JUDGE.judge(Text(text))
    assert verdict.action is Action.BLOCK
    told = verdict.explanations[0]
    assert (told.rule, told.category, told.nature) == (f"{EXACT}·在校学生", EXACT, Nature.PERSONAL)


@pytest.mark.parametrize("text", [
    "欧阳慕白今天请假",
    "13800001234",
    "欧阳慕白和柏青松都来了",
    "欧阳慕白 13900005678",
    "欧阳慕白，工单号 9138000012340", "欧阳慕白，工单号 8613800001234", "欧阳慕白，工单号 A1-13800001234B",
    "欧阳慕白" + "好" * REACH + "13800001234",
    "欧阳慕白欧阳慕白",
    "", "\n\n", "a", "张三",
])
def test_less_than_two_values_of_one_row_are_not_found(text: str) -> None:
    assert not found(text)


def test_a_match_is_the_passage_from_one_value_to_the_other_or_both_where_they_are_far_apart() -> None:
    assert found("一、欧阳慕白（电话13800001234）到了") == ["欧阳慕白（电话13800001234"]
    far = "欧阳慕白" + "今天天气很好，" * 15 + "13800001234"
    assert found(far) == ["欧阳慕白", "13800001234"]


def test_a_row_with_several_values_is_one_match_and_two_rows_are_two() -> None:
    line = "欧阳慕白\t330102201001011239\t13800001234"
    assert found(f"名单\n{line}\n柏青松\t330102201103052215\t13900005678\n") == [
        line, "柏青松\t330102201103052215\t13900005678"]


def test_many_short_texts_are_judged_as_each_alone() -> None:
    texts = [Text(text) for text in ("食堂十二点开饭", "欧阳慕白13800001234", "钟离雪", "钟离雪和钟离山")]
    assert JUDGE.judge_many(texts) == [JUDGE.judge(text) for text in texts]


def test_a_column_of_small_numbers_is_no_number_that_is_written_apart() -> None:
    judge = Judge((), exact=(indexed([("欧阳慕白", "123456"), ("柏青松", "654321")]),))
    assert judge.judge(Text("欧阳慕白 12 34 56")).action is Action.ALLOW
    for written in ("123 456", "12 345 6", "12-34-56", "123456"):
        assert judge.judge(Text(f"欧阳慕白 {written}")).action is Action.BLOCK, written


def test_a_row_is_found_anywhere_in_a_long_text() -> None:
    filler = "关于做好下半年各项工作的通知，请各单位认真落实。" * 60
    for place in range(0, 45_000, 9_999):
        text = (filler * 40)[:place] + "\n司徒云帆 15011112222\n" + filler
        assert [text[row.start:row.end] for row in rows_in(text, INDEX, Deadline(30))] == ["司徒云帆"]


def test_what_could_not_be_looked_up_in_time_is_a_gap() -> None:
    with pytest.raises(OutOfTime):
        rows_in("欧阳慕白13800001234", INDEX, Deadline(-1))
    verdict = JUDGE.judge(Text("欧阳慕白13800001234"), seconds=-1)
    assert f"{EXACT}·在校学生" in verdict.gaps


def test_longer_names_of_projects_are_found_with_any_other_value_of_their_row() -> None:
    places = ("青山", "白塔", "清河", "安平", "新桥", "北门", "南湖", "东岭", "西川", "城关")
    rows = [(f"{place}老旧片区综合改造提升工程（{number}期）", f"QS-2026-{number:04}",
             f"{place}建设集团第{number}分公司") for number, place in enumerate(places, 1)]
    judge = Judge((), exact=(indexed(rows, Nature.WORK_SECRET),))
    verdict = judge.judge(Text("白塔老旧片区综合改造提升工程（2期）中标人：白塔建设集团第2分公司"))
    assert verdict.explanations[0].nature is Nature.WORK_SECRET
    assert judge.judge(Text("QS-2026-0003 清河老旧片区综合改造提升工程3期")).action is Action.BLOCK
    assert judge.judge(Text("白塔老旧片区综合改造提升工程，清河建设集团第3分公司")).action is Action.ALLOW


def test_a_table_that_takes_too_long_takes_nothing_from_the_rules() -> None:
    """A long text of numbers is slow to look up; its rules are judged all the same."""
    pack = load(unit_pack("青松甲号").encode(), "unit.yaml")
    text = Text("请看青松甲号的安排 " + "7654321 1234567 " * 60_000)
    started = time.monotonic()
    assert not Judge([pack]).judge(text, seconds=60).gaps
    for_the_rules = time.monotonic() - started
    verdict = Judge([pack], exact=(INDEX,)).judge(text, seconds=4 * for_the_rules)  # the table alone takes seven times
    assert verdict.gaps == (f"{EXACT}·在校学生",)
    assert [match.rule for match in verdict.matches] == ["T-01"]


def test_a_deadline_apart_ends_by_itself_and_is_not_taken_from_the_whole() -> None:
    whole = Deadline(0.2)
    with whole.apart(2.0) as own:
        for _ in range(10**9):
            try:
                own.check()
            except OutOfTime:
                break
    whole.check()
    with pytest.raises(OutOfTime), whole.apart(-1.0) as own:
        own.check()


def test_values_that_meet_by_chance_are_left_out() -> None:
    """A common name with a town where many live is in any text about that town."""
    rows = [("王芳" if number % 10 == 0 else f"李{chr(0x4E00 + number)}", "城关镇", f"1380000{number:04}")
            for number in range(200)]
    judge = Judge((), exact=(indexed(rows),))
    assert judge.judge(Text("城关镇王芳")).action is Action.ALLOW
    assert judge.judge(Text(f"城关镇李{chr(0x4E00 + 11)}")).action is Action.ALLOW
    assert judge.judge(Text("王芳 13800000010")).action is Action.ALLOW, "twenty have the name: more than chance allows"
    assert judge.judge(Text(f"李{chr(0x4E00 + 11)} 13800000011")).action is Action.BLOCK


def test_a_row_that_is_repeated_is_found_as_one_is() -> None:
    """A table of visits has its people many times; each is still one."""
    repeated = made(PEOPLE * 6)
    assert (repeated.header.rows, repeated.left_out) == (len(PEOPLE), 0)
    judge = Judge((), exact=(index_of(repeated.content, KEY),))
    assert all(judge.judge(Text(f"{row[0]}，{row[2]}")).action is Action.BLOCK for row in PEOPLE)


def test_a_table_that_tells_no_row_is_refused() -> None:
    with pytest.raises(ExactError, match="没有能认出一行的两项"):
        made([("男", "汉族")] * 30)
    with pytest.raises(ExactError, match="要选 2 到"):
        made([("欧阳慕白",)])
    with pytest.raises(ExactError, match="没有能认出一行的两项"):
        made([])
    for name in ("", "名" * 41, "职工,学生"):
        with pytest.raises(ExactError, match="1 到 40 个字"):
            made(name=name)


@pytest.mark.parametrize(("written", "text", "code"), [
    (" 欧阳 慕白 ", "欧阳慕白", False), ("330102-20100101-123x", "33010220100101123X", True),
    ("京A·12345", "京A12345", False), ("mary smith", "MARYSMITH", False),
    ("13800001234@qq.com", "13800001234QQCOM", False),
    ("+8613800001234", "13800001234", True), ("(+86)138-0000-1234", "13800001234", True),
    ("0086 138 0000 1234", "13800001234", True), ("86-13800001234", "13800001234", True),
    ("8613800001234", "8613800001234", True),
    ("0551-65430009", "055165430009", True), ("(0551)65430009", "055165430009", False),
    ("0551 - 65430009", "055165430009", False), ("00:1A:2B:3C:00:09", "001A2B3C0009", False),
])
def test_cells_have_one_form(written: str, text: str, code: bool) -> None:
    assert cell_of(written) == (text, code)


@pytest.mark.parametrize("cell", ["+8613800001234", "(0551)65430009", "0551 - 65430009", "2026（0009）", "2026，00009",
                                  "00:1A:2B:3C:00:09", "12-34-56-78-90-0009", "(+86)13800001234", "8613800001234"])
def test_a_number_is_found_as_its_table_has_it(cell: str) -> None:
    others = [(name, str(number)) for number, name in enumerate(("柏青松", "钟离雪", "宇文景行"), 13900005678)]
    judge = Judge((), exact=(index_of(made([("欧阳慕白", cell), *others]).content, KEY),))
    assert judge.judge(Text(f"请找欧阳慕白，{cell}。")).action is Action.BLOCK
    assert judge.judge(Text(f"请找欧阳慕白，工单90{re.sub('[^0-9A-F]', '', cell)}55。")).action is Action.ALLOW


@pytest.mark.parametrize("written", ["", "男", "35", "1234", "A1", " - ", "ab"])
def test_values_that_tell_nothing_are_not_used(written: str) -> None:
    assert cell_of(written) is None


def test_an_index_shows_no_value_and_has_nothing_in_common_with_another_of_the_same_table() -> None:
    content = made().content
    other = build(PEOPLE, About("在校学生", Nature.PERSONAL, 0.0), KEY, b"t" * 16).content
    for value in (value for row in PEOPLE for value in row):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert value.encode(encoding) not in content
    middles = [set(index_of(one, KEY).middles.tolist()) for one in (content, other)]
    assert not middles[0] & middles[1]


def test_order_of_rows_and_columns_cannot_be_seen() -> None:
    """The same pairs make the same file whatever their order was."""
    shuffled = [tuple(reversed(row)) for row in reversed(PEOPLE)]
    one, other = (index_of(made(rows).content, KEY) for rows in (PEOPLE, shuffled))
    assert (one.middles == other.middles).all()
    assert (one.words == other.words).all()


def test_text_about_nobody_in_the_table_does_not_match() -> None:
    """Real news beside a table of 3,000 people with ordinary names."""
    chance = random.Random(1)
    surnames, given = "王李张刘陈杨黄赵吴周", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
    rows = [(chance.choice(surnames) + "".join(chance.choices(given, k=chance.choice((1, 2)))),
             f"13{chance.randrange(10**9):09}", chance.choice(surnames) + "".join(chance.choices(given, k=2)))
            for _ in range(3000)]
    index = indexed(rows)
    texts = news()[:2000]
    assert sum(map(len, texts)) > 20_000
    assert not [row for text in texts for row in rows_in(normalise(text).text, index, Deadline(60))]


def headed(**changes: object) -> bytes:
    """Return an index with another header."""
    content = made().content
    header = msgspec.structs.replace(header_of(content), **changes)
    written = msgspec.json.encode(header)
    begin = len(MAGIC) + 4
    rest = content[begin + int.from_bytes(content[len(MAGIC):begin], "little"):]
    return MAGIC + len(written).to_bytes(4, "little") + written + rest


def cut(content: bytes) -> list[bytes]:
    return [content[:size] for size in (0, 5, 12, 40, len(content) // 2, len(content) - 1)]


@pytest.mark.parametrize("content", [
    *cut(made().content), made().content + b"\0", b"PK\x03\x04" + bytes(200), MAGIC + b"\xff\xff\xff\xff" + bytes(100),
    MAGIC + b"\x02\0\0\0{]" + bytes(100), headed(pairs=1), headed(pairs=2**31), headed(words=2**40), headed(codes=-1),
    headed(bucket_bits=63), headed(bucket_bits=-1), headed(name=""), headed(name="名" * 100), headed(name="a\nb"),
    headed(name="a,b"),
    headed(salt=b""), headed(lengths=(0,)), headed(lengths=tuple(range(1, 48)) * 9), headed(version=2),
    headed(rows=0), headed(check=b"1"), headed(made_at=1e300), headed(made_at=-1.0),
    MAGIC + (3905).to_bytes(4, "little") + b'{"x":' + b"[" * 3900,
])
def test_what_is_no_whole_index_is_refused(content: bytes) -> None:
    with pytest.raises(ExactError) as refused:
        index_of(content, KEY)
    assert refused.value.words.endswith("。")


def test_an_index_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ExactError, match="超过上限"):
        index_of(MAGIC + bytes(INDEX_LIMIT), KEY)


def test_buckets_that_run_backwards_or_overflow_are_refused() -> None:
    content = bytearray(made().content)
    header = header_of(bytes(content))
    begins = len(content) - 5 * header.pairs - 4 * ((1 << header.bucket_bits) + 1)
    content[begins + 4:begins + 8] = b"\xff\xff\xff\x7f"
    with pytest.raises(ExactError, match="不完整，或者被改过"):
        index_of(bytes(content), KEY)


def test_another_key_is_noticed() -> None:
    with pytest.raises(ExactError, match="“在校学生”不是用这把名单密钥做的"):
        index_of(made().content, OTHER_KEY)


def test_a_published_list_passes_unless_it_is_a_state_secret() -> None:
    text = "公示名单：" + "，".join(f"{row[0]} {row[2]}" for row in PEOPLE)
    pack = replace(Pack("公示", "1", (), (), (), ()), published=(Published("公示", fingerprint(text)),))
    assert Judge([pack], exact=(INDEX,)).judge(Text(text)).action is Action.ALLOW
    secret = indexed(nature=Nature.STATE_SECRET)
    assert Judge([pack], exact=(secret,)).judge(Text(text)).action is Action.BLOCK
