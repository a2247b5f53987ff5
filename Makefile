# make run          the app, on a machine that has Python 3.11 or newer
# make test         everything that is checked: lint, formatting, types, tests, browser tests
# make sample       writes the sample account again
# make bench        measures what the project promises about speed and memory
# make bench-experiments  how often a readout errs, its intervals, the planner's power: simulated, some minutes
# make bench-load  what one process bears: users, uploads, memory; some ten minutes
# make screenshots  pictures of every page, on a desktop and on a phone, light and dark
# make pins         writes requirements.txt again, from the dependencies in pyproject.toml

CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && exit; done; \
	for p in $(CANDIDATES); do command -v "$$p" && exit; done)
BIN := .venv/bin
ADDRESS ?= localhost
PORT ?= 8501
WORKERS ?= auto

.DEFAULT_GOAL := run
.PHONY: run test sample bench bench-experiments bench-load screenshots pins prepare-run prepare-test have-python

have-python:
	@test -n "$(PYTHON)" || { echo "Pincore needs Python 3.11 or newer, and no Python was found. Install it and run the command again."; exit 1; }

prepare-run: have-python
	@$(PYTHON) tools/prepare.py run

prepare-test: have-python
	@$(PYTHON) tools/prepare.py test

run: prepare-run
	$(BIN)/python -m streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT)

test: prepare-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

sample: have-python
	$(PYTHON) sample_data/make_sample.py

bench: prepare-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	$(BIN)/python -m benchmarks

bench-experiments: prepare-test
	$(BIN)/python -m benchmarks.experiments

bench-load: prepare-test
	$(BIN)/python -m benchmarks.load

screenshots: prepare-test
	$(BIN)/python -m tools.screenshots

pins: have-python
	$(PYTHON) tools/pins.py
