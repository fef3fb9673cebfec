"""Recognises published texts (已发布清单) and documents that must not leave (紧急布控) by fingerprints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.definition import Alert, Pack
from rules.scan.fingerprints import SHINGLE, Fingerprint, Traces, every_hash, held_in, runs, span_of, traces_of
from rules.scan.normalise import Normalised, normalise

LARGE_EXCERPT = 200
"""Number of characters of a document under alert that make an excerpt large enough to be stopped."""
_SHARE_OF_DOCUMENT = 3
_SMALLEST_EXCERPT = 100
_SHORT_RUN = 3
"""Up to this many neighbouring hashes, about fifteen characters, texts of one genre have in common without copying."""
_LEFT_OVER = 0.36
"""Share of an excerpt's hashes that stays in longer runs after edits and recognition:
tests/bench/bench_fingerprints.py."""
_SPREAD = 1.5
"""How many times as long as the excerpt the passage around it may be."""
_FEWEST_HASHES = 6
_PUBLISHED_SHARE = 0.6
_COVERED = 0.5

_STOCK_PHRASES = (
    "各乡镇人民政府街道办事处县直各单位", "各县市区人民政府市政府各部门各直属机构", "各县区人民政府市直各单位",
    "各乡镇党委政府县直及驻县各单位", "各科室各直属单位", "现将有关事项通知如下", "现将有关工作通知如下",
    "现就有关事项通知如下",
    "请结合实际认真贯彻执行", "请结合工作实际认真抓好贯彻落实", "印发给你们请认真贯彻执行", "请遵照执行", "特此通知",
    "经县人民政府同意", "经市人民政府同意现印发给你们", "以习近平新时代中国特色社会主义思想为指导",
    "深入贯彻落实党中央国务院决策部署", "全面贯彻落实党的二十大精神", "按照省委省政府市委市政府的部署要求",
    "各级各部门要高度重视切实加强组织领导", "要进一步提高政治站位统一思想认识", "压紧压实责任确保各项工作落到实处",
    "为切实做好工作根据有关文件精神结合我县实际制定本方案", "按照谁主管谁负责的原则",
    "县委办公室县人大常委会办公室县政协办公室",
    "请各单位高度重视切实加强组织领导", "要强化责任担当狠抓工作落实", "加强协调配合形成工作合力",
    "加强督促检查确保取得实效", "请各单位认真组织学习贯彻落实", "收到请回复", "请于月底前将落实情况书面报送",
    "以上意见如无不妥请批转执行",
    "有关单位按照职责分工抓好落实", "工作中遇到的问题请及时报告", "联系人联系电话",
)


class Sighting(NamedTuple):
    """A document under alert found in a text; the positions are of the normalised text."""

    alert: Alert
    start: int
    end: int


class Register:
    """All fingerprints of some packs, looked up together. Immutable after construction."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._alerts = tuple(alert for pack in packs for alert in pack.alerts)
        published = [entry.fingerprint for pack in packs for entry in pack.published]
        self._alerted = _Index([alert.fingerprint for alert in self._alerts], _stock() if self._alerts else None)
        self._published = _Index(published)

    @property
    def knows_published(self) -> bool:
        """True when 已发布清单 has any entry."""
        return self._published.size > 0

    def everyday(self, traces: Traces) -> NDArray[np.bool_]:
        """Return for each trace whether it is from stock phrases or from a published text: it shows no origin."""
        return _among(_stock(), traces.hashes) | self._published.holds(traces)

    def watches(self, original: str) -> bool:
        """Return whether a text is long enough to contain an excerpt of a document under alert."""
        return bool(self._alerts) and len(original) >= self._alerted.shortest

    def alerts(self, normalised: Normalised) -> list[Sighting]:
        """Return the documents under alert of which a text is a copy or contains a large excerpt."""
        if not self._alerts:
            return []
        traces = traces_of(normalised)
        found: list[Sighting] = []
        known, owners = self._alerted.owners(traces)
        counts = np.bincount(owners)
        ends = counts.cumsum()
        known = known[owners.argsort(kind="stable")]  # those of each owner together, in order
        for number in np.flatnonzero(counts >= _FEWEST_HASHES).tolist():
            passage = self._passage(number, traces, known[ends[number] - counts[number]:ends[number]])
            if passage is not None:
                found.append(Sighting(self._alerts[number], *span_of(traces, *passage)))
        return found

    def _passage(self, number: int, traces: Traces, known: NDArray[np.intp]) -> tuple[int, int] | None:
        """Return the first and last place of the densest passage when it is a large enough part of a document."""
        document = self._alerts[number].fingerprint
        size = min(document.length, LARGE_EXCERPT, max(document.length // _SHARE_OF_DOCUMENT, _SMALLEST_EXCERPT))
        needed = max(size * _LEFT_OVER * self._alerted.counts[number] / document.length, _FEWEST_HASHES)
        first, last = runs(len(traces.hashes), known)
        if not len(first):
            return None
        # Texts of one genre share short pieces, copies share long runs: short pieces count for nothing.
        weights = np.concatenate(([0], np.cumsum(np.maximum(last - first - _SHORT_RUN, 0))))
        begins = traces.places[first]
        after = np.searchsorted(begins, begins + size * _SPREAD, side="right")
        held = weights[after] - weights[:-1]
        densest = int(held.argmax())
        if traces.whole == document.whole or held[densest] >= needed:
            return int(begins[densest]), int(traces.places[last[after[densest] - 1] - 1])
        return None

    def published(self, normalised: Normalised) -> Coverage | None:
        """Return the parts of a text that are copied from a published one, None when it is no copy of any."""
        if not self.knows_published:
            return None
        traces = traces_of(normalised)
        known, owners = self._published.owners(traces)
        first = np.zeros(len(traces.hashes), bool)
        first[np.unique(traces.hashes, return_index=True)[1]] = True
        held = np.bincount(owners[first[known]], minlength=self._published.size)
        mostly = held >= np.maximum(1, _PUBLISHED_SHARE * np.array(self._published.counts))
        copied = np.zeros(len(traces.hashes), bool)
        copied[known[mostly[owners]]] = True
        return Coverage(traces, copied) if copied.any() else None


class Coverage:
    """The parts of a text that are in a published one too."""

    def __init__(self, traces: Traces, copied: NDArray[np.bool_]) -> None:
        self._traces = traces
        self._copied = copied

    def covers(self, start: int, end: int, to_the_digit: bool = False) -> bool:
        """Return whether the words between two positions of the normalised text are published; ``to_the_digit``: with
        nothing of them or beside them changed. Two people of one place and birthday share most of their numbers.
        """
        first = int(np.searchsorted(self._traces.positions, start))
        last = int(np.searchsorted(self._traces.positions, end))
        if first == last:
            return False
        low, high = np.searchsorted(self._traces.places, (first - SHINGLE + 1, last)).tolist()
        return low < high and bool(self._copied[low:high].mean() >= (1.0 if to_the_digit else _COVERED))


class _Index:
    """The hashes of many fingerprints in one sorted array, each with the number of its owner."""

    def __init__(self, fingerprints: Sequence[Fingerprint], left_out: NDArray[np.uint32] | None = None) -> None:
        every = [entry.hashes() for entry in fingerprints]
        if left_out is not None:
            every = [hashes[~np.isin(hashes, left_out)] for hashes in every]
        self.counts = [len(hashes) for hashes in every]
        self.shortest = min((min(entry.length, _SMALLEST_EXCERPT) // 2 for entry in fingerprints), default=0)
        joined = np.concatenate(every) if every else np.zeros(0, np.uint32)
        order = np.argsort(joined, kind="stable")
        self._hashes = joined[order]
        self._owners = np.repeat(np.arange(len(every)), self.counts)[order]

    @property
    def size(self) -> int:
        """The number of fingerprints."""
        return len(self.counts)

    def holds(self, traces: Traces) -> NDArray[np.bool_]:
        """Return for each trace whether any fingerprint has its hash."""
        return _among(self._hashes, traces.hashes)

    def owners(self, traces: Traces) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return pairs of a trace's number and an owner of its hash."""
        known, places = held_in(self._hashes, traces.hashes)
        return known, self._owners[places]


def get_ready() -> None:
    """Build the table of stock phrases, which takes longest at the first comparison: once for all registers."""
    _stock()


def _among(ascending: NDArray[np.uint32], hashes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return for each hash whether it is among those in ascending order."""
    if not len(ascending):
        return np.zeros(len(hashes), bool)
    where = np.minimum(np.searchsorted(ascending, hashes), len(ascending) - 1)
    return np.equal(ascending[where], hashes, dtype=bool)


@cache
def _stock() -> NDArray[np.uint32]:
    """Return the hashes of phrases common to half of all official documents: they distinguish nothing."""
    return np.unique(np.concatenate([every_hash(normalise(phrase)) for phrase in _STOCK_PHRASES]))
