"""Tests that people read 微信, not wechat.exe."""

from __future__ import annotations

import pytest

from ui.items.program_names import called


@pytest.mark.parametrize(("program", "words"), [
    ("wechat", "微信"), ("WeChatAppEx.exe", "微信"), ("Weixin.exe", "微信"), ("WXWork.exe", "企业微信"),
    ("linuxqq", "QQ"),
    ("com.alibabainc.dingtalk", "钉钉"), ("Lark.exe", "飞书"),
    ("wemeetapp.exe", "腾讯会议"), ("teams-for-linux", "Teams"), ("zoom", "Zoom"),
    ("pidgin", "pidgin"), ("Notepad.exe", "Notepad.exe"),
])
def test_a_known_program_has_the_name_people_call_it_by(program: str, words: str) -> None:
    assert called(program) == words


def test_a_hostile_name_stays_on_one_short_line() -> None:
    assert "\n" not in called("x\n" * 100)
    assert len(called("x" * 1000)) <= 24
