"""Speaks to a gate in a guard's place: ``gate_speaker.py SOCKET``; each input line is a packet to send.

A line is JSON: the packet in hexadecimal, the path of a file that goes with it or null, and whether to wait until the
gate tells how many folders are marked. Each is answered by an empty line. A process of its own, as what a guard starts
counts as the guard.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.file_gate.messages import FromGate, Reached
from guard.file_gate.packets import Packets, connect

connection = connect(Path(sys.argv[1]))
packets: Packets[FromGate] = Packets(connection, FromGate)
for line in sys.stdin:
    packet, path, reached = json.loads(line)
    if path is None:
        connection.send(bytes.fromhex(packet))
    else:
        descriptor = os.open(path, os.O_RDONLY)
        socket.send_fds(connection, [bytes.fromhex(packet)], [descriptor])
        os.close(descriptor)
    while reached and (received := packets.receive()) is not None:
        reached = not isinstance(received[0], Reached)
    print(flush=True)
