"""Everything that is said about change, each part computed once and only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from mtle_survey.evidence.attrition import attrition
from mtle_survey.evidence.cautions import Caution, cautions
from mtle_survey.evidence.change import change
from mtle_survey.evidence.claims import Claims, claims
from mtle_survey.evidence.comparison import comparison
from mtle_survey.evidence.dosage import dosage
from mtle_survey.evidence.equivalence import equivalence
from mtle_survey.evidence.everyone import everyone
from mtle_survey.evidence.growth import growth
from mtle_survey.evidence.individuals import individuals
from mtle_survey.evidence.invariance_gate import invariance_gate
from mtle_survey.evidence.item_change import item_change
from mtle_survey.evidence.missing import applicability_moves
from mtle_survey.evidence.on_request import EXTRAS
from mtle_survey.evidence.order import Order, order_of_gains
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.retrospective import Retrospective, retrospective
from mtle_survey.evidence.score_change import score_change
from mtle_survey.evidence.sensitivity import Flags, Sensitivity, sensitivity
from mtle_survey.evidence.sites import change_by_group, change_by_site
from mtle_survey.evidence.stages import stages
from mtle_survey.evidence.threats import threats
from mtle_survey.linking.link import Links
from mtle_survey.table import Table


@dataclass(frozen=True, kw_only=True)
class ChangeEvidence:
    """The tables of change of one study.

    Attributes
    ----------
    panel : Panel or None
        None where there is one wave, or nobody can be linked; every table is then empty.
    design_type : str
        ``one_group`` or ``comparison``.
    leading : tuple of str
        The scales that the study is judged by.
    orders : tuple of Order
        Declared orders of gains.
    link_again : callable
        People linked with (True) or without (False) near matches.
    careless : callable
        Responses that look careless, by wave.
    extras : tuple of str
        What was asked for, of ``EXTRAS``.
    """

    panel: Panel | None
    design_type: str = "one_group"
    leading: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    link_again: Callable[[bool], Links | None] = field(default=lambda _: None, repr=False)
    careless: Callable[[], Flags] = field(default=dict, repr=False)
    extras: tuple[str, ...] = ()

    @cached_property
    def change(self) -> Table:
        """Change between waves among the people who answered both."""
        return self._made(change)

    @cached_property
    def rule_scores(self) -> Table:
        """Change in tests, observations and other scores that are no scales."""
        return self._made(score_change)

    @cached_property
    def everyone(self) -> Table:
        """Change with everyone who answered, linked or not."""
        return self._made(everyone)

    @cached_property
    def growth(self) -> Table:
        """Growth over three or more waves at their dates."""
        return self._made(growth)

    @cached_property
    def order(self) -> Table:
        """Which of two scores rose first, where the study declares an order."""
        return self._made(lambda panel: order_of_gains(panel, self.orders))

    @cached_property
    def individuals(self) -> Table:
        """How many changed reliably, and how changes are distributed."""
        return self._made(individuals)

    @cached_property
    def threats(self) -> Table:
        """Ceiling, change against level, regression to the mean."""
        return self._made(threats)

    @cached_property
    def retrospective(self) -> Retrospective:
        """Before, looking back and after, side by side."""
        return Retrospective() if self.panel is None else retrospective(self.panel)

    @cached_property
    def equivalence(self) -> Table:
        """Tests against declared smallest effects."""
        return self._made(equivalence)

    @cached_property
    def item_change(self) -> Table:
        """Change question by question."""
        return self._made(item_change)

    @cached_property
    def stages(self) -> Table:
        """From which stage, role and background to which."""
        return self._made(stages)

    @cached_property
    def applicability(self) -> Table:
        """Who moved between "does not apply" and an answer."""
        return self._made(lambda p: applicability_moves(p.waves, p.links, p.contrasts, p.level))

    @cached_property
    def attrition(self) -> Table:
        """Who was lost, and how they had started."""
        return self._made(attrition)

    @cached_property
    def by_group(self) -> Table:
        """Change within each group and site."""
        return self._made(lambda p: change_by_group(p, [f for f in (*p.groups, p.cluster, p.arm_field) if f]))

    @cached_property
    def by_site(self) -> Table:
        """Change with the sites respected."""
        return self._made(change_by_site)

    @cached_property
    def dosage(self) -> Table:
        """Change and how much people took part."""
        return self._made(dosage)

    @cached_property
    def comparison(self) -> Table:
        """Program against comparison groups; empty in a one-group design."""
        return self._made(comparison)

    @cached_property
    def claims(self) -> Claims:
        """What the design allows a report to say."""
        return claims(self.panel, self.comparison, self.leading, self.design_type)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What is given although it rests on little."""
        return cautions((self.change, self.everyone, self.by_site, self.comparison), self.leading)

    @cached_property
    def invariance(self) -> Table:
        """Whether the items mean the same at both times, or the people that testing it would need."""
        return self._made(lambda panel: invariance_gate(panel, self.leading))

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """Whether the conclusion holds in other ways to work out the change."""
        if self.panel is None:
            return Sensitivity()
        return sensitivity(
            self.panel,
            self.leading,
            self.link_again,
            self.careless(),
            imputed="imputation" in self.extras,
        )

    @cached_property
    def on_request(self) -> Table:
        """What was asked for."""
        return Table.of(chain.from_iterable(self._made(EXTRAS[name]) for name in self.extras))

    @cached_property
    def table(self) -> Table:
        """All of it."""
        return Table.of(chain.from_iterable(self.parts.values()))

    @property
    def parts(self) -> Mapping[str, Table]:
        """All tables by name, in the order in which they are told."""
        return {
            "change": self.change,
            "rule_scores": self.rule_scores,
            "everyone": self.everyone,
            "growth": self.growth,
            "order": self.order,
            "attrition": self.attrition,
            "applicability": self.applicability,
            "by_group": self.by_group,
            "by_site": self.by_site,
            "dosage": self.dosage,
            "comparison": self.comparison,
            "stages": self.stages,
            "individuals": self.individuals,
            "threats": self.threats,
            "retrospective": self.retrospective.table,
            "equivalence": self.equivalence,
            "item_change": self.item_change,
            "invariance": self.invariance,
            "sensitivity": self.sensitivity.table,
            "on_request": self.on_request,
        }

    def _made(self, make: Callable[[Panel], Table]) -> Table:
        return Table() if self.panel is None else make(self.panel)
