"""What a study file says about decisions, checked before any other file is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtle_survey.decisions.cohorts import CohortPlan
from mtle_survey.decisions.consent import ConsentRule
from mtle_survey.decisions.spellings import Spellings, spelling_faults
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.codes import LEAST_ELEMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPlan:
    """What a study file says about decisions; paths are ready to be opened.

    Attributes
    ----------
    corrections, links, withdrawn, roster, sessions : Path or None
    planned : mapping of activity to hours
    consent : ConsentRule or None
    cohorts : CohortPlan or None
    dose, cluster : str or None
        The fields that hold the hours and the site.
    respondent : tuple of str
        The columns that identify people.
    fuzzy : bool or None
        Whether near matches are joined; None leaves it to the kind of identifier.
    spellings : mapping of field to name to spellings
        What is one site or group under several spellings.
    """

    corrections: Path | None = None
    links: Path | None = None
    withdrawn: Path | None = None
    roster: Path | None = None
    sessions: Path | None = None
    planned: Mapping[str, float] = field(default_factory=dict)
    consent: ConsentRule | None = None
    cohorts: CohortPlan | None = None
    dose: str = "hours"
    cluster: str | None = None
    respondent: tuple[str, ...] = ()
    fuzzy: bool | None = None
    spellings: Spellings = field(default_factory=dict)

    def files(self) -> dict[str, Path]:
        """The files that the study names, by key."""
        named = {
            "corrections": self.corrections,
            "links": self.links,
            "withdrawn": self.withdrawn,
            "roster": self.roster,
            "sessions": self.sessions,
        }
        return {key: path for key, path in named.items() if path is not None}

    def columns(self) -> tuple[str, ...]:
        """Columns that are needed although the instrument may not declare them."""
        consent = (self.consent.column,) if self.consent else ()
        cohort = (self.cohorts.column,) if self.cohorts else ()
        return (*consent, *cohort, *self.spellings)


def decision_plan(values: Mapping[str, Any], folder: Path, instrument: Instrument) -> DecisionPlan:
    """The plan that the readable keys of a study file make.

    Parameters
    ----------
    values : mapping
        The keys of the study file.
    folder : Path
        Where the study file stands; paths are relative to it.
    instrument : Instrument
    """

    def beside(key: str) -> Path | None:
        return folder / values[key] if key in values else None

    sessions = values.get("sessions")
    attendance: Mapping[str, Any] | None = {"file": sessions} if isinstance(sessions, str) else sessions
    consent, cohorts = values.get("consent"), values.get("cohorts")
    cohorts = {"column": cohorts} if isinstance(cohorts, str) else cohorts
    dose, cluster = instrument.field_with_role("dose"), instrument.field_with_role("cluster")
    return DecisionPlan(
        corrections=beside("corrections"),
        links=beside("links"),
        withdrawn=beside("withdrawn"),
        roster=beside("roster"),
        sessions=folder / attendance["file"] if attendance else None,
        planned=attendance.get("planned", {}) if attendance else {},
        consent=ConsentRule(column=consent["column"], values=tuple(consent["value"])) if consent else None,
        cohorts=CohortPlan(column=cohorts["column"], waves=cohorts.get("waves", {})) if cohorts else None,
        dose=values.get("dose") or (dose.id if dose else "hours"),
        cluster=values.get("cluster") or (cluster.id if cluster else None),
        respondent=respondent_names(values.get("respondent"), instrument),
        fuzzy=values["linking"] == "fuzzy" if "linking" in values else None,
        spellings=values.get("spellings", {}),
    )


def respondent_names(
    respondent: str | Mapping[str, Sequence[str]] | None, instrument: Instrument
) -> tuple[str, ...]:
    """The columns that identify people."""
    if isinstance(respondent, str):
        return (respondent,)
    if respondent:
        return tuple(respondent["code"])
    own = instrument.field_with_role("respondent")
    return (own.id,) if own else ()


def plan_faults(
    values: Mapping[str, Any], waves: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """What cannot be meant: problem code, place in the file, what was found, and the reason."""
    respondent = values.get("respondent")
    elements = respondent.get("code", ()) if isinstance(respondent, Mapping) else ()
    if 1 < len(elements) < LEAST_ELEMENTS:
        yield "T007", ("respondent", "code"), f"{len(elements)} elements", ""
    for place, what, reason in spelling_faults(values.get("spellings", {})):
        yield "T003", place, what, reason
    cohorts = values.get("cohorts")
    if not isinstance(cohorts, Mapping):
        return
    used = {wave for own in cohorts.get("waves", {}).values() for wave in own.values()}
    for wave in sorted(used - set(waves)):
        yield "T003", ("cohorts", "waves"), f"“{wave}”", f"It is no wave of the study: {', '.join(waves)}."
    for wave in [wave for wave in waves if wave not in used]:
        yield "T003", ("cohorts", "waves"), f"nothing from “{wave}”", "Every wave must belong to some cohort."
