"""What a randomised campaign may be measured from: every fault is found before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.brief.faults import quoted, suggestion
from smmeasure.core.argument_faults import (
    CHECK_FILTER,
    ONE_COLUMN,
    TO_FRAME,
    no_numbers,
    numbers_of,
    share_faults,
    size_faults,
    wrong_type,
)
from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.experiment.adjustment import Group
from smmeasure.core.experiment.balance import share_of_arm_faults
from smmeasure.errors import CallError, Fault
from smmeasure.messages import Message, message

_FEWEST = 2
"""People without whom an arm has no variance."""

_COLLINEAR = 1e-9
"""Share of a covariate's variance that the others must leave."""


@dataclass(frozen=True, slots=True)
class People:
    """A call whose arguments hold together.

    Attributes
    ----------
    groups : dict of str to Group
        Outcome and covariates of each arm, sorted by name.
    control : str
        Name of the control arm.
    binary : bool
        Whether the outcome is 0 or 1 for each person.
    covariates : tuple of str
        Names of the covariates.
    """

    groups: dict[str, Group]
    control: str
    binary: bool
    covariates: tuple[str, ...]


def check(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    outcome: object, arm: object, covariates: object, control: object, level: object, shares: object = None
) -> People:
    """Check the arguments of `smmeasure.core.experiment.estimate.estimate_experiment`.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults = [*_outcome_faults(outcome), *_arm_faults(outcome, arm)]
    labels = _labels(arm)
    columns = 0 if covariates is None else len(getattr(covariates, "columns", ()))
    if labels is not None and labels.size:
        faults += [*_control_faults(labels, control), *_size_faults(labels, columns)]
    faults += [] if covariates is None else list(_table_faults(outcome, covariates))
    faults += share_faults("level", level)
    if shares is not None and labels is not None:
        faults += share_of_arm_faults(tuple(sorted(labels.unique())), shares)
    if faults or labels is None or not isinstance(outcome, pd.Series):
        raise CallError(*faults)
    table = covariates if isinstance(covariates, pd.DataFrame) else pd.DataFrame(index=outcome.index)
    people = _people(outcome, labels, table, str(control))
    faults = list(_variation_faults(people))
    if faults:
        raise CallError(*faults)
    return people


def _people(outcome: pd.Series, labels: pd.Series, table: pd.DataFrame, control: str) -> People:
    values, known = outcome.to_numpy(dtype=float), table.to_numpy(dtype=float)
    groups: dict[str, Group] = {}
    for name in sorted(labels.unique()):
        rows: Bools = (labels == name).to_numpy(dtype=bool)
        groups[name] = Group(values[rows], known[rows])
    binary = pd.api.types.is_bool_dtype(outcome) or set(np.unique(values)) == {0.0, 1.0}
    return People(groups, control, binary, tuple(str(column) for column in table.columns))


def _labels(arm: object) -> pd.Series | None:
    return arm.dropna().astype(str) if isinstance(arm, pd.Series) else None


def _outcome_faults(outcome: object) -> Iterator[Fault]:
    if not isinstance(outcome, pd.Series):
        yield _no_series("outcome", outcome)
        return
    yield from _number_faults("outcome", outcome)
    if not len(outcome):
        yield Fault("outcome", message("no value"), message("one row per person"), CHECK_FILTER)


def _no_series(place: str, given: object) -> Fault:
    return wrong_type(place, given, message("a pandas Series with one row per person"), ONE_COLUMN)


def _number_faults(place: str, values: pd.Series) -> Iterator[Fault]:
    """Look for what is no number: text, gaps, infinite values."""
    numbers = numbers_of(values)
    if numbers is None:
        cure = message("Use pandas.to_numeric, or pandas.get_dummies for names of groups.")
        yield no_numbers(place, values, message("numbers"), cure)
        return
    missing = int(np.isnan(numbers).sum())
    if missing:
        yield Fault(
            place,
            message("missing values: {count}", count=missing),
            message("a number for each person"),
            _missing_cure(place),
        )
    yield from size_faults(place, numbers, message("finite numbers"))


def _missing_cure(place: str) -> Message:
    if place == "outcome":
        return message("Write 0 for people who did nothing; nobody may be dropped for what he did after the draw.")
    return message("Fill the gaps with the mean and add a column that marks them, or leave the covariate out.")


def _arm_faults(outcome: object, arm: object) -> Iterator[Fault]:
    if not isinstance(arm, pd.Series):
        yield _no_series("arm", arm)
        return
    missing = int(arm.isna().sum())
    if missing:
        yield Fault(
            "arm",
            message("people without an arm: {count}", count=missing),
            message("the arm that each person was drawn for"),
            message("Look it up in the list of the draw, or leave out people who were not drawn."),
        )
    if isinstance(outcome, pd.Series):
        yield from _index_faults("arm", arm, outcome)


def _index_faults(place: str, table: pd.Series | pd.DataFrame, outcome: pd.Series) -> Iterator[Fault]:
    if len(table) != len(outcome):
        yield Fault(
            place,
            message("rows: {count}", count=len(table)),
            message("as many rows as in outcome: {count}", count=len(outcome)),
            message("Take both from one table, after every filter."),
        )
    elif not table.index.equals(outcome.index):
        yield Fault(
            place,
            message("another index than that of outcome"),
            message("the same people in the same order"),
            message("Take both from one table, or use reindex_like(outcome)."),
        )


def _control_faults(labels: pd.Series, control: object) -> Iterator[Fault]:
    names = sorted(labels.unique())
    if str(control) not in names:
        yield _unknown_control(names, str(control))
    elif len(names) == 1:
        yield Fault(
            "arm",
            message("a single arm, «{name}»", name=quoted(control)),
            message("the control arm and at least one other"),
            message("Without people held out there is no comparison: use estimate_uplift on the series instead."),
        )


def _unknown_control(names: list[str], control: str) -> Fault:
    # Near names are sought in small letters; the one that is told keeps its spelling.
    spelling = {name.lower(): name for name in names}
    near = suggestion(control, spelling)
    return Fault(
        "control",
        message("«{name}»", name=quoted(control)),
        message("the name of an arm: {arms}", arms=quoted(", ".join(names))),
        message("Did you mean «{word}»?", word=quoted(spelling[str(near.values["word"])]))
        if near
        else message("Name the arm that was held out."),
    )


def _size_faults(labels: pd.Series, columns: int) -> Iterator[Fault]:
    """Ask for the people that a variance needs, and one more for each covariate."""
    least = _FEWEST + columns
    sizes = labels.value_counts()
    for name in sorted(sizes.index[sizes < least]):
        yield Fault(
            f"arm «{quoted(name)}»",
            message("people: {count}", count=int(sizes[name])),
            message("{count} or more", count=least),
            message("Leave the arm out, or join it with a like one if that was decided before the campaign."),
        )


def _table_faults(outcome: object, covariates: object) -> Iterator[Fault]:
    if not isinstance(covariates, pd.DataFrame):
        yield wrong_type("covariates", covariates, message("a pandas DataFrame with one row per person"), TO_FRAME)
        return
    if isinstance(outcome, pd.Series):
        yield from _index_faults("covariates", covariates, outcome)
    for place, name in enumerate(covariates.columns):
        yield from _number_faults(f"covariates[{quoted(name)!r}]", covariates.iloc[:, place])


def _variation_faults(people: People) -> Iterator[Fault]:
    """Ask that each covariate vary within the arms, and say something that those before it don't."""
    told: set[int] = set()
    control = people.groups[people.control]
    for name, group in people.groups.items():
        if name == people.control or not people.covariates:
            continue
        within = np.concatenate([_centred(group.covariates), _centred(control.covariates)])
        for place in _redundant(within):
            if place not in told:
                told.add(place)
                constant = not within[:, place].any()
                yield _useless(people.covariates[place], constant=constant)


def _useless(name: str, *, constant: bool) -> Fault:
    return Fault(
        f"covariates[{quoted(name)!r}]",
        message("the same value for everybody in an arm")
        if constant
        else message("nothing that the covariates before it do not say"),
        message("covariates that differ between people, none the sum of others"),
        message("Leave the column out."),
    )


def _centred(values: Floats) -> Floats:
    centred: Floats = values - values.mean(axis=0)
    centred[:, values.min(axis=0) == values.max(axis=0)] = 0.0
    return centred


def _redundant(columns: Floats) -> Iterator[int]:
    """Give the places of columns that are combinations of those before them."""
    basis = np.empty((len(columns), 0))
    for place, column in enumerate(columns.T):
        size = np.linalg.norm(column)
        unit = column / size if size else column
        # Twice, because the first projection leaves rounding errors along the basis.
        rest = unit - basis @ (basis.T @ unit)
        rest -= basis @ (basis.T @ rest)
        if float(rest @ rest) <= _COLLINEAR:
            yield place
        else:
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
