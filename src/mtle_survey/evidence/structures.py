"""The structure of a study's answers: explored, confirmed, compared, each analysis when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.errors import UsageError
from mtle_survey.evidence.confirmatory import (
    ConfirmatoryEvidence,
    TailoredEvidence,
    confirm,
    shown_fit,
    tailored,
)
from mtle_survey.evidence.declared_structure import declared_structure, declared_target
from mtle_survey.evidence.factor_scores import FactorScores, scores_of
from mtle_survey.evidence.invariance import InvarianceEvidence, climb
from mtle_survey.evidence.item_response import ItemResponseEvidence, groups_of, item_response
from mtle_survey.evidence.occasions import WAVE, between_groups, between_waves
from mtle_survey.evidence.structure import (
    StructureData,
    StructureEvidence,
    StructureRequest,
    explore,
    keyed_answers,
    structure_data,
)
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, kw_only=True)
class Structures:
    """What factor analysis and item response models find in the answers of a study.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses
    asked_waves : sequence of str
        Waves in which people answered about the time of asking, in time order.
    links : Links or None
        Who is who across waves.
    level : float
        Level of all intervals.
    seed, refits : int
        Seed of everything drawn, and resamples of what must be fitted again.
    """

    instrument: Instrument
    waves: Mapping[str | None, Responses]
    asked_waves: Sequence[str]
    links: Links | None
    level: float
    seed: int
    refits: int

    def explored(
        self,
        wave: str | None = None,
        scales: Sequence[str] = (),
        *,
        factors: int | None = None,
        correlation: str | None = None,
        estimator: str = "minres",
        rotation: str = "oblimin",
        missing: str = "listwise",
        permutations: int = 1_000,
        progress: Progress = _silent,
    ) -> StructureEvidence:
        """The structure of the answers of one wave, by default the first; waves are never stacked.

        Parameters
        ----------
        wave : str, optional
        scales : sequence of str
            Only the items of these scales.
        factors : int, optional
            The number to extract; by default what the rules agree on, with its neighbours if they do not.
        correlation : {"pearson", "polychoric"}, optional
            By default what suits the answers.
        estimator : {"minres", "ml", "paf"}
        rotation : str
            A preset of rotations; ``target`` aims at the declared structure.
        missing : {"listwise", "pairwise", "fiml"}
            Whose answers the solutions use.
        permutations : int
            Of parallel analysis.
        progress : callable

        Raises
        ------
        UsageError
            There is no such wave or scale, or a target rotation of another number of factors than declared.
        """
        if missing == "fiml" and correlation == "polychoric":
            raise UsageError("incomplete answers are used by fiml for Pearson correlations only")
        data = self._data(wave, scales)
        request = StructureRequest(
            factors=factors,
            correlation=correlation,
            estimator=estimator,
            rotation=rotation,
            missing=missing,
            seed=self.seed,
            permutations=permutations,
            refits=self.refits,
            level=self.level,
        )
        target = None
        if rotation.startswith("target"):
            target = declared_target(declared_structure(self.instrument, data.items), data.items)
            if factors != target.shape[1]:
                raise UsageError(
                    f"a target rotation aims at the declared structure: ask for {target.shape[1]} factors"
                )
        return explore(self.instrument, data, request, target, progress)

    def confirmed(
        self,
        wave: str | None = None,
        scales: Sequence[str] = (),
        progress: Progress = _silent,
    ) -> ConfirmatoryEvidence:
        """How the declared structure fits the answers of one wave, by every estimator."""
        data = self._data(wave, scales)
        declared = declared_structure(self.instrument, data.items)
        return confirm(data, declared, self.level, progress)

    def factor_scores(
        self, found: StructureEvidence | None = None, method: str = "regression"
    ) -> FactorScores:
        """Everyone's scores on the factors of an exploration.

        Parameters
        ----------
        found : StructureEvidence, optional
            By default what :meth:`explored` finds.
        method : {"regression", "bartlett", "ten_berge"}

        Raises
        ------
        UsageError
            There is no solution to score by.
        """
        return scores_of(found or self.explored(), method)

    def tailored_cut_offs(
        self,
        confirmed: ConfirmatoryEvidence | None = None,
        wave: str | None = None,
        scales: Sequence[str] = (),
        estimator: str | None = None,
        progress: Progress = _silent,
    ) -> TailoredEvidence | None:
        """Cut-offs of fit simulated for the declared structure; None where nothing can be fitted.

        Parameters
        ----------
        confirmed : ConfirmatoryEvidence, optional
            By default what :meth:`confirmed` finds.
        wave, scales : as of ``confirmed``
        estimator : {"ml", "mlr", "wlsmv"}, optional
            By default the suitable one.
        progress : callable
        """
        found = confirmed or self.confirmed(wave, scales, progress)
        shown = shown_fit(found, estimator)
        if shown is None:
            return None
        progress(f"cut-offs tailored to the structure ({shown[0]})")
        return tailored(self._data(wave, scales), found, shown[0], self.seed)

    def item_response(
        self,
        wave: str | None = None,
        scales: Sequence[str] = (),
        *,
        dif: str | None = None,
        progress: Progress = _silent,
    ) -> ItemResponseEvidence:
        """A graded response model of each declared factor in one wave, by default the first.

        Parameters
        ----------
        wave : str, optional
        scales : sequence of str
            Only the items of these scales.
        dif : str, optional
            A field; its groups are compared in each item at the same level of the trait.
        progress : callable

        Raises
        ------
        UsageError
            There is no such wave, scale or field.
        """
        responses = self._responses(wave)
        if dif is not None and dif not in responses.fields:
            known = ", ".join(responses.fields) or "none"
            raise UsageError(f"there is no field “{dif}” to compare groups by; there are: {known}")
        data = self._data(wave, scales)
        everyone = keyed_answers(self.instrument, responses, scales)[1]
        groups = None if dif is None else groups_of(responses, dif, everyone)
        declared = declared_structure(self.instrument, data.items)
        return item_response(data, declared, groups, dif, self.level, progress)

    def invariance(
        self,
        over: str = "wave",
        wave: str | None = None,
        scales: Sequence[str] = (),
        *,
        estimator: str | None = None,
        progress: Progress = _silent,
    ) -> InvarianceEvidence:
        """Whether the items measure the same in every wave, or in every group of one wave.

        Parameters
        ----------
        over : str
            ``wave``, or the field whose values are the groups.
        wave : str, optional
            The wave in which groups are compared; by default the first.
        scales : sequence of str
            Only the items of these scales.
        estimator : {"ml", "mlr", "fiml", "wlsmv"}, optional
            By default what suits the answers.
        progress : callable

        Raises
        ------
        UsageError
            There is one wave, nobody can be linked, or there is no such wave, field or scale.
        """
        self._known_scales(scales)
        if over != WAVE:
            comparison = between_groups(self.instrument, self._responses(wave), over, scales)
        elif self.links is None:
            raise UsageError(
                "invariance over waves follows people: give at least two waves and name the column that "
                "identifies people (--id)"
            )
        else:
            waves = {w: self.waves[w] for w in self.asked_waves}
            comparison = between_waves(self.instrument, waves, self.links, scales)
        return climb(self.instrument, comparison, estimator, progress)

    def _data(self, wave: str | None, scales: Sequence[str]) -> StructureData:
        responses = self._responses(wave)
        self._known_scales(scales)
        return structure_data(self.instrument, responses, scales)

    def _responses(self, wave: str | None) -> Responses:
        name = next(iter(self.waves)) if wave is None else wave
        if name not in self.waves:
            known = ", ".join(w for w in self.waves if w is not None) or "unnamed"
            raise UsageError(f"there is no wave “{wave}”; waves are {known}")
        return self.waves[name]

    def _known_scales(self, scales: Sequence[str]) -> None:
        unknown = [s for s in scales if s not in self.instrument.scale]
        if unknown:
            raise UsageError(f"instrument {self.instrument.id} has no scale {', '.join(unknown)}")
