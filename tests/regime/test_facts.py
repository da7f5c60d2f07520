"""What the shipped regimes must show when they run, and the regimes beside article: what changed, and nothing else."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

import scorewatch as sw
from regime.facts import KINDS, Facts, FactsError, read_facts, untrue
from scorewatch.regime import flags
from scorewatch.regime.read import shipped
from scorewatch.study.run import Run
from support import ran

HEAD = "people = 100\nmonths = 2\nseed = 1\n"


def facts(name: str) -> Facts:
    file = f"{name}.facts.toml"
    text = files("scorewatch").joinpath("regimes", file).read_text(encoding="utf-8")
    return read_facts(text, file, sw.load(name))


@cache
def run(name: str, people: int, months: int, seed: int) -> Run:
    return sw.run(sw.load(name), people=people, months=months, seed=seed)


@pytest.mark.parametrize("name", shipped())
def test_the_facts_of_a_shipped_regime(name: str) -> None:
    """Every file beside a regime, all of its facts: a false one is told in its own words."""
    told = facts(name)
    wrong = [untrue(fact, lambda of: run(of, told.people, told.months, told.seed), name) for fact in told.facts]
    assert not any(wrong), "\n".join(filter(None, wrong))
    assert 8 <= len(told.facts) <= 14


def test_every_regime_has_its_facts_and_no_facts_are_a_regime() -> None:
    names = {entry.name for entry in files("scorewatch").joinpath("regimes").iterdir() if entry.name.endswith(".toml")}
    assert names == {f"{name}{end}" for name in shipped() for end in (".toml", ".facts.toml")}


def test_the_kinds_of_flags_are_those_that_can_be_raised() -> None:
    source = files(flags.__package__).joinpath("flags.py").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in source] == []


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ('of = "listed"\nat_leest = 3', 'no word is called "at_leest"; did you mean "at_least"?'),
        ('of = "listd"\nis = 0', 'no measure is called "listd"; did you mean "listed"?'),
        ('of = "listed"\nper = "poeple"\nis = 0', 'did you mean "people"?'),
        ('of = "listed"\nitem = "untrustwrthy"\nis = 0', 'did you mean "untrustworthy"?'),
        ('of = "acts"\nitem = "untrustworthy"\nis = 0', 'no item is called "untrustworthy"'),
        ('of = "exits"\nby = "terms"\nis = 0', 'no by is called "terms"; did you mean "term"?'),
        ('of = "untold"\nby = "score"\nis = 0', 'no by is called "score"'),
        ('of = "listed"\nwho = { age = "child" }\nis = 0', 'no axis of who is called "age"'),
        ('of = "listed"\nwho = { age_band = "kid" }\nis = 0', 'no age_band is called "kid"'),
        ('of = "listed"\nthan = "artcle"\nis = 0', 'no than is called "artcle"'),
        ('of = "listed"\nthan = "article"\nis = 0', 'no than is called "article"'),
        ('of = "listed"', "is, at_least or at_most is missing"),
        ('of = "listed"\nis = "0"', "is must be a number"),
        ('of = "listed"\nis = true', "is must be a number"),
        ("of = 3\nis = 0", "of must be a text"),
        ("at_most = 3", "neither a measure (of) nor red flags"),
        ('flags = ["kin"]\nis = 0', "is has no measure (of) beside it"),
        ('no_flags = ["kn"]', 'no red flag is called "kn"; did you mean "kin"?'),
        ('of = "listed"\nper = "entries"\nis = 0', "is not for each of what happens"),
    ],
)
def test_a_mistake_in_a_fact_is_told(fact: str, message: str) -> None:
    """A misspelt word would make a fact true of anything."""
    with pytest.raises(FactsError) as caught:
        read_facts(f'{HEAD}[[fact]]\nsays = "That it is so."\n{fact}\n', "x.facts.toml", sw.load("article"))
    assert message in str(caught.value)
    assert 'x.facts.toml, fact 1 ("That it is so.")' in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace("seed", "sead"), 'no word is called "sead"; did you mean "seed"?'),
        (HEAD.replace("100", "100_001"), "people must be a whole number up to 100,000"),
        (HEAD, "there is no [[fact]]"),
        (f'{HEAD}[[fact]]\nof = "listed"\nis = 0', "says is missing"),
    ],
)
def test_a_mistake_in_a_file_is_told(text: str, message: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_facts(text, "x.facts.toml", sw.load("article"))
    assert message in str(caught.value)


PARTS = """
[behaviour.b]
says = "b"
acts_per_year = 6
domain = "civic"
[behaviour.c]
says = "c"
acts_per_year = 1
by_age = { child = 0, adult = 1, older = 1 }
domain = "civic"
[sensor.s]
says = "s"
sees = "b"
recorded = 1
[list.l]
says = "l"
[list.l.ground.g]
says = "g"
on = "b"
term = "2 months"
"""


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ('of = "records_true"\nper = "acts"\nitem = "b"\nis = 1', ""),
        ('of = "records_true"\nper = "acts"\nat_most = 0.95', ""),  # c is among the acts
        ('of = "records_false"\nis = 0', ""),
        ('of = "acts"\nitem = "b"\nper = "people"\nat_least = 5\nat_most = 7', ""),  # for each and year
        ('of = "acts"\nitem = "b"\nper = "people"\nat_least = 7', "should be: at_least 7"),
        ('of = "acts"\nitem = "b"\nper = "people"\nat_most = 5', "should be: at_most 5"),
        ('of = "acts"\nitem = "c"\nwho = { age_band = "child" }\nis = 0', ""),
        ('of = "acts"\nitem = "c"\nis = 0', "should be: is 0"),
        ('of = "listed"\nper = "people"\nat_least = 0.5\nat_most = 0.8', ""),  # 1 - exp(-6/12 x 2), as they stand
        ('of = "listed"\nat_most = 2000', ""),  # at the end, not in every month
        ('of = "exits"\nby = "term"\nper = "exits"\nis = 1', ""),
        ('of = "exits"\nby = "appeal"\nis = 0', ""),
        ('of = "untold"\nper = "listed"\nwho = { age_band = "child", sex = "male" }\nis = 1', ""),
        ('of = "granted"\nper = "appeals_filed"\nat_most = 1', "not estimable"),
        ('of = "entries"\nthan = "no-regime"\nis = 1', "not estimable"),
        ('of = "acts"\nthan = "no-regime"\nat_least = 0.1\nat_most = 0.9', ""),
        ('flags = ["no_notice", "no_review"]', ""),
        ('flags = ["kin"]', "not raised: kin"),
        ('no_flags = ["no_review", "kin"]', "raised: no_review"),
    ],
)
def test_a_fact_is_found_true_or_not(fact: str, told: str) -> None:
    """Of 2,000 people whose rules leave no doubt."""
    here = ran(PARTS, people=2_000, steps=14)
    read = read_facts(f'{HEAD}[[fact]]\nsays = "f"\n{fact}\n', "x.facts.toml", here.regime)
    found = untrue(read.facts[0], lambda of: here if of == "test" else run(of, 2_000, 14, 1), "test")
    assert told in found
    assert bool(found) == bool(told)


PEOPLE = (
    "acts_per_year",
    "by_age",
    "by_sex",
    "by_region",
    "by_group",
    "by_trait",
    "spread",
    "domain",
    "right",
    "targeted",
)


@pytest.mark.parametrize("name", ["no-regime", "article-with-safeguards"])
def test_the_people_are_those_of_article(name: str) -> None:
    """Same population, traits and conduct under the same names: so two runs have the same luck, and pair."""
    here, article = sw.load(name).rules, sw.load("article").rules
    for part in ("population", "trait", "step", "lasts"):
        assert getattr(here, part) == getattr(article, part), part
    assert list(here.behaviour) == list(article.behaviour)
    for behaviour, one in here.behaviour.items():
        for word in PEOPLE:
            assert getattr(one, word) == getattr(article.behaviour[behaviour], word), (behaviour, word)


def test_no_regime_says_nothing_else() -> None:
    given = set(sw.load("no-regime").raw)
    assert given == {"format", "title", "about", "step", "lasts", "population", "trait", "behaviour"}


def test_safeguards_change_what_is_marked_and_nothing_else() -> None:
    """Article, edited as the page says, is article-with-safeguards."""
    safe, article = sw.load("article-with-safeguards").raw, sw.load("article").raw
    list_ = article["list"]["untrustworthy"]
    del article["sensor"]["platforms"], list_["ground"], article["sanction"]["private_school"]
    del article["due_process"]["review"]["capacity_per_year"]
    list_["term"] = "2 years"
    article["due_process"]["notice"] = {"value": 1, "low": 0.9, "high": 1, "source": "assumed"}
    article["due_process"]["corrects_record"] = True
    article["due_process"]["review"]["share"] = {"value": 1, "low": 0.9, "high": 1, "source": "assumed"}
    for word in ("title", "about"):
        del safe[word], article[word]
    assert safe == article
