"""Tests that a pack sent to another process as bytes judges like the original."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from guard.supply.builtin import OPTIONAL_PACKS, builtin_pack, optional_pack
from rules.definition import Pack
from rules.judge.judge import Judge
from rules.pack import pattern_check
from rules.pack.encoded import decode, encode
from rules.pack.loading import load
from rules.scan import literals
from rules.scan.fingerprints import fingerprint
from rules.text import Text

ALERTED = "滨海市应急管理局关于开展冬季安全生产督查的内部安排，各督查组由副局长带队，分三批前往重点企业。" * 3

ENCODE = """
import hashlib
from guard.supply.builtin import builtin_pack
from rules.pack.encoded import encode
from rules.pack.loading import load
print(hashlib.sha256(encode(load(builtin_pack(), "pack"))).hexdigest())
"""


def every_example(pack: Pack) -> list[Text]:
    """Return the texts of a pack's own examples."""
    examples = [example for rule in pack.rules for example in (*rule.must_match, *rule.must_not_match)]
    examples += [one for rule in pack.rules for exemption in rule.exemptions() for one in exemption.must_not_swallow]
    return [Text(example.text, from_picture=example.from_picture) for example in examples]


@pytest.mark.parametrize("content", [builtin_pack(), *map(optional_pack, OPTIONAL_PACKS)])
def test_an_encoded_pack_gives_the_same_verdict_on_every_example(content: bytes) -> None:
    pack = load(content, "pack")
    texts = every_example(pack)
    assert len(texts) > 10
    read, sent = Judge([pack]), Judge([decode(encode(pack))])
    assert [sent.judge(text, 10) for text in texts] == [read.judge(text, 10) for text in texts]


def test_alerts_and_what_is_published_travel_too() -> None:
    published, alerted = (
        f"{{字数: {made.length}, 全文: {made.whole}, 片段: {made.written()}}}"
        for made in (fingerprint(ALERTED[::-1]), fingerprint(ALERTED)))
    wording = "{标题: 样例, 说明: 样例, 办法: 样例}"
    content = ("规则包: 单位\n版本: '1'\n"
               f"已发布清单:\n- {{名称: 通知, 指纹: {published}}}\n"
               f"紧急布控:\n- {{编号: BK-01, 名称: 内部安排, 依据: 布控单, 提示语: {wording}, 指纹: {alerted}}}\n")
    pack = load(content.encode(), "pack")
    sent = decode(encode(pack))
    assert (sent.published, sent.alerts, sent.label) == (pack.published, pack.alerts, pack.label)
    assert [match.rule for match in Judge([sent]).judge(Text(ALERTED)).matches] == ["BK-01"]


def test_the_examples_and_the_file_stay_behind() -> None:
    pack = load(builtin_pack(), "pack")
    encoded = encode(pack)
    examples = [example.text.encode() for rule in pack.rules for example in rule.must_match if len(example.text) > 30]
    assert examples
    assert not any(example in encoded for example in examples)
    assert pack.written not in encoded
    assert all(not rule.must_match and not rule.must_not_match for rule in decode(encoded).rules)


def test_two_processes_encode_a_pack_as_the_same_bytes() -> None:
    one, other = (subprocess.check_output([sys.executable, "-c", ENCODE], env={**os.environ, "PYTHONHASHSEED": seed})
                  for seed in "12")
    assert one == other


def test_what_takes_long_to_find_out_about_a_pattern_is_not_found_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = encode(load(builtin_pack(), "pack"))
    monkeypatch.setattr(literals, "shape_of_tree", None)
    monkeypatch.setattr(pattern_check, "shape_of_tree", None)
    judge = Judge([decode(encoded)])
    assert judge.judge(Text("机密★5年\n关于样例工作的通知\n（演示样例，非国家秘密）")).matches
