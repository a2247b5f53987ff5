"""The plane of outbound click rate against save rate."""

import pytest

from pincore.history import EMPTY, stitch
from pincore.kpis import QUADRANTS, Thresholds, pins_plane
from pincore.kpis.plane import pools_of
from pincore.periods import Period
from tests.hand import day, details, imported

DAY = Period(day(0), day(0))


def plane(rows, known=(), **more):
    pins = [{"pin": pin, "start": day(0), "impressions": shown, "outbound_clicks": clicks, "saves": saves} for pin, shown, clicks, saves in rows]
    return pins_plane(stitch([imported(pins=pins, known=known)]), DAY, **more)


def test_the_four_quadrants():
    found = plane([("a", 10000.0, 50.0, 90.0), ("b", 10000.0, 50.0, 5.0), ("c", 10000.0, 2.0, 90.0), ("d", 10000.0, 2.0, 5.0)])
    assert dict(zip(found["pin"], found["quadrant"], strict=True)) == {
        "a": "distribution_multiplier", "b": "transactional", "c": "useful_not_pitched", "d": "rethink",
    }  # fmt: skip
    assert {row.key for row in QUADRANTS} == set(found["quadrant"])
    assert found.attrs["boundaries"] == (Thresholds().ocr[0], Thresholds().save_rate[0])


def test_medians_cut_where_half_of_the_pins_are():
    found = plane([(pin, 10000.0, float(n), float(n)) for n, pin in enumerate("abcde")], boundaries="median")
    assert found.attrs["boundaries"] == (0.0002, 0.0002)
    assert (found["quadrant"] == "distribution_multiplier").sum() == 3


def test_too_few_impressions_are_faint():
    found = plane([("a", 3000.0, 1.0, 1.0), ("b", 2999.0, 1.0, 1.0)])
    assert found["faint"].tolist() == [False, True]


def test_pins_of_which_a_rate_is_unknown_are_left_out():
    assert plane([("a", 10.0, None, 1.0), ("b", 0.0, 0.0, 0.0), ("c", 10.0, 0.0, 0.0)])["pin"].tolist() == ["c"]
    assert pins_plane(EMPTY, DAY).empty


def test_pins_that_share_a_link_or_image_are_one():
    known = [
        {"pin": "a", "link": "https://x.com/1?utm_source=p", "title": "First", "image": None},
        {"pin": "b", "link": "http://www.x.com/1/", "title": "Second", "image": "i.example/1.jpg"},
        {"pin": "c", "link": "https://x.com/2", "title": "Third", "image": "i.example/1.jpg"},
        {"pin": "d", "link": None, "title": "Fourth", "image": None},
        {"pin": "e", "link": None, "title": "Fifth", "image": None},
    ]
    found = plane([("a", 100.0, 1.0, 2.0), ("b", 300.0, 2.0, 3.0), ("c", 50.0, 3.0, 4.0), ("d", 10.0, 1.0, 1.0), ("e", 9.0, 1.0, 1.0)], known)
    first = found.iloc[0]
    assert (first["pin"], first["label"], first["n_pins"], first["impressions"], first["outbound_clicks"]) == ("b", "Second", 3, 450, 6)
    assert first["ocr"] == pytest.approx(6 / 450)
    assert len(found) == 3


def test_numbers_that_pinterest_pooled_already_count_once():
    known = [{"pin": pin, "link": "https://x.com/1", "image": "i.example/1.jpg"} for pin in "ab"]
    assert plane([("a", 100.0, 1.0, 2.0), ("b", 100.0, 1.0, 2.0)], known)["impressions"].tolist() == [100]


def test_pools_agree_with_a_loop():
    rows = [{"pin": str(n), "link": f"x.com/{n % 4}" if n % 3 else None, "image": f"i/{n % 5}" if n % 2 else None} for n in range(24)]
    pool = list(range(24))
    for _ in range(24):
        for i, a in enumerate(rows):
            for j, b in enumerate(rows):
                if any(a[key] is not None and a[key] == b[key] for key in ("link", "image")):
                    pool[i] = pool[j] = min(pool[i], pool[j])
    found = pools_of(details(rows).assign(page=lambda frame: frame["link"])).tolist()
    assert [found.index(p) for p in found] == [pool.index(p) for p in pool]
