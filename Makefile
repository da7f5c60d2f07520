# One command per chore. Everything here also works without make: see README.md.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# what `make bench` passes on: --quick, --nation
BENCH  ?=

.PHONY: setup demo test check docs constraints bench clean

setup: $(VENV)/.ready

# The stamp is younger than what it was made from, so an unchanged checkout sets up once.
$(VENV)/.ready: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev -e .
	touch $@

demo: setup
	$(BIN)/scorewatch demo

test: setup
	$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python tools/picture.py docs/report.png
	$(BIN)/sphinx-build -W --keep-going -n -q -c docs . docs/_build/html
	@echo "The pages are in docs/_build/html/index.html"

constraints: setup
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --all-extras --group dev pyproject.toml -o constraints.txt --no-annotate --no-header

# An environment of its own: Mesa is of the benchmark alone.
bench: $(VENV)-bench/.ready
	$(VENV)-bench/bin/python -m bench.run $(BENCH)

$(VENV)-bench/.ready: pyproject.toml constraints.txt bench/requirements.txt
	test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt \
		-r bench/requirements.txt -e .
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-bench build dist docs/_build src/*.egg-info .hypothesis .pytest_cache .mypy_cache .ruff_cache
