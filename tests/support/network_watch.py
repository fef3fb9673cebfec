"""Records every connection begun in this network namespace, from the packets themselves (packet(7)).

``isolated`` gives a command a namespace in which any address can be contacted and nothing answers: all that a program
sends leaves through one end of a veth pair, and is seen. Displays have their sockets there too: the first number is
free in a new network, and a server that takes it would take the socket of another one's in /tmp.
"""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

_ALL = 0x0003  # ETH_P_ALL
_IPV4, _IPV6 = 0x0800, 0x86DD
_HOP_BY_HOP, _TCP, _UDP, _ICMP6 = 0, 6, 17, 58
_SYN, _ACK = 0x02, 0x10

_SETUP = """
set -e
mkdir -p /tmp/.X11-unix
mount -t tmpfs tmpfs /tmp/.X11-unix
ip link set lo up
ip link add out type veth peer name far
ip link set out up
ip link set far up
ip addr add 192.0.2.1/24 dev out
ip addr add 2001:db8::1/64 dev out nodad
ip neigh add 192.0.2.254 lladdr 02:00:00:00:00:01 dev out
ip neigh add 2001:db8::fe lladdr 02:00:00:00:00:01 dev out
ip route add default via 192.0.2.254
ip -6 route add default via 2001:db8::fe
exec "$@"
"""


def isolated(command: Sequence[str]) -> list[str]:
    """Return the command inside a new network namespace; needs root, unshare(1) and ip(8)."""
    return ["unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", _SETUP, "isolated", *command]


@dataclass
class NetworkWatch:
    """``begun`` contains (protocol, address, port) of everything that was sent unasked."""

    begun: set[tuple[str, str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ALL))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._ended.set()
        self._thread.join()
        self._socket.close()

    def _watch(self) -> None:
        while not self._ended.is_set():
            if select.select([self._socket], [], [], 0.2)[0]:
                packet, (_, kind, *_) = self._socket.recvfrom(65536)
                self._take(kind, packet)

    def _take(self, kind: int, packet: bytes) -> None:
        if kind == _IPV4:
            protocol, address, rest = packet[9], packet[16:20], packet[(packet[0] & 15) * 4:]
        elif kind == _IPV6:
            protocol, address, rest = packet[6], packet[24:40], packet[40:]
            if protocol == _HOP_BY_HOP:
                protocol, rest = rest[0], rest[8 * (rest[1] + 1):]
        else:
            return
        port = struct.unpack_from(">H", rest, 2)[0] if len(rest) >= 4 else 0
        if protocol == _TCP and rest[13] & (_SYN | _ACK) == _SYN:
            self.begun.add(("tcp", str(ip_address(address)), port))
        elif protocol == _UDP:
            self.begun.add(("udp", str(ip_address(address)), port))
        elif protocol not in (_TCP, _ICMP6):  # the kernel itself looks for IPv6 neighbours
            self.begun.add((str(protocol), str(ip_address(address)), 0))
