"""Briefs and their data against the method, without running anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from smmeasure.brief import Finding, Severity, check_method
from smmeasure.core.evaluate import look_at
from smmeasure.errors import Fault
from smmeasure.messages import message
from smmeasure.run.briefs import Entry, Overrides, find_briefs, read_entries
from smmeasure.run.faults import data_faults
from smmeasure.run.loading import load
from smmeasure.run.speech import Say, speaker
from smmeasure.run.workspace import find_workspace
from smmeasure.show.labels import SEVERITIES


def check_briefs(paths: Iterable[Path], overrides: Overrides, write: Callable[[str], object]) -> bool:
    """Check briefs, and write what was found in each brief's language.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Briefs and folders of briefs.
    overrides : Overrides
        Date and language from the command line.
    write : callable
        Takes one line at a time.

    Returns
    -------
    bool
        Whether every brief can be run and breaks no rule of the method.

    Raises
    ------
    CallError
        A path leads to no brief, or there is no workspace around it.
    """
    good = True
    files = find_briefs(paths)
    workspace = find_workspace(files[0])
    for entry in read_entries(files, workspace, overrides):
        say = speaker(str(entry.parameters.get("language")))
        faults, findings = _examine(entry, workspace)
        write(f"{entry.file}:")
        nothing = say(message("nothing to object to"))
        for line in [*_fault_lines(faults, say), *_finding_lines(findings, say)] or [nothing]:
            write(f"  {line}")
        good = good and not faults and all(finding.severity is not Severity.ERROR for finding in findings)
    return good


def _examine(entry: Entry, workspace: Path) -> tuple[tuple[Fault, ...], tuple[Finding, ...]]:
    if entry.campaign is None:
        return entry.faults, ()
    faults, findings = data_faults(entry.campaign, workspace), check_method(entry.campaign)
    return faults, findings if faults else (*findings, *look_at(entry.campaign, load(entry.campaign, workspace)))


def _fault_lines(faults: Iterable[Fault], say: Say) -> Iterator[str]:
    for fault in faults:
        parts = {"found": fault.found, "expected": fault.expected, "cure": fault.cure}
        yield say(message("{place}: found {found}; expected {expected}. {cure}", place=fault.place, **parts))


def _finding_lines(findings: Iterable[Finding], say: Say) -> Iterator[str]:
    for number, finding in enumerate(findings, start=1):
        severity = say(SEVERITIES[finding.severity])
        yield f"{number}. {finding.code} {severity}, {finding.place}: {say(finding.reason)} {say(finding.cure)}"
