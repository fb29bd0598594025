"""The campaign as written: its types, the catalogue of indicators, and the check of the method."""

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.checks import Finding, Severity, check_method
from smmeasure.brief.reading import (
    PARAMETER_NAMES,
    as_parameters,
    campaign_from,
    read_brief,
    read_parameters,
)
from smmeasure.brief.schema import SCHEMA_FILE, brief_schema
from smmeasure.brief.syntax import parse_yaml

__all__ = [
    "PARAMETER_NAMES",
    "SCHEMA_FILE",
    "Campaign",
    "Finding",
    "Severity",
    "as_parameters",
    "brief_schema",
    "campaign_from",
    "check_method",
    "parse_yaml",
    "read_brief",
    "read_parameters",
]
