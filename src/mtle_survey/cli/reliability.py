"""``mtle reliability``: how consistent the scores are, scale by scale and wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.options import Files, InstrumentName, Output, Printed, Respondent
from mtle_survey.cli.output import Format
from mtle_survey.cli.run import render_table, with_study

if TYPE_CHECKING:
    from mtle_survey.study import Study
    from mtle_survey.table import Row

KEYING_ERRORS = frozenset({"D201"})


def reliability(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Coefficients with intervals and item statistics, per scale and wave."""
    render = render_table("reliability", lambda s: s.reliability + s.items + s.description, _text)
    with_study(
        "reliability",
        lambda: open_inputs(files, instrument, id),
        render,
        output=output,
        form=format,
        tolerate=KEYING_ERRORS,
    )


def _text(study: Study) -> str:
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.report.format import estimate, estimate_with_interval

    def found(statistic: str, scale: str, wave: str | None) -> Row | None:
        return study.reliability.one(statistic=statistic, scale=scale, wave=wave, headline=True)

    rows, reasons = [], []
    for wave, scores in study.scores.items():
        for scale in scores.scales:
            alpha, omega = found("alpha", scale, wave), found("omega_total", scale, wave)
            mean_r, sem = found("mean_inter_item_correlation", scale, wave), found("sem", scale, wave)
            if alpha is None or omega is None or mean_r is None or sem is None:
                continue
            rows.append(
                [
                    study.instrument.scale[scale].title,
                    wave or "",
                    str(len(scores.administered[scale])),
                    str(alpha.n),
                    estimate_with_interval(alpha),
                    estimate(omega),
                    estimate(mean_r),
                    estimate(sem),
                ]
            )
            reasons += [
                f"{scale} {wave or ''}: {r.statistic}: {r.unavailable}"
                for r in (alpha, omega)
                if r.unavailable
            ]
    table = text_table(
        ["Scale", "Wave", "Items", "n", f"Alpha [{100 * study.confidence:g}% CI]", "Omega", "Mean r", "SEM"],
        rows,
    )
    parts = [table, "", "n: respondents who answered every item of the scale. Interval of alpha: Feldt below n = 50, BCa bootstrap from there.", ""]
    parts += [f"Not available: {reason}" for reason in dict.fromkeys(reasons)]
    return "\n".join([*parts, *_items(study)])


def _items(study: Study) -> list[str]:
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.report.format import estimate, estimate_with_interval

    parts: list[str] = []
    for wave, scores in study.scores.items():
        for scale, items in scores.administered.items():
            if not study.instrument.scale[scale].report or study.instrument.scale[scale].parts:
                continue
            rows = []
            for item in items:
                rest = study.items.one(statistic="item_rest_correlation", scale=scale, item=item, wave=wave)
                dropped = study.items.one(statistic="alpha_if_dropped", scale=scale, item=item, wave=wave)
                mean = study.description.one(statistic="mean", item=item, wave=wave)
                if rest and dropped and mean:
                    text = study.instrument.item[item].text + (
                        " (R)" if item in study.instrument.reverse_keyed(scale) else ""
                    )
                    rows.append(
                        [
                            f"{item}  {text}",
                            str(rest.n),
                            estimate(mean),
                            estimate_with_interval(rest),
                            estimate(dropped),
                        ]
                    )
            title = f"{study.instrument.scale[scale].title}{f', {wave}' if wave else ''}"
            parts += ["", title, text_table(["Item", "n", "Mean", "Item-rest r [CI]", "Alpha without"], rows)]
    return parts
