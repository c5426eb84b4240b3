import tomllib
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu import kinds


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Material (product.metafields.custom.material)", "Material"),
        ("Metafield: custom.fabric_care [single_line_text_field]", "fabric care"),
        ("attribute:pa_color", "color"),
        ("Google Shopping / Gender", "Gender"),
        ("重量(kg)", "重量"),
        ("batteryLife", "battery Life"),
        ("No.5", "No.5"),
        ("3.5mm jack", "3.5mm jack"),
        ("（必填）", "(必填)"),
    ],
)
def test_names_lose_what_export_files_add(name, clean):
    assert kinds.clean(name) == clean


@pytest.mark.parametrize(
    "name", ["材质", "material", "Материал", "Materiaal", "matériau", "chất liệu", "materijal", "materiał"]
)
def test_a_kind_is_known_in_many_languages(name):
    found = kinds.of(name)
    assert found is not None
    assert found.id == "material"


def test_a_narrower_name_is_not_the_kind():
    found = kinds.of("内胆材质")
    assert found is None or found.id != "material"


@pytest.mark.parametrize(
    ("name", "language", "label"),
    [
        ("Kleur", "en", "color"),
        ("Цвет", "zh", "颜色"),
        ("Vendor", "en", "brand"),
        ("Colour", "en", "colour"),
        ("MATERIAL", "en", "material"),
        ("USB Sockets", "en", "USB sockets"),
        ("Bluetooth Range Extender", "en", "Bluetooth range extender"),
        ("CPU", "en", "CPU"),
        ("Keep-warm Time", "en", "keep-warm time"),
        ("FLEX AND RESPONSE", "en", "flex and response"),
        ("USB CABLE", "en", "USB cable"),
        ("R-Value", "en", "R-Value"),
        ("手感描述词", "en", "手感描述词"),
        ("颜色分类", "zh", "颜色分类"),
        ("material", "zh", "材质"),
    ],
)
def test_a_fact_is_told_under_a_name_that_suits_the_text(name, language, label):
    assert kinds.label(name, language) == label


@pytest.mark.parametrize("name", ["room", "system", "heel", "flow", "energy"])
def test_the_id_of_a_kind_is_no_name(name):
    assert name in kinds.table()
    assert kinds.of(name) is None


def test_no_name_stands_for_two_kinds():
    raw = tomllib.loads(files("miaoshu").joinpath("rules/kinds.toml").read_text("utf-8"))
    owners = defaultdict(set)
    for kind, entry in raw.items():
        for name in (entry["zh"], entry["en"], *entry.get("names", ()), *entry.get("also", ())):
            owners[kinds.normal(name)].add(kind)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


@given(st.text())
def test_a_clean_name_is_one_line(name):
    assert kinds.clean(name) == " ".join(kinds.clean(name).split())
    assert kinds.normal(name) == kinds.normal(name).casefold()
