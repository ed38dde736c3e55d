# Two commands for everyone: `make run` and `make test`. The rest is for those who change the code.

.PHONY: run test offline check format lock kill kill-model bench audit sbom pictures page-times

run:
	@./setup.sh run
	@.venv/bin/coach serve

test:
	@./setup.sh test
	@.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile

# The suite in a network namespace that has nothing but the loopback interface; Linux. make offline TESTS=tests/ui
offline:
	@./setup.sh test
	unshare $$(unshare -n true 2>/dev/null && echo -n || echo -rn) sh -c 'ip link set lo up && \
	  exec .venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(TESTS)'

check:
	@./setup.sh test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# The README's pictures, anew: the real program in Chromium.
pictures:
	@./setup.sh test
	PYTHONPATH=. .venv/bin/python tests/ui/browser/take_pictures.py

# How quick the page is: start, weight, first words, long talks. Limits are those of an idle machine.
page-times:
	@./setup.sh test
	.venv/bin/python tests/ui/browser/page_times.py $(or $(RUNS),5)

lock:
	requirements/lock.sh

# Kills a working process again and again and looks for anything lost: make kill CYCLES=200
kill:
	.venv/bin/python -m evals.kill --cycles $(or $(CYCLES),100)

# The same while documents are added and the Chroma collection follows: make kill-shelf CYCLES=100
kill-shelf:
	.venv/bin/python -m evals.kill_shelf --cycles $(or $(CYCLES),100)

# Times the shelf beside other searches over the same passages; SIZE=--large adds 100,000 passages.
bench:
	@./setup.sh test
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt
	.venv/bin/coach eval shelf --bench $(SIZE)

# Kills the model's process, or the program, in mid-answer: make kill-model CYCLES=100
kill-model:
	@./setup.sh test
	.venv/bin/python -m evals.kill_model --cycles $(or $(CYCLES),100)

# Holds the locks against known vulnerabilities and their waivers; no network.
audit:
	.venv/bin/python requirements/supply.py audit

# Lists what the program is made of as CycloneDX.
sbom:
	@mkdir -p report
	.venv/bin/python requirements/supply.py sbom > report/sbom.cdx.json
