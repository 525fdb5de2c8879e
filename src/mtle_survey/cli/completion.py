"""What the shell offers for instruments and what is in them, waves, files and formats; it never complains."""

from __future__ import annotations

from collections.abc import Callable
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mtle_survey.errors import MtleError, UsageError

if TYPE_CHECKING:
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.study_plan import StudyPlan


def _quiet(find: Callable[[typer.Context], list[str]]) -> Callable[[typer.Context, str], list[str]]:
    """What ``find`` finds and begins as typed; nothing where the files are not there yet or are broken."""

    def offered(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            found = find(ctx)
        except (MtleError, UsageError, OSError):  # ``mtle validate`` says what is wrong, not the shell
            return []
        return [name for name in found if name.startswith(incomplete)]

    return offered


def _listed(
    find: Callable[[typer.Context, str], list[str]],
) -> Callable[[typer.Context, str], list[str]]:
    """The same for the last of several names with commas between, those that were typed left out."""

    def offered(ctx: typer.Context, incomplete: str) -> list[str]:
        *typed, last = incomplete.split(",")
        before = "".join(f"{name}," for name in typed)
        return [before + name for name in find(ctx, last) if name not in typed]

    return offered


def _instruments(_: typer.Context) -> list[str]:
    from mtle_survey.instrument.find import list_instruments

    return [found.id for found in list_instruments()]


def _scales(ctx: typer.Context) -> list[str]:
    model = _instrument(ctx)
    return [] if model is None else [scale.id for scale in model.scales]


def _fields(ctx: typer.Context) -> list[str]:
    """Fields by which people can be divided."""
    model = _instrument(ctx)
    return [] if model is None else [f.id for f in model.fields if f.role != "respondent" and not f.personal]


def _divisions(ctx: typer.Context) -> list[str]:
    return ["wave", *_fields(ctx)]


def _forms(ctx: typer.Context) -> list[str]:
    """The forms of the instrument that a command is about."""
    from mtle_survey.instrument.find import find_instrument
    from mtle_survey.instrument.load import load_instrument

    named = ctx.params.get("instrument") or next(iter(ctx.args), None)
    return [form.id for form in load_instrument(find_instrument(named).path).forms] if named else []


def _formats(_: typer.Context) -> list[str]:
    from mtle_survey.report.build import writers

    return list(writers())


def _extras(_: typer.Context) -> list[str]:
    from mtle_survey.evidence.on_request import EXTRAS

    return list(EXTRAS)


def _rotations(_: typer.Context) -> list[str]:
    from mtle_survey.stats.structure.rotation.presets import PRESETS

    return list(PRESETS)


def _waves(ctx: typer.Context) -> list[str]:
    from mtle_survey.cli.inputs import split_waves

    plan = _plan(ctx)
    if plan is not None:
        return [wave for wave in plan.waves if wave]
    return [wave for wave in split_waves(_files(ctx)) if wave]


def _files(ctx: typer.Context) -> list[str]:
    """The files typed so far; while an option waits for its value they are left over."""
    return list(ctx.params.get("files") or ctx.args)


def _plan(ctx: typer.Context) -> StudyPlan | None:
    from mtle_survey.study_plan import plan_study

    named = [f for f in _files(ctx) if Path(f).suffix in (".yaml", ".yml")]
    return plan_study(named[0]) if named else None


def _instrument(ctx: typer.Context) -> Instrument | None:
    from mtle_survey.instrument.find import find_instrument
    from mtle_survey.instrument.load import load_instrument

    plan = _plan(ctx)
    if plan is not None:
        return plan.instrument
    name = ctx.params.get("instrument")
    return load_instrument(find_instrument(name).path) if name else None


def complete_wave_file(incomplete: str) -> list[str]:
    """Files behind ``WAVE=``, those in its folders too; a bare path is completed by the shell itself."""
    wave, equals, typed = incomplete.partition("=")
    if not equals:
        return []
    folder, name = (Path(typed), "") if typed.endswith("/") else (Path(typed).parent, Path(typed).name)
    begun = list(folder.glob(escape(name) + "*"))
    inside = [path for found in begun if found.is_dir() for path in found.glob("[!.]*")]
    return sorted(f"{wave}={path}" for path in (*begun, *inside) if path.is_file())


complete_division = _quiet(_divisions)
complete_extra = _quiet(_extras)
complete_field = _quiet(_fields)
complete_form = _quiet(_forms)
complete_formats = _listed(_quiet(_formats))
complete_instrument = _quiet(_instruments)
complete_rotation = _quiet(_rotations)
complete_scale = _quiet(_scales)
complete_scales = _listed(complete_scale)
complete_wave = _quiet(_waves)
