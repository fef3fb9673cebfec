"""Proves to a broker whose guard is gone that who asks is the broker of the next guard.

Neither can see which program the other is: nobody but root may examine a process that may not be dumped. Both can read
a secret that is in a file of their user, out of reach of programs in a sandbox. What is sent proves it about one
window or source, and is worth nothing about another.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from guard.platform import atomic_file
from guard.platform.paths import PathError, broker_secret

_SECRET_BYTES = 32


def proof(about: str) -> str:
    """Return what shows that it was sent by a broker of this user; "" when there is no place for a secret."""
    with suppress(PathError, OSError):
        path = broker_secret()
        with suppress(FileExistsError):
            atomic_file.create(path, secrets.token_bytes(_SECRET_BYTES))
        return _proof(path, about)
    return ""


def proves(untrusted: str, about: str) -> bool:
    """Tell whether a broker of this user has sent this."""
    with suppress(PathError, OSError):
        return hmac.compare_digest(_proof(broker_secret(), about).encode(), untrusted.encode())
    return False


def _proof(path: Path, about: str) -> str:
    return hmac.new(path.read_bytes(), about.encode(), hashlib.sha256).hexdigest()
