"""Shows what a new release would change for whom, from files of the folder of drafts; the terminal signs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from guard.administration import said
from guard.publish.code_words import refuse_said, ring_texts
from guard.publish.contents import POLICY_NAME, WEIGHTS_NAME, Contents, pack_names
from guard.publish.drafts import Draft, DraftKind, contents_of, drafts
from guard.publish.planning import begin_with, plan_release
from guard.publish.rings import PILOT, Ring
from guard.supply.bundle import DEFAULT_CHANNEL, Index, RuleRelease
from ui.console.releases import Asked, Consent, publish_release
from ui.i18n.say import mark, say
from ui.kit.display_text import visible
from ui.web_console.errands import Errand
from ui.web_console.feedback import handed
from ui.web_console.page import Field, Form, Note, Page, Part
from ui.web_console.releases import PATH, differences_of, percent_of
from ui.web_console.visit import Done, RefusedError, Visit, office_of, options_of

NEW = f"{PATH}/new"
_DRAFT, _DROP = "draft", "drop"
_MOST = 12
"""Most files, and most parts to drop, that the form names: a request has few fields."""

_NAME, _TYPED, _NUMBER = 60, 200, 6
"""Most characters of a release's name; of the field for it, which a browser would cut without a word; and of a number.
"""

_KIND_WORDS = {DraftKind.PACK: mark("规则包"), DraftKind.POLICY: mark("策略"), DraftKind.TABLE: mark("名单索引"),
               DraftKind.WEIGHTS: mark("权重")}


def about_new(visit: Visit) -> str:
    """Return what the log says of the form, with the release whose differences are listed."""
    return _about(visit, visit.asked) if visit.asked("percent") else ""


def new_release(visit: Visit) -> Page:
    """Return the form for a release; with one in the address what it changes for whom, and the way to sign it."""
    office = office_of(visit)
    index, wanted = office.repository.index(), bool(visit.asked("percent"))
    ring, base = (_ring(visit.asked, index), _base(visit.asked)) if wanted else (Ring(), 0)
    begins = begin_with(index, ring, base)
    parts: list[Part] = []
    if wanted:
        plan = plan_release(office, _contents(visit, visit.asked), ring, base)
        parts += [Note(_begins(begins)), *differences_of(plan),
                  Form(_heading(ring, _label(visit.asked)), NEW,
                       tuple(Field(name, "", value, longest=0) for name, value in _sent(visit)), say("到终端签名"))]
    parts += _form(visit, index, begins, _parts(visit, begins))
    return Page(say("新的发布"), parts, say("从这个范围的电脑现在的规则开始，只改勾上的。签名以前终端里再列一遍差别。"))


def _heading(ring: Ring, label: str) -> str:
    words = say("发布给：{channel}，{percent}%，另加组 {groups}", channel=ring.channel, percent=ring.percent,
                groups=" ".join(ring.groups) or say("没有"))
    return say("{words}，名称 {label}", words=words, label=label) if label else words


def about_publishing(visit: Visit) -> str:
    """Return what the log says of a release that is handed to the terminal."""
    return said.joined(_about(visit, visit.given), said.HANDED)


def publish(visit: Visit) -> Done:
    """Hand a release to the terminal, which lists the differences again, asks, and signs. Raises PublishError for one
    that could not be signed.
    """
    options, office = options_of(visit), office_of(visit)
    ring = _ring(visit.given, office.repository.index())
    asked = Asked(_contents(visit, visit.given), ring, _base(visit.given))
    plan_release(office, asked.contents, asked.ring, asked.base)
    words = say("新的发布：{channel}，{percent}%，另加组 {groups}", channel=ring.channel, percent=ring.percent,
                groups=" ".join(ring.groups) or say("没有"))
    errand = Errand(words, _about(visit, visit.given), lambda: publish_release(options, asked, Consent()))
    return handed(visit, errand, PATH)


def _begins(begins: RuleRelease | None) -> str:
    if begins is None:
        return say("从程序自带的规则开始：这个范围还没有收到过发布。")
    return say("从第 {number} 号（{label}）开始，没有勾的都照旧。", number=begins.number, label=begins.label)


def _form(visit: Visit, index: Index, begins: RuleRelease | None, parts: Sequence[str]) -> Iterator[Part]:
    chosen, dropped = _named(visit.asked, _DRAFT), _named(visit.asked, _DROP)
    channels = dict.fromkeys((DEFAULT_CHANNEL, *(one.channel for one in index.releases)))
    found = _drafts(visit)
    if visit.sources.drafts is None:
        yield Note(say("没有给待发布的文件夹（--drafts），这里只能去掉，或者改给谁。"), "ask", "◆")
    elif len(found) > _MOST:
        yield Note(say("待发布的文件夹里有 {count} 个文件，这里是最近改过的 {most} 个。", count=len(found), most=_MOST))
    words = [say("换上 {name}（{kind}）", name=visible(one.name), kind=say(_KIND_WORDS[one.kind]))
             for one in found[:_MOST]]
    yield Form(say("发布什么、给谁"), NEW, (
        *(Field(f"{_DRAFT}{place}", words[place], one.name, ticked=one.name in chosen)
          for place, one in enumerate(found[:_MOST])),
        *(Field(f"{_DROP}{place}", say("去掉 {name}", name=visible(name)), name, ticked=name in dropped)
          for place, name in enumerate(parts[:_MOST])),
        Field("channel", say("频道"), visit.asked("channel"), [(one, one) for one in channels]),
        Field("percent", say("百分之几的电脑"), visit.asked("percent") or "0", longest=3, needed=True),
        Field("groups", say("另加哪些组，空格隔开"), visit.asked("groups") if visit.asked("percent") else PILOT),
        Field("label", say("名称（不写就用规则包的）"), visit.asked("label"), longest=_TYPED, wide=True),
        Field("base", say("从第几号开始改（不写就是现在的）"), visit.asked("base"), longest=_NUMBER)),
        say("列出差别"), "" if visit.asked("percent") else _begins(begins), reads=True)


def _parts(visit: Visit, begins: RuleRelease | None) -> tuple[str, ...]:
    """Return the names of what the release has that the new one begins with."""
    if begins is None:
        return ()
    bundle = office_of(visit).repository.bundle(begins)
    return (*pack_names(bundle), *(table.name for table in bundle.exact), *([POLICY_NAME] if bundle.policy else ()),
            *([WEIGHTS_NAME] if bundle.weights else ()))


def _contents(visit: Visit, read: Callable[[str], str]) -> Contents:
    return contents_of(_drafts(visit), _named(read, _DRAFT), _named(read, _DROP), visit.sources.exact_key,
                       _label(read))


def _label(read: Callable[[str], str]) -> str:
    """Return the name that was typed for a release, "" for none. Raises RefusedError."""
    label = read("label")
    if len(label) > _NAME:
        raise RefusedError(say("发布的名称最多 {count} 个字，这里有 {length} 个。", count=_NAME, length=len(label)))
    return label


def _drafts(visit: Visit) -> tuple[Draft, ...]:
    folder = visit.sources.drafts
    return () if folder is None else drafts(folder)


def _about(visit: Visit, read: Callable[[str], str]) -> str:
    """Return what the log says of a release. Raises PublishError for names with a code word, which are not to be in it.
    """
    ring = Ring(read("channel"), percent_of(read), tuple(read("groups").split()))
    refuse_said(office_of(visit), ring_texts(ring.channel, ring.groups), visit.sources.exact_key)
    return said.of_new_release(ring, _named(read, _DRAFT), _named(read, _DROP))


def _ring(read: Callable[[str], str], index: Index) -> Ring:
    channel = read("channel")
    if channel not in (DEFAULT_CHANNEL, *(one.channel for one in index.releases)):
        raise RefusedError(say("没有这个频道。新开频道用 mishao publish release --new-channel。"))
    return Ring(channel, percent_of(read), tuple(read("groups").split()))


def _base(read: Callable[[str], str]) -> int:
    base = read("base")
    if base and not (base.isdecimal() and base.isascii() and len(base) <= _NUMBER):
        raise RefusedError(say("从第几号开始，要写一个编号。"))
    return int(base or 0)


def _named(read: Callable[[str], str], what: str) -> tuple[str, ...]:
    return tuple(filter(None, (read(f"{what}{place}") for place in range(_MOST))))


def _sent(visit: Visit) -> Iterator[tuple[str, str]]:
    names = ("channel", "percent", "groups", "label", "base", *(f"{what}{place}" for what in (_DRAFT, _DROP)
                                                               for place in range(_MOST)))
    return ((name, visit.asked(name)) for name in names if visit.asked(name))
