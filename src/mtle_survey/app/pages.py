"""The pages of the local page: what they show, and what their buttons do."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from markupsafe import Markup

from mtle_survey.app.choices import chosen
from mtle_survey.app.kept_study import STUDY_FILE, KeptStudy
from mtle_survey.app.workspace import Workspace
from mtle_survey.errors import MtleError, Problem, Severity, UsageError, places
from mtle_survey.new_study.look import answered_on, fields_in, items_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SHOWN = 3  # alike problems in full
_WORDS = {
    Severity.ERROR: "errors that keep the report from being made",
    Severity.WARNING: "warnings, which stop nothing",
    Severity.NOTE: "notes",
}


def pages(workspace: Workspace, stop: Callable[[], None]) -> Blueprint:
    """The addresses under the secret part of the address."""
    found, views = Blueprint("pages", __name__), _Views(workspace, stop)
    found.app_context_processor(_style)
    found.get("/")(views.start)
    found.post("/exports")(views.add)
    found.get("/study/<name>/")(views.study)
    found.post("/study/<name>/")(views.change)
    found.get("/study/<name>/report/")(views.result)
    found.get("/study/<name>/report/<file>")(views.report)
    found.post("/study/<name>/remove")(views.remove)
    found.post("/stop")(views.end)
    return found


def _style() -> dict[str, Markup]:
    css = files("mtle_survey.app").joinpath("templates/app.css").read_text(encoding="utf-8")
    return {"css": Markup(css)}


class _Views:
    """What stands at each address, of the studies of one workspace."""

    def __init__(self, workspace: Workspace, stop: Callable[[], None]) -> None:
        self._workspace = workspace
        self._stop = stop

    def start(self) -> ResponseReturnValue:
        """The first page: where exports are dropped, and the studies made of them."""
        return self._start_page()

    def add(self) -> ResponseReturnValue:
        """Take the exports that were dropped; they become a study."""
        dropped = [f for f in request.files.getlist("exports") if f.filename]
        try:
            name = self._workspace.add([(f.filename or "", f.stream) for f in dropped])
        except UsageError as error:
            return self._start_page(fault=str(error)), 400
        except MtleError as error:
            return self._start_page(groups=grouped(error.problems)), 400
        return redirect(url_for("pages.study", name=name), 303)

    def study(self, name: str) -> ResponseReturnValue:
        """The page of one study."""
        return study_page(self._kept(name), name)

    def change(self, name: str) -> ResponseReturnValue:
        """Take the choices that were made on a study's page, and check the data or write the reports."""
        here = self._kept(name)
        several = {"primary": request.form.getlist("primary")}
        choices = chosen(request.form, several, len(here.exports))
        if choices.instrument not in {value for value, _ in here.instruments()}:
            return study_page(here, name, faults=("choose the instrument that was answered",)), 400
        other = choices.instrument != here.choices.instrument
        here.choices = choices
        if faults := choices.faults():
            return study_page(here, name, faults=faults), 400
        try:
            if other:
                here.suggest()
            if request.form.get("do") == "report":
                made = here.make_reports()
                return redirect(url_for("pages.result" if made else "pages.study", name=name), 303)
            here.check()
        except UsageError as error:
            return study_page(here, name, faults=(str(error),)), 400
        return redirect(url_for("pages.study", name=name), 303)

    def result(self, name: str) -> ResponseReturnValue:
        """What was written."""
        here = self._kept(name)
        return render_template("result.html.jinja", kept=here, name=name, files=here.reports())

    def report(self, name: str, file: str) -> ResponseReturnValue:
        """One of the files that were written."""
        here = self._kept(name)
        made = {path.name: path for path in (*here.reports(), here.folder / STUDY_FILE) if path.exists()}
        if file not in made:
            abort(404)
        return send_file(made[file], as_attachment="open" not in request.args, max_age=0)

    def remove(self, name: str) -> ResponseReturnValue:
        """Delete a study with its exports and reports."""
        self._kept(name)
        self._workspace.remove_study(name)
        return redirect(url_for("pages.start"), 303)

    def end(self) -> ResponseReturnValue:
        """Delete everything, and end the program."""
        self._workspace.remove()
        self._stop()
        return render_template("stopped.html.jinja")

    def _start_page(self, **told: object) -> str:
        return render_template("start.html.jinja", studies=self._workspace.studies, **told)

    def _kept(self, name: str) -> KeptStudy:
        if name not in self._workspace.studies:
            abort(404)
        return self._workspace.studies[name]


def study_page(kept: KeptStudy, name: str, faults: tuple[str, ...] = ()) -> str:
    """The page of one study: its exports, the questions, and what is wrong."""
    found = kept.draft() if kept.choices.instrument else None
    exports = [
        {
            "name": file.name,
            "platform": table.platform,
            "records": len(table.rows),
            "day": answered_on(table),
            "rated": len(items_in(table, found.instrument)) if found else None,
            "wave": kept.choices.waves[place],
            "place": place,
            "order": order,
        }
        for order, place in enumerate(kept.choices.order, start=1)
        for file, table in [(kept.exports[place], kept.tables[place])]
    ]
    fields = []
    if found:
        there = set.intersection(*(set(fields_in(table, found.instrument)) for table in kept.tables))
        fields = [(f.id, f.title) for f in found.instrument.fields if f.id in there and not f.personal]
    return render_template(
        "study.html.jinja",
        kept=kept,
        name=name,
        draft=found,
        exports=exports,
        fields=fields,
        faults=faults,
        groups=grouped(kept.problems) if kept.checked else [],
    )


def grouped(problems: tuple[Problem, ...]) -> list[dict[str, object]]:
    """Problems by severity and kind, the gravest first; alike ones are counted after the third."""
    groups: list[dict[str, object]] = []
    for severity in Severity:
        of_it = [p for p in problems if p.severity == severity]
        kinds: dict[str, list[Problem]] = {}
        for p in of_it:
            kinds.setdefault(p.code, []).append(p)
        if of_it:
            shown = [_kind(code, found) for code, found in kinds.items()]
            groups.append(
                {"severity": severity.value, "words": _WORDS[severity], "count": len(of_it), "kinds": shown}
            )
    return groups


def _kind(code: str, found: list[Problem]) -> dict[str, object]:
    """Problems of one kind: the first ones in full, what they share told once, and where the others stand."""
    shown, more = found[:SHOWN], found[SHOWN:]
    return {
        "code": code,
        "title": found[0].title,
        "shown": shown,
        "same_why": len({p.why for p in shown}) == 1,
        "same_fix": len({p.fix for p in shown}) == 1,
        "more": len(more),
        "places": places(more),
        "of_cells": any(p.row is not None and p.item is not None for p in found),
    }
