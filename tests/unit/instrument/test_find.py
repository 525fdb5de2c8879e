"""Where an instrument is looked for, and what is said when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

import mtle_survey.instrument.find as find
from mtle_survey.errors import UsageError
from tests.unit.instrument.definitions import definition


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(definition(), encoding="utf-8")
    return path


def test_an_existing_path_comes_first(folder: Path) -> None:
    _write(folder / "instruments" / "mtle.yaml")
    file = _write(folder / "mtle")
    assert find.find_instrument("mtle").path.resolve() == file
    assert find.find_instrument("mtle").origin == "path"


def test_a_local_folder_comes_before_the_packaged_one_and_says_so(folder: Path) -> None:
    assert find.find_instrument("mtle").origin == "packaged"
    _write(folder / "instruments" / "mtle.yaml")
    found = find.find_instrument("mtle")
    assert found.origin == "local"
    assert found.shown == str(Path("instruments") / "mtle.yaml")


def test_a_local_instrument_joins_the_list(folder: Path) -> None:
    _write(folder / "instruments" / "ours.yml")
    listed = {found.id: found.origin for found in find.list_instruments()}
    assert listed["ours"] == "local"
    assert listed["mtle"] == "packaged"
    assert list(listed) == sorted(listed)


@pytest.mark.parametrize("name", ["mtl", "mtl.yaml", "instruments/mtl.yaml"])
def test_an_unknown_name_brings_a_suggestion(folder: Path, name: str) -> None:
    with pytest.raises(UsageError, match="Did you mean “mtle”"):
        find.find_instrument(name)


def test_a_folder_is_not_an_instrument(folder: Path) -> None:
    (folder / "mtle").mkdir()
    assert find.find_instrument("mtle").origin == "packaged"
    with pytest.raises(UsageError):
        find.find_instrument(folder)


def test_resources_are_found_in_the_repository_and_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (find.resource_dir() / "mtle.yaml").is_file()
    package = tmp_path / "site-packages" / "mtle_survey"
    installed = package / "_instruments"
    installed.mkdir(parents=True)
    monkeypatch.setattr(find, "__file__", str(package / "instrument" / "find.py"))
    assert find.resource_dir() == installed
