"""Results as plain values; light, for processes that only write what others measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

import pandas as pd
from pydantic import BaseModel

from smmeasure.messages import Message
from smmeasure.units import MoneyEquivalent, Unit

_DIGITS = 10
_LEFT_OUT = frozenset({"draws", "daily"})


def plain(value: object) -> object:
    """Turn a result into values that JSON can write.

    nan and infinite become None, days become ISO text, a message keeps its template and values so
    that it can still be said in any language. An equivalent carries its unit (``EUR_eq``) and no
    currency, so that nobody adds it to money.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    rows = value.to_dict("records") if isinstance(value, pd.DataFrame) else value
    if isinstance(rows, tuple | list):
        return [plain(item) for item in rows]
    return _plain_object(value)


def _plain_object(value: object) -> object:
    if isinstance(value, MoneyEquivalent):
        return {"amount": plain(value.amount), "unit": str(value.unit)}
    if isinstance(value, Message):
        return {"message": value.template, "values": _plain_mapping(value.values)}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if is_dataclass(value) and not isinstance(value, Unit):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in _LEFT_OUT}
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _plain_mapping(mapping: Mapping[str, object]) -> Mapping[str, object]:
    return {str(key): plain(item) for key, item in mapping.items()}
