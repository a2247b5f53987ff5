"""KPIs: every measure of a period with its change, band, uncertainty and next action."""

from dataclasses import dataclass

import numpy as np

from pincore.bands import FELL, Thresholds, place
from pincore.changes import LEAST_WEEKS, NormalRange, normal_range, whole_weeks
from pincore.facts import History
from pincore.kpis.types import Kpi
from pincore.measures.daily import Daily, levels
from pincore.measures.series import best_level, line
from pincore.measures.table import MEASURES, Choice, Measure
from pincore.measures.totals import BASIS_SAYS, Known, SaveRateOver, count_of, estimated_within, rate_of
from pincore.periods import Period
from pincore.remarks import breaks_between
from pincore.uncertainty import Interval, interval
from pincore.wording import describe_change, describe_days, describe_number, describe_period, describe_range, describe_relative, describe_share

DISPERSION_WEEKS = 12
LONG_SPARKLINE = 92
NEARLY = 0.1


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every measure."""

    history: History
    period: Period
    against: Period | None
    choice: Choice
    thresholds: Thresholds
    save_rate_over: SaveRateOver


def kpis(
    history: History,
    period: Period,
    against: Period | None,
    choice: Choice = Choice(),
    thresholds: Thresholds = Thresholds(),
    save_rate_over: SaveRateOver = "impressions",
) -> tuple[Kpi, ...]:
    """The measures of attention, intent and endorsement, in the order of MEASURES."""
    asked = _Question(history, period, against, choice, thresholds, save_rate_over)
    return tuple(_kpi(asked, measure) for measure in MEASURES if measure.group != "video")


def video(history: History, period: Period, choice: Choice = Choice(), against: Period | None = None) -> tuple[Kpi, ...]:
    """The video measures; () when the files hold none."""
    asked = _Question(history, period, against, choice, Thresholds(), "impressions")
    found = [measure for measure in MEASURES if measure.group == "video"]
    if not any(m.count in frame and bool(frame[m.count].notna().any()) for m in found for frame in (history.account, history.pins, history.boards)):
        return ()
    return tuple(_kpi(asked, measure) for measure in found)


def _kpi(asked: _Question, measure: Measure) -> Kpi:
    now = _known(asked, measure, asked.period)
    value = _value(measure, now)
    if value is None:
        return Kpi(measure, None, reason=now.reason or _no_base(measure, now), basis=now.basis, count=now.rate.count, out_of=now.rate.out_of)
    span = _interval(asked, measure, now)
    edges = asked.thresholds.of(measure.key)
    if measure.key == "save_rate" and asked.save_rate_over != "impressions":
        edges = None
    placing = place(measure.key, span, edges) if edges else None
    before = _known(asked, measure, asked.against) if asked.against else None
    earlier = _value(measure, before) if before else None
    comparable = earlier is not None and before is not None and (now.basis == before.basis or {now.basis, before.basis} <= {"account", "boards"})
    change = value - earlier if earlier is not None and comparable else None
    relative = change / earlier if change is not None and earlier else None
    normal = _normal(asked, measure, now, before) if change is not None else None
    return Kpi(
        measure=measure, value=value, count=now.rate.count, out_of=now.rate.out_of, before=earlier, change=change, relative=relative,
        low=span.low if span else None, high=span.high if span else None,
        band=placing.band if placing else None, band_says=placing.says if placing else "",
        action=FELL[measure.key] if _fell(change, normal) and measure.key in FELL else placing.action if placing else "",
        uncertainty=_uncertainty(asked, measure, now, value, span, placing.says if placing else "", placing is not None and placing.band is not None),
        ordinary=normal.ordinary if normal else None, change_says=_change_says(asked, measure, change, relative, normal, now, before),
        basis=now.basis, basis_says=_basis_says(now), series=_sparkline(asked, measure),
        estimated=estimated_within(asked.history, asked.period, asked.choice), out_of_key=_out_of(asked, measure),
    )  # fmt: skip


def _fell(change: float | None, normal: NormalRange | None) -> bool:
    return change is not None and change < 0 and normal is not None and not normal.ordinary


def _known(asked: _Question, measure: Measure, period: Period) -> Known:
    if measure.out_of is None:
        return count_of(asked.history, period, measure.count, asked.choice)
    return rate_of(asked.history, period, measure.count, _out_of(asked, measure), asked.choice)


def _out_of(asked: _Question, measure: Measure) -> str | None:
    return asked.save_rate_over if measure.key == "save_rate" else measure.out_of


def _value(measure: Measure, known: Known) -> float | None:
    if measure.out_of is None:
        return known.rate.count
    return None if known.rate.value is None else known.rate.value * measure.scale


def _no_base(measure: Measure, known: Known) -> str:
    return f"{measure.label}: there is nothing to divide by ({describe_number(known.rate.out_of)} {measure.out_of or ''}).".replace("_", " ")


def _level(asked: _Question, known: Known) -> Daily | None:
    return next((daily for daily in levels(asked.history, asked.choice) if daily.level == known.basis), None)


def _interval(asked: _Question, measure: Measure, known: Known) -> Interval | None:
    if measure.unit != "share" or known.rate.count is None or known.rate.out_of is None:
        return None
    daily = _level(asked, known)
    weeks: list[tuple[float, float]] = []
    if daily is not None:
        most = max(DISPERSION_WEEKS, asked.period.days // 7)
        weeks = [(w.count, w.out_of) for w in whole_weeks(daily, measure.key, asked.period.end, most, asked.save_rate_over)]
    return interval(known.rate.count, known.rate.out_of, weeks)


def _normal(asked: _Question, measure: Measure, now: Known, before: Known | None) -> NormalRange | None:
    """The normal range of the change, from the Pins' days for a rate and from the account's for a count; the one stands in for the other
    where that does not reach back and both say nearly the same."""
    if before is None or asked.against is None or measure.unit == "seconds":
        return None
    daily_numbers = levels(asked.history, asked.choice)
    for daily in daily_numbers if measure.out_of is None else (*daily_numbers[1:], *daily_numbers[:1]):
        if all(_stands_for(daily, measure, known, period) for known, period in ((now, asked.period), (before, asked.against))):
            found = normal_range(daily, measure.key, asked.period, asked.against, asked.save_rate_over)
            if found is not None:
                return found
    return None


def _stands_for(daily: Daily, measure: Measure, known: Known, period: Period) -> bool:
    if known.basis == daily.level:
        return True
    own = daily.cut(daily.values(measure.count), period) if measure.count in daily.rows.counts else np.array([np.nan])
    total = known.rate.count
    return total is not None and not np.isnan(own).any() and abs(float(own.sum()) - total) <= NEARLY * total


def _uncertainty(asked: _Question, measure: Measure, known: Known, value: float, span: Interval | None, placed: str, named: bool) -> str:
    parts = []
    if measure.unit == "share":
        if span is None:
            parts.append(f"{describe_share(value)}: more were counted than there was to count from, so no range can be given.")
        else:
            bounds = f"up to {describe_share(span.high)}" if span.count == 0 else describe_range(span.low, span.high)
            tail = f": {placed}" if placed and not named else ""
            parts.append(f"{describe_share(value)}, could be {bounds}{tail}.")
    if known.blanks and measure.group != "video":
        parts.append(f"{known.blanks:,} rows of Pins lack the number and are not in the sum.")
    if estimated_within(asked.history, asked.period, asked.choice):
        parts.append("Includes days that Pinterest still estimates.")
    return " ".join(parts)


def _basis_says(known: Known) -> str:
    return f"From {BASIS_SAYS[known.basis]}." if known.basis else ""


def _change_says(
    asked: _Question, measure: Measure, change: float | None, relative: float | None, normal: NormalRange | None, now: Known, before: Known | None
) -> str:
    if asked.against is None:
        return ""
    if change is None:
        return _no_change_says(asked, measure, now, before)
    head = "No change" if change == 0 else describe_change(change, relative, measure.unit == "share")
    said = f"{head} against {describe_period(asked.against)}: {_judged(normal)}."
    if measure.out_of is None and asked.period.days != asked.against.days and before is not None and before.rate.count and now.rate.count is not None:
        daily = now.rate.count / asked.period.days / (before.rate.count / asked.against.days) - 1
        said += f" A day: {describe_relative(daily)} ({describe_days(asked.period.days)} against {describe_days(asked.against.days)})."
    if estimated_within(asked.history, asked.against, asked.choice):
        said += " The comparison includes estimated days."
    return " ".join([said, *breaks_between(asked.against, asked.period)])


def _judged(normal: NormalRange | None) -> str:
    if normal is None:
        return f"it cannot be told whether ordinary weeks do this ({LEAST_WEEKS} whole weeks of daily numbers before the period are needed)"
    return "within what ordinary weeks do" if normal.ordinary else "more than ordinary weeks do"


def _no_change_says(asked: _Question, measure: Measure, now: Known, before: Known | None) -> str:
    if before is None or _value(measure, before) is None:
        return f"No comparison: not known for {describe_period(asked.against)}." if asked.against else ""
    return (
        f"No comparison: this period is {BASIS_SAYS[now.basis or 'pins']}, the one before is {BASIS_SAYS[before.basis or 'pins']}. "
        "An export of the same kind for both makes them comparable."
    )


def _sparkline(asked: _Question, measure: Measure) -> tuple[float | None, ...]:
    daily = best_level(asked.history, asked.period, measure.key, asked.choice, asked.save_rate_over)
    if daily is None:
        return ()
    values = line(daily, asked.period, measure.key, "day" if asked.period.days <= LONG_SPARKLINE else "week", asked.save_rate_over)
    return tuple(None if np.isnan(value) else float(value) for value in values)
