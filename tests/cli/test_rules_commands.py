"""Tests `mishao rules lint|coverage|explain` as an administrator uses them on an own pack and on the built-in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.notices import notice
from tests.support.program import Run, lines

SMALL = """\
规则包: 演示包
版本: 2026.1
词表:
  会议用语: [闭门会议, 小范围会议]
模式:
  编号: {正则: '演示编号[0-9]{4}'}
规则:
- 编号: YS-01
  名称: 闭门会议的安排
  类别: 单位自定
  性质: 工作秘密
  依据: 演示单位保密规定第三条
  案例: [2]
  去向: [聊天软件]
  判据:
  - {把握: 高, 主证: "@会议用语", 佐证: {至少: 1, 距离: 20, 取自: "@编号"}}
  - 把握: 中
    主证: 内部闭门
    例外:
    - {出现: 通讯社报道, 距离: 同句, 作用: 降两级, 不得吞掉: "通讯社报道了。\\n内部闭门的安排"}
  动作: {高: 拦截, 中: 提醒, 低: 记录}
  提示语: {标题: 先等一等, 说明: 这是会议安排。, 办法: 请走办公系统。}
  必须命中:
  - {文字: "闭门会议 演示编号0001", 动作: 拦截}
  - "关于内部闭门"
  不得命中:
  - "开会了"
  - "演示编号0001"
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "演示.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def test_the_builtin_pack_serves_every_clause_and_case(mishao: Run) -> None:
    done = mishao("rules", "coverage", "内置", "--json")
    assert done.returncode == 0
    said = lines(done)
    clauses = {entry["clause"]: entry["rules"] for entry in said if "clause" in entry}
    assert len(clauses) == 7
    assert all(clauses.values())
    cases = {entry["case"]: entry["rules"] for entry in said if "case" in entry}
    assert list(cases) == list(range(1, 10))
    assert all(cases.values())
    rules = {entry["rule"]: entry for entry in said if "rule" in entry}
    assert set(rules) == {entry["rule"] for entry in lines(mishao("rules", "list", "内置", "--json"))}
    for name, serving in clauses.items():
        assert all(name in rules[rule]["clauses"] for rule in serving)
    for number, serving in cases.items():
        assert all(number in rules[rule]["cases"] for rule in serving)


def test_coverage_in_words_names_each_rule_and_clause(mishao: Run) -> None:
    said = mishao("rules", "coverage").stdout.decode()
    for word in ("BC-01", "四·不传密：明确标注密级的文件", "案例9"):
        assert word in said
    assert "没有规则" not in said
    for word in ("企业商业秘密（没有启用）", "GA-01", "JY-01"):
        assert word in said


def test_coverage_says_which_rules_of_which_pack_serve_a_clause_and_counts_only_those_in_force(mishao: Run) -> None:
    every = {entry["clause"]: entry for entry in lines(mishao("rules", "coverage", "--json")) if "clause" in entry}
    private = every["四·不传密：患者、流调等涉及公众隐私的文件"]
    assert private["served"]
    assert {"公安", "教育"} <= set(private["by_pack"])
    assert private["rules"] == [rule for rules in private["by_pack"].values() for rule in rules]
    done = mishao("rules", "coverage", "公安", "--json")
    assert done.returncode == 1
    alone = {entry["clause"]: entry for entry in lines(done) if "clause" in entry}
    assert not alone["四·不传密：领导指示批示"]["served"]
    assert alone["四·不传密：患者、流调等涉及公众隐私的文件"]["by_pack"] == {"公安": ["GA-01"]}


def test_every_pack_is_listed_and_says_whether_it_is_in_force(mishao: Run, small: Path, tmp_path: Path) -> None:
    config = tmp_path / "mishao.toml"
    config.write_text(f'[rules]\npacks = ["教育", "{small.name}"]\n', "utf-8")
    listed = lines(mishao("rules", "list", "--json", "--config", str(config)))
    in_force = {entry["pack"]: entry["in_force"] for entry in listed}
    assert in_force == {"不拍密·不传密": True, "教育": True, "演示包": True, "企业商业秘密": False, "公安": False}
    assert {entry["rule"] for entry in listed} >= {"BC-01", "QY-01", "GA-01", "JY-01", "YS-01"}
    assert "（没有启用）" in mishao("rules", "list", "--config", str(config)).stdout.decode()
    assert [entry["rule"] for entry in lines(mishao("rules", "list", str(small), "--json"))] == ["YS-01"]


@pytest.mark.parametrize(("rule", "pack"), [
    ("BC-01", "不拍密·不传密"), ("QY-01", "企业商业秘密"), ("GA-01", "公安"), ("JY-01", "教育"),
])
def test_rules_of_every_pack_inside_the_program_are_explained(mishao: Run, rule: str, pack: str) -> None:
    done = mishao("rules", "explain", rule)
    assert done.returncode == 0
    assert f"规则包：{pack}" in done.stdout.decode()


def test_a_rule_is_explained_in_whatever_case_its_id_is_written(mishao: Run) -> None:
    small, large = mishao("rules", "explain", "bc-01", "内置"), mishao("rules", "explain", "BC-01", "内置")
    assert small.returncode == large.returncode == 0
    assert small.stdout == large.stdout
    assert small.stdout.decode().startswith("BC-01 ")


def test_a_rule_and_an_alert_of_a_file_are_explained(mishao: Run, small: Path) -> None:
    document = small.with_name("外泄.txt")
    document.write_text(notice(4), "utf-8")
    assert mishao("rules", "alert", str(document), "--basis", "布控单第1号", "--id", "BK-01",
                  "--pack", str(small)).returncode == 0
    assert mishao("rules", "explain", "YS-01", str(small)).returncode == 0
    said = mishao("rules", "explain", "BK-01", str(small)).stdout.decode()
    for words in ("依据：布控单第1号", "打码版不给", "相同，或含有它的大段内容：拦截"):
        assert words in said
    missing = mishao("rules", "explain", "YS-01")
    assert missing.returncode == 2
    assert "QY-01" in missing.stderr.decode()


def test_every_pack_inside_the_program_is_tested(mishao: Run) -> None:
    done = mishao("rules", "test")
    assert done.returncode == 0, done.stdout.decode()
    assert done.stdout.decode().count("样例全部通过") == 4
    assert lines(mishao("rules", "test", "教育", "--json")) == []


def test_a_failing_example_is_told_with_its_rule_and_number(mishao: Run, small: Path) -> None:
    small.write_text(SMALL.replace('- "关于内部闭门"', '- "关于内部开门"'), "utf-8")
    done = mishao("rules", "test", str(small), "内置", "--json")
    assert done.returncode == 1
    (failure,) = lines(done)
    assert (failure["pack"], failure["rule"], failure["kind"], failure["example"]) == ("演示包", "YS-01", "必须命中", 2)
    linted = lines(mishao("rules", "lint", str(small), "--json"))
    line = SMALL[:SMALL.index('- "关于内部闭门"')].count("\n") + 1
    assert [(problem["line"], problem["rule"]) for problem in linted] == [(line, "YS-01")]


def test_a_pack_that_leaves_clauses_and_cases_out_says_which(mishao: Run, small: Path) -> None:
    done = mishao("rules", "coverage", str(small))
    assert done.returncode == 1
    said = done.stdout.decode()
    assert "▲ 没有规则管到：三·不拍密：涉密信息、四·不传密：明确标注密级的文件" in said
    assert "案例1、案例3" in said
    assert "● 案例2：演示包 YS-01" in said
    unserved = {entry["clause"] for entry in lines(mishao("rules", "coverage", str(small), "--json"))
                if "clause" in entry and not entry["rules"]}
    assert "三·不拍密：内部敏感信息" not in unserved
    assert "四·不传密：领导指示批示" in unserved


def test_every_builtin_rule_is_explained_with_criteria_release_and_its_own_examples(mishao: Run) -> None:
    for rule in ("BC-01", "BC-04", "BC-05", "BC-07"):
        done = mishao("rules", "explain", rule)
        assert done.returncode == 0, done.stderr.decode()
        said = done.stdout.decode()
        for part in ("依据：", "判据：", "1. 有", "必须命中：", "不得命中：", "打码版", "对用户说："):
            assert part in said, (rule, part)


def test_release_is_explained_as_the_policy_has_it(mishao: Run) -> None:
    secret = mishao("rules", "explain", "BC-01").stdout.decode()
    assert "拦截后不可" in secret
    assert "打码版不给" in secret
    personal = mishao("rules", "explain", "BC-05").stdout.decode()
    assert "拦截后说明理由" in personal
    assert "打码版可以给" in personal


def test_exemptions_and_examples_of_a_rule_are_told(mishao: Run) -> None:
    said = mishao("rules", "explain", "BC-01").stdout.decode()
    assert "例外：“讲解”" in said
    assert "同一句里出现词表" in said
    assert "改为记录" in said
    assert "例外不得吞掉：" in said
    assert "→ 拦截" in said
    assert "仅用于截图" in said


def test_a_pack_with_nothing_to_change_passes_lint(mishao: Run, small: Path) -> None:
    assert mishao("rules", "test", str(small)).returncode == 0
    done = mishao("rules", "lint", str(small))
    assert done.returncode == 0, done.stdout.decode()
    assert "演示包" in done.stdout.decode()
    assert lines(mishao("rules", "lint", str(small), "--json")) == []


def test_lint_names_the_file_the_line_and_the_rule_of_a_slow_pattern(mishao: Run, tmp_path: Path) -> None:
    path = tmp_path / "慢.yaml"
    path.write_text(SMALL.replace("'演示编号[0-9]{4}'", r"'[\p{Han}]{2,6}[村镇]'"), "utf-8")
    done = mishao("rules", "lint", str(path), "--json")
    assert done.returncode == 1
    problems = lines(done)
    assert any(problem["file"] == str(path) and problem["rule"] == "YS-01" and "编号" in problem["message"]
               for problem in problems)
    assert all(problem["line"] > 0 for problem in problems)
    words = mishao("rules", "lint", str(path)).stdout.decode()
    assert f"{path}:{problems[0]['line']}" in words


@pytest.mark.parametrize("command", ["lint", "coverage", "test"])
def test_a_missing_pack_is_wrong_usage_and_a_broken_one_is_refused(mishao: Run, tmp_path: Path, command: str) -> None:
    missing = mishao("rules", command, str(tmp_path / "none.yaml"))
    assert missing.returncode == 2
    assert "企业商业秘密" in missing.stderr.decode()
    assert b"none.yaml" in missing.stderr
    broken = tmp_path / "broken.yaml"
    broken.write_text("规则包: [", "utf-8")
    done = mishao("rules", command, str(broken))
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"broken.yaml" in done.stderr


@pytest.mark.parametrize(("left_out", "told"), [
    ("  依据: 演示单位保密规定第三条\n", "依据"), (', 不得吞掉: "通讯社报道了。\\n内部闭门的安排"', "不得吞掉"),
])
def test_lint_tells_what_a_pack_is_refused_for_with_its_line_and_rule(
    mishao: Run, small: Path, left_out: str, told: str,
) -> None:
    assert left_out in SMALL
    small.write_text(SMALL.replace(left_out, ""), "utf-8")
    done = mishao("rules", "lint", str(small), "--json")
    assert done.returncode == 1
    (problem,) = lines(done)
    assert told in problem["message"]
    assert (problem["rule"], problem["file"]) == ("YS-01", str(small))
    assert problem["line"] > 0
    assert told in mishao("rules", "lint", str(small)).stderr.decode()


@pytest.mark.parametrize("command", ["test", "lint"])
def test_an_id_of_the_built_in_pack_is_refused_with_its_line(mishao: Run, small: Path, command: str) -> None:
    small.write_text(SMALL.replace("YS-01", "BC-01"), "utf-8")
    done = mishao("rules", command, str(small))
    assert done.returncode == 1
    line = SMALL[:SMALL.index("YS-01")].count("\n") + 1
    assert f"{small}:{line}：规则 BC-01：编号“BC-01”是“不拍密·不传密”的" in done.stderr.decode()


def test_the_examples_that_passed_are_counted_by_their_kind(mishao: Run, small: Path) -> None:
    assert "样例全部通过（必须命中 2，不得命中 2，不得吞掉 1）" in mishao("rules", "test", str(small)).stdout.decode()


def test_a_swallowing_exemption_is_named(mishao: Run, small: Path) -> None:
    small.write_text(SMALL.replace("通讯社报道了。\\n内部闭门", "通讯社报道了内部闭门"), "utf-8")
    done = mishao("rules", "test", str(small))
    assert done.returncode == 1
    assert "不得吞掉 第 1 条" in done.stdout.decode()
    assert "吞掉了：应当命中" in done.stdout.decode()


def test_lint_names_what_is_too_long_and_what_exempts_everywhere(mishao: Run, small: Path) -> None:
    wide = SMALL.replace("距离: 同句", "距离: 全文")
    small.write_text(f"{wide}#{'长' * 200}\n", "utf-8")
    told = [problem["message"] for problem in lines(mishao("rules", "lint", str(small), "--json"))]
    assert any("距离是全文" in message for message in told)
    assert any("有 201 个字" in message for message in told)


def test_what_an_author_says_of_a_pattern_and_an_exemption_is_explained(mishao: Run, small: Path) -> None:
    noted = SMALL.replace("{正则: '演示编号[0-9]{4}'", "{说明: 本单位的编号, 正则: '演示编号[0-9]{4}'")
    small.write_text(noted, "utf-8")
    assert "模式“编号”〔本单位的编号〕" in mishao("rules", "explain", "YS-01", str(small)).stdout.decode()
