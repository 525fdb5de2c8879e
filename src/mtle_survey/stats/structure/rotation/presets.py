"""Rotations by name, including those that reproduce other software."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.structure.rotation.criteria import (
    Criterion,
    bifactor,
    geomin,
    oblimin,
    target,
    varimax,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """How a named rotation is done.

    Attributes
    ----------
    criterion : str
        ``oblimin``, ``geomin``, ``varimax``, ``bifactor`` or ``target``.
    oblique : bool
        Whether factors may correlate.
    kaiser : bool
        Whether rows are scaled to unit communality while rotating.
    promax : str
        Empty, or which loadings are raised to the power: ``rows`` normalised (SPSS, EFAtools), ``raw``
        (psych's Promax), or ``kaiser``: everything on Kaiser-scaled rows (psych's promax).
    description : str
        What it is, for the methods section.
    """

    criterion: str
    oblique: bool
    kaiser: bool = False
    promax: str = ""
    description: str


PRESETS: dict[str, Preset] = {
    "oblimin": Preset(
        criterion="oblimin",
        oblique=True,
        description="direct oblimin, gamma 0, no Kaiser normalisation (as psych and GPArotation)",
    ),
    "oblimin_spss": Preset(
        criterion="oblimin", oblique=True, kaiser=True, description="direct oblimin, Kaiser normalisation"
    ),
    "quartimin": Preset(criterion="oblimin", oblique=True, description="quartimin, no Kaiser normalisation"),
    "geomin": Preset(criterion="geomin", oblique=True, description="oblique geomin"),
    "varimax": Preset(
        criterion="varimax", oblique=False, kaiser=True, description="varimax, Kaiser normalisation"
    ),
    "varimax_raw": Preset(criterion="varimax", oblique=False, description="varimax, no Kaiser normalisation"),
    "promax": Preset(
        criterion="varimax",
        oblique=False,
        kaiser=True,
        promax="rows",
        description="promax from Kaiser-normalised varimax, row-normalised target (as SPSS and EFAtools)",
    ),
    "promax_psych": Preset(
        criterion="varimax",
        oblique=False,
        kaiser=True,
        promax="raw",
        description="promax from Kaiser-normalised varimax, raw target (as psych Promax and R promax)",
    ),
    "promax_psych_kaiser": Preset(
        criterion="varimax",
        oblique=False,
        kaiser=True,
        promax="kaiser",
        description="promax on Kaiser-normalised loadings throughout (as psych rotate = 'promax')",
    ),
    "target": Preset(criterion="target", oblique=True, description="oblique rotation to a partial target"),
    "target_orthogonal": Preset(
        criterion="target", oblique=False, description="orthogonal rotation to a partial target"
    ),
    "bifactor": Preset(criterion="bifactor", oblique=False, description="orthogonal bi-quartimin"),
    "bifactor_oblique": Preset(
        criterion="bifactor", oblique=True, description="oblique bi-quartimin (group factors may correlate)"
    ),
}


def criterion_of(preset: Preset, gamma: float, delta: float, aimed: ArrayLike | None) -> Criterion:
    """The criterion of a preset with its parameters; ValueError when a target is missing."""
    if preset.criterion == "target":
        if aimed is None:
            raise ValueError("rotation to a target needs the target: loadings aimed at, nan where free")
        return target(np.asarray(aimed, dtype=float))
    makers = {
        "oblimin": lambda: oblimin(gamma),
        "geomin": lambda: geomin(delta),
        "varimax": varimax,
        "bifactor": bifactor,
    }
    return makers[preset.criterion]()
