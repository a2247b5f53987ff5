"""What a start does not load."""

import subprocess
import sys

DASHBOARD = """
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file("app.py", default_timeout=120)
at.query_params["account"] = "sample"
at.run()
at.switch_page("pages/dashboard.py").run()
assert not at.exception, at.exception
assert len(at.metric) >= 7
STATISTICS = ("statsmodels", "scipy.stats", "scipy.special", "scipy.optimize", "matplotlib", "polars", "duckdb")
REPORTS = ("fpdf", "xlsxwriter", "uharfbuzz", "pincore.report")
DATABASES = ("sqlalchemy", "alembic", "psycopg")
for heavy in STATISTICS + REPORTS + DATABASES:
    if heavy in sys.modules:
        print(heavy)
"""
HELP = """
import sys
from pincore.__main__ import main
try:
    main(["--help"])
except SystemExit:
    pass
for heavy in ("pandas", "numpy", "pyarrow", "altair", "streamlit", "scipy", "statsmodels", "fpdf", "xlsxwriter", "sqlalchemy", "alembic", "psycopg"):
    if heavy in sys.modules:
        print(heavy, file=sys.stderr)
"""


def test_the_dashboard_loads_no_library_of_statistics_reports_or_databases() -> None:
    ran = subprocess.run([sys.executable, "-c", DASHBOARD], capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert not ran.stdout.split()


def test_help_loads_nothing_heavy() -> None:
    ran = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "usage" in ran.stdout.lower()
    assert not ran.stderr.split()
