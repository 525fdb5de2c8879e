"""Write an instrument, or one of its forms, as a platform's definition."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.errors import UsageError, problem
from mtle_survey.exchange.layout import questionnaire
from mtle_survey.exchange.losses import losses, some
from mtle_survey.exchange.model import Export, Platform
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.plugins import discover


def platforms() -> dict[str, Platform]:
    """Every known platform by its name on the command line."""
    found: dict[str, Platform] = discover("mtle_survey.exchange.platforms", "PLATFORM")
    return {platform.name: platform for platform in found.values()}


def export_definition(instrument: Instrument, platform: str, form: str | None = None) -> Export:
    """The definition file of a platform, with all that it cannot hold.

    Parameters
    ----------
    instrument : Instrument
    platform : str
        ``qsf``, ``redcap``, ``xlsform``, ``lss``, ``limesurvey-txt``,
        ``questionnaire-docx`` or ``questionnaire-pdf``.
    form : str, optional
        A form's id; without it every item is asked.

    Raises
    ------
    UsageError
        If there is no such platform or form.
    """
    known = {name: one for name, one in platforms().items() if one.write is not None}
    if platform not in known:
        raise UsageError(f"No questionnaire can be written as “{platform}”. Known: {', '.join(known)}.")
    if form is not None and form not in instrument.form:
        hint = did_you_mean(form, instrument.form)
        listed = ", ".join(instrument.form) or "none"
        raise UsageError(f"Instrument {instrument.id} has no form “{form}”. {hint}Forms: {listed}.")
    chosen = known[platform]
    model = None if form is None else instrument.form[form]
    write = chosen.write
    if write is None:
        raise ValueError(f"{platform} cannot be written")
    export = write(questionnaire(instrument, model))
    kept = losses(instrument, model, chosen)
    renamed = list(export.headers.items())
    if renamed:
        example = "; ".join(f"{item}: {{columns: ['{header}']}}" for item, header in renamed[:2])
        found = some([f"{item} is {header}" for item, header in renamed])
        why = "its rules for names are stricter, or a grid stands before its rows"
        kept += (
            problem(
                "X002",
                found=found,
                count=len(renamed),
                platform=chosen.label,
                why_other=why,
                example=example,
            ),
        )
    return replace(export, problems=(*kept, *export.problems))
