"""Tests `mishao rules explain FILE|-`: why a text is judged as it is, in words and as a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rules.judge import weighing
from rules.learnt import layout
from tests.support.program import Run
from ui.report.explained import LAYOUT, SCORES

MARKED = "机密★三年\n关于青石镇防汛值守安排的报告\n"
INTERNAL = ("各科室：局里定的，下周三上午到青石镇看现场，带队的是分管副局长，行程先不要往外说，名单各自收好。\n"
            "查的是三家企业的危废台账，不通知镇里，到了现场再亮明身份。\n")
HARMLESS = "今天中午食堂有红烧肉，去晚了就没了。\n"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class _Page(HTMLParser):
    """A page as a browser sees it: its tags with their attributes, and the words of its full text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.full_text = ""
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._depth += bool(self._depth) or dict(attrs).get("class") == "full-text"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= bool(self._depth)

    def handle_data(self, data: str) -> None:
        self.full_text += data if self._depth else ""


@pytest.fixture
def page(mishao: Run, tmp_path: Path) -> _Page:
    """The page of a text with a mark, with markup in it and with Windows line ends."""
    source, made = tmp_path / "材料.txt", tmp_path / "why.html"
    source.write_bytes(f"{MARKED}{INTERNAL}{SCRIPT}\n".replace("\n", "\r\n").encode())
    done = mishao("rules", "explain", str(source), "--html", str(made))
    assert done.returncode == 0, done.stderr.decode()
    assert made.stat().st_mode & 0o077 == 0
    return _Page(made.read_text("utf-8"))


def _section(said: str, title: str) -> str:
    """Return the lines below a heading."""
    return said.partition(f"\n{title}\n")[2].partition("\n\n")[0]


def test_a_marked_file_is_stopped_by_a_rule_that_decides_alone_with_its_law(mishao: Run, tmp_path: Path) -> None:
    path = tmp_path / "材料.txt"
    path.write_text(MARKED, "utf-8")
    done = mishao("rules", "explain", str(path))
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode()
    assert said.startswith("■ 拦下")
    assert "有规则单独作主" in said
    (line,) = (line for line in _section(said, "规则看到了什么").splitlines() if "BC-01" in line)
    assert re.findall(r"单独作主|第 1 字|机密★三年", line) == ["单独作主", "第 1 字", "机密★三年"]
    assert "保守国家秘密法" in _section(said, "依据和案例")


def test_a_text_without_marks_is_explained_by_the_passages_that_decide_and_what_weighed_most(mishao: Run) -> None:
    said = mishao("rules", "explain", "-", stdin=INTERNAL.encode()).stdout.decode()
    assert said.startswith("■ 拦下  标准输入")
    assert "由权衡决定" in said
    shares = [float(share) for share in re.findall(r"([\d.]+) %", said.partition("分界")[0])]
    assert sum(shares) == pytest.approx(100, abs=0.2)
    weights = [float(line.split()[0]) for line in
               _section(said, "学习判断：哪几句最像关键").splitlines() if line.strip()[0] in "+-"]
    assert len(weights) > 1
    assert weights == sorted(weights, reverse=True)
    assert "要不要拦的分" in _section(said, "权衡里什么最重")
    assert "工作秘密" in _section(said, "学习判断：像哪一类").splitlines()[1]


def test_all_that_is_weighed_has_words() -> None:
    assert (set(SCORES), set(LAYOUT)) == (set(weighing.SCORES), set(layout.NAMES))


def test_a_harmless_text_is_said_to_be_one_that_needs_no_weighing(mishao: Run) -> None:
    said = mishao("rules", "explain", "-", stdin=HARMLESS.encode()).stdout.decode()
    assert said.startswith("● 可发")
    assert "没有规则出声，学习判断的分也很低" in said
    assert "依据和案例" not in said


def test_an_empty_text_is_explained_as_one_that_may_go_out(mishao: Run) -> None:
    done = mishao("rules", "explain", "-", stdin=b"")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("● 可发")


def test_a_page_shows_all_words_in_colours_and_marks_what_a_rule_found(page: _Page) -> None:
    assert page.full_text == f"{MARKED}{INTERNAL}{SCRIPT}\n"
    looks = {attributes.get("class") for tag, attributes in page.tags if tag in ("span", "u")}
    assert {"for2", "for3"} <= looks
    assert next(attributes["title"] for tag, attributes in page.tags if tag == "u") == "BC-01"


def test_a_page_runs_and_fetches_nothing_whatever_is_in_the_text(page: _Page) -> None:
    assert {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object"} == set()
    assert [attributes for _, attributes in page.tags if {"src", "href", "onerror"} & set(attributes)] == []
    (policy,) = (attributes["content"] for _, attributes in page.tags if "http-equiv" in attributes)
    assert str(policy).startswith("default-src 'none'")


def test_a_page_replaces_no_file_and_is_for_texts_only(mishao: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text("kept", "utf-8")
    done = mishao("rules", "explain", "-", "--html", str(other), stdin=INTERNAL.encode())
    assert done.returncode == 2
    assert "已经存在" in done.stderr.decode()
    assert other.read_text("utf-8") == "kept"
    assert mishao("rules", "explain", "BC-01", "--html", str(tmp_path / "new.html")).returncode == 2
    assert not (tmp_path / "new.html").exists()


def test_a_file_that_cannot_be_read_is_said_to_be_unread_and_nothing_is_printed(mishao: Run, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    done = mishao("rules", "explain", str(broken))
    assert done.returncode == 5
    assert done.stdout == b""
    assert "坏.docx" in done.stderr.decode()


def test_a_folder_is_refused(mishao: Run, tmp_path: Path) -> None:
    done = mishao("rules", "explain", str(tmp_path))
    assert done.returncode == 2
    assert "不要写文件夹" in done.stderr.decode()


@pytest.mark.parametrize(("asked", "said"), [
    ("没有这个.txt", "没有这个文件：没有这个.txt"), ("没有这条", "也没有叫这个名称的文件"),
])
def test_what_is_neither_a_file_nor_a_rule_is_said_to_be_neither(mishao: Run, asked: str, said: str) -> None:
    done = mishao("rules", "explain", asked)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_units_own_rule_decides_alone_beside_the_weighing(mishao: Run, tmp_path: Path) -> None:
    pack = tmp_path / "单位.yaml"
    pack.write_text(UNIT, "utf-8")
    done = mishao("rules", "explain", "-", "内置", str(pack), stdin="今天聊聊青松计划，挺有意思。".encode())
    said = done.stdout.decode()
    (line,) = (line for line in _section(said, "规则看到了什么").splitlines() if "YS-01" in line)
    assert "单独作主" in line
    assert said.startswith("◆ 提醒")


UNIT = """\
规则包: 单位
版本: 2026.1
规则:
- 编号: YS-01
  名称: 代号
  类别: 单位自定
  性质: 工作秘密
  依据: 演示单位保密规定第三条
  去向: [聊天软件]
  判据:
  - {把握: 中, 主证: 青松计划}
  动作: {高: 拦截, 中: 提醒}
  提示语: {标题: 先等一等, 说明: 这是代号。, 办法: 请走办公系统。}
  必须命中: [青松计划, 说到青松计划]
  不得命中: [柏树, 松树]
"""
