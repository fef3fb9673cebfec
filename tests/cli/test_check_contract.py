"""Tests `mishao check` as scripts rely on it: exit codes, one object per line, offsets, order, nothing written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from guard.files.items import FILE_LIMIT
from tests.support.program import ROOT, Run, lines
from tests.support.thorough import thorough_but

SECRET = "机密★5年\n某某县委办公室文件\n"
DRAFT = "《关于恢复部分公交线路的通告（讨论稿）》"
CLEAN = "晚上七点在食堂门口集合。"


@pytest.mark.parametrize(("text", "action", "code"), [
    (SECRET, "block", 4),
    *(pytest.param(*each, marks=pytest.mark.thorough) for each in (
        (CLEAN, "allow", 0), (DRAFT, "warn", 3), ("", "allow", 0))),
])
def test_text_on_standard_input_gets_its_answer_and_exit_code(started: Run, text: str, action: str, code: int) -> None:
    done = started("check", "--json", "-", stdin=text.encode())
    assert done.returncode == code, done.stderr.decode()
    (answer,) = lines(done)
    assert answer["action"] == action
    assert answer["path"] == "-"
    assert answer["id"] is None
    assert set(answer) == {"id", "path", "action", "matches", "reason", "elapsed_ms"}


def test_standard_input_is_read_no_further_than_the_limit_of_a_file(bare: dict[str, str]) -> None:
    megabyte, taken = b"a" * 2**20, 0
    with subprocess.Popen([sys.executable, str(ROOT / "main.py"), "check", "--json", "-"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env=bare) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            for _ in range(300):
                taken += process.stdin.write(megabyte)
        with suppress(BrokenPipeError):
            process.stdin.close()
        answer = json.loads(process.stdout.read())
        assert process.wait(60) == 5
    assert taken < FILE_LIMIT + 2 * len(megabyte)
    assert answer["action"] == "unreadable"
    assert "超过 256 MB" in answer["reason"]


def test_a_line_of_jsonl_longer_than_a_file_may_be_is_answered_before_its_end_and_passed_over(
        bare: dict[str, str]) -> None:
    with subprocess.Popen([sys.executable, str(ROOT / "main.py"), "check", "--jsonl"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env=bare) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(FILE_LIMIT // 2**20 + 3):
            process.stdin.write(b"a" * 2**20)
        process.stdin.flush()
        said = [process.stdout.readline()]
        process.stdin.write(b'\n{"id": 7, "text": "x"}\n')
        process.stdin.close()
        answers = [json.loads(answer) for answer in [*said, *process.stdout]]
    assert [(answer["id"], answer["action"]) for answer in answers] == [(None, "unreadable"), (7, "allow")]


def test_a_match_names_rule_words_and_offsets_into_the_original(mishao: Run, tmp_path: Path) -> None:
    text = "😀前言　\u200b\n" + SECRET
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    (answer,) = lines(mishao("check", "--json", "--with-text", str(path)))
    assert answer["text"] == text
    assert answer["path"] == str(path)
    for match in answer["matches"]:
        assert text[match["start"]:match["end"]] == match["text"]
        assert len(match["text"]) <= 80
        assert match["boxes"] == []
    assert any(match["rule"] == "BC-01" and match["action"] == "block" for match in answer["matches"])


def test_a_match_carries_basis_cases_and_a_sentence_for_the_user(mishao: Run, tmp_path: Path) -> None:
    listed = {entry["rule"]: entry for entry in lines(mishao("rules", "list", "内置", "--json"))}
    path = tmp_path / "机密★5年.txt"
    path.write_text(SECRET + DRAFT, "utf-8")
    (by_path,) = lines(mishao("check", "--json", str(path)))
    (by_line,) = lines(mishao("check", "--jsonl", stdin=json.dumps({"id": 1, "text": SECRET + DRAFT}).encode()))
    assert any(match.get("in") == "name" for match in by_path["matches"])
    assert by_line["matches"]
    for match in (*by_path["matches"], *by_line["matches"]):
        assert match["legal_basis"] == listed[match["rule"]]["legal_basis"]
        assert match["cases"] == listed[match["rule"]]["cases"]
    for rule, sentence in {(match["rule"], match["sentence"]) for match in by_path["matches"]}:
        assert sentence.endswith("。")
        assert sentence in mishao("rules", "explain", rule, "内置").stdout.decode()


def test_many_inputs_exit_with_the_first_present_of_block_unreadable_warn_allow(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "2.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "3.docx").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    assert mishao("check", str(tmp_path / "1.txt")).returncode == 0
    assert mishao("check", str(tmp_path / "1.txt"), str(tmp_path / "2.txt")).returncode == 3
    done = mishao("check", "--json", str(tmp_path))
    assert done.returncode == 5
    assert [answer["action"] for answer in lines(done)] == ["allow", "warn", "unreadable"]
    (tmp_path / "4.txt").write_text(SECRET, "utf-8")
    assert mishao("check", str(tmp_path)).returncode == 4


def test_found_files_are_named_by_the_argument_joined_with_the_rest(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(CLEAN, "utf-8")
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "check", "--json", "sub"], cwd=tmp_path,
                          capture_output=True, timeout=60)
    assert [answer["path"] for answer in lines(done)] == ["sub/a.txt"]


def test_a_missing_file_is_unreadable_and_says_so(mishao: Run, tmp_path: Path) -> None:
    done = mishao("check", "--json", str(tmp_path / "none.txt"))
    assert done.returncode == 5
    (answer,) = lines(done)
    assert answer["action"] == "unreadable"
    assert "不在" in answer["reason"]


def test_jsonl_answers_each_line_in_order_and_echoes_the_id(mishao: Run) -> None:
    asked = [{"id": 1, "text": CLEAN}, {"id": "二", "text": SECRET}, {"id": None, "text": DRAFT},
             {"id": {"a": [1]}, "text": ""}]
    done = mishao("check", "--jsonl", stdin="".join(json.dumps(line) + "\n" for line in asked).encode())
    answers = lines(done)
    assert [answer["id"] for answer in answers] == [1, "二", None, {"a": [1]}]
    assert [answer["action"] for answer in answers] == ["allow", "block", "warn", "allow"]
    assert done.returncode == 4


def test_a_malformed_line_is_answered_in_its_place(mishao: Run) -> None:
    malformed = (b"no json", b"[]", b'{"id":1}', b'{"id":1,"text":2}', b"\xff\xfe", b"", b'{"id":NaN,"text":""}',
                 b'{"id":1e400,"text":""}', b"[" * 5000)
    ok = json.dumps({"id": 7, "text": CLEAN}).encode()
    done = mishao("check", "--jsonl", stdin=b"".join(ok + b"\n" + line + b"\n" for line in malformed) + ok)
    answers = lines(done)
    assert [answer["id"] for answer in answers] == [7, None] * len(malformed) + [7]
    assert {answer["action"] for answer in answers[1::2]} == {"unreadable"}
    assert {answer["action"] for answer in answers[::2]} == {"allow"}
    assert done.returncode == 5


def test_a_lone_surrogate_neither_crashes_nor_breaks_utf8(mishao: Run) -> None:
    done = mishao("check", "--jsonl", "--with-text", stdin=b'{"id":"\\ud800","text":"\\udfff"}\n')
    (answer,) = lines(done)
    assert answer["id"] == "\ud800"
    assert answer["text"] == "\udfff"


def test_jsonl_answers_a_line_before_the_next_one_is_sent(bare: dict[str, str]) -> None:
    with subprocess.Popen([sys.executable, str(ROOT / "main.py"), "check", "--jsonl"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env=bare) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": SECRET}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(20) == 4


def processor_seconds() -> float:
    """Return the time of processors that ended processes of this one have taken."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.thorough
@pytest.mark.timeout(900)
def test_a_hundred_thousand_short_messages_take_seconds(bare: dict[str, str]) -> None:
    asked = "".join(json.dumps({"id": number, "text": f"第{number}条：今天下午三点开会，请带上笔记本。"}) + "\n"
                    for number in range(100_000))
    before = processor_seconds()
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "check", "--jsonl"], input=asked.encode(),
                          capture_output=True, env=bare)
    assert processor_seconds() - before < 60.0
    assert done.stdout.count(b"\n") == 100_000
    assert done.returncode == 0


def test_check_writes_nothing_anywhere(mishao: Run, tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(SECRET, "utf-8")
    before = set(tmp_path.rglob("*"))
    assert mishao("check", "--home", str(tmp_path / "home"), str(path)).returncode == 4
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("arguments", thorough_but([("check",), ("nonsense",)], [
    ("check",), ("check", "--jsonl", "x.txt"), ("check", "--engine", "magic", "x.txt"), ("nonsense",),
    ("check", "--config", "/nonexistent/mishao.toml", "x.txt"),
]))
def test_wrong_usage_exits_with_2_and_a_sentence(mishao: Run, arguments: tuple[str, ...]) -> None:
    done = mishao(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr


def test_home_and_config_work_before_and_after_the_subcommand(mishao: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[typo]\n", "utf-8")
    before = mishao("--config", str(broken), "check", "-")
    after = mishao("check", "--config", str(broken), "-")
    assert before.returncode == after.returncode == 2
    assert b"typo" in before.stderr
    assert before.stderr == after.stderr


@pytest.mark.parametrize("encoding", thorough_but(["gb18030"], ["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_text_files_are_read_in_the_encodings_offices_use(mishao: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(SECRET.encode(encoding))
    assert mishao("check", str(path)).returncode == 4


def test_content_that_could_drive_a_terminal_is_shown_as_text(mishao: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\n.txt"
    path.write_text("机密★5年\x1b]0;x\x1b\\[bold]\n", "utf-8")
    done = mishao("check", "--with-text", str(path))
    assert done.returncode == 4
    assert b"\x1b]0" not in done.stdout
    assert b"\x1b[31m" not in done.stdout
    assert b"[bold]" in done.stdout


def test_a_named_pipe_does_not_hang_the_check(mishao: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = mishao("check", "--json", str(tmp_path / "pipe"))
    assert [answer["action"] for answer in lines(done)] == ["unreadable"]


@pytest.mark.thorough
def test_fifty_megabytes_of_text_are_judged(mishao: Run, tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("今天天气很好，我们去公园。\n" * 1_300_000 + SECRET, "utf-8")
    assert path.stat().st_size > 50_000_000
    done = mishao("check", "--json", str(path))
    (answer,) = lines(done)
    assert answer["action"] in ("block", "unreadable")


@pytest.mark.parametrize(("closed", "code"), [
    *(pytest.param(each, code, marks=pytest.mark.thorough) for each, code in (("<&-", 5), (">&-", 0), ("2>&-", 0))),
    ("<&- >&- 2>&-", 5)])
def test_closed_standard_streams_do_no_harm_and_what_was_not_read_may_not_be_sent(bare: dict[str, str], closed: str,
                                                                                  code: int) -> None:
    command = f'exec "{sys.executable}" "{ROOT / "main.py"}" check --json - {closed}'
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, env=bare, timeout=60)
    assert done.returncode == code, done.stderr.decode()


def test_a_reader_that_went_away_is_no_allow(bare: dict[str, str], tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(SECRET, "utf-8")
    with subprocess.Popen([sys.executable, str(ROOT / "main.py"), "check", "--json", str(tmp_path)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bare) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(30) == 141
        assert process.stderr.read() == b""


def test_an_engine_that_is_not_there_is_an_error_not_another_engine(mishao: Run, tmp_path: Path) -> None:
    done = mishao("check", "--engine", "tesseract", str(tmp_path), PATH="/nonexistent")
    assert done.returncode == 2
    assert "tesseract" in done.stderr.decode()


def test_a_link_to_a_folder_is_unreadable_not_skipped(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "found").mkdir()
    (tmp_path / "found" / "link").symlink_to(tmp_path / "real")
    done = mishao("check", "--json", str(tmp_path / "found"))
    assert [answer["action"] for answer in lines(done)] == ["unreadable"]


def test_found_paths_keep_the_dot_of_the_argument(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN, "utf-8")
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "check", "--json", "."], cwd=tmp_path,
                          capture_output=True, timeout=60)
    assert [answer["path"] for answer in lines(done)] == ["./a.txt"]


def test_an_empty_path_is_not_the_current_folder(mishao: Run) -> None:
    done = mishao("check", "")
    assert (done.returncode, done.stdout) == (2, b"")
