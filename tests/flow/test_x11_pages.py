"""Tests real browsers with pages that are chat, mail, AI and forms.

A patient's record, pasted by keys, stays out of them and arrives in the office's own pages.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from tests.support.brokering import NOTICE
from tests.support.guarding import GuardUnderTest
from tests.support.paged_browser import BROWSERS, PagedBrowser
from tests.support.thorough import thorough_but
from ui.demo.display import Display
from ui.items.labels import not_sent

RECORD = ("赵样例，男，67 岁，住院号 ZY20260411，重症肺炎\n钱演示，女，43 岁，住院号 ZY20260418，2 型糖尿病\n"
          "孙范本，男，58 岁，住院号 ZY20260427，冠心病")
HELD = {
    "微信(2)": "没有粘贴到聊天网页：微信",
    "写邮件 - 139邮箱": "没有粘贴到互联网邮箱网页：139邮箱",
    "网易邮箱6.0版": "没有粘贴到互联网邮箱网页：网易邮箱6.0版",
    "扣子 - AI 办公助手": "没有粘贴到 AI 助手网页：扣子",
    "健康登记表 - 问卷星": "没有粘贴到网上表单网页：问卷星",
    "(12 条消息) 首页 - 知乎": "没有粘贴到社交网页：知乎",
    "主页 / X": "没有粘贴到社交网页：X",
    "在线OCR识别": "没有粘贴到在线转换网页：在线OCR",
}
FREE = ("关于规范使用微信工作群的通知 - 协同办公", "工单详情 - 青河县12345热线", "住院医生站 - 县人民医院HIS",
        "X光检查系统", "微信 - 百度搜索")


@pytest.fixture(params=thorough_but(["chromium"], BROWSERS))
def browser(display: Display, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PagedBrowser]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    opened = PagedBrowser(display, request.param, tmp_path / "profile")
    yield opened
    opened.close()


def test_a_patients_record_arrives_in_the_offices_pages_and_in_no_other(watching: GuardUnderTest,
                                                                        browser: PagedBrowser) -> None:
    watching.copy(RECORD)
    watching.opened()
    for free, held in zip(cycle(FREE), HELD, strict=False):
        browser.show(free)
        assert browser.paste() == RECORD
        browser.offered_afresh()
        browser.show(held)
        assert browser.paste() == NOTICE
        warned = watching.opened(lambda push: push.notify)
        assert not_sent(warned.case) == HELD[held]
        browser.offered_afresh()
