"""Where instruments are found: an existing path, ``./instruments``, the packaged ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mtle_survey.errors import UsageError
from mtle_survey.instrument.suggest import did_you_mean

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInstrument:
    """A definition file and how it was found.

    Attributes
    ----------
    id : str
        The file's name without its ending.
    path : Path
    shown : str
        The path as a person would name it.
    origin : str
        ``path``, ``local`` (``./instruments``, which a command announces) or ``packaged``.
    """

    id: str
    path: Path
    shown: str
    origin: str


def resource_dir(name: str = "instruments") -> Path:
    """The folder of a packaged resource, in an installed package or in the repository.

    A wheel carries ``instruments`` as ``mtle_survey/_instruments``; an editable install reads the folder at
    the repository's root.
    """
    package = Path(__file__).resolve().parents[1]
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parents[1] / name


def find_instrument(name_or_path: str | Path) -> FoundInstrument:
    """Find the file that a name or path stands for.

    Raises
    ------
    UsageError
        If there is none; the message names what is there.
    """
    path = Path(name_or_path)
    if path.is_file() and path.is_absolute() and path.parent == resource_dir():
        return _packaged(path)
    if path.is_file():
        return FoundInstrument(id=path.stem, path=path, shown=str(name_or_path), origin="path")
    name = str(name_or_path)
    for found in list_instruments():
        if found.id == name:
            return found
    known = sorted({found.id for found in list_instruments()})
    if path.suffix in _SUFFIXES or len(path.parts) > 1:
        raise UsageError(f"There is no instrument file “{name}”. {did_you_mean(path.stem, known)}".rstrip())
    listed = f"Known: {', '.join(known)}." if known else ""
    raise UsageError(f"There is no instrument “{name}”. {did_you_mean(name, known)}{listed}".rstrip())


def list_instruments() -> tuple[FoundInstrument, ...]:
    """The instruments of ``./instruments`` and the packaged ones, by id.

    A local one hides the packaged one of the same name.
    """
    packaged = resource_dir()
    local = Path("instruments")
    found: dict[str, FoundInstrument] = {}
    for path in _definitions(packaged):
        found[path.stem] = _packaged(path)
    if local.is_dir() and local.resolve() != packaged.resolve():
        for path in _definitions(local):
            found[path.stem] = FoundInstrument(id=path.stem, path=path, shown=str(path), origin="local")
    return tuple(found[name] for name in sorted(found))


def _packaged(path: Path) -> FoundInstrument:
    return FoundInstrument(id=path.stem, path=path, shown=f"{path.name} (packaged)", origin="packaged")


def _definitions(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix in _SUFFIXES) if folder.is_dir() else []
