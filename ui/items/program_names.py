"""Names the programs and pages that ask for the clipboard as people call them."""

from __future__ import annotations

from guard.core.model import Destination
from guard.core.pages import PageKind
from ui.i18n.say import mark, say
from ui.kit.display_text import one_line

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

_PAGES = {
    PageKind.CHAT: mark("聊天网页"),
    PageKind.MAIL: mark("互联网邮箱网页"),
    PageKind.SOCIAL: mark("社交网页"),
    PageKind.ASSISTANT: mark("AI 助手网页"),
    PageKind.FORM: mark("网上表单网页"),
    PageKind.CONVERSION: mark("在线转换网页"),
    PageKind.TRANSLATION: mark("在线翻译网页"),
    PageKind.DRIVE: mark("网盘网页"),
    PageKind.DOCUMENTS: mark("在线文档网页"),
    PageKind.ORDINARY: mark("普通网页"),
}


def page_word(kind: PageKind) -> str:
    """Return what people call a page of this kind."""
    return say(_PAGES[kind])


def destination_word(destination: Destination) -> str:
    """Return the name of a destination: a program, or a page with its kind before its name."""
    if destination.page is None:
        return called(destination.program)
    return say("{kind}：{name}", kind=page_word(destination.page.kind), name=one_line(destination.page.name, _LENGTH))


def called(program: str) -> str:
    """Return the common name of a program, or its own name on one line when it has none."""
    plain = program.lower().removesuffix(".exe")
    known = _BY_NAME.get(plain)
    return say(known) if known else one_line(program, _LENGTH)
