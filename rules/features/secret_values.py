"""Tells real secrets from stand-ins in examples, forms and manuals."""

from __future__ import annotations

import re

from rules.features.words import words

_PUNCTUATION = re.compile(r"[!@#$%^&*_+=~?.-]")
_TELLING_PUNCTUATION = re.compile(r"[!@#$%^&*]")
_DIGIT = re.compile("[0-9]")
_LETTER = re.compile("[A-Za-z]")
_UPPER = re.compile("[A-Z]")
_LOWER = re.compile("[a-z]")
_HIDDEN = re.compile(r"[*•·xX_.0-]{3,}|.?(.)\1{2,}.?|.*(?:\*{3}|x{4}|X{4}|\.{3}|…).*")
_FILLED_IN = re.compile(r"[$%#]?[{(\[<].*|.*[$%][{(].*|%[A-Za-z_]\w*%|\$[A-Za-z_]\w*|ENC\(.*")
"""A variable, a slot of a template or a reference to a store; ``%2F`` is a URL-encoded character."""
_EXPRESSION = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(.*)?|[A-Za-z_]\w*[(\[].*")
_STAND_IN = re.compile(
    r"your|change[-_ ]?me|change[-_ ]?it|example|placeholder|dummy|redacted|todo|replace|fill[-_ ]?in|insert"
    r"|please|生成|填写|自己|自行|自定|此处",
    re.IGNORECASE,
)
_PUBLISHED = words(
    "password passw0rd p@ssw0rd p@ssword p@ssw0rd! passwd pass secret admin root toor user test guest demo sample "
    "default public private cisco huawei h3c tiger oracle postgres mysql redis minio minioadmin rabbitmq nacos "
    "sentinel elastic changeit raspberry ubnt vagrant ansible manager system sysdba sa null none nil true false "
    "undefined string number required optional hidden masked empty unset token key value text abc123 abcd1234 "
    "a1b2c3d4 admin123 admin@123 admin888 root123 test123 test1234 password1 password123 qwer1234 123456 1234567 "
    "12345678 123456789 1234567890 111111 888888 000000 12345 1234 huawei@123 huawei12#$ admin@huawei.com "
    "h3c123456 cisco123 hikvision hik12345 1f2d1e2e67df mwyyzdflmmu2n2rm ywrtaw4= ywrtaw4 s3cr3t hunter2 "
    "correcthorsebatterystaple foobar foo bar baz",
)
"""Values printed in manuals, on boxes and in the documentation of programs, in lower case."""
_OF_LABS = re.compile(r"(?:huawei|cisco|h3c|ruijie|zte|student|test|demo|lab|guest)[@#_]?\d{0,4}")
"""Makers' names and words of exercises followed by some digits."""
_NO_PASSWORD = re.compile(r"(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}|[A-Za-z]\w*!\$?[A-Z]{1,3}(?:\$?\d+)?|\$\w{1,2}\$.*")
"""A product key, a reference of a spreadsheet, the beginning of a hash."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}")
_COUNTING = "01234567890123456789abcdefghijklmnopqrstuvwxyz"
_FILE = re.compile(r".*\.(?:docx?|xlsx?|pptx?|pdf|wps|et|txt|jpe?g|png|zip|rar|html?|py|js|java|yml|yaml|json|md|exe)")
_MEASURE = re.compile(r"[\d.]+[A-Za-z]{1,5}")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[A-Za-z]{2,}){1,3}")
_VERSION = re.compile(r".*(?:@v\d+|[@-]v?\d+(?:\.\d+)+|[A-Za-z]#\d+)")
_SAMPLE_HOST = re.compile(
    r"(?:[\w-]+\.)*(?:example\.(?:com|org|net|cn|edu)|localhost|127\.0\.0\.1|192\.0\.2\.\d+|198\.51\.100\.\d+"
    r"|203\.0\.113\.\d+|host|hostname|server|ip|db)(?::.*)?|[<$%{].*|x+\.x+.*",
    re.IGNORECASE,
)
"""Hosts of examples: RFC 2606 and RFC 5737 keep them for documentation."""


def is_stand_in(value: str) -> bool:
    """Return whether a value is a stand-in for a secret: hidden, a variable, to be filled in, or printed in manuals."""
    lowered = value.lower()
    return (
        lowered in _PUBLISHED
        or _HIDDEN.fullmatch(value) is not None
        or _FILLED_IN.fullmatch(value) is not None
        or _COLOUR.fullmatch(value) is not None
        or _STAND_IN.search(value) is not None
        or _OF_LABS.fullmatch(lowered) is not None
        or _counts(lowered)
    )


def is_password(value: str, shortest: int = 6) -> bool:
    """Return whether a value after a word for passwords is one: no stand-in, and no word of a sentence or program."""
    if len(value) < shortest or is_stand_in(value):
        return False
    if any(other.fullmatch(value) for other in (_EXPRESSION, _FILE, _NO_PASSWORD)):
        return False
    return bool(_DIGIT.search(value)) or (bool(_LETTER.search(value)) and bool(_TELLING_PUNCTUATION.search(value)))


def is_given_password(value: str) -> bool:
    """Return whether a value in a configuration is a password: digits alone are a count or a port there."""
    return is_password(value) and bool(_LETTER.search(value))


def is_strong(value: str) -> bool:
    """Return whether a value looks like a password even without such a word: six characters, letters, digits and
    others."""
    return (
        len(value) >= 6
        and bool(_LETTER.search(value) and _DIGIT.search(value) and _TELLING_PUNCTUATION.search(value))
        and not is_stand_in(value)
        and not any(other.fullmatch(value) for other in (_MAILBOX, _FILE, _NO_PASSWORD))
    )


def is_very_strong(value: str) -> bool:
    """Return whether a value is a password even where paths and versions of programs look alike."""
    mixed = _UPPER.search(value) and _LOWER.search(value)
    return is_strong(value) and bool(mixed) and not _VERSION.fullmatch(value)


def is_mixed(value: str) -> bool:
    """Return whether a value contains letters and digits, at least six characters, and is no stand-in."""
    return (
        len(value) >= 6
        and bool(_LETTER.search(value) and _DIGIT.search(value))
        and not is_stand_in(value)
        and not any(other.fullmatch(value) for other in (_FILE, _MAILBOX, _MEASURE))
    )


def is_key(value: str, shortest: int = 12) -> bool:
    """Return whether a value is a generated key: long, letters and digits (or punctuation between them), no stand-in.
    """
    return (
        len(value) >= shortest
        and bool(_LETTER.search(value))
        and bool(_DIGIT.search(value))
        and not is_stand_in(value)
        and not _EXPRESSION.fullmatch(value)
        and len(set(value)) >= 6
    )


def is_token(value: str) -> bool:
    """Return whether a value is an issued token, which may contain points as the names of programs do."""
    return len(value) >= 12 and bool(_DIGIT.search(value)) and len(set(value)) >= 6 and not is_stand_in(value)


def is_sample_host(host: str) -> bool:
    """Return whether a host appears in examples only."""
    return _SAMPLE_HOST.fullmatch(host) is not None


def _counts(lowered: str) -> bool:
    """Return whether a value only counts up or down, as keys printed in standards do."""
    return lowered in _COUNTING or lowered.startswith("0123456789abcdef")
