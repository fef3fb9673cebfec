"""Makes a folder of many short notices, every thousandth of them with a mark; with a fixed seed."""

from __future__ import annotations

import random
from pathlib import Path

_A_FOLDER = 200
_MARK = "机密★5年\n关于样例工作的通知"
_WORDS = ("请各科室周五下班前把本月的考勤表交到办公室。", "图书室周五下午照常开放，欢迎大家借阅。",
          "食堂本周供应清淡饭菜，请大家节约粮食。", "会议室的投影仪已经修好，可以正常使用。")


def plant_notices(folder: Path, count: int) -> None:
    """Write so many files below a folder, 200 to a folder."""
    chance = random.Random(60)
    for number in range(count):
        below = folder / f"文件夹{number // _A_FOLDER}"
        if number % _A_FOLDER == 0:
            below.mkdir(parents=True)
        words = _MARK if number % 1000 == 0 else "".join(chance.choices(_WORDS, k=4)) + str(number)
        (below / f"通知{number}.txt").write_text(words, "utf-8")
