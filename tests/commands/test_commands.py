import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from miaoshu import commands


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capfdbinary, *arguments):
    code = commands.main(arguments)
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def catalog(folder, text="id,title,材质\n1,水杯,玻璃\n2,汤碗,陶瓷\n"):
    (folder / "c.csv").write_text(text, "utf-8")


def test_python_m_miaoshu_and_miaoshu_are_the_same():
    one = subprocess.run([sys.executable, "-m", "miaoshu", "--version"], capture_output=True, check=True)
    two = subprocess.run([Path(sys.executable).with_name("miaoshu"), "--version"], capture_output=True, check=True)
    assert one.stdout.startswith(b"miaoshu ")
    assert two.stdout == one.stdout


@pytest.mark.parametrize("kind", ["formats", "tasks", "engines", "checks", "runners"])
def test_lists_say_a_line_each(capfdbinary, kind):
    code, out, _ = run(capfdbinary, kind)
    assert code == 0
    rows = orjson.loads(run(capfdbinary, kind, "--json")[1])
    assert [line.split()[0] for line in out.splitlines()] == [row["name"] for row in rows]
    assert all(row["about"] for row in rows)


def test_write_turns_keywords_into_a_text(capfdbinary):
    code, out, err = run(capfdbinary, "write", "高清显示,长续航,快速充电", "--title", "智能手机")
    assert code == 0
    assert all(word in out for word in ("智能手机", "高清显示", "长续航", "快速充电"))
    assert err == ""


def test_write_json_follows_the_contract(capfdbinary):
    code, out, _ = run(
        capfdbinary, "write", "--title", "Cup", "--fact", "material=glass", "--json", "--language", "en"
    )
    row = orjson.loads(out)
    assert code == 0
    assert list(row) == [
        *("id", "title", "language", "task", "text", "status", "engine", "attempts", "tokens"),
        *("evidence", "findings", "error"),
    ]
    (told,) = row["evidence"]
    assert row["text"][told["start"] : told["end"]] == "glass"
    assert told["fact"] == "material"


def test_describe_prints_texts_or_json_lines(folder, capfdbinary):
    catalog(folder)
    code, out, err = run(capfdbinary, "describe", "c.csv")
    assert code == 0
    assert "玻璃" in out
    assert "2 products: 2 accepted" in err
    code, out, err = run(capfdbinary, "describe", "c.csv", "--json")
    assert [orjson.loads(line)["id"] for line in out.splitlines()] == ["1", "2"]
    assert orjson.loads(err)["resumed"] == 2


def test_describe_adds_text_columns_to_a_table(folder, capfdbinary):
    catalog(folder)
    assert run(capfdbinary, "describe", "c.csv", "--out", "out.csv")[0] == 0
    header, first, *_ = (folder / "out.csv").read_text("utf-8-sig").splitlines()
    assert header.startswith("id,title,材质,miaoshu_description,")
    assert first.startswith("1,水杯,玻璃,")


def test_failed_rows_are_exit_code_one_and_are_listed(folder, capfdbinary):
    catalog(folder, "id,title,材质\n1,水杯,玻璃\n2,汤碗\n")
    code, _, err = run(capfdbinary, "describe", "c.csv", "--out", "out.jsonl")
    assert code == 1
    assert "1 products and 1 broken rows" in err
    assert "line 3: 2 cells where the header has 3" in err


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(folder, capfdbinary):
    catalog(folder, "id,title,材质,成本价,图片\n1,水杯,玻璃,9,https://example.com/a.jpg\n2,汤碗\n")
    code, out, _ = run(capfdbinary, "describe", "c.csv", "--dry-run")
    assert code == 0
    assert "csv, 1 products" in out
    assert "材质" in out
    assert "成本价" in out.split("columns ignored")[1]
    assert "line 3: 2 cells" in out
    assert "1 texts to write" in out
    assert {p.name for p in folder.iterdir()} == {"c.csv"}


def test_map_reads_a_file_without_header(folder, capfdbinary):
    (folder / "c.csv").write_bytes("17,玻璃水杯,9.90\n18,陶瓷汤碗,19.90\n".encode("gbk"))
    code, out, _ = run(capfdbinary, "describe", "c.csv", "--map", "title=2", "--json")
    assert code == 0
    assert [orjson.loads(line)["title"] for line in out.splitlines()] == ["玻璃水杯", "陶瓷汤碗"]


@pytest.mark.parametrize(
    ("arguments", "problem", "hint"),
    [
        (["describe", "none.csv"], "none.csv: there is no such file", "Did you mean c.csv?"),
        (
            ["describe", "c.csv", "--engine", "templat"],
            "there is no engine named 'templat'",
            "Did you mean 'template'?",
        ),
        (
            ["describe", "c.csv", "--task", "descripton"],
            "there is no task named",
            "Did you mean 'description'?",
        ),
        (["describe", "c.csv", "--runner", "loca"], "there is no runner named", "Did you mean 'local'?"),
        (["describe", "c.csv", "--out", "o.doc"], "no format is written to .doc", ".csv"),
        (["describe", "c.csv", "--map", "title"], "--map title is no NAME=COLUMN", "--map title=3"),
        (["describe", "c.csv", "--map", "title=名称"], "名称", "id, title, 材质"),
        (["describe", "c.csv", "--length", "9-1"], "'9-1' is no length", "80-200"),
        (["describe", "c.csv", "--settings", "no.toml"], "no such settings file", "miaoshu.toml"),
        (["write"], "nothing to write from", "miaoshu write"),
        (["describ", "c.csv"], "there is no command named 'describ'", "Did you mean 'describe'?"),
        (["describe"], "the following arguments are required: CATALOG", "miaoshu describe --help"),
        (["describe", "c.csv", "--limit", "-5"], "argument --limit", "--help"),
        (["describe", "c.csv", "--voice", "loud"], "argument --voice: ", "--help"),
        (["describe", "c.csv", "--map", "title=a\nb"], "a b", "--map"),
        (["describe", "c.csv", "--dry-run", "--out", "o.doc"], "no format is written to .doc", ".csv"),
        (["check", "c.csv", "--out", "c.csv"], "c.csv is an input of this run", "new-c.csv"),
        (["check", "c.csv", "--out", "o.jsonl", "--rules", "clams"], "there is no", "claims"),
        (["write", "--fact", "x"], "--fact x is no NAME=VALUE", "--fact"),
        (["check", "c.csv", "--rules", "clams"], "there is no check", "Did you mean 'claims'?"),
        (["check", "c.csv"], "c.csv has no column of texts to check", "--map text=COLUMN"),
    ],
)
def test_mistakes_get_two_lines_and_exit_code_two(folder, capfdbinary, arguments, problem, hint):
    catalog(folder)
    code, out, err = run(capfdbinary, *arguments)
    assert code == 2
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 2, err
    assert problem in lines[0]
    assert hint in lines[1] or hint in lines[0]
    assert {p.name for p in folder.iterdir()} == {"c.csv"}


def test_check_judges_texts_by_their_facts(folder, capfdbinary):
    rows = [
        {
            "id": "a",
            "lang": "zh",
            "facts": [{"name": "容量", "value": "500ml"}],
            "text": "容量500ml，随手一带。",
        },
        {
            "id": "b",
            "lang": "zh",
            "facts": [{"name": "容量", "value": "500ml"}],
            "text": "装得下800ml。很轻。",
        },
    ]
    (folder / "t.jsonl").write_bytes(b"\n".join(map(orjson.dumps, rows)))
    code, out, err = run(capfdbinary, "check", "t.jsonl", "--fix")
    good, bad = map(orjson.loads, out.splitlines())
    assert code == 1
    assert good == {"id": "a", "findings": [], "fixed": rows[0]["text"]}
    (finding,) = bad["findings"]
    assert list(finding) == ["check", "rule", "message", "start", "end", "fact", "severity"]
    assert rows[1]["text"][finding["start"] : finding["end"]] == "800ml"
    assert bad["fixed"] == "很轻。"
    assert err == "2 texts checked: 1 blocked\n"


def test_check_can_be_limited_and_can_insist(folder, capfdbinary):
    row = {"id": "a", "lang": "zh", "facts": [{"name": "容量", "value": "500ml"}], "text": "装得下800ml。"}
    (folder / "t.jsonl").write_bytes(orjson.dumps(row))
    assert run(capfdbinary, "check", "t.jsonl", "--rules", "form")[0] == 0
    code, out, _ = run(capfdbinary, "check", "t.jsonl", "--rules", "coverage", "--must-tell", "容量")
    assert code == 1
    assert orjson.loads(out)["findings"][0]["check"] == "coverage"


def test_an_interrupted_run_says_how_to_go_on(folder, capfdbinary, monkeypatch):
    catalog(folder)
    monkeypatch.setattr("sys.argv", ["miaoshu", "describe", "c.csv", "--out", "o.jsonl", "--restart"])

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("miaoshu.runners.local.describe_batch", interrupt)
    code, _, err = run(capfdbinary, "describe", "c.csv", "--out", "o.jsonl")
    assert code == 3
    assert err.endswith("Nothing is lost. To go on: miaoshu describe c.csv --out o.jsonl\n")
    assert not (folder / "o.jsonl").exists()


def test_what_the_engine_cannot_heed_is_said_once(folder, capfdbinary):
    catalog(folder)
    _, _, err = run(capfdbinary, "describe", "c.csv", "--voice", "warm", "--temperature", "0.9")
    assert err.count("note: ") == 2
    assert "note: the engine template writes the same text whatever the voice\n" in err


def test_write_does_not_take_the_columns_of_a_catalog_for_its_own(folder, capfdbinary):
    (folder / "miaoshu.toml").write_text('[columns.map]\ntitle = "商品名称"\n', "utf-8")
    assert "手机" in run(capfdbinary, "write", "长续航", "--title", "手机")[1]


def test_a_terminal_without_chinese_is_no_reason_to_fail(folder):
    catalog(folder)
    done = subprocess.run(
        [sys.executable, "-m", "miaoshu", "describe", "c.csv"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert b"\\u" in done.stdout


def test_a_reader_that_goes_away_is_no_fault(folder):
    catalog(folder, "id,title\n" + "".join(f"{n},水杯{n}号\n" for n in range(3000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "miaoshu", "describe", "c.csv", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()
