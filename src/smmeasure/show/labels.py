"""Names of the things that results distinguish, as a reader says them."""

from __future__ import annotations

from smmeasure.brief.campaign import CostCategory, Medium
from smmeasure.brief.catalogue import Stage
from smmeasure.brief.checks import Severity
from smmeasure.core.estimates import Evidence
from smmeasure.core.objectives import Category
from smmeasure.core.phases import Phase
from smmeasure.core.results import Verdict
from smmeasure.core.returns import ReturnName
from smmeasure.messages import Message, message

PHASES: dict[Phase, Message] = {
    Phase.PLANNED: message("planned"),
    Phase.RUNNING: message("running"),
    Phase.MEASURED: message("measured"),
    Phase.FOLLOWED_UP: message("followed up"),
}

VERDICTS: dict[Verdict, Message] = {
    Verdict.RISE: message("rise"),
    Verdict.FALL: message("fall"),
    Verdict.NO_CHANGE: message("no measurable change"),
    Verdict.NOT_MEASURABLE: message("not measurable"),
}

EVIDENCE: dict[Evidence, Message] = {
    Evidence.MEASURED: message("measured (evidence)"),
    Evidence.MODELLED: message("modelled"),
    Evidence.ASSUMED: message("assumed"),
    Evidence.EQUIVALENT: message("equivalent"),
}

RETURNS: dict[ReturnName, Message] = {
    ReturnName.ROI: message("ROI, return on investment"),
    ReturnName.IROAS: message("iROAS, revenue gained per {currency} of media"),
    ReturnName.ROA_EXPECTATIONS: message("ROA, return on expectations"),
    ReturnName.ROA_ATTENTION: message("ROA, return on attention"),
    ReturnName.ROE_EXPECTED: message("ROE, against the engagement expected"),
    ReturnName.ROE_PER_CURRENCY: message("ROE, engagement per {currency}"),
}

MEANINGS: dict[ReturnName, Message] = {
    ReturnName.ROI: message("Money gained over money spent."),
    ReturnName.IROAS: message("Revenue gained for every {currency} spent on media, goods not yet paid."),
    ReturnName.ROA_EXPECTATIONS: message("Share reached of the intermediate objectives."),
    ReturnName.ROA_ATTENTION: message("Attention gained for every {currency} spent."),
    ReturnName.ROE_EXPECTED: message("Engagement achieved over engagement expected."),
    ReturnName.ROE_PER_CURRENCY: message("Engagement gained for every {currency} spent."),
}

CATEGORIES: dict[Category, Message] = {
    Category.BRAND_PERCEPTION: message("brand perception"),
    Category.MARKETING_EFFECTIVENESS: message("marketing effectiveness"),
    Category.REVENUE_GROWTH: message("revenue growth"),
    Category.SAVINGS: message("savings"),
}

COSTS: dict[CostCategory, Message] = {
    CostCategory.MEDIA: message("media"),
    CostCategory.PRODUCTION: message("production"),
    CostCategory.TOOLS: message("tools"),
    CostCategory.INFLUENCERS: message("influencers"),
    CostCategory.DISCOUNTS: message("discounts"),
    CostCategory.STAFF: message("staff"),
    CostCategory.OTHER: message("other costs"),
}

MEDIA: dict[Medium, Message] = {
    Medium.PAID: message("paid"),
    Medium.OWNED: message("owned"),
    Medium.SHARED: message("shared"),
    Medium.EARNED: message("earned"),
}

STAGES: dict[Stage, Message] = {
    Stage.EXPOSURE: message("exposure"),
    Stage.ATTENTION: message("attention"),
    Stage.ENGAGEMENT: message("engagement"),
    Stage.CLICK: message("click"),
    Stage.VISIT: message("visit"),
    Stage.CONVERSION: message("conversion"),
    Stage.REVENUE: message("revenue"),
    Stage.OUTSIDE: message("outside the funnel"),
}

SEVERITIES: dict[Severity, Message] = {
    Severity.ERROR: message("error"),
    Severity.WARNING: message("warning"),
    Severity.ADVICE: message("advice"),
}

METHODS: dict[str, Message] = {
    "weekday mean": message("mean of each weekday"),
    "recent weekday level": message("recent level of each weekday"),
    "regression": message("regression with calendar"),
    "regression with trend": message("regression with trend and calendar"),
    "unobserved components": message("unobserved components with level and weekly pattern"),
    "seasonal ARIMA": message("seasonal ARIMA of level and weekly pattern"),
    "discounted counts": message("counts whose past fades"),
    "log difference": message("ratio to the controls, on logarithms"),
    "time-based regression": message("time-based regression on the controls"),
    "difference in differences": message("difference in differences"),
    "synthetic control": message("synthetic control"),
    "augmented synthetic control": message("augmented synthetic control"),
    "synthetic difference in differences": message("synthetic difference in differences"),
}

_WITH_CONTROLS = " with controls"


def method_label(name: str) -> Message | str:
    """Give the name of a baseline, or the name itself where it has no translation."""
    base = name.removesuffix(_WITH_CONTROLS)
    label = METHODS.get(base, base)
    return label if base == name else message("{method} and control series", method=label)
