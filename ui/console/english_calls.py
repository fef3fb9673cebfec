"""The English help of `mishao calls …`."""

from __future__ import annotations

CALLS = {
    "催办（管理员）：list、record、history、verify": "calls (administrators): list, record, history, verify",
    "发布目录：布置过的自查，给全部电脑的是第几号规则":
        "publishing folder: the ordered inspections, and which release all computers get",
    "发布目录：按它的规则核对写的话里有没有代号":
        "publishing folder, by whose rules the words are searched for code words",
    "只要这台电脑，可写几次": "only this computer; may be given several times",
    "只要这个科室": "only this 科室",
    "只要这一样": "only this kind",
    "只要这一号自查": "only this ordered inspection",
    "要催的：没在看守的、规则旧的、自查没做的；最近一次催了谁、约定哪天":
        "what to call about: computers not guarding, old rules, inspections not carried out; the last call of each",
    "约定的日子过了的在前，再是没有催过的": "those whose agreed day has passed first, then those without a call",
    "只列约定的日子过了的": "only those whose agreed day has passed",
    "只列没有催过的": "only those without a call",
    "记一次催办：催了谁、怎么催的、说好哪天以前；这台电脑、这个科室现在要催的都算":
        "record a call: whom, by what way, what was agreed until when; about all that is open there now",
    "谁催的；有控制台的，要是它的保密管理员": "who called: a secrecy administrator of the console, if there is one",
    "催了谁：姓名，或者一条线路，如 财务科 8203": "whom: a name, or a line",
    "怎么催的": "by what way",
    "约定哪天以前：2026-12-05；没有约定就不写": "until when: 2026-12-05; without an agreed day leave it out",
    "说好的，最多 100 字，不写内容": "what was agreed, 100 characters at most, without content",
    "哪天催的；不写就是今天": "day of the call; by default today",
    "催过的，新的在前": "the calls that were made, the newest first",
    "只要这台电脑的": "only those about this computer",
    "核对催办记录，打印校验点；有改动，或和留在别处的校验点对不上，退出码为 1":
        "check the calls, print a checkpoint; 1 when one was changed or they do not go on from the given checkpoint",
    "以前核对时的校验点，条数:摘要": "checkpoint of an earlier check, COUNT:DIGEST",
}
