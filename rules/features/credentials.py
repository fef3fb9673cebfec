"""Finds keys and passwords of systems in the forms that providers issue and people write.

The forms are key blocks, tokens, addresses with a password, settings, 「用户 / 密码」. Sample values of examples and
manuals are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.features.credential_forms import (
    ACCOUNT,
    CLOUD_KEY,
    CONNECTION,
    FORMS,
    LOOKALIKE,
    SETTING,
    TOKEN,
    TOLD,
    Form,
)
from rules.features.model import Hit, View
from rules.features.secret_values import is_sample_host, is_stand_in, is_strong

PRIVATE_KEY = "私钥"
STRONG = "强口令"

_STEP, _OVERLAP = 8_000, 400
"""Steps in which a long line is searched, with a check of the deadline between; a form that begins in one may end at
most this far behind it."""
_KEY_HEAD = re.compile("-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----")
"""RFC 7468."""
_PUTTY_KEY = re.compile(r"PuTTY-User-Key-File-[23]: [\s\S]{0,4000}?Private-Lines: \d{1,3}\n([A-Za-z0-9+/=]{16,})")
_KEY_BODY = re.compile(r"(?:[ \t\n>|+-]|[A-Za-z-]{3,20}: [^\n]{0,80}\n){0,6}([A-Za-z0-9+/=]{16,}+)(?![.…<*])")
_NO_PASSWORD_FOLLOWS = re.compile(
    "长度|不少|至少|不低|位数|字符|包含|有效|不能|不要|不得|不准|导出|短信|验证|修改|找回|忘记|重置|如|例|类似|规则|策略|复杂|强度|过期",
)
_COUNTED = re.compile(r"[ ]?(?:位|个|天|分钟|年|月|次|字|小时|台|户|人|元|条|号楼|楼|岁|%|-[0-9l])")


class Credentials:
    """Finds keys and passwords; ``kinds`` is the form they are written in, ``value`` is the secret itself."""

    name = "credentials"
    kinds = frozenset({PRIVATE_KEY, CLOUD_KEY, TOKEN, CONNECTION, SETTING, TOLD, STRONG, ACCOUNT, LOOKALIKE})
    gates = tuple(sorted({"private key", "putty-user-key-file-", *(gate for form in FORMS for gate in form.gates)}))

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return every secret in order of position. Raises OutOfTime."""
        hits = list(_private_keys(view))
        for form in FORMS:
            for start, end in view.lines_with(form.gates):
                hits.extend(_of_line(view, start, end, form))
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def _private_keys(view: View) -> Iterator[Hit]:
    """Yield the header lines of private keys that are followed by key data."""
    for position in view.gate("private key"):
        head = _KEY_HEAD.search(view.text, max(0, position - 40), position + 40)
        body = _KEY_BODY.match(view.text, head.end()) if head else None
        if head and body and not is_stand_in(body[1]):
            yield Hit(head.start(), body.end(1), body[1], frozenset({PRIVATE_KEY}))
    for position in view.gate("putty-user-key-file-"):
        key = _PUTTY_KEY.match(view.text, position)
        if key and not is_stand_in(key[1]):
            yield Hit(key.start(), key.end(1), key[1], frozenset({PRIVATE_KEY}))


def _of_line(view: View, start: int, end: int, form: Form) -> Iterator[Hit]:
    text, behind = view.text, 0
    for first in range(start, end, _STEP):
        view.deadline.check()
        # From the line feed on: some forms match the beginning of their line.
        for match in form.pattern.finditer(text, max(0, first - 1, behind), min(end, first + _STEP + _OVERLAP)):
            groups = match.groupdict()
            behind = match.end()
            if groups.get("spelled"):
                yield Hit(*match.span(), match.group(), frozenset({form.kind}))
            elif _is_real(text, match, groups, form):
                secret = match["secret"]
                kinds = {form.kind, STRONG} if form.kind == TOLD and is_strong(secret) else {form.kind}
                yield Hit(max(match.start(), start), match.end("secret"), secret, frozenset(kinds))


def _is_real(text: str, match: re.Match[str], groups: dict[str, str | None], form: Form) -> bool:
    """Return whether a found value is a real secret."""
    between, host = groups.get("between"), groups.get("host")
    if not form.real(match["secret"]) or (host is not None and is_sample_host(host)):
        return False
    if between and _NO_PASSWORD_FOLLOWS.search(between):
        return False
    return form.kind != TOLD or not _COUNTED.match(text, match.end("secret"))
