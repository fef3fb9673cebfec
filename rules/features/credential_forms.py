"""Lists the forms in which keys and passwords of systems are written, one entry each.

Forms of keys: JWT (RFC 7519), user information in addresses (RFC 3986 3.2.1), and the prefixes that providers
document for their keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rules.features.secret_values import (
    is_given_password,
    is_key,
    is_mixed,
    is_password,
    is_stand_in,
    is_strong,
    is_token,
    is_very_strong,
)

CLOUD_KEY = "云密钥"
TOKEN = "令牌"
CONNECTION = "连接串"
SETTING = "配置口令"
TOLD = "口令"
ACCOUNT = "账号口令"
LOOKALIKE = "口令样"

_VALUE = r"[0-9A-Za-z!@#$%^&*_.+~?=/-]{4,64}(?<![.?,])"
_SPELLED = r"[三四五六七八][个位](?:[0-9](?![0-9])|[一二三四五六七八九零])"
"""「六个8」"""
_ACCOUNT = r"(?<![\w./@-])[A-Za-z][\w\\-]{1,30}"
_SIGNED = ("@", "#", "$", "!0", "*0", "0!", "0*")
"""Gates of passwords without a word such as 密码 before them."""
_SETTING = (
    r"[A-Za-z0-9_.\u4e00-\u9fff-]{0,40}?(?:pass(?:word|wd|phrase|code)?|pwd|secret(?:[_.-]?(?:access[_.-]?)?key)?"
    r"|access[_.-]?key(?:[_.-]?secret)?|api[_.-]?key|app[_.-]?(?:secret|key)|private[_.-]?key|encrypt[_.-]?key"
    r"|(?:auth|access|bearer)[_.-]?token|token|_[as]k|\.[as]k|pin)"
)


class Form(NamedTuple):
    """One form of a secret, which is the group ``secret`` of the pattern and is checked by ``real``.

    ``gates`` are folded literals; every line with the form contains one of them. Other groups: ``host`` is the system
    that the secret opens, ``between`` is the text between the word and the secret, ``spelled`` is a secret given in
    words.
    """

    kind: str
    gates: tuple[str, ...]
    pattern: re.Pattern[str]
    real: Callable[[str], bool]


def _short(value: str) -> bool:
    return is_password(value, 4) or is_strong(value)


def _given(value: str) -> bool:
    return not is_stand_in(value)


FORMS: Sequence[Form] = (
    Form(CLOUD_KEY, ("ltai", "akid", "akia", "asia", "altak"), re.compile(
        r"(?<![A-Za-z0-9])(?P<secret>LTAI[A-Za-z0-9]{12,26}|AKID[A-Za-z0-9]{13,40}|A[KS]IA[A-Z0-9]{16}"
        r"|ALTAK[A-Za-z0-9]{16,30})(?![A-Za-z0-9])"), is_key),
    Form(TOKEN, ("gh", "github_pat", "pypi-", "dckr_pat", "glp", "glr", "gld", "xox", "sk-", "npm_", "aiza", "hf_",
                 "k_live"), re.compile(
        r"(?<![A-Za-z0-9])(?P<secret>gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt|rt|p)-[\w-]{16,}"
        r"|xox[abprs]-[A-Za-z0-9-]{16,}|sk-[\w-]{20,}|[rs]k_live_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{30,}"
        r"|AIza[\w-]{30,}|hf_[A-Za-z0-9]{24,}|pypi-[\w-]{40,}|dckr_pat_[\w-]{20,})"), is_key),
    Form(TOKEN, ("auth\"",), re.compile(r"\"auth\" ?: ?\"(?P<secret>[A-Za-z0-9+/=]{12,})\""), is_token),
    Form(CLOUD_KEY, ("ak", "sk", "secret"), re.compile(
        r"(?i:(?<![A-Za-z0-9])(?:ak|sk|app[_-]?secret|secret[_-]?key|access[_-]?key))[ ]?[ :=][ ]?[\"']?"
        r"(?P<secret>[A-Za-z0-9+/=]{18,64})(?![A-Za-z0-9])"), is_key),
    # The payload that is excluded is the one that jwt.io and every tutorial shows.
    Form(TOKEN, ("eyj",), re.compile(
        r"(?P<secret>eyJ[\w-]{8,}\.(?!eyJzdWIiOiIxMjM0NTY3ODkwI)[\w-]{8,}\.[\w-]{8,})"), is_token),
    Form(TOKEN, ("authorization", "x-", "apikey", "api-key"), re.compile(
        r"(?i:(?:authorization|x-[a-z-]{1,20}(?:token|key)|apikey|api-key)[\"']?[:=][ \"']{0,3}"
        r"(?:bearer |basic |token )?)(?P<secret>[\w.+/=-]{12,})"), is_token),
    Form(TOKEN, ("access_token=", "webhook", "/hook/"), re.compile(
        r"(?:robot/send\?access_token=|cgi-bin/webhook/send\?key=|/bot/v2/hook/)(?P<secret>[0-9A-Za-z-]{20,})"),
        is_token),
    Form(CONNECTION, ("://",), re.compile(
        r"[a-z][a-z0-9+.-]{1,30}://[^\s/:@'\"<>]{0,60}:(?P<secret>[^\s/@'\"]{3,80})@(?P<host>[^\s/'\"?]{1,100})"),
        _given),
    Form(CONNECTION, ("thin:",), re.compile(
        r"thin:[\w$#]{1,30}/(?P<secret>[^\s@/]{3,60})@(?P<host>[^\s/'\"]{1,100})"), _given),
    Form(CONNECTION, ("sshpass", "mysql", "docker login", "mongo", "redis-cli", "ldap", "plink", "pscp", "sqlcmd"),
         re.compile(
        r"(?:sshpass|mysql\w*|docker login|mongo\w*|redis-cli|ldap\w*|plink|pscp|sqlcmd)\b[^\n]{0,160}?"
        r"[ ]-{1,2}(?:p|P|a|w|pw|password)[ =]?['\"]?(?P<secret>[^\s'\"]{4,60})"), is_given_password),
    Form(CONNECTION, ("net use",), re.compile(
        r"net use [^\n]{0,120}?/user:[^\s]{1,60} (?P<secret>[^\s/]{4,40})"), _short),
    Form(CONNECTION, ("curl",), re.compile(
        r"curl [^\n]{0,160}?-u ?['\"]?[\w.@-]{1,40}:(?P<secret>[^\s'\"]{4,60})"), is_given_password),
    Form(CONNECTION, ("user ",), re.compile(
        r"(?:^|\n)user [\w.-]{2,30} (?P<secret>[^\s]{6,40})[ \t]*(?=\n|$)"), is_mixed),
    Form(SETTING, (":$0$", ":$y$", ":$apr0$"), re.compile(
        r"(?:^|\n)[A-Za-z_][\w.-]{0,31}:(?P<secret>\$(?:[156]|2[aby]|y|apr1)\$[./A-Za-z0-9$=,]{8,})"
        r"(?::|[ \t]*(?=\n|$))"),
         _given),
    Form(SETTING, ("cipher", "simple", "community", "shared-key", "secret ", "key-string"), re.compile(
        r"(?i:\b(?:password|secret|key|pre-shared-key|key-string|community(?: read| write)?))"
        r"(?: (?:simple|cipher|irreversible-cipher|plain|read|write|level [0-9]{1,2}|[05678])){0,3}"
        r" (?P<secret>[^\s'\"<>\[\]{}]{6,120})"), is_mixed),
    Form(SETTING, ("pass", "pwd", "secret", "key", "token", "_ak", "_sk", ".ak", ".sk", "pin"), re.compile(
        rf"(?i:(?<![A-Za-z0-9_.-])[\"']?{_SETTING}[\"']?[ \t]{{0,8}}(?::=|=>|[:=])[ \t]{{0,8}})[\"'`]?"
        r"(?P<secret>[^\s\"'`<>,;，。]{6,120})"), is_given_password),
    Form(TOLD, ("密码", "口令", "密钥", "pin", "授权码"), re.compile(
        r"(?:密码|口令|密钥|授权码|PIN码?)(?P<between>[^\n0-9A-Za-z。;?!]{0,8})"
        rf"(?:(?P<secret>{_VALUE})|(?P<spelled>{_SPELLED}))"), _short),
    Form(TOLD, ("pass", "pwd"), re.compile(
        rf"(?i:\b(?:password|passwd|passphrase|pwd)\b) (?P<secret>{_VALUE})"), is_strong),
    Form(TOLD, ("改成", "换成", "改为", "变成"), re.compile(
        r"(?:密码|口令)[^\n。;?!]{0,24}?(?:改成|换成|改为|变成)[^\n0-9A-Za-z。;?!]{0,4}"
        rf"(?P<secret>{_VALUE})"), _short),
    Form(TOLD, ("密 ", "密:", "密为"), re.compile(
        rf"(?<![\u4e00-\u9fff])密(?P<between>[ :为是]{{1,3}})(?P<secret>{_VALUE})"), is_strong),
    Form(TOLD, ("pass", "pwd", "pw", "root", "login"), re.compile(
        r"(?i:\b(?:password|passwd|passphrase|pwd|pw|passcode|root|login)\b)"
        rf"(?:[^\n。;?!:=]{{0,40}}? is (?:now |still )?| ?[:=] ?)[\"']?(?P<secret>{_VALUE})"), is_mixed),
    Form(ACCOUNT, ("/ ",), re.compile(
        rf"{_ACCOUNT} ?/ ?(?P<secret>{_VALUE})(?![/\w])"), is_mixed),
    Form(ACCOUNT, _SIGNED, re.compile(
        rf"{_ACCOUNT}(?:[/|]|[ \t]?[,\t][ \t]?)(?P<secret>{_VALUE})(?![/\w])"), is_very_strong),
    Form(LOOKALIKE, (*_SIGNED, "个0"), re.compile(
        rf"(?<![\w./@-])(?P<secret>[A-Za-z0-9!@#$%^&*_+-]{{6,24}})(?![\w.@/])|(?P<spelled>{_SPELLED})"), is_strong),
)
"""The forms of a secret."""
