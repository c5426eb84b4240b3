from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu import law
from miaoshu.errors import UserError
from miaoshu.records import Fact, Product

NOTHING = Product("1", language="zh")

UNLAWFUL = [
    # text, words that have to be among the findings, rule
    ("这是市面上最好的保温杯，值得拥有", "最好的", "scope-superlative"), ("我们的面霜效果最佳", "效果最佳", "superlative"),
    ("采用最先进的静音电机", "最先进的", "superlative"), ("全球最薄的折叠手机", "全球最薄的", "scope-superlative"),
    ("顶级羊绒，柔软亲肤", "顶级", "supreme"), ("用料考究，极致柔软", "极致", "supreme"),
    ("行业领先的降噪技术", "行业领先", "supreme"), ("国家级品质，放心选购", "国家级品质", "national-level"),
    ("全网销量第一", "全网销量第一", "first"), ("NO.1防晒之选", "NO.1", "first"), ("中国羊绒第一品牌", "第一", "first"),
    ("独一无二的设计", "独一无二的", "only"), ("送长辈首选，体面又大方", "首选", "only"), ("全球首发的新色", "全球首发", "scope-superlative"),
    ("人民大会堂指定用茶", "人民大会堂指定用茶", "state-organs"), ("国家领导人都在用的茶杯", "国家领导人", "state-organs"),
    ("手机壳印有国旗图案", "印有国旗图案", "national-symbols"), ("台湾国进口凤梨酥", "台湾国", "sovereignty"),
    ("偷拍无痕，谁也发现不了", "偷拍无痕", "harm-and-privacy"), ("不买不是中国人", "不买不是中国人", "public-order"),
    ("佩戴后转运招财，旺夫旺财", "转运", "obscene-superstition-violence"), ("打牌必胜的神器", "打牌必胜", "obscene-superstition-violence"),
    ("女人就该在家做家务", "女人就该在家", "discrimination"), ("真象牙雕刻的手串", "象牙雕", "environment-heritage"),
    ("小朋友快让妈妈给你买吧", "让妈妈", "minors"), ("实验证明去污率高", "实验证明", "unsourced-data"),
    ("采用国家发明专利", "国家发明专利", "patent"), ("甩其他品牌几条街", "其他品牌", "belittling"), ("比戴森吸力更强", "比戴森", "belittling"),
    ("这款枕头能治疗颈椎病", "治疗颈椎病", "medical"), ("湿疹患者的福音", "湿疹患者", "medical"), ("戴上它促进血液循环", "促进血液循环", "medical"),
    ("7天见效，用过都知道", "7天见效", "guarantee"), ("无任何副作用", "无任何副作用", "guarantee"), ("一个月瘦20斤", "一个月瘦20斤", "guarantee"),
    ("吃它胜过吃药", "胜过吃药", "health-food"), ("医生推荐的护膝", "医生推荐", "endorsement"), ("媲美母乳的配方奶粉", "媲美母乳", "infant-food"),
    ("一次通过考试，保过", "保过", "education-investment"), ("升值空间无限", "升值空间", "education-investment"),
    ("荣获2023年德国红点设计大奖", "荣获2023年德国红点设计大奖", "awards"), ("中国驰名商标", "驰名商标", "trademark-fame"),
    ("累计销量突破500万件", "累计销量突破500万件", "sales-claims"), ("百万用户选择", "百万用户选择", "sales-claims"),
    ("清仓跳楼价，买到赚到", "跳楼价", "price-fraud"), ("原价999元，现仅需99元", "原价999元" , "price-fraud"),
]  # fmt: skip

LAWFUL = [
    "最大承重120kg，稳稳当当", "最高温度可达220℃，最低16度", "第一次使用前请清洗干净", "第一层放书，第二层放杂物", "最好在阴凉干燥处存放", "用完最好擦干再收",
    "最近新上架，最后一步拧紧即可", "每台机器有唯一编码", "一级能效，省电", "特级初榨橄榄油", "完美贴合桌面弧度", "顶部有提手，顶层可放小物", "极简设计，极光色渐变",
    "绝对湿度范围明确标注", "最短30秒，最长可定时12小时", "最薄处仅5mm", "最佳食用温度为4℃", "万能充支持多种型号", "首次使用请充满电", "追求极致的手感",
    "质量第一是我们的理念", "国家标准GB4806", "冠军杯造型的摆件", "全国包邮，第一时间发货", "本品不能代替药物", "如有过敏请停止使用并就医", "母乳是婴儿最好的食物",
    "近视镜框，处方配镜可用", "水龙头不锈钢", "招财猫摆件寓意吉祥", "增高鞋垫两厘米，显瘦版型", "空调除湿，室内祛湿", "防偷拍镜头盖", "治愈系的小夜灯", "孩子长高了也能继续用",
    "直流降压模块", "象牙白餐盘", "老花图案手提包", "抗菌率99%的袜子", "紫外线杀菌的消毒柜", "送给最爱的妈妈", "最常用的工具放在外层", "比上一代轻了50克", "转运珠手链",
    "冲泡后口感最佳", "我们不敢说最好，但用心做", "减肥期间也能吃的荞麦面", "最舒服的姿势窝在沙发里", "《第一本绘本》送给孩子", "完美日记唇釉", "蚕丝被两斤，四季都能盖",
]  # fmt: skip


def words(text, product=NOTHING, **options):
    found = law.find(text, product, "zh", **options)
    return [(text[f.start : f.end], f.rule.split("/")[1]) for f in found if f.severity == "block"]


@pytest.mark.parametrize(("text", "piece", "rule"), UNLAWFUL)
def test_what_the_law_forbids_is_found(text, piece, rule):
    found = words(text)
    assert any(piece in said and rule == by for said, by in found), found


@pytest.mark.parametrize("text", LAWFUL)
def test_the_same_words_in_a_harmless_context_pass(text):
    assert words(text) == []


def test_a_message_says_what_is_wrong_where_it_stands_in_the_law_and_what_to_do():
    (finding,) = law.find("最好的杯子", NOTHING, "zh")
    assert finding.message == "“最好的”属于绝对化用语（广告法第九条第三项）：改写成可核实的参数或具体特点"
    assert (finding.check, finding.rule, finding.start, finding.end) == ("adlaw", "adlaw-cn/superlative", 0, 3)


def test_the_name_of_a_brand_model_or_series_is_no_claim():
    tv = Product("1", facts=(Fact("品牌", "王牌"), Fact("系列", "至尊")))
    assert words("王牌电视至尊系列", tv) == []
    assert words("王牌品质的至尊电视", Product("1", facts=(Fact("品牌", "王牌"),))) == [("至尊", "supreme")]
    assert words("王牌电视", Product("1", facts=(Fact("品牌", "王牌", publish=False),))) == [("王牌", "supreme")]


def test_a_published_fact_excuses_what_it_states():
    said = "荣获红点设计奖"
    assert words(said)
    assert words(said, Product("1", facts=(Fact("奖项", "2023红点设计奖"),))) == []
    assert words(said, Product("1", facts=(Fact("奖项", "2023红点设计奖", publish=False),)))
    assert words(said, Product("1", facts=(Fact("奖项", "无"),)))


def test_rules_depend_on_what_the_product_is():
    said = "帮助治疗感冒"
    assert words(said, Product("1", category="药品 > 感冒药")) == []
    assert words(said, Product("1", category="药品收纳盒"))
    assert words(said, Product("1", category="茶叶"))
    assert words("抗菌配方", Product("1", category="面膜")) == [("抗菌", "disinfecting-words")]
    assert words("抗菌配方", Product("1", category="袜子")) == []
    assert words("润肠通便", Product("1", title="手工酸奶"))
    assert words("这款面膜抗菌") == [("抗菌", "disinfecting-words")]  # the text itself says what it is


def test_of_findings_that_overlap_the_longest_stays():
    found = law.find("全国第一品牌，最好的选择", NOTHING, "zh")
    spans = [(f.start, f.end) for f in found]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_rules_are_limited_by_pack_rule_or_both():
    said = "全网销量第一的顶级面料"
    assert len(words(said)) == 2
    assert words(said, rules=("adlaw-cn/first",)) == words(said, rules=("first",)) == [("全网销量第一", "first")]
    assert len(words(said, rules=("adlaw-cn",))) == len(words(said, rules=("adlaw",))) == 2
    assert words(said, rules=("form",)) == []
    law.check_names(["adlaw-cn", "first", "adlaw-cn/first"])
    with pytest.raises(UserError, match="Did you mean 'adlaw-cn'"):
        law.check_names(["adlaw-ch"])


def test_packs_are_chosen_by_language_and_market():
    assert [pack.name for pack in law.packs_for("zh")] == ["adlaw-cn"]
    assert (
        law.packs_for("zh", "中国")
        == law.packs_for("zh", "CN")
        == law.packs_for("zh", "Tmall")
        == law.packs_for("zh")
    )
    assert law.packs_for("zh", "us") == ()
    assert law.uncovered("zh") == ""
    assert "us" in law.uncovered("zh", "us")
    assert "no law pack covers en texts" in law.uncovered("en", "cn")
    shop = '[pack]\nname = "shop"\nlanguage = "zh"\nmarket = "{}"\n'
    files = tuple((f"{place}.toml", shop.format(place)) for place in ("", "cn", "us"))
    assert len(law.packs_for("zh", "", files)) == 3
    assert len(law.packs_for("zh", "us", files)) == 2


def test_an_unlawful_fact_or_title_is_told_with_its_reason():
    finding = law.unlawful("全国销量第一", NOTHING, "zh", name="荣誉")
    assert finding
    assert (finding.start, finding.end, finding.fact) == (0, 6, "荣誉")
    assert law.unlawful("120kg", NOTHING, "zh", name="最大承重") is None
    assert law.unlawful("第一", NOTHING, "zh", name="销量")
    assert law.unlawful("完美日记", NOTHING, "zh") is None
    assert law.unlawful("军工级", NOTHING, "zh") is None  # only a note


def test_banned_terms_are_found_by_the_check_wherever_they_stand():
    terms = law.banned_terms(NOTHING, "zh")
    assert len(terms) > 300
    assert "顶尖" in terms
    assert not {"最大", "第一", "唯一", "万能"} & set(terms)
    for term in terms[::7]:
        assert words(f"这里{term}，好"), term
    assert not any(a != b and a in b for a in terms[:200] for b in terms)


def test_banned_terms_leave_out_what_this_product_may_say():
    assert "顶尖" not in law.banned_terms(Product("1", facts=(Fact("品牌", "顶尖"),)), "zh")
    assert "保护心脑血管" in law.banned_terms(NOTHING, "zh")
    assert "保护心脑血管" not in law.banned_terms(Product("1", category="药品"), "zh")


def test_a_shorter_lawful_wording_is_proposed_where_the_rule_knows_one():
    text = "顶级面料，最柔软的触感，人民大会堂指定"
    swaps = [law.swap(finding, text) for finding in law.find(text, NOTHING, "zh")]
    assert swaps == ["优质", "柔软的", None]


def test_any_rule_that_speaks_of_words_is_seen_beforehand():
    assert law.meets("顶级", "zh")
    assert not law.meets("不锈钢", "zh")


@settings(max_examples=60, deadline=None)
@given(st.text("最第一好治病全国的，。 大承重不能a", max_size=80), st.text(max_size=30))
def test_findings_are_sound_for_any_text(text, tail):
    text += tail
    for finding in law.find(text, NOTHING, "zh"):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.message.count("\n") == 0


@pytest.mark.parametrize(
    "unit", ["最", "第一", "全国", "治疗", "不治疗", "最好的", "全国最大的", "荣获", "A", "比戴森", "不", "《最好"]
)
def test_a_hostile_text_is_answered(unit):
    text = (unit * 50_000)[:50_000]
    assert all(finding.end <= len(text) for finding in law.find(text, NOTHING, "zh"))
