"""Reads and writes a user's own configuration on disk: mishao.toml, always whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from guard.config.policy_file import POLICY_LIMIT, Configuration, PolicyError, load_configuration
from guard.platform import atomic_file
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why


def read(path: Path) -> Configuration:
    """Return the content of the file; an empty configuration when there is none. Raises PolicyError."""
    try:
        with path.open("rb") as stream:
            untrusted_bytes = stream.read(POLICY_LIMIT + 1)
    except FileNotFoundError:
        return Configuration()
    except OSError as error:
        raise PolicyError(sentence("policy.not-readable", path=path, why=why(error))) from error
    return load_configuration(untrusted_bytes, str(path))


def write(path: Path, configuration: Configuration) -> None:
    """Replace the file. Raises OSError, and then the old one is still there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    atomic_file.replace(path, written(configuration).encode())


def written(configuration: Configuration) -> str:
    """Return a configuration as TOML, without what is empty."""
    engine = json.dumps(configuration.engine) if configuration.engine else ""
    sections = (
        ("destinations", (("chat", _array(configuration.chat)), ("sites", _array(configuration.sites)))),
        ("folders", (("screenshots", _array(configuration.screenshots)),)),
        ("reading", (("engine", engine),)),
        ("rules", (("packs", _array(configuration.packs)),)),
    )
    lines: list[str] = []
    for name, entries in sections:
        kept = [f"{key} = {value}" for key, value in entries if value]
        lines += [f"[{name}]", *kept, ""] if kept else []
    return "\n".join(lines)


def _array(values: Sequence[str]) -> str:
    # JSON's strings are TOML's basic strings, except for DEL, which TOML requires to be escaped.
    return json.dumps(list(values), ensure_ascii=False).replace("\x7f", "\\u007F") if values else ""
