"""A folder that is watched for pictures, and why; as the guard tells its clients."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guard.util.path_text import text_path


class Ground(StrEnum):
    """Why a folder is watched."""

    PICTURES = "pictures"
    CHOSEN = "chosen"
    TOOL = "tool"
    DESKTOP = "desktop"
    DOCUMENTS = "documents"
    HOME = "home"


_WORDS = {
    Ground.PICTURES: "图片文件夹",
    Ground.CHOSEN: "设置里添加的",
    Ground.DESKTOP: "桌面",
    Ground.DOCUMENTS: "文档",
    Ground.HOME: "主文件夹，不含子文件夹",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder that is watched, whether or not it exists yet. ``tool``, if any, saves there."""

    path: str
    ground: Ground
    tool: str = ""

    def folder(self) -> Path:
        """Return the path."""
        return text_path(self.path)

    def why(self) -> str:
        """Return in words for people why it is watched."""
        if self.ground is Ground.TOOL:
            return f"{self.tool} 的保存位置"
        words = _WORDS[self.ground]
        return f"{words}，{self.tool} 的保存位置" if self.tool else words
