"""Tests what a broker knows of the frames with the keyboard: whose word counts, and for how long."""

from __future__ import annotations

import pytest

from guard.clipboard.focused_frames import FocusedFrames
from guard.core.decide import page_at_paste
from guard.core.pages import Page, PageKind
from guard.core.policy import Policy
from guard.core.sites import Sites
from guard.ipc.messages import Focused

CHAT, OFFICE, OTHER = "https://kimi.com", "https://oa.example.gov.cn", "https://example.com"
POLICY = Policy("样例", sites=(Sites(PageKind.ASSISTANT, ("kimi.com",)),
                               Sites(PageKind.ORDINARY, ("oa.example.gov.cn",))))
KIMI = Page(PageKind.ASSISTANT, "kimi.com", site=True)
OA = Page(PageKind.ORDINARY, "oa.example.gov.cn", site=True)
TITLED = Page(PageKind.CHAT, "微信")
BROWSER, FIRST, SECOND = 100, 201, 202
BEGUN = {FIRST: 7, SECOND: 8}


def focused(host: int, frame: str, top: str = "", process: int = BROWSER) -> Focused:
    return Focused(host, BEGUN[host], process, frame, top or frame)


def sites(*told: Focused, process: int = BROWSER, running: dict[int, int] | None = None) -> tuple[Page | None, ...]:
    frames = FocusedFrames()
    for one in told:
        frames.take(one)
    begun = BEGUN if running is None else running
    return frames.sites(process, POLICY, lambda pid: begun.get(pid, 0))


def test_the_last_word_of_a_host_counts_for_its_browser_alone() -> None:
    told = (focused(FIRST, OFFICE), focused(FIRST, CHAT))
    assert sites(*told) == (KIMI,)
    assert sites(*told, process=BROWSER + 1) == ()
    assert sites(*told, Focused(FIRST, BEGUN[FIRST], BROWSER, "", "")) == ()


def test_a_frame_without_an_address_counts_as_the_page_around_it() -> None:
    assert sites(focused(FIRST, "", top=CHAT)) == (KIMI,)


def test_the_word_of_a_host_ends_with_it_also_when_its_number_is_used_again() -> None:
    assert sites(focused(FIRST, OFFICE), running={}) == ()
    assert sites(focused(FIRST, OFFICE), running={FIRST: BEGUN[FIRST] + 1}) == ()
    assert sites(Focused(FIRST, 0, BROWSER, OFFICE, OFFICE), running={}) == ()


def test_each_profile_of_a_browser_has_a_word() -> None:
    assert sites(focused(FIRST, OFFICE), focused(SECOND, CHAT)) == (OA, KIMI)


def test_hosts_without_end_fill_nothing() -> None:
    frames = FocusedFrames()
    for host in range(1, 1000):
        frames.take(Focused(host, 1, BROWSER, CHAT, CHAT))
    assert len(frames.sites(BROWSER, POLICY, lambda _: 1)) < 100


@pytest.mark.parametrize(("known", "titled", "page"), [
    ((), None, None),
    ((), TITLED, TITLED),  # nobody says: titles count as without an extension
    ((None,), TITLED, TITLED),  # a site that nobody has listed
    ((KIMI,), None, KIMI),
    ((KIMI,), TITLED, KIMI),
    ((OA,), TITLED, None),  # the address, which no page chooses, may loosen
    ((OA, KIMI), None, KIMI),
    ((OA, None), TITLED, TITLED),
    ((OA, OA), TITLED, None),
])
def test_a_paste_counts_by_its_site_and_by_titles_where_that_says_nothing(
        known: tuple[Page | None, ...], titled: Page | None, page: Page | None) -> None:
    assert page_at_paste(known, lambda: titled) == page
