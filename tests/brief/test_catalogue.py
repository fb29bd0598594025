"""The catalogue of indicators: what each one serves, and in what unit."""

from __future__ import annotations

from small import brief, indicator
from smmeasure.brief.campaign import ObjectiveKind
from smmeasure.brief.catalogue import CATALOGUE, Stage, saves_money, unit_of
from smmeasure.units import Kind, Unit


def test_every_objective_has_indicators_that_fit() -> None:
    """For each kind of objective the catalogue holds an indicator of its own."""
    serving = {kind for entry in CATALOGUE.values() if entry.id != "other" for kind in entry.serves}

    assert serving == set(ObjectiveKind)


def test_likes_serve_neither_traffic_nor_money() -> None:
    """Likes are vanity: they measure image at most."""
    assert CATALOGUE["likes"].serves == {ObjectiveKind.IMAGE}
    assert CATALOGUE["likes"].vanity


def test_the_border_lies_between_click_and_visit() -> None:
    """The community manager answers for steps up to the click."""
    assert [stage for stage in Stage if stage.is_after_click] == [Stage.VISIT, Stage.CONVERSION, Stage.REVENUE]
    assert Stage.VISIT.rank == Stage.CLICK.rank + 1


def test_net_sales_are_in_the_briefs_currency() -> None:
    """An indicator of money without a unit of its own is in the currency of the brief."""
    campaign = brief(indicators={"sales": indicator("revenue")}, objectives=None, roi=None, funnel=None)

    assert unit_of(campaign.indicators["sales"], "UAH") == Unit(Kind.MONEY, "UAH")


def test_a_unit_of_its_own_wins() -> None:
    """The unit written in the brief takes the place of the catalogue's."""
    campaign = brief(indicators={"a": indicator("views", unit="people")}, objectives=None, roi=None, funnel=None)

    assert str(unit_of(campaign.indicators["a"], "EUR")) == "people"


def test_only_contacts_avoided_are_gained_by_a_fall() -> None:
    """A fall is a gain for contacts, never for sales, and not for a series of unknown kind."""
    kinds = {"contacts": indicator("support_contacts"), "pieces": indicator("units_sold"), "any": indicator("other")}
    campaign = brief(indicators=kinds, objectives=None, roi=None, funnel=None)

    assert [saves_money(one) for one in campaign.indicators.values()] == [True, False, False]
