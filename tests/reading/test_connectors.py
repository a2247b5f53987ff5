"""Tables that connectors make of Pinterest's API: lower-case names of the API, or names of their own."""

from collections.abc import Callable

import pytest

from pincore import reading
from pincore.reading.imports import Import
from tests.reading.resaved import WAYS, Rows, reordered, rows_of

API_NAMES = """date,pin_id,pin_impression,pin_click,pin_outbound_click,pin_save
2026-08-05,900719925475433012,402,9,4,3
2026-08-06,900719925475433012,403,9,4,0
2026-08-05,900719925472530829,12,1,0,
"""
REPORT_NAMES = """Report Date,Pin ID,Pin Title,Pin Link,Impressions,Pin Clicks,Outbound Clicks,Saves
2026-08-05,900719925475433012,Cozy nook,https://example.com/nook,402,9,4,3
2026-08-06,900719925475433012,Cozy nook,https://example.com/nook,403,9,4,0
2026-08-05,900719925472530829,Herbs,https://example.com/herbs,12,1,0,
"""


@pytest.mark.parametrize("order", [list, reordered])
@pytest.mark.parametrize("save", WAYS)
@pytest.mark.parametrize("text", [API_NAMES, REPORT_NAMES])
def test_a_connector_table_is_a_pin_day_table(text: str, save: Callable[[Rows], bytes], order: Callable[[Rows], Rows]) -> None:
    (found,) = reading.read_files([("connector.csv", save(order(rows_of(text))))])
    assert isinstance(found, Import), found
    pins = found.frames["pins"]
    assert found.kind == "pin_days"
    assert {key: float(pins[key].sum()) for key in ("impressions", "pin_clicks", "outbound_clicks", "saves")} == {
        "impressions": 817, "pin_clicks": 19, "outbound_clicks": 8, "saves": 3,
    }  # fmt: skip
    assert pins["saves"].isna().sum() == 1
    assert set(pins["pin"].astype(str)) == {"900719925475433012", "900719925472530829"}
    if "Pin Title" in text:
        assert {title.strip() for title in found.frames["details"]["title"]} == {"Cozy nook", "Herbs"}
