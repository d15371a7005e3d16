# resolver: one command for each thing one does here. `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTS := build/reports
# The longest first, so that none is left over at the end.
SUITES := tensorflow jax distributed torch pages core offline parity packaging
# On two cores one more than cores: what starts processes also waits for them.
JOBS ?= 3

# One process, one backend: TensorFlow's process leaves the rooms of the others alone.
DOCTESTS := --doctest-modules --ignore=resolver/core \
	--ignore-glob='*/edge/*_tensorflow.py' --ignore-glob='*/edge/*_jax.py' --ignore-glob='*/edge/*_torch.py'
# Processes share the cores: one thread each for libraries that would start one a core.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest --quiet --durations=5

export TF_CPP_MIN_LOG_LEVEL ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where nothing may be written, each process would compile all that it imports again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test lint style types contracts browser format docs bench clean wheels lowest $(SUITES)
.DELETE_ON_ERROR:

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/demo.stamp ## Train on real data, see what is decided and why (installs TensorFlow only)
	@KERAS_BACKEND=tensorflow $(BIN)/python -m resolver demo

test: $(VENV)/test.stamp ## Lint, types, contracts, and every test on every backend
	@rm -rf $(REPORTS)
	@$(MAKE) --no-print-directory --keep-going --jobs=$(JOBS) --output-sync=target lint $(SUITES); \
		status=$$?; $(BIN)/python -m tests.house.tally $(REPORTS) $(SUITES) && exit $$status

lint: style types contracts ## Style, format, types and the contracts of imports

style: $(VENV)/test.stamp
	$(BIN)/ruff check --quiet && $(BIN)/ruff format --check --quiet

types: $(VENV)/test.stamp
	$(BIN)/mypy
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright

contracts: $(VENV)/test.stamp
	$(BIN)/lint-imports --no-logo

# The tests that need no backend, and the examples of the core.
core: $(VENV)/test.stamp browser
	$(PYTEST) --junit-xml=$(REPORTS)/$@.xml --doctest-modules resolver/core \
		tests/core tests/laws tests/look tests/testing tests/house

# What a notebook shows is looked at in a browser. Where none can be had the tests say so.
browser:
	@command -v chromium >/dev/null || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes \
		--no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 || true

# The same tests once a backend, and the examples; those of docstrings run beside TensorFlow's.
tensorflow: $(VENV)/test.stamp
	KERAS_BACKEND=$@ $(PYTEST) --junit-xml=$(REPORTS)/$@.xml $(DOCTESTS) resolver tests/edge

jax torch: $(VENV)/test.stamp
	KERAS_BACKEND=$@ $(PYTEST) --junit-xml=$(REPORTS)/$@.xml tests/edge tests/pages/test_examples.py

# Against the live oracles: Keras 3 and tf_keras.
parity: $(VENV)/test.stamp
	KERAS_BACKEND=tensorflow $(PYTEST) --junit-xml=$(REPORTS)/$@.xml tests/parity

# Workers as processes of their own; each engine is started once.
distributed: $(VENV)/test.stamp
	KERAS_BACKEND=tensorflow $(PYTEST) --junit-xml=$(REPORTS)/$@.xml tests/distributed

# Files of predictions, counted by the command, on Beam and on Dask; and the examples of replicas.
offline: $(VENV)/test.stamp
	KERAS_BACKEND=tensorflow $(PYTEST) --junit-xml=$(REPORTS)/$@.xml tests/offline

# Guides and examples, run as they stand.
pages: $(VENV)/test.stamp
	KERAS_BACKEND=tensorflow $(PYTEST) --junit-xml=$(REPORTS)/$@.xml tests/pages

# What is published, installed where there is nothing.
packaging: $(VENV)/test.stamp
	$(PYTEST) --junit-xml=$(REPORTS)/$@.xml tests/packaging

wheels: $(VENV)/test.stamp ## Install the wheel for each extra into an empty environment, and use it
	$(BIN)/python -m tests.packaging.matrix

lowest: $(VENV)/test.stamp ## Run the tests of the Keras floor on the oldest Keras that is supported
	$(BIN)/python -m tests.packaging.lowest $(KERAS)

format: $(VENV)/test.stamp ## Sort imports and lay the code out
	$(BIN)/ruff check --fix --select I
	$(BIN)/ruff format

docs: $(VENV)/test.stamp ## Build the site of docs/ into build/site; a dead link is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

bench: $(VENV)/test.stamp $(VENV)/bench.stamp ## Measure; write docs/measured.md and its pictures
	@$(BIN)/python benchmarks/measured.py --write
	@set -e; for script in startup sync; do echo; $(BIN)/python benchmarks/$$script.py; done

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Some systems ship Python without ensurepip; then pip installs itself from outside.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install pip; }

# A stamp is made once an install has succeeded, so a second run is instant. Python compiles what it
# imports, and keeps it; to let pip compile all there is would take longer than to download it.
$(VENV)/%.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt --editable '.[$*]'
	@touch $@
