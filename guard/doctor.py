"""`mishao doctor`: reports what works on this machine, what does not, why, and what would help. Changes nothing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from guard.authorisation.trusted import FILE_NAME, broken_lines, machine_keys, parse_keys
from guard.channels.mark_here import mark_here
from guard.clipboard import choose as choose_broker
from guard.config.errors import PolicyError
from guard.config.user_config import Configuration
from guard.control.endpoint import Client, ControlError, NotAnsweringError
from guard.control.requests import GetStatus, Status, StatusReply
from guard.core.policy import GateMode, Policy
from guard.core.reporting import Reporting, ReportingError
from guard.file_gate.availability import kernel_allows, shows_who_waits, trouble
from guard.folders.chosen import chosen
from guard.folders.grounds import watched
from guard.folders.screenshot_tools import saving_folders
from guard.journal import FILE_NAME as JOURNAL
from guard.journal.machine_reporting import with_machine
from guard.platform import this_platform
from guard.platform.browsers import installed
from guard.platform.errors import BrokerError
from guard.platform.file_system import NO_LINK, PLAIN, try_lock
from guard.platform.machine import GATE_OFF, MachineLayer, MachineLayerError
from guard.platform.paths import Paths
from guard.reading.client import ReaderClient
from guard.reading.ocr import DEFAULT, ENGINES
from guard.reading.ocr.models import installed_bytes
from guard.supply.exact_indexes import exact_in_force
from guard.supply.loader_process import Ground, supply_of, unconfigured_words
from guard.supply.machine_layer import machine_layer
from guard.supply.packs_and_policy import Supply, SupplyError, prove_examples, proven_packs
from guard.supply.provenance_words import polled_words, provenance_words, signed_words
from guard.supply.release_store import Store
from guard.supply.retention_file import InstalledError, retention_days
from guard.supply.signature_expiry import signed_until
from guard.supply.tag_weights import built_in_tagger
from guard.supply.trusted_sources import TrustError, trust_of
from guard.util.damaged_files import found_in
from guard.util.os_errors import why
from guard.util.sizes import megabytes
from guard.util.version import VERSION
from guard.util.written_paths import is_folder
from guard.vault import FileKey, VaultError, choose_keys, prove_vault
from guard.vault.store import INDEX
from rules.judge.judge import label
from rules.learnt.weights import parse as parse_weights

_ROOM_BYTES = 32_000_000
"""Free bytes below which a disk counts as full: one large picture may not fit, and SQLite needs as much again beside
it.
"""

_LOCK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. ``needed`` False: the guard guards without it."""

    name: str
    works: bool
    needed: bool
    words: str
    remedy: str = ""


def examine(home: Path | None, config: Path | None, reader_command: Sequence[str]) -> Iterator[Finding]:
    """Yield the findings, most important first. ``reader_command`` starts a reader, to see what confines it."""
    paths = Paths.choose(home)
    yield Finding("密哨", True, True, f"版本 {VERSION}")
    yield Finding("系统", True, True, f"{platform.system()} {platform.release()}，Python {platform.python_version()}")
    ground = Ground(paths, config, machine_layer())
    supply, unconfigured = _in_force(ground)
    if unconfigured:
        yield Finding("配置", False, True, unconfigured)
    if supply is not None:
        yield Finding("策略", True, True, supply.policy.version)
        yield _pack(supply)
        yield _learnt(supply)
        yield from _exact(ground, supply)
        yield _tagger()
        yield from _source(ground, supply)
        yield from (Finding(left.part, False, False, left.words, left.remedy) for left in supply.left_out)
        yield from _folders(supply)
        yield _retention(ground.machine, supply.policy.retention_days)
        yield _reporting(ground.machine, supply.policy.reporting)
        yield _codes(ground.machine, supply.policy.authorisation_keys)
    yield _clipboard()
    yield from _screen_mark()
    yield from _engines()
    yield _sandbox(reader_command)
    yield _vault(paths, home)
    yield _journal(paths)
    yield from (Finding("移开的文件", False, False, f"{aside} 坏了，已移到一旁，没有删除",
                        "能从备份恢复就恢复；不要了可以删掉它。") for aside in found_in(paths.folders()))
    if supply is not None:
        yield _file_gate(ground.machine, supply.policy)
    yield from _browsers()
    yield from _running(paths)


def _file_gate(machine: MachineLayer, policy: Policy) -> Finding:
    """Report whether files that a chat client opens are held here."""
    if sys.platform != "linux":
        return Finding("文件闸门", True, False, "这个系统上没有：拦不住聊天软件打开文件，只能提示")
    mode = policy.file_gate.mode
    if mode is GateMode.OFF:
        return Finding("文件闸门", True, False, "策略里关着")
    if (machine.folder / GATE_OFF).exists():
        return Finding("文件闸门", True, False, f"管理员关着（有 {machine.folder / GATE_OFF}），只能提示")
    if kernel_allows() is False:
        return Finding("文件闸门", False, False, "内核没有 CONFIG_FANOTIFY_ACCESS_PERMISSIONS，拦不住聊天软件打开文件",
                       "请换用带这一项的内核。")
    wrong, remedy = trouble(machine.gate)
    if wrong:
        return Finding("文件闸门", False, False, f"{wrong}，拦不住聊天软件打开文件", remedy)
    if not shows_who_waits():
        return Finding("文件闸门", False, False,
                       "在运行，但内核没有 CONFIG_STACKTRACE，拦不住沙箱里的聊天软件经文件门户打开文件",
                       "请换用带这一项的内核，或者不要用沙箱安装（Flatpak、Snap）聊天软件。")
    return Finding("文件闸门", True, False, f"在运行，策略：{mode.value}")


def _browsers() -> Iterator[Finding]:
    """Report for each browser whether the extension tells its sites."""
    for browser in installed():
        name = f"浏览器扩展（{browser.name}）"
        if not browser.ours:
            yield Finding(name, False, False, "不知道装没装：这里的网页也许只按窗口标题认",
                          "请管理员照 docs/admin/browsers.zh.md 核对。")
        elif browser.missing:
            places = "、".join(map(str, browser.missing))
            yield Finding(name, False, False, f"没有装：{places} 里没有它，网页按窗口标题认",
                          "请管理员照 docs/admin/browsers.zh.md 补上。")
        else:
            yield Finding(name, True, False, "单位的浏览器策略装它，网页按网址认")


def _in_force(ground: Ground) -> tuple[Supply | None, str]:
    """Return what the guard has in force, and why the user's own configuration is not in force."""
    try:
        try:
            return supply_of(ground), ""
        except PolicyError as error:
            return supply_of(ground, configuration=Configuration()), unconfigured_words(error)
    except PolicyError as error:
        return None, str(error)


def _pack(supply: Supply) -> Finding:
    try:
        packs = proven_packs(supply)
        prove_examples(supply.packs)
    except SupplyError as error:
        return Finding("规则", False, True, str(error), "请联系保密办重新下发规则包。")
    return Finding("规则", True, True, f"{label(packs)}，样例全部通过")


def _learnt(supply: Supply) -> Finding:
    """Report which weights the learnt judge uses, and its threshold."""
    found = supply.learnt()
    if found.problem:
        # Needed: less is found without it, and nobody would notice otherwise.
        return Finding("学习判断", False, True, found.problem)
    return Finding("学习判断", True, True, f"{parse_weights(found.content).label}，灵敏度：{supply.policy.sensitivity}")


def _exact(ground: Ground, supply: Supply) -> Iterator[Finding]:
    """Report which tables of the unit, and of which packs the hashed words, are in force, where it has sent any."""
    try:
        packs = [pack for pack in (file.load() for file in supply.packs) if pack.hashing is not None]
    except SupplyError:
        packs = []  # said of the rules
    if not supply.issued_exact and not packs:
        return
    found = exact_in_force(supply.issued_exact, packs, ground.machine)
    names = "、".join((*(one.named.name for one in supply.issued_exact), *(f"{pack.name}的散列词" for pack in packs)))
    yield Finding("名单比对", not found.problem, True, found.problem or names)


def _tagger() -> Finding:
    """Report whether masked copies hide what the learnt tagger finds."""
    tagger, problem = built_in_tagger()
    if tagger is None or tagger.encoder is None:
        return Finding("打码学习", False, False, problem)
    return Finding("打码学习", True, False, f"{tagger.weights.header.label}、{tagger.encoder.header.label}")


def _source(ground: Ground, supply: Supply) -> Iterator[Finding]:
    """Report who may send rules here, and which of theirs are in force."""
    try:
        trust = trust_of(ground.machine)
    except TrustError as error:
        yield Finding("规则来源", False, True, str(error), "在此之前按程序自带的规则看守。")
        return
    provenance = supply.provenance
    words = str(provenance_words(provenance, trust is not None))
    if trust is not None:
        words += f"；从 {'、'.join(trust.settings.servers)} 取得"
    yield Finding("规则来源", not provenance.fallback, False, words + provenance.fallback, "请运行 mishao update。")
    if trust is not None:
        yield _polled(ground.paths)


def _polled(paths: Paths) -> Finding:
    """Report when the source was last asked, with what outcome, and until when its signatures are valid."""
    try:
        supply = _told_by_guard(paths).supply
    except ControlError:
        until = signed_until(Store(paths.packs).cache)
        words = "上次检查要看守进程在运行才知道；" + (signed_words(until) or "还没有取到过签名")
        return Finding("规则更新", until > time.time(), False, words, "请启动密哨。")
    stale = 0 < supply.signed_until < time.time()
    words = polled_words(supply) + (f"；{supply.refused}" if supply.refused else "")
    return Finding("规则更新", not supply.refused and not stale, False, words,
                   "请运行 mishao update；签名过期要请管理员运行 mishao publish resign 并同步。")


def _told_by_guard(paths: Paths) -> Status:
    """Return the status of the running guard. Raises ControlError when none runs or answers."""
    with closing(Client.connect(paths.socket, timeout=2.0)) as client:
        reply = client.ask(GetStatus())
    assert isinstance(reply, StatusReply)
    return reply.status


def _reporting(machine: MachineLayer, of_policy: Reporting) -> Finding:
    """Report what of the journal leaves this computer, and where it goes."""
    try:
        reporting = with_machine(of_policy, machine)
    except ReportingError as error:
        # Needed: what the administrator waits for does not arrive, and nobody else notices.
        return Finding("上报", False, True, str(error), "在此之前只按策略上报。")
    if not reporting.receivers:
        return Finding("上报", True, False, "没有设，日志不出这台电脑")
    where = "、".join(f"{receiver.kind.value} {receiver.address}" for receiver in reporting.receivers)
    return Finding("上报", True, False, f"日志报到 {where}；字段：{'、'.join(reporting.fields)}，没有内容")


def _retention(machine: MachineLayer, days: int) -> Finding:
    try:
        retention_days(machine)
    except InstalledError as error:
        # The configured value is not in force: content may be deleted sooner or later than the unit has to keep it.
        return Finding("留存天数", False, True, str(error), f"在此之前留 {days} 天。")
    return Finding("留存天数", True, False, f"先留着的内容留 {days} 天")


def _codes(machine: MachineLayer, of_policy: tuple[str, ...]) -> Finding:
    try:
        keys = (*machine_keys(machine), *parse_keys(of_policy))
        broken = "、".join(map(str, broken_lines(machine)))
    except MachineLayerError as error:
        # Needed, as below: codes that the office issues will be refused here, and nobody knows it before.
        return Finding("授权码", False, True, str(error), "在此之前只认策略里的授权公钥。")
    if broken:
        return Finding("授权码", False, True, f"{machine.place(FILE_NAME)} 第 {broken} 行不是授权公钥，没有采用",
                       "公钥是 64 位十六进制数字，一行一把，请管理员改正。")
    words = f"认 {len(keys)} 把授权公钥" if keys else "没有授权公钥，要授权码的内容一直留着"
    return Finding("授权码", bool(keys), False, words, "请管理员按 docs/admin/authorise.zh.md 放好授权公钥。")


def _folders(supply: Supply) -> Iterator[Finding]:
    platform, gate = this_platform(), supply.policy.file_gate
    screenshots = chosen(supply.policy.screenshot_folders)
    found = watched(platform, screenshots.folders, saving_folders(platform.settings_folder()))
    there = "、".join(f"{each.path}（{each.why()}）" for each in found if is_folder(each.folder()))
    yield from (Finding("截图目录", False, True, words) for words in screenshots.troubles)
    yield from (Finding("文件闸门", False, True, words) for words in chosen((*gate.folders, *gate.left_out)).troubles)
    yield Finding("截图目录", True, False, (there or "现在一个也没有") + "；以后新出现的也会自动看守")


def _clipboard() -> Finding:
    try:
        choice = choose_broker()
    except BrokerError as error:
        return Finding("剪贴板", False, True, str(error), "请在图形桌面里运行；远程登录时先确认 DISPLAY 已设置。")
    able = choice.broker.capabilities()
    words = "、".join(able) + "".join(f"；{name} 没有用：{reason}" for name, reason in choice.passed_over)
    if "xwayland-only" in able:
        return Finding("剪贴板", False, False, f"{words}；原生 Wayland 程序之间的复制和粘贴，密哨看不到也拦不住",
                       "要完整看守，请在登录界面改选 X11（Xorg）会话。")
    return Finding("剪贴板", True, True, words)


def _screen_mark() -> Iterator[Finding]:
    works, words = mark_here(os.environ)
    if words:
        remedy = "" if works else "要有完整的标记，请在登录界面改选 X11（Xorg）会话。"
        yield Finding("屏幕标记", works, False, words, remedy)


def _engines() -> Iterator[Finding]:
    reasons = {name: make().unavailable() for name, make in ENGINES.items()}
    works = next((name for name, reason in reasons.items() if reason is None), "")
    for name, reason in reasons.items():
        instead = f"在此之前由 {works} 代替，可能漏读。" if works and name == DEFAULT and reason is not None else ""
        yield Finding(f"识别引擎 {name}", reason is None, name == DEFAULT, reason or _usable(name), instead)


def _usable(engine: str) -> str:
    size = installed_bytes(engine)
    return f"可用，模型 {megabytes(size)} MB" if size else "可用"


def _sandbox(reader_command: Sequence[str]) -> Finding:
    """Start a reader, and report what confines it."""
    with closing(ReaderClient(reader_command)) as reader:
        found = reader.prepare(DEFAULT).confinement
    remedy = "" if found.holds else "在此之前，图片和文件不读取，按策略先留着（策略项“没有沙箱也读取”）。"
    return Finding("读取沙箱", found.holds, True, found.words, remedy)


def _vault(paths: Paths, home: Path | None) -> Finding:
    wrong, remedy = _unwritable(paths.vault, paths.vault / INDEX)
    if wrong:
        return Finding("暂存库", False, True, f"{wrong}，先留着的内容存不进去", f"{remedy}在此之前只放在内存里。")
    try:
        keys = choose_keys(home)
        prove_vault(paths.vault)
        lost = isinstance(keys, FileKey) and keys.load() is None and (paths.vault / INDEX).exists()
    except VaultError as error:
        return Finding("暂存库", False, True, error.words)
    if lost:
        return Finding("暂存库", False, True, f"{keys.place} 不见了，已暂存的内容打不开", "请从备份恢复这个文件。")
    return Finding("暂存库", True, True, f"{paths.vault}，密钥在{keys.place}")


def _journal(paths: Paths) -> Finding:
    written = paths.journal / JOURNAL
    wrong, remedy = _unwritable(paths.journal, written, NO_LINK)
    if not wrong and _is_locked(written):
        wrong, remedy = f"{written} 被别的程序锁住了", "请结束锁住它的程序，或重新启动电脑。"
    if wrong:
        return Finding("运行记录", False, True, f"{wrong}，记不下来", f"{remedy}在此之前密哨照常看守，但没有记录。")
    return Finding("运行记录", True, True, str(written))


def _unwritable(folder: Path, file: Path, flags: int = 0) -> tuple[str, str]:
    """Return why nothing can be written to a file of a folder, and what to do; twice "" when it can be.

    Either may not exist yet.
    """
    there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not os.path.isdir(there) or not os.access(there, os.W_OK | os.X_OK):  # noqa: PTH112
        return f"{there} 不能写入", "请检查它的权限；它是链接的，看连到的磁盘在不在。"
    try:
        os.close(os.open(file, os.O_RDWR | PLAIN | flags))
    except FileNotFoundError:
        pass
    except OSError as error:
        return f"{file} 不能写入（{why(error)}）", "请检查它的权限。"
    left = shutil.disk_usage(there).free
    full = f"{there} 所在的磁盘满了，只剩 {megabytes(left)} MB" if left < _ROOM_BYTES else ""
    return full, "请先腾出空间。" if full else ""


def _is_locked(file: Path) -> bool:
    """Tell whether another program keeps a file locked. The guard does so only while it writes a line."""
    if not file.exists():
        return False
    descriptor = os.open(file, os.O_RDWR | PLAIN)
    try:
        deadline = time.monotonic() + _LOCK_SECONDS
        while not (free := try_lock(descriptor)) and time.monotonic() < deadline:
            time.sleep(_LOCK_SECONDS / 100)
        return not free
    finally:
        os.close(descriptor)


def _running(paths: Paths) -> Iterator[Finding]:
    """Report whether the guard runs, and what its status says is wrong."""
    try:
        status = _told_by_guard(paths)
    except NotAnsweringError:
        yield Finding("看守进程", False, False, "在，但是没有回答，现在有没有在看守不清楚",
                      "请稍后再试；一直这样，请在任务管理器里结束它（mishao --guard），托盘会马上再启动一个。")
        return
    except ControlError as error:
        yield Finding("看守进程", False, False, error.words)
        return
    yield Finding("看守进程", True, False, "正在运行")
    if status.windows_unread:
        yield Finding("窗口内容", False, False, f"有 {status.windows_unread} 个打开的窗口没有读出来，过一会儿会再看")
    yield from (Finding("看守进程报告", False, True, words) for words in status.troubles)
