# Two commands do all set-up: `make report` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: report test check benchmarks docs site clean

report: $(VENV)/.installed
	$(BIN)/mtle report data/sample/study.yaml -o reports

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n auto

# What a change has to pass besides the tests.
check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmarks: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

# Measures every statistic against its reference, writes docs/reference from the code, and builds the site.
docs: $(VENV)/.installed-dev
	MTLE_WRITE_DOSSIER=1 $(BIN)/python -m pytest -q -p no:xdist tests/unit/stats tests/unit/evidence/test_multiplicity_of_a_comparison.py tests/unit/evidence/test_judged_together.py
	$(BIN)/python docs/tools/make_reference.py
	$(MAKE) site

# Builds the site, and opens every page of it in a browser where there is one.
site: $(VENV)/.installed-dev
	$(BIN)/sphinx-build -q -W --keep-going docs build/site
	MTLE_EVERY_PAGE=1 $(BIN)/python -m pytest -q -p no:xdist tests/browser/test_documentation_site.py
	@echo "open build/site/index.html"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) reports/evaluation.*
