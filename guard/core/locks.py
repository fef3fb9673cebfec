"""What a policy may lock besides its own keys: things that the user of a computer does with the program itself."""

from __future__ import annotations

from enum import StrEnum


class Lock(StrEnum):
    """The values are the words of 锁定."""

    STOP = "停止"
    PAUSE = "暂停"
    AUTOSTART = "开机启动"
    SETTINGS = "设置"


NEEDS_CODE = "needs-code"
"""The refusal of what the policy allows with an authorisation code only."""
