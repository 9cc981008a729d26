# The two commands are `make run` and `make test`; `make help` lists the rest.
# BATTERA_TOOLS names a folder for installed tools that checkouts can share (default .tools).
SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
BATTERA := $(TARGET_DIR)/release/battera

# Everything the app is made of; a newer file than dist/index.html means a new build.
APP_INPUTS := index.html favicon.svg Trunk.toml Cargo.toml Cargo.lock .cargo/config.toml scripts/build-app.sh \
	$(shell find src style crates/series crates/downsample crates/expr crates/analysis crates/mackerel crates/dashboard crates/chart \
	  \( -name '*.rs' -o -name '*.css' -o -name '*.svg' -o -name 'Cargo.toml' \) -not -path '*/tests/*' 2>/dev/null)

# What `battera serve` is started with; `make run ARGS=` is the plain embedded mode.
ARGS ?= --demo
# The demonstration computes its history, so its objects would be empty graphs without --demo: each mode has its own data.
DATA := $(or $(BATTERA_DATA),.data/$(if $(findstring --demo,$(ARGS)),demo,own))

.PHONY: help run build dev test soak fuzz load scroll check bench bench-expressions screenshots tools

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build everything that changed and serve it with data below .data (ARGS='...' replaces --demo).
	@exec $(BATTERA) serve $(if $(findstring --data,$(ARGS)),,--data $(DATA)) $(ARGS)

build: dist/index.html ## Build the app into dist/ and the executable that carries it.
	@scripts/build-server.sh

dist/index.html: $(APP_INPUTS)
	@scripts/build-app.sh

dev: ## Rebuild the app on every save at http://127.0.0.1:7374, with the data of a running `make run`.
	@scripts/dev.sh

test: build ## Run every test: unit, property, contract, browser, end to end.
	@scripts/test.sh

soak: ## The store's tests at length: a thousand kills, ten thousand power cuts, long histories against the model.
	@scripts/soak.sh

fuzz: ## Ask a server by docs/openapi.yaml, and give every decoder a million inputs (ARGS_FUZZ=requests or code for one).
	@scripts/fuzz.sh $(ARGS_FUZZ)

load: build ## Load the release executable like 2,000 agents and 50 browsers (ARGS_LOAD='60 4': seconds, hosts with history).
	@cargo run --locked --release --package bench-load -- $(BATTERA) $(ARGS_LOAD)

scroll: build ## Measure how a dashboard of 400 series opens and scrolls, beside an empty page (ARGS_SCROLL=5: rounds).
	@node bench/scroll.mjs $(BATTERA) $(ARGS_SCROLL)

check: ## All that CI does.
	@.ci/run

bench: build ## Measure the chart crate and the app beside other libraries in one browser; the results go to docs/BENCH.md.
	@scripts/bench.sh $(ARGS_BENCH)

bench-expressions: ## Measure the evaluation of expressions in a browser (ARGS_BENCH=15: rounds).
	@scripts/bench-expressions.sh $(ARGS_BENCH)

screenshots: build ## Take the pictures of every page into screenshots/ and the one in the README.
	@scripts/screenshots.sh

tools: ## Install the tools that `make run` and `make test` need.
	@scripts/tools.sh test
