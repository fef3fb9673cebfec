"""Runs the demonstration: a held text is pasted into a chat and an editor, a screenshot is held."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn, Protocol, TypeVar

from rich.console import Console

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.policy_file import load
from guard.control.endpoint import Client, ControlError
from guard.control.requests import (
    CaseList,
    CaseOpened,
    GetStatus,
    ListCases,
    Push,
    Reply,
    Request,
    State,
    StatusReply,
)
from guard.core.model import CaseState, CaseSummary, Origin
from guard.folders import placeholder_for
from guard.platform.paths import Paths
from guard.util import exit_codes
from guard.util.os_errors import why
from ui.demo.chat_window import WINDOW_CLASS
from ui.demo.display import POLL_SECONDS, DemoError, Display, end, missing_packages, private_display
from ui.demo.material import TASK_SHEET, marked_screenshot
from ui.firstrun import WELCOMED
from ui.terminal import complain, people

_Value = TypeVar("_Value")

WAIT_SECONDS = 60.0
SAVE_SECONDS = 0.1
WARNING_WIDTH = 400
TRAY_CLASS = "mishao"


class Command(Protocol):
    """How to start this program in one of its roles, with a home and a configuration."""

    def __call__(self, role: str, home: Path | None = None, config: Path | None = None) -> tuple[str, ...]:
        """Return the command line."""


def run(out: Path, command: Command) -> int:
    """Run the story; return 0 only if every step succeeded. What it started ends with it, also at SIGTERM."""
    signal.signal(signal.SIGTERM, _terminated)
    packages = missing_packages()
    if packages:
        complain("演示还缺少程序，请先安装：sudo apt-get install -y " + " ".join(packages))
        return exit_codes.NOT_DONE
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        complain(f"图片写不到 {out}（{why(error)}）。请用 --out 给出一个能写的文件夹。")
        return exit_codes.NOT_DONE
    timeline = _Timeline(people())
    with tempfile.TemporaryDirectory(prefix="mishao-demo-") as folder, private_display() as display:
        try:
            _Story(Path(folder), display, out, timeline).tell(command)
        except (DemoError, ControlError, OSError) as error:
            timeline.step(f"演示中断：{error}", held=False)
    people().print(f"图片在 {out.absolute()}" + ("，每一步都守住了。" if timeline.held else "，有步骤没有守住。"))
    return exit_codes.OK if timeline.held else exit_codes.NO


def _terminated(_: int, __: FrameType | None) -> NoReturn:
    """End what was started, as at Ctrl+C: without a handler SIGTERM would leave display, tray and guard."""
    raise SystemExit(exit_codes.TERMINATED)


class _Timeline:
    """Prints steps: milliseconds since the last ``mark``, a tick or a cross, and the words of each step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.perf_counter()
        self._marked = self._started
        self.held = True

    def mark(self) -> None:
        """Start counting."""
        self._marked = time.perf_counter()

    def step(self, words: str, held: bool = True) -> None:
        """Print one step."""
        self.held = self.held and held
        now = time.perf_counter()
        since = (now - self._marked) * 1000
        self._console.print(f"{now - self._started:7.2f} s  {'✓' if held else '✗'}  {words}  （+{since:.0f} ms）")


class _Story:
    def __init__(self, folder: Path, display: Display, out: Path, timeline: _Timeline) -> None:
        self._folder = folder
        self._display = display
        self._out = out
        self._timeline = timeline
        self._screens = folder / "screens"
        self._events: queue.SimpleQueue[Push] = queue.SimpleQueue()

    def tell(self, command: Command) -> None:
        """Run all steps. Raises DemoError at the first one that fails."""
        home, config = self._folder / "home", self._folder / "demo.toml"
        self._screens.mkdir()
        config.write_text(f"[folders]\nscreenshots = [{json.dumps(str(self._screens))}]\n", "utf-8")
        socket = Paths.choose(home).socket
        with ExitStack() as stack:
            guard = stack.enter_context(self._running(command("guard", home, config)))
            self._watching(socket, guard)
            stack.callback(self._listen(socket).close)
            (Paths.choose(home).settings / WELCOMED).touch()  # this story shows its own greeting
            stack.enter_context(self._running(command("tray", home)))
            self._display.window(TRAY_CLASS)
            self._timeline.step("托盘就绪；这个桌面没有托盘区，由小窗口代替")
            self._copy_is_held()
            self._chat_gets_the_notice(command)
            self._editor_gets_the_original()
            self._screenshot_is_held(socket)

    # ---------------------------------------------------------------- the steps
    def _copy_is_held(self) -> None:
        self._timeline.mark()
        subprocess.run(["xclip", "-selection", "clipboard"], input=TASK_SHEET.encode(), check=True,
                       env=self._display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._timeline.step("xclip 复制了《交办单》")
        case = self._wait_case(lambda opened: opened.case.origin is Origin.CLIPBOARD).case
        self._timeline.step(f"已先留着：规则 {case.decision.rule}，"
                            f"关键词“{case.matches()[0].text if case.matches() else ''}”")

    def _chat_gets_the_notice(self, command: Command) -> None:
        chat = self._display.start(command("demo-chat"), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            area = self._display.window(WINDOW_CLASS)
            self._timeline.mark()
            pasted = _pasted(chat)
            notice = load(builtin_policy(), BUILTIN_POLICY).notice
            self._timeline.step(f"聊天窗口粘贴，得到“{pasted}”", pasted == notice)
            self._wait_case(lambda opened: opened.notify)
            warning = self._display.window(TRAY_CLASS, least_width=WARNING_WIDTH)
            self._timeline.step("提醒窗口出现，键盘还在聊天窗口", self._display.active() == WINDOW_CLASS)
            time.sleep(0.4)  # the window fades in for 120 ms; the picture should show it whole
            self._display.picture(self._out / "chat.png", area)
            self._display.picture(self._out / "warning.png", warning)
            self._display.picture(self._out / "desktop.png")
        finally:
            end(chat)

    def _editor_gets_the_original(self) -> None:
        note = self._folder / "笔记.txt"
        note.write_text("", "utf-8")
        editor = self._display.start(["mousepad", "--disable-server", str(note)], stderr=subprocess.DEVNULL)
        try:
            self._display.window("mousepad", least_width=WARNING_WIDTH)
            self._display.focus("mousepad")
            self._timeline.mark()
            self._display.press("Control_L", "v")
            got = _wait(lambda: self._saved(note), "编辑器没有存下粘贴的内容")
            self._timeline.step("编辑器 mousepad 粘贴，得到原文", got == TASK_SHEET)
            self._display.picture(self._out / "editor.png", self._display.window("mousepad"))
        finally:
            end(editor)

    def _saved(self, note: Path) -> str | None:
        """Ask the editor to save until it does: it saves nothing while the paste is still under way."""
        self._display.press("Control_L", "s")
        time.sleep(SAVE_SECONDS)
        return note.read_text("utf-8").strip() or None

    def _screenshot_is_held(self, socket: Path) -> None:
        screenshot = self._screens / "截图 1.png"
        self._timeline.mark()
        marked_screenshot(screenshot)
        self._timeline.step("截图存入截图目录")
        case = self._wait_case(lambda opened: opened.case.origin is Origin.FOLDER).case
        gone = not screenshot.exists() and placeholder_for(screenshot).exists()
        self._timeline.step(f"截图已先收起来：规则 {case.decision.rule}，原处留有说明", gone)
        kept = any(summary.id == case.id and summary.state is CaseState.HELD for summary in _cases(socket))
        self._timeline.step("加密暂存里可以找回", kept)
        self._display.window(TRAY_CLASS, least_width=WARNING_WIDTH)
        time.sleep(0.4)
        self._display.picture(self._out / "screenshot-held.png")

    # ---------------------------------------------------------------- the guard
    def _watching(self, socket: Path, guard: subprocess.Popen[bytes]) -> None:
        def watching() -> bool | None:
            if guard.poll() is not None:
                raise DemoError(f"看守进程退出了（{guard.returncode}）")
            try:
                return _state(socket) is State.WATCHING or None
            except ControlError:
                return None

        _wait(watching, "看守进程没有就绪")
        self._timeline.step("密哨开始看守")

    def _listen(self, socket: Path) -> Client:
        client = Client.connect(socket)
        pushes = client.subscribe()
        next(pushes)

        def hear() -> None:
            for push in pushes:
                self._events.put(push)

        threading.Thread(target=hear, daemon=True).start()
        return client

    def _wait_case(self, wanted: Callable[[CaseOpened], bool]) -> CaseOpened:
        deadline = time.monotonic() + WAIT_SECONDS
        while (rest := deadline - time.monotonic()) > 0:
            try:
                push = self._events.get(timeout=rest)
            except queue.Empty:
                break
            if isinstance(push, CaseOpened) and wanted(push):
                return push
        raise DemoError("没有等到“先留着”的消息")

    @contextmanager
    def _running(self, command: tuple[str, ...]) -> Iterator[subprocess.Popen[bytes]]:
        process = self._display.start(command)
        try:
            yield process
        finally:
            end(process)


def _state(socket: Path) -> State:
    reply = _asked(socket, GetStatus())
    assert isinstance(reply, StatusReply)
    return reply.status.state


def _cases(socket: Path) -> tuple[CaseSummary, ...]:
    reply = _asked(socket, ListCases())
    assert isinstance(reply, CaseList)
    return reply.cases


def _asked(socket: Path, request: Request) -> Reply:
    client = Client.connect(socket)
    try:
        return client.ask(request)
    finally:
        client.close()


def _pasted(chat: subprocess.Popen[bytes]) -> str:
    assert chat.stdin is not None
    assert chat.stdout is not None
    chat.stdin.write(b"paste\n")
    chat.stdin.flush()
    said = chat.stdout.readline()
    if not said:
        raise DemoError("聊天窗口没有回答")
    return str(json.loads(said)["pasted"])


def _wait(probe: Callable[[], _Value | None], otherwise: str) -> _Value:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        value = probe()
        if value is not None:
            return value
        time.sleep(POLL_SECONDS)
    raise DemoError(otherwise)
