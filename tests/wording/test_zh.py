"""The Chinese plain text: what it must keep for any facts, and how it reads for some."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu import kinds
from miaoshu.records import Draft
from miaoshu.wording import Item, Told, Topic, render, zh
from miaoshu.wording.zh_patterns import DATA, value_of

ANSWERS = ("yes", "no")
NAMES = st.one_of(
    st.sampled_from([kind.labels["zh"] for kind in kinds.table().values()]),
    st.sampled_from([kind.labels["en"] for kind in kinds.table().values()]),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12),
)
VALUES = st.one_of(
    st.sampled_from(["500ml", "棉质", "白/粉", "12", "是", "否", "支持", "无", "316不锈钢", "12,", "IP67"]),
    st.sampled_from(["通用", "合格。", "-5~40℃", "四季", "三", "Co.", "白, 粉", "、", "品牌", "额定功率20W", "和"]),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120),
).filter(str.strip)
TITLES = st.one_of(st.sampled_from(["", "保温杯", "USB充电器", "Air Max", "【特】杯"]), VALUES)


def topic(
    title: str = "",
    facts: list[tuple[str, str]] | None = None,
    keywords: tuple[str, ...] = (),
    category: str = "",
    pick: int = 0,
) -> Topic:
    grouped: dict[str, list[Told]] = {}
    for name, value in facts or ():
        if Told(value, name) not in grouped.setdefault(name, []):
            grouped[name].append(Told(value, name))
    items = []
    for name, values in grouped.items():
        kind = kinds.of(name)
        label = kinds.label(name, "zh") or name
        items.append(Item(label, kind.id if kind else "", kind.group if kind else "", tuple(values)))
    return Topic(title, category, tuple(items), tuple(Told(word, word) for word in keywords), pick)


def write(*args: object, **options: object) -> Draft:
    return render(zh.compose(topic(*args, **options)), zh.JOIN)  # type: ignore[arg-type]


def told(draft: Draft) -> list[tuple[str, str]]:
    return [(evidence.fact, draft.text[evidence.start : evidence.end]) for evidence in draft.evidence]


@given(
    TITLES,
    st.lists(st.tuples(NAMES, VALUES), max_size=12),
    st.lists(VALUES, max_size=5, unique=True),
    st.integers(0, 2**32),
)
def test_every_value_is_told_once_and_exactly(
    title: str, facts: list[tuple[str, str]], keywords: list[str], pick: int
) -> None:
    given_facts = topic(title, facts, tuple(keywords), pick=pick)
    draft = render(zh.compose(given_facts), zh.JOIN)
    expected = sorted(
        (told.fact, told.words)
        for item in given_facts.items
        for told in item.values
        if len(item.values) > 1 or value_of(told.words).shape not in ANSWERS
    )
    answers = {item.values[0].fact for item in given_facts.items if len(item.values) == 1} - {f for f, _ in expected}
    spoken = told(draft)
    for word in keywords:
        spoken.remove((word, word))
    assert sorted(pair for pair in spoken if pair[0] not in answers) == expected
    assert {fact for fact, _ in spoken} >= answers


@given(TITLES, st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=12), st.integers(0, 2**32))
def test_no_words_of_the_text_run_into_a_number(title: str, facts: list[tuple[str, str]], pick: int) -> None:
    draft = write(title, facts, pick=pick)
    for evidence in draft.evidence:
        after, last = draft.text[evidence.end : evidence.end + 1], draft.text[evidence.end - 1]
        if last.isnumeric() and evidence.end < len(draft.text) and evidence.start > len(title):
            assert after in "，。、；和”", draft.text[evidence.start : evidence.end + 3]


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=40), st.integers(0, 2**32))
def test_sentences_end_with_one_mark(facts: list[tuple[str, str]], pick: int) -> None:
    for sentence in zh.compose(topic("杯子", facts, pick=pick)):
        words = "".join(piece if isinstance(piece, str) else piece.words for piece in sentence).rstrip(" ")
        assert words[-1] in "。！？!?….．”"
        outside = "".join(piece if isinstance(piece, str) else "棉" for piece in sentence)
        assert not re.search(r"[，。；、：]{2}", outside.replace("".join(n for n, _ in facts), "")) or any(
            re.search(r"[，。；、：]", name) for name, _ in facts
        )


def test_the_same_topic_gets_the_same_text_and_others_get_other_words() -> None:
    facts = [("材质", "棉"), ("颜色", "白"), ("重量", "280g"), ("产地", "浙江")]
    texts = [write("衬衫", facts, pick=pick).text for pick in range(0, 4000, 97)]
    assert write("衬衫", facts, pick=97).text == texts[1]
    assert len(set(texts)) > 8


def test_a_cup_reads_as_a_text() -> None:
    facts = [
        ("品牌", "小澜"),
        ("内胆材质", "316不锈钢"),
        ("颜色", "白/粉"),
        ("容量", "500ml"),
        ("重量", "280g"),
    ]
    text = write("保温杯", [*facts, ("保温时长", "12小时"), ("产地", "浙江永康")]).text
    assert text.startswith("小澜保温杯采用316不锈钢内胆，")
    assert text.count("。") == 2
    assert text.count("为") <= 3
    assert "：" not in text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("防水", "是", "支持防水"),
        ("防水", "支持", "支持防水"),
        ("遥控器", "无", "无遥控器"),
        ("遥控器", "否", "不带遥控器"),
        ("是否可折叠", "是", "可折叠"),
        ("可拆洗", "no", "不可拆洗"),
        ("是否进口", "否", "非进口"),
        ("无线充电", "无", "不支持无线充电"),
        ("无钢圈", "有", "无钢圈：有"),
        ("红外遥控", "是", "支持红外遥控"),
        ("杯盖可拆洗", "是", "杯盖可拆洗"),
        ("杯盖可拆洗", "否", "杯盖不可拆洗"),
        ("防泼水", "是", "可防泼水"),
        ("是否防窥", "否", "不防窥"),
        ("能否机洗", "否", "不可机洗"),
        ("可否上飞机", "可以", "可上飞机"),
        ("有无滚轮", "有", "音箱有滚轮"),
        ("有无扩展层", "无", "音箱无扩展层"),
        ("是否需要安装", "不需要", "不需要安装"),
        ("附加功能", "无", "无附加功能"),
        ("3C认证", "是", "通过3C认证"),
        ("全屏", "是", "具有全屏的特点"),
        ("是否套装", "否", "非套装"),
    ],
)
def test_yes_and_no_are_said_in_words(name: str, value: str, words: str) -> None:
    draft = write("音箱", [(name, value)])
    assert words in draft.text
    assert [evidence.fact for evidence in draft.evidence] == [name]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("是否可伸缩", "可伸缩", "，可伸缩。"),
        ("是否有芯", "无芯", "，无芯。"),
        ("遮阳篷", "可拆卸", "遮阳篷可拆卸。"),
        ("频闪", "无可视频闪", "，无可视频闪。"),
        ("刻字服务", "支持，8个字以内", "刻字服务：支持，8个字以内。"),
        ("是否需要安装", "需要，仅装沙发脚", "是否需要安装：需要，仅装沙发脚。"),
        ("是否进口", "国产", "是否进口：国产。"),
        ("致敏提示", "含坚果", "致敏提示：含坚果。"),
    ],
)
def test_a_value_that_answers_more_than_yes_is_not_told_as_a_property(name: str, value: str, words: str) -> None:
    draft = write("多功能音箱", [(name, value)])
    assert draft.text.endswith(words)
    assert told(draft) == [(name, value)]


def test_answers_of_one_verb_share_it() -> None:
    facts = [
        ("夜视", "支持"),
        ("可折叠", "是"),
        ("循环录像", "支持"),
        ("夜灯", "有"),
        ("可水洗", "否"),
        ("童锁", "有"),
    ]
    text = write("记录仪", [*facts, ("停车监控", "支持")]).text
    assert "支持夜视、循环录像和停车监控" in text
    assert "可折叠、不可水洗" in text
    assert "有夜灯和童锁" in text


def test_a_skirt_reads_as_a_skirt() -> None:
    facts = [("类型", "裙"), ("风格", "简约"), ("图案", "条纹"), ("裙长", "半身裙")]
    for pick in range(0, 400, 7):
        draft = write(facts=facts, pick=pick)
        assert draft.text.startswith("这款裙子"), draft.text
        assert told(draft) == [("类型", "裙"), *facts[1:]]


def test_parts_are_listed_and_not_made_one_material() -> None:
    for pick in range(24):
        assert "材质为玻璃后盖、铝合金中框" in write("手机", [("材质", "玻璃后盖、铝合金中框")], pick=pick).text


def test_selling_points_stand_with_the_name() -> None:
    facts = [("材质", "ABS"), ("产地", "浙江"), ("质保", "1年")]
    text = write("三模键盘 K75", facts, keywords=("打字手感柔和", "桌面占地小")).text
    assert text.startswith("三模键盘 K75，打字手感柔和、桌面占地小。")


def test_a_name_that_is_narrower_than_its_kind_is_kept() -> None:
    for pick in range(12):
        assert "最大承重150kg" in write("椅子", [("最大承重", "150kg")], pick=pick).text.replace("为", "")


def test_two_clauses_in_a_row_differ_where_their_patterns_allow_it() -> None:
    facts = [("面料", "棉"), ("里料", "涤纶"), ("图案", "格纹"), ("版型", "宽松"), ("领型", "翻领")]
    for pick in range(40):
        text = write("衬衫", facts, pick=pick).text
        clauses = re.split("[，。]", text)
        assert not any("为" in one and "为" in two for one, two in pairwise(clauses)), text


def test_words_after_a_value_never_repeat_or_change_it() -> None:
    for pick in range(24):
        text = write(
            "衬衫", [("材质", "棉质"), ("面料", "牛仔布面料"), ("版型", "宽松型"), ("系列", "7")], pick=pick
        ).text
        assert "棉质材质" not in text
        assert "面料面料" not in text
        assert "型版型" not in text
        assert "7系列" not in text


def test_a_value_that_says_its_own_name_is_told_without_it() -> None:
    assert write("电饭煲", [("功率", "额定功率860W")]).text == "电饭煲，额定功率860W。"


def test_a_value_with_its_own_full_stop_gets_no_second_one() -> None:
    text = write("面霜", [("使用方法", "取适量抹匀。"), ("洗涤说明", "Machine wash cold."), ("产地", "上海")]).text
    assert "抹匀。洗" in text
    assert "cold. 产" in text


def test_a_value_that_ends_in_a_comma_is_quoted() -> None:
    assert "“棉，”" in write("衬衫", [("材质", "棉，")]).text


def test_the_brand_in_the_title_is_told_there() -> None:
    draft = write("小澜保温杯 XL-500", [("品牌", "小澜"), ("型号", "XL-500")])
    assert draft.text.count("小澜") == draft.text.count("XL-500") == 1
    assert told(draft) == [("品牌", "小澜"), ("型号", "XL-500")]


def test_a_brand_inside_another_word_is_not_taken_for_it() -> None:
    draft = write("完美的杯子", [("品牌", "美的")])
    assert draft.text.count("美的") == 2


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("【自营】三脚架 T200 铝合金", "三脚架 T200 铝合金，"),
        ("暖灯(WARM) 台灯 护眼 大1...", "暖灯(WARM) 台灯 护眼，"),
        ("暖灯 AB CD EF GH 台灯...", "商品名称为暖灯 AB CD EF GH 台灯..."),
        ("大号套装茶杯 家用 包邮", "大号套装茶杯 家用，"),
        ("", "本品"),
    ],
)
def test_a_title_is_made_fit_for_a_sentence(title: str, start: str) -> None:
    assert write(title, [("重量", "2kg")]).text.startswith(start)


def test_a_title_of_keywords_is_a_sentence_of_its_own() -> None:
    title = "新款加厚大号收纳箱家用衣服整理箱玩具储物盒车载后备箱塑料带盖透明周转箱子"
    first = zh.compose(topic(title, [("材质", "PP")]))[0]
    assert "".join(str(piece) for piece in first).endswith(f"{title}。")


def test_without_a_title_the_category_or_the_type_is_the_subject() -> None:
    assert write(facts=[("容量", "1L")], category="家居 > 厨房 > 水壶").text.startswith("这款水壶")
    assert told(write(facts=[("类型", "上衣"), ("材质", "棉")]))[0] == ("类型", "上衣")


@pytest.mark.parametrize("pick", [0, 1])
def test_keywords_alone_make_a_sentence(pick: int) -> None:
    text = write(keywords=("高清显示", "长续航", "快速充电"), pick=pick).text
    assert "高清显示、长续航和快速充电" in text
    assert text.startswith("本品")
    assert write(keywords=("保温杯", "不锈钢", "made in Italy")).text == "特点：保温杯、不锈钢、made in Italy。"


def test_many_unknown_facts_are_told_in_short_sentences() -> None:
    facts = [
        (f"{a}{b}", value)
        for a in "甲乙丙丁戊"
        for b, value in zip("子丑寅卯辰巳午未", "木铁棉麻丝竹石玉", strict=True)
    ]
    sentences = zh.compose(topic("柜子", facts, pick=11))
    lengths = [sum(len(piece if isinstance(piece, str) else piece.words) for piece in s) for s in sentences]
    assert max(lengths) <= 48
    assert 8 <= len(sentences) <= 20


def test_facts_of_nothing_give_no_text() -> None:
    assert zh.compose(topic()) == []


def test_patterns_claim_nothing_of_their_own() -> None:
    texts = [
        text
        for table in (DATA["generic"], DATA["kinds"], DATA["features"], DATA["opening"])
        for entry in table.values()
        for forms in (entry.values() if isinstance(entry, dict) else [entry])
        for text in ([forms] if isinstance(forms, str) else forms)
        if "{" in text
    ]
    assert len(texts) > 300
    for text in texts:
        plain = re.sub(r"\{[nvtb]\}", "|", text)
        assert not any(mark.isnumeric() for mark in plain), text
        assert not re.search(r"最|第|极|顶级|享|助力|打造|彰显|百搭|完美|超|约|近|等", plain), text
        assert max(map(len, re.findall(r"[一-鿿]+", plain)), default=0) < 8, text


def test_every_pattern_has_its_kind() -> None:
    assert set(DATA["kinds"]) <= set(kinds.table())
