"""Measure what a social-media campaign really did, and say no more than the data allow.

The rooms, each importing only those before it:

- `messages`, `errors`, `units`, `windows`, `series`, `costs`: leaves that everybody may use.
- `brief`: the campaign as written: types, catalogue of indicators, check of the method.
- `data`: from files to tidy daily series; the demo brand.
- `core`: what is true: baseline, uplift, calibration, planning, funnel, returns. Pure functions.
- `show`: how it is shown: words in French and English, tables, figures, sections of a page.
- `run`: how it happens: kernels, batch, records, publishing, the command line.

The names below are loaded when they are first used: importing `smmeasure` itself is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smmeasure import show
    from smmeasure.brief import Campaign, check_method, read_brief, read_parameters
    from smmeasure.core.calibrating import calibrate
    from smmeasure.core.campaigns.estimate import estimate_campaigns
    from smmeasure.core.campaigns.results import CampaignShares
    from smmeasure.core.evaluate import CampaignData, evaluate
    from smmeasure.core.evaluation import Evaluation
    from smmeasure.core.experiment.estimate import estimate_experiment
    from smmeasure.core.follow_up.estimate import estimate_follow_up
    from smmeasure.core.follow_up.results import FollowUp
    from smmeasure.core.gaps.note import DataNote, NoteKind
    from smmeasure.core.loyalty.estimate import estimate_loyalty
    from smmeasure.core.loyalty.results import Loyalty
    from smmeasure.core.panel.estimate import estimate_panel_uplift
    from smmeasure.core.placebo_test import PlaceboTest
    from smmeasure.core.planning import plan
    from smmeasure.core.plans.panel import PanelPlan, plan_panel
    from smmeasure.core.results import ControlCheck, Plan, Uplift, Verdict
    from smmeasure.core.uplift import estimate_uplift
    from smmeasure.data.community import read_members
    from smmeasure.data.exports.reading import Export, read_export, read_exports
    from smmeasure.run.loading import load, load_key, load_records, versions
    from smmeasure.show.page import Record

__version__ = "0.1.0"

_HOMES = {
    "Campaign": "smmeasure.brief",
    "CampaignData": "smmeasure.core.evaluate",
    "CampaignShares": "smmeasure.core.campaigns.results",
    "ControlCheck": "smmeasure.core.results",
    "DataNote": "smmeasure.core.gaps.note",
    "Evaluation": "smmeasure.core.evaluation",
    "Export": "smmeasure.data.exports.reading",
    "FollowUp": "smmeasure.core.follow_up.results",
    "Loyalty": "smmeasure.core.loyalty.results",
    "NoteKind": "smmeasure.core.gaps.note",
    "PlaceboTest": "smmeasure.core.placebo_test",
    "PanelPlan": "smmeasure.core.plans.panel",
    "Plan": "smmeasure.core.results",
    "Record": "smmeasure.show.page",
    "Uplift": "smmeasure.core.results",
    "Verdict": "smmeasure.core.results",
    "calibrate": "smmeasure.core.calibrating",
    "check_method": "smmeasure.brief",
    "estimate_campaigns": "smmeasure.core.campaigns.estimate",
    "estimate_experiment": "smmeasure.core.experiment.estimate",
    "estimate_follow_up": "smmeasure.core.follow_up.estimate",
    "estimate_loyalty": "smmeasure.core.loyalty.estimate",
    "estimate_panel_uplift": "smmeasure.core.panel.estimate",
    "estimate_uplift": "smmeasure.core.uplift",
    "evaluate": "smmeasure.core.evaluate",
    "load": "smmeasure.run.loading",
    "load_key": "smmeasure.run.loading",
    "load_records": "smmeasure.run.loading",
    "plan": "smmeasure.core.planning",
    "plan_panel": "smmeasure.core.plans.panel",
    "read_brief": "smmeasure.brief",
    "read_export": "smmeasure.data.exports.reading",
    "read_exports": "smmeasure.data.exports.reading",
    "read_members": "smmeasure.data.community",
    "read_parameters": "smmeasure.brief",
    "show": "smmeasure.show",
    "versions": "smmeasure.run.loading",
}

__all__ = [
    "Campaign",
    "CampaignData",
    "CampaignShares",
    "ControlCheck",
    "DataNote",
    "Evaluation",
    "Export",
    "FollowUp",
    "Loyalty",
    "NoteKind",
    "PanelPlan",
    "PlaceboTest",
    "Plan",
    "Record",
    "Uplift",
    "Verdict",
    "calibrate",
    "check_method",
    "estimate_campaigns",
    "estimate_experiment",
    "estimate_follow_up",
    "estimate_loyalty",
    "estimate_panel_uplift",
    "estimate_uplift",
    "evaluate",
    "load",
    "load_key",
    "load_records",
    "plan",
    "plan_panel",
    "read_brief",
    "read_export",
    "read_exports",
    "read_members",
    "read_parameters",
    "show",
    "versions",
]


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first used."""
    if name not in _HOMES:
        msg = f"module 'smmeasure' has no attribute {name!r}"
        raise AttributeError(msg)
    module = import_module(_HOMES[name])
    return module if _HOMES[name] == f"smmeasure.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return [*__all__, "__version__"]
