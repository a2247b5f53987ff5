"""What is known of each Pin: the latest title, link, board, format, day and image."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from pincore.layouts import completed, empty_frame
from pincore.links import normalise_link
from pincore.notes import Note
from pincore.stitching import joined_rows, stitch_rows


def stitch_details(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """One row a Pin with its latest known details; `frames` come from the oldest to the latest.

    Rows without a Pin (a bulk-create template) go to the Pin of the same link, else of the same title, where
    exactly one fits; they only fill what is missing. The others are counted in a note.
    """
    named, nameless = [], []
    for frame in frames:
        whole = completed("details", frame)
        has_pin = whole["pin"].notna()
        named.append(whole if has_pin.all() else whole[has_pin])
        if not has_pin.all():
            nameless.append(whole[~has_pin])
    details = stitch_rows("details", named, ["pin"]).frame
    if not nameless:
        return details, ()
    rows = joined_rows(nameless).drop_duplicates(["title", "link"], keep="last").reset_index(drop=True)
    return _with_template(details, rows)


def _with_template(details: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    matched = _match(details, rows)
    notes = []
    if matched:
        found = rows.loc[list(matched)].assign(pin=list(matched.values()))
        details = stitch_rows("details", [found, details], ["pin"]).frame
        notes.append(Note("template_matched", "info", f"{len(matched)} of {len(rows)} rows of the template were matched to Pins by link or title."))
    left = len(rows) - len(matched)
    if left:
        why = "no Pin's link or title is known yet" if not len(details) else "no single Pin has their link or title"
        notes.append(Note(
            "template_unmatched", "warning", f"{left} of {len(rows)} rows of the template could not be matched: {why}.",
            remedy="A table with Pin ids and links or titles (a pin-day table) lets them be matched.",
        ))  # fmt: skip
    return details if len(details) else empty_frame("details"), tuple(notes)


def _match(details: pd.DataFrame, rows: pd.DataFrame) -> dict[int, str]:
    """The Pin of each template row that has exactly one: by link and title, by link, by title."""
    pins = [(str(pin), _link(link), _title(title)) for pin, link, title in zip(details["pin"], details["link"], details["title"], strict=True)]
    wanted = [(_link(link), _title(title)) for link, title in zip(rows["link"], rows["title"], strict=True)]
    matched: dict[int, str] = {}
    for use_link, use_title in ((True, True), (True, False), (False, True)):
        taken = set(matched.values())
        free = [(_key(link, title, use_link, use_title), pin) for pin, link, title in pins if pin not in taken]
        open_rows = [(_key(link, title, use_link, use_title), row) for row, (link, title) in enumerate(wanted) if row not in matched]
        pin_counts, row_counts = Counter(key for key, _ in free), Counter(key for key, _ in open_rows)
        by_key = {key: pin for key, pin in free if key is not None and pin_counts[key] == 1}
        matched |= {row: by_key[key] for key, row in open_rows if key in by_key and row_counts[key] == 1}
    return matched


def _key(link: str, title: str, use_link: bool, use_title: bool) -> tuple[str, str] | None:
    if (use_link and not link) or (use_title and not title):
        return None
    return (link if use_link else "", title if use_title else "")


def _link(value: object) -> str:
    return normalise_link(value) if isinstance(value, str) else ""


def _title(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
