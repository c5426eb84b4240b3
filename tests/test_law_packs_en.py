"""The English law packs: sentences that they must catch and sentences that they must let pass."""

from __future__ import annotations

import pytest

from miaoshu import law
from miaoshu.records import Fact, Finding, Product

# category, facts as "name=value; name=value", sentence

UNLAWFUL_US = [
    ("jacket", "Price=$89", "Was $199, now $89."),
    ("knife", "Warranty=2 years", "A lifetime warranty on the blade."),
    ("knife", "Rated power=500 W", "A top-rated motor."),
    ("lotion", "Material=plastic", "Plastic-free packaging."),
    ("bottle", "", "This eco-friendly bottle goes wherever you go."),
    ("shirt", "", "Shipped carbon neutral from our workshop."),
    ("paper", "", "Made from 100% recycled paper."),
    ("device", "", "An FDA-approved massager for tired feet."),
    ("supplement", "", "Lowers blood pressure within a month."),
    ("rope", "", "A rope that lasts forever."),
    ("knife", "", "Proudly made in the USA."),
    ("tape", "", "The strongest tape ever made."),
    ("game", "", "Limited time offer for families."),
    ("soap", "", "An all-natural soap for hands."),
    ("headlamp", "", "Satisfaction guaranteed."),
    ("rug", "", "A sustainable rug for the living room."),
    ("cup", "", "A guilt-free, zero-waste cup."),
    ("serum", "", "Reverses the signs of aging overnight."),
    ("pan", "", "Scientifically proven non-stick."),
    ("battery", "", "Outlasts every other battery."),
    ("camera", "", "Compare at $249."),
    ("game", "", "Voted the best party game."),
]

LAWFUL_US = [
    ("lamp", "Shipping=Free shipping", "Free shipping on this lamp."),
    ("bottle", "Material=BPA-free Tritan", "A BPA-free bottle with a wide mouth."),
    ("box", "Packaging=recyclable cardboard", "It arrives in recyclable cardboard."),
    ("knife", "Country of origin=USA", "Made in the USA with a walnut handle."),
    ("watch", "Warranty=Lifetime warranty on the movement", "The movement has a lifetime warranty."),
    ("speaker", "Awards=Red Dot 2023", "This award-winning speaker fills a room."),
    ("cream", "Testing=Dermatologist tested", "Dermatologist tested and quickly absorbed."),
    ("chair", "Warranty=5 years guarantee", "Covered by a five-year guarantee."),
    ("paper", "Content=100% recycled fiber", "Printed on 100% recycled fiber."),
    ("pan", "Coating=PFOA-free ceramic", "A PFOA-free ceramic coating."),
    ("tent", "Warranty=2 years", "A two-year warranty covers the poles."),
    ("bottle", "", "A great bottle for long walks."),
    ("dog treats", "", "A dry treat for training and long walks."),
    ("pillow", "", "It weighs only 2 kg and rolls up small."),
    ("grill", "", "It handles even the toughest cuts."),
    ("oven mitt", "", "Protects your hands from hot pans."),
    ("toy", "", "Soft enough for naps, sturdy enough for adventures."),
    ("helmet", "", "Vents keep the head cool on climbs."),
    ("stroller", "", "Folds with one hand in just one step."),
    ("cap", "", "Protects from sun on long hikes."),
    ("bag", "", "Made for the biggest adventures."),
    ("lotion", "", "Soothes dry hands after a day outside."),
]

UNLAWFUL_EU = [
    ("cream", "Ingredients=shea butter", "Free from parabens and silicones."),
    ("soap", "Material=recycled glass", "The pump is recyclable."),
    ("shirt", "", "A sustainable shirt for every day."),
    ("shoes", "", "CO2-compensated delivery and production."),
    ("fashion", "", "Part of our conscious collection."),
    ("oats", "", "This oat drink reduces cholesterol."),
    ("biscuits", "", "Sugar-free biscuits with cocoa."),
    ("cereal", "", "A source of fibre for breakfast."),
    ("cream", "", "The cream heals wounds and regenerates cells."),
    ("sofa", "", "Only today at half price."),
    ("toy", "", "Meets all European safety requirements."),
    ("jacket", "", "Made from recycled ocean plastic."),
    ("spray", "", "100% natural and harmless to nature."),
    ("water", "", "Rich in magnesium."),
    ("tea", "", "Helps you lose weight naturally."),
    ("pan", "", "The No. 1 in Germany."),
    ("mattress", "", "Cures back pain in a week."),
    ("toy", "", "Absolutely safe for every child."),
]

LAWFUL_EU = [
    ("gummies", "Vitamin C=80 mg per portion", "Vitamin C contributes to the normal function of the immune system."),
    ("biscuits", "Sugar=0 g, sugar-free", "Sugar-free biscuits with cocoa."),
    ("protein bar", "Protein=20 g per bar", "High in protein, with a caramel core."),
    ("cream", "Testing=dermatologist tested", "Dermatologist tested and light on the skin."),
    ("jacket", "Earlier price=was price €120", "Was €120, now €79."),
    ("washer", "Programme=eco 40-60", "The eco programme washes at low heat."),
    ("paper", "Certificate=FSC", "Responsibly sourced paper in a neat pad."),
    ("cake", "Allergens=gluten-free", "Gluten-free cake with almonds."),
    ("water", "Magnesium=60 mg/l", "Rich in magnesium."),
    ("cream", "", "A rich cream with shea butter for dry skin."),
    ("tea", "", "A lovely tea for rainy afternoons."),
    ("cookies", "", "Buttery cookies with a light crunch."),
    ("pan", "", "It heats evenly and cleans up quickly."),
    ("cat", "", "A scratching post for curious cats."),
    ("olive oil", "", "A fruity oil for salads and bread."),
    ("knife", "", "A sharp blade for bread and cake."),
    ("garden", "", "Green leaves all year."),
    ("coffee", "", "Notes of cocoa and cherry."),
]


def found(market: str, category: str, facts: str, text: str) -> list[Finding]:
    pairs = [fact.partition("=") for fact in facts.split("; ") if fact]
    told = tuple(Fact(name, value) for name, _, value in pairs)
    product = Product("1", category=category, language="en", facts=told)
    return [finding for finding in law.find(text, product, "en", market) if finding.severity == "block"]


@pytest.mark.parametrize(("category", "facts", "text"), UNLAWFUL_US)
def test_what_us_law_forbids_is_found(category: str, facts: str, text: str) -> None:
    assert found("us", category, facts, text)


@pytest.mark.parametrize(("category", "facts", "text"), LAWFUL_US)
def test_what_us_law_allows_passes(category: str, facts: str, text: str) -> None:
    assert not found("us", category, facts, text)


@pytest.mark.parametrize(("category", "facts", "text"), UNLAWFUL_EU)
def test_what_eu_law_forbids_is_found(category: str, facts: str, text: str) -> None:
    assert found("eu", category, facts, text)


@pytest.mark.parametrize(("category", "facts", "text"), LAWFUL_EU)
def test_what_eu_law_allows_passes(category: str, facts: str, text: str) -> None:
    assert not found("eu", category, facts, text)


@pytest.mark.parametrize("market", ["us", "eu"])
def test_swap_of_a_rule_gives_a_lawful_edit(market: str) -> None:
    text = "This unbeatable kettle boils fast."
    (finding,) = found(market, "kettle", "", text)
    better = law.swap(finding, text)
    assert better == "great"
    assert not found(market, "kettle", "", text[: finding.start] + better + text[finding.end :])


@pytest.mark.parametrize("market", ["us", "eu"])
def test_every_rule_names_its_article_and_gives_advice(market: str) -> None:
    (pack,) = law.packs_for("en", market)
    assert pack.name == f"claims-{market}"
    assert pack.source
    for rule in pack.rules:
        assert rule.article[0] != "@"
        assert rule.says != rule.advice
        assert rule.patterns
