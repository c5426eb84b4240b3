"""Products as no merchant would dare to send them."""

from hypothesis import strategies as st

from miaoshu.records import Fact, Product

NASTY = [
    "<b>", "<script>alert(1)</script>", "{名称}", "**", "```", "[[x]]", "&amp;", "\\n", '"', "'", "=1+1", "-5", "12", "3.5",
    "1/2", "10-15cm", "2×500ml", "500ml", "12小时", "三挡", "100%棉", "纯棉", "304不锈钢", "USB3.0", "是", "否", "Yes", "no", "红",
    "S/M/L", "。", "，", ". ", "a", "in", "עברית", "العربية", "👗👠", "مقاس 42", "Ø 10 mm", "1,299", "１２ｃｍ", "½", "№5",
    "This is a whole English sentence.", "这是一整句话。", "…", "x" * 120, "100", "1", "0", "万", "克", "二十", "Größe", "Мужчины",
]  # fmt: skip
NAMES = [
    "品牌", "材质", "颜色", "重量", "重量(kg)", "尺码", "容量", "产地", "适用人群", "功能", "防水", "包装清单", "质保", "扬程", "目数",
    "brand", "Vendor", "Material", "colour", "Weight (lbs)", "Size", "capacity", "Made in", "Waterproof", "stitch count",
    "Metafield: custom.sole_material [single_line_text_field]", "pa_fabric", "口袋数", "长度/cm", "<i>x</i>", "层数", "цвет", "kleur",
]  # fmt: skip

_words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12),
    st.text("棉红大小的0123456789.mkg升，。 ab", min_size=1, max_size=12),
)
values = st.lists(_words, min_size=1, max_size=3).map("".join).filter(str.strip)
names = st.one_of(st.sampled_from(NAMES), values)
facts = st.builds(Fact, names, values, publish=st.sampled_from([True, True, True, False]))
products = st.builds(
    Product,
    id=st.just("1"),
    title=st.one_of(st.just(""), values),
    category=st.one_of(st.just(""), values),
    language=st.sampled_from(["zh", "en", "ru", ""]),
    facts=st.lists(facts, max_size=8).map(tuple),
    keywords=st.lists(values, max_size=4).map(tuple),
    text=st.one_of(st.just(""), values),
).filter(lambda p: p.title or p.keywords or any(map(str.isalnum, p.text)) or any(f.publish for f in p.facts))
