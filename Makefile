# The two commands: `make run` serves the product with its demonstration, `make test` runs all the tests.
# Both set up what they need; `make help` lists the rest.

PORT ?= 8000
ARGS ?=
# One process more than there are cores: those that wait for a browser or a server leave theirs to the others.
JOBS ?= $(shell cores=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$cores -lt 7 ] && expr $$cores + 1 || echo 8)
VENV := .venv
PY := $(VENV)/bin/python
FLASK := $(PY) -m flask
PYTEST := $(PY) -m pytest -n $(JOBS) --dist loadgroup
ON_POSTGRESQL = $(or $(ARGS),$(shell grep -rl mark.postgresql --include='test_*.py' tests))
NONE_CHOSEN := $(if $(ARGS),|| [ $$? -eq 5 ])

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONWARNINGS := ignore::SyntaxWarning
# Whoever forbids Python to keep what it compiled would wait for it at every start.
unexport PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.PHONY: help run test test-sqlite test-postgresql check messages bench bench-search fresh clean python browser

help:
	@echo "make run      serve on http://127.0.0.1:8000 with the demonstration (PORT=8001 chooses another port)"
	@echo "make test     run all the tests: SQLite, PostgreSQL, a real browser (ARGS='-k lessons' chooses)"
	@echo "make check    lint, format, types, and the contracts between modules"
	@echo "make messages collect what pages and letters say, for translators"
	@echo "make bench    measure the speed of the main pages (SIZE=10: on ten times the data)"
	@echo "make bench-search  measure how well and how fast search finds (SIZES=10000, ENGINES=whoosh,fts5 choose)"
	@echo "make fresh    forget the data in var/, after asking"
	@echo "make clean    remove the virtual environment and what tools leave behind"
	@echo
	@echo "PYTHON=/path/to/python3.x chooses a Python (3.11 or later); CHROMIUM=/path/to/it a browser for the tests."

run: $(VENV)/.run-ready
	@echo "Database: bringing it to the present schema …"
	@PLENARY_DEMO=1 $(FLASK) db upgrade
	@echo "Demonstration: loading what is not there yet …"
	@PLENARY_DEMO=1 $(FLASK) load-demo
	@PLENARY_DEMO=1 BASE_URL="$${BASE_URL:-http://127.0.0.1:$(PORT)}" $(FLASK) serve --port $(PORT)

test: $(VENV)/.test-ready browser test-sqlite test-postgresql
	@echo "All tests passed."

test-sqlite: $(VENV)/.test-ready browser
	@echo "Tests 1/2: on SQLite, and in a real browser …"
	@$(PYTEST) $(ARGS) $(NONE_CHOSEN)

test-postgresql: $(VENV)/.test-ready
	@echo "Tests 2/2: where the database matters, on PostgreSQL …"
	@TEST_DATABASE=postgresql TEST_SEARCH=postgresql $(PYTEST) $(ON_POSTGRESQL) $(NONE_CHOSEN)

check: $(VENV)/.test-ready
	@echo "Lint …" && $(PY) -m ruff check .
	@echo "Format …" && $(PY) -m ruff format --check .
	@echo "Types …" && $(PY) -m mypy
	@echo "Contracts …" && $(VENV)/bin/lint-imports

messages: $(VENV)/.test-ready
	@mkdir -p community/translations
	@$(VENV)/bin/pybabel -q extract -F pyproject.toml -k lazy_gettext --project=Plenary --no-location --sort-output -o community/translations/messages.pot .
	@echo "Everything that pages and letters say stands in community/translations/messages.pot."

bench: $(VENV)/.test-ready
	@SIZE="$(SIZE)" $(PY) -m tests.benchmarks $(ARGS)

bench-search: $(VENV)/.test-ready
	@SIZES="$(SIZES)" ENGINES="$(ENGINES)" $(PY) -m tests.benchmarks.search $(ARGS)

fresh:
	@printf "This deletes var/: the database, the search index and the files of this copy. Type yes to go on: "
	@read answer && [ "$$answer" = yes ] && rm -rf var && echo "Done. make run begins anew." || echo "Nothing was deleted."

clean:
	@rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	@find community tests migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# Set-up. The stamps make the second start take no time; a changed setup.cfg, or a Python that is gone, repeats it.

$(shell [ -x $(PY) ] || rm -f $(VENV)/.run-ready $(VENV)/.test-ready)

$(VENV)/.run-ready: setup.cfg pyproject.toml | python
	@echo "Set-up: installing what the product needs (a minute or so, the first time) …"
	@$(PY) -m pip install --quiet --editable . || { echo "$$OFFLINE"; exit 1; }
	@touch $@

$(VENV)/.test-ready: setup.cfg pyproject.toml | python
	@echo "Set-up: installing what the product and its tests need (a minute or two, the first time) …"
	@$(PY) -m pip install --quiet --editable '.[dev]' || { echo "$$OFFLINE"; exit 1; }
	@touch $(VENV)/.run-ready $@

python:
	@$(PY) -c '' 2>/dev/null || sh .ci/make-venv $(VENV) "$(PYTHON)"

browser: $(VENV)/.test-ready
	@$(PY) -m tests.browser.chromium

define OFFLINE
The packages could not be installed; what pip said stands above.
Without a connection to a Python package index, set PIP_INDEX_URL or PIP_FIND_LINKS to where the packages are.
endef
export OFFLINE
