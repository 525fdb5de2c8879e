"""What an evaluation declares before it sees results, locked by a hash, and what was done differently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtle_survey.errors import MtleError, problem
from mtle_survey.evidence.cut_offs import CUT_OFFS
from mtle_survey.screening.rule import CarelessRule

if TYPE_CHECKING:
    from mtle_survey.instrument.model import Instrument

SCHEMA = "mtle-plan/1"
Plan = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One thing that was declared in one way and done in another.

    Attributes
    ----------
    what : str
    planned, done : str
        Empty where nothing was declared, or done.
    """

    what: str
    planned: str
    done: str


def declared(instrument: Instrument, waves: Sequence[str], settings: Mapping[str, Any]) -> Plan:
    """Everything of a study that decides what counts as a result, as plain data.

    Parameters
    ----------
    instrument : Instrument
    waves : sequence of str
        In time order.
    settings : mapping
        What the study declares, by the names that ``Study`` knows.
    """
    rule = settings.get("careless") or CarelessRule()
    own = instrument.field_with_role("cluster")
    scored = {
        scale.id: {
            "items": list(instrument.scale_items(scale.id)),
            "reverse_keyed": sorted(instrument.reverse_keyed(scale.id)),
            "method": scale.score.method,
            "min_answered": scale.score.min_answered,
            "kind": scale.kind,
        }
        for scale in instrument.scored_scales()
    }
    return {
        "instrument": {"id": instrument.id, "version": instrument.version},
        "scoring": fingerprint(scored),
        "waves": list(waves),
        "primary": list(settings.get("primary", ())),
        "questions": [
            {"ask": q.ask, "measures": list(q.measures), "target": dict(q.target or {})}
            for q in settings.get("questions", ())
        ],
        "design": dict(settings.get("design") or {"type": "one_group"}),
        "cluster": settings.get("cluster") or (None if own is None else own.id),
        "groups": list(settings.get("groups", ())),
        "dose": settings.get("dose"),
        "meaningful_step": dict(settings.get("meaningful_step") or {}),
        "smallest_effect": dict(settings.get("smallest_effect") or {}),
        "retest": list(settings.get("retest", ())),
        "careless": {"exclude": rule.exclude, "indices": sorted(rule.indices)},
        "confidence": settings.get("confidence", 0.95),
        "extras": list(settings.get("extras", ())),
        "cut_offs": fingerprint({name: asdict(cut) for name, cut in CUT_OFFS.items()}),
    }


def fingerprint(content: Any) -> str:
    """SHA-256 of plain data, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def lock(plan: Plan) -> bytes:
    """The plan with its hash, as it is written down; the same plan gives the same bytes."""
    content = {"schema": SCHEMA, "plan": plan, "sha256": fingerprint(plan)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_lock(path: Path) -> Plan:
    """The plan of a lock file.

    Raises
    ------
    MtleError
        There is none, or it was changed after it was locked.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        plan, locked = content["plan"], content["sha256"]
        if content["schema"] == SCHEMA and fingerprint(plan) == locked:
            return dict(plan)
        found = "its content no longer fits its hash"
    except OSError:
        found = "there is no such file"
    except (ValueError, KeyError, TypeError):
        found = "it is not a file that mtle plan --lock wrote"
    raise MtleError([problem("T071", file=str(path), found=found)])


def deviations(planned: Plan, done: Plan) -> tuple[Deviation, ...]:
    """What differs between a locked plan and what was done, in the plan's order."""
    return tuple(_differences("", planned, done))


def _differences(name: str, planned: Any, done: Any) -> Iterator[Deviation]:
    if isinstance(planned, dict) and isinstance(done, dict):
        for key in dict.fromkeys((*planned, *done)):
            yield from _differences(f"{name}: {key}" if name else key, planned.get(key), done.get(key))
    elif planned != done:
        if name == "questions":
            yield from _questions(planned or [], done or [])
        else:
            yield Deviation(what=name.replace("_", " "), planned=_plain(planned), done=_plain(done))


def _questions(planned: Sequence[Plan], done: Sequence[Plan]) -> Iterator[Deviation]:
    """Questions are told apart by what they ask."""
    before, after = ({q["ask"]: q for q in questions} for questions in (planned, done))
    for ask in dict.fromkeys((*before, *after)):
        old, new = before.get(ask), after.get(ask)
        if old != new:
            yield Deviation(what=f"question “{ask}”", planned=_question(old), done=_question(new))
    if sorted(before) == sorted(after) and list(before) != list(after):
        yield Deviation(what="order of the questions", planned="; ".join(before), done="; ".join(after))


def _question(found: Plan | None) -> str:
    if found is None:
        return ""
    target = ", ".join(f"{key} {value:g}" for key, value in found["target"].items())
    return f"{', '.join(found['measures']) or 'no measure'}{f'; target {target}' if target else ''}"


def _plain(value: Any) -> str:
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, str) and len(value) == 64:
        return f"SHA-256 {value[:12]}…"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
