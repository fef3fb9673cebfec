"""Tests that one command runs every bench and writes its part of docs/benchmarks.md, and that part alone."""

from __future__ import annotations

from tests.bench.every_bench import BEGIN, BENCHES, END, PAGE, ROOT, machine, written

PART_OF_ANOTHER = {"features"}


def block(name: str, said: str) -> str:
    return f"### {name}: a title\n\n    command\n\nsome day:\n\n```\n{said}\n### start: said by the bench\n```\n\n"


def test_every_bench_is_run_by_the_one_command() -> None:
    files = {path.stem.removeprefix("bench_") for path in (ROOT / "tests" / "bench").glob("bench_*.py")}
    assert {bench.name for bench in BENCHES} == files - PART_OF_ANOTHER


def test_the_page_has_one_place_for_what_is_printed() -> None:
    page = PAGE.read_text("utf-8")
    assert (page.count(BEGIN), page.count(END)) == (1, 1)


def test_what_was_written_by_hand_stays_and_a_bench_replaces_only_its_own_part() -> None:
    page = f"before\n{BEGIN}not run yet\n{END}after\n"
    for name, said in (("start", "old"), ("judge", "x61"), ("start", "1.94 s")):
        page = written(page, name, block(name, said))
    assert page == f"before\n{BEGIN}\n{machine()}\n{block('judge', 'x61')}{block('start', '1.94 s')}{END}after\n"


def test_the_machine_and_the_versions_of_all_that_is_measured_are_said() -> None:
    said = machine()
    for name in ("presidio-analyzer", "rapidocr", "tesseract", "markitdown", "kreuzberg", "distributed", "cores"):
        assert name in said
    assert "not in its lock" not in said
