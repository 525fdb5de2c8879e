"""Who was invited: by person, or as counts by site; what is missing while a survey is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.decisions.lines import Line, read_lines
from mtle_survey.decisions.set_aside import field_cells
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.identifiers import comparable_name, comparable_names
from mtle_survey.linking.neighbours import one_edit_apart
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses

OTHER_NAMES = {"code": "id", "school": "site", "cluster": "site"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One line of a roster: a person, or how many people of a site.

    Attributes
    ----------
    id : str
        Empty where the line is a count.
    site, wave, cohort : str
        Empty where the line does not say; without a wave the invitation is for all.
    count : int
    row : int
    """

    id: str
    site: str
    wave: str
    cohort: str
    count: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """How a site stands in one wave; ``site`` is None for all together, ``invited`` where nobody says."""

    wave: str | None
    site: str | None
    invited: int | None
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """People who are on the roster without an answer, and answers of people who are not on it."""

    missing: tuple[Invitation, ...]
    strangers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The invitations of a study.

    Attributes
    ----------
    path : Path
    entries : tuple of Invitation
    """

    path: Path
    entries: tuple[Invitation, ...]

    @property
    def by_person(self) -> bool:
        """Whether every line names a person."""
        return all(entry.id for entry in self.entries)

    def of(
        self, wave: str | None, cohorts: Mapping[str, Sequence[str]] | None = None
    ) -> tuple[Invitation, ...]:
        """The invitations to a wave.

        Parameters
        ----------
        wave : str or None
        cohorts : mapping of cohort to waves, optional
            The waves that each cohort has.
        """
        waves_of = {normalise_label(c): waves for c, waves in (cohorts or {}).items()}
        return tuple(
            e
            for e in self.entries
            if e.wave in ("", wave or "") and (wave in waves_of.get(normalise_label(e.cohort), (wave,)))
        )

    def invited(self, wave: str | None, cohorts: Mapping[str, Sequence[str]] | None = None) -> int:
        """How many people were invited to a wave."""
        return sum(entry.count for entry in self.of(wave, cohorts))


def read_roster(path: Path, instrument: Instrument, respondent: Sequence[str], cluster: str | None) -> Roster:
    """Read a roster: one line per person (``id``), or counts (``invited``).

    Columns ``site``, ``wave`` and ``cohort`` are heeded where they are there. Columns may also bear the name
    of the respondent's column and of the field that holds the site.

    Raises
    ------
    MtleError
        The file cannot be used, or a count is no whole number.
    """
    names = dict(OTHER_NAMES)
    if len(respondent) == 1:
        names |= {name.casefold(): "id" for name in (*respondent, *_names(instrument, respondent[0]))}
    names |= {name.casefold(): "site" for name in _names(instrument, cluster)}
    lines = read_lines(path, (), other_names=names)
    wrong = [line for line in lines if not _is_count(line.get("invited"))]
    if wrong:
        raise MtleError(
            [
                problem(
                    "T111", file=str(path), row=line.row, column="invited", found=f"“{line.get('invited')}”"
                )
                for line in wrong
            ]
        )
    return Roster(path, tuple(_invitation(line, instrument, cluster) for line in lines))


def response_status(
    wave: str | None, responses: Responses, invitations: Sequence[Invitation] | None, cluster: str | None
) -> list[SiteStatus]:
    """How many were invited and answered, all together and by site."""
    answered = responses.answered
    status = [
        SiteStatus(
            wave=wave,
            site=None,
            invited=None if invitations is None else sum(e.count for e in invitations),
            answered=int(answered.sum()),
        )
    ]
    cells = None if cluster is None else field_cells(responses, cluster)
    if cells is None:
        return status
    spelled: dict[str, str] = {}
    here = [_spelling(spelled, text) for text in cells]
    invited: dict[str, int] = {}
    for entry in invitations or ():
        site = _spelling(spelled, entry.site)
        invited[site] = invited.get(site, 0) + entry.count
    for site in sorted({*here, *invited} - {""}):
        of_site = np.array([s == site for s in here], dtype=bool)
        status.append(
            SiteStatus(
                wave=wave,
                site=site,
                invited=None if invitations is None else invited.get(site, 0),
                answered=int((answered & of_site).sum()),
            )
        )
    return status


def unmet(responses: Responses, invitations: Sequence[Invitation]) -> Unmet | None:
    """Who is missing, and who was not expected; None where the roster does not name the people."""
    if not invitations or any(not entry.id for entry in invitations) or responses.ids is None:
        return None
    invited = {comparable_name(responses, entry.id): entry for entry in invitations}
    names = comparable_names(responses)
    met = {name for name, answered in zip(names, responses.answered, strict=True) if answered and name}
    missing = tuple(entry for name, entry in invited.items() if name not in met)
    strangers = tuple((i, name) for i, name in enumerate(names) if name in met and name not in invited)
    return Unmet(missing=missing, strangers=tuple((i, str(name)) for i, name in strangers))


def roster_problems(
    wave: str | None, responses: Responses, invitations: Sequence[Invitation], file: str, cluster: str | None
) -> list[Problem]:
    """Answers of people who were not invited, with whom they may be; more answers than people."""
    found = []
    for status in response_status(wave, responses, invitations, cluster):
        if status.invited is not None and status.answered > status.invited:
            where = status.site or "all sites"
            counts = f"{counted(status.answered, 'answer')} and {status.invited} invited at {where}"
            found.append(problem("T114", file=file, found=f"{counts} in {wave or 'this wave'}"))
    whom = unmet(responses, invitations)
    if whom is None:
        return found
    likely = _likely([name for _, name in whom.strangers], responses, whom.missing)
    for i, name in whom.strangers:
        found.append(
            problem(
                "T113",
                file=responses.sources[responses.source_index[i]].file,
                row=int(responses.rows[i]),
                found="an ID that the roster does not have",
                hint=f"Perhaps the person of row {likely[name].row} of the roster, one slip away. "
                if name in likely
                else "",
            )
        )
    return found


def _likely(
    strangers: Sequence[str], responses: Responses, missing: Sequence[Invitation]
) -> dict[str, Invitation]:
    """The missing person whose ID is one slip away, where there is only one."""
    expected = [str(comparable_name(responses, entry.id)) for entry in missing]
    partners: dict[str, list[Invitation]] = {}
    for i, j in one_edit_apart([*strangers, *expected]):
        if i < len(strangers) <= j:
            partners.setdefault(strangers[i], []).append(missing[j - len(strangers)])
    return {name: entries[0] for name, entries in partners.items() if len(entries) == 1}


def _invitation(line: Line, instrument: Instrument, cluster: str | None) -> Invitation:
    return Invitation(
        id=line.get("id"),
        site=_declared(instrument, cluster, line.get("site")),
        wave=line.get("wave"),
        cohort=line.get("cohort"),
        count=int(line.get("invited") or 1),
        row=line.row,
    )


def _declared(instrument: Instrument, cluster: str | None, text: str) -> str:
    """A site as the instrument spells it, where it declares the sites."""
    field = instrument.field.get(cluster or "")
    if field is None or not field.labels:
        return text
    spelling = dict(zip(map(normalise_label, field.codes), field.labels, strict=False))
    spelling |= {normalise_label(label): label for label in field.labels}
    return spelling.get(normalise_label(text), text)


def _names(instrument: Instrument, name: str | None) -> tuple[str, ...]:
    field = instrument.field.get(name or "")
    return () if field is None else (field.id, field.title, *field.columns)


def _is_count(text: str) -> bool:
    return text == "" or (text.isascii() and text.isdigit())


def _spelling(known: dict[str, str], text: str | None) -> str:
    """One spelling per site: the first that is met."""
    return known.setdefault(normalise_label(text or ""), (text or "").strip())
