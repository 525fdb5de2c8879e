"""Every statistic that a kernel file declares, by ``family/name``."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import mtle_survey.stats
from mtle_survey.stats.estimate import Statistic


def statistics() -> dict[str, Statistic]:
    """All ``STATISTIC`` constants of the package, sorted."""
    found = {}
    for module in pkgutil.walk_packages(mtle_survey.stats.__path__, "mtle_survey.stats."):
        constant = getattr(importlib.import_module(module.name), "STATISTIC", None)
        if isinstance(constant, Statistic):
            found[f"{constant.family}/{constant.name}"] = constant
    return dict(sorted(found.items()))


def short_source(reference: str) -> str:
    """Authors and year of an APA reference: ``Bonett (2015)``; ``Bland & Altman (1986)``."""
    start = re.match(r"(?P<authors>[^(]*)\((?P<year>\d{4})", reference)
    if start is None:
        return reference.split(".")[0]
    names = [name for name in re.findall(r"([^\W\d_][\w'’ -]+),\s", start["authors"] + " ") if len(name) > 1]
    names = [re.sub(r"^(and|&)\s+", "", name.strip(" &")) for name in names] or [
        start["authors"].strip(" .,")
    ]
    who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    return f"{who} ({start['year']})"


def not_available_when(statistic: Statistic) -> str:
    """The docstring's section of that name, as one line."""
    doc = inspect.getdoc(statistic.compute) or ""
    match = re.search(r"Not available when\n-+\n(.*?)(?:\n\n\w[^\n]*\n-+\n|\Z)", doc, flags=re.S)
    return re.sub(r"\s+", " ", match[1]).strip() if match else ""


def summary(statistic: Statistic) -> str:
    """The first paragraph of its kernel's docstring."""
    doc = inspect.getdoc(statistic.compute) or ""
    return re.sub(r"\s+", " ", doc.split("\n\n")[0]).strip()
