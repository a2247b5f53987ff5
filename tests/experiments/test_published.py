"""Published cases that our methods cover; each with its source in the file."""

import json
from pathlib import Path

import numpy as np
import pytest

from pincore.experiments.fitting import fit_pairs
from pincore.experiments.intervals import holm, power_of_t, textbook_size, two_sided_p
from pincore.experiments.looks import chance_to_cross, planned_looks, spending_limits
from pincore.experiments.readout import read_out
from pincore.experiments.telling import naive_test
from tests.experiments.made import sample_of

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "data" / "experiments" / "published.json").read_text())}


def near(case, expected=None):
    tolerance = case["tolerance"]
    return pytest.approx(case["expected"] if expected is None else expected, abs=tolerance.get("abs") or None, rel=tolerance.get("rel"))


@pytest.mark.parametrize("name", ["holm_wiki", "holm_growthbook"])
def test_holm(name):
    expected = CASES[name]["expected"]
    adjusted = expected["adj"] if isinstance(expected, dict) else expected
    assert holm(CASES[name]["inputs"]["p"]).tolist() == near(CASES[name], adjusted)


def test_holm_rejects_as_published():
    case = CASES["bh_1995"]
    assert int((holm(case["inputs"]["p"]) <= case["inputs"]["q"]).sum()) == case["expected"]["holm_rejections"]


@pytest.mark.parametrize("name", ["benchmark_1pct_10rel", "r_power_prop_n", "gpower_34_003", "gpower_34_003_a14"])
def test_textbook_sizes(name):
    inputs = CASES[name]["inputs"]
    before = inputs.get("p", inputs.get("p1"))
    after = inputs.get("p2", before * (1 + inputs.get("mde_rel", 0.0)) + inputs.get("mde_abs", 0.0))
    size = textbook_size(before, after, inputs["power"], inputs["alpha"], pooled=inputs.get("formula") != "unpooled")
    assert size * (2 if inputs.get("total") else 1) == near(CASES[name])


def test_power_of_students_t():
    case = CASES["cohen_d05_n64"]
    d, n = case["inputs"]["d"], case["inputs"]["n"]
    assert float(power_of_t(d * (n / 2) ** 0.5, 2 * n - 2, case["inputs"]["alpha"])) == near(case)


def test_obrien_fleming_limits_of_lan_and_demets():
    case = CASES["ldobf_5"]
    assert spending_limits(case["inputs"]["t"], case["inputs"]["alpha"]) == near(case)


def test_limits_of_three_and_four_weeks():
    """The limits that the plan promises; the p-values rounded as they are published."""
    assert [look.p_limit for look in planned_looks(21)] == pytest.approx([0.00021, 0.0120, 0.0463], abs=5e-5)
    assert [look.z for look in planned_looks(28)] == pytest.approx([4.3326, 2.9631, 2.3590, 2.0141], abs=1e-4)


def test_naive_peeking():
    case = CASES["peeking_inflation"]
    assert [chance_to_cross([1.959963985] * looks) for looks in case["inputs"]["K"]] == near(case)


def test_all_looks_together_spend_five_percent():
    assert chance_to_cross([look.z for look in planned_looks(21)]) == pytest.approx(0.05, abs=1e-6)


def test_a_paired_t():
    case = CASES["sleep_paired"]
    assert float(two_sided_p(case["expected"]["t"], case["expected"]["df"])) == near(case, case["expected"]["p"])
    a, b = (np.array(case["inputs"][key]) for key in "ab")
    impressions = np.full((1, 10, 2), 1e9)
    counts = np.exp(np.stack([b, a], axis=1)[None]) * 1e6
    found = fit_pairs(counts, impressions, np.ones((1, 10, 2), dtype=bool))
    assert found.p[0, 0] == pytest.approx(case["expected"]["p"], abs=6e-5)


def test_the_naive_test_is_the_pooled_z():
    case = CASES["z_pooled_13_47_19_53"]
    one = case["inputs"]
    readout = read_out(sample_of([("control", "a", one["n2"], one["x2"]), ("treatment", "b", one["n1"], one["x1"])]))
    assert naive_test(readout, readout.treatments[0]).p_value == near(case)
