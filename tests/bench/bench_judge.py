"""Measures judging: our scan beside a ``re`` loop and Presidio on the same rules, then the built-in pack as it runs.

    make bench-judge              (or .venv/bin/python tests/bench/bench_judge.py, without Presidio unless .build/bench)
    .venv/bin/python tests/bench/bench_judge.py --quick       without the rules side by side at 10 MB, fewer messages

Engines take turns on the same text within one process tree. Times are of the processor, which other work on the
machine changes less than the clock's. Nothing is asserted about time.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.supply.builtin import BUILTIN_PACK, builtin_pack  # noqa: E402
from rules.definition import Pack  # noqa: E402
from rules.judge.judge import Judge  # noqa: E402
from rules.pack.loading import PackError, load  # noqa: E402
from rules.text import Text  # noqa: E402
from tests.bench.bench_features import batch, people, shipped, short  # noqa: E402
from tests.bench.engines import Engine, Found, Presidio, backtracking, mishao, plain_loop  # noqa: E402
from tests.bench.generated_rules import Generated, generate, large_pack, messages, mixed_text, office_text  # noqa: E402
from tests.support.kinship import earlier, knowing  # noqa: E402
from tests.support.notices import notice  # noqa: E402

SIZES = (("1 KB", 1_000, 41, 20), ("100 KB", 100_000, 15, 1), ("10 MB", 10_000_000, 1, 1))
"""Name, bytes, rounds, and how often each engine searches in its turn (the mean of a turn is one figure)."""
OURS, LOOP = "MiShao scan", "re loop + find"
MESSAGES, FEW_MESSAGES = 200_000, 50_000
LARGE_PACKS = (10_000, 1_000)
STOPPED = 200
FLAGGED = (
    "机密★5年\n姓名\t身份证号\t电话\n李建国\t430102199003077230\t13812345678\n王芳\t450222198811230029\t15012345678\n"
    "张伟\t520102197501012811\t17712345678\n《关于恢复部分公交线路的通告（讨论稿）》\n"
)
"""The beginning of the texts marked with !: a mark, three people and a draft."""
_NO_LIMIT = 3600.0


def main() -> None:
    quick = "--quick" in sys.argv
    say_machine()
    generated = generate()
    side_by_side("shaped like a pack", generated, SIZES[:2] if quick else SIZES)
    side_by_side("long keywords, expressions that begin with fixed words", generate(long_words=True), SIZES[1:2])
    pack = load(builtin_pack(), BUILTIN_PACK)
    builtin_whole_stack(pack, generated)
    print("\nwhole stack on dense texts, and messages that each hold six trigger words, one core")
    short(pack)
    people(pack)
    batch(pack)
    jsonl(FEW_MESSAGES if quick else MESSAGES)
    redos()
    many_rules()


def say_machine() -> None:
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"machine: {model}, {os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}")
    libraries = ", ".join(f"{name} {version(name)}" for name in ("ahocorasick-rs", "google-re2", "numpy"))
    print(f"python {platform.python_version()}, {libraries}")


def side_by_side(shape: str, generated: Generated, sizes: Sequence[tuple[str, int, int, int]]) -> None:
    """Print medians and best times, and the ratio of each other engine's best time to ours."""
    print(f"\n{len(generated.keywords)} keywords + {len(generated.expressions)} regular expressions, {shape}")
    print(f"{'text':8} {'engine':34} {'rounds':>6} {'median ms':>10} {'best ms':>10} {'MB/s':>7} {'ours is':>8} "
          f"{'keywords':>9} {'regexes':>8}")
    engines: dict[str, Engine] = {OURS: mishao(generated), LOOP: plain_loop(generated)}
    presidio: Presidio | None = None
    try:
        presidio = Presidio(generated)
        for way in ("deny_list", "pattern"):
            engines[f"Presidio {presidio.version} ({way})"] = presidio.engine(way)
    except OSError as error:
        print(f"Presidio is left out: it cannot be started ({type(error).__name__}); make bench-judge installs it")
    try:
        for label, size, rounds, turn in sizes:
            compare(label, office_text(size, generated.keywords), rounds, turn, engines)
    finally:
        if presidio is not None:
            presidio.close()


def compare(label: str, text: str, rounds: int, turn: int, engines: dict[str, Engine]) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    found: dict[str, Found] = {}
    for number in range(rounds + 1):
        for name, engine in engines.items():
            answers = [engine(text) for _ in range(turn)]
            found[name] = answers[-1][1]
            # The first round fills caches; where there is time for one round only, the slow engines get no other.
            if number or rounds == 1:
                seconds[name].append(statistics.mean(elapsed for elapsed, _ in answers))
        if rounds == 1:
            break
    ours = min(seconds[OURS])
    for name in engines:
        median = statistics.median(seconds[name])
        best = min(seconds[name])
        speed = len(text.encode()) / best / 1e6
        ratio = "" if name == OURS else f"x{best / ours:.0f}"
        print(f"{label:8} {name:34} {len(seconds[name]):6} {median * 1000:10.3f} {best * 1000:10.3f} {speed:7.1f} "
              f"{ratio:>8} {found[name].keywords:9} {found[name].expressions:8}", flush=True)
    if found[OURS] != found[LOOP]:
        print(f"{label:8} WRONG: our hits differ from those of the re loop")


def builtin_whole_stack(pack: Pack, generated: Generated) -> None:
    """Print the time of Judge.judge with the built-in pack: normalise, scan, features, criteria, exemptions."""
    judge = shipped(pack)
    print(f"\nwhole stack, built-in pack ({pack.label}, {len(pack.rules)} rules); ! = with much to find at once; "
          f"k = after {STOPPED} documents were stopped")
    print(f"{'text':8} {'rounds':>6} {'median ms':>10} {'best ms':>9} {'MB/s':>7} {'matches':>8} {'action':>7} "
          f"{'gaps':>5}")
    sizes = (("1 KB", 1_000, 201), ("1 KB !", 1_000, 201), ("100 KB", 100_000, 21), ("100 KB !", 100_000, 21),
             ("10 MB", 10_000_000, 3), ("1 KB k", 1_000, 201))
    after = judge.knowing(knowing(judge, *((earlier(str(number)), notice(number)) for number in range(STOPPED))))
    for label, size, rounds in sizes:
        judge = after if label.endswith("k") else judge
        head = FLAGGED if label.endswith("!") else ""
        text = Text(head + mixed_text(size - len(head.encode()), generated.keywords))
        times, verdict = [], judge.judge(text, _NO_LIMIT)
        for _ in range(rounds):
            begun = time.process_time()
            verdict = judge.judge(text, _NO_LIMIT)
            times.append(time.process_time() - begun)
        median = statistics.median(times)
        print(f"{label:8} {rounds:6} {median * 1000:10.3f} {min(times) * 1000:9.3f} {size / median / 1e6:7.1f} "
              f"{len(verdict.matches):8} {verdict.action.value:>7} {len(verdict.gaps):5}", flush=True)


def jsonl(count: int) -> None:
    """Print how many short messages per second `check --jsonl` answers on one core."""
    print("\ncheck --jsonl, one core (taskset -c 0), JSON in and out, start of the program taken off")
    command = ["taskset", "-c", "0", sys.executable, str(ROOT / "main.py"), "check", "--jsonl"]
    texts = messages(count)
    lines = b"".join(json.dumps({"id": number, "text": text}).encode() + b"\n" for number, text in enumerate(texts))
    try:
        start, _ = _timed(command, b'{"id":0,"text":""}\n')
        rates = []
        for _ in range(3):
            seconds, answers = _timed(command, lines)
            assert answers == count, answers
            rates.append(count / (seconds - start))
    except FileNotFoundError:
        print("left out: there is no taskset here")
        return
    print(f"{count} messages of {sum(map(len, texts)) / count:.0f} characters, start {start:.2f} s: "
          f"{statistics.median(rates):,.0f} per second (median of 3: {', '.join(f'{rate:,.0f}' for rate in rates)})")


def _timed(command: Sequence[str], lines: bytes) -> tuple[float, int]:
    with tempfile.TemporaryFile() as incoming, tempfile.TemporaryFile() as outgoing:
        incoming.write(lines)
        incoming.seek(0)
        begun = _used_by_children()
        subprocess.run(command, stdin=incoming, stdout=outgoing, check=False)
        seconds = _used_by_children() - begun
        outgoing.seek(0)
        return seconds, outgoing.read().count(b"\n")


def _used_by_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def redos() -> None:
    """Print the cost of a backtracking pattern in each engine."""
    print("\na pattern made to backtrack, on 30 to 100,000 characters that almost match")
    for line in backtracking():
        print(line, flush=True)


def many_rules() -> None:
    """Print how long a large pack takes to load and to compile, on the clock and of the processor: best of three."""
    print("\na large pack, each rule with words of its own")
    for rules in LARGE_PACKS:
        written = large_pack(rules)
        try:
            times = [_load_and_compile(written) for _ in range(3)]
        except PackError as error:
            print(f"{rules:,} rules, {len(written) / 1e6:.1f} MB: refused: {error.problems[0].message}")
            continue
        load_clock, load_processor, compile_clock, compile_processor = map(min, zip(*times, strict=True))
        print(f"{rules:,} rules, {len(written) / 1e6:.1f} MB: "
              f"load {load_clock:.2f} s (processor {load_processor:.2f} s), "
              f"compile {compile_clock:.2f} s (processor {compile_processor:.2f} s)")


def _load_and_compile(written: bytes) -> tuple[float, float, float, float]:
    begun, used = time.perf_counter(), time.process_time()
    pack = load(written, "generated.yaml")
    loaded, used_then = time.perf_counter(), time.process_time()
    Judge([pack])
    return loaded - begun, used_then - used, time.perf_counter() - loaded, time.process_time() - used_then


if __name__ == "__main__":
    main()
