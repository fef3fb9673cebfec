"""The Chinese catalogue: sentences about people, log, cases, calls and the list of computers of the console."""

from __future__ import annotations

from rules.sentences.sentence import Catalogue

WORDS: Catalogue = {
    "console.role-may-not": "{role}不能{deed}。",
    "console.line-missing": "第 {number} 条记录不见了：下一条的编号是 {found}。",
    "console.line-changed": "第 {number} 条记录被改动过，或者和前一条接不上。",
    "console.line-not-signed": "第 {number} 条记录不是 {name} 签的：签名不对，或者那时没有这个人。",
    "console.line-not-allowed": "第 {number} 条记录是{role}不能做的事：{deed}。",
    "console.log-unusable": "操作记录 {path} 不能读写（{why}）。没有记下来的，控制台不给看，也不做。",
    "console.name": "姓名要有 1 到 {most} 个字，不能有冒号和斜线。",
    "console.known": "{name} 已经有了，是{role}：一个人只有一个角色。同名的请加上科室，停用过的也一样。",
    "console.first": "第一个人是系统管理员；以后的由系统管理员加（--by）。",
    "console.nobody-of-that-name": "没有 {name}，或者已经停用。",
    "console.reason": "请用 --reason 写明原因。",
    "console.not-oneself": "不能停用自己。",
    "console.removed-meanwhile": "“{name}”刚刚停用了，没有照办。请退出控制台；要恢复，找系统管理员。",
    "console.not-let-in": "没有叫“{name}”的人，或者已经停用。现在有：{active}。",
    "console.nobody": "没有人",
    "console.not-among-people":
        "控制台的人员里没有叫“{name}”的，或者已经停用。能做这件事的：{able}。"
        "请核对姓名，或者由系统管理员用 mishao console add 加上。",
    "console.not-of-the-role": "{name} 是{role}，做不了这件事。能做的：{able}。",
    "console.log-older": "操作记录和 {name} 上次离开时对不上（{checkpoint}）：是旧的一份，或者末尾被截掉了。",
    "console.histories-older":
        "事项或催办的历史，和 {name} 在 {at} 进出控制台时记下的对不上：数据库是旧的一份、换过了，或者被改写过。",
    "console.no-log": "{folder} 里没有控制台的操作记录。先运行 mishao console add。",
    "console.nothing-changed": "{why}没有改动。",
    "codes.note": "谁申请、为什么",
    "fleet.other-database": "{path} 不是密哨收集记录的数据库，没有动它",
    "cases.owner": "负责人",
    "cases.note": "经过",
    "cases.by": "请用 --by 写明是谁改的。",
    "cases.longest-note": "经过最多 {most} 字。",
    "cases.owner-read-wrong": "负责人不能写成“{owner}”：不能叫“没有”，也不能有箭头“→”。请换个写法。",
    "cases.unknown": "没有第 {number} 号事项，mishao cases list 列出全部。",
    "roster.no-column":
        "{path}：名册前 {rows} 行里没有“{name}”这一列。表头也可以写{others}；下面写计算机名，与上报的一致。",
    "roster.plain-table": "{path}：名册不能是 {suffix} 文件。请在表格程序里另存为 xlsx，再给那一个。",
    "roster.missing": "{path}：没有这个文件。请核对名册的文件名和所在的文件夹。",
    "roster.locked": "{path}：名册加了密码，读不了。请另存一份没有密码的。",
    "roster.damaged": "{path}：名册损坏，或者不是 xlsx、xls、ods 表格。请在表格程序里另存为 xlsx。",
    "roster.unreadable": "{path}：名册读不出来，请看看有没有权限。",
    "calls.by": "请写明是谁催的（--by）。",
    "calls.whom": "催了谁",
    "calls.agreed": "说好的",
    "calls.words": "“{what}”要写 {least} 到 {most} 个字，不能有看不见的字符。",
    "calls.day": "哪天催的，要写今天或者以前 {days} 天里的一天。",
    "calls.until": "约定的日子不能早于催的那天，也不能晚过一年。",
    "calls.nothing-open": "没有记：这里现在没有要催的。",
}
