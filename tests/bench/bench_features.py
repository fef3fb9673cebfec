"""Measures features and short texts: dense lists of people, one kilobyte of everything, many trigger words at once.

Times are of the processor, so that other work on the machine changes them little.

    .venv/bin/python tests/bench/bench_features.py [people|short|batch]...
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.supply.builtin import BUILTIN_PACK, builtin_pack  # noqa: E402
from guard.supply.learnt_weights import built_in_weights  # noqa: E402
from rules.deadline import Deadline  # noqa: E402
from rules.definition import Pack  # noqa: E402
from rules.judge.assembled import judge_of  # noqa: E402
from rules.judge.evidence import Sightings  # noqa: E402
from rules.judge.judge import Judge  # noqa: E402
from rules.judge.plan import plan  # noqa: E402
from rules.pack.loading import load  # noqa: E402
from rules.scan.normalise import normalise  # noqa: E402
from rules.sensitivity import Sensitivity  # noqa: E402
from rules.text import Text  # noqa: E402
from tests.support.notices import notice  # noqa: E402
from tests.support.pictures import identity_number  # noqa: E402

_SURNAMES, _GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡", "建国伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超"
_PLACES = ("城关镇人民路", "河西镇新村", "东湖街道团结社区", "石岭乡白水村")


def roster(size: int, chance: random.Random) -> str:
    """A duty roster: date, shift, name, post, mobile number in each row."""
    rows = ["某某县防汛值班表", "日期\t班次\t姓名\t职务\t电话"]
    length = 0
    while length < size:
        row = (f"1月{chance.randint(1, 31)}日\t{chance.choice('早中夜')}班\t{name(chance)}\t"
               f"{chance.choice(('科长', '科员', '主任', '副主任'))}\t{phone(chance)}")
        rows.append(row)
        length += len(row.encode()) + 1
    return "\n".join(rows)


def returners(size: int, chance: random.Random) -> str:
    """A list of people with identity number, age, address and number."""
    rows = ["返乡人员信息登记表", "序号 姓名 性别 年龄 身份证号 电话 住址"]
    length = 0
    while length < size:
        born = f"{chance.randint(1950, 2010)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        number = identity_number(f"450222{born}{chance.randint(1, 999):03}")
        row = (f"{len(rows)} {name(chance)} {chance.choice('男女')} {chance.randint(8, 80)}岁 {number} {phone(chance)} "
               f"{chance.choice(_PLACES)}{chance.randint(1, 99)}号")
        rows.append(row)
        length += len(row.encode()) + 1
    return "\n".join(rows)


def name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.randint(1, 2)))


def phone(chance: random.Random) -> str:
    return f"1{chance.choice(('38', '50', '77', '39'))}{chance.randint(0, 99_999_999):08}"


def best(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median and the best time in milliseconds."""
    times = []
    work()
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times), min(times)


def shipped(pack: Pack) -> Judge:
    """Return the program's judge with this pack: with the learnt judge at its default sensitivity."""
    return judge_of([pack], built_in_weights().content, Sensitivity.STANDARD)


def people(pack: Pack) -> None:
    scanner, _ = plan([pack])
    judge = shipped(pack)
    for label, text in (("duty roster", roster(84_000, random.Random(1))),
                        ("returners", returners(84_000, random.Random(2))),
                        ("notices", "\n".join(notice(number) for number in range(55)))):
        size, normalised = len(text.encode()) // 1000, normalise(text)
        scan = scanner.scan(normalised.text, Deadline(60))
        for feature in ("persons", "chat", "marking", "red_head"):
            median, least = best(
                lambda one=feature, held=scan, whole=text, normal=normalised:
                Sightings(held, Text(whole), normal, Deadline(60)).feature(one), 15,
            )
            print(f"{label:12} {size:4} KB {feature:10} median {median:7.2f} best {least:7.2f} ms")
        median, least = best(lambda whole=text: judge.judge(Text(whole), 60), 15)
        print(f"{label:12} {size:4} KB {'judge':10} median {median:7.2f} best {least:7.2f} ms")


def short(pack: Pack) -> None:
    judge = shipped(pack)
    texts = {
        "clean prose": "今天下午三点在二楼会议室开会，请大家带上笔记本。" * 14,
        "notice": notice(1)[:350],
        "roster": roster(1000, random.Random(1)),
        "returners": returners(1000, random.Random(2)),
        "chat": "\n".join(f"{who} 10:{minute}\n请各科室务必今晚报送排查台账，收到请回复" for minute, who in
                          enumerate(["张三", "李四", "王五"] * 5, 10)),
        "marks": "机密★5年\n某某县委文件\n某发〔2020〕3号\n关于做好某事的通知（讨论稿）\n王书记批示：请办\n" * 5,
        "code": "def main(argument):\n    return [value for value in range(10) if value % 2]\n" * 13,
    }
    for label, text in texts.items():
        median, least = best(lambda whole=text: judge.judge(Text(whole)), 200)
        print(f"{label:12} {len(text.encode()):5} bytes median {median:6.3f} best {least:6.3f} ms")


def batch(pack: Pack) -> None:
    judge = shipped(pack)
    chance = random.Random(3)
    words = ("请各科室今晚报送", "通知", "方案", "排查", "人员名单", "姓名", "机密", "内部", "批示", "电话13812345678",
             "值班", "落实", "公开", "密码", "举报人", "考试", "主任", "书记", "会议", "男", "岁", "报告", "患者")
    texts = [Text("，".join(chance.choices(words, k=6))) for _ in range(100_000)]
    begun = time.process_time()
    judge.judge_many(texts)
    seconds = time.process_time() - begun
    print(f"{len(texts):,} messages of trigger words: {seconds:.2f} s, {len(texts) / seconds:,.0f} per second")


def main() -> None:
    pack = load(builtin_pack(), BUILTIN_PACK)
    chosen = sys.argv[1:] or ["people", "short", "batch"]
    for part in (people, short, batch):
        if part.__name__ in chosen:
            part(pack)


if __name__ == "__main__":
    main()
