"""From the text of a brief, or from a notebook's parameters, to a `Campaign`."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import ValidationError

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.consistency import inconsistencies
from smmeasure.brief.faults import faults_of, unknown_key
from smmeasure.brief.syntax import parse_yaml
from smmeasure.errors import BriefError, Fault

PARAMETER_NAMES: tuple[str, ...] = tuple(Campaign.model_fields)
"""Top-level keys of a brief; also the names of the notebook's parameters cell."""

_INJECTED = "# Parameters"
"""First line of the cell that papermill injects."""


def read_brief(text: str, name: str, *, as_of: str | None = None, language: str | None = None) -> Campaign:
    """Read a brief.

    Parameters
    ----------
    text : str
        Content of the YAML file.
    name : str
        Name of the file, for messages.
    as_of, language : str, optional
        Take the place of the brief's own keys.

    Returns
    -------
    Campaign
        The brief, frozen.

    Raises
    ------
    BriefError
        With every fault of the brief at once.
    """
    overrides = {"as_of": as_of, "language": language}
    given = {key: value for key, value in overrides.items() if value is not None}
    return campaign_from({**parse_yaml(text, name), **given}, name)


def campaign_from(parameters: Mapping[str, object], name: str) -> Campaign:
    """Make a `Campaign` of parsed parameters; a parameter that is None counts as left out.

    Raises
    ------
    BriefError
        With every fault at once, each with its key path below `name`.
    """
    given = {key: value for key, value in parameters.items() if value is not None}
    try:
        campaign = Campaign.model_validate(given)
    except ValidationError as fault:
        raise BriefError(*faults_of(fault, name, given), *_contradictions(given, fault, name)) from None
    if inconsistent := inconsistencies(campaign, name):
        raise BriefError(*inconsistent)
    return campaign


_STAND_INS = dict.fromkeys(("campaign", "title", "brand", "goal", "data"), "x") | {"language": "en"}
"""Keys whose content contradicts nothing."""


def _contradictions(given: Mapping[str, object], error: ValidationError, name: str) -> tuple[Fault, ...]:
    """List what the well-formed keys of a faulty brief contradict, so that a reader mends everything at once."""
    faulty = {details["loc"][0] for details in error.errors(include_url=False)}
    whole = {key: value for key, value in given.items() if key not in faulty}
    try:
        campaign = Campaign.model_validate({**_STAND_INS, **whole})
    except ValidationError:
        return ()
    return inconsistencies(campaign, name)


def read_parameters(namespace: Mapping[str, object]) -> Campaign:
    """Read the brief from a notebook's parameters; pass ``globals()``.

    Where papermill injected a cell, only the names of that cell count: a brief is whole or it is
    refused, and none of the notebook's own example is mixed in. A name that is no parameter, which
    papermill only warns about, is a fault.

    Raises
    ------
    BriefError
        With every fault at once.
    """
    injected = _injected_names(namespace.get("In", ()))
    names = PARAMETER_NAMES if injected is None else injected
    known = {key: namespace.get(key) for key in names if key in PARAMETER_NAMES}
    unknown = [unknown_key("parameters", key, PARAMETER_NAMES) for key in names if key not in PARAMETER_NAMES]
    if not unknown:
        return campaign_from(known, "parameters")
    try:
        campaign_from(known, "parameters")
    except BriefError as fault:
        raise BriefError(*unknown, *fault.faults) from None
    raise BriefError(*unknown)


def _injected_names(inputs: object) -> list[str] | None:
    """Give the names that papermill's cell assigns, or None in a notebook that papermill did not fill."""
    cells = inputs if isinstance(inputs, list) else []
    for source in reversed(cells):
        if str(source).partition("\n")[0].strip() == _INJECTED:
            assigned = (node.targets[0] for node in _statements(str(source)) if isinstance(node, ast.Assign))
            return [target.id for target in assigned if isinstance(target, ast.Name)]
    return None


def _statements(source: str) -> list[ast.stmt]:
    """Parse a cell; one with magic commands is a person's own and not papermill's."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []


def as_parameters(campaign: Campaign) -> Mapping[str, object]:
    """Give a campaign back as plain parameters, every default written out."""
    return MappingProxyType(json.loads(campaign.model_dump_json()))
