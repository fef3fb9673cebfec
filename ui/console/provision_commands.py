"""Defines `mishao provision`: lays what an administrator chooses for a computer, without a question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import JsonOption

provision_app = typer.Typer()

ServerOption = Annotated[list[str] | None, typer.Option(
    "--server", help="规则从哪里取：https 地址、目录或 .zip，依次询问，可写多次", show_default=False)]
RootOption = Annotated[Path | None, typer.Option(
    "--root-keys", help="信任的根密钥：发布目录里的 install/root.json", show_default=False)]
GroupOption = Annotated[list[str] | None, typer.Option(
    "--group", help="这台电脑所属的组，例如 试点，可写多次", show_default=False)]
CertificatesOption = Annotated[Path | None, typer.Option(
    "--ca", help="规则服务器的证书只能由它签发（PEM）", show_default=False)]
AuthoriseOption = Annotated[Path | None, typer.Option(
    "--authorise-keys", help="谁的授权码有效：授权目录里的 authorise.pub", show_default=False)]
ExactKeyOption = Annotated[Path | None, typer.Option(
    "--exact-key", help="名单密钥：mishao exact build 写的 exact.key", show_default=False)]
FileOption = Annotated[Path | None, typer.Option(
    "--from", help="从这个文件读上面这些（TOML）；命令行上写了的，照命令行", show_default=False)]
GateOption = Annotated[bool | None, typer.Option(
    "--file-gate/--no-file-gate", help="文件闸门开或关；不写就不变", show_default=False)]


@provision_app.command("provision", help="布置这台电脑（管理员）：不提问，写好 /etc/mishao；有一处不对，就什么也不写")
def provision(
    server: ServerOption = None,
    root_keys: RootOption = None,
    channel: Annotated[str, typer.Option("--channel", help="频道；不写就是 正式", show_default=False)] = "",
    group: GroupOption = None,
    proxy: Annotated[str, typer.Option("--proxy", help="取规则用的代理", show_default=False)] = "",
    ca: CertificatesOption = None,
    unit: Annotated[str, typer.Option("--unit", help="上报时写哪个科室", show_default=False)] = "",
    device: Annotated[str, typer.Option("--device", help="上报时怎样称呼这台电脑", show_default=False)] = "",
    retention: Annotated[int, typer.Option("--retention", help="先留着的内容留多少天，1 到 3650",
                                           show_default=False)] = 0,
    authorise_keys: AuthoriseOption = None,
    exact_key: ExactKeyOption = None,
    file_gate: GateOption = None,
    from_file: FileOption = None,
    replace: Annotated[bool, typer.Option("--replace", help="已有的也换掉；不写就不动")] = False,
    root: Annotated[Path | None, typer.Option("--root", help="写到这个目录下的系统里，例如一个镜像",
                                              show_default=False)] = None,
    as_json: JsonOption = False,
    of_setup: Annotated[bool, typer.Option("--of-setup", help="setup.exe 自己用：照它的命令行布置")] = False,
) -> None:
    """Lay the files of the machine layer: 0 done, 1 could not be written, 2 something is wrong and nothing was.

    ``of_setup``: setup.exe asks, and the environment says what it was told.
    """
    from ui.console import provision as laying
    from ui.console.provision_chosen import Chosen

    options = Chosen(tuple(server or ()), root_keys, channel, tuple(group or ()), proxy, ca, unit, device,
                     retention, authorise_keys, file_gate, exact_key)
    target = laying.Target(root, replace, as_json)
    raise typer.Exit(laying.provision_of_setup(target) if of_setup else laying.provision(options, from_file, target))
