# The commands of the house. Each prints what it does; `make test` is what CI runs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
GO ?= go
FUZZTIME ?= 30s
KILLS ?= 200
ENTRIES ?= 10000000
CASES ?= 5000000
ROOMS ?= dosing

# Rooms where goroutines meet run under the race detector; the rest runs
# without it, which keeps the whole under 20 minutes on two cores.
RACED := ./internal/app/... ./internal/store/... ./internal/login/...
RACED_RE := ^steady/internal/(app|store|login)(/|$$)

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

.PHONY: test
test: need fmt vet fresh ## everything: SQLite, PostgreSQL and the browser really run (under 20 minutes)
	STEADY_REQUIRE_ALL=1 tools/with-postgres $(GO) run ./cmd/didrun \
		-ran ' TestPostgres/' -ran ' TestBrowser' -ran ' TestTidy$$' -hazards docs/safety/hazard-log.md \
		-- $(GO) test -json -count=1 -vet=off -timeout 18m $$($(GO) list ./... | grep -Ev '$(RACED_RE)') \
		-- $(GO) test -json -count=1 -vet=off -timeout 18m -race $(RACED)

# Templates of pages that are copied into each of their callers make the program
# 3 MB larger and no faster.
.PHONY: build
build: ## the program as a service runs it (at most 45 MB)
	$(GO) build -trimpath -ldflags='-s -w' -gcflags='steady/internal/web/...=-l' -o steady ./cmd/steady

.PHONY: check
check: fmt vet ## what needs nothing installed: gofmt, vet, tests without PostgreSQL and browser
	$(GO) test ./...

.PHONY: need
need:
	@tools/need postgres chromium fonts gcc python poppler dmtx

.PHONY: fmt
fmt:
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	if [ -n "$$bad" ]; then echo "gofmt has not seen these; run gofmt -w on them:"; echo "$$bad"; exit 1; fi

.PHONY: vet
vet:
	$(GO) vet ./...

.PHONY: fresh
fresh: ## regenerate templ files; fails when one was out of date
	@tools/templ-fresh

.PHONY: spec
spec: ## rewrite the expected answers in spec/; read the diff before you commit it
	STEADY_UPDATE_SPEC=1 $(GO) test -count=1 ./spec ./dosing -run Spec
	@git --no-pager diff --stat -- spec

.PHONY: bench
bench: ## the figures of the design, as ratios against anchors measured in the same run
	$(GO) run ./cmd/steady bench

.PHONY: bench-long
bench-long: ## the same with 10 million journal entries behind it (ENTRIES=n); needs time and disk
	$(GO) run ./cmd/steady bench store --entries $(ENTRIES)

.PHONY: timetable-results
timetable-results: ## solve the public instances within the design's limits and write the page of results (15 minutes)
	$(GO) run ./cmd/timetables docs/reference/timetable-results.md

.PHONY: fault
fault: ## kill the process at random points 200 times (KILLS=n): no answered command may be lost
	$(GO) test -count=1 -v -timeout 60m ./internal/fault -run TestKillLoop -args -kills $(KILLS)

.PHONY: compare
compare: ## two readings of the published tables over 5 million random cases (CASES=n)
	STEADY_NAIVE_CASES=$(CASES) $(GO) test -count=1 -v -timeout 60m ./dosing -run TestDecideAgrees

.PHONY: mutate
mutate: ## flip each comparison, condition and constant of the dosing room; the tests must notice 95 of 100
	$(GO) run ./cmd/mutate -least 95 $(ROOMS)

.PHONY: fuzz
fuzz: ## every fuzz target for 30 seconds (FUZZTIME=5m)
	@tools/fuzz $(FUZZTIME)

.PHONY: assets
assets: ## rebuild the embedded style sheets and scripts (needs npm; the result is committed)
	cd tools/assets && npm ci && npm run build

.PHONY: screenshots
screenshots: need ## walk the invented day in a browser and keep the pictures in docs/screenshots
	STEADY_SCREENSHOTS=$(CURDIR)/docs/screenshots STEADY_REQUIRE_ALL=1 \
		$(GO) test -count=1 -run Browser ./internal/...

SCENARIO ?= docs/reference/lab-demo.json

.PHONY: lab-demo
lab-demo: ## run the comparison that the demo holds, and keep it in internal/demo/lab
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	$(GO) run ./cmd/steady lab run $(SCENARIO) --out "$$dir/out" --json > /dev/null; \
	[ $(SCENARIO) = docs/reference/lab-demo.json ] || cp $(SCENARIO) docs/reference/lab-demo.json; \
	cp docs/reference/lab-demo.json internal/demo/lab/scenario.json; \
	gzip -9 -n -c "$$dir/out/result.json" > internal/demo/lab/result.json.gz; \
	gzip -9 -n -c "$$dir/out/replications.csv" > internal/demo/lab/replications.csv.gz

.PHONY: demo
demo: ## an invented clinic with a simulated past, served on port 8080
	$(GO) run ./cmd/steady demo
