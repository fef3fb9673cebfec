"""Tests that a missing display is a sentence, not a crash."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from guard.platform.display import display_problem
from guard.platform.errors import BrokerError
from guard.platform.x11.setup import connect
from guard.util import exit_codes
from tests.support.program import ROOT

FIRST_PORT = 6000
"""Where X servers of other computers listen."""


def test_other_platforms_of_qt_need_no_x_display() -> None:
    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_a_compositor_that_listens_is_a_display_and_one_that_has_gone_is_none(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-7"}
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        compositor.listen()
        assert display_problem(environment) is None
    assert "wayland-7" in (display_problem(environment) or "")
    assert ":9999" in (display_problem({**environment, "DISPLAY": ":9999"}) or "")


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, {"DISPLAY": ":9999"}, {"DISPLAY": "nonsense"}])
def test_a_missing_display_is_named(environment: dict[str, str]) -> None:
    assert display_problem(environment)


@pytest.mark.parametrize(("display", "words"), [
    (None, "（没有设置 DISPLAY，不在图形桌面里）"), ("", "（没有设置 DISPLAY，不在图形桌面里）"),
    ("nonsense", "（DISPLAY 写的是“nonsense”，不是显示的名称）"), (":9999", "连不上 X 显示服务（"),
])
def test_why_no_display_is_reached_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, display: str | None, words: str,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(BrokerError) as refused:
        connect(display)
    assert words in refused.value.words
    assert "Error" not in refused.value.words


def test_an_answer_that_is_no_setup_is_said_in_words() -> None:
    with socket.create_server(("127.0.0.1", FIRST_PORT + 77)) as server:
        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(64)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(BrokerError) as refused:
            connect("127.0.0.1:77")
        thread.join()
    assert "连不上 X 显示服务（" in refused.value.words
    assert "Error" not in refused.value.words


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":9999"}])
def test_the_tray_without_a_display_says_so_and_ends(tmp_path: Path, environment: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "h")], capture_output=True,
                          env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **environment}, timeout=60)
    assert done.returncode == exit_codes.NOT_HERE
    assert "桌面" in done.stderr.decode()
    assert not (tmp_path / "h").exists()
