import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.languages import detect, is_han, measure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("山野牌304不锈钢保温杯 500ml", "zh"),
        ("保溫杯", "zh"),
        ("Acme Phone 15 Pro Max 256GB 国行", "zh"),
        ("Ceramic cup with lid [茶杯]", "en"),
        ("Stainless steel bottle", "en"),
        ("Zwarte leren tas voor dames met rits", "nl"),
        ("Schwarze Tasche aus Leder für Damen", "de"),
        ("Sac en cuir noir pour femme", "fr"),
        ("Bolso de cuero negro para mujer", "es"),
        ("Borsa in pelle nera per donna con tasche", "it"),
        ("Bolsa de couro preto para mulher com fecho", "pt"),
        ("Torba skórzana czarna dla kobiet", "pl"),
        ("Kadın için siyah deri çanta", "tr"),
        ("Crna kožna torba za žene i devojke", "sr"),
        ("Црна кожна торба за жене", "sr"),
        ("Чёрная кожаная сумка", "ru"),
        ("Чорна сумка зі шкіри", "uk"),
        ("Áo thun nam màu đen chất liệu cotton", "vi"),
        ("حقيبة جلد سوداء", "ar"),
        ("کیف چرمی مشکی", "fa"),
        ("תיק עור שחור", "he"),
        ("コットンのシャツ", "ja"),
        ("가죽 가방", "ko"),
        ("กระเป๋าหนัง", "th"),
        ("Δερμάτινη τσάντα", "el"),
        ("Acme Galaxy S23 Ultra هاتف ذكي", "ar"),
        ("WDX-100 0B", ""),
        ("Acme", ""),
        ("", ""),
    ],
)
def test_languages(text, language):
    assert detect(text) == language


def test_texts_are_taken_together():
    assert detect(["X1", "Material", "Oak wood with a soft finish"]) == "en"


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("两 个\n字。", "zh", 4),
        ("one two  three", "en", 3),
        ("a 茶杯 cup", "en", 4),
        ("Größe – klein", "de", 2),
        ("", "en", 0),
    ],
)
def test_length_counts_characters_in_chinese_and_words_elsewhere(text, language, length):
    assert measure(text, language) == length


def test_hangul_is_not_han():
    assert is_han("a 杯")
    assert not is_han("가죽")


@given(st.text())
def test_any_text_has_a_language_or_none(text):
    assert len(detect(text)) in (0, 2)
    assert measure(text, "en") >= 0
