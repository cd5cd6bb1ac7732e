# `make run` and `make test` are all that a newcomer needs; both make .venv first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPREAD := --numprocesses=2 --dist=loadfile --no-loadscope-reorder
PART ?= 0

.PHONY: run test slow coverage mutants release setup check types graph site pages clients scan lock sbom train bench measure faults long clean

run: setup  ## load the sample world, build, show matches, serve on http://127.0.0.1:8000
	$(BIN)/sepadan demo

test: setup  ## all tests but the slow ones; a thread for each of the two processes, for more would wait for each other
	OMP_NUM_THREADS=1 $(BIN)/pytest $(SPREAD) -m "not slow"

slow: setup  ## the slow tests (tests/slow_tests.tsv): all of them, or PART=1 to 8 of 8 as CI does
	SEPADAN_SLOW_PART=$(PART) OMP_NUM_THREADS=1 $(BIN)/pytest $(SPREAD) -m slow $$(cut -f2 tests/slow_tests.tsv | sed 's/::.*//' | sort -u)

coverage: setup  ## which lines the tests reach, those of processes that they start too, 97 % at least: twice as long, so CI leaves it out
	OMP_NUM_THREADS=1 $(BIN)/pytest $(SPREAD) -m "not (model or shared or untraced)" --cov --cov-report=term

mutants: setup  ## how many small faults in matcher/ and taxonomy/ the tests notice, by a sample: MUTANTS=300 (two hours), SEED=1
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.mutation --count $(or $(MUTANTS),300) --seed $(or $(SEED),1) --again

release: setup  ## sdist and wheel into dist/, installed where no source lies, the sample world and the tests run against them
	$(BIN)/python deploy/checks/release.py

setup: $(STAMP)  ## install into .venv and prepare the encoder (cached afterwards)
	@$(BIN)/sepadan setup
	@$(BIN)/python deploy/checks/helm.py >/dev/null || true

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --progress-bar on --upgrade pip
	$(BIN)/pip install --quiet --progress-bar on --no-compile torch==2.13.0
	$(BIN)/pip install --quiet --progress-bar on --no-compile --editable '.[dev,postgres]'
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c "import api.app, sentence_transformers"  # compile what is used: a fifth
	@touch $@

check: setup  ## format, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python deploy/checks/secrets.py

types: setup  ## pyright strict over the five packages: minutes, so no part of `make check`
	$(BIN)/basedpyright --pythonpath $(BIN)/python

graph: setup  ## draw who imports whom into docs/imports.md, by the code as it is
	$(BIN)/python deploy/checks/imports.py --write

site: setup  ## build the site of the documentation strictly into build/site: guides, decisions, references made of the code
	$(BIN)/pip install --quiet --progress-bar on --editable '.[site]'
	NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs build --strict --quiet

clients: setup  ## make what is generated in clients/ from docs/openapi.json anew (needs node and npm)
	cd clients/typescript && npm ci --silent
	$(BIN)/python clients/generate.py

pages: setup  ## all that pages are held to, in a real browser (Debian's chromium) and without: docs/page-targets.md; pictures into $$SEPADAN_PICTURES
	SEPADAN_LONG=1 $(BIN)/pytest --no-cov tests/browser tests/api/web tests/api/test_browser.py tests/matcher/cv
	$(BIN)/sepadan evaluate cv-held

scan: setup  ## known vulnerabilities of what is pinned in deploy/requirements.lock (asks the advisory service of the package index)
	$(BIN)/python deploy/checks/advisories.py

lock: setup  ## pin what the container installs, with hashes; an index with the CPU build of torch is named by UV_FIND_LINKS or UV_INDEX
	echo 'torch==2.13.0+cpu' | $(BIN)/uv pip compile pyproject.toml --quiet --extra postgres --extra telemetry --constraint - \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 --python-platform x86_64-manylinux_2_28 --output-file deploy/requirements.lock
	$(BIN)/python deploy/checks/notice.py --write

sbom: setup  ## bill of materials of what is pinned: build/sepadan.cdx.json, CycloneDX 1.6
	mkdir -p build
	$(BIN)/cyclonedx-py requirements deploy/requirements.lock --pyproject pyproject.toml --mc-type application \
	  --spec-version 1.6 --output-reproducible --output-format JSON --output-file build/sepadan.cdx.json

train: setup  ## train every model by its config, from ../shared/data and evaluation/data, into the registry of .sepadan (docs/model-life.md)
	for name in title-coder skill-tagger skill-linker industry-coder cv-phrases encoder-adapter; do \
	  $(BIN)/sepadan train $$name --config evaluation/configs/$$name.toml --json || exit 1; done

bench: setup  ## Sepadan beside its peers, in one table (docs/peers.md): ROWS=4500 takes fewer ads, FIELDS=coding,engines some fields
	$(BIN)/pip install --quiet --progress-bar on --editable '.[peers]'
	$(BIN)/sepadan evaluate peers --rows $(or $(ROWS),1000000) $(if $(FIELDS),--only $(FIELDS))

measure: setup  ## every row of `sepadan evaluate` on this commit, then README's table and docs/measured.md (many hours): MINUTES=60 bounds it, RUNS="titles skills" names some
	$(BIN)/python -m evaluation.headline $(if $(MINUTES),--minutes $(MINUTES)) $(RUNS); failed=$$?; \
	  $(BIN)/python -m evaluation.headline --write && exit $$failed

faults: setup  ## kill, damage and starve a home on this machine, the long way: 200 kills, 1,000 flipped bits (20 min)
	$(BIN)/sepadan evaluate faults --json

long: setup  ## the long forms of what tests do in short: erasure, authorisation, schemathesis with 20,000 cases, fuzzing
	$(BIN)/sepadan evaluate erasure --json
	$(BIN)/sepadan evaluate authorisation --json
	SEPADAN_LONG=1 $(BIN)/pytest -m long --no-cov
	$(BIN)/sepadan evaluate api --json
	$(BIN)/sepadan evaluate fuzz --minutes $(or $(MINUTES),60) --json
	$(BIN)/sepadan evaluate load --minutes $(or $(MINUTES),60) --json

clean:
	rm -rf $(VENV) .sepadan build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
