"""Says with what a release is compared, and in which order its differences are read."""

from __future__ import annotations

from collections.abc import Sequence

from guard.publish.comparing import Difference
from guard.supply.bundle import RuleRelease
from ui.i18n.say import listed, say
from ui.kit.display_text import visible


def against(release: RuleRelease | None) -> str:
    """Return with what it is compared; None is what the program itself contains."""
    if release is None:
        return say("和程序自带的规则比（还没有收到过发布的电脑）")
    if not release.groups:
        return say("和第 {number} 号比（{channel}，{percent}%）", number=release.number,
                   channel=visible(release.channel), percent=release.percent)
    return say("和第 {number} 号比（{channel}，{percent}%，另加组 {groups}）", number=release.number,
               channel=visible(release.channel), percent=release.percent, groups=listed(map(visible, release.groups)))


def loosening_first(differences: Sequence[Difference]) -> list[Difference]:
    """Return differences with those that loosen first."""
    return sorted(differences, key=lambda one: not one.loosens)
