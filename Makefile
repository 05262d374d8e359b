# `make demo` and `make test` need Python >= 3.11 and the package index, nothing else.
.PHONY: help demo test lint types docs docs-serve pictures package bench bench-check bench-baseline clean
.DEFAULT_GOAL := help

VENV := .venv
KG := $(VENV)/bin/kg
OUT := demo-out
# The first of these that runs and is new enough; `make PYTHON=... demo` takes another.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

help:
	@echo "make demo    build, query, draw and export the graph of the articles in seeds/"
	@echo "make test    run the tests"
	@echo "make lint    check style"
	@echo "make types   check types"
	@echo "make docs    build the documentation as site/ (make docs-serve shows it, and each change of it)"
	@echo "make pictures  draw the pictures of docs/pictures anew"
	@echo "make package make the wheel and the sdist in dist/, and use the wheel in a clean environment"
	@echo "make bench   measure everything and write a dated table (a quarter of an hour); see docs/speed.md"
	@echo "make bench-check     tell what got slower since the baseline (some minutes)"
	@echo "make bench-baseline  take today's figures for the baseline"
	@echo "make clean   remove what these made"

# The stamps make a second run fast: packages are installed again only when pyproject.toml changed.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 found; install one or say: make PYTHON=/path/to/python" >&2; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml
	@echo "Installing kg into $(VENV) (a few minutes the first time) ..."
	@$(VENV)/bin/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	@echo "Installing kg and its test tools into $(VENV) (a few minutes the first time) ..."
	@$(VENV)/bin/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	@rm -rf $(OUT) && mkdir $(OUT)
	@echo "== kg build seeds --store $(OUT)/store"
	@$(KG) build seeds --store $(OUT)/store
	@echo "== kg export --store $(OUT)/store --output $(OUT)/graph.ttl"
	@$(KG) export --store $(OUT)/store --output $(OUT)/graph.ttl
	@echo "== kg view --store $(OUT)/store --output $(OUT)/graph.html"
	@$(KG) view --store $(OUT)/store --output $(OUT)/graph.html
	@echo "== kg query who-met-whom --store $(OUT)/store"
	@$(KG) query who-met-whom --store $(OUT)/store --format table
	@echo "== kg query relations --store $(OUT)/store    (the ten most frequent)"
	@$(KG) query relations --store $(OUT)/store --format table | head -n 12
	@echo "Open the graph in a browser: $(CURDIR)/$(OUT)/graph.html"

test: $(VENV)/.dev
	@$(VENV)/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/.dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

types: $(VENV)/.dev
	@$(VENV)/bin/mypy

# The theme's makers announce its successor at each build.
docs docs-serve: export NO_MKDOCS_2_WARNING := 1
docs: $(VENV)/.dev
	@$(VENV)/bin/python -m mkdocs build --strict
	@echo "Open the documentation in a browser: $(CURDIR)/site/index.html"

docs-serve: $(VENV)/.dev
	@$(VENV)/bin/python -m mkdocs serve

pictures: $(VENV)/.dev
	@$(VENV)/bin/python -m scripts.pictures

package: $(VENV)/.dev
	@$(VENV)/bin/python scripts/package.py

$(VENV)/.bench: $(VENV)/.dev pyproject.toml
	@echo "Installing what kg is compared with ..."
	@$(VENV)/bin/python -m pip install --quiet --editable '.[dev,bench]'
	@touch $@

bench: $(VENV)/.bench
	@$(VENV)/bin/python bench/run.py
	@$(VENV)/bin/python bench/run.py --docs

bench-check: $(VENV)/.dev
	@$(VENV)/bin/python bench/check.py

bench-baseline: $(VENV)/.dev
	@$(VENV)/bin/python bench/check.py --write

clean:
	rm -rf $(VENV) $(OUT) site dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
