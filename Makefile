# Two commands matter: make run, make test. Both set everything up by themselves.
PYTHON := .venv/bin/python
.DEFAULT_GOAL := run
.PHONY: run test demo check-style setup-run setup-test lock wheel clean

setup-run:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

run: setup-run           ## start the tray; without a display, show the whole story on a private one
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(PYTHON) main.py; \
	else echo "No display here: showing the story on a private one (mishao demo)."; exec $(PYTHON) main.py demo; fi

demo: setup-run          ## the whole story on a private display, with pictures of each window
	@$(PYTHON) main.py demo

check-style:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

test: setup-test check-style  ## every gate and every test that is not marked as long
	$(PYTHON) -m pytest -m "not soak and not fuzz and not windows and not bench"

lock:                    ## pin every dependency again, with hashes and without addresses
	.build/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--all-extras -o requirements.lock pyproject.toml

wheel: setup-test        ## build the wheel into dist/
	$(PYTHON) -m hatchling build -t wheel

clean:
	rm -rf .venv .build dist
