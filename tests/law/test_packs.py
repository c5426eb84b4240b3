import re

import pytest

from miaoshu.errors import UserError
from miaoshu.law.packs import built_in, read

HEAD = '[pack]\nname = "my-shop"\nlanguage = "zh"\n'
RULE = (
    '[[rule]]\nid = "words"\narticle = "店规一"\nsays = "是店里不用的词"\nadvice = "换一个词"\npatterns = ["亲们"]\n'
)


def test_a_pack_is_read_with_its_rules():
    pack = read(
        "shop.toml",
        HEAD + 'notes = ["记得加标识"]\n[lists]\nwho = ["亲", "宝子"]\n[goods.tea]\nwords = ["茶"]\nnot = ["茶杯"]\n'
        + RULE + 'fine = ["[who]肤"]\ngoods = ["tea"]\nswap = { "亲" = "您", "亲们" = "各位" }\n',
    )  # fmt: skip
    (rule,) = pack.rules
    assert (pack.name, pack.language, pack.market, pack.title) == ("my-shop", "zh", "", "my-shop")
    assert pack.notes == ("记得加标识",)
    assert (rule.id, rule.severity, rule.fine, rule.goods) == ("words", "block", ("[who]肤",), ("tea",))
    assert rule.swap == (("亲们", "各位"), ("亲", "您"))
    assert pack.goods["tea"].not_ == ("茶杯",)


def test_words_to_drop_can_be_a_list():
    (rule,) = read("shop.toml", HEAD + RULE + 'swap = ["亲们"]\n').rules
    assert rule.swap == (("亲们", ""),)


def test_a_pack_may_name_the_goods_of_the_built_in_packs():
    assert read("shop.toml", HEAD + RULE + 'not_goods = ["cosmetics"]\n').rules[0].not_goods == ("cosmetics",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[pack]\nname = \n", "shop.toml:2: Invalid value"),
        (RULE, "shop.toml:1: there is no [pack]"),
        ("[pack]\nlanguage = 'zh'\n", "shop.toml:1: [pack] has no name"),
        ("[pack]\nname = 'a'\n", "shop.toml:1: [pack] has no language"),
        ("[pack]\nname = 'a b'\nlanguage = 'zh'\n", "shop.toml:2: the pack's name 'a b' holds more"),
        ("[pack]\nname = 'a'\nlanguage = 3\n", "shop.toml:3: language in [pack] is a string"),
        (HEAD + "color = 'red'\n", "shop.toml:4: unknown key 'color' in [pack]"),
        (HEAD + "fine = 'red'\n", "shop.toml:4: fine in [pack] is a list of strings"),
        (HEAD + "fine = ['(a']\n", "shop.toml:4: the pattern '(a': a ( is not closed"),
        (HEAD + "[rules]\n", "shop.toml:4: unknown table [rules]"),
        (HEAD + "[rule]\nid = 'x'\n", "shop.toml:4: rules are written as [[rule]]"),
        (HEAD + "[lists]\nwho = []\n", "shop.toml:5: the list who is a list of strings"),
        (HEAD + "[goods.tea]\nword = ['x']\n", "shop.toml:4: word in [goods.tea] is not one of its lists"),
        (HEAD + "[goods.tea]\nwords = ['x(']\n", "shop.toml:5: the pattern 'x(': a ( is not closed"),
        (HEAD + RULE + "\n" + RULE, "shop.toml:12: rule words: there is another rule with this id"),
        (HEAD + RULE + "level = 3\n", "shop.toml:10: rule words: unknown key 'level'"),
        (HEAD + RULE + "severity = 'high'\n", "shop.toml:10: rule words: there is no severity 'high'"),
        (HEAD + RULE + "severity = 3\n", "shop.toml:10: rule words: severity is a string"),
        (HEAD + RULE + "fine = [3]\n", "shop.toml:10: rule words: fine is a list of strings"),
        (HEAD + RULE + "fine = [\n  'ok',\n  '…x',\n]\n", "shop.toml:12: rule words: the pattern '…x': it begins with a gap"),
        (HEAD + RULE + "unless_fact = ['x[y]']\n", "shop.toml:10: rule words: the pattern 'x[y]': there is no list [y]"),
        (HEAD + RULE + "goods = ['tea']\n", "shop.toml:10: rule words: there are no goods 'tea'"),
        (HEAD + RULE + "swap = { 'a' = 3 }\n", "shop.toml:10: rule words: swap says which words"),
        (HEAD + RULE + "swap = 'a'\n", "shop.toml:10: rule words: swap says which words"),
        (HEAD + RULE.replace('id = "words"', 'id = "My Words"'), "shop.toml:5: rule My Words: an id holds"),
        (HEAD + RULE.replace('patterns = ["亲们"]\n', ""), "shop.toml:4: rule words: it has no patterns"),
        (HEAD + RULE.replace('id = "words"\n', ""), "shop.toml:4: rule number 1: it has no id"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_rule(text, problem):
    with pytest.raises(UserError, match=re.escape(problem)) as told:
        read("shop.toml", text)
    assert told.value.hint


def test_the_built_in_packs_say_where_they_come_from():
    for pack in built_in():
        assert pack.source
        assert all(rule.article and rule.says and rule.advice for rule in pack.rules)


def test_only_the_packs_of_a_language_are_read():
    assert {pack.language for pack in built_in("zh")} == {"zh"}
    assert all(pack in built_in() for pack in built_in("zh"))
    assert built_in("ja") == ()
