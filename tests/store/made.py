"""Contents of workspaces, made from the sample account and a planned experiment."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from pincore.choosing import choices
from pincore.experiments.design import Variant, make_design
from pincore.experiments.log import Experiment, record
from pincore.experiments.planning import plan_experiment
from pincore.experiments.power import Pins
from pincore.history import History, stitch
from pincore.reading import read_files
from pincore.reading.imports import Import
from pincore.report.making import make_report
from pincore.report.types import Report, Scope
from pincore.store import Content, Settings, Upload

SAMPLE = Path(__file__).parents[2] / "sample_data"


@lru_cache(maxsize=1)
def sample_uploads() -> tuple[Upload, ...]:
    """The sample account's files."""
    paths = [path for path in sorted(SAMPLE.iterdir()) if path.suffix in (".csv", ".xlsx", ".json")]
    return tuple(upload_of(path.name, path.read_bytes()) for path in paths)


def upload_of(name: str, content: bytes) -> Upload:
    """One file, read."""
    imports = tuple(outcome for outcome in read_files([(name, content)]) if isinstance(outcome, Import))
    return Upload(imports[0].digest, name, imports)


def history_of(uploads: tuple[Upload, ...]) -> History:
    """The files, stitched."""
    return stitch([one for upload in uploads for one in upload.imports])


@lru_cache(maxsize=1)
def experiment() -> Experiment:
    """A planned experiment."""
    design = make_design("Two overlays", "free", ["composition"], "visits", (Variant("A", "as it is"), Variant("B", "bolder")), 28, False)
    return record(plan_experiment(design, Pins(0.004, 0.6), 4, date(2026, 9, 7), ["Soups"], 1))


def learned(text: str) -> Experiment:
    """The experiment with something learned."""
    return replace(experiment(), learning=text)


def content(*experiments: Experiment) -> Content:
    """The sample account with these experiments."""
    return Content(sample_uploads(), experiments, Settings())


@lru_cache(maxsize=1)
def report() -> Report:
    """The sample account's report."""
    history = history_of(sample_uploads())
    chosen = choices(history)[0]
    return make_report(history, Scope(chosen.period, chosen.against), [experiment()], date(2026, 11, 1))


def assert_same(before: Content, after: Content) -> None:
    """Fails when two contents are not the same to the last cell."""
    assert (before.experiments, before.settings) == (after.experiments, after.settings)
    for one, other in zip(before.uploads, after.uploads, strict=True):
        assert (one.digest, one.name) == (other.digest, other.name)
        for item, again in zip(one.imports, other.imports, strict=True):
            assert (item.digest, item.name, item.kind, item.window, item.filters, item.estimated_from, item.notes, item.n_rows) == (
                again.digest, again.name, again.kind, again.window, again.filters, again.estimated_from, again.notes, again.n_rows
            )  # fmt: skip
            assert list(item.frames) == list(again.frames)
            for name, frame in item.frames.items():
                pd.testing.assert_frame_equal(frame.reset_index(drop=True), again.frames[name], check_exact=True)
