"""The page of concentration: the sample, three exports, one export without a total, nothing; and every number is the core's."""

from datetime import date

import pytest

from pages.parts import ready, risk
from pages.parts.plain import plain
from pincore.concentration import STOPS, answer, answering, concentration, groupings, ranked_pins, stops, top_places, winners
from pincore.decay import decay, describe_half_life, pin_lives
from pincore.measures import MEASURE_BY_KEY
from pincore.periods import Period
from tests.laws.test_traceability import numbers, on_screen
from tests.pages.app import checked, opened, shown, texts, uploaded
from tests.pages.made import overview

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
AUGUST = date(2026, 8, 1)


def pins(n, count):
    return [(str(1100356121459093715 + i), count) for i in range(n)]


def test_the_sample_opens_with_everything():
    at = opened("concentration", sample=True)
    assert [title.value for title in at.title] == ["What if the best Pins stop?"]
    assert len(at.get("vega_lite_chart")) == 4
    assert len(at.metric) == 4 and len(at.dataframe) == 5
    assert plain(answer(concentration(ready.sample()[1], OCTOBER))) in "\n".join(str(m.value) for m in at.markdown)
    assert "What to do next" in texts(at) and "How this was computed" in texts(at)


@pytest.mark.parametrize("key", ["outbound_clicks", "saves"])
def test_every_number_is_the_core_s(key):
    history = ready.sample()[1]
    at = opened("concentration", sample=True)
    at.selectbox(key="counted").set_value(MEASURE_BY_KEY[key].label)
    at = checked(at.run())
    found, before = concentration(history, OCTOBER, key), concentration(history, SEPTEMBER, key)
    aged, parts = decay(history, key), groupings(history, found)
    lives = pin_lives(history, key, top_places(found, risk.TOP), aged.halves)
    chosen, left = winners(history, found, lives)
    core = [answer(found), answering.describe_change(found, before), answering.describe_gini(found), answering.describe_rest(found),
            answering.describe_effective(found), answering.say_effective(found), answering.describe_bounds(found), *answering.describe_normal(found),
            *(answering.describe_limit(found, k) + answering.say_share(found.share(k)) for k in ("top3", "top10")), *found.remarks,
            describe_half_life(aged, key), answering.say_days(aged.account.days), aged.outlook.says, *aged.remarks, answering.METHOD,
            *(part.says for part in parts), *(stop.says + stop.label for stop in stops(history, found, parts)), *map(str, chosen), *map(str, left),
        *(f"{note.says} {note.remedy}" for entry in ready.sample()[0] for o in entry.outcomes for note in o.notes)]  # fmt: skip
    core += [entry.name for entry in ready.sample()[0]] + ["Top 3 Pins", "Top 10 Pins", str(OCTOBER), "1–31 Oct 2026", "1–30 Sep 2026"]
    fresh = risk.describe_fresh(aged)
    assert not numbers(on_screen(at)) - numbers(*core, fresh, *(brief.stays.split(" the board")[0] for w in chosen for brief in w.briefs))


def test_the_table_holds_the_core_s_pins():
    history = ready.sample()[1]
    at = opened("concentration", sample=True)
    rows = ranked_pins(history, concentration(history, OCTOBER))
    assert at.dataframe[0].value["count"].tolist() == rows["count"].tolist()


def test_what_stops_and_how_much_can_be_chosen():
    history = ready.sample()[1]
    at = opened("concentration", sample=True)
    found = concentration(history, OCTOBER)
    parts = groupings(history, found)
    for which, says in STOPS.items():
        at.radio(key="stops").set_value(says[:1].upper() + says[1:])
        at.slider(key="lost").set_value(0.5)
        at = checked(at.run())
        stop = next(stop for stop in stops(history, found, parts, 0.5) if stop.which == which)
        assert plain(stop.says) in "\n".join(str(m.value) for m in at.markdown)


@pytest.mark.parametrize("part", list(risk.DIMENSIONS))
def test_boards_pages_and_formats(part):
    at = opened("concentration", sample=True)
    at.radio(key="part").set_value(part)
    assert "The strongest" in texts(checked(at.run()))


def test_the_days_of_fresh_pins_can_be_changed():
    at = opened("concentration", sample=True)
    at.number_input(key="fresh").set_value(30)
    assert "published in the last 30 days" in texts(checked(at.run()))


def test_one_export_of_fifty_pins_shows_all_the_others_and_no_gini():
    at = shown(uploaded(("o.csv", overview(AUGUST, "Outbound clicks", [30] * 31, pins(50, 10)))), "concentration")
    said = texts(at)
    assert "Gini is not shown" in said and "all other Pins together hold 430" in said
    assert at.dataframe[0].value["label"].tolist()[-1] == "All other Pins"
    assert "needs a table with one row a Pin and day" in said, "decay is not checked, with what would help"


def test_a_list_without_the_account_s_total_says_why():
    at = shown(uploaded(("i.csv", overview(AUGUST, "Impressions", [300] * 31, pins(50, 10)))), "concentration")
    assert "cannot be told" in texts(at)
    assert {metric.value for metric in at.metric} == {"Unknown"}


def test_nothing_to_show_leads_to_the_upload():
    assert "There is nothing to show yet" in texts(opened("concentration"))


def test_the_title_of_a_pin_is_shown_letter_by_letter():
    head = "Date,Pin ID,Pin title,Outbound clicks,Impressions\n"
    rows = "".join(f"2026-08-{day:02d},1100356121459093715,![x](http://evil.example/x.png),9,90\n" for day in range(1, 32))
    at = shown(uploaded(("p.csv", (head + rows).encode())), "concentration")
    assert not [m.value for m in (*at.markdown, *at.caption) if "![x](http" in str(m.value)]
