"""From the text of a brief, or from a notebook's parameters, to a `Campaign`."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.consistency import inconsistencies
from smmeasure.brief.faults import faults_of, unknown_key
from smmeasure.errors import BriefError
from smmeasure.messages import Message, message

PARAMETER_NAMES: tuple[str, ...] = tuple(Campaign.model_fields)
"""Top-level keys of a brief; also the names of the notebook's parameters cell."""

_INJECTED = "# Parameters"


class _Loader(yaml.SafeLoader):
    """YAML with days kept as text, plain booleans only, and no key twice."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and shape that PyYAML reads
        first: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Build a mapping, refusing a key that is given twice."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def parse_yaml(text: str, name: str) -> dict[str, object]:
    """Read the top-level mapping of a brief without interpreting it.

    Parameters
    ----------
    text : str
        Content of the file.
    name : str
        Name of the file, for messages.

    Returns
    -------
    dict of str to object
        The notebook's parameters: text, numbers, booleans, lists and mappings only.

    Raises
    ------
    BriefError
        Where the text is no YAML, is empty, or is no mapping of names.
    """
    try:
        parsed = yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from SafeLoader
    except yaml.YAMLError as fault:
        raise _yaml_error(name, fault) from None
    if parsed is None:
        raise BriefError.at(
            name,
            message("an empty file"),
            message("a brief: lines of the form «key: value»"),
            message("Start from the commented brief that «smmeasure new DIR» writes."),
        )
    if not isinstance(parsed, dict) or not all(isinstance(key, str) for key in parsed):
        raise BriefError.at(
            name,
            message("{kind} at the top level", kind=_kind(parsed)),
            message("a mapping: lines of the form «key: value»"),
            message("Start from the commented brief that «smmeasure new DIR» writes."),
        )
    return parsed


def _kind(parsed: object) -> Message:
    if isinstance(parsed, list):
        return message("a list")
    return message("keys that are no text") if isinstance(parsed, dict) else message("a single value")


def _yaml_error(name: str, fault: yaml.YAMLError) -> BriefError:
    mark = getattr(fault, "problem_mark", None)
    place = f"{name}, line {mark.line + 1}" if mark else name
    return BriefError.at(
        place,
        message("{problem}", problem=getattr(fault, "problem", None) or "characters that YAML does not allow"),
        message("YAML that can be read"),
        message("Look at the line and the one above it: indentation, quotes, a missing colon."),
    )


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
        raise BriefError(*faults_of(fault, name)) from None
    if inconsistent := inconsistencies(campaign, name):
        raise BriefError(*inconsistent)
    return campaign


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
        if str(source).startswith(_INJECTED):
            assigned = (node.targets[0] for node in ast.parse(str(source)).body if isinstance(node, ast.Assign))
            return [target.id for target in assigned if isinstance(target, ast.Name)]
    return None


def as_parameters(campaign: Campaign) -> Mapping[str, object]:
    """Give a campaign back as plain parameters, every default written out."""
    return MappingProxyType(json.loads(campaign.model_dump_json()))
