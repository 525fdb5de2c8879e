"""Whole studies drawn at random, with what makes public editions leak: skewed answers, few lost, few late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from mtle_survey.decisions.set_aside import set_aside
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Missing, Responses
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses

SMALLEST = 10
SHAPES = {
    "middle": (0.1, 0.2, 0.4, 0.2, 0.1),
    "agree": (0.0, 0.05, 0.15, 0.4, 0.4),
    "ceiling": (0.0, 0.0, 0.05, 0.25, 0.7),
    "floor": (0.6, 0.3, 0.1, 0.0, 0.0),
    "poles": (0.4, 0.1, 0.0, 0.1, 0.4),
}
ROLE = {
    "id": "role",
    "title": "Role",
    "type": "single",
    "codes": ("t", "c", "l", "o"),
    "labels": ("Teacher", "Coach", "Lead", "Other role"),
}
RETRO = {"id": "retro", "items": ("lead1", "lead2", "lead3"), "occasion": "retro", "format": "adjacent"}


@dataclass(frozen=True)
class Recipe:
    """How a study is made.

    Attributes
    ----------
    n : int
        People.
    lost, late : int
        The last so many are not in the later wave; the first so many are in the later one only.
    shapes : tuple of str
        How answers spread, question by question, in turn.
    stay : float
        How likely an answer is the same the second time.
    rise : float
        How likely an answer is one higher the second time than it would be.
    blanks : float
        How likely a question is left out.
    sites : tuple of int
        The site of each person, in turn.
    design : str
        ``one_group``, ``comparison`` or ``retrospective``.
    seed : int
    roles : tuple of int
        The role of each person, in turn, as a place in ``ROLE``; none where nobody is asked.
    moved : float
        How likely a role is another one the second time.
    reasons : float
        How likely it is said of a question that is left out that one prefers not to answer.
    """

    n: int
    lost: int = 0
    late: int = 0
    shapes: tuple[str, ...] = ("middle",)
    stay: float = 0.6
    rise: float = 0.0
    blanks: float = 0.0
    sites: tuple[int, ...] = (1,)
    design: str = "one_group"
    seed: int = 1
    roles: tuple[int, ...] = ()
    moved: float = 0.0
    reasons: float = 0.0
    options: dict[str, Any] = field(default_factory=dict)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Studies of 12 to 80 people at one to four sites."""
    n = draw(st.integers(12, 80))
    return Recipe(
        n=n,
        lost=draw(st.integers(0, min(14, n // 3))),
        late=draw(st.integers(0, min(12, n // 4))),
        shapes=tuple(draw(st.lists(st.sampled_from(sorted(SHAPES)), min_size=1, max_size=5))),
        stay=draw(st.sampled_from([0.2, 0.6, 0.9])),
        rise=draw(st.sampled_from([0.0, 0.0, 0.4, 0.8])),
        blanks=draw(st.sampled_from([0.0, 0.0, 0.01, 0.04])),
        sites=tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))),
        design=draw(st.sampled_from(["one_group", "one_group", "comparison", "retrospective"])),
        seed=draw(st.integers(0, 10**6)),
    )


@st.composite
def described(draw: st.DrawFn) -> Recipe:
    """The same with roles, which are no groups of the study, and with reasons why questions are left out."""
    return replace(
        draw(recipes()),
        roles=tuple(draw(st.lists(st.integers(0, 3), min_size=1, max_size=7))),
        moved=draw(st.sampled_from([0.0, 0.0, 0.05, 0.3])),
        blanks=draw(st.sampled_from([0.0, 0.01, 0.04, 0.2])),
        reasons=draw(st.sampled_from([0.0, 0.2, 0.7])),
    )


def study_of(recipe: Recipe, people: Sequence[int] | None = None, audience: str = "public") -> Study:
    """The study of a recipe, or of some of its people; a person answers the same in all of them."""
    model = _model(recipe)
    waves = {"pre": _wave(model, recipe, "pre"), "post": _wave(model, recipe, "post")}
    if recipe.design == "retrospective":
        waves["retro"] = _wave(model, recipe, "retro")
    everybody = np.arange(recipe.n)
    here = {
        "pre": everybody >= recipe.late,
        "post": everybody < recipe.n - recipe.lost,
        "retro": everybody < recipe.n - recipe.lost,
    }
    chosen = np.isin(everybody, everybody if people is None else list(people))
    waves = {
        name: set_aside(wave, ~(here[name] & chosen), "withdrawn", "not in this data")
        for name, wave in waves.items()
    }
    options = dict(recipe.options)
    if recipe.design == "comparison":
        options["design"] = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
    else:
        options["groups"] = ("arm",)
    return Study(
        model,
        waves,
        respondent="teacher",
        title="A study",
        cluster="site",
        audience=audience,
        small_cell=SMALLEST,
        **options,
    )


def _model(recipe: Recipe) -> Instrument:
    changes: dict[str, Any] = {"forms": (RETRO,)} if recipe.design == "retrospective" else {}
    if recipe.roles:
        changes["fields"] = (*(field.model_dump() for field in instrument().fields), ROLE)
    return instrument(**changes)


def _wave(model: Instrument, recipe: Recipe, name: str) -> Responses:
    """Everybody's answers in a wave; those of the later ones are mostly those of the first."""
    asked = RETRO["items"] if name == "retro" else None
    wave = responses(model, name, range(recipe.n), asked=asked)
    number = ("pre", "post", "retro").index(name)
    own = np.random.default_rng([recipe.seed, number])
    for k, item in enumerate(wave.items):
        place = model.rated_items.index(item)
        weights = SHAPES[recipe.shapes[place % len(recipe.shapes)]]
        before = np.random.default_rng([recipe.seed, 9, place]).choice(5, recipe.n, p=weights) + 1
        again = own.choice(5, recipe.n, p=weights) + 1
        kept = (own.random(recipe.n) < recipe.stay) | (number == 0)
        higher = np.random.default_rng([recipe.seed, 7, place]).random(recipe.n) < recipe.rise
        wave.values[:, k] = np.minimum(np.where(kept, before, again) + (higher & (name == "post")), 5)
    left_out = own.random(wave.values.shape) < recipe.blanks
    left_out[left_out.all(axis=1)] = False
    wave.values[left_out] = np.nan
    wave.reasons[left_out] = Missing.BLANK
    if recipe.reasons:
        wave.reasons[left_out & (own.random(left_out.shape) < recipe.reasons)] = Missing.REFUSED
    if recipe.roles:
        roles = np.array([recipe.roles[p % len(recipe.roles)] for p in range(recipe.n)])
        moved = (own.random(recipe.n) < recipe.moved) & (number > 0)
        roles[moved] = own.integers(0, len(ROLE["codes"]), moved.sum())
        wave.fields["role"] = np.array([ROLE["codes"][r] for r in roles], dtype=object)
    wave.fields["site"][:] = [str(recipe.sites[p % len(recipe.sites)]) for p in range(recipe.n)]
    return wave
