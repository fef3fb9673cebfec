"""The values of the policy's 锁定: what the user of a computer may not do with the program itself."""

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
