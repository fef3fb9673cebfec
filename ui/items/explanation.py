"""Words the explanation of one held item: title, sentences, advice, basis. In the rule's own words, else ours."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from guard.core.decide import outcome_of
from guard.core.model import Case, Kind, Origin, Outcome
from rules.model import Explanation, Kin, Nature
from rules.sentences.sentence import NOTHING
from ui.i18n.dates import clock_and_day
from ui.i18n.pack_words import WORDS, named, of_pack_or
from ui.i18n.say import say, sentences
from ui.items.basis import BETWEEN, laws_of, similar_case
from ui.items.naming import counted, counts_all, found_title
from ui.items.nine_cases import case_line, case_name
from ui.kit.display_text import joined, lines, one_line
from ui.kit.sentences import told

_SENTENCE_LIMIT = 160
_SHORT_BASIS = 18
_MARK_LIMIT = 20
_MATCH_PLACE = "{命中}"
_REASON_LIMIT = 160
_STOPS = f".{chr(0x3002)}"
"""Characters that may end the reason of a decision, which goes on here."""
_BREAKS = f";{chr(0xFF1B)}"
_CLAUSE = re.compile(f"[^{_BREAKS}.{chr(0x3002)}]+[{_BREAKS}.{chr(0x3002)}]?")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one warning, plain text. ``basis`` is one line, ``basis_more`` is the text that unfolds below it."""

    title: str
    sentence: str
    advice: str
    basis: str
    basis_more: tuple[str, ...]


def explanation_of(case: Case) -> Explanation | None:
    """Return the explanation of the rule that decided, or None when none did."""
    for judged in case.judged:
        found = judged.verdict.explanation_of(case.decision.rule) if judged.verdict else None
        if found is not None:
            return found
    return None


def words_of(case: Case) -> Words:
    """Return the words of this item's warning: the pack's own where the language has them, else ours."""
    explanation = explanation_of(case)
    if case.decision.outcome is Outcome.UNREADABLE:
        return _unreadable(case, explanation)
    if explanation is None:
        return Words(say("这一项先替您留着"), say("刚才没有发出去，原件还在，随时可以找回。"), "", "", ())
    title, sentence, advice = _standard(explanation.nature, case.decision.outcome)
    advice = of_pack_or(lines(explanation.advice[:_SENTENCE_LIMIT]), advice)
    kin = case.kin()
    if kin is not None:
        return Words(say("先别发，这些内容之前拦下过"), kin_words(kin), advice, *_basis(explanation, case))
    sentence = of_pack_or(explanation.sentence[:_SENTENCE_LIMIT], sentence)
    files = {item.name for item in case.judged if outcome_of((item,)) is not Outcome.ALLOW}
    if case.kind is Kind.FILES and len(files) > 1:
        return Words(say("有 {count} 个文件先别发", count=len(files)),
                     _said(case) if _counts(explanation, case) else _filled(sentence, case), advice,
                     *_basis(explanation, case))
    if _counts(explanation, case):
        return Words(found_title(case.found), _said(case), advice, *_basis(explanation, case))
    return Words(of_pack_or(one_line(explanation.title, 40), title), _filled(sentence, case), advice,
                 *_basis(explanation, case))


def _counts(explanation: Explanation, case: Case) -> bool:
    """Return whether the words say what was found: not where a unit has written its own."""
    ours = not explanation.title or explanation.title in WORDS
    return ours and explanation.nature is Nature.PERSONAL and counts_all(case)


def _said(case: Case) -> str:
    return say("{counted}，已标出。传出去会给当事人带来麻烦。", counted=counted(case.found))


def kin_words(kin: Kin) -> str:
    """Return why something is held in which no rule matched: which earlier item has the same words."""
    return say("这段来自被拦下过的文件（{time}）。去掉标志，或只复制一部分，内容还是那一份的，所以同样先留着。",
               time=clock_and_day(kin.at, time.time()))


def without_copy(advice: str) -> str:
    """Return the advice without the part about a masked copy, for an item of which none can be sent."""
    copy = say("打码版").lower()
    kept = "".join(clause for clause in _CLAUSE.findall(advice) if copy not in clause.lower()).strip()
    return sentences(kept[:1].upper() + kept[1:].rstrip(_BREAKS))


def basis_in_full(case: Case) -> tuple[str, ...]:
    """Return the laws as the rule names them and the case that resembles the item, where there is room for both."""
    explanation = explanation_of(case)
    if explanation is None:
        return ()
    laws, number = laws_of(explanation, case), similar_case(explanation, case)
    said = (say("依据：{law}", law=BETWEEN.join(laws)),) if laws else ()
    return (*said, *((_story(number, explanation),) if number is not None else ()))


def _story(number: int, explanation: Explanation) -> str:
    """Return what happened in a case; the rule's own sentence may already have called it similar."""
    line = case_line(number)
    if _says_similar(explanation):
        return say("{case}：{line}", case=case_name(number), line=line)
    return say("类似{case}：{line}", case=case_name(number), line=line)


def _says_similar(explanation: Explanation) -> bool:
    return say("类似案例").lower() in of_pack_or(explanation.sentence[:_SENTENCE_LIMIT], "").lower()


def _unreadable(case: Case, explanation: Explanation | None) -> Words:
    why = one_line(told(case.decision.reason or NOTHING).rstrip(_STOPS), _REASON_LIMIT)
    if why:
        sentence = say("{why}。先替您留着，没有发出去。", why=why[:1].upper() + why[1:])
    else:
        sentence = say("没有读出里面的文字，先替您留着。")
    basis, more = _basis(explanation, case) if explanation else ("", ())
    if case.origin is Origin.FOLDER:
        advice = say("原件还在。请自己看一眼，没有问题就取回到原来的位置。")
    else:
        advice = say("原件还在。请自己看一眼，没有问题再放行一次。")
    return Words(say("没读出里面的文字，先留着"), sentence, advice, basis, more)


def _filled(sentence: str, case: Case) -> str:
    """Put the deciding words where the rule asks for them; never those of a person."""
    deciding = case.deciding()
    if deciding is not None and case.decision.nature is not Nature.PERSONAL:
        found = say("“{words}”", words=joined(one_line(deciding[1].text, _MARK_LIMIT)))
        sentence = sentence.replace(_MATCH_PLACE, found)
    return lines(sentence)[:_SENTENCE_LIMIT * 2]


def _basis(explanation: Explanation, case: Case) -> tuple[str, tuple[str, ...]]:
    laws, number = laws_of(explanation, case), similar_case(explanation, case)
    law = BETWEEN.join(laws)
    rule = say("规则 {rule}", rule=one_line(explanation.rule, 24))
    tail = say("类似{case}", case=case_name(number)) if number is not None else rule
    if not law:
        basis = tail
    elif number is not None and _says_similar(explanation):
        basis = say("依据：{law}", law=law)
    else:
        basis = say("依据：{law} · {tail}", law=law, tail=tail)
    more = [say("依据：{law}", law=one) for one in laws] if len(law) > _SHORT_BASIS else []
    if number is not None:
        more.append(say("{case}：{line}", case=case_name(number), line=case_line(number)))
    name = named(one_line(explanation.name, 40))
    more.append(say("规则 {rule}：{name}", rule=one_line(explanation.rule, 24), name=name))
    return basis, tuple(more)


def _standard(nature: Nature, outcome: Outcome) -> tuple[str, str, str]:
    """Return title, sentence and advice for a rule that has none of its own."""
    if nature is Nature.STATE_SECRET and outcome is not Outcome.BLOCK:
        return say("这里像是有密级字样，请看一眼"), say("刚才没有发出去。如果只是普通用语，可以放行。"), ""
    return _standard_of(nature)


def _standard_of(nature: Nature) -> tuple[str, str, str]:
    return {
        Nature.STATE_SECRET: (
            say("先别发，这份带密级标志"),
            say("带密级的文件不能走微信、QQ，刚才没有粘贴出去。"),
            say("需要传阅请走机要渠道。如果它不该在这台电脑上，请先不要转发，也不要自行删除，并联系保密办。"),
        ),
        Nature.WORK_SECRET: (
            say("这份标明不对外公开"),
            say("标了不予公开或工作秘密的内容，不能走微信、QQ。刚才没有粘贴出去。"),
            say("确需发送，请向保密办要授权码。"),
        ),
        Nature.INSTRUCTION: (
            say("这里有领导批示"),
            say("批示原文不在聊天软件里传。刚才没有粘贴出去。"),
            say("请当面转达，或走单位内部的办文渠道。"),
        ),
        Nature.CHAT_RECORD: (
            say("这是工作群里的部署内容"),
            say("工作群的安排转到群外，容易被断章取义。刚才没有粘贴出去。"),
            "",
        ),
        Nature.PERSONAL: (
            say("这里有他人的个人信息"),
            say("有别人的姓名、证件或病情，已标出。刚才没有粘贴出去。"),
            "",
        ),
        Nature.DRAFT: (
            say("这是讨论稿，已经批准了吗？"),
            say("没批准就传开，容易被当成正式决定。"),
            "",
        ),
        Nature.RUMOUR: (
            say("这条消息核实过吗？"),
            say("这条消息还没看到官方来源，先问一下再发也不迟。"),
            "",
        ),
    }[nature]
