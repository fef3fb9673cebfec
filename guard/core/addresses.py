"""Checks addresses of servers as people write them into settings; nothing is looked up on a network."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST_AND_PORT = re.compile(
    r"(?:\[(?P<numbers>[0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]|(?P<name>[^\s@/?#:\[\]\\%]+)):(?P<port>[0-9]{1,5})")
_HOST = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?")
_SCHEMES = ("http", "https")


def host_and_port(address: str) -> tuple[str, int]:
    """Return both parts of host:port; IPv6 is in brackets. Raises ValueError."""
    found = _HOST_AND_PORT.fullmatch(address)
    if found is None:
        raise ValueError(address)
    port = int(found["port"])
    if not 0 < port <= 0xFFFF:
        raise ValueError(address)
    return _ip6(found["numbers"]) if found["numbers"] else _host(found["name"]), port


def is_host_and_port(address: str) -> bool:
    """Return whether it is host:port."""
    try:
        return bool(host_and_port(address))
    except ValueError:
        return False


def is_web_address(address: str, path: bool = True) -> bool:
    """Return whether it is an http(s) address of a host, without a user or a query. ``path``: it may have a path."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES or parts.query or parts.fragment or re.search(r"\s|\\", address):
        return False
    return (path or parts.path in ("", "/")) and is_host_and_port(parts.netloc if port else f"{parts.netloc}:1")


def _ip6(numbers: str) -> str:
    from ipaddress import IPv6Address  # few settings have such an address

    IPv6Address(numbers)
    return numbers


def _host(name: str) -> str:
    """Return the name of a host, also one that IDNA encodes. Raises ValueError."""
    if _HOST.fullmatch(name.encode("idna").decode("ascii")) is None:
        raise ValueError(name)
    return name
