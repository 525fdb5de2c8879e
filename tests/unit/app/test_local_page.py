"""The local page without a browser: who is let in, what is kept, what is deleted, what a form can do."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mtle_survey.app.choices import chosen
from mtle_survey.app.server import make_app
from mtle_survey.app.workspace import Workspace, safe_name
from mtle_survey.study_plan import plan_study
from tests.support import DEMO

PORT = 4321
HERE = f"http://127.0.0.1:{PORT}"
SECRET = "s3cret"
ANSWERS = "teacher,site,a1,a2,a3,a4,b1,b2\n" + "\n".join(
    f"t{n:02d},{n % 2 + 1},{n % 5 + 1},{n * 3 % 5 + 1},{5 - n % 5},{n * 2 % 5 + 1},{n % 3 + 2},{n % 4 + 1}"
    for n in range(16)
)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = Workspace()
    yield made
    made.remove()


@pytest.fixture
def stops() -> list[int]:
    return []


@pytest.fixture
def client(workspace: Workspace, stops: list[int]) -> FlaskClient:
    app = make_app(workspace, SECRET, lambda: stops.append(1), PORT)
    return app.test_client()


def get(client: FlaskClient, path: str = "/") -> TestResponse:
    return client.get(f"/{SECRET}{path}", base_url=HERE)


def drop(client: FlaskClient, **files: str) -> TestResponse:
    content = [
        (io.BytesIO(text.encode()), f"{name}.{'yaml' if name == 'demo' else 'csv'}")
        for name, text in files.items()
    ]
    return client.post(f"/{SECRET}/exports", data={"exports": content}, base_url=HERE)


def form(**changed: str) -> dict[str, str]:
    usual = {"wave-0": "pre", "order-0": "1", "title": "Ours", "respondent": "teacher", "do": "check"}
    return {**usual, **changed}


def post(client: FlaskClient, workspace: Workspace, **changed: str) -> TestResponse:
    (name,) = workspace.studies
    instrument = {"instrument": workspace.studies[name].choices.instrument}
    return client.post(f"/{SECRET}/study/{name}/", data={**form(**instrument), **changed}, base_url=HERE)


@pytest.mark.parametrize("path", ["/", "/guess/", "/guess/exports", "/s3cre/", "/favicon.ico"])
def test_without_the_secret_there_is_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path, base_url=HERE).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1:80", "10.0.0.1:4321"])
def test_another_host_name_is_refused_even_with_the_secret(client: FlaskClient, host: str) -> None:
    assert client.get(f"/{SECRET}/", base_url=f"http://{host}").status_code == 403


def test_a_form_of_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post(f"/{SECRET}/stop", base_url=HERE, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_pages_fetch_nothing_run_nothing_and_are_not_kept(client: FlaskClient) -> None:
    answer = get(client)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert (
        answer.headers["Cache-Control"] == "no-store" and answer.headers["Referrer-Policy"] == "no-referrer"
    )
    assert "<script" not in answer.text and "http://" not in answer.text and "https://" not in answer.text


def test_exports_lead_to_the_questions_with_what_was_found(client: FlaskClient, workspace: Workspace) -> None:
    answer = drop(client, pre=ANSWERS, demo=DEMO)
    assert answer.status_code == 303
    page = client.get(answer.location, base_url=HERE).text
    assert "16 records, 6 rated items" in page
    assert '<option value="teacher" selected>' in page and '<option value="site" selected>' in page
    assert "demo.yaml (yours)" in page


@pytest.mark.parametrize("files", [{}, {"demo": DEMO}, {"pre": ""}])
def test_what_cannot_be_used_is_said_and_not_kept(
    client: FlaskClient, workspace: Workspace, files: dict[str, str]
) -> None:
    answer = drop(client, **files)
    assert answer.status_code == 400 and "Nothing was kept" in answer.text
    assert list(workspace.folder.iterdir()) == [] and workspace.studies == {}


def test_what_alike_problems_share_is_told_once_and_where_the_others_stand(
    client: FlaskClient, workspace: Workspace
) -> None:
    misspelt = re.sub(r"^(t0\d),(\d),.,.", r"\1,\2,Agre,Agre", ANSWERS, flags=re.MULTILINE)
    drop(client, demo=DEMO, pre=misspelt)
    post(client, workspace)
    (name,) = workspace.studies
    page = get(client, f"/study/{name}/").get_data(as_text=True)
    told = page[page.index("D101") : page.index("accept-D101")]
    assert told.count("“Agre”") == told.count("(10 in all)") == 2, "once for each question"
    assert told.count("If the wording is an option after all") == 1
    assert "(the cells become missing)" in page[page.index("accept-D101") :]
    assert page.count("Check again") == 1


def test_only_cells_are_said_to_become_missing(client: FlaskClient, workspace: Workspace) -> None:
    drop(client, demo=DEMO, pre=ANSWERS, post=ANSWERS.replace("\nt", "\nu"))
    (name,) = workspace.studies
    post(client, workspace, **{"wave-1": "post", "order-1": "2"})
    page = get(client, f"/study/{name}/").get_data(as_text=True)
    assert "Take responsibility for P006 instead" in page
    assert "the cells become missing" not in page


def test_problems_come_with_their_remedies_and_an_error_can_be_accepted(
    client: FlaskClient, workspace: Workspace
) -> None:
    drop(client, pre=ANSWERS.replace("t03,2,4", "t03,2,9999"), demo=DEMO)
    answer = post(client, workspace)
    page = client.get(answer.location, base_url=HERE).text
    assert "D104" in page and "row 5" in page and "fix" in page
    assert "/tmp" not in page
    assert post(client, workspace, do="report").location.endswith("/"), "no report with an error"
    (kept,) = workspace.studies.values()
    assert kept.reports() == []
    post(client, workspace, **{"accept-D104": "a typing error"})
    assert kept.check() is not None
    assert dict(plan_study(kept.folder / "study.yaml").settings["accept"]) == {"D104": "a typing error"}


def test_the_report_is_made_and_saved_and_goes_when_the_choices_change(
    client: FlaskClient, workspace: Workspace
) -> None:
    drop(client, pre=ANSWERS, demo=DEMO)
    answer = post(client, workspace, do="report")
    assert answer.location.endswith("/report/")
    page = client.get(answer.location, base_url=HERE).text
    for name in ("evaluation.html", "evaluation.docx", "evaluation.pdf", "evaluation.xlsx", "study.yaml"):
        assert name in page
        saved = client.get(answer.location + name, base_url=HERE)
        assert saved.status_code == 200 and saved.headers["Content-Disposition"].startswith("attachment")
    report = client.get(answer.location + "evaluation.html", base_url=HERE).text
    assert "mtle-app-" not in report, "no name of a temporary folder"
    post(client, workspace, audience="public")
    (kept,) = workspace.studies.values()
    assert kept.reports() == []


def test_only_what_was_made_can_be_fetched(client: FlaskClient, workspace: Workspace) -> None:
    drop(client, pre=ANSWERS, demo=DEMO)
    (name,) = workspace.studies
    for file in ("pre.csv", "..%2Fpre.csv", "../demo.yaml", "evaluation.html", "%2Fetc%2Fpasswd"):
        assert get(client, f"/study/{name}/report/{file}").status_code == 404
    assert get(client, "/study/other/").status_code == 404


def test_words_of_exports_and_forms_stay_words(client: FlaskClient, workspace: Workspace) -> None:
    hostile = "<script>alert(1)</script>"
    drop(client, pre=ANSWERS.replace("teacher,", f"{hostile},", 1), demo=DEMO)
    answer = post(client, workspace, title=hostile, **{"wave-0": hostile})
    assert answer.status_code == 400
    assert hostile not in answer.text and "&lt;script&gt;" in answer.text


def test_a_study_is_deleted_with_its_files(client: FlaskClient, workspace: Workspace) -> None:
    drop(client, pre=ANSWERS, demo=DEMO)
    (name,) = workspace.studies
    client.post(f"/{SECRET}/study/{name}/remove", base_url=HERE)
    assert list(workspace.folder.iterdir()) == [] and get(client, f"/study/{name}/").status_code == 404


def test_the_end_deletes_everything(client: FlaskClient, workspace: Workspace, stops: list[int]) -> None:
    drop(client, pre=ANSWERS, demo=DEMO)
    answer = client.post(f"/{SECRET}/stop", base_url=HERE)
    assert "Everything was deleted" in answer.text
    assert not workspace.folder.exists() and stops == [1]


def test_nobody_else_on_the_computer_may_read_the_folder(workspace: Workspace) -> None:
    assert workspace.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Users\\\\me\\\\pre survey.csv", "pre survey.csv"),
        ("..", "export"),
        ("Prä (1).xlsx", "Prä (1).xlsx"),
        ("a;rm -rf~.csv", "a_rm -rf_.csv"),
        (".hidden.csv", "hidden.csv"),
    ],
)
def test_names_of_files_lead_nowhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_waves_are_ordered_by_the_places_given() -> None:
    choices = chosen({"wave-0": "post", "order-0": "2", "wave-1": "pre", "order-1": "1"}, {}, 2)
    assert choices.order == (1, 0) and choices.faults() == ()
    assert chosen({"wave-0": "a", "wave-1": "A"}, {}, 2).faults()
    assert re.search("no name", chosen({"wave-0": "2025"}, {}, 1).faults()[0])


def test_the_page_of_a_deleted_study_says_what_happened(client: FlaskClient) -> None:
    assert "may have been deleted" in get(client, "/study/gone/").text
