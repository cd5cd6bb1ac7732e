# `make run` and `make test` are all that a newcomer needs; both make .venv first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test setup check train faults long clean

run: setup  ## load the sample world, build, show matches, serve on http://127.0.0.1:8000
	$(BIN)/sepadan demo

test: check  ## every check that .ci/run runs, then all tests with coverage
	$(BIN)/pytest --numprocesses=2 --dist=loadfile --cov --cov-report=term

setup: $(STAMP)  ## install into .venv and prepare the encoder (cached afterwards)
	@$(BIN)/sepadan setup

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --progress-bar on --upgrade pip
	$(BIN)/pip install --quiet --progress-bar on torch==2.13.0
	$(BIN)/pip install --quiet --progress-bar on --editable '.[dev,postgres]'
	@touch $@

check: setup  ## format, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

train: setup  ## train title coder, skill tagger, skill linker and industry coder from ../shared/data and evaluation/data
	$(BIN)/python -m evaluation.train_titles
	$(BIN)/python -m evaluation.train_skill_tagger
	$(BIN)/python -m evaluation.train_skill_linker
	$(BIN)/python -m evaluation.train_industry

faults: setup  ## kill, damage and starve a home on this machine, the long way: 200 kills, 1,000 flipped bits (20 min)
	$(BIN)/sepadan evaluate faults --json

long: setup  ## the long forms of what tests do in short
	$(BIN)/sepadan evaluate erasure --json
	$(BIN)/sepadan evaluate load --minutes $(or $(MINUTES),60) --json

clean:
	rm -rf $(VENV) .sepadan build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
