"""Answers of Pinterest's API: what each gives, what is asked, what is declined; nothing crashes."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from pincore import reading
from pincore.periods import Period
from pincore.reading.imports import Answer, Asked, Declined, Import, Outcome

PIN = "900719925475433012"
OTHER = "900719925472530829"


def read(value: Any, name: str = "answer.json", answers: dict[str, Answer] | None = None) -> Outcome:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    (found,) = reading.read_files([(name, data)], answers)
    return found


def imported(value: Any, **given: Any) -> Import:
    found = read(value, **given)
    assert isinstance(found, Import), found
    return found


def declined(value: Any) -> Declined:
    found = read(value)
    assert isinstance(found, Declined), found
    return found


def answered(value: Any, answer: Answer) -> Import:
    """The import once its one question is answered."""
    asked = read(value)
    assert isinstance(asked, Asked), asked
    return imported(value, answers={asked.question.shape: answer})


def day(number: int, status: str | None = "READY", **metrics: object) -> dict[str, object]:
    entry = {"date": f"2026-08-{number:02d}", "metrics": metrics or {"IMPRESSION": 100 * number, "PIN_CLICK": 5, "OUTBOUND_CLICK": 2, "SAVE": 1}}
    return entry if status is None else entry | {"data_status": status}


def account(*days: dict[str, object], **more: object) -> dict[str, object]:
    return {"all": {"daily_metrics": list(days), "summary_metrics": {"ENGAGEMENT": 1}} | more}


def one_pin(*days: dict[str, object]) -> dict[str, object]:
    return {"all": {"daily_metrics": list(days), "lifetime_metrics": {}}}


def top(*pins: tuple[str, dict[str, object]], **more: object) -> dict[str, object]:
    entries = [{"pin_id": pin, "metrics": metrics, "data_status": dict.fromkeys(metrics, "READY")} for pin, metrics in pins]
    return {"date_availability": {"latest_available_timestamp": 1787097599000}, "pins": entries, "sort_by": "IMPRESSION"} | more


def codes(found: Outcome) -> set[str]:
    return {note.code for note in found.notes}


# What each answer gives ---------------------------------------------------------------------------------------------


def test_the_account_by_day() -> None:
    found = imported(account(day(7), day(8), day(9, "ESTIMATE")))
    frame = found.frames["account"]
    assert found.kind == "api_account"
    assert set(found.frames) == {"account"}
    assert frame["impressions"].tolist() == [700.0, 800.0, 900.0]
    assert frame["estimated"].tolist() == [False, False, True]
    assert found.estimated_from == date(2026, 8, 9)
    assert found.window == Period(date(2026, 8, 7), date(2026, 8, 9))
    assert frame["start"].dtype == "datetime64[s]"


@pytest.mark.parametrize("status", ["PROCESSING", "BEFORE_BUSINESS_CREATED", "BEFORE_DATA_RETENTION_PERIOD", "SOMETHING_NEW", ""])
def test_a_day_in_any_other_state_is_missing_and_not_zero(status: str) -> None:
    found = imported(account(day(7), day(8, status, IMPRESSION=0), day(9)))
    assert found.frames["account"]["start"].dt.day.tolist() == [7, 9]
    assert found.window == Period(date(2026, 8, 7), date(2026, 8, 9))
    assert "not_measured" in codes(found)


def test_a_metric_that_is_null_is_missing() -> None:
    frame = imported(account(day(7, IMPRESSION=10, SAVE=None), day(8, IMPRESSION=11, SAVE=0))).frames["account"]
    assert np.isnan(frame["saves"][0])
    assert frame["saves"][1] == 0


def test_many_pins_by_day() -> None:
    value = {PIN: one_pin(day(6, "BEFORE_PIN_CREATED"), day(7), day(8)), OTHER: one_pin()}
    found = imported(value)
    frame = found.frames["pins"]
    assert found.kind == "api_pins"
    assert frame["pin"].astype(str).tolist() == [PIN, PIN]
    assert (frame["start"] == frame["end"]).all()
    assert found.window == Period(date(2026, 8, 6), date(2026, 8, 8))
    assert {"pins_without_days", "not_measured"} <= codes(found)


def test_top_pins_are_asked_for_their_dates_and_span_them() -> None:
    value = top((PIN, {"IMPRESSION": 8325, "SAVE": 49}), (OTHER, {"IMPRESSION": 2810}))
    asked = read(value)
    assert isinstance(asked, Asked)
    assert asked.question.topic == "window"
    assert dict(asked.question.guesses) == {"start": None, "end": "2026-08-18"}
    found = answered(value, Answer(window=Period(date(2026, 8, 5), date(2026, 8, 18))))
    frame = found.frames["pins"]
    assert found.kind == "api_top_pins"
    assert frame["impressions"].tolist() == [8325.0, 2810.0]
    assert np.isnan(frame["saves"][1])
    assert set(frame["start"].astype(str)) == {"2026-08-05"}
    assert set(frame["end"].astype(str)) == {"2026-08-18"}


def test_the_dates_of_one_list_are_never_taken_for_another() -> None:
    first, second = top((PIN, {"IMPRESSION": 1})), top((PIN, {"IMPRESSION": 2}))
    asked = read(first)
    assert isinstance(asked, Asked)
    answers = {asked.question.shape: Answer(window=Period(date(2026, 8, 5), date(2026, 8, 18)))}
    assert isinstance(read(second, answers=answers), Asked)


def test_dates_in_a_name_are_offered_and_not_taken() -> None:
    asked = read(top((PIN, {"IMPRESSION": 1})), name="top_pins_20260701-20260731.json")
    assert isinstance(asked, Asked)
    assert dict(asked.question.guesses) == {"start": "2026-07-01", "end": "2026-07-31"}


def test_dates_kept_beside_the_answer_are_taken() -> None:
    found = imported(top((PIN, {"IMPRESSION": 1}), start_date="2026-08-01", end_date="2026-08-31"))
    assert found.window == Period(date(2026, 8, 1), date(2026, 8, 31))


def test_watch_times_become_minutes_and_seconds() -> None:
    value = top((PIN, {"VIDEO_V50_WATCH_TIME": 1_155_000, "VIDEO_AVG_WATCH_TIME": 5500.0, "VIDEO_MRC_VIEW": 210, "QUARTILE_95_PERCENT_VIEW": 40}))
    found = answered(value, Answer(window=Period(date(2026, 8, 5), date(2026, 8, 18))))
    row = found.frames["pins"].iloc[0]
    assert found.kind == "api_top_video_pins"
    assert (row["video_watch_time"], row["video_avg_watch_time"], row["video_views"], row["video_95"]) == (19.25, 5.5, 210, 40)


def test_a_listed_metric_that_was_not_measured_is_missing() -> None:
    value = top((PIN, {"IMPRESSION": 9, "SAVE": 0}), start_date="2026-08-01", end_date="2026-08-31")
    value["pins"][0]["data_status"]["SAVE"] = "PROCESSING"  # type: ignore[index]
    found = imported(value)
    assert "saves" not in found.frames["pins"]
    assert "not_measured" in codes(found)


# One Pin is never taken for the account -----------------------------------------------------------------------------


def test_one_pin_is_asked_for_its_id() -> None:
    value = one_pin(day(7), day(8))
    asked = read(value, name=f"pin {PIN}.json")
    assert isinstance(asked, Asked)
    assert asked.question.topic == "pin"
    assert asked.question.guesses == (("pin", PIN),)
    found = answered(value, Answer(pin=f"https://www.pinterest.com/pin/{PIN}/"))
    assert set(found.frames) == {"pins"}
    assert found.frames["pins"]["pin"].astype(str).unique().tolist() == [PIN]


def test_a_pin_that_nobody_can_name_stands_apart() -> None:
    found = answered(one_pin(day(7)), Answer(pin=""))
    assert found.frames["pins"]["pin"][0].startswith("unnamed Pin ")
    assert "pin_unnamed" in codes(found)


@pytest.mark.parametrize("value", [
    one_pin(day(7)),
    {"all": {"daily_metrics": [day(6, "BEFORE_PIN_CREATED"), day(7)]}},
    {"all": {"daily_metrics": [day(7)], "summary_metrics": {"TOTAL_COMMENTS": 2}}},
])  # fmt: skip
def test_marks_of_a_single_pin(value: object) -> None:
    asked = read(value)
    assert isinstance(asked, Asked)
    assert asked.question.topic == "pin"


def test_without_any_mark_the_subject_is_asked() -> None:
    value = {"all": {"daily_metrics": [day(7)], "summary_metrics": {}}}
    asked = read(value)
    assert isinstance(asked, Asked)
    assert asked.question.topic == "subject"
    assert answered(value, Answer(subject="account")).kind == "api_account"
    again = read(value, answers={asked.question.shape: Answer(subject="pin")})
    assert isinstance(again, Asked)
    assert again.question.topic == "pin"
    both = {asked.question.shape: Answer(subject="pin"), again.question.shape: Answer(pin=PIN)}
    assert imported(value, answers=both).kind == "api_pin"


def test_contradicting_marks_are_asked_about() -> None:
    asked = read({"all": {"daily_metrics": [day(7, ENGAGEMENT=3, IMPRESSION=9)], "lifetime_metrics": {}}})
    assert isinstance(asked, Asked)
    assert asked.question.topic == "subject"


def test_an_id_beside_the_answer_names_the_pin() -> None:
    assert imported(one_pin(day(7)) | {"pin_id": PIN}).frames["pins"]["pin"][0] == PIN


# What tools put around an answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: {"data": v}, lambda v: [{"json": v}]])
def test_wrappings_are_taken_off(wrap: Any) -> None:
    assert imported(wrap(account(day(7)))).kind == "api_account"


def test_camel_case_is_read_too() -> None:
    value = {"all": {"dailyMetrics": [{"date": "2026-08-07", "dataStatus": "ESTIMATE", "metrics": {"IMPRESSION": 9, "ENGAGEMENT": 1}}]}}
    assert imported(value).frames["account"]["estimated"].tolist() == [True]


def test_a_byte_order_mark_is_no_damage() -> None:
    assert imported(json.dumps(account(day(7))).encode("utf-8-sig")).kind == "api_account"


def test_a_split_answer_is_declined() -> None:
    assert declined({"MOBILE": one_pin(day(7))["all"], "WEB": one_pin(day(7))["all"]}).code == "api_split"


def test_an_error_message_is_declined() -> None:
    assert declined({"code": 2, "message": "Authentication failed."}).code == "api_error"


# Damage -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [-1, 1.5, True, "many", [], {}, float("nan"), float("inf"), 10**30, 10**13])
def test_an_impossible_count_leaves_the_day_out_and_names_it(bad: object) -> None:
    found = imported(account(*(day(n) for n in range(1, 10)), day(10, IMPRESSION=bad)))
    assert len(found.frames["account"]) == 9
    (note,) = [n for n in found.notes if n.code == "damaged_rows"]
    assert "2026-08-10" in note.says


def test_an_endless_number_is_no_crash() -> None:
    text = json.dumps(account(*(day(n) for n in range(1, 10)), day(10, IMPRESSION=7777))).replace("7777", "9" * 10_000)
    assert "damaged_rows" in codes(imported(text.encode()))


@pytest.mark.parametrize("entry", [None, 5, [], {"date": 20260807}, {"date": "08/07/2026", "metrics": {}}, {"date": "2026-02-31", "metrics": {}},
                                   {"date": "1999-01-01", "metrics": {}}, {"date": "2026-08-30", "metrics": []}])  # fmt: skip
def test_an_odd_entry_is_left_out(entry: object) -> None:
    found = imported(account(*(day(n) for n in range(1, 10)), entry))  # type: ignore[arg-type]
    assert len(found.frames["account"]) == 9
    assert "damaged_rows" in codes(found)


def test_more_than_a_fifth_damaged_is_declined() -> None:
    assert declined(account(day(1), day(2), day(3, IMPRESSION=-1))).code == "too_damaged"


def test_a_day_twice() -> None:
    same = imported(account(day(7), day(7), day(8)))
    assert same.frames["account"]["impressions"].tolist() == [700, 800]
    assert "same_twice" in codes(same)
    other = imported(account(day(7), day(7, IMPRESSION=5), day(8)))
    assert other.frames["account"]["impressions"].tolist() == [5, 800]
    assert "conflicting_rows" in codes(other)


def test_sums_that_differ_are_told() -> None:
    found = imported(account(day(7), summary_metrics={"ENGAGEMENT": 1, "IMPRESSION": 701}))
    (note,) = [n for n in found.notes if n.code == "sums_differ"]
    assert "701" in note.says
    assert "700" in note.says
    assert "sums_differ" not in codes(imported(account(day(7), summary_metrics={"ENGAGEMENT": 1, "IMPRESSION": 700})))


def test_rates_alone_are_no_counts() -> None:
    assert declined(account(day(7, SAVE_RATE=0.004, OUTBOUND_CLICK_RATE=0.01))).code in ("no_counts", "no_rows")


def test_nothing_measured_is_declined() -> None:
    assert declined(account(day(7, "PROCESSING"))).code == "no_rows"
    assert declined(account()).code == "no_rows"
    assert declined({PIN: one_pin()}).code == "no_rows"


@pytest.mark.parametrize("data", [
    b"{", b"[", b'{"all": ', b'{"all": {"daily_metrics": [', b'{"a": 1} {"a": 2}', b"{'all': 1}", b'{"a": "\xff\xfe"}', b"[" * 100_000, b'{"a":' * 50_000,
    b'{"all": {"daily_metrics": []}, "all": {}}', b"{}", b"[]", b"[1, 2]", b'{"pins": []}', b'{"pins": 5}', b'{"all": []}', b'{"all": {"daily_metrics": 5}}',
    b'{"settings": {"theme": "dark"}}', b'[[[]]]', b'[null]', b'{"12345678": null}', b'[{"pin_id": "12345678", "all": null}]',
])  # fmt: skip
def test_other_and_broken_json_is_declined(data: bytes) -> None:
    found = declined(data)
    assert "JSON" in found.problem or "API" in found.problem
    assert found.remedy


def test_json_records_are_sent_back_for_csv() -> None:
    found = declined([{"Date": "2026-08-03", "Pin ID": PIN, "Impressions": "1", "jane@example.com": 3}] * 3)
    assert "JSON" in found.problem
    assert "Pin ID" in found.problem
    assert "CSV" in found.remedy
    assert "jane" not in found.problem


def test_a_swarm_of_tiny_values_is_declined() -> None:
    assert declined(b"[" + b"[]," * 2_000_000 + b"[]]").code == "too_large"


def test_equal_bytes_give_equal_imports_whatever_their_names() -> None:
    first, second = imported(account(day(7)), name="a.json"), imported(account(day(7)), name="b.json")
    assert first.digest == second.digest
    assert replace(first, name="b.json", frames={}).notes == second.notes


def test_days_without_numbers_and_gaps_are_said() -> None:
    nothing = dict.fromkeys(("IMPRESSION", "PIN_CLICK", "OUTBOUND_CLICK", "SAVE"))
    item = imported(account(day(3), day(4), day(5, **nothing), day(6), day(9), day(10), day(11), day(12), day(13), day(14)))
    says = {note.code: note.says for note in item.notes}
    assert "NULL: 4" in says["not_measured"]
    assert "2 days" in says["days_missing"]
    assert "2026-08-07, 2026-08-08" in says["days_missing"]
    assert item.frames["account"]["impressions"].sum() == 100 * (3 + 4 + 6 + 9 + 10 + 11 + 12 + 13 + 14)


def test_an_answer_without_days_is_declined_not_asked_about() -> None:
    assert declined(account()).code == "no_rows"
    assert "daily_metrics" in declined({"all": {"daily_metrics": []}}).problem


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_an_answer_in_wide_characters_is_an_answer(encoding: str) -> None:
    text = json.dumps(account(*(day(number) for number in range(1, 11))), indent=2)
    assert imported(text.encode(encoding)).frames["account"]["impressions"].sum() == 5500
