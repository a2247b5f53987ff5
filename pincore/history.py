"""History: everything uploaded, stitched into one of each frame."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pandas as pd

from pincore.details import stitch_details
from pincore.facts import Check, FilterGroup, History
from pincore.groups import by_precedence, filter_groups, has_numbers
from pincore.layouts import completed, day_span, empty_frame
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.board_keys import board_keys
from pincore.reading.imports import Import
from pincore.reconciliation import reconcile
from pincore.remarks import content_notes, first_estimated, stitching_notes
from pincore.stitching import joined_rows, stitch_pins, stitch_rows

__all__ = ["EMPTY", "Check", "FilterGroup", "History", "stitch"]


def stitch(imports: Sequence[Import], filters: tuple[tuple[str, str], ...] | None = None) -> History:
    """The history of one group of imports: by default the unfiltered ones, else the group uploaded first.

    The same file twice counts once. Pin details, site tables and audience insights carry no filters and always count.
    """
    first: dict[str, Import] = {}
    for item in imports:
        first.setdefault(item.digest, item)
    unique = list(first.values())
    groups = filter_groups(unique)
    chosen = _chosen(groups, filters)
    parts = [item for item in unique if has_numbers(item) and item.filters == chosen]
    ranked = by_precedence(parts)
    account = stitch_rows("account", _frames(ranked, "account"), ["start", "end"])
    boards = stitch_rows("boards", _boards(ranked, unique), ["board", "start", "end"])
    pins = stitch_pins(_frames(ranked, "pins"))
    details, detail_notes = stitch_details(_frames(by_precedence(unique), "details"))
    site = [completed("site", item.frames["site"]).assign(file=item.name) for item in unique if "site" in item.frames]
    audience = stitch_rows("audience", _frames(by_precedence(unique), "audience"), ["audience", "day", "aggregation", "dimension", "item"])
    history = History(
        digest=_digest(unique, chosen),
        account=account.frame, boards=boards.frame, pins=pins.frame, details=details,
        site=joined_rows(site) if site else empty_frame("site"), audience=audience.frame,
        filters=chosen, filter_groups=groups, days=_span(account.frame, boards.frame, pins.frame),
        rankings=frozenset(found for item in parts if item.kind == "overview" for found in _rankings(item.frames)),
    )  # fmt: skip
    revised = account.revised + boards.revised + pins.revised
    checks = reconcile(history)
    zeros = tuple(Note(check.key, "warning", check.says) for check in checks if check.key == "zero_run")
    return replace(
        history,
        estimated_from=first_estimated(history, parts),
        notes=(*stitching_notes(parts, groups, chosen, revised), *detail_notes, *content_notes(history), *zeros),
        checks=checks,
    )


def _chosen(groups: Sequence[FilterGroup], filters: tuple[tuple[str, str], ...] | None) -> tuple[tuple[str, str], ...]:
    held = [group.filters for group in groups]
    if filters is not None and filters in held:
        return filters
    return () if () in held or not held else held[0]


def _frames(imports: Sequence[Import], name: str) -> list[pd.DataFrame]:
    return [item.frames[name] for item in imports if name in item.frames]


def _boards(ranked: Sequence[Import], everything: Sequence[Import]) -> list[pd.DataFrame]:
    """The boards of the imports, named by their addresses as these are told apart over all files: one file alone may name them shorter."""
    urls = [str(url) for frame in _frames(everything, "boards") if "url" in frame for url in frame["url"].dropna().tolist()]
    names = dict(zip(urls, board_keys(urls), strict=True))
    return [
        frame.assign(board=[names.get(str(url)) or board for url, board in zip(frame["url"].tolist(), frame["board"].tolist(), strict=True)])
        if "url" in frame else frame
        for frame in _frames(ranked, "boards")
    ]  # fmt: skip


def _span(*frames: pd.DataFrame) -> Period | None:
    spans = [day_span(frame) for frame in frames if len(frame)]
    return Period(min(a for a, _ in spans), max(b for _, b in spans)) if spans else None


def _rankings(frames: Mapping[str, pd.DataFrame]) -> list[tuple[str, Period]]:
    """The counts by which an overview's list of top Pins is ordered, with its dates."""
    pins = frames.get("pins")
    if pins is None or not len(pins):
        return []
    return [(key, Period(*day_span(pins))) for key in pins.columns if pins[key].dtype == np.float64]


def _digest(imports: Sequence[Import], filters: tuple[tuple[str, str], ...]) -> str:
    text = repr(([item.digest for item in imports], filters))
    return sha256(text.encode()).hexdigest()


EMPTY = stitch(())
