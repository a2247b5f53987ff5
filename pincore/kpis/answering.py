"""The one sentence that answers how the account is doing."""

from collections.abc import Sequence

from pincore.kpis.types import Kpi
from pincore.periods import Period
from pincore.wording import describe_number, describe_period, describe_relative, describe_share, name_list

GOALS = (("outbound_clicks", "ocr", "outbound clicks"), ("saves", "save_rate", "saves"))


def answer(kpis: Sequence[Kpi], period: Period, against: Period | None = None) -> str:
    """One sentence with the clicks and saves of the period and how they changed, no more than the numbers say."""
    by_key = {kpi.measure.key: kpi for kpi in kpis}
    had = [text for count, rate, name in GOALS if (text := _had(by_key.get(count), by_key.get(rate), name))]
    unknown = [name for count, _, name in GOALS if not _known(by_key.get(count))]
    dates = describe_period(period)
    when = f"On {dates}" if period.days == 1 else f"In {dates}"
    if not had:
        impressions = by_key.get("impressions")
        if impressions is None or impressions.value is None:
            return f"How the account did {when[0].lower()}{when[1:]} cannot be told: outbound clicks and saves are not known for all of its days."
        return (
            f"{when} your Pins were shown {describe_number(impressions.value)} times; how well they worked cannot be told, "
            "since outbound clicks and saves are not known."
        )
    said = f"{when} your Pins brought {name_list(had)}"
    if unknown:
        said += f"; {name_list(unknown)} are not known"
    return f"{said}; {_changed(by_key, against)}." if against else f"{said}."


def _known(kpi: Kpi | None) -> bool:
    return kpi is not None and kpi.value is not None


def _had(count: Kpi | None, rate: Kpi | None, name: str) -> str:
    if count is None or count.value is None:
        return ""
    said = f"{describe_number(count.value)} {name if count.value != 1 else name.removesuffix('s')}"
    if rate is None or rate.value is None or rate.measure.out_of is None:
        return said
    share = f"{describe_share(rate.value)} of {(rate.out_of_key or rate.measure.out_of).replace('_', ' ')}"
    return f"{said} ({share}, {rate.band})" if rate.band else f"{said} ({share})"


def _changed(by_key: dict[str, Kpi], against: Period) -> str:
    goals = [(name, kpi) for count, _, name in GOALS if (kpi := by_key.get(count)) is not None and kpi.value is not None]
    compared = [(name, kpi) for name, kpi in goals if kpi.change is not None]
    dates = describe_period(against)
    if not compared:
        return f"there is nothing to compare with for {dates}"
    groups = {
        "more than ordinary weeks do": [_moved(name, kpi) for name, kpi in compared if kpi.ordinary is False],
        "within what ordinary weeks do": [_moved(name, kpi) for name, kpi in compared if kpi.ordinary is True],
        "and it cannot be told whether ordinary weeks do this": [_moved(name, kpi) for name, kpi in compared if kpi.ordinary is None],
    }
    said = f"against {dates}, " + ", and ".join(f"{name_list(moved)}, {says}" for says, moved in groups.items() if moved)
    hidden = [_moved_rate(kpi) for count, rate, _ in GOALS if (kpi := by_key.get(rate)) is not None and _moves_alone(by_key.get(count), kpi)]
    return f"{said}; but the {name_list(hidden)}, more than ordinary weeks do" if hidden else said


def _moves_alone(count: Kpi | None, rate: Kpi) -> bool:
    """Whether a rate left its normal range while its count did not."""
    return rate.ordinary is False and rate.relative is not None and (count is None or count.ordinary is not False)


def _moved_rate(kpi: Kpi) -> str:
    relative = kpi.relative or 0.0
    return f"{kpi.measure.label.lower()} is {'up' if relative > 0 else 'down'} {describe_relative(relative).lstrip('+-')}"


def _moved(name: str, kpi: Kpi) -> str:
    if kpi.change == 0:
        return f"{name} are unchanged"
    direction = "up" if kpi.change is not None and kpi.change > 0 else "down"
    if kpi.relative is None:
        return f"{name} are {direction} from 0"
    return f"{name} are {direction} {describe_relative(kpi.relative).lstrip('+-')}"
