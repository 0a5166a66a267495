# Everything is done from here; a fresh machine needs only make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help demo test lint lock package bench eval weeks chaos clean browser pictures

# Without compiled files every process of the tests would compile the whole program again.
unexport PYTHONDONTWRITEBYTECODE

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(name) -c '$(NEW_ENOUGH)' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CHECKED := bot handlers prompts migrations tests benchmarks
LOCK := $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header

help:  ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' Makefile

demo: $(INSTALLED)  ## the whole product in a browser, no token needed
	$(BIN)/tutti demo

test: $(INSTALLED) lint browser  ## everything: lint, tests on both databases, the page, the packaged wheel
	$(BIN)/python -m pytest -n 2 --dist loadgroup --durations=5

lint: $(INSTALLED)  ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports

package: $(INSTALLED)  ## build the wheel and run the Dockerfile's steps without docker
	$(BIN)/python -m pytest tests/test_package.py

bench: $(INSTALLED)  ## ratios against the bare frameworks
	$(BIN)/python -m benchmarks

eval: $(INSTALLED)  ## how well messages are recognised; with a language model beside the rules: ARGS=--with-model
	$(BIN)/python -m tests.eval $(ARGS)

weeks: $(INSTALLED)  ## play random weeks: are the noise rules kept, how many pings does it take
	$(BIN)/python -m tests.weeks --weeks 8

chaos: $(INSTALLED)  ## kill, stop and cut off real processes under load: is anything lost or doubled
	$(BIN)/python -m tests.chaos

pictures: $(INSTALLED) browser  ## take the README's pictures anew, in docs/
	$(BIN)/python -m tests.stories.pictures

browser: $(INSTALLED)
	@$(BIN)/python -m tests.browser

lock: $(INSTALLED)  ## resolve the dependencies again: for work (requirements.lock) and for the image
	$(LOCK) --all-extras pyproject.toml -o requirements.lock
	$(LOCK) -c requirements.lock pyproject.toml -o requirements-runtime.lock

clean:  ## remove what the other targets made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is the last thing written, so that an interrupted installation is begun again.
$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(NEW_ENOUGH)' \
	  || { echo "Tutti needs Python 3.11 or newer; if it has another name, say: make PYTHON=that-name" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
