"""Reports of Pinterest's that are recognised and declined with a sentence that says what they are."""

from collections.abc import Callable

import pytest

from pincore import reading
from pincore.reading.imports import Declined, Import, Outcome
from tests.reading.resaved import WAYS, Rows, reordered, rows_of

TRENDS = """"Pinterest Trends tool – https://trends.pinterest.com/"
Selected Filters
Trends Type,Growing trends
Date Range,90 days before 2026-08-18
Interests,"All"

,,,,,Data in the date columns reflects the normalized search volume for this trend type
Rank,Trend,Weekly change,Monthly change,Yearly change,2026-07-28,2026-08-04
1,autumn table setting,"10%","300%","3%",40,58
2,balcony herb garden,"20%","10,000%+","40%",61,70
"""
ADS = """Date,Campaign name,Ad group name,Spend in account currency,Impressions,Pin clicks,Outbound clicks,CTR,eCPC,Checkout ROAS
2026-08-05,Spring Pins,Group A,10.00,5000,150,60,3.0%,0.07,0.90
2026-08-06,Spring Pins,Group A,12.00,6000,180,75,3.0%,0.07,1.50
Total,,,22.00,11000,330,135,,,
"""
GERMAN_ADS = """Datum,Kampagnenname,Ausgaben in Kontowährung,Impressionen,Klicks auf Pins
2026-08-05,Frühling,10.00,5000,150
"""


def read(data: bytes) -> Outcome:
    (found,) = reading.read_files([("report.csv", data)])
    return found


@pytest.mark.parametrize("save", WAYS)
@pytest.mark.parametrize(
    ("text", "code", "word"), [(TRENDS, "trends_report", "Trends"), (ADS, "ads_report", "Ads Manager"), (GERMAN_ADS, "ads_report", "paid")]
)
def test_declined_with_a_sentence(text: str, code: str, word: str, save: Callable[[Rows], bytes]) -> None:
    found = read(save(rows_of(text)))
    assert isinstance(found, Declined), found
    assert found.code == code
    assert word in found.problem
    assert found.remedy


def test_trends_without_their_first_lines_and_ads_in_another_order() -> None:
    trends = read("\n".join(TRENDS.splitlines()[7:]).encode())
    assert isinstance(trends, Declined)
    assert trends.code == "trends_report"
    ads = read(WAYS[0](reordered(rows_of(ADS))))
    assert isinstance(ads, Declined)
    assert ads.code == "ads_report"


def test_a_pin_table_with_a_campaign_column_is_still_a_pin_table() -> None:
    text = "Date,Pin ID,Campaign,Impressions,Pin clicks,Outbound clicks,Saves\n2026-08-05,900719925475433012,fall,4,1,1,1\n"
    found = read(text.encode())
    assert isinstance(found, Import)
    assert found.kind == "pin_days"
