"""Makes the invented material of the story: a 交办单 as in case 1, and a page with a mark. All of it says 演示样例."""

from __future__ import annotations

import subprocess
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

STAR = "\N{BLACK STAR}"

TASK_SHEET = (
    "《某某市疫情防控交办单》（第010号）\n"
    "交办事项：返乡人员排查\n"
    "承办单位：峒河街道\n"
    "办理时限：今日18时前\n"
    "办理要求：逐户核实，名单报指挥部，未经批准不得外传。\n"
    "（演示样例，非国家秘密）"
)

MARKED_PAGE = (
    "机密" + STAR + "5年",
    "某某县应急演练工作方案",
    "某办发〔2026〕12号",
    "一、演练时间和地点另行通知。",
    "二、参加单位不得转发本方案。",
    "（演示样例，非国家秘密）",
)


def marked_screenshot(path: Path) -> None:
    """Draw a screenshot of a marked document and move it into place complete, as a screenshot tool does."""
    image = Image.new("RGB", (900, 520), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(_font(), 30)
    for number, line in enumerate(MARKED_PAGE):
        draw.text((60, 50 + number * 72), line, "black", font)
    hidden = path.with_name(f".{path.name}")
    image.save(hidden, "PNG")
    hidden.rename(path)


def _font() -> str:
    command = ["fc-match", "-f", "%{file}", "Noto Sans CJK SC:lang=zh-cn"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
