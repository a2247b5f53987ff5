"""read_out: the Pins of an experiment to a Readout with its Verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from pincore.errors import InputError
from pincore.experiments.counts import PinCounts, Sample, require_column
from pincore.experiments.fitting import LEAST_PINS, Fit, fit, fit_pairs
from pincore.experiments.intervals import Floats, holm
from pincore.experiments.looks import ALPHA, Look
from pincore.experiments.terms import SMALLEST_EFFECT as SMALLEST_EFFECT
from pincore.experiments.terms import Terms as Terms
from pincore.experiments.terms import find_look
from pincore.experiments.words import METRIC_BY_KEY, METRICS, OVERALL, VerdictKey

CONTROLS = ("control", "baseline", "original", "control group", "kontrolle", "kontrollgruppe", "contrôle", "témoin", "controle", "controllo")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One variant of a readout. The control has no lift; a number that cannot be known is None.

    `low` and `high` are the interval of the lift, at 95 % or at the level of the look. `share` is the variant's part of all impressions.
    `p_cautious` decides: `p_adjusted`, or more where the variant with fewer usable Pins has noisier counts too.
    """

    variant: str
    pins: int
    pins_used: int
    impressions: float
    count: float
    pooled_rate: float | None
    typical_rate: float | None
    share: float | None
    lift: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    verdict: VerdictKey | None = None
    p_cautious: float | None = None

    def is_withheld(self, level: float) -> bool:
        """Whether the numbers alone would make a verdict, but the variants are too unevenly shown for it."""
        return self.p_adjusted is not None and self.p_cautious is not None and self.p_adjusted <= level < self.p_cautious


@dataclass(frozen=True, slots=True)
class Dot:
    """One Pin of a readout: its rate, and whether it was used."""

    variant: str
    pin: str
    label: str
    impressions: float
    count: float
    rate: float | None
    used: bool


@dataclass(frozen=True, slots=True)
class Readout:
    """What the Pins of one experiment say about one metric.

    `level` is the p-value that decides (5 %, or the limit of the look); `look` the planned look, or None for a single final readout.
    A secondary metric has no verdict.
    `next_look` is the day of the next one. `variance` is that between Pins of one variant on the log scale (paired: of a difference).
    """

    experiment: str
    metric: str
    control: str
    variants: tuple[Verdict, ...]
    dots: tuple[Dot, ...]
    df: float
    variance: float | None
    paired: bool
    verdict: VerdictKey | None
    level: float
    smallest_effect: float
    day: int | None = None
    look: Look | None = None
    next_look: int | None = None
    after_last: bool = False
    even: bool = False

    @property
    def treatments(self) -> tuple[Verdict, ...]:
        """The variants but the control."""
        return self.variants[1:]

    @property
    def best(self) -> Verdict:
        """The treatment that the experiment's verdict is about, the clearest of its kind."""
        same = [row for row in self.treatments if row.verdict == self.verdict] or list(self.treatments)
        return min(same, key=lambda row: (row.p_value is None, row.p_value or 0.0, -(row.lift or 0.0)))

    @property
    def left_out(self) -> tuple[Dot, ...]:
        """The Pins with too few impressions to say anything."""
        return tuple(dot for dot in self.dots if not dot.used)


def read_out(sample: Sample, terms: Terms = Terms()) -> Readout:
    """The readout of one experiment. Raises InputError when the metric or the control is not there."""
    return read_out_all([sample], terms)[0]


def read_out_all(samples: Sequence[Sample], terms: Terms = Terms()) -> list[Readout]:
    """The readouts of many experiments, in their order; those of like shape are fitted together."""
    asked = [_ordered(sample, terms) for sample in samples]
    shapes = sorted(range(len(asked)), key=lambda i: asked[i].shape)
    found: dict[int, Readout] = {}
    for _, group in groupby(shapes, key=lambda i: asked[i].shape):
        places = list(group)
        found |= zip(places, _read_alike([asked[i] for i in places], terms), strict=True)
    return [found[i] for i in range(len(asked))]


def secondary(sample: Sample, terms: Terms = Terms()) -> tuple[Readout, ...]:
    """The other metrics of the sample: p-values adjusted over all of them and all variants, and no verdict."""
    primary = _ordered(sample, terms).metric
    found = [read_out(sample, replace(terms, metric=key)) for key in sample.metrics if key != primary]
    if not found:
        return ()
    raw = np.array([np.nan if row.p_value is None else row.p_value for readout in found for row in readout.treatments])
    adjusted = iter(holm(raw).tolist())
    return tuple(
        replace(
            readout,
            verdict=None,
            variants=(readout.variants[0], *(replace(row, verdict=None, p_adjusted=_known(next(adjusted))) for row in readout.treatments)),
        )
        for readout in found
    )


def require_terms(sample: Sample, terms: Terms) -> None:
    """Raises InputError when the metric or the control of the terms is not in the sample."""
    _ordered(sample, terms)


@dataclass(frozen=True, slots=True)
class _Asked:
    sample: Sample
    metric: str
    variants: tuple[str, ...]

    @property
    def shape(self) -> tuple[bool, int]:
        return self.sample.paired, len(self.variants)

    def count(self, pin: PinCounts) -> float:
        return float(pin.counts[METRIC_BY_KEY[self.metric].count] or 0.0)


def _ordered(sample: Sample, terms: Terms) -> _Asked:
    metric = terms.metric or (sample.metrics[0] if sample.metrics else None)
    if metric is None or metric not in sample.metrics:
        require_column(metric or METRICS[0].key, sample.pins, sample.metrics)
        raise InputError(
            "metric_missing",
            f"The {METRIC_BY_KEY[metric or METRICS[0].key].event} of a Pin are not known.",
            "Fill in the cell, or choose another metric.",
        )
    control = terms.control
    if control is None:
        control = next((name for name in sample.variants if name.casefold() in CONTROLS), sample.variants[0])
    known = next((name for name in sample.variants if name == control), None) or next(
        (name for name in sample.variants if name.casefold() == control.strip().casefold()), None
    )
    if known is None:
        raise InputError("control_unknown", f"There is no variant “{control}”.", f"The variants are: {', '.join(sample.variants)}.")
    return _Asked(sample, metric, (known, *(name for name in sample.variants if name != known)))


def _read_alike(asked: Sequence[_Asked], terms: Terms) -> list[Readout]:
    """The readouts of experiments with equally many variants, from one fit."""
    paired, k = asked[0].shape
    found, columns = _fit_pairs(asked, k) if paired else _fit_pins(asked, k)
    look, next_look, after_last = find_look(terms)
    level = look.p_limit if look else ALPHA
    lifts = found.lifts(level)
    told = []
    for i, one in enumerate(asked):
        used = {pin.pin: bool(found.used[i, column]) for pin, column in columns[i]}
        numbers = _numbers(found, lifts, i)
        rows = _rows(one, used, numbers)
        waiting = terms.day is not None and look is None
        rows = [rows[0], *(replace(row, verdict=_verdict(row, rows, waiting, level, terms.smallest_effect)) for row in rows[1:])]
        overall = next(key for key in OVERALL if any(row.verdict == key for row in rows))
        df, variance = (float(np.max(x[i])) if paired else float(x[i]) for x in (found.df, np.nan_to_num(found.variance, nan=-1.0)))
        told.append(Readout(
            one.sample.experiment, one.metric, one.variants[0], tuple(rows), _dots(one, used), df, variance if variance >= 0 else None, paired,
            overall, level, terms.smallest_effect, terms.day, look, next_look, after_last, bool(np.any(found.even[i])),
        ))  # fmt: skip
    return told


def _fit_pins(asked: Sequence[_Asked], k: int) -> tuple[Fit, list[list[tuple[PinCounts, int]]]]:
    widest = max(len(one.sample.pins) for one in asked)
    counts, impressions = np.zeros((len(asked), widest)), np.zeros((len(asked), widest))
    variant = np.full((len(asked), widest), -1)
    for i, one in enumerate(asked):
        place = {name: number for number, name in enumerate(one.variants)}
        for j, pin in enumerate(one.sample.pins):
            counts[i, j], impressions[i, j], variant[i, j] = one.count(pin), pin.impressions, place[pin.variant]
    columns = [[(pin, j) for j, pin in enumerate(one.sample.pins)] for one in asked]
    return fit(counts, impressions, variant, k), columns


def _fit_pairs(asked: Sequence[_Asked], k: int) -> tuple[Fit, list[list[tuple[PinCounts, int]]]]:
    pairs = [list(dict.fromkeys(pin.pair for pin in one.sample.pins)) for one in asked]
    shape = (len(asked), max(map(len, pairs)), k)
    counts, impressions, present = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    columns: list[list[tuple[PinCounts, int]]] = []
    for i, one in enumerate(asked):
        place = {name: number for number, name in enumerate(one.variants)}
        row = {name: number for number, name in enumerate(pairs[i])}
        columns.append([(pin, row[pin.pair] * k + place[pin.variant]) for pin in one.sample.pins])
        for pin in one.sample.pins:
            at = (i, row[pin.pair], place[pin.variant])
            counts[at], impressions[at], present[at] = one.count(pin), pin.impressions, True
    return fit_pairs(counts, impressions, present), columns


def _numbers(found: Fit, lifts: Sequence[Floats], i: int) -> list[dict[str, float | None]]:
    names = ("lift", "low", "high", "p_value", "p_adjusted", "p_cautious")
    arrays = (*lifts, found.p, found.adjusted, found.cautious)
    treatments = [{name: _known(array[i, j]) for name, array in zip(names, arrays, strict=True)} for j in range(found.p.shape[1])]
    typical: list[dict[str, float | None]] = [{"typical_rate": _known(np.exp(mean))} for mean in found.mean[i]]
    return [typical[0], *(mean | treatment for mean, treatment in zip(typical[1:], treatments, strict=True))]


def _known(x: float) -> float | None:
    return None if np.isnan(x) else float(x)


def _rows(one: _Asked, used: dict[str, bool], numbers: Sequence[dict[str, float | None]]) -> list[Verdict]:
    every = sum(pin.impressions for pin in one.sample.pins)
    rows = []
    for name, known in zip(one.variants, numbers, strict=True):
        pins = [pin for pin in one.sample.pins if pin.variant == name]
        shown, count = sum(pin.impressions for pin in pins), sum(one.count(pin) for pin in pins)
        rows.append(Verdict(
            name, len(pins), sum(used[pin.pin] for pin in pins), shown, count, count / shown if shown else None,
            share=shown / every if every else None, **{"typical_rate": None, **known},  # type: ignore[arg-type]
        ))  # fmt: skip
    return rows


def _dots(one: _Asked, used: dict[str, bool]) -> tuple[Dot, ...]:
    return tuple(
        Dot(
            pin.variant,
            pin.pin,
            pin.named,
            pin.impressions,
            one.count(pin),
            one.count(pin) / pin.impressions if pin.impressions else None,
            used[pin.pin],
        )
        for pin in one.sample.pins
    )


def _verdict(row: Verdict, rows: Sequence[Verdict], waiting: bool, level: float, smallest: float) -> VerdictKey:
    """The first line of the verdict table that fits."""
    if min(other.pins_used for other in rows) < LEAST_PINS:
        return "not_enough_pins"
    if waiting:
        return "too_early"
    if row.lift is None or row.low is None or row.high is None or row.p_cautious is None:
        return "cannot_tell"
    if row.p_cautious <= level:
        return "winner" if row.lift > 0 else "worse"
    return "no_difference" if -smallest <= row.low and row.high <= smallest else "cannot_tell"
