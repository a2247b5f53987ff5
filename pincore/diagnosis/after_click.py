"""Failure modes that need time or the site's side: decay, clicks that do not arrive, conversions that are not attributed."""

import numpy as np
import pandas as pd

from pincore.diagnosis.gathering import Facts
from pincore.diagnosis.limits import exact, quotient
from pincore.diagnosis.types import Evidence, Missing, Verdict, told
from pincore.measures.breakdown import pin_labels
from pincore.measures.cube import Floats, day_number, pin_facts
from pincore.measures.daily import pins_daily
from pincore.measures.table import Rate
from pincore.wording import describe_period

WEEKS = 8
VISITS = "Visits by day and source for {dates}: an export of Google Analytics 4 (traffic acquisition with session source) or of Plausible."
ORDERS = "Orders with their source and key events of the same days: an export of your shop's orders (Shopify, with campaign tags) and one of Google Analytics 4."


def fast_decay(facts: Facts) -> Verdict | Missing:
    """One Pin carried the account in a week and lost most of it since."""
    limits, weeks = facts.limits, _clicks_by_week(facts)
    if weeks is None:
        return Missing("A table with a row a Pin and day over at least 8 weeks: only then a spike and its end can be seen.")
    by_name = np.argsort(pin_facts(facts.history)["pin"].to_numpy(dtype=str), kind="stable")
    place, week = np.unravel_index(int(np.argmax(weeks[by_name, :-1])), (len(weeks), WEEKS - 1))
    totals, pin = weeks.sum(axis=0), int(by_name[place])
    peak, last = float(weeks[pin, week]), float(weeks[pin, -1])
    share, left = Rate(peak, float(totals[week])), Rate(last, peak)
    kept = quotient(left)
    evidence = (
        Evidence("part of a week's outbound clicks that one Pin brought", share.value, limits.peak_share),
        Evidence("its fall from that week to the last one", None if kept is None else float(1 - kept), limits.peak_fall),
    )
    carried = quotient(share)
    fires = carried is not None and kept is not None and carried > exact(limits.peak_share) and 1 - kept > exact(limits.peak_fall)
    who = pin_facts(facts.history)
    said = f"“{pin_labels(who.iloc[[pin]]).iloc[0]}”"
    return Verdict(
        fires and peak >= limits.least_clicks / 3,
        evidence,
        said if fires else "account",
        told(evidence),
        (str(who["pin"].iloc[pin]),) if fires else (),
    )


def _clicks_by_week(facts: Facts) -> Floats | None:
    """Outbound clicks by Pin and week, the eight weeks to the period's end; None when a day of them is not known."""
    daily = pins_daily(facts.history, facts.choice)
    if daily is None or "outbound_clicks" not in daily.rows.counts:
        return None
    first = day_number(facts.period.end) - 7 * WEEKS + 1
    if first < daily.first or daily.first + daily.n - 1 < day_number(facts.period.end):
        return None
    week = (daily.rows.start - first) // 7
    values = daily.rows.counts["outbound_clicks"]
    used = np.flatnonzero((week >= 0) & (week < WEEKS) & ~np.isnan(values))
    if not len(used):
        return None
    size = len(daily.rows.pins)
    cells = daily.rows.pin[used].astype(np.int64) * WEEKS + week[used]
    return np.asarray(np.bincount(cells, values[used], size * WEEKS).reshape(size, WEEKS))


def clicks_missing_on_site(facts: Facts) -> Verdict | Missing:
    """Pinterest counts clicks that the site does not see."""
    visits = _visits(facts)
    if visits is None:
        return Missing(VISITS.format(dates=describe_period(facts.period)))
    clicks = facts.count("outbound_clicks")
    share = quotient(Rate(visits, clicks))
    if share is None or (clicks or 0) < facts.limits.least_clicks:
        return Missing("More outbound clicks: too few to compare with the site's visits.")
    evidence = (
        Evidence("part of the outbound clicks that the site does not see", float(1 - share), facts.limits.site_gap),
        Evidence("outbound clicks", clicks, None, "count"),
        Evidence("visits from Pinterest", visits, None, "count"),
    )
    return Verdict(1 - share > exact(facts.limits.site_gap), evidence, "site", told(evidence))


def conversions_under_attributed(facts: Facts) -> Verdict | Missing:
    """The analytics program attributes fewer conversions to Pinterest than the shop's own orders do."""
    rows = _rows(facts)
    shop = _summed(rows[rows["origin"] != "ga4"], "orders") if rows is not None else None
    tag = None
    if rows is not None:
        own = rows[rows["origin"] == "ga4"]
        tag = _summed(own, "orders")
        tag = _summed(own, "key_events") if tag is None else tag
    share = quotient(Rate(tag, shop))
    if share is None:
        return Missing(ORDERS)
    evidence = (
        Evidence("part of the shop's orders from Pinterest that analytics does not attribute to it", float(1 - share), facts.limits.site_gap),
        Evidence("orders from Pinterest in the shop", shop, None, "count"),
        Evidence("conversions that analytics attributes", tag, None, "count"),
    )
    return Verdict(1 - share > exact(facts.limits.site_gap), evidence, "site", told(evidence[1:]))


def _rows(facts: Facts) -> pd.DataFrame | None:
    """The site's rows of Pinterest inside the period; None when no row of the period names a source."""
    site = facts.history.site
    if not len(site) or "source" not in site or "origin" not in site:
        return None
    first, last = pd.Timestamp(facts.period.start), pd.Timestamp(facts.period.end)
    inside = (site["day"] >= first) & (site["day"] <= last)
    if "start" in site and "end" in site:
        inside |= site["day"].isna() & (site["start"] == first) & (site["end"] == last)
    rows = site[inside & site["source"].notna()]
    if "segment" in rows and rows["segment"].notna().any():
        rows = rows[rows["segment"].isna() | (rows["segment"] == rows["segment"].dropna().iloc[0])]
    if not len(rows):
        return None
    return rows[rows["source"].astype("str").str.contains("pinterest", case=False)]


def _visits(facts: Facts) -> float | None:
    """Visits from Pinterest, as one program counts them; 0 where the period's rows name other sources alone."""
    rows = _rows(facts)
    if rows is None:
        return None
    every = facts.history.site
    for column in ("sessions", "visitors"):
        if column in every and bool(every[column].notna().any()):
            origin = every.loc[every[column].notna(), "origin"].iloc[0]
            return _summed(rows[rows["origin"] == origin], column) or 0.0
    return None


def _summed(rows: pd.DataFrame, column: str) -> float | None:
    if column not in rows or not bool(rows[column].notna().any()):
        return None
    return float(rows[column].sum())
