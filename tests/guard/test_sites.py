"""Tests which kind of page a site is: hosts, ports, wild-cards, addresses, and names that imitate others."""

from __future__ import annotations

import pytest

from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.config.policy_overlay import skeleton
from guard.core.decide import refuses_page
from guard.core.model import DestinationKind
from guard.core.pages import Page, PageKind
from guard.core.policy import Mode, Policy
from guard.core.sites import Sites, problem_of, site_asked, site_of
from guard.publish.policy_changes import policy_changes
from tests.support.built_in import built_in

OWN = Sites(PageKind.ORDINARY, ("oa.example.gov.cn:8443", "10.1.*.*", "hr*.example.cn", "*.example.gov.cn",
                                "docs.qq.com", "oa", "政务.example.cn"))
TABLE = (Sites(PageKind.ASSISTANT, ("kimi.com", "*.doubao.com")), Sites(PageKind.SOCIAL, ("qq.com",)),
         Sites(PageKind.MAIL, ("mail.qq.com",)), OWN)


def kind_of(address: str) -> PageKind | None:
    found = site_of(address, TABLE)
    return found.kind if found is not None else None


@pytest.mark.parametrize(("address", "kind"), [
    ("https://kimi.com", PageKind.ASSISTANT),
    ("https://www.kimi.com", PageKind.ASSISTANT),
    ("http://KIMI.com:8080/", PageKind.ASSISTANT),
    ("https://kimi.com.", PageKind.ASSISTANT),
    ("https://www.doubao.com", PageKind.ASSISTANT),
    ("https://doubao.com", None),
    ("https://im.qq.com", PageKind.SOCIAL),
    ("https://mail.qq.com", PageKind.MAIL),
    ("https://wx.mail.qq.com", PageKind.MAIL),
    ("https://docs.qq.com", PageKind.ORDINARY),
    ("https://oa.example.gov.cn:8443", PageKind.ORDINARY),
    ("http://10.1.2.3", PageKind.ORDINARY),
    ("http://10.2.2.3", None),
    ("https://hr2.example.cn", PageKind.ORDINARY),
    ("https://xhr.example.cn", None),
    ("http://oa", PageKind.ORDINARY),
    ("https://mail.oa", None),
    ("https://xn--mts0g.example.cn", None),
])
def test_a_site_is_known_by_its_host(address: str, kind: PageKind | None) -> None:
    assert kind_of(address) is kind


def test_a_name_in_chinese_is_the_host_that_browsers_make_of_it() -> None:
    host = "政务.example.cn".encode("idna").decode()
    assert host.startswith("xn--")
    assert kind_of(f"https://{host}") is PageKind.ORDINARY


@pytest.mark.parametrize("address", [
    "https://kimi.com.example.net", "https://notkimi.com", "https://example.net/kimi.com", "https://kimi.com@example.net",
    "https://example.net#kimi.com", "https://10.1.2.3.example.net", "https://xn--kmi-8cd.com", "file:///home/kimi.com",
    "data:text/html,kimi.com", "null", "", "https://", "https://kimi.com:99999", "https://kimi.com:8x",
    "https://" + "a" * 3000 + ".kimi.com", "https://kimi..com", "https://ki mi.com", "chrome-extension://kimi.com",
])
def test_what_only_contains_a_name_is_not_that_site(address: str) -> None:
    assert site_of(address, TABLE) is None


@pytest.mark.parametrize("shown", ["оа.example.gov.cn", "oа1.example.gov.cn", "κimi.example.gov.cn"])
def test_a_host_that_imitates_latin_letters_is_never_an_office_page(shown: str) -> None:
    host = shown.encode("idna").decode()
    assert host != shown
    assert kind_of(f"https://{host}") is None
    assert kind_of("https://any.example.gov.cn") is PageKind.ORDINARY


def test_a_frame_counts_by_itself_and_else_as_the_page_around_it() -> None:
    kimi, office, other = "https://kimi.com", "https://docs.qq.com", "https://example.net"
    asked = [site_asked(frame, top, TABLE) for frame, top in
             ((kimi, office), (office, kimi), (other, kimi), ("", kimi), (other, other))]
    assert [found and found.kind for found in asked] == [
        PageKind.ASSISTANT, PageKind.ORDINARY, PageKind.ASSISTANT, PageKind.ASSISTANT, None]


@pytest.mark.parametrize("name", ["kimi.com", "*.example.gov.cn", "*.gov.cn", "oa*.example.com.cn", "oa:8080",
                                  "10.1.*.*", "[::1]", "localhost", "政务.cn"])
def test_a_name_that_somebody_registers_can_be_written(name: str) -> None:
    assert problem_of(name) is None


@pytest.mark.parametrize("name", ["*", "*.com", "*.com.cn", "com.cn", "oa*.com.cn", "*.cn", "1.2.3", "10.*", "a.b:0",
                                  "a.b:99999", "a b.c", "https://kimi.com",
                                  "kimi.com/chat", "a*b*.example.cn", "xn--kmi-8cd.com", ".cn"])
def test_a_name_that_is_no_site_or_everybodys_is_refused(name: str) -> None:
    assert problem_of(name)


def over(words: str) -> Policy:
    return load(skeleton("某局", "1") + words.encode(), "policy.yaml")


def test_a_unit_adds_its_own_site_by_one_line_and_takes_one_away() -> None:
    mine = over("网站: [{种类: 普通网页, 站点: docs.qq.com}]\n去掉: {网站: [kimi.com]}\n")
    found = [site_of(f"https://{host}", mine.sites) for host in ("docs.qq.com", "www.kimi.com", "mail.qq.com")]
    assert found == [Page(PageKind.ORDINARY, "docs.qq.com", site=True), None,
                     Page(PageKind.MAIL, "mail.qq.com", site=True)]


def test_a_policy_that_frees_what_anybody_registers_is_refused_with_its_line() -> None:
    with pytest.raises(PolicyError, match=r"(?s)4.*com\.cn"):
        over('网站: [{种类: 普通网页, 站点: "*.com.cn"}]\n')


def test_another_office_site_and_one_held_site_less_loosen() -> None:
    before = built_in().policy
    after = over("网站: [{种类: 普通网页, 站点: docs.qq.com}, {种类: 聊天, 站点: chat.example.cn}]\n"
                 "去掉: {网站: [kimi.com]}\n")
    changes = {change.item: change.loosens for change in policy_changes(before, after) if change.key == "网站"}
    assert changes == {"普通网页 docs.qq.com": True, "聊天 chat.example.cn": False, "AI 助手 kimi.com": True}


@pytest.mark.parametrize(("mode", "hold", "held_from", "refused"), [
    (Mode.ENFORCE, True, None, True),
    (Mode.ENFORCE, False, None, False),
    (Mode.MONITOR, True, None, False),
    (Mode.ENFORCE, True, (), False),
    (Mode.ENFORCE, False, (DestinationKind.CHAT,), True),
    (Mode.MONITOR, True, (DestinationKind.CHAT,), False),
    (Mode.WARN, True, (DestinationKind.GOVERNMENT_CHAT,), False),
])
def test_a_page_is_refused_what_is_held_from_chat_and_what_nobody_judged_as_policy_says(
        mode: Mode, hold: bool, held_from: tuple[DestinationKind, ...] | None, refused: bool) -> None:
    assert refuses_page(held_from, Policy("x", mode=mode, hold_unreadable=hold)) is refused
