"""Carries out `mishao provision`: all files are made and read as the program will read them before one is written."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from guard.core.reporting import FILE_NAME as REPORT
from guard.platform import atomic_file
from guard.platform.file_system import NO_LINK, NO_WAIT, PLAIN
from guard.platform.machine import GATE_OFF, ROOT, MachineLayer, by_administrator, keep_for_administrators
from guard.supply.machine_files import Choices, files_of
from guard.util import exit_codes
from guard.util.os_errors import why
from ui.console.provision_chosen import Chosen, chosen_in, with_options
from ui.console.provision_proof import prove
from ui.console.provision_setup import FOLDER, LINE, told_by_setup
from ui.console.shared_options import UsageError
from ui.terminal import complain, json_line, people

_LOG = Path("var/log/mishao-provision.log")
_LOG_MODE = 0o640
_GATE = "mishao-gate.service"
_HEAD = "# 由 mishao provision 写成；改完核对：mishao doctor\n"


@dataclass(frozen=True, slots=True)
class Target:
    """The system to lay it in (None is the running one), whether files that exist are replaced, how to answer."""

    root: Path | None = None
    replace: bool = False
    as_json: bool = False

    @property
    def layer(self) -> MachineLayer:
        """The machine layer there; whoever makes an image vouches for what is in it."""
        return MachineLayer.of_system() if self.root is None else MachineLayer(self.root / "etc/mishao", lambda _: True)

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.layer.folder

    def existing(self, name: str) -> bytes | None:
        """Return a file that an administrator has put there: what somebody else did is no file."""
        path = self.folder / name
        return path.read_bytes() if path.is_file() and self.layer.only_root_writes(path) else None

    @property
    def log(self) -> Path:
        """Where every line is added that people are told."""
        return self.folder / "provision.log" if os.name == "nt" else (self.root or Path("/")) / _LOG


def provision(options: Chosen, file: Path | None, target: Target) -> int:
    """Lay the files and switch the gate, as options say and a file with the others; every line that people are told is
    logged, too. Returns the exit code.
    """
    return _told(target, lambda: _carry_out(options if file is None else with_options(_written(file), options), target))


def provision_of_setup(target: Target) -> int:
    """The same, as setup.exe was told; nothing where it was told nothing."""
    def carry_out() -> bool:
        told = told_by_setup(os.environ.get(LINE, ""), Path(os.environ.get(FOLDER, "")))
        if told.file is None and told.options == Chosen():
            return True
        chosen = told.options if told.file is None else with_options(_written(told.file), told.options)
        return _carry_out(chosen, replace(target, replace=told.replace))

    return _told(target, carry_out)


def _told(target: Target, carry_out: Callable[[], bool]) -> int:
    try:
        told = carry_out()
    except UsageError as error:
        complain(f"什么也没有写：{error}")
        return _refused(target, str(error), exit_codes.USAGE)
    except OSError as error:
        words = f"{error.filename or target.folder}：{why(error)}"
        complain(words)
        return _refused(target, words, exit_codes.NOT_DONE)
    return exit_codes.OK if told else exit_codes.NOT_DONE


def _written(file: Path) -> Chosen:
    """Return what a file says, which may be for all computers of a unit: on Windows there is no file gate. Raises
    UsageError.
    """
    chosen = chosen_in(file)
    return chosen if os.name != "nt" else replace(chosen, file_gate=None)


def _carry_out(chosen: Chosen, target: Target) -> bool:
    """Make, prove and write; return whether the system took what it was told of the gate. Raises UsageError before
    anything is written, and OSError.
    """
    if target.root is None and not by_administrator():
        raise UsageError("要用 root 运行。" if os.name != "nt" else "要以管理员身份运行。")
    if os.name == "nt" and chosen.file_gate is not None:
        raise UsageError("Windows 上没有文件闸门，不要写 --file-gate、--no-file-gate。")
    if os.name == "nt" and target.folder.exists():
        _take_folder(target.folder)
    made = _made(chosen, target)
    prove(made, target.layer)
    done = {name: _deed(target, name, content) for name, content in made.items()}
    laid = {name: content for name, content in made.items() if done[name] == "written"}
    if laid != made:
        prove(laid, target.layer)  # beside the files that stay
    for name, deed in done.items():
        if deed == "written":
            _write(target.folder / name, made[name])
        _say(target, deed, name)
    switched = chosen.file_gate is not None and _switch_gate(chosen.file_gate, target)
    if target.root is not None:
        return True
    return _begin_anew(laid, target, "" if not switched else "restart" if chosen.file_gate else "stop")


def _take_folder(folder: Path) -> None:
    """Make the folder of the machine layer the administrators', who alone are believed: on Windows everybody may have
    made it. Raises UsageError for a link.
    """
    if getattr(folder.lstat(), "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_REPARSE_POINT:
        raise UsageError(f"{folder} 是一个链接，不能确认设置放在哪里。请检查、删除后再试。")
    keep_for_administrators(folder)


def _deed(target: Target, name: str, content: bytes) -> str:
    existing = target.existing(name)
    if existing == content:
        return "unchanged"
    return "written" if existing is None or target.replace else "kept"


def _made(chosen: Chosen, target: Target) -> dict[str, bytes]:
    """Return the files by name. Raises UsageError."""
    if not chosen.servers and (chosen.channel or chosen.groups or chosen.proxy or chosen.certificates):
        raise UsageError("--channel、--group、--proxy、--ca 要和 --server 一起写。")
    choices = Choices(chosen.servers, _read(chosen.root_keys), chosen.channel, chosen.groups, chosen.proxy,
                      _read(chosen.certificates), chosen.unit, chosen.device, chosen.retention,
                      _read(chosen.authorise_keys), _read(chosen.exact_key))
    return files_of(choices, target.existing(REPORT), _HEAD)


def _read(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}：{why(error)}") from error


def _write(path: Path, content: bytes) -> None:
    for folder in reversed([each for each in path.parents if not each.exists()]):
        folder.mkdir(exist_ok=True)
        keep_for_administrators(folder)  # whatever the umask: users' guards read what is in it
    with atomic_file.replacing(path, mode=atomic_file.PUBLIC) as stream:
        stream.write(content)
        keep_for_administrators(Path(stream.name))


def _switch_gate(on: bool, target: Target) -> bool:
    """Mark the gate as on or off; return whether it was otherwise."""
    marker = target.folder / GATE_OFF
    if on == (not marker.exists()):
        _say(target, "unchanged", GATE_OFF)
        return False
    if on:
        marker.unlink()
    else:
        _write(marker, b"")
    _say(target, "gate on" if on else "gate off", GATE_OFF)
    return True


def _begin_anew(laid: Mapping[str, bytes], target: Target, verb: str) -> bool:
    """Let the file gate do as it was switched, or read its root of trust again, and say what has to be started again by
    its user. ``verb`` is that of systemctl, "" where the gate is as it was. Returns whether the system did it.
    """
    verb = verb or ("try-restart" if ROOT in laid else "")
    failed = _told_systemd(verb) if verb else ""
    if failed:
        words = f"文件写好了，但文件闸门没有照办（{failed}）。请运行 systemctl {verb} {_GATE} 看原因。"
        complain(words)
        _log(target, words)
        if target.as_json:
            json_line({"done": "gate not told", "words": words})
    if laid:
        words = "正在运行的密哨重新打开以后才照新的办：在托盘里退出再打开，或者重新登录。"
        _log(target, words)
        if not target.as_json:
            people().print(words)
    return not failed


def _told_systemd(verb: str) -> str:
    """Return why the system did not do this with the gate, "" where it did or where no systemd runs."""
    if not Path("/run/systemd/system").is_dir():
        return ""
    try:
        done = subprocess.run(["systemctl", verb, _GATE], check=False, capture_output=True, encoding="utf-8",
                              errors="replace")
    except OSError as error:
        return why(error)
    return (done.stderr.strip().splitlines() or [f"systemctl {done.returncode}"])[-1] if done.returncode else ""


_WORDS = {"written": "写好：{}", "unchanged": "本来就是这样：{}", "kept": "已有，没有动（要换掉，加 --replace）：{}",
          "gate on": "文件闸门：开（没有 {}）", "gate off": "文件闸门：关（有 {}）"}


def _say(target: Target, deed: str, name: str) -> None:
    words = _WORDS[deed].format(target.folder / name)
    _log(target, words)
    if target.as_json:
        json_line({"done": deed, "file": name})
    else:
        people().print(words)


def _refused(target: Target, words: str, code: int) -> int:
    _log(target, f"没有布置：{words}")
    if target.as_json:
        json_line({"done": "refused", "words": words})
    return code


def _own_log(path: str, flags: int) -> int:
    """Open the log, or make it. Raises OSError for a link and for a pipe: other programs may have put it there."""
    return os.open(path, flags | PLAIN | NO_LINK | NO_WAIT, _LOG_MODE)


def _log(target: Target, words: str) -> None:
    """Add a line to the log, if it can be written: what happened is printed, too."""
    if target.root is None and not by_administrator():
        return  # on Windows everybody may make the folder, and whoever does owns it
    try:
        target.log.parent.mkdir(parents=True, exist_ok=True)
        with open(target.log, "a", encoding="utf-8", opener=_own_log) as log:
            if os.name != "nt":
                os.fchmod(log.fileno(), _LOG_MODE)
            log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {' '.join(words.split())}\n")
    except OSError:
        return
