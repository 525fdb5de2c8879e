"""Read exports into responses: the public entry to readers and matching."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from mtle_survey.errors import MtleError, Problem, UsageError, errors_in, problem
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.matching.identification import Respondent, respondent_columns
from mtle_survey.matching.options import Mode
from mtle_survey.matching.prepared import Reading
from mtle_survey.matching.respond import to_responses
from mtle_survey.matching.wording_row import without_wording_row
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.damage import examined_again
from mtle_survey.readers.read import read_table
from mtle_survey.responses import Responses
from mtle_survey.stacking import combine


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpec:
    """One export of a wave and what the evaluator says about it.

    Attributes
    ----------
    path : str
        As the user gave it.
    forms : tuple of str
        Forms the file answers; a form with an ``occasion`` answers for the wave of that name.
    platform, encoding, sheet : str or None
        Overrides of what would be found from the content.
    values : str or None
        ``labels`` or ``codes``.
    columns : mapping of item or field id to header
    suffix : str
        What the headers of this wave end in, where waves stand side by side in one record.
    keep_preview : bool
        Keep preview and test records.
    unfinished : str or None
        ``not_shown`` where blanks after the last answer of an unfinished response were never shown.
    definition : str or None
        Path of the platform's own definition of the questionnaire (QSF, REDCap dictionary, LSS).
    only : mapping of header to value
        Which records count, such as those of one event.
    informant : str or None
        Who answered this file, where several kinds of people answer about one unit.
    """

    path: str
    forms: tuple[str, ...] = ()
    platform: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    values: str | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    suffix: str = ""
    keep_preview: bool = False
    unfinished: str | None = None
    definition: str | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    informant: str | None = None


def read_responses(
    path: str | Path,
    instrument: Instrument,
    *,
    wave: str | None = None,
    form: str | None = None,
    respondent: str | Sequence[str] | None = None,
    platform: str | None = None,
    encoding: str | None = None,
    accept: Iterable[str] = (),
) -> Responses:
    """Read one export as one wave.

    Parameters
    ----------
    path : str or Path
    instrument : Instrument
    wave : str, optional
    form : str, optional
        The form that was answered; by default whatever items the file holds.
    respondent : str or sequence of str, optional
        The column or field that identifies people, or the columns of a self-made code; by default the
        field with that role.
    platform, encoding : str, optional
        Overrides of what is found from the content.
    accept : iterable of str
        Problem codes the evaluator takes responsibility for.

    Raises
    ------
    MtleError
        With every problem found, when one of them is an error that is not accepted.
    """
    spec = FileSpec(path=str(path), forms=(form,) if form else (), platform=platform, encoding=encoding)
    person = respondent if respondent is None or isinstance(respondent, str) else tuple(respondent)
    found = read_wave([spec], instrument, wave, respondent=person)
    responses = found[wave]
    if any(p.code not in set(accept) for p in errors_in(responses.problems)):
        raise MtleError(responses.problems)
    return responses


def read_wave(
    files: Sequence[FileSpec],
    instrument: Instrument,
    wave: str | None,
    *,
    respondent: Respondent = None,
    also: Sequence[str] = (),
    amend: Callable[[RawTable], RawTable] | None = None,
    comments: Mapping[str, str] | None = None,
) -> dict[str | None, Responses]:
    """Read all files of a wave; problems are kept in the responses.

    Parameters
    ----------
    files : sequence of FileSpec
    instrument : Instrument
    wave : str or None
    respondent : str or tuple of str, optional
        The column or field that identifies people, or the columns of a self-made code; by default the
        field with that role.
    also : sequence of str
        Further columns that are needed; they become fields.
    amend : callable, optional
        What is done to every table before its answers are read, such as the evaluator's corrections.
    comments : mapping of open question to header, optional
        Where a study quotes comments: the columns of free text that it declares beside the instrument's. What
        stands in columns of personal data is then remembered, so that comments can be freed of it.

    Returns
    -------
    dict
        The wave itself, and one more entry for each form that answers for another occasion.

    Raises
    ------
    MtleError
        A file cannot be read at all.
    """
    parts: dict[str | None, list[Responses]] = {}
    unreadable: list[MtleError] = []
    written = dict(comments or {})
    needed = (*respondent_columns(instrument, respondent), *also, *written.values())
    for spec in files:
        try:
            table = read_table(
                spec.path,
                platform=spec.platform,
                encoding=spec.encoding,
                sheet=spec.sheet,
                keep_preview=spec.keep_preview,
                definition=spec.definition,
                only=spec.only,
                keep=declared_names(instrument, spec, needed),
                remember_personal=comments is not None,
            )
        except MtleError as error:
            unreadable.append(error)
            continue
        table = without_wording_row(table, instrument)
        table = examined_again(amend(table)) if amend else table
        for occasion, responses in _occasions(table, spec, instrument, wave, respondent, also, written):
            parts.setdefault(occasion, []).append(_answered_by(spec.informant, responses))
    twice = _given_twice(next(iter(parts.values()), ()))
    if unreadable or twice:
        raise MtleError([*(p for error in unreadable for p in error.problems), *twice])
    return {occasion: combine(found) for occasion, found in parts.items()}


def declared_names(instrument: Instrument, spec: FileSpec, needed: Sequence[str]) -> set[str]:
    """Everything that a column of an item, of a field or of the respondent may be called: never emptied."""
    names = {name for headers in spec.columns.values() for name in headers} | set(needed)
    for form in instrument.forms:
        names.update(name for headers in form.columns.values() for name in headers)
    for item in instrument.items:
        names |= {item.id, *item.columns, item.text}
    for declared in instrument.fields:
        names |= {declared.id, *declared.columns, declared.text or declared.title}
    return (names | {name + spec.suffix for name in names}) - {""}


def _given_twice(parts: Sequence[Responses]) -> list[Problem]:
    """Files of one wave that hold the same records, which would count everybody in them again."""
    seen: dict[tuple[object, ...], str] = {}
    found = []
    for part in parts:
        source = part.sources[0]
        columns = tuple(part.columns.get(item) for item in part.items)
        data = (source.sha256, columns, part.rows.tobytes(), part.values.tobytes(), part.reasons.tobytes())
        if data in seen:
            files = f"{seen[data]} and {source.file}"
            found.append(problem("R052", file=source.file, found=files, count=len(part)))
        seen.setdefault(data, source.file)
    return found


def _occasions(
    table: RawTable,
    spec: FileSpec,
    instrument: Instrument,
    wave: str | None,
    respondent: Respondent,
    also: Sequence[str],
    comments: Mapping[str, str],
) -> list[tuple[str | None, Responses]]:
    forms = [_form(instrument, name) for name in spec.forms]
    own = [form for form in forms if form.occasion is None]
    away = [form for form in forms if form.occasion is not None]
    reading = Reading(
        wave=wave,
        columns=spec.columns,
        respondent=respondent,
        values=Mode(spec.values) if spec.values else None,
        suffix=spec.suffix,
        also=tuple(also),
        unfinished=spec.unfinished,
    )
    main = to_responses(table, instrument, replace(reading, form=_merged(own), comments=comments))
    found: list[tuple[str | None, Responses]] = [(wave, main)]
    for form in away:
        other = to_responses(table, instrument, replace(reading, wave=form.occasion, form=form))
        known = set(main.problems)
        found.append(
            (form.occasion, replace(other, problems=tuple(p for p in other.problems if p not in known)))
        )
    return found


def _answered_by(informant: str | None, responses: Responses) -> Responses:
    """Responses that say who answered, where the file does not: one kind of informant for all of them."""
    declared = responses.instrument.field_with_role("informant")
    if informant is None or declared is None or declared.id in responses.fields:
        return responses
    spelling = dict(zip(declared.codes, declared.labels, strict=False))
    same = np.full(len(responses), spelling.get(informant, informant), dtype=object)
    return replace(responses, fields={**responses.fields, declared.id: same})


def _form(instrument: Instrument, name: str) -> Form:
    if name not in instrument.form:
        raise UsageError(
            f"instrument {instrument.id} has no form “{name}”. "
            f"{did_you_mean(name, instrument.form)}Its forms: {', '.join(instrument.form) or 'none'}."
        )
    return instrument.form[name]


def _merged(forms: Sequence[Form]) -> Form | None:
    if len(forms) <= 1:
        return forms[0] if forms else None
    columns = {item: names for form in forms for item, names in form.columns.items()}
    items = tuple(dict.fromkeys(item for form in forms for item in form.items))
    return forms[0].model_copy(
        update={"id": "+".join(form.id for form in forms), "items": items, "columns": columns}
    )
