"""Tests many changes of window in a row: the mark comes and goes each time, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from Xlib.display import Display as Connection
from Xlib.ext import res

from tests.support.guarding import wait_for
from tests.support.mark_layers import layers
from tests.support.marked_desk import NAME, SETTINGS, marked_desk
from tests.support.processes import descriptors, megabytes
from tests.support.titled_window import titled_window
from ui.demo.display import Display

WARM_UP = 200
"""Changes that fill the caches of fonts, titles and the history of marks."""

GROWN_MEGABYTES = 3.0
"""What each process may grow by in 1,000 changes: a layer of 700 by 500 pixels that stayed is 1.4 MB each time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What guard and tray have at one moment; ``resources``: of the X server, by all clients (X-Resource 1.0)."""

    megabytes: tuple[float, ...]
    descriptors: tuple[int, ...]
    threads: tuple[int, ...]
    resources: int
    pixmap_bytes: int


def kept(display: Display, pids: tuple[int, ...]) -> Kept:
    connection = Connection(display.name)
    try:
        clients = [client.resource_base for client in res.query_clients(connection).clients]
        resources = sum(kind.count for client in clients
                        for kind in res.query_client_resources(connection, client).types)
        pixmaps = sum(res.query_client_pixmap_bytes(connection, client).bytes for client in clients)
    finally:
        connection.close()
    return Kept(tuple(megabytes(pid, "status", "RssAnon") for pid in pids), tuple(map(descriptors, pids)),
                tuple(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids), resources, pixmaps)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_thousand_changes_of_window_leave_nothing_behind(tmp_path: Path) -> None:
    with (marked_desk(SETTINGS["openbox and picom"], tmp_path) as desk,
          titled_window(desk.display, "空白") as window):
        assert desk.guard.process is not None
        pids = desk.guard.process.pid, desk.tray

        def change(times: int) -> None:
            for _ in range(times):
                window.says(NAME)
                wait_for(lambda: len(layers(desk.display)) == 1, "the mark")
                window.says("空白")
                wait_for(lambda: not layers(desk.display), "no mark")

        change(WARM_UP)
        before = kept(desk.display, pids)
        change(1000)
        after = kept(desk.display, pids)
    print(f"before {before}\nafter  {after}")
    for was, now in zip(before.megabytes, after.megabytes, strict=True):
        assert now - was < GROWN_MEGABYTES
    assert all(now <= was for was, now in zip(before.descriptors, after.descriptors, strict=True))
    assert all(now <= was for was, now in zip(before.threads, after.threads, strict=True))
    assert after.resources <= before.resources
    assert after.pixmap_bytes <= before.pixmap_bytes
