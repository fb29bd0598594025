"""The briefs of a batch, read and checked before anything runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from smmeasure.brief import Campaign, parse_yaml, read_brief
from smmeasure.errors import BriefError, CallError, Fault
from smmeasure.messages import message

_SUFFIXES = frozenset({".yaml", ".yml"})
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line puts in the place of a brief's own keys.

    Attributes
    ----------
    as_of : str or None
        Date of the report, YYYY-MM-DD.
    language : str or None
        ``fr`` or ``en``.
    """

    as_of: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One brief of a batch.

    Attributes
    ----------
    file : pathlib.Path
        Its file, as the user named it.
    place : str
        The same from the workspace, for messages that may be published.
    name : str
        Short name of the campaign; made of the file's name where the brief can't be read.
    parameters : dict of str to object
        The keys of the file with the overrides; empty where it is no mapping.
    campaign : Campaign or None
        The brief; None where it has faults.
    faults : tuple of Fault
        Every fault of the brief.
    """

    file: Path
    place: str
    name: str
    parameters: dict[str, object]
    campaign: Campaign | None
    faults: tuple[Fault, ...] = ()


def find_briefs(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the files of briefs: files as they are, folders by the YAML files in them.

    Raises
    ------
    CallError
        One fault for each path that leads to no brief.
    """
    found: dict[Path, None] = {}
    faults: list[Fault] = []
    for path in paths:
        files = _files(path)
        if not files:
            faults.append(_nothing(path))
        found |= dict.fromkeys(files)
    if faults:
        raise CallError(*faults)
    return tuple(found)


def read_entries(files: Sequence[Path], workspace: Path, overrides: Overrides) -> tuple[Entry, ...]:
    """Read briefs; faults are kept in the entries, so that one brief never hides another.

    Two briefs that claim one campaign are both at fault: nobody can tell whose report it would be.

    Parameters
    ----------
    files : sequence of pathlib.Path
        The briefs.
    workspace : pathlib.Path
        The workspace; files are named from there.
    overrides : Overrides
        Date and language from the command line.
    """
    entries = [_read(file, _place(file, workspace), overrides) for file in files]
    claims = Counter(entry.name for entry in entries if entry.campaign)
    return tuple(_named(_unique(entries, claims), set(claims)))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = (file for file in path.iterdir() if file.suffix in _SUFFIXES and not file.name.startswith("."))
        return sorted(inside)
    return [path] if path.is_file() else []


def _nothing(path: Path) -> Fault:
    empty = path.is_dir()
    return Fault(
        str(path),
        message("a folder without briefs") if empty else message("no such file or folder"),
        message("a YAML brief or a folder of them"),
        message("Write a brief, or copy one from the folder «params» of a new workspace.")
        if empty
        else message("Check the spelling of the path."),
    )


def _place(file: Path, workspace: Path) -> str:
    resolved = file.resolve()
    return resolved.relative_to(workspace).as_posix() if resolved.is_relative_to(workspace) else file.name


def _read(file: Path, place: str, overrides: Overrides) -> Entry:
    given = {"as_of": overrides.as_of, "language": overrides.language}
    parameters: dict[str, object] = {}
    try:
        text = _text(file, place)
        parameters = parse_yaml(text, place) | {key: value for key, value in given.items() if value}
        campaign = read_brief(text, place, as_of=overrides.as_of, language=overrides.language)
    except BriefError as error:
        return Entry(file, place, "", parameters, None, error.faults)
    return Entry(file, place, campaign.campaign, parameters, campaign)


def _text(file: Path, place: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefError.at(
            place,
            message("a byte that is no UTF-8 at position {position}", position=error.start),
            message("text in UTF-8"),
            message("Save the file as UTF-8 in your editor."),
        ) from error
    except OSError as error:
        raise BriefError.at(
            place,
            message("{reason}", reason=error.strerror or str(error)),
            message("a file that can be read"),
            message("Ask for the right to read it."),
        ) from error


def _unique(entries: Sequence[Entry], claims: Counter[str]) -> Iterator[Entry]:
    for entry in entries:
        if entry.campaign is None or claims[entry.name] == 1:
            yield entry
            continue
        others = [other.place for other in entries if other.name == entry.name and other is not entry]
        fault = Fault(
            f"{entry.place}: campaign",
            message("«{name}», which is also the campaign of {others}", name=entry.name, others=", ".join(others)),
            message("a name that only one brief has"),
            message("Rename one of them: the name is the folder of its report."),
        )
        yield replace(entry, campaign=None, faults=(fault,))


def _named(entries: Iterable[Entry], taken: set[str]) -> Iterator[Entry]:
    """Give a folder to every brief that couldn't be read, beside those that could."""
    for entry in entries:
        name = entry.name or _free_name(entry, taken)
        taken.add(name)
        yield replace(entry, name=name)


def _free_name(entry: Entry, taken: set[str]) -> str:
    declared = str(entry.parameters.get("campaign", ""))
    for text in (declared, entry.file.stem.lower()):
        name = _NOT_IN_A_NAME.sub("-", text)[:_LONGEST_NAME].strip("-")
        if name and name not in taken and (text != declared or name == declared):
            return name
    stem = _NOT_IN_A_NAME.sub("-", entry.file.stem.lower())[:_LONGEST_NAME].strip("-") or "brief"
    return next(f"{stem}-{number}" for number in range(2, len(taken) + 3) if f"{stem}-{number}" not in taken)
