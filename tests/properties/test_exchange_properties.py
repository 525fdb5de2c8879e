"""Any instrument goes to any platform and comes back the same, but for what is listed."""

from __future__ import annotations

import json
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtle_survey.instrument.load import read_instrument
from mtle_survey.normalise import normalise_label
from tests.unit.exchange.same import BOTH_WAYS, substance, there_and_back

LETTERS = string.ascii_letters + string.digits + " .,;:?!'\"()&<>|-_/%#äß“é中"
WORDS = st.text(LETTERS, min_size=1, max_size=30).map(lambda t: f"W{t.strip()}e")
LABELS = st.lists(WORDS, min_size=8, max_size=8, unique_by=normalise_label)
REASONS = st.sampled_from(["not_applicable", "refused", "dont_know", "not_shown", "other"])


@st.composite
def formats(draw):
    step = draw(st.sampled_from([1, 2, 0.5, -0.25]))
    count = draw(st.integers(2, 5))
    start = draw(st.integers(-2, 2))
    codes = sorted(start + step * n for n in range(count))
    labels = draw(LABELS)
    made = {"codes": codes, "labels": labels[:count]}
    if draw(st.booleans()):
        made["labels"] = {f"{codes[0]:g}": labels[0], f"{codes[-1]:g}": labels[1]}
    ways_out = draw(st.integers(0, 2))
    if draw(st.booleans()):
        made["stem"] = draw(WORDS)
    made["nonresponse"] = {
        code: {"label": label, "reason": draw(REASONS)}
        for code, label in zip(["88", "na"][:ways_out], labels[6:], strict=False)
    }
    return made


@st.composite
def items(draw, names):
    kind = draw(
        st.sampled_from(
            ["rated", "rated", "rated", "aspects", "options", "multiple", "rank", "number", "text"]
        )
    )
    item = {"text": draw(WORDS)}
    if kind == "rated":
        item["format"] = draw(st.sampled_from(names))
        if draw(st.booleans()):
            item["stem"] = draw(WORDS)
    elif kind == "aspects":
        item["aspects"] = {aspect: draw(st.sampled_from(names)) for aspect in ("now", "wanted")}
    elif kind in ("options", "multiple", "rank"):
        item["options"] = draw(LABELS)[: draw(st.integers(2, 4))]
        if kind != "options":
            item["type"] = kind
    else:
        item["type"] = kind
        if kind == "number" and draw(st.booleans()):
            item["range"] = {"low": draw(st.integers(-5, 0)), "high": draw(st.integers(1, 900))}
    if draw(st.booleans()):
        item["about"] = "principal"
    return item


@st.composite
def instruments(draw):
    made = draw(st.dictionaries(st.sampled_from(["agree", "often", "f_3"]), formats(), min_size=1))
    names = sorted(made)
    questions = {f"q_{n}": draw(items(names)) for n in range(draw(st.integers(1, 6)))}
    rated = [
        one
        for key, item in questions.items()
        for one in ([key] if "format" in item else [f"{key}__{a}" for a in item.get("aspects", ())])
    ]
    used = {f for i in questions.values() for f in (i.get("format"), *i.get("aspects", {}).values()) if f}
    text = {
        "id": "made",
        "version": "1.0.0",
        "title": draw(WORDS),
        **({"instruction": draw(WORDS)} if draw(st.booleans()) else {}),
        "response_formats": {name: one for name, one in made.items() if name in used},
        "items": questions,
    }
    if rated:
        text["scales"] = {
            "s": {"title": "S", "items": rated, "reverse_keyed": [i for i in rated if draw(st.booleans())]}
        }
    codes = draw(
        st.lists(
            st.text("ab_ 12", min_size=1, max_size=9).map(lambda t: f"c{' '.join(t.split())}"),
            unique=True,
            max_size=3,
        )
    )
    text["fields"] = {
        "who": {
            "title": draw(WORDS),
            "text": draw(WORDS),
            "role": "respondent",
            "personal": draw(st.booleans()),
        },
        "day": {"title": "Day", "role": "date", "type": "date"},
    }
    if codes:
        labels = draw(LABELS)[: len(codes)]
        text["fields"]["grp"] = {
            "title": "G",
            "role": "group",
            "type": "single",
            "codes": codes,
            "labels": labels,
        }
    return read_instrument(json.dumps(text, ensure_ascii=False).encode())


@pytest.mark.parametrize("platform", BOTH_WAYS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(instrument=instruments())
def test_an_instrument_comes_back_the_same(platform, instrument):
    with tempfile.TemporaryDirectory() as folder:
        _, back, _ = there_and_back(instrument, platform, Path(folder))
    assert substance(back) == substance(instrument)
