"""The report as plain data for JSON: exact figures as texts, days as ISO, absent as ``None``, keys in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from emulation.number import plain

if TYPE_CHECKING:
    from emulation.insight.remark import Remark
    from emulation.insight.report import Report


def report_data(report: Report) -> dict[str, Any]:
    """The report; points as decimal texts (``"92.25"``), shares as ``"2/3"``, statistics as numbers of six decimals."""
    return {
        "bloc": report.bloc.id,
        "year": report.bloc.year,
        "on": report.on.isoformat(),
        "kind": report.kind,
        "results": [remark_data(one) for one in report.results],
        "shortcomings": [remark_data(one) for one in report.shortcomings],
        "missing": [remark_data(one) for one in report.missing],
        "questions": [remark_data(one) for one in report.questions],
        "tasks": [_plain(one) for one in report.tasks],
        "said": [_plain(one) for one in report.said],
        "thresholds": _plain(report.thresholds),
        "figures": _plain(report.figures),
    }


def remark_data(remark: Remark) -> dict[str, Any]:
    """One remark, spelled as `report_data` does."""
    return {
        "area": remark.area,
        "code": remark.code,
        "units": list(remark.units),
        "facts": _plain(remark.facts),
        "rows": [_plain(row) for row in remark.rows],
    }


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return round(value, 6)
        case Decimal():
            return plain(value)
        case Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(one) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case _:
            return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))}


def _key(key: object) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)
