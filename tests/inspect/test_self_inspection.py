"""Tests a self-inspection from outside: what it finds, what it leaves out, what it stores and how it continues."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from guard.core.model import Outcome
from guard.inspect.walking import LeftOut, Scope, find
from guard.inspect.worker import Setup, Task, identity
from guard.inspect.workers import Pool
from guard.supply.builtin import BUILTIN_PACK, builtin_pack, optional_pack
from rules.pack.loading import load
from rules.sensitivity import Sensitivity
from tests.inspect.conftest import Inspect
from tests.inspect.tree import PLACES, plant
from tests.rules.test_exempted import UNTIL, exempting
from tests.support.archives import METHODS, damaged_in, zip_of
from tests.support.false_alarms import NOVEL
from tests.support.program import lines

SECRET = "机密★5年\n某某县委办公室文件\n"
CLEAN = "晚上七点在食堂门口集合。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "1.txt").write_text(SECRET, "utf-8")
    (folder / "2.txt").write_text(CLEAN, "utf-8")
    return folder


def _unchanged(done: subprocess.CompletedProcess[bytes]) -> dict[str, bool]:
    return {Path(answer["path"]).name: answer["unchanged"] for answer in lines(done)}


def test_every_mark_in_every_place_is_found_and_nothing_else(tmp_path: Path, inspect: Inspect) -> None:
    each_twice = 2 * sum(not place.startswith("picture") for place, _, _ in PLACES)
    planted = plant(tmp_path / "tree", each_twice, pictures=False)
    done = inspect("--json", "--workers", 2, tmp_path / "tree")
    found = {Path(answer["path"]): Outcome(answer["action"]) for answer in lines(done)}
    assert found == planted.expected
    assert len(planted.of(Outcome.BLOCK)) > 50
    assert len(planted.of(Outcome.ALLOW)) > 50
    assert done.returncode == 4


def test_what_was_judged_is_judged_again_only_when_it_changed(folder: Path, inspect: Inspect) -> None:
    first = inspect("--json", "--workers", 1, folder)
    assert _unchanged(first) == {"1.txt": False, "2.txt": False}
    second = inspect("--json", "--workers", 1, folder)
    assert _unchanged(second) == {"1.txt": True, "2.txt": True}
    assert (first.returncode, second.returncode) == (4, 4)
    (folder / "2.txt").write_text("秘密★1年\n", "utf-8")
    (folder / "1.txt").unlink()
    third = inspect("--json", "--workers", 1, folder)
    assert _unchanged(third) == {"2.txt": False}
    assert third.returncode == 4


def test_a_file_that_keeps_size_and_time_is_known_to_have_changed_by_its_entry(folder: Path, inspect: Inspect) -> None:
    inspect("--json", "--workers", 1, folder)
    times = (folder / "1.txt").stat()
    (folder / "1.txt").write_bytes((folder / "2.txt").read_bytes()[:times.st_size].ljust(times.st_size))
    os.utime(folder / "1.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert _unchanged(inspect("--json", "--workers", 1, folder)) == {"1.txt": False, "2.txt": True}


def test_an_index_of_an_earlier_version_is_continued(folder: Path, tmp_path: Path, inspect: Inspect) -> None:
    index = tmp_path / "earlier.sqlite"
    inspect("--json", "--workers", 1, "--index", index, folder)
    with closing(sqlite3.connect(index)) as earlier:
        earlier.executescript("DROP INDEX by_size_and_content; CREATE INDEX by_size ON files (size);"
                              "ALTER TABLE files DROP COLUMN ctime_ns; ALTER TABLE files DROP COLUMN judged_ctime_ns;"
                              "ALTER TABLE files DROP COLUMN stand_in; PRAGMA user_version = 1")
    once = _unchanged(inspect("--json", "--workers", 1, "--index", index, folder))
    assert once == {"1.txt": False, "2.txt": False}, "read once more"
    again = _unchanged(inspect("--json", "--workers", 1, "--index", index, folder))
    assert again == {"1.txt": True, "2.txt": True}


def test_new_rules_judge_every_file_again(folder: Path, tmp_path: Path, inspect: Inspect) -> None:
    inspect("--json", "--workers", 1, folder)
    (tmp_path / "more.toml").write_text('[rules]\npacks = ["教育"]\n', "utf-8")
    again = inspect("--json", "--workers", 1, "--config", tmp_path / "more.toml", folder)
    assert _unchanged(again) == {"1.txt": False, "2.txt": False}


@pytest.mark.parametrize("changes", [{"weights": b"others"}, {"sensitivity": Sensitivity.STRICT},
                                     {"packs": (load(optional_pack("教育"), "pack"),)}], ids=list)
def test_other_weights_or_packs_and_another_sensitivity_judge_every_file_again(changes: dict[str, object]) -> None:
    setup = Setup((), (), "cascade", weights=b"some")
    assert identity(setup, "1", ()) == identity(setup, "1", ())
    assert identity(replace(setup, **changes), "1", ()) != identity(setup, "1", ())


def test_a_day_on_which_an_exemption_ends_judges_every_file_again_and_no_other_day_does() -> None:
    setup = Setup((exempting(NOVEL, until=UNTIL),), (), "cascade")
    days = (UNTIL - timedelta(1), UNTIL, UNTIL + timedelta(1), UNTIL + timedelta(9))
    before, last, after, later = (identity(setup, "1", (), lambda: day) for day in days)  # noqa: B023
    assert before == last != after == later


def test_a_copy_of_a_known_file_is_found_and_its_own_name_judged(folder: Path, inspect: Inspect) -> None:
    inspect("--json", "--workers", 1, folder)
    shutil.copy(folder / "1.txt", folder / "绝密★30年.txt")
    (copy,) = (answer for answer in lines(inspect("--json", "--workers", 1, folder)) if "绝密" in answer["path"])
    assert [(mark["rule"], mark["snippet"], mark.get("in")) for mark in copy["matches"]] == [
        ("BC-01", "机密★5年", None), ("BC-01", "绝密★30年", "name")]


def test_the_index_is_its_owners_and_holds_no_content(tmp_path: Path, inspect: Inspect) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        f"{SECRET}海棠路的仓库周四清点。\n姓名 身份证号 电话\n王小明 110101199003078515 13800138000\n", "utf-8")
    assert inspect(tmp_path / "in").returncode == 4
    index = tmp_path / "home" / "cache" / "inspection.sqlite"
    assert stat.S_IMODE(index.stat().st_mode) == 0o600
    kept = index.read_bytes()
    assert "机密★5年".encode() in kept
    for content in ("海棠路", "王小明", "110101199003078515", "13800138000"):
        assert content.encode() not in kept


def test_links_exclusions_and_old_files_are_left_out_and_said(folder: Path, inspect: Inspect) -> None:
    (folder / "link.txt").symlink_to(folder / "1.txt")
    (folder / "缓存").mkdir()
    (folder / "缓存" / "3.txt").write_text(SECRET, "utf-8")
    done = inspect("--exclude", "缓存", "--exclude", "*.tmp", folder)
    said = done.stdout.decode()
    assert "共 2 个文件" in said
    assert "链接 1 个" in said
    assert "按 --exclude 跳过 1 项" in said
    now = datetime.now().astimezone().isoformat()
    assert "按 --since 跳过 3 个" in inspect("--since", now, folder).stdout.decode()
    assert "共 3 个文件" in inspect("--since", "1d", folder).stdout.decode()
    assert inspect("--since", "gestern", folder).returncode == 2


def test_filters_that_leave_nothing_out_are_said(folder: Path, inspect: Inspect) -> None:
    said = inspect("--exclude", "2.*", "--exclude", "缓寸", "--since", "2001-01-01", folder).stdout.decode()
    assert "--exclude 缓寸 没有跳过任何文件" in said
    assert "--since 没有跳过任何文件" in said
    assert "--exclude 2.* 没有" not in said
    assert "--exclude 缓寸 没有跳过任何文件" in inspect("--json", "--exclude", "缓寸", folder).stderr.decode()


def test_reports_of_earlier_inspections_are_not_inspected_and_that_is_said(folder: Path, inspect: Inspect) -> None:
    earlier = [folder / "自查.html", folder / "自查.xlsx"]
    inspect(folder, "--html", earlier[0], "--xlsx", earlier[1])
    (folder / "像报告.html").write_text(f"<!DOCTYPE html><p>{SECRET}</p>", "utf-8")
    said = inspect(folder).stdout.decode()
    assert "共 3 个文件" in said
    assert f"没有查以前的自查报告 2 份：{earlier[0]}、{earlier[1]}" in said.replace("\n", "")


@pytest.mark.parametrize("method", METHODS)
def test_a_workbook_with_damaged_properties_is_found_and_so_is_what_comes_after_it(tmp_path: Path, method: int) -> None:
    book = zip_of({"docProps/core.xml": bytes(range(256)) * 4}, method=method)
    (tmp_path / "台账.xlsx").write_bytes(damaged_in(book, "docProps/core.xml"))
    (tmp_path / "通知.txt").write_text(SECRET, "utf-8")
    assert {one.path.name for one in find([str(tmp_path)], Scope(), LeftOut())} == {"台账.xlsx", "通知.txt"}


def test_another_file_system_is_entered_only_when_asked() -> None:
    other = next((path for path in Path("/dev").iterdir() if not path.is_symlink() and path.is_mount()), None)
    if other is None:
        pytest.skip("nothing is mounted below /dev here")
    left_out = LeftOut()
    list(find(["/dev"], Scope(), left_out))
    assert str(other) in left_out.file_systems


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let Ctrl+C reach programs even where these tests run in the background of a shell, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.thorough
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_what_interrupts_it_says_how_to_go_on_and_loses_nothing(
        tmp_path: Path, command: list[str], inspect: Inspect, ending: signal.Signals) -> None:
    tree = tmp_path / "tree"
    plant(tree, 120, pictures=False)
    arguments = ["--json", "--workers", "2", str(tree)]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        done = [json.loads(process.stdout.readline()) for _ in range(5)]
        if ending is signal.SIGINT:
            os.killpg(process.pid, ending)  # as a terminal does
        else:
            process.terminate()
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "再运行同一条命令" in said.decode()
    assert "Traceback" not in said.decode()
    again = {answer["path"]: answer["unchanged"] for answer in lines(inspect("--json", "--workers", 1, tree))}
    assert len(again) == 120
    assert all(again[answer["path"]] for answer in done)
    assert not all(again.values())


@pytest.mark.thorough
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_workers_start_shows_no_traceback(tmp_path: Path, command: list[str]) -> None:
    for number in range(21):
        (tmp_path / f"{number}.txt").write_text(SECRET, "utf-8")
    with subprocess.Popen([*command, "--json", "--workers", "2", "--exclude", "home", str(tmp_path)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while process.poll() is None and not any(_is_worker(child) for child in children.read_text().split()):
            pass
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    told, sentence = said.decode().splitlines()
    assert "共 21 个文件" in told
    assert "再运行同一条命令" in sentence


def _is_worker(process: str) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.thorough
def test_a_worker_that_dies_costs_no_file(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(30)]
    for path in paths:
        path.write_text(SECRET, "utf-8")
    setup = Setup((load(builtin_pack(), BUILTIN_PACK),), ("/nonexistent",), "cascade")
    pool = Pool(setup, 2)
    try:
        findings = pool.findings(iter([Task(path, str(path)) for path in paths]))
        found = [next(findings)]
        for process in list(pool._executor._processes.values()):  # the only way to get there
            process.kill()
        found += findings
    finally:
        pool.close()
    assert sorted(finding.shown for finding in found) == sorted(map(str, paths))
    assert {finding.outcome for finding in found} == {Outcome.BLOCK}


def test_an_index_that_is_something_else_is_left_alone(folder: Path, tmp_path: Path, inspect: Inspect) -> None:
    other = tmp_path / "notes.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE notes (words)")
    database.close()
    other.chmod(0o644)
    before = other.read_bytes()
    done = inspect("--index", other, folder)
    assert done.returncode == 2
    assert "不是自查索引" in done.stderr.decode()
    assert (other.read_bytes(), stat.S_IMODE(other.stat().st_mode)) == (before, 0o644)


def test_an_index_that_others_may_read_is_its_owners_alone_once_it_is_used(folder: Path, tmp_path: Path,
                                                                          inspect: Inspect) -> None:
    index = tmp_path / "index.sqlite"
    assert inspect("--index", index, folder).returncode == 4
    index.chmod(0o644)
    assert inspect("--index", index, folder).returncode == 4
    assert stat.S_IMODE(index.stat().st_mode) == 0o600


def test_two_inspections_do_not_share_an_index(folder: Path, tmp_path: Path, inspect: Inspect) -> None:
    index = tmp_path / "index.sqlite"
    assert inspect("--index", index, folder).returncode == 4
    with sqlite3.connect(index) as database:
        database.execute("BEGIN EXCLUSIVE")
        done = inspect("--index", index, folder)
        database.rollback()
    database.close()
    assert done.returncode == 2
    assert "正被另一次自查使用" in done.stderr.decode()


def test_without_a_home_that_can_be_written_it_inspects_all_the_same(
    folder: Path, tmp_path: Path, inspect: Inspect,
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = inspect("--home", tmp_path / "file" / "x", folder)
    assert done.returncode == 4
    assert "从头再来" in done.stderr.decode()
