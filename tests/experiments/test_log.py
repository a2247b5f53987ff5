"""States of an experiment, what was learned, and the log as a file."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pincore.errors import InputError
from pincore.experiments.design import Variant, make_design
from pincore.experiments.log import decided, is_confirmed, learned, log_csv, next_look, plan_changes, record, replication, state_of
from pincore.experiments.log_file import log_json, read_log
from pincore.experiments.planning import plan_experiment
from pincore.experiments.power import Pins
from pincore.experiments.readout import read_out
from tests.experiments.made import sample_of

START = date(2026, 9, 7)


def made(name="Soup", replicates="", others=(), template="free"):
    variants = (Variant("A"), Variant("B"))
    plan = plan_experiment(make_design(name, template, ["headline"], "visits", variants), Pins(0.004), 4, START, ["Soups"], 1)
    return record(plan, others, replicates)


def readout_of(experiment, day, clicks=(90, 110, 95, 99), names="AB"):
    rows = [(names[0], f"a{i}", 9_000, 40 + 3 * i) for i in range(4)] + [(names[1], f"b{i}", 9_000, n) for i, n in enumerate(clicks)]
    return read_out(sample_of(rows), experiment.terms(START + timedelta(day)))


def won(**changes):
    experiment = made(**changes)
    return decided(experiment, readout_of(experiment, 14))


@pytest.mark.parametrize(("day", "state"), [(-3, "planned"), (0, "running"), (6, "running"), (7, "to_read_out"), (16, "to_read_out")])
def test_states_follow_the_days(day, state):
    assert state_of(made(), START + timedelta(day)) == state


def test_a_look_that_was_read_is_not_due_again():
    experiment = made()
    looked = decided(experiment, readout_of(experiment, 7, (45, 50, 39, 44)))
    assert looked.decision.verdict == "cannot_tell" and looked.decision.day == 7
    assert state_of(looked, START + timedelta(9)) == "running"
    assert state_of(looked, START + timedelta(14)) == "to_read_out"
    last = decided(looked, readout_of(experiment, 21, (45, 90, 39, 20)))
    assert state_of(last, START + timedelta(22)) == "decided"


def test_next_look_has_its_date():
    assert next_look(made(), START + timedelta(8)) == (14, START + timedelta(14))
    assert next_look(made(), START + timedelta(21)) is None


def test_a_verdict_decides_and_a_replication_confirms():
    first = replace(won(), pins=(("A", ("1",)), ("B", ("2",))))
    assert first.decision.verdict == "winner" and state_of(first, START + timedelta(15)) == "decided"
    design = replication(first)
    assert design.name == "Soup, replication" and [variant.name for variant in design.variants] == ["A", "B"]
    again = won(replicates=first.key, others=[first])
    assert again.key != first.key
    assert is_confirmed(first, [first, again])
    assert state_of(first, START + timedelta(40), [first, again]) == "replicated"
    assert learned([first, again])[0].startswith("Confirmed: Soup.")
    assert learned([first])[0].startswith("Not yet confirmed: Soup.")


def test_the_same_pins_confirm_nothing():
    pins = (("A", ("1",)), ("B", ("2",)))
    first = replace(won(), pins=pins)
    assert not is_confirmed(first, [replace(won(replicates=first.key), pins=pins)])


def test_a_replication_that_disagrees_confirms_nothing():
    first = won()
    experiment = made(replicates=first.key)
    again = decided(experiment, readout_of(experiment, 21, (41, 44, 40, 48)))
    assert not is_confirmed(first, [again])
    assert state_of(first, START + timedelta(40), [again]) == "replicated"


def test_a_plan_is_not_changed_afterwards():
    experiment = made()
    with pytest.raises(InputError) as error:
        decided(experiment, readout_of(made(), 14, names="AC"))
    assert error.value.code == "not_the_plan"
    assert plan_changes(experiment.plan, "ocr", ["A", "B"], [7, 14, 21]) == ()
    assert len(plan_changes(experiment.plan, "save_rate", ["A", "C"], [7])) == 3
    with pytest.raises(InputError):
        replication(experiment)


def test_the_log_comes_back_as_it_was():
    first = replace(won(), learning='=Value first wins; "ten minutes" ü', pins=(("A", ("1", "2")), ("B", ("3",))))
    experiments = (first, made("Bread"), won(replicates=first.key, others=[first]))
    assert read_log(log_json(experiments)) == experiments
    assert "'=Value first" in log_csv(experiments, START).decode("utf-8-sig")


BROKEN = [
    lambda told: told.pop("pincore_experiments"),
    lambda told: told.update(pincore_experiments=2),
    lambda told: told.update(experiments={}),
    lambda told: told["experiments"][0].pop("plan"),
    lambda told: told["experiments"][0].update(more=1),
    lambda told: told["experiments"][0].update(key=5),
    lambda told: told["experiments"][0]["plan"].update(start="7 September"),
    lambda told: told["experiments"][0]["plan"]["design"].update(days=True),
    lambda told: told["experiments"][0]["plan"]["design"].update(template="phase_9"),
    lambda told: told["experiments"][0]["plan"]["design"].update(variants=[]),
    lambda told: told["experiments"][0]["plan"]["outlook"]["looks"][0].update(day=3),
    lambda told: told["experiments"][0]["plan"]["slots"][0].update(variant="Z"),
    lambda told: told["experiments"][0]["decisions"][0].update(verdict="won"),
    lambda told: told["experiments"].append(told["experiments"][0]),
]


@pytest.mark.parametrize("harm", BROKEN)
def test_a_changed_file_is_refused(harm):
    told = json.loads(log_json([won()]))
    harm(told)
    with pytest.raises(InputError) as error:
        read_log(json.dumps(told).encode())
    assert error.value.code in ("log_unreadable", "log_version")


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff\xfe", b"[]", b'{"pincore_experiments": NaN}', b"[" * 100_000, b" " * (6 * 2**20)])
def test_what_is_no_log_is_refused(data):
    with pytest.raises(InputError):
        read_log(data)
