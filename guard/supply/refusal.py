"""Why nothing new was taken, in words for the user and the administrator. One table from errors to words."""

from __future__ import annotations

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    SlowRetrievalError,
    UnsignedMetadataError,
)

from guard.supply.bundle import BundleError
from guard.supply.client import RollbackError
from guard.supply.loading import NotInForceError
from guard.util.os_errors import why

ERRORS = (RepositoryError, DownloadError, OSError, BundleError, RollbackError, NotInForceError)
"""Everything that a poll may raise."""

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (RollbackError, "对方给的是旧规则，比这台电脑见过的还旧，没有采用。请管理员检查规则服务器是不是恢复了旧备份。"),
    (BadVersionNumberError, "对方给的是旧规则，没有采用。请管理员检查规则服务器是不是恢复了旧备份。"),
    (ExpiredMetadataError,
     "签名已经过期，没有采用。请管理员运行 mishao publish resign；如果只有这台电脑这样，请检查日期。"),
    (UnsignedMetadataError, "签名不对或不够数，没有采用。请管理员检查规则服务器，并用 mishao publish status 核对。"),
    (LengthOrHashMismatchError, "文件和签名对不上，没有采用。可能没有传完，下次会再取；一直这样请管理员重新发布。"),
    (RepositoryError, "取来的不是签过名的规则（例如上网登录页），没有采用。"),
    (SlowRetrievalError, "取规则太慢，已经放弃，下次再取。"),
    (DownloadLengthMismatchError, "对方给的文件比签名里写的大，没有采用。"),
    (DownloadError, "没有取到，下次再取。请检查网络和 supply.toml 里的地址。"),
)


def refusal_words(error: Exception) -> str:
    """Return why, what was kept and what would help."""
    if isinstance(error, DownloadHTTPError):
        return f"规则服务器回答 {error.status_code}，没有取到。请管理员检查 supply.toml 里的地址。"
    if isinstance(error, BundleError | NotInForceError):
        return f"签名正确，但规则不能用，没有采用：{error}"
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    if isinstance(error, OSError):
        return f"没有取到（{error.filename or ''} {why(error)}）。请检查文件、权限和磁盘空间。"
    return f"没有采用（{type(error).__name__}）。"
