# Two commands matter: `make demo` and `make test`. Both set everything up and cost seconds when nothing changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(VENV)/.set-up
OUT ?= out/demo

.PHONY: demo review test browser lint bench bench-full clean

demo: $(SET_UP)
	$(BIN)/python -m flows sample_media/game/broadcast.mp4 \
		--playbyplay sample_media/game/playbyplay.json --boxscore sample_media/game/boxscore.json --out $(OUT)

# The review tool on the sample game, its queue filled; the address it prints lets one in.
review: demo
	$(BIN)/python -m edc review $(OUT) --open

test: $(SET_UP) browser lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# The report is tested in a real browser; without one those tests are skipped and say so.
browser:
	@command -v chromium google-chrome chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		{ apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1 || \
			echo "chromium could not be installed: the tests in a browser will be skipped"; \
	else echo "no chromium here: as root, apt-get install chromium; the tests in a browser will be skipped"; fi

lint: $(SET_UP)
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(SET_UP)
	$(BIN)/python -m benchmarks

bench-full: $(SET_UP)
	$(BIN)/python -m benchmarks --full

$(SET_UP): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "EDC needs Python 3.11 or later: make PYTHON=python3.12 …"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python has no venv module: on Debian, apt-get install python3-venv (as root)."; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@# The field's own evaluation, which ours is checked against; it asks for far more than that needs.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps SoccerNet==0.2.0
	@touch $@

clean:
	rm -rf out .mypy_cache .ruff_cache .pytest_cache .hypothesis benchmarks/cache
