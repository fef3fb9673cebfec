"""Names the user whose session this is, as the system's accounts do."""

from __future__ import annotations

import getpass
import os
import sys


def account() -> str:
    """Return the name of the account, "" when the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def full_name() -> str:
    """Return the user's name as the account has it, or the name of the account."""
    if sys.platform == "win32":
        return account()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip() or account()
    except KeyError:
        return account()
