"""What the system says when it refuses a file, in Chinese as everything else that people read."""

from __future__ import annotations

import errno

WORDS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.ENOENT: "找不到文件",
    errno.ENOTDIR: "路径中间不是文件夹",
    errno.EISDIR: "那里是一个文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.EBUSY: "正被别的程序占用",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EIO: "读写错误",
    errno.ENOEXEC: "不是能运行的程序",
}
"""By the number of the error (errno.h); ui/i18n/told/keeping.py has the same in its table of sentences."""


def why(error: OSError) -> str:
    """Return why something could not be read, written or started: our own words, these, or the system's."""
    return getattr(error, "words", "") or WORDS.get(error.errno or 0, "") or error.strerror or WORDS[errno.EIO]
