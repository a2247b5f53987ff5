"""A schema that is one step newer than ours, for processes of the tests alone."""

import shutil
from pathlib import Path

import pytest

from pincore.store import migrating
from pincore.store.tables import REVISION

STEP = """
import os, signal
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{before}"
def upgrade():
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE workspace SET name = name || ' (newer)'")
    {ending}
"""
DIES = "os.kill(os.getpid(), signal.SIGKILL)"


def write_steps(folder: Path, ending: str = "pass") -> Path:
    """A folder with our steps and one more, which ends like that."""
    shutil.copytree(migrating._STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_extra.py").write_text(STEP.format(ending=ending, before=REVISION))
    return folder


def become_newer(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """From now on this process knows the newer schema."""
    patch.setattr("pincore.store.migrating._STEPS", folder)
    patch.setattr("pincore.store.migrating.REVISION", "9999")
    patch.setattr("pincore.store.database.REVISION", "9999")
