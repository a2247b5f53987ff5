"""Samples made from short rows."""

from collections.abc import Sequence

from pincore.experiments.counts import PinCounts, Sample, require_sample


def pin(variant: str, name: str, impressions: float, clicks: float | None, saves: float | None = None, pair: str = "") -> PinCounts:
    counts = {"impressions": impressions, "outbound_clicks": clicks}
    return PinCounts(variant, name, counts | ({} if saves is None else {"saves": saves}), pair, f"Row {name}")


def sample_of(rows: Sequence[tuple], name: str = "") -> Sample:
    """The sample of rows (variant, pin, impressions, outbound clicks[, saves[, pair]])."""
    return require_sample(name, [pin(*row) for row in rows])
