"""Tests packs whose code words are published as keyed digests: what they find, what they tell, what is refused."""

from __future__ import annotations

import itertools

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.diff import changes
from rules.pack.encoded import decode, encode
from rules.pack.hashing import HashingError, hashed_pack
from rules.pack.loading import Pack, PackError, load
from rules.pack.proof import prove
from rules.scan.hashed import is_hashed
from rules.scan.normalise import normalise
from rules.text import Text
from tests.support.code_words import CODE_WORDS, WORDS, published
from tests.support.real_text import news
from tests.support.tables import KEY, OTHER_KEY

PUBLISHED = published()
CLEAR = Judge([load(CODE_WORDS.encode(), "代号.yaml")])
HASHED = Judge([load(PUBLISHED, "代号.yaml")], key=KEY)


def pack(written: bytes = PUBLISHED) -> Pack:
    return load(written, "代号.yaml")


TEXTS = (
    "青松计划选址已初步确定", "会上说青松 计划的报价要再看", "ＡＢ白杨－工程选址", "青 松 计 划 选 址",
    "靑松計劃選址", "青松計劃的報價",
    "上午听取了有关负责同志的汇报，会议认为青\n松计划的选址还要再看一看，先不要对外讲。",
    "BLUE HERON 7的选址", "blue heron 7 的报价", "ｂｌｕｅ　ｈｅｒｏｎ　７ 选址",
    "海东青和青松计划都要报", "青松计划青松计划",
    "省际水系连通与生态补偿试点先行工程的报价", "省际水系连通与生态补偿试点先行\n工程的报价",
    "演习：青松计划选址", "演习已定。青松计划选址已定",
    "树种\t青松\t计划\t选址", "门口种的是青松。计划明年再选址", "海东\n青选址", "内部测算表", "", "青",
    "海东青选址" * 3000,
)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_hashed_words_are_found_where_words_in_clear_are(text: str) -> None:
    clear, hidden = CLEAR.judge(Text(text)), HASHED.judge(Text(text))
    assert (hidden.action, hidden.matches, hidden.gaps) == (clear.action, clear.matches, clear.gaps)


def test_many_short_texts_are_judged_as_each_alone() -> None:
    texts = [Text(text) for text in TEXTS]
    assert HASHED.judge_many(texts) == [HASHED.judge(text) for text in texts]
    assert {verdict.action for verdict in HASHED.judge_many(texts)} == set(Action)


def test_a_word_of_a_long_text_is_found_wherever_it_is() -> None:
    for place in (19_995, 19_998, 20_000, 40_001):
        text = "好" * place + "青松计划选址" + "好" * 500
        (match,) = HASHED.judge(Text(text)).matches
        assert (match.start, match.text) == (place, "青松计划")


def test_the_published_pack_has_none_of_the_words_in_any_writing() -> None:
    for whole in (PUBLISHED.decode(), normalise(PUBLISHED.decode()).text):
        squeezed = "".join(filter(str.isalnum, whole)).upper()
        for word in WORDS:
            assert "".join(filter(str.isalnum, word)).upper() not in squeezed
        assert "常委会" not in squeezed, "comments are left out"
    assert pack().label == load(CODE_WORDS.encode(), "").label
    assert sum(map(is_hashed, dict(pack().words)["项目代号"])) == len(WORDS)


def test_the_same_pack_and_key_give_the_same_bytes_and_another_key_other_digests() -> None:
    assert published() == PUBLISHED
    digests = [{word for _, words in pack(one).words for word in words if is_hashed(word)}
               for one in (PUBLISHED, published(key=OTHER_KEY), published(CODE_WORDS.replace("演示县", "乙县")))]
    assert not any(one & other for one, other in itertools.combinations(digests, 2))


@pytest.mark.parametrize("key", [b"", OTHER_KEY], ids=["none", "another"])
def test_without_the_key_the_examples_pass_and_the_other_rules_stop(key: bytes) -> None:
    assert not prove(pack(), key)
    judge = Judge([pack()], key=key)
    assert judge.judge(Text("青松计划选址已初步确定")).action is Action.ALLOW
    assert judge.judge(Text("内部测算表")).action is Action.BLOCK


def test_an_encoded_pack_finds_the_same() -> None:
    judge = Judge([decode(encode(pack()))], key=KEY)
    assert [judge.judge(Text(text)).action for text in TEXTS] == [HASHED.judge(Text(text)).action for text in TEXTS]


def test_ordinary_texts_contain_no_hashed_word() -> None:
    text = "选址\n".join(news())
    assert len(text) > 1_000_000
    assert HASHED.judge(Text(text), 60).action is Action.ALLOW


def refusal(written: str) -> str:
    with pytest.raises((HashingError, PackError)) as refused:
        hashed_pack(written.encode(), "代号.yaml", KEY)
    return str(refused.value)


@pytest.mark.parametrize(("old", "new", "said"), [
    ("说明: 提到了没有公开的项目。", "说明: 提到了青松计划。", "规则 DH-01 提示语 说明"),
    ("说明: 提到了没有公开的项目。", "说明: 提到了青 松·计划。", "规则 DH-01 提示语 说明"),
    ("进展: [选址, 报价]", "进展: [选址, 报价, 青松计划选址]", "词表 进展"),
    ("进展: [选址, 报价]", "进展: [选址, 报价]\n  树: [青松、柏树 × 计划、方案]", "词表 树"),
    ("主证: [内部测算表]", "主证: [内部测算表, 海东青]", "规则 DH-02 判据 主证"),
    ("主证: [内部测算表]", "主证: [内部测算表, 青松、柏树 × 计划、方案]", "规则 DH-02"),
    ("规则:\n", "模式:\n  代号: '(?:青松|柏树)(?:计划|方案)办'\n规则:\n", "模式 代号"),
    ("规则:\n", "模式:\n  代号: '[青蓝]松计划办'\n规则:\n", "模式 代号"),
    ("[食堂十二点开饭, 今天天气很好]", "[[海东, 青], 今天天气很好]", "规则 DH-02 不得命中"),
    ("规则:\n", "模式:\n  代号: '(?:{项目代号})办'\n规则:\n", "不能写进正则"),
    ("海东青,", "海,", "“海”不能散列"),
    ("海东青,", f"海东青, {'海东青' * 14},", "不能散列"),
    ("    发布时散列: true", "    发布时散列: false", "没有要散列的词表"),
    ("- 青松计划选址已初步确定", "- 松树选址已初步确定", "规则 DH-01 的样例没有通过"),
])
def test_what_would_still_tell_a_word_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    assert old in CODE_WORDS
    assert said in refusal(CODE_WORDS.replace(old, new))


@pytest.mark.parametrize(("old", "new", "said"), [
    ("散列密钥: {", "说明密钥: {", "说明密钥"), ("盐: ", "盐: x", "“盐”不是"), ("核对: ", "核对: x", "“核对”不是"),
    ("4-", "1-", "只能是 2 到 40"), ("4-", "99-", "只能是 2 到 40"), ("4-", "x-", "不是散列词的写法"),
])
def test_a_damaged_published_pack_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        pack(PUBLISHED.decode().replace(old, new).encode())


def test_words_of_too_many_lengths_are_refused() -> None:
    many = ", ".join("松" * length for length in range(2, 20))
    assert "最多 16 种" in refusal(CODE_WORDS.replace("海东青,", f"海东青, {many},"))


def test_hashed_words_without_their_key_section_are_refused() -> None:
    lines = [line for line in PUBLISHED.decode().split("\n") if not line.startswith("散列密钥")]
    with pytest.raises(PackError, match="没有“散列密钥”"):
        pack("\n".join(lines).encode())


def test_a_word_that_goes_is_a_loosening_and_is_named_by_no_digest() -> None:
    after = pack(published(CODE_WORDS.replace("海东青, Blue", "Blue").replace("海东青和青松", "白杨工程和青松")))
    (change,) = [one for one in changes(pack(), after) if one.name == "项目代号"]
    assert change.loosens
    assert any("1 个散列词" in line for line in change.lines)
    assert "\0" not in "".join(change.lines)


def test_a_list_that_names_a_hashed_one_has_its_words() -> None:
    wider = CODE_WORDS.replace("进展: [选址, 报价]", "进展: [选址, 报价]\n  全部: [\"@项目代号\", 另一个]").replace(
        '主证: "@项目代号", 佐证', '主证: "@全部", 佐证')
    judge = Judge([pack(published(wider))], key=KEY)
    assert [judge.judge(Text(text)).action for text in ("青松计划选址", "另一个选址")] == [Action.BLOCK] * 2
