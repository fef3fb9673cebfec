"""Carries out `mishao rules hash`: the form of a pack that is published, with code words as keyed digests."""

from __future__ import annotations

from pathlib import Path

from guard.publish.unit_key import KeyFileError, key_or_new, write_key
from guard.supply.unit_pack import UnitPackError, read_unit_pack, replace_unit_pack
from guard.util import exit_codes
from rules.pack.hashing import HashingError, hashed_pack
from rules.pack.loading import PackError, load
from rules.scan.hashed import is_hashed
from ui.console.shared_options import is_there
from ui.terminal import complain, json_line, people


def hash_pack(file: Path, key_file: Path, out: Path, as_json: bool) -> int:
    """Write the published form of a pack and, where there is none, the key; return the exit code."""
    if is_there(out):
        complain(f"{out} 已经有了，没有覆盖。请换一个文件名。")
        return exit_codes.USAGE
    try:
        key, is_new = key_or_new(key_file)
        written = hashed_pack(read_unit_pack(file), file.name, key)
        replace_unit_pack(out, written)
        if is_new:
            write_key(key_file, key)
    except (UnitPackError, KeyFileError) as error:
        complain(error)
        return exit_codes.USAGE
    except (PackError, HashingError) as error:
        if as_json:
            json_line({"done": False, "words": str(error)})
        complain(error)
        return exit_codes.NOT_DONE
    _say(out, key_file, written, is_new, as_json)
    if not as_json:
        signing = f"mishao publish release 发布目录 --pack {file} --exact-key {key_file}"
        people().print(f"要发布，签名时从原来的文件做：{signing}", soft_wrap=True)
    return exit_codes.OK


def _say(out: Path, key_file: Path, written: bytes, is_new: bool, as_json: bool) -> None:
    pack = load(written, out.name)
    lists = {name: sum(map(is_hashed, words)) for name, words in pack.words if any(map(is_hashed, words))}
    if as_json:
        json_line({"done": True, "file": str(out), "lists": lists, "new_key": is_new})
        return
    console = people()
    console.print(f"写好：{out}", soft_wrap=True)
    for name, count in lists.items():
        console.print(f"  词表“{name}”：{count} 个散列词", soft_wrap=True)
    console.print("样例照原样、散列以后、发布的样子各跑了一遍，都通过；里面再没有这些词。样例里换成了同样长的生僻字（替身）。")
    if is_new:
        console.print(f"新的名单密钥：{key_file}。请放到每台电脑的 /etc/mishao/exact.key"
                      "（mishao provision --exact-key），另存一份备份；不要放在规则服务器上。", soft_wrap=True)
