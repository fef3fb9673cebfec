"""What people call the programs that ask for the clipboard."""

from __future__ import annotations

from ui.plain import one_line
from ui.saying import mark, say

_LENGTH = 24

_CALLED = {
    mark("微信"): ("wechat", "weixin", "wechatappex", "electronic-wechat", "com.tencent.wechat"),
    mark("企业微信"): ("wxwork", "com.tencent.wework"),
    "QQ": ("qq", "linuxqq", "qqnt", "com.qq.im"),
    "TIM": ("tim",),
    mark("钉钉"): ("dingtalk", "com.alibabainc.dingtalk"),
    mark("飞书"): ("feishu", "bytedance-feishu", "lark"),
    mark("政务微信"): ("wwlocal", "com.tencent.wwlocal", "zhengwuwechat"),
    mark("腾讯会议"): ("wemeetapp",),
    "Teams": ("teams", "ms-teams", "teams-for-linux"),
    "Zoom": ("zoom",),
    "Telegram": ("telegramdesktop", "telegram-desktop", "telegram"),
}
_BY_NAME = {name: called for called, names in _CALLED.items() for name in (called, *names)}


def called(program: str) -> str:
    """Return what people call a program, or its own name on one line when nobody calls it otherwise."""
    plain = program.lower().removesuffix(".exe")
    known = _BY_NAME.get(plain)
    return say(known) if known else one_line(program, _LENGTH)
