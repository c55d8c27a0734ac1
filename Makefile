# Two commands do everything on a machine with cargo, gcc, make and python3:
#   make demo    the main job on the fixtures, into out/demo
#   make test    all tests
WITH_TOOLS := .ci/with-tools
BIN := target/release/passerelle

.PHONY: serve demo test test-browser check build bench help

help:
	@echo "make demo   run the main job on fixtures/occitanie, into out/demo"
	@echo "make serve  serve the demonstration on http://127.0.0.1:8080"
	@echo "make test   run all tests"
	@echo "make test-browser  run the tests of the pages in Chromium (needs node)"
	@echo "make check  run what continuous integration runs"
	@echo "make build  build target/release/passerelle"
	@echo "make bench  measure speed and quality on generated problems (minutes)"

build:
	@$(WITH_TOOLS) sh -c 'cargo build --release --locked -p passerelle-cli $$SOLVER_FLAGS'

serve: build
	@$(BIN) serve --demo

demo: build
	@$(BIN) demo --out out/demo

# The members that link a solver take its flags; the others have none to take.
test:
	@$(WITH_TOOLS) .ci/test

test-browser:
	@.ci/browser

check:
	@.ci/run

bench: build
	@$(WITH_TOOLS) sh -c 'cargo build --release --locked -p passerelle-benches'
	@target/release/passerelle-bench scheduling --binary $(BIN)
	@target/release/passerelle-bench replan --binary $(BIN)
	@target/release/passerelle-bench fixtures
	@target/release/passerelle-bench ranking
