# Two commands matter: make run, make test. Both set everything up by themselves.
PYTHON := .venv/bin/python
.DEFAULT_GOAL := run
# In an environment without bytecode (as in containers) each of the thousand starts in the tests would compile anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: soak faults package package-twice test-package setup-package package-windows test-package-windows setup-windows setup-cluster setup-fleet setup-bench-files test-cluster bench-files bench-warning run test test-windows fuzz fuzz-files bench-first-verdict demo check-style setup-run setup-test lock wheel clean bench-judge bench-ocr bench-runtimes bench-hold bench-channels setup-bench bench-memory bench-fleet bench-review words screenshots bench-turns bench-full-vault training

setup-run:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

setup-fleet:
	@scripts/setup.sh fleet

setup-windows:
	@scripts/setup.sh windows
	@scripts/setup-windows.sh

run: setup-run           ## start the tray; without a display, show the whole story on a private one
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(PYTHON) main.py; \
	else echo "No display here: showing the story on a private one (mishao demo)."; exec $(PYTHON) main.py demo; fi

screenshots: setup-test  ## every window, in both languages, light and dark, at 100 and 200 %, warnings and review at 300 %, into .build/screens; the chosen into docs/screens
	@$(PYTHON) -m tests.ui.screens .build/screens docs/screens
	@$(PYTHON) -m tests.browser.screens docs/screens
	@$(PYTHON) -m tests.console.screens docs/screens
	@$(PYTHON) -m tests.flow.screens_of_mark docs/screens

demo: setup-run          ## the whole story on a private display, with pictures of each window
	@$(PYTHON) main.py demo

.PHONY: check-text
check-text:
	$(PYTHON) -m ruff check .
	.venv/bin/lint-imports

check-style: check-text
	$(PYTHON) -m mypy

SHORT := not thorough and not soak and not fuzz and not windows and not bench and not cluster
test: setup-test check-text  ## every gate and every test that is not marked as long
	@scripts/test.sh "$(SHORT)"

.PHONY: test-thorough
test-thorough: setup-test ## the same behaviour with more sizes, languages and hostile files than make test has time for
	nice -n 10 $(PYTHON) -m pytest -m thorough -n $$(($$(nproc) + 1)) --dist loadfile

.PHONY: test-times
test-times: setup-test   ## what make test runs, with the processor time of each folder, file and test after each part
	@PYTEST_ADDOPTS="-p tests.support.processor_time" scripts/test.sh "$(SHORT)"

.PHONY: test-long
test-long: setup-test    ## the tests that run for minutes to an hour: thousands of copies, hundreds of kills, all of the real text
	$(PYTHON) -m pytest -m "soak or bench"

test-windows: setup-windows ## the Windows parts under Wine: builds a bench in .build/windows, then runs tests/windows
	$(PYTHON) -m pytest -m windows tests/windows --ignore=tests/windows/test_windows_package.py

fuzz: setup-test         ## changed inputs for every boundary, with a table: FUZZ_INPUTS (100,000), FUZZ_SEED; then pictures and files for FUZZ_SECONDS (60)
	$(PYTHON) -m tests.hostile.fuzz
	env -u FUZZ_INPUTS $(PYTHON) -m pytest -m fuzz -s

fuzz-files: setup-test   ## 20,000 changed documents and 5,000 archives through the reader: FUZZ_INPUTS, FUZZ_SEED
	@FUZZ_SECONDS=0 FUZZ_INPUTS=$${FUZZ_INPUTS:-20000} FUZZ_SEED=$${FUZZ_SEED:-1} \
		$(PYTHON) -m pytest -m fuzz -s tests/hostile/documents tests/hostile/archives

bench-first-verdict: setup-test ## from a copied docx of 5 MB to the decision that stops it (docs/benchmarks-reading.md)
	@$(PYTHON) tests/bench/bench_first_verdict.py

.PHONY: bench
bench: setup-bench setup-bench-files setup-fleet ## every bench in quick form into docs/benchmarks.md; BENCHES="judge ocr" runs some
	@$(PYTHON) -m tests.bench.every_bench

soak: setup-test         ## as root: an office worker at 20 times the speed, MINUTES (60), SOAK_SEED, MISHAO=the program
	$(PYTHON) -m tests.soak $${MINUTES:-60}

.PHONY: setup-harm harm harm-office harm-day
setup-harm:
	@scripts/setup.sh harm

harm: setup-harm         ## what the guard changes for users of GIMP, Inkscape, Evince, Thunderbird, Gajim, Chromium, Firefox: a table; HARM_PROGRAMS, HARM_CONTENTS, HARM_DEEDS choose, REPORT=a file keeps it
	$(PYTHON) -m tests.harm $(REPORT)

harm-office: setup-harm  ## the same for LibreOffice: thirty documents, nine deeds; REPORT=a file keeps the table
	$(PYTHON) -m tests.harm.libre_office $(REPORT)

harm-day: setup-harm     ## a day's copies between seven programs by real keys, with a guard and without: COPIES (200), HARM_SEED, REPORT=a file keeps it
	$(PYTHON) -m tests.harm.day $${COPIES:-200} $(REPORT)

faults: setup-test       ## as root: kills tray, broker, reader and guard under load, KILLS (300), SOAK_SEED, MISHAO
	$(PYTHON) -m tests.soak.faults $${KILLS:-300}

.PHONY: gate-faults
gate-faults: setup-test  ## as root: kills file gate, guard and reader while programs open files, KILLS (300), SOAK_SEED
	KILLS=$${KILLS:-300} $(PYTHON) -m pytest -m soak tests/service/test_file_gate_kills.py

.PHONY: restarts
restarts: setup-test     ## as root: how long broker, guard and tray take to be there again on a machine at rest, TIMES (10), MISHAO
	$(PYTHON) -m tests.soak.restarts $${TIMES:-10}

.PHONY: journeys same-answers
journeys: setup-test     ## how many files, functions and lines a held text, screenshot, docx and a rule update pass through
	@$(PYTHON) -m tests.house.journeys

.PHONY: rooms
rooms: setup-test         ## rooms, circles between them, and sizes of files and functions in ROOT (this tree), to compare two commits
	@$(PYTHON) -P tests/house/rooms.py $${ROOT:-.}

same-answers: setup-test ## what BEFORE and AFTER (HEAD), two commits, answer to the writers' texts, byte for byte but for the time
	@$(PYTHON) -m tests.house.same_answers $(BEFORE) $${AFTER:-HEAD}

.PHONY: growth
growth: setup-test       ## as root: what each deed of an office worker adds to the memory of tray, guard and broker, TIMES (40), MISHAO
	$(PYTHON) -m tests.soak.growth $${TIMES:-40}

# usage: $(call apart,NAME)      a .build/NAME with exactly what requirements-NAME.lock holds
apart = .build/uv/bin/uv venv --quiet --allow-existing --python $(PYTHON) .build/$(1) && \
	.build/uv/bin/uv pip sync --quiet --python .build/$(1)/bin/python requirements-$(1).lock

# Presidio and RapidOCR stay out of .venv: they bring much with them, and only comparisons need them.
setup-bench: setup-test
	@$(call apart,bench) || \
		{ echo "Presidio and RapidOCR could not be installed; the benches go on without them." >&2; rm -rf .build/bench; }

bench-judge: setup-bench ## judging beside a re loop and Presidio; the built-in pack as it runs (docs/benchmarks.md)
	@$(PYTHON) tests/bench/bench_judge.py

.PHONY: bench-edm
bench-edm: setup-test     ## exact data match: size of an index of ROWS (1,000,000), time to make it and per KB, false matches, cost of a guess
	@$(PYTHON) tests/bench/bench_edm.py

.PHONY: bench-hashed-words
bench-hashed-words: setup-test ## code words of a pack as keyed digests: time per KB by how many lengths they have, and beside words in clear
	@$(PYTHON) tests/bench/bench_hashed_words.py

bench-ocr: setup-bench    ## reading pictures beside RapidOCR and pytesseract (docs/benchmarks-reading.md)
	@$(PYTHON) tests/bench/bench_ocr.py

bench-runtimes: setup-test ## reading pictures with another release of a library, in turns with ours: OTHER=onnxruntime==1.24.4
	@rm -rf .build/other && .build/uv/bin/uv pip install --quiet --python $(PYTHON) --no-deps --target .build/other $(OTHER)
	@$(PYTHON) -m tests.bench.ocr_runtimes .build/other

bench-hold: setup-test    ## from copy to held beside a QClipboard in the GUI (docs/benchmarks-holding.md)
	@$(PYTHON) tests/bench/bench_hold.py

bench-full-vault: setup-test ## from copy to held with ten thousand held items, beside an empty vault
	@$(PYTHON) -m tests.bench.bench_full_vault

.PHONY: bench-gate
bench-gate: setup-test    ## as root: what the file gate costs each open, git and grep, and how long a refusal and a verdict take; FILES (5000)
	@$(PYTHON) -m tests.bench.bench_gate $${FILES:-5000}

.PHONY: bench-mark
bench-mark: setup-test    ## the mark on the screen: from a title to its layer, processor time, memory after CHANGES (1000) changes of window
	@$(PYTHON) tests/bench/bench_mark.py

.PHONY: bench-ordered
bench-ordered: setup-test ## an ordered inspection of 100,000 files with the real process, while somebody presses keys: FILES, KEYS, PRIORITY=normal on a busy machine
	@$(PYTHON) -m tests.bench.bench_ordered

.PHONY: bench-trace
bench-trace: setup-test   ## photographs of ten screens by a model of a camera, and what mishao trace reads from them: PHOTOS (500), SEED
	@$(PYTHON) tests/bench/bench_trace.py

.PHONY: bench-pages
bench-pages: setup-test   ## from the key, or the choice of a docx of 5 MB and of a file of 200 MB, to the page having it: a chat site and an office site; PASTES (30)
	@$(PYTHON) -m tests.bench.bench_pages $${PASTES:-30}

bench-turns: setup-test   ## how long the windows keep the event loop while a 4K picture is read (docs/benchmarks.md)
	@$(PYTHON) -m tests.bench.bench_turns

bench-channels: setup-test  ## how often a chat client that opens a flagged file is found (docs/known-limits.md)
	@$(PYTHON) -m tests.bench.bench_openings

bench-warning: setup-test ## from the guard's word to the warning on the screen
	@$(PYTHON) -m tests.bench.bench_warning

bench-review: setup-test ## the review window with ten thousand held items: opening, frames of scrolling (docs/benchmarks.md)
	@$(PYTHON) tests/bench/bench_review.py

bench-memory: setup-test ## what the processes cost at rest, the reader at its largest (docs/benchmarks.md)
	@$(PYTHON) tests/bench/bench_memory.py

bench-fleet: setup-fleet  ## a static server, many computers that poll it, and swaps under copies (docs/benchmarks-fleet.md)
	@$(PYTHON) tests/bench/bench_fleet.py
	@$(PYTHON) tests/bench/bench_swap.py

# Dask stays out of .venv: only users of several machines need it.
setup-cluster: setup-test
	@$(call apart,cluster) && \
		.build/uv/bin/uv pip install --quiet --python .build/cluster/bin/python --no-deps --no-build-isolation --editable .

test-cluster: setup-cluster ## self-inspection on a Dask cluster
	.build/cluster/bin/python -m pytest -m cluster tests/inspect

setup-bench-files: setup-cluster
	@$(call apart,bench-files)

bench-files: setup-bench-files ## a folder of 1,000 files with one worker, two, and Dask (docs/benchmarks-files.md)
	@$(PYTHON) tests/bench/bench_files.py
	@.build/cluster/bin/python -W ignore tests/bench/bench_worker_pools.py

.PHONY: bench-share
bench-share: setup-cluster ## the share of a real Samba on a Dask cluster of two, and the folder that it serves: FILES (100000)
	@.build/cluster/bin/python -W ignore tests/bench/bench_share.py

# scikit-learn stays out of .venv: only these need it.
.PHONY: learn learn-tags learn-encoder corpus-report masks-report
learn: setup-test        ## learn rules/learnt/weights.bin again from the corpus (tests/learning): the same bytes each time
	@$(call apart,learn)
	@OMP_NUM_THREADS=1 .build/learn/bin/python -m tests.learning

learn-tags: setup-test   ## learn rules/tagging/tags.bin again, which masked copies need (tests/tagging): the same bytes each time
	@$(call apart,learn)
	@OMP_NUM_THREADS=1 .build/learn/bin/python -m tests.tagging

learn-encoder: setup-test ## learn rules/tagging/encoder.bin again, which masked copies need (tests/tagging): three quarters of an hour on two processors
	@$(call apart,learn)
	@.build/learn/bin/python -m tests.tagging.learn_encoder

corpus-report: setup-test ## how well the judge does on writers that it did not learn from: docs/judgement.md
	@$(call apart,learn)
	@OMP_NUM_THREADS=1 .build/learn/bin/python -m tests.learning.report

masks-report: setup-test ## what masked copies hide and what they should have left, on texts and pictures marked by others: docs/masks.md
	@$(call apart,learn)
	@OMP_NUM_THREADS=1 PYTHONPATH=$$(echo .build/learn/lib/python*/site-packages) $(PYTHON) -m tests.masks_report

words: setup-test        ## bring the catalogue of English words (ui/i18n) up to what the windows say
	@scripts/words.sh collect

training: setup-test     ## the slides of the 20 minutes of training, from docs/admin/training.zh.md
	@$(PYTHON) scripts/make_training.py .build/密哨培训.pptx

# pip-audit stays out of .venv: our code must not depend on the tool that checks it.
.PHONY: audit
audit: setup-test        ## every locked library with its licence and what is known against it, as far as pip-audit may ask; the Pythons too
	@$(call apart,audit) || \
		{ echo "pip-audit could not be installed; the list goes on without it." >&2; rm -rf .build/audit; }
	@$(PYTHON) -m scripts.audit

COMPILE := .build/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url

lock:                    ## pin every dependency again, with hashes and without addresses
	$(COMPILE) --extra dev --extra otlp -o requirements.lock pyproject.toml
	$(COMPILE) --extra dev --extra cluster -c requirements.lock -o requirements-cluster.lock pyproject.toml
	printf 'presidio-analyzer\nrapidocr==3.10.0\n' | $(COMPILE) -c requirements.lock -o requirements-bench.lock -
	echo pip-audit | $(COMPILE) -o requirements-audit.lock -
	printf 'markitdown[docx,xlsx,pptx,pdf]\nkreuzberg\n' | $(COMPILE) -c requirements.lock -o requirements-bench-files.lock -
	$(COMPILE) -c requirements.lock -o requirements-learn.lock scripts/learn.in
	$(COMPILE) --extra otlp -c requirements.lock -o requirements-package.lock pyproject.toml scripts/package.in

.PHONY: wheels
wheels: setup-test       ## for which CPUs each locked native library has a wheel, and the oldest glibc of them
	@.build/uv/bin/uv pip compile --quiet --universal --python-version 3.13 --no-deps --format pylock.toml \
		requirements-package.lock | $(PYTHON) scripts/wheels.py

setup-package:
	@scripts/setup.sh package

# The system whose libraries are in the packages: the oldest, or this one (BASE=here).
BASE := bullseye
# Whose packages: Debian's name of a CPU, this computer's or another (ARCH=arm64), for which QEMU runs what has to run.
ARCH := $(shell dpkg --print-architecture 2>/dev/null)
ifeq ($(BASE),here)
package: setup-package
	@scripts/package.sh
else
package:                 ## what is installed on other computers, into .build/packages: a folder, a .deb, an .rpm and a .deb for the store of UOS, made in an older Debian (as root); MAINTAINER, APPID; BASE=here: in this system, without root
	@scripts/package-base.sh $(BASE) $(ARCH)
endif

package-twice: setup-package ## builds twice and compares; prints what differs
	@scripts/package-twice.sh

.PHONY: repository
REPOSITORY := .build/repository
repository:              ## a signed apt repository of the .deb packages made here, in the folder REPOSITORY; KEY=the key of your gpg
	@KEY='$(KEY)' scripts/repository.sh .build/packages '$(REPOSITORY)'

test-package:            ## installs, uses, upgrades, takes back and removes the packages in a fresh Debian below .build (as root); BASE=here: a Debian like this one
	@scripts/test-package.sh $(BASE) $(ARCH)

package-windows: setup-windows ## a folder and setup.exe for Windows into .build/packages, built under Wine
	@scripts/package-windows.sh

test-package-windows: setup-windows ## installs, uses, upgrades and removes setup.exe in a fresh Wine prefix
	$(PYTHON) -m pytest -m windows tests/windows/test_windows_package.py

wheel: setup-test        ## build the wheel into dist/
	$(PYTHON) -m hatchling build -t wheel

clean:
	rm -rf .venv .build dist
