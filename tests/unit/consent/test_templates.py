"""Common wishes: each is one rule, decides what its title says, and reads so; and "niemand" means nobody."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import holding, lexicon, model, templates
from gateway.consent.asked import Request, make_item
from gateway.consent.decide import compile_policy, decide
from gateway.consent.lexicon import Entry
from gateway.consent.saying import say
from gateway.errors import GatewayError
from tests.builders.reading_ease import too_hard

NAMES = lexicon.make((Entry("org", "linde", "De Linde"), Entry("person", "bos", "Jan Bos")))
LINDE = Request("bos", "linde", "huisarts", (), "TREAT", "see")
ELSEWHERE = Request("vos", "beuk", "huisarts", (), "TREAT", "see")
ANSWERS = {"party": "org:linde", "domain": "wijkverpleging", "life": "geestelijke-gezondheid"}
EXP = 1_810_764_000
NOW = EXP - 1000
NURSING = {"domain": "wijkverpleging"}
GP = {"domain": "huisarts"}
MIND = {"life": ["geestelijke-gezondheid"], "life_primary": ["geestelijke-gezondheid"]}


def level(rules: list[dict[str, Any]], who: Request, item: dict[str, Any], now: int = NOW) -> str:
    read = [model.read_rule({**rule, "text": "-"}) for rule in rules]
    single = {name: value for name, value in item.items() if isinstance(value, str)}
    several = {name: tuple(value) for name, value in item.items() if isinstance(value, list)}
    return decide(compile_policy(read), who, make_item(single, {"label": ("N",), **several}, None), now).level


def chosen(id_: str, **answers: str) -> dict[str, Any]:
    return templates.made(templates.find(id_), id_, {**ANSWERS, **answers}, EXP)


PERMIT_ALL = {"id": "all", "effect": "permit", "who": {"kind": "org", "id": "linde"}, "how": ["see"]}
UNTIL = "Dit geldt tot en met 19 mei 2027."

# Per wish: its sentence, and what De Linde gets of nursing, of the GP's, and of mental health in nursing. A wish that
# forbids stands where De Linde may see everything. A stranger gets nothing.
ALL_PARTS = (
    "wat de huisarts opschrijft en wat de wijkverpleging opschrijft. Ook: besluiten over hulp van de gemeente. Ook: "
    "wat de jeugdhulp opschrijft en wat de jeugdarts opschrijft. Ook: wat de cliënt zelf invult."
)
Levels = tuple[str, str, str]
SAYS: dict[str, tuple[str, Levels]] = {
    "alles": (f"De Linde mag dit zien: {ALL_PARTS} {UNTIL}", ("see", "see", "see")),
    "een-onderdeel": (
        f"De Linde mag dit zien: wat de wijkverpleging opschrijft. {UNTIL}",
        ("see", "deny", "see"),
    ),
    "alleen-contact": (
        f"De Linde mag hier alleen zien dat er contact was: {ALL_PARTS} {UNTIL}",
        ("contact-only", "contact-only", "contact-only"),
    ),
    "niemand-over": (
        "Niemand mag dit zien of gebruiken: wat er staat over geestelijke gezondheid.",
        ("see", "see", "deny"),
    ),
    "niemand-gevoelig": (
        "Niemand mag dit zien of gebruiken: wat gemerkt is als psychisch, seks, verslaving of hiv. Ook: geweld.",
        ("see", "see", "deny"),
    ),
}


@pytest.mark.parametrize("id_", SAYS)
def test_a_wish_decides_and_reads_as_its_title_says(id_: str) -> None:
    sentence, linde = SAYS[id_]
    template, rule = templates.find(id_), chosen(id_)
    assert say(model.read_rule({**rule, "text": "-"}), NAMES) == sentence
    assert len(sentence) <= 400
    assert too_hard(sentence) == too_hard(template.title) == []
    rules = holding.held([PERMIT_ALL, rule]) if template.forbids else [rule]
    items = (NURSING, GP, {**NURSING, **MIND, "label": ["PSY", "R"]})
    # The life domain is known of every item, or not knowing it would deny.
    items = tuple({"life": ["huisvesting"], "life_primary": ["huisvesting"], **item} for item in items)
    assert tuple(level(rules, LINDE, item) for item in items) == linde
    assert {level(rules, ELSEWHERE, item) for item in items} == {"deny"}
    if not template.forbids:
        assert {level(rules, LINDE, item, EXP) for item in items} == {"deny"}  # a year is a year


def test_every_wish_is_tried_here() -> None:
    assert {one.id for one in templates.ALL if one.rule is not None} == set(SAYS)
    assert [one.id for one in templates.ALL if one.place] == ["dit-overleg"]


@pytest.mark.parametrize(
    ("id_", "answers"),
    [
        ("alles", {"party": ""}),
        ("alles", {"party": "king:x"}),
        ("een-onderdeel", {"domain": "weer"}),
        ("niemand-over", {"life": ""}),
        ("dit-overleg", {}),
        ("iets-anders", {}),
    ],
)
def test_an_answer_that_does_not_fit_makes_no_rule(id_: str, answers: dict[str, str]) -> None:
    with pytest.raises(GatewayError):
        chosen(id_, **answers)


NOBODY = {"id": "n", "effect": "deny", "who": {"kind": "any"}, "what": {"life": ["geestelijke-gezondheid"]}}
ITEM = {**NURSING, **MIND}


@pytest.mark.parametrize(
    "permit",
    [
        {"who": {"kind": "org", "id": "linde"}},
        {"who": {"kind": "org", "id": "linde"}, "what": {"domain": ["wijkverpleging"]}},
        {"who": {"kind": "person", "id": "bos"}, "what": {"life": ["geestelijke-gezondheid"]}},
        {"who": {"kind": "orgtype", "id": "huisarts"}, "what": {"domain": ["wijkverpleging"]}},
        {"who": {"kind": "any"}, "what": {"domain": ["wijkverpleging"]}},
    ],
)
def test_nobody_means_nobody(permit: dict[str, Any]) -> None:
    rules = [{"id": "p", "effect": "permit", "how": ["see"], **permit}, NOBODY]
    made = holding.held(rules)
    assert level(made, LINDE, ITEM) == "deny"
    other = {**NURSING, "life": ["huisvesting"], "life_primary": ["huisvesting"]}
    assert level(made, LINDE, other) == ("deny" if "life" in permit.get("what", {}) else "see")
    assert holding.held(made) == made  # nothing more to add
    assert holding.without(made, "n") == rules[:1]
    assert holding.exceptions(made, "n") == []


@pytest.mark.parametrize(
    "more",
    [
        {"what": {"problem": ["PB0024"]}},
        {"what": {"record": ["r"]}},
        {"what": {"domain": ["wijkverpleging"]}, "why": ["TREAT"]},
        {"who": {"kind": "any"}, "what": {"record": ["r"]}},
    ],
)
def test_a_permit_that_is_more_exact_stays_above_and_is_told(more: dict[str, Any]) -> None:
    permit = {"id": "p", "effect": "permit", "who": {"kind": "org", "id": "linde"}, "how": ["see"], **more}
    made = holding.held([permit, NOBODY])
    item = {**ITEM, "problem": ["PB0024"], "problem_primary": ["PB0024"], "record": "r"}
    assert level(made, LINDE, item) == "see"
    assert holding.exceptions(made, "n") == [permit]


def test_a_permit_given_later_does_not_open_what_nobody_may_see() -> None:
    made = holding.held([NOBODY])
    assert made == [NOBODY]
    later = holding.held([*made, PERMIT_ALL])
    assert level(later, LINDE, ITEM) == "deny"
    assert [rule["id"] for rule in later] == ["n", "all"] or later[-1]["id"].startswith("bij-n-")
