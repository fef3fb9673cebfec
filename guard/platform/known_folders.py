"""Asks Windows where its known folders are: they may be moved, and no variable of the environment says where."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from uuid import UUID


class KnownFolder(Enum):
    """A folder by its KNOWNFOLDERID."""

    DESKTOP = UUID("B4BFCC3A-DB2C-424C-B029-7FE99A87C641")
    DOCUMENTS = UUID("FDD39AD0-238F-46AF-ADB4-6C85480369C7")
    DOWNLOADS = UUID("374DE290-123F-4565-9164-39C4925E467B")
    PICTURES = UUID("33E28130-4E1E-4676-835A-98395C3BC3BB")
    SCREENSHOTS = UUID("B7BEDE81-DF94-4682-A7D8-57A52620B86F")
    PROGRAM_DATA = UUID("62AB5D82-FDC1-4DC3-A9DD-070D1D495D97")


if sys.platform == "win32":
    import ctypes

    _UNVERIFIED = 0x4000
    """KF_FLAG_DONT_VERIFY: also of a folder that does not exist yet."""

    def place_of(folder: KnownFolder) -> Path:
        """Return where a folder is, whether or not it exists. Raises OSError."""
        from guard.platform.win32 import LPWSTR, ole32, shell32

        place = LPWSTR()
        try:
            result = shell32.SHGetKnownFolderPath(folder.value.bytes_le, _UNVERIFIED, None, ctypes.byref(place))
            if result or not place.value:
                raise ctypes.WinError(result)
            return Path(place.value)
        finally:
            ole32.CoTaskMemFree(place)
else:
    def place_of(folder: KnownFolder) -> Path:
        """Raise OSError: only Windows has them."""
        raise OSError(f"{folder.name} is a folder of Windows")
