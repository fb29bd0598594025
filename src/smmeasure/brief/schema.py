"""The JSON Schema of a brief, so that an editor completes and checks it while one types."""

from __future__ import annotations

import json

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.catalogue import CATALOGUE

SCHEMA_FILE = "brief.schema.json"
"""Name of the schema file beside the briefs; the first line of each brief names it."""


def brief_schema() -> str:
    """Write the JSON Schema of a brief as text, ending in a newline."""
    schema = Campaign.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "smmeasure brief"
    schema["$defs"]["Indicator"]["properties"]["measures"]["enum"] = list(CATALOGUE)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
