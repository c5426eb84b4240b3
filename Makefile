# Everything works from a bare clone on a machine that has Python 3.11 or later and make.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo install test slow lint bench clean

demo: .venv/installed  ## describe the example catalog and show the texts
	@mkdir -p out
	$(BIN)/miaoshu describe examples/shop-zh.csv --out out/shop-zh.csv --store out/miaoshu.db
	@$(BIN)/miaoshu describe examples/shop-zh.csv --store out/miaoshu.db --limit 6
	@$(BIN)/miaoshu describe examples/shop-en-shopify.csv --store out/miaoshu.db --limit 2
	@echo "All texts, beside the columns they came from: out/shop-zh.csv"

install: .venv/installed  ## miaoshu in .venv

test: .venv/tools  ## all tests but the slow group
	$(BIN)/python -m pytest -n 2

slow: .venv/tools  ## the rest of the tests
	$(BIN)/python -m pytest -m slow

lint: .venv/tools  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed  ## a million products on one core; the checks
	$(BIN)/python benchmarks/describe.py
	$(BIN)/python benchmarks/checks.py

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/tools: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv out
