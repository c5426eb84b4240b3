"""`miaoshu check`, `checks` and `evaluate`, as a shop calls them."""

import json

import orjson
import pytest

from miaoshu import commands, plugins

SHOP = """[pack]
name = "shop"
language = "zh"

[[rule]]
id = "dear"
article = "店规"
says = "不用“亲”称呼顾客"
advice = "删去"
patterns = ["亲们"]
swap = { "亲们" = "大家" }
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capfdbinary, *arguments):
    code = commands.main(arguments)
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def texts(folder, *rows):
    lines = (
        {"id": str(number), "lang": "zh", "facts": [{"name": n, "value": v} for n, v in facts.items()], "text": text}
        for number, (facts, text) in enumerate(rows)
    )
    (folder / "t.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))


def rules_found(capfdbinary, *arguments):
    _, out, err = run(capfdbinary, "check", "t.jsonl", *arguments)
    rows = [orjson.loads(line) for line in out.splitlines()]
    assert rows, err
    return [[(f["check"], f["rule"]) for f in row["findings"] if f["severity"] == "block"] for row in rows]


def two_lines(code, out, err):
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert len(lines) == 2, err
    return lines


WRONG = ({"容量": "500ml"}, "国家级的水杯，装得下800ml，红色。")


def labelled(folder):
    rows = [
        {"id": "1", "category": "灯具", "facts": {"续航": "12小时"}, "text": "灯具续航[[50小时|duration]]。"},
        {"id": "2", "category": "灯具", "facts": {"续航": "12小时"}, "text": "续航12小时。"},
        {"id": "3", "category": "Lamp", "facts": {"Colour": "white"}, "text": "A [[red|color]] lamp."},
        {"id": "4", "category": "灯具", "facts": {}, "text": "[[国家级|law]]灯具。", "pack": "adlaw-cn"},
    ]
    (folder / "set.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def test_evaluate_says_how_well_the_checks_do(folder, capfdbinary):
    labelled(folder)
    code, out, err = run(capfdbinary, "evaluate", "claims", "set.jsonl")
    assert (code, err) == (0, "")
    header, *rows = out.split("\n\n")[0].splitlines()
    assert header.split()[:4] == ["half", "set", "texts", "planted"]
    assert [row.split()[:4] for row in rows[:3]] == [
        ["zh", "2", "1", "100.0%"],
        ["en", "1", "1", "100.0%"],
        ["adlaw-cn", "1", "1", "100.0%"],
    ]
    assert "  duration 1/1" in out


def test_evaluate_json_holds_the_same(folder, capfdbinary):
    labelled(folder)
    code, out, _ = run(capfdbinary, "evaluate", "claims", "set.jsonl", "--json")
    first, *others = orjson.loads(out)
    assert code == 0
    same = {
        "half": "", "set": "zh", "texts": 2, "planted": 1, "recall": 1.0, "false_positives": 0.0, "precision": 1.0,
        "by_kind": {"duration": [1, 1]},
    }  # fmt: skip
    assert {key: first[key] for key in same} == same
    assert [row["set"] for row in others] == ["en", "adlaw-cn"]


def test_evaluate_shows_what_was_missed_and_what_was_wrong(folder, capfdbinary):
    rows = [
        {"id": "a", "category": "", "facts": {}, "text": "陪你[[度过每一天|function]]。"},
        {"id": "b", "category": "", "facts": {}, "text": "重99公斤。"},
    ]
    (folder / "set.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    _, out, _ = run(capfdbinary, "evaluate", "claims", "set.jsonl", "--misses")
    assert "a: 陪你[[度过每一天]]。" in out
    assert "b: 重[[99公斤]]。" in out
    assert out.splitlines()[0].startswith("missed function")


@pytest.mark.parametrize(
    ("files", "problem"),
    [(["none.jsonl"], "none.jsonl: no such file"), (["bad.jsonl"], "bad.jsonl:1: no labelled text"), ([], "is not there")],
)  # fmt: skip
def test_evaluate_without_labelled_texts_gets_two_lines(folder, capfdbinary, files, problem):
    (folder / "bad.jsonl").write_text("{}", "utf-8")
    assert problem in two_lines(*run(capfdbinary, "evaluate", "claims", *files))[0]


def test_list_rules_names_every_rule_of_every_check_and_pack(capfdbinary):
    code, out, err = run(capfdbinary, "checks", "--list-rules")
    assert (code, err) == (0, "")
    names = [line.split()[0] for line in out.splitlines()]
    assert len(names) == len(set(names))
    assert {"claims/number", "claims/material", "leaks/refusal", "adlaw-cn/national-level"} <= set(names)
    assert {name.split("/")[0] for name in names} >= {*plugins.names("checks"), "claims-us", "claims-eu"} - {"adlaw"}
    rows = orjson.loads(run(capfdbinary, "checks", "--list-rules", "--json")[1])
    assert [row["name"] for row in rows] == names
    assert all(row["about"] for row in rows)


def test_every_listed_rule_is_one_that_check_takes(folder, capfdbinary):
    texts(folder, ({"容量": "500ml"}, "容量500ml。"))
    rows = orjson.loads(run(capfdbinary, "checks", "--list-rules", "--json")[1])
    assert run(capfdbinary, "check", "t.jsonl", "--rules", ",".join(row["name"] for row in rows))[0] == 0


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("claims", [("claims", "number"), ("claims", "color")]),
        ("claims/color", [("claims", "color")]),
        ("claims/number,claims/color", [("claims", "number"), ("claims", "color")]),
        ("adlaw", [("adlaw", "adlaw-cn/national-level")]),
        ("adlaw-cn", [("adlaw", "adlaw-cn/national-level")]),
        ("adlaw-cn/national-level", [("adlaw", "adlaw-cn/national-level")]),
        ("adlaw-cn/first", []),
        ("claims-us", []),
        ("form", []),
        ("leaks", []),
        (" claims/color , adlaw-cn/first ", [("claims", "color")]),
    ],
)
def test_rules_limit_what_is_looked_for(folder, capfdbinary, rules, found):
    texts(folder, WRONG)
    (row,) = rules_found(capfdbinary, "--rules", rules)
    assert sorted(row) == sorted(found)


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ("clams", "clams"),
        ("adlaw-xx", "adlaw-xx"),
        ("adlaw-cn/nationallevel", "nationallevel"),
        ("claims/colour", "colour"),
        ("form,leaks/refusals", "refusals"),
        ("shop/dear", "shop"),  # no settings name this pack
    ],
)
def test_an_unknown_rule_gets_two_lines(folder, capfdbinary, rules, wrong):
    texts(folder, WRONG)
    assert wrong in two_lines(*run(capfdbinary, "check", "t.jsonl", "--rules", rules))[0]


def test_fix_gives_the_text_that_passes(folder, capfdbinary):
    texts(
        folder,
        ({"容量": "500ml"}, "容量500ml。"),
        ({"容量": "500ml"}, "容量800ml，随手一带。"),
        ({"容量": "500ml"}, "续航50小时。"),
    )
    code, out, err = run(capfdbinary, "check", "t.jsonl", "--fix")
    rows = [orjson.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [row["fixed"] for row in rows] == ["容量500ml。", "容量500ml，随手一带。", "续航50小时。"]
    assert rows[0]["findings"] == []
    assert err == "3 texts checked: 2 blocked\n"


def test_without_fix_there_is_no_fixed_text(folder, capfdbinary):
    texts(folder, WRONG)
    _, out, _ = run(capfdbinary, "check", "t.jsonl")
    assert "fixed" not in orjson.loads(out)


def test_what_a_fix_gives_is_blocked_no_more(folder, capfdbinary):
    text = "水杯容量800ml，重2kg。国家级品质。拿着很舒服，红色、白色可选。"
    facts = {"容量": "500ml", "颜色": "白色"}
    texts(folder, (facts, text))
    fixed = orjson.loads(run(capfdbinary, "check", "t.jsonl", "--fix")[1])["fixed"]
    assert fixed != text
    texts(folder, (facts, fixed))
    assert run(capfdbinary, "check", "t.jsonl")[0] == 0


def test_the_settings_may_add_what_a_word_entails(folder, capfdbinary):
    texts(folder, ({"材质": "云丝维"}, "纯棉的围巾。"))
    assert rules_found(capfdbinary, "--rules", "claims") == [[("claims", "material")]]
    (folder / "miaoshu.toml").write_text('[claims.entails]\n"云丝维" = ["纯棉"]\n', "utf-8")
    assert rules_found(capfdbinary, "--rules", "claims") == [[]]


@pytest.mark.parametrize("where", ["here", "named"])
def test_the_settings_may_add_packs_of_law(folder, capfdbinary, where):
    (folder / "rules").mkdir()
    (folder / "rules" / "shop.toml").write_text(SHOP, "utf-8")
    name = "miaoshu.toml" if where == "here" else "other.toml"
    (folder / name).write_text('[law]\npacks = ["rules/shop.toml"]\n', "utf-8")
    settings = () if where == "here" else ("--settings", name)
    texts(folder, ({"容量": "500ml"}, "亲们看过来，容量500ml。"))
    for rules in ((), ("--rules", "shop"), ("--rules", "shop/dear"), ("--rules", "adlaw")):
        assert rules_found(capfdbinary, *rules, *settings) == [[("adlaw", "shop/dear")]]
    assert rules_found(capfdbinary, "--rules", "adlaw-cn", *settings) == [[]]
    _, out, _ = run(capfdbinary, "check", "t.jsonl", "--fix", *settings)
    assert orjson.loads(out)["fixed"] == "大家看过来，容量500ml。"
    assert "shop/dear" in run(capfdbinary, "checks", "--list-rules", *settings)[1]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("says = ", "sayz = ", "shop.toml:8: rule dear: unknown key 'sayz'"),
        ('article = "店规"', "article = 3", "shop.toml:7: rule dear: article is a string"),
        ('"亲们"]', '"亲(们"]', "shop.toml:10: rule dear: the pattern '亲(们'"),
        ('"亲们"]', '"亲们"', "shop.toml:"),
        ('name = "shop"', "", "shop.toml:1: [pack] has no name"),
        ("swap", 'goods = ["spaceships"]\nswap', "shop.toml:11: rule dear: there are no goods 'spaceships'"),
        ("swap", 'severity = "loud"\nswap', "shop.toml:11: rule dear: there is no severity 'loud'"),
        ("advice = ", "# advice = ", "shop.toml:5: rule dear: it has no advice"),
    ],
)
def test_a_broken_rule_file_is_named_with_line_and_rule(folder, capfdbinary, old, new, problem):
    assert old in SHOP
    (folder / "shop.toml").write_text(SHOP.replace(old, new, 1), "utf-8")
    (folder / "miaoshu.toml").write_text('[law]\npacks = ["shop.toml"]\n', "utf-8")
    texts(folder, WRONG)
    for command in (("check", "t.jsonl"), ("checks", "--list-rules")):
        assert problem in two_lines(*run(capfdbinary, *command))[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[law]\npacks = ["none.toml"]\n', "none.toml"),
        ('[law]\npacks = "shop.toml"\n', "packs in [law] is a list of strings"),
        ('[law]\npack = ["shop.toml"]\n', "unknown key 'pack' in [law]"),
        ('[claims.entails]\n"星云绒" = "聚酯纤维"\n', "entails in [claims] is a table of lists of strings"),
        ('[claims]\nentail = { "星云绒" = ["聚酯纤维"] }\n', "unknown key 'entail' in [claims]"),
    ],
)
def test_broken_settings_of_claims_and_law_get_two_lines(folder, capfdbinary, text, problem):
    (folder / "miaoshu.toml").write_text(text, "utf-8")
    texts(folder, WRONG)
    assert problem in two_lines(*run(capfdbinary, "check", "t.jsonl"))[0]
