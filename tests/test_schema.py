"""What is written comes back as it was, and nothing that was damaged comes back at all."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincore.errors import InputError
from pincore.periods import Period
from pincore.report.types import Block, Cell, Figure, Figures, Points, Table, Text
from pincore.schema import Bounds, SchemaError, from_plain, read_json, to_plain, write_json

DAY, NOON = date(2026, 9, 7), datetime(2026, 9, 7, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Round:
    radius: float


@dataclass(frozen=True, slots=True)
class Straight:
    sides: tuple[int, ...]
    name: str = "box"


@dataclass(frozen=True, slots=True)
class Whole:
    """A field of every sort."""

    text: str
    number: float
    count: int
    holds: bool
    day: date
    at: datetime
    picture: bytes
    word: Literal["yes", "no"]
    perhaps: float | None
    either: str | tuple[int, ...] | None
    shape: Round | Straight
    maybe: Round | Straight | None
    inner: Straight
    many: tuple[Round | Straight, ...]
    pair: tuple[str, int | None]
    named: Mapping[str, tuple[bool, ...]]
    bare: dict[str, Round] = field(default_factory=dict)


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
counts = st.integers(1 - 2**53, 2**53 - 1)
floats = st.floats(allow_nan=False, allow_infinity=False)
rounds = st.builds(Round, floats)
straights = st.builds(Straight, st.lists(counts, max_size=4).map(tuple), words)
wholes = st.builds(
    Whole, words, floats, counts, st.booleans(), st.dates(), st.datetimes(timezones=st.just(UTC)), st.binary(max_size=40), st.sampled_from(["yes", "no"]),
    st.none() | floats, st.none() | words | st.lists(counts, max_size=3).map(tuple), rounds | straights, st.none() | rounds | straights, straights,
    st.lists(rounds | straights, max_size=3).map(tuple), st.tuples(words, st.none() | counts),
    st.dictionaries(words, st.lists(st.booleans(), max_size=2).map(tuple), max_size=3), st.dictionaries(words, rounds, max_size=3),
)  # fmt: skip
EXAMPLE = Whole(
    "soup", 0.5, 3, True, DAY, NOON, b"\x89PNG", "no", 1.5, (1, 2), Round(2.0), Straight((3, 4), "b"), Straight((5,)), (Round(1.0), Straight(())),
    ("a", 7), {"x": (True,)}, {"y": Round(0.0)},
)  # fmt: skip


@given(wholes)
def test_every_value_comes_back_as_it_was(value: Whole) -> None:
    assert from_plain(Whole, read_json(write_json(to_plain(value)), 10**6)) == value


def test_an_object_that_could_be_several_says_which_it_is() -> None:
    plain = to_plain(EXAMPLE)
    assert plain["shape"] == {"kind": "Round", "radius": 2.0}
    assert "kind" not in plain["inner"]
    assert from_plain(Whole, plain) == EXAMPLE


def test_the_blocks_of_a_report_come_back() -> None:
    blocks = (Text("a"), Points(("b",), "c"), Figures("d", "e", (Figure("f", Cell("1", 1.0, "count")),)), Table("g", ("h",), ((Cell("i"),),)))
    kind = tuple[Block, ...]
    assert from_plain(kind, to_plain(blocks, kind)) == blocks


def places(plain: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every part of JSON values with the way to it."""
    yield path, plain
    entries = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, part in entries:
        yield from places(part, (*path, key))


def at(plain: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        plain = plain[key]
    return plain


PLAIN = to_plain(EXAMPLE)
MAPPINGS = ("named",), ("bare",)
PLACES = list(places(PLAIN))


@pytest.mark.parametrize(("path", "there"), PLACES, ids=[".".join(map(str, path)) or "whole" for path, _ in PLACES])
def test_a_damaged_field_is_refused_by_its_path(path: tuple[Any, ...], there: Any) -> None:
    wrongs = [{"no": {}}, [[[]]], 2**53, float("inf"), float("nan"), "\ud800"]
    wrongs += [] if isinstance(there, bool) or path == ("pair", 1) else [True]
    wrongs += [] if path in {("maybe",), ("perhaps",), ("either",), ("pair", 1)} else [None]
    wrongs += [] if isinstance(there, str) and path[-1] not in ("day", "at", "picture", "word", "kind") else [] if path == ("either",) else ["soup!"]
    for wrong in wrongs:
        harmed = copy.deepcopy(PLAIN)
        if path:
            at(harmed, path[:-1])[path[-1]] = wrong
        with pytest.raises(SchemaError) as raised:
            from_plain(Whole, harmed if path else wrong)
        assert not path or raised.value.path.startswith(str(path[0])), wrong


@pytest.mark.parametrize("path", [path for path, part in PLACES if isinstance(part, dict) and path not in MAPPINGS])
def test_a_field_more_or_less_is_refused(path: tuple[Any, ...]) -> None:
    for name in at(PLAIN, path):
        less, more = copy.deepcopy(PLAIN), copy.deepcopy(PLAIN)
        del at(less, path)[name]
        at(more, path)[f"{name}s"] = at(more, path)[name]
        for harmed in (less, more):
            with pytest.raises(SchemaError):
                from_plain(Whole, harmed)


def test_an_older_version_may_lack_what_has_a_default() -> None:
    plain = to_plain(EXAMPLE)
    del plain["bare"], plain["inner"]["name"]
    assert from_plain(Whole, plain, bounds=Bounds(absent=True)) == Whole(**{**vars_of(EXAMPLE), "inner": Straight((5,), "box"), "bare": {}})
    del plain["text"]
    with pytest.raises(SchemaError):
        from_plain(Whole, plain, bounds=Bounds(absent=True))


def vars_of(value: Whole) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [(date, "20260907"), (date, "2026-W37-1"), (date, "2026-02-30"), (datetime, "2026-09-07"), (datetime, "2026-09-07T08:00:00"),
     (datetime, "2026-09-07T08:00:00+02:00"), (datetime, "2026-09-07T08:00:00Z"), (bytes, "YWI"), (bytes, "Y W I="), (bytes, "YWJ="), (int, 1.0),
     (float, "1"), (tuple[int, int], [1]), (tuple[int, int], [1, 2, 3]), (Literal[1, 2], True), (Round | Straight, {"radius": 1.0}),
     (Round | Straight, {"kind": "Whole", "radius": 1.0}), (Round | Straight, {"kind": ["Round"], "radius": 1.0})],
)  # fmt: skip
def test_only_one_way_of_writing_is_read(kind: Any, wrong: Any) -> None:
    with pytest.raises(SchemaError):
        from_plain(kind, wrong)


@pytest.mark.parametrize(
    "wrong",
    [float("nan"), float("inf"), 2**53, "\ud800", NOON.replace(tzinfo=None), datetime(2026, 9, 7, tzinfo=timezone(timedelta(hours=2))), {1, 2}, object(),
     {"a": [1]}, (1, float("nan")), {3: 1}, Round("wide"), Straight((1.5,)), Straight([1])],  # type: ignore[arg-type]
)  # fmt: skip
def test_what_could_not_be_read_again_is_not_written(wrong: object) -> None:
    with pytest.raises(SchemaError):
        to_plain(wrong)


def test_the_bounds_hold_both_ways() -> None:
    bounds = Bounds(most_text=4, most_bytes=4, most_items=4)
    for value in ("12345", b"12345", (1, 2, 3, 4, 5), dict.fromkeys("abcde", 1), {"abcde": 1}):
        with pytest.raises(SchemaError):
            to_plain(value, bounds=bounds)
    for kind, plain in (
        (str, "12345"),
        (bytes, "MTIzNDU="),
        (tuple[int, ...], [1] * 5),
        (dict[str, int], dict.fromkeys("abcde", 1)),
        (dict[str, int], {"abcde": 1}),
    ):
        with pytest.raises(SchemaError):
            from_plain(kind, plain, bounds=bounds)
    assert from_plain(str, to_plain("1234", bounds=bounds), bounds=bounds) == "1234"


def test_numbers_of_numpy_are_written_as_numbers() -> None:
    assert to_plain((np.int64(3), np.float64(0.5)), tuple[int, float | None]) == [3, 0.5]


def test_a_value_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(SchemaError) as raised:
        from_plain(tuple[Period, ...], [{"start": "2026-09-07", "end": "2026-09-01"}], "periods")
    assert raised.value.path == "periods[0]" and "ends" in raised.value.why
    assert isinstance(raised.value.__cause__, InputError)


@pytest.mark.parametrize("kind", [str | date, Round | dict[str, int], int | float, set[int], Any])
def test_a_type_that_json_cannot_tell_is_a_fault_of_the_program(kind: Any) -> None:
    with pytest.raises(TypeError):
        from_plain(kind, "2026-09-07")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{", b'{"a": NaN}', b"[" * 100_000, b" " * 1_001, b"1" * 900 * 5])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(SchemaError):
        read_json(data, 5_000 if data.startswith(b"1") else 100_000 if data.startswith(b"[") else 1_000)


def test_json_of_other_programs_is_read() -> None:
    assert read_json(b"\xef\xbb\xbf" + json.dumps({"a": "\u00e9"}).encode(), 100) == {"a": "é"}
