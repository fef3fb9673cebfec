"""Tests `mishao rules hash`, and `mishao publish release --exact-key`."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.loading import load
from rules.text import Text
from tests.support.code_words import CODE_WORDS, WORDS
from tests.support.prepared import Prepared


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "代号.yaml"
    path.write_text(CODE_WORDS, "utf-8")
    return path


def test_a_pack_is_hashed_under_a_new_key_and_explained_without_words(loaded: Prepared, tmp_path: Path,
                                                                      pack: Path) -> None:
    out, key = tmp_path / "发布.yaml", tmp_path / "exact.key"
    hashing = ("rules", "hash", str(pack), "--key", str(key), "--out", str(out))
    done = loaded.run((*hashing, "--json"), os.environ)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {"done": True, "file": str(out), "lists": {"项目代号": 7}, "new_key": True}
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    judge = Judge([load(out.read_bytes(), "")], key=bytes.fromhex(key.read_text()))
    assert judge.judge(Text("青松计划选址")).action is Action.BLOCK
    again = loaded.run(hashing, os.environ)
    assert again.returncode == 2
    assert "没有覆盖" in again.stderr.decode()
    said = loaded.run((*hashing[:-1], str(tmp_path / "再一次.yaml")), os.environ).stdout.decode()
    assert f"--pack {pack} --exact-key {key}" in said, "the release keeps the name of the pack, and is searched"
    told = ""
    for words in (("rules", "test", str(out)), ("rules", "lint", str(out)), ("rules", "explain", "DH-01", str(out))):
        shown = loaded.run(words, os.environ)
        assert shown.returncode in (0, 1), shown.stderr.decode()
        told += shown.stdout.decode() + shown.stderr.decode()
    assert "7 个散列词" in told
    assert "\0" not in told
    assert not [word for word in WORDS if word in told]


def test_a_pack_that_would_still_tell_a_word_is_not_written(loaded: Prepared, tmp_path: Path, pack: Path) -> None:
    pack.write_text(CODE_WORDS.replace("提到了没有公开的项目", "提到了青松计划"), "utf-8")
    done = loaded.run(("rules", "hash", str(pack), "--key", str(tmp_path / "exact.key"), "--out",
                       str(tmp_path / "x.yaml")), os.environ)
    assert done.returncode == 1
    assert "规则 DH-01 提示语 说明" in done.stderr.decode()
    assert not (tmp_path / "x.yaml").exists()
    assert not (tmp_path / "exact.key").exists()
