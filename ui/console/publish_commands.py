"""Defines the subcommands of `mishao publish …`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import ExactKeyOption, JsonOption

publish_app = typer.Typer(name="publish", no_args_is_help=True,
                          short_help="下发规则（管理员）：签名、发布、扩大、撤回、停用",
                          help="下发规则（管理员）：init、release、promote、withdraw、suspend、resume、answer、resign、status、add-key")

FolderArgument = Annotated[Path, typer.Argument(help="发布目录")]
NumberArgument = Annotated[int, typer.Argument(help="第几号，见 publish status")]
KeysOption = Annotated[list[Path] | None, typer.Option("--keys", help="密钥所在的目录（U 盘），可以写几次",
                                                       show_default=False)]
ChannelOption = Annotated[str, typer.Option("--channel", help="频道")]
NewChannelOption = Annotated[bool, typer.Option("--new-channel", help="频道是新开的；不写，就只认已有的频道")]
YesOption = Annotated[bool, typer.Option("--yes", help="不问（给脚本用）；有放宽的，还要用 --loosen 逐项写上")]
LoosenOption = Annotated[list[str] | None, typer.Option(
    "--loosen", help="同意放宽的一项，如 模式、上报、规则编号、规则包文件名；可写几次", show_default=False)]

EmergencyOption = Annotated[bool, typer.Option("--emergency", help="紧急：差别照样列出，但不问，也不用逐项写 --loosen")]


class Role(StrEnum):
    """The role of a key."""

    ROOT = "root"
    TARGETS = "targets"
    ONLINE = "online"


@publish_app.command("init", help="建立发布目录和全部密钥")
def init(
    folder: FolderArgument,
    server: Annotated[list[str] | None, typer.Option("--server", help="电脑从哪里取：https 地址或目录")] = None,
    root_keys: Annotated[int, typer.Option("--root-keys", help="根密钥几把")] = 3,
    root_threshold: Annotated[int, typer.Option("--root-threshold", help="其中几把签名才有效")] = 2,
    targets_keys: Annotated[int, typer.Option("--targets-keys", help="规则密钥几把")] = 1,
    targets_threshold: Annotated[int, typer.Option("--targets-threshold", help="其中几把签名才有效")] = 1,
    days: Annotated[int, typer.Option("--days", min=1, max=800, help="多少天内要续签；只用 U 盘的写 400")] = 30,
    keys: Annotated[list[Path] | None, typer.Option("--keys", help="根密钥和规则密钥写到哪里（U 盘）；不写就在发布目录",
                                                    show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Make all keys and an empty repository."""
    from guard.publish.office import Quorum
    from ui.console import publish

    options = publish.PublishOptions(folder, keys or (), as_json)
    servers = server or ["https://rules.example.invalid/mishao"]
    raise typer.Exit(publish.init(options, Quorum(root_keys, root_threshold), Quorum(targets_keys, targets_threshold),
                                  days, servers))


@publish_app.command("add-key", help="添一把密钥；--drop 同时作废一把")
def add_key(
    folder: FolderArgument,
    role: Annotated[Role, typer.Argument(help="哪一种密钥")],
    drop: Annotated[str, typer.Option("--drop", help="作废的密钥，写编号开头几位")] = "",
    threshold: Annotated[int, typer.Option("--threshold", min=0, help="以后几把签名才有效；不写就不变")] = 0,
    to: Annotated[Path | None, typer.Option("--to", help="新密钥写到这个目录（U 盘）；不写就在发布目录的 keys 里",
                                            show_default=False)] = None,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a role a new key, and remove one."""
    from ui.console import publish

    options = publish.PublishOptions(folder, keys or (), as_json)
    raise typer.Exit(publish.add_key(options, role.value, drop, threshold, to))


@publish_app.command("release", help="从这个范围现在的规则开始，只改写出来的：跑完全部样例，列出差别，问过以后签名发布")
def release(
    folder: FolderArgument,
    pack: Annotated[list[str] | None, typer.Option(
        "--pack", show_default=False, help="新增或换上：规则包文件、内置、企业商业秘密、公安、教育；可写几次")] = None,
    policy: Annotated[Path | None, typer.Option("--policy", help="换上的策略文件；不写就照旧")] = None,
    weights: Annotated[Path | None, typer.Option("--weights", help="换上的学习判断的权重；不写就照旧")] = None,
    drop: Annotated[list[str] | None, typer.Option(
        "--drop", show_default=False,
        help="去掉：规则包的文件名、内置、名单的名称，或 策略、权重（改用自带的）；可写几次")] = None,
    exact: Annotated[list[Path] | None, typer.Option(
        "--exact", show_default=False, help="新增或换上：mishao exact build 做的名单索引；可写几次")] = None,
    exact_key: Annotated[Path | None, typer.Option(
        "--exact-key", show_default=False, help="名单密钥 exact.key：规则包里写明发布时散列的词表，用它散列")] = None,
    base: Annotated[int, typer.Option("--from", help="从第几号开始改；不写就从这个范围现在的一号",
                                      show_default=False)] = 0,
    channel: ChannelOption = "正式",
    percent: Annotated[int | None, typer.Option("--percent", help="频道里百分之几的电脑收到；不写就是 0",
                                                show_default=False)] = None,
    group: Annotated[list[str] | None, typer.Option(
        "--group", help="这些组的电脑一定收到，可以写几次；百分比和组都不写，就给“试点”组", show_default=False)] = None,
    new_channel: NewChannelOption = False,
    label: Annotated[str, typer.Option("--label", help="给人看的名称；不写就用规则包的名称和版本")] = "",
    yes: YesOption = False,
    loosen: LoosenOption = None,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove, show what changes, sign and publish."""
    from guard.publish.contents import Contents
    from guard.publish.rings import PILOT, Ring
    from ui.console import publish, releases

    groups = tuple(group or (() if percent is not None else (PILOT,)))
    contents = Contents(tuple(pack or ()), policy, weights, tuple(drop or ()), tuple(exact or ()), exact_key,
                        label)
    asked = releases.Asked(contents, Ring(channel, percent or 0, groups, new_channel), base)
    options = publish.PublishOptions(folder, keys or (), as_json)
    raise typer.Exit(releases.publish_release(options, asked, releases.Consent(yes, loosen or ())))


@publish_app.command("promote", help="把一个已发布的规则放到更大（或更小）的范围：没有写的照旧；换频道是移过去，"
                                     "原来频道的电脑退回它之前的规则")
def promote(
    folder: FolderArgument,
    number: NumberArgument,
    channel: Annotated[str | None, typer.Option("--channel", help="移到这个频道；不写就照旧",
                                                show_default=False)] = None,
    percent: Annotated[int | None, typer.Option("--percent", help="频道里百分之几的电脑收到；不写就照旧",
                                                show_default=False)] = None,
    group: Annotated[list[str] | None, typer.Option("--group", help="换成这些组，可以写几次；不写就照旧",
                                                    show_default=False)] = None,
    no_groups: Annotated[bool, typer.Option("--no-groups", help="不再另加任何组")] = False,
    new_channel: NewChannelOption = False,
    yes: YesOption = False,
    loosen: LoosenOption = None,
    exact_key: ExactKeyOption = None,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish a release to another ring."""
    from guard.publish.rings import RingChange
    from ui.console import publish, releases

    if group and no_groups:
        raise typer.BadParameter("--group 和 --no-groups 只能写一个。")
    groups = () if no_groups else tuple(group) if group else None
    options = publish.PublishOptions(folder, keys or (), as_json)
    change = RingChange(channel, percent, groups, new_channel)
    raise typer.Exit(releases.publish_promote(options, number, change, releases.Consent(yes, loosen or ()), exact_key))


@publish_app.command("withdraw", help="撤回一个规则：电脑回到它之前的那一个")
def withdraw(folder: FolderArgument, number: NumberArgument,
             reason: Annotated[str, typer.Option("--reason", help="原因")],
             yes: YesOption = False, loosen: LoosenOption = None, emergency: EmergencyOption = False,
             exact_key: ExactKeyOption = None, keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Withdraw a release."""
    from ui.console import publish, releases

    options = publish.PublishOptions(folder, keys or (), as_json)
    consent = releases.Consent(yes, loosen or (), emergency)
    raise typer.Exit(releases.publish_withdraw(options, number, releases.Why(reason, exact_key), consent))


@publish_app.command("suspend", help="紧急停用：所有电脑只提醒不拦截，到时自己恢复；U 盘也行")
def suspend(folder: FolderArgument,
            reason: Annotated[str, typer.Option("--reason", help="原因，会显示给用户")],
            hours: Annotated[float, typer.Option("--hours", help="几小时，最长 72")] = 4.0,
            yes: YesOption = False, loosen: LoosenOption = None, emergency: EmergencyOption = False,
            exact_key: ExactKeyOption = None, keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Block nothing for some hours."""
    from ui.console import publish, releases

    options = publish.PublishOptions(folder, keys or (), as_json)
    consent = releases.Consent(yes, loosen or (), emergency)
    raise typer.Exit(releases.publish_suspend(options, hours, releases.Why(reason, exact_key), consent))


@publish_app.command("resume", help="提前结束紧急停用")
def resume(folder: FolderArgument, keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Block again at once."""
    from ui.console import publish

    raise typer.Exit(publish.publish_resume(publish.PublishOptions(folder, keys or (), as_json)))


@publish_app.command("answer", help="答复一条误报反馈：采纳或不采纳；反馈的人在自己的电脑上看到")
def answer(folder: FolderArgument,
           number: Annotated[str, typer.Argument(help="反馈号，在 mishao fleet report 里")],
           adopted: Annotated[bool, typer.Option("--adopt/--reject", help="采纳，或不采纳")],
           words: Annotated[str, typer.Option("--words", help="写给反馈的人，最多 200 字，每台电脑都会收到")] = "",
           since: Annotated[str, typer.Option("--since", help="采纳的，从哪天的规则起不再提示：2026-12-01")] = "",
           exact_key: ExactKeyOption = None,
           keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Answer a feedback on a false alarm."""
    from ui.console import publish

    options = publish.PublishOptions(folder, keys or (), as_json)
    raise typer.Exit(publish.publish_answer(options, publish.Answered(number, adopted, words, since, exact_key)))


@publish_app.command("resign", help="续签（只用在线密钥，可以定时运行）")
def resign(folder: FolderArgument,
           targets: Annotated[bool, typer.Option("--targets", help="规则清单也续签，要规则密钥")] = False,
           clock: Annotated[bool, typer.Option("--clock-is-right",
                                               help="时钟是对的：比现在晚的签名，是当时快了")] = False,
           keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Renew what expires."""
    from ui.console import publish

    options = publish.PublishOptions(folder, keys or (), as_json)
    raise typer.Exit(publish.resign(options, targets=targets, clock_is_right=clock))


@publish_app.command("status", help="发布了什么、谁签的、哪天到期；一周内到期时退出码为 1")
def status(folder: FolderArgument, keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Print what is published, by which keys, and until when."""
    from ui.console import publish

    raise typer.Exit(publish.publish_status(publish.PublishOptions(folder, keys or (), as_json)))
