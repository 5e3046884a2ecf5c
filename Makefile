# tools/setup/run.sh installs the tools that a command needs, then runs it.

MAKEFLAGS += --no-print-directory
with := tools/setup/run.sh

.PHONY: help demo test test-unit test-all packaging storm soak check build www www-build screenshots bench fuzz mutants reproducible api-report reference audit advisories release published metadata clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

demo: build ## change a phone number with the packed package, against the emulator
	@$(with) node -- node tools/demo.mjs

test: ## run the checks and all tests
	@tools/test.sh

test-unit: ## run the unit tests of the TypeScript layer, without building the module (ONLY=time for a part)
	@$(with) node -- vitest run --root pkg $(ONLY)

test-all: test packaging audit reproducible ## run all tests, including those that CI leaves out

packaging: build ## try the packed package in every runtime and bundler, and print the table (ONLY=name for one)
	@$(with) node browsers -- node tests/packaging/run.mjs $(addprefix --only ,$(ONLY))

storm: build ## run random flows under random faults, judged by the rules of the model (STORM_FLOWS=, STORM_SEED=, STORM_FLOW= for one)
	@$(with) node -- node tests/random/storm/storm.mjs

soak: build ## run flows under load for minutes and print whether memory grows (SOAK_MINUTES=), then measure throughput
	@$(with) node -- node tests/random/storm/soak.mjs
	@$(with) node -- node tests/random/storm/load.mjs

check: build ## run formatters, linters and the type checker
	@tools/check.sh

build: ## build the npm package in pkg/ and print its bytes
	@$(with) rust wasm-tools node -- node tools/build/build.mjs

www: build ## serve the page and the emulator at one address
	@$(with) node -- node tools/www/serve.mjs

www-build: build ## build the static page, with the emulator inside, in www/dist
	@$(with) node -- node tools/www/build.mjs

screenshots: build ## update the screenshots in docs/screenshots
	@$(with) node browsers -- env UPDATE_SCREENSHOTS=1 node --test --test-reporter=spec tests/element/visual/form.test.mjs tests/element/visual/pictures.test.mjs

bench: build ## run the benchmarks
	@$(with) rust wasm-tools node browsers lighthouse -- node tools/bench/bench.mjs

fuzz: build ## run the fuzz targets for FUZZ_SECONDS each (60), then the fuzzer of the public API
	@$(with) rust fuzz-tools node -- node tools/fuzz/fuzz.mjs

reproducible: build ## build the package again in another folder, and compare the two file by file
	@$(with) rust wasm-tools node -- node tools/release/reproducible.mjs

api-report: build ## update the reports of the public API in etc/
	@$(with) node -- node tools/docs/api-report.mjs --update

reference: build ## build the reference of the public API in target/reference from the doc comments
	@$(with) node -- typedoc

mutants: ## run mutation tests of the pure core; takes hours (SHARD=0/8 for a part, ONLY=flow for one)
	@$(with) rust mutation-tools -- env SHARD=$(SHARD) ONLY="$(ONLY)" tools/mutants.sh

audit: ## check that the licences and sources of the crates are allowed
	@$(with) rust audit-tools -- tools/audit.sh

advisories: ## ask GitHub and npm for known vulnerabilities of dependencies
	@$(with) rust audit-tools node -- tools/audit.sh --advisories

release: build ## write tarball, module, bill of materials, reference and hashes into release/
	@$(with) rust audit-tools node -- node tools/release/release.mjs

published: build ## run publint and attw on the tarball
	@$(with) node -- node tools/release/published.mjs

metadata: ## generate the phone metadata from the pinned libphonenumber, and print the changes
	@$(with) node -- node tools/metadata/generate.mjs

clean: ## remove build output; the tools stay in the cache
	@tools/clean.sh
