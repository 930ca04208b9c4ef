# Everything a newcomer needs; each target sets up what it depends on. Python 3.11, make and git are enough.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test serve check fix bench exhaustive mutation lock clean

demo: $(VENV)/run.stamp    ## the main job on realistic data, in the embedded database
	$(BIN)/wijkdossier demo $(ARGS)

serve: $(VENV)/run.stamp   ## the gateway with your own settings (docs/settings.md)
	$(BIN)/wijkdossier serve $(ARGS)

test: $(VENV)/dev.stamp    ## all tests: SQLite and PostgreSQL, and in the browser where there is one
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(VENV)/dev.stamp   ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp   ## the figures of benchmarks/README.md
	$(BIN)/python -m benchmarks $(ARGS)

exhaustive: $(VENV)/dev.stamp   ## every policy of up to three rules against the independent oracle
	EXHAUSTIVE=1 $(BIN)/python -m pytest -n 2 -rP tests/properties $(ARGS)

mutation: $(VENV)/dev.stamp  ## small faults put into the modules that decide: do the tests notice each?
	$(BIN)/python -m benchmarks.mutation $(ARGS)

lock:                      ## pin requirements again (needs uv)
	cd requirements && for group in run dev; do \
	  uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$group.in -o $$group.txt; done

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) var build *.egg-info
