"""The site's side: what is read of visits, orders, subscribers and commissions, however the file was saved."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from pincore import reading
from pincore.history import stitch
from pincore.reading.cells import Coded
from pincore.reading.imports import Asked, Declined, Import, Outcome
from pincore.reading.site.cells import clean_page, clean_text, parse_money
from tests.reading import site_files as files
from tests.reading.resaved import WAYS, Rows, reordered, rows_of


def read(data: bytes | str) -> Outcome:
    (found,) = reading.read_files([("any name.csv", data if isinstance(data, bytes) else data.encode())])
    return found


def site(data: bytes | str) -> pd.DataFrame:
    found = read(data)
    assert isinstance(found, Import), found
    assert set(found.frames) == {"site"}
    return found.frames["site"]


def codes(data: bytes | str) -> set[str]:
    return {note.code for note in read(data).notes}


@pytest.mark.parametrize("save", WAYS)
@pytest.mark.parametrize("kind", files.FILES)
def test_each_layout_however_saved(kind: str, save: Callable[[Rows], bytes]) -> None:
    text, sums = files.FILES[kind]
    found = read(save(rows_of(text)))
    assert isinstance(found, Import), found
    assert found.kind == kind
    frame = found.frames["site"]
    assert {key: float(frame[key].sum()) for key in sums} == pytest.approx(sums)
    assert set(frame["origin"]) == {kind} or kind.startswith("plausible")
    for key in ("day", "start", "end"):
        assert frame[key].dtype == "datetime64[s]"
    assert all(frame[key].dtype == np.float64 for key in frame.select_dtypes("number"))


@pytest.mark.parametrize("kind", [kind for kind in files.FILES if kind != "ga4"])
def test_the_order_of_columns_does_not_matter(kind: str) -> None:
    text, sums = files.FILES[kind]
    frame = site(WAYS[0](reordered(rows_of(text))))
    assert {key: float(frame[key].sum()) for key in sums} == pytest.approx(sums)


def test_all_of_them_make_one_history() -> None:
    imports = [read(text) for text, _ in files.FILES.values()]
    history = stitch([found for found in imports if isinstance(found, Import)])
    assert len(history.site) == sum(len(found.frames["site"]) for found in imports if isinstance(found, Import))
    assert history.empty


# Orders -------------------------------------------------------------------------------------------------------------


def test_shopify_counts_orders_and_not_lines() -> None:
    frame = site(files.SHOPIFY)
    assert frame["day"].dt.strftime("%F").tolist() == ["2026-08-05", "2026-08-07", "2026-08-09"]
    assert frame["items"].tolist() == [3, 1, 3]
    assert frame["source"].tolist()[0] == "pinterest"
    assert frame["content"].tolist()[0] == "nook-a"
    assert frame["status"].tolist() == ["paid", "refunded", "paid"]
    assert frame["currency"].tolist() == ["USD", "USD", "EUR"]
    assert frame["order"].is_unique
    notes = [note for note in read(files.SHOPIFY).notes if note.code == "orders_not_sold"]
    assert len(notes) == 2


def test_an_order_twice_counts_once_and_is_known_again() -> None:
    lines = files.SHOPIFY.splitlines(keepends=True)
    twice = files.SHOPIFY + lines[-1]
    assert len(site(twice)) == 3
    assert "same_twice" in codes(twice)
    assert site(files.SHOPIFY)["order"].tolist() == site(twice)["order"].tolist()


def test_etsy_dates_are_month_first() -> None:
    assert site(files.ETSY)["day"].dt.strftime("%F").tolist() == ["2026-08-05", "2026-08-12"]
    assert "date_order_assumed" in codes(files.ETSY)


def test_gumroad_refunds_disputes_and_sources() -> None:
    frame = site(files.GUMROAD)
    assert frame["refunded"].tolist() == [0, 12, 2, 12]
    assert frame["source"].tolist() == ["pinterest", "direct", "google.com", "pinterest.com"]
    assert set(frame["currency"]) == {"USD"}
    assert "totals_row" in codes(files.GUMROAD)


def test_stripe_decimal_commas_and_failed_payments() -> None:
    frame = site(files.STRIPE)
    assert frame["amount"].tolist() == [399, 1023]
    assert frame["refunded"].tolist() == [0, 1023]
    assert frame["content"].tolist()[0] == "nook-a"
    assert site(files.STRIPE_LEGACY)["amount"].tolist() == [23]


def test_a_state_that_nobody_knows_is_no_sale() -> None:
    assert len(site(files.STRIPE.replace("Paid", "Frobnicated"))) == 1


def test_a_damaged_amount_is_unknown_and_named() -> None:
    rows = "".join(f"ch_{n},2026-08-05 10:00,{n}.00,0.00,usd,Paid\n" for n in range(1, 9))
    text = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status\n" + rows + "ch_x,2026-08-05 10:00,much,0.00,usd,Paid\n"
    frame = site(text)
    assert np.isnan(frame["amount"].iloc[-1])
    (note,) = [note for note in read(text).notes if note.code == "not_a_number"]
    assert note.row == 10
    assert isinstance(read(text.replace(".00,0.00", "x,0.00")), Declined)


@pytest.mark.parametrize(("texts", "values"), [
    (["12.50", "1,234.50"], [12.5, 1234.5]),
    (["399,00", "1.234,50"], [399, 1234.5]),
    (["12,50", "1.234"], [12.5, 1234]),
    (["12.50", "1,234"], [12.5, 1234]),
    (["1,234"], [1234]),
    (["€ 12.00", "US$5", "(3.00)", "-3"], [12, 5, -3, -3]),
    (["0.125", "", "-"], [0.125, None, None]),
    (["1.234"], [None]),
    (["12.50", "1.234"], [12.5, None]),
    (["1,234,567"], [1234567]),
    (["1.234.567,8"], [1234567.8]),
    (["12 Jane Street"], [None]),
])  # fmt: skip
def test_money(texts: list[str], values: list[float | None]) -> None:
    found = parse_money(Coded.of(texts)).values
    assert [None if np.isnan(value) else value for value in found] == values


def test_money_that_could_be_read_two_ways_is_unclear() -> None:
    money = parse_money(Coded.of(["1.234", "Jane"]))
    assert money.unclear.tolist() == [True, False]
    assert money.unreadable.tolist() == [False, True]
    assert parse_money(Coded.of(["1.234"]), ".").values.tolist() == [1.234]


# Visits -------------------------------------------------------------------------------------------------------------


def test_two_periods_of_one_file_keep_their_dates() -> None:
    frame = site(files.GA4_TWO)
    assert frame.groupby("start")["sessions"].sum().to_dict() == {pd.Timestamp("2026-07-14"): 191, pd.Timestamp("2026-08-01"): 253}
    assert frame["day"].isna().all()
    assert frame["source"].tolist()[:3] == ["pinterest.com", "pinterest", "(not set)"]
    assert frame["medium"].tolist()[:3] == ["referral", "social", "(not set)"]
    assert str(read(files.GA4_TWO).window) == "2026-07-14..2026-08-18"  # type: ignore[union-attr]


@pytest.mark.parametrize("save", WAYS)
def test_ga4_in_german(save: Callable[[Rows], bytes]) -> None:
    frame = site(save(rows_of(files.GA4_GERMAN)))
    assert frame["sessions"].tolist() == [180, 900]
    assert frame["amount"].tolist() == [61.5, 402]
    assert set(frame["end"].dt.strftime("%F")) == {"2026-08-18"}


@pytest.mark.parametrize("save", WAYS)
def test_an_exploration_by_day(save: Callable[[Rows], bytes]) -> None:
    frame = site(save(rows_of(files.GA4_FREE)))
    assert frame["sessions"].tolist() == [3, 4, 5]
    assert frame["day"].dt.day.tolist() == [5, 6, 5]
    assert frame["page"].tolist() == ["/nook", "/nook", "(other)"]
    assert frame["content"].tolist() == ["nook-a", "nook-b", "(not set)"]
    assert "totals_row" in codes(files.GA4_FREE)


def test_ga4_in_a_language_nobody_listed_is_declined() -> None:
    found = read("# X: 20260801\n# Y: 20260818\nOrigo,Vizitoj\npinterest.com / referral,180\n")
    assert isinstance(found, Declined)
    assert found.code == "ga4_columns"


def test_a_pin_table_below_comments_is_still_a_pin_table() -> None:
    text = "# Start: 20260801\n# End: 20260818\nDate,Pin ID,Impressions,Pin clicks,Outbound clicks,Saves\n2026-08-05,900719925475433012,4,1,1,1\n"
    found = read(text)
    assert isinstance(found, Import)
    assert found.kind == "pin_days"


def test_plausible_names_are_sources_only_when_that_is_plain() -> None:
    assert site(files.PLAUSIBLE_SOURCES)["source"].tolist() == ["Google", "Pinterest", "Direct / None"]
    assert site(files.PLAUSIBLE_CONTENTS)["label"].tolist() == ["nook-a", "nook-b"]
    assert "names_unknown" in codes(files.PLAUSIBLE_CONTENTS)
    assert "site_no_dates" in codes(files.PLAUSIBLE_CONTENTS)
    assert site(files.PLAUSIBLE_ENTRIES)["page"].tolist() == ["/nook", "/herbs"]
    assert "last_day_empty" in codes(files.PLAUSIBLE_DAYS)


@pytest.mark.parametrize(("text", "page"), [
    ("/nook?utm_source=pinterest&email=jane@example.com", "/nook"),
    ("https://user:pass@example.com/a/b/?x=1#top", "example.com/a/b/"),
    ("/hello/jane@example.com/edit", "/hello/(removed)/edit"),
    ("/hello/jane%40example.com", "/hello/(removed)"),
    ("/orders/0123456789abcdef0123/authenticate", "/orders/(removed)/authenticate"),
    ("/u%3Femail=jane@example.com", "/u"),
    ("/a;jsessionid=jane", "/a"),
    ("(not set)", "(not set)"), ("(other)", "(other)"), ("", None), ("/", "/"), ("Jane Doe", None),
])  # fmt: skip
def test_pages_hold_no_person(text: str, page: str | None) -> None:
    assert clean_page(text)[0] == page


@pytest.mark.parametrize("text", ["jane@example.com", "from jane%40example.com", "192.0.2.17", "2001:db8:85a3::8a2e:370:7334"])
def test_addresses_in_texts_are_removed(text: str) -> None:
    assert clean_text(text) == "(removed)"


# Sign-ups and affiliates --------------------------------------------------------------------------------------------


def test_signups_are_counted_by_day() -> None:
    assert site(files.MAILCHIMP)[["day", "signups"]].values.tolist() == [[pd.Timestamp("2026-08-05"), 2], [pd.Timestamp("2026-08-07"), 1]]
    kit = site(files.KIT)
    assert kit[["status", "signups"]].values.tolist() == [["active", 1], ["active", 1], ["bounced", 1]]
    substack = site(files.SUBSTACK)
    assert dict(zip(substack["source"], substack["signups"], strict=True)) == {"other": 1, "pinterest.com": 2}


@pytest.mark.parametrize("text", [files.LTK_EARNINGS, files.LTK_LINKS, files.SHOPMY])
def test_affiliates_name_no_source(text: str) -> None:
    assert "no_traffic_source" in codes(text)
    assert ("site_no_dates" in codes(text)) == (text != files.LTK_EARNINGS)


# Shared -------------------------------------------------------------------------------------------------------------


def test_dates_of_unknown_order_are_asked_about() -> None:
    asked = read(
        files.KIT.replace("2026-08-05T11:12:13Z", "08/05/2026")
        .replace("2026-08-09T08:00:00Z", "08/09/2026")
        .replace("2026-08-09T09:00:00Z", "08/09/2026")
    )
    assert isinstance(asked, Asked)
    assert asked.question.topic == "date_order"


@pytest.mark.parametrize("kind", files.FILES)
def test_a_header_alone_is_declined(kind: str) -> None:
    text = files.FILES[kind][0]
    header = rows_of(text if kind != "ga4" else "Session source / medium,Sessions\n")[0]
    found = read(WAYS[0]([header]))
    assert isinstance(found, Declined), found


def test_every_kind_says_that_it_is_kept_for_comparing() -> None:
    for kind in reading.KINDS.values():
        assert (kind.side == "site") == ("kept for comparing clicks with" in kind.says), kind.key
