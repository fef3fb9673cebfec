"""What help says of each window: one table; a small window is explained by its own sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.i18n.say import mark

Keys = Sequence[tuple[str, str]]
"""Keys as labelled on a keyboard, and their effects."""

_CLOSE = ("Ctrl+W", mark("关闭"))


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The help words of one kind of window, as in the catalogue. Without ``about`` the window's own description is
    used."""

    about: str = ""
    keys: Keys = (("Esc", mark("关闭，什么都不改")), _CLOSE)


PAGES = {
    "WarningWindow": HelpPage(
        mark("刚才要粘贴的内容先替您留着，没有发出去。关掉窗口、不理它，都不会丢；以后在“被拦截内容”里找。"),
        (("1 2 3 4 5", mark("选第几个按钮")), ("Tab", mark("换到下一个按钮")), ("D", mark("展开或收起依据")),
         ("Esc", mark("不发送，先留着")))),
    "ReviewWindow": HelpPage(
        mark("左边是留下的内容，右边是原件和打码版。打码版可以复制、导出；取回原件要写原因。"),
        (("↑ ↓", mark("换一项")), ("Ctrl+F", mark("查找")), ("Ctrl+A", mark("全选")), ("1 2 3 4", mark("切换视图")),
         ("+ − 0", mark("放大、缩小、看全图")), ("N P", mark("下一处、上一处")), ("U", mark("取消这一处打码")),
         ("Ctrl+C", mark("复制打码版")), ("Ctrl+E", mark("导出打码版")), ("Del", mark("销毁，会先问一次")), _CLOSE)),
    "SelfCheckWindow": HelpPage(
        mark("粘贴、拖进来或选文件，右边马上告诉您能不能发。只在这台电脑上看，不传出去。"),
        (("Ctrl+V", mark("粘贴")), ("Ctrl+O", mark("选文件")), _CLOSE)),
    "SettingsWindow": HelpPage(mark("第一页由您设定，改完点“保存”；第二页由单位设定，每一行都写着原因。"), (_CLOSE,)),
    "HealthWindow": HelpPage(
        mark("这里写着密哨在看守什么、哪里没有看守。要问管理员，就点“复制诊断信息”，里面没有您的内容。"), (_CLOSE,)),
    "StatisticsWindow": HelpPage(mark("这个月拦下多少次，后来放行多少次。只给您自己看，不上传。"), (_CLOSE,)),
    "FirstRunWindow": HelpPage(mark("三页说明看什么、什么不会传出去；第三页可以试一次，不会真的发出去。"), (_CLOSE,)),
    "StandIn": HelpPage(mark("这个桌面没有通知区，密哨就在这个窗口里。点一项去看它；关窗口会先问怎么退出。"),
                        (("Ctrl+W", mark("退出，会先问一次")),)),
    "Workshop": HelpPage(mark("改一条规则，右边马上看到样例过没过。样例全部通过，才能签名并发布。"),
                         (("Ctrl+S", mark("保存草稿")), _CLOSE)),
    "PagesWindow": HelpPage(
        mark("浏览器里开着的网页各占一行。点一下，那一段名称就写进策略文件；签名发布以后每台电脑才生效。"), (_CLOSE,)),
}
"""By the name of a window's class: importing the classes would load every window with the first."""
