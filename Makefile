# The front door. `make serve` and `make test` are all that a newcomer needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000

SIZE := 25000

.PHONY: help setup serve test test-postgres lint types check format score ranking bench screenshots requirements chromium clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup: $(VENV)/.runtime  ## make the virtual environment

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Phaseline needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the dependencies ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt | $(VENV)/.runtime
	@echo "Installing the development dependencies ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

serve: setup  ## load the sample filings and serve the site on http://127.0.0.1:8000
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) ingest samples
	@$(MANAGE) rebuild_index --stale
	@echo
	@echo "Phaseline is at http://127.0.0.1:$(PORT)/  (Ctrl-C ends it)"
	@$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

test: $(VENV)/.development chromium lint types check  ## linters, type check, migrations, all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-postgres: $(VENV)/.development chromium  ## the tests on a throw-away PostgreSQL cluster
	@tests/with_postgres.sh $(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.development  ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.development  ## mypy with the Django plugin
	@$(BIN)/mypy

check: $(VENV)/.development  ## Django's own checks; models and migrations agree
	@DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) check --fail-level WARNING
	@DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) makemigrations --check --dry-run

format: $(VENV)/.development  ## let ruff put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

score: $(VENV)/.development  ## how well the extraction agrees with labels, field by field
	@$(BIN)/python -m tests.score

ranking: $(VENV)/.development  ## how well the search puts first what readers want, query by query
	@$(BIN)/python -m tests.search.ranking

$(VENV)/.benchmarks: benchmarks/requirements.txt | $(VENV)/.runtime
	@echo "Installing what the benchmarks compare with ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	@touch $@

bench: $(VENV)/.benchmarks  ## the search engine beside others, on a corpus of SIZE=25000 releases
	@POSTGRES_OPTIONS="-c shared_buffers=1GB -c maintenance_work_mem=512MB" \
		tests/with_postgres.sh $(BIN)/python -m benchmarks $(SIZE)

bench-pages: setup  ## what every page takes beside the search engine, on a corpus of SIZE=25000 releases
	@$(BIN)/python -m benchmarks.pages $(SIZE)

screenshots: $(VENV)/.development chromium  ## pictures of all pages in data/pictures, and the README's anew
	@$(BIN)/python -m tests.browser.screenshots data/pictures --readme docs/pictures

requirements: $(VENV)/.development  ## compile *.in to pinned requirements with hashes
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.txt requirements.in
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements-dev.txt requirements-dev.in
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o benchmarks/requirements.txt benchmarks/requirements.in

chromium:  # for the browser tests: Debian's package where we may install it, else those tests say that they are skipped
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests ..."; \
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 \
		|| echo "Chromium could not be installed: the browser tests will be skipped."; \
	else echo "No Chromium here: the browser tests will be skipped."; fi

clean:  ## remove the environment, caches and the local archive
	@rm -rf $(VENV) data staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
