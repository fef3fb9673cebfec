"""Tests `mishao rules new|diff|page` as an administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

from guard.config.policy_file import load
from guard.core.pages import Page, PageKind, page_of
from tests.support.program import Run


def test_a_new_pack_passes_and_is_never_overwritten(mishao: Run, tmp_path: Path) -> None:
    pack = tmp_path / "单位.yaml"
    assert mishao("rules", "new", str(pack)).returncode == 0
    assert mishao("rules", "test", str(pack)).returncode == 0
    pack.write_text("我的", "utf-8")
    again = mishao("rules", "new", str(pack))
    assert again.returncode == 2
    assert "没有改动" in again.stderr.decode()
    assert pack.read_text("utf-8") == "我的"


def test_diff_says_what_changed_and_what_it_would_do_to_a_folder(mishao: Run, tmp_path: Path) -> None:
    old, new, texts = tmp_path / "旧.yaml", tmp_path / "新.yaml", tmp_path / "文件"
    mishao("rules", "new", str(old))
    new.write_text(old.read_text("utf-8").replace("[青松计划]", "[青松计划, 白杨工程]"), "utf-8")
    texts.mkdir()
    (texts / "甲.txt").write_text("白杨工程的选址", "utf-8")
    (texts / "乙.txt").write_text("青松计划的选址", "utf-8")
    told = mishao("rules", "diff", str(old), str(new), "--on", str(texts))
    assert told.returncode == 1
    words = told.stdout.decode()
    assert "修改  DW-01" in words
    assert "判据 1 出现，加上：白杨工程" in words
    assert "多拦 1，少拦 0，不变 1，没读出 0" in words
    assert "多拦  甲.txt  可发 → 拦截  DW-01" in words
    as_json = [json.loads(line) for line in mishao("rules", "diff", str(new), str(old), "--on", str(texts),
                                                   "--json").stdout.splitlines()]
    assert as_json[0]["how"] == "修改"
    assert as_json[-1] == {"more": 0, "fewer": 1, "same": 1, "unread": []}
    assert mishao("rules", "diff", str(old), str(old)).returncode == 0
    assert mishao("rules", "diff", str(old), str(new), "--on", str(tmp_path / "没有")).returncode == 2


def test_the_workshop_without_a_desktop_says_so(mishao: Run) -> None:
    refused = mishao("rules", "workshop")
    assert refused.returncode == 1
    assert "没有图形桌面" in refused.stderr.decode()


def test_a_page_is_written_into_a_policy_file_behind_what_is_there(mishao: Run, tmp_path: Path) -> None:
    policy = tmp_path / "策略.yaml"
    written = mishao("rules", "page", "青河县OA", "--policy", str(policy))
    assert written.returncode == 0
    assert "签名发布以后生效" in written.stdout.decode()
    again = mishao("rules", "page", "青河县OA", "--policy", str(policy), "--json")
    assert json.loads(again.stdout)["added"] is False
    held = mishao("rules", "page", "*青河论坛*", "--as", "社交", "--policy", str(policy))
    assert held.returncode == 0
    pages = load(policy.read_bytes(), "策略").pages
    assert page_of("待办 - 青河县OA", pages) == Page(PageKind.ORDINARY, "青河县OA")
    assert page_of("我的青河论坛2", pages) == Page(PageKind.SOCIAL, "青河论坛")
    before = policy.read_bytes()
    refused = mishao("rules", "page", "青河县OA", "--as", "聊天", "--policy", str(policy))
    assert refused.returncode == 2
    assert "已经写成“普通网页”" in refused.stderr.decode()
    assert mishao("rules", "page", "*", "--policy", str(policy)).returncode == 2
    policy.write_text("网页: [一, 二]", "utf-8")
    assert mishao("rules", "page", "青河县OA", "--policy", str(policy)).returncode == 2
    assert before.decode().splitlines()[2] == "基于: 内置"
