"""Public editions written to files as a user writes them, and read back with who is behind them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtle_survey.errors import MtleError
from mtle_survey.report.batch import write_batch
from mtle_survey.report.build import write_reports
from mtle_survey.study import Study
from tests.attack.files import NUMBERS, PAGE, read
from tests.attack.people import Behind
from tests.attack.studies import Recipe, study_of
from tests.attack.told import Told

ENDS = ("pre", "post")


def publish(study: Study, folder: Path) -> Told | None:
    """The public edition of a study, beside the releases that the folder's ledger knows; None if refused."""
    try:
        write_reports(study, [folder / NUMBERS, folder / PAGE])
    except MtleError:
        return None
    return Told(read(folder), Behind(study), ENDS)


def publish_in_turn(recipe: Recipe, first: Sequence[int], folder: Path) -> list[Told]:
    """An edition about some of the people, and then one about all of them."""
    studies = [study_of(recipe, first), study_of(recipe)]
    return [told for study in studies if (told := publish(study, folder)) is not None]


def publish_by_site(recipe: Recipe, folder: Path) -> list[Told]:
    """The edition of the whole, and those of its sites that are written beside it."""
    study = study_of(recipe)
    try:
        write_batch(study, "site", folder, [NUMBERS, PAGE])
    except MtleError:
        return []
    found = [Told(read(folder), Behind(study), ENDS)]
    labels = {"North": "1", "South": "2"}
    for part in sorted((folder / "by-site").glob("*")):
        site = labels.get(part.name, part.name)
        own = [p for p in range(recipe.n) if str(recipe.sites[p % len(recipe.sites)]) == site]
        found.append(Told(read(part), Behind(study_of(recipe, own)), ENDS))
    return found
