# Quartet. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

MODULES  := shared docs authserver resourceserver client inspector demo
PACKAGES := $(MODULES:%=./%/...)
TOOLS    := $(CURDIR)/.tools
GOLANGCI := $(TOOLS)/golangci-lint-v2.15.0
VULN     := $(TOOLS)/govulncheck-v1.9.0
# The race detector needs cgo and a C compiler; without one the tests run all the same.
RACE     := $(shell CGO_ENABLED=1 go env CGO_ENABLED 2>/dev/null | grep -q 1 && command -v $${CC:-gcc} >/dev/null && echo -race)
COMPOSE  := docker compose
# .ci/go is go that explains what this machine lacks.
GO       := .ci/go
# What --version prints; compose gives it to the containers, too. A tag is MODULE/v1.2.3.
export QUARTET_VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null | sed 's|^[a-z]*/||')
RELEASE  := -trimpath -ldflags="-s -w -X quartet.example/shared/service.version=$(QUARTET_VERSION)"
# What each store promises, for a real Redis: one package at a time, they share it.
STORES   := go test $(RACE) -count=1 -p 1 ./shared/redisconn/... ./shared/redistest/... ./authserver/internal/storetest/... ./authserver/internal/keys/... ./resourceserver/internal/... ./client/bff/...
# The same for what the dev profile adds: the recorder, the state view, step mode and the demo clock.
TEACHING := REDIS_URL=$${REDIS_DEV_URL:-$$REDIS_URL} go test $(RACE) -count=1 -p 1 ./shared/announce ./shared/democlock ./shared/trace/...
FAILOVER := go test $(RACE) -count=1 -v -run Failover ./shared/redisconn

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  \033[1m%-20s\033[0m %s\n", $$1, $$2}'

# bin/ is where the commands go; BIN=/elsewhere when the checkout cannot be written to.
BIN ?= bin
.PHONY: bin
bin:
	@mkdir -p $(BIN) 2>/dev/null && test -w $(BIN) || { echo "quartet cannot write to $(BIN)/: run make BIN=/tmp/quartet-bin $(MAKECMDGOALS)" >&2; exit 1; }

.PHONY: build
build: bin ## build the quartet command and the four services into bin/
	@$(GO) build $(RELEASE) -o $(BIN)/quartet ./demo && $(GO) build $(RELEASE) -o $(BIN)/ ./authserver/cmd/authserver ./resourceserver/cmd/resourceserver ./client/cmd/client ./inspector/cmd/inspector

.PHONY: demo
demo: bin ## run the whole stack in one process, no Docker, no Redis; TLS=1 for https with a local CA (docs/tls.md)
	@$(GO) build $(RELEASE) -o $(BIN)/quartet ./demo && exec $(BIN)/quartet up $(if $(filter-out 0,$(TLS)),--tls)

BUNDLE ?= quartet-bundle
.PHONY: bundle
bundle: bin ## one folder for a USB stick (BUNDLE=dir): six binaries, docs, labs; runs without network and Go
	@$(GO) build $(RELEASE) -o $(BIN)/quartet ./demo && $(BIN)/quartet bundle $(BUNDLE)

.PHONY: doctor
doctor: bin ## check ports, names, Redis and issuer
	@$(GO) build $(RELEASE) -o $(BIN)/quartet ./demo && exec $(BIN)/quartet doctor

.PHONY: up
up: ## run the stack with docker compose
	$(COMPOSE) up --build --detach --wait
	@echo "quartet is up: http://app.localhost:8080   (make logs, make down)"

.PHONY: down
down: ## stop the compose stack; its volumes stay (make down-all removes them)
	$(COMPOSE) down --remove-orphans

.PHONY: down-all
down-all: ## stop the compose stack and forget its secrets and state
	$(COMPOSE) down --remove-orphans --volumes

.PHONY: logs
logs: ## follow the logs of the compose stack
	$(COMPOSE) logs --follow --tail=50

.PHONY: test
test: ## every test that needs nothing but Go
	$(GO) test $(RACE) -shuffle=on -timeout 20m $(PACKAGES)

.PHONY: test-redis
test-redis: ## the promise of each store on a real Redis ($REDIS_URL, or one started here)
	.ci/redis single bash -c '$(STORES) && $(TEACHING) ./inspector'

.PHONY: test-redis-cluster
test-redis-cluster: ## the same on a Redis Cluster of six servers, started here
	.ci/redis cluster bash -c '$(STORES) && $(TEACHING)'

.PHONY: test-redis-tls
test-redis-tls: ## the same over TLS, as a user with few rights
	.ci/redis tls bash -c '$(STORES) && $(TEACHING)'

.PHONY: test-redis-sentinel
test-redis-sentinel: ## a failover (the master is killed), then the same on the replica that took over
	.ci/redis sentinel bash -c '$(FAILOVER) && export REDIS_MASTER_PID= && $(STORES) && $(TEACHING)'

.PHONY: test-redis-all
test-redis-all: ## the four of them, two at a time: they mostly wait
	$(MAKE) --no-print-directory --output-sync=target -j2 test-redis test-redis-cluster test-redis-tls test-redis-sentinel

.PHONY: test-production
test-production: ## two of each service in the production profile, behind a proxy with TLS
	PRODUCTION=required go test $(RACE) -count=1 ./demo/e2e/production

.PHONY: test-bundle
test-bundle: ## the folder of make bundle is complete, and its program runs with an empty environment
	BUNDLE_TEST=required go test -count=1 ./demo/bundle

.PHONY: soak
soak: ## a thousand servers and a thousand tenants in one process leave nothing behind
	SOAK=required go test -count=1 -run 'TestManyServers|TestThousandStarts|TestTenantsLeak' ./authserver ./authserver/authservertest

.PHONY: e2e
e2e: ## the browser test, with a screenshot of each page in artifacts/
	mkdir -p artifacts && SCREENSHOTS=$(CURDIR)/artifacts BROWSER=required go test -count=1 -timeout 20m -run 'TestBrowser' ./demo/e2e ./demo/e2e/accessible ./demo/e2e/conformance ./demo/e2e/firstvisit ./demo/labs ./demo/e2e/overtls ./demo/e2e/presenting

.PHONY: labs
labs: bin ## every attack of the labs on every target of its lab, as a table in artifacts/matrix.html; lab 11 needs Chromium
	@mkdir -p artifacts && $(GO) build $(RELEASE) -o $(BIN)/quartet ./demo && $(BIN)/quartet lab matrix --format=html -o artifacts/matrix.html

.PHONY: clients
clients: ## client libraries that others wrote complete each flow, and are attacked; our clients of the control API, and the recipes of docs/testing; in Node with npm, in Python with pip
	cd demo/e2e/clients/npm && npm ci --no-audit --no-fund --ignore-scripts
	python3 -m venv .cache/clients
	.cache/clients/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r demo/e2e/clients/python/requirements.txt
	NPM=required PYTHON=required go test -count=1 ./demo/e2e/clients/... ./demo/e2e/thinclients
	RECIPES=required NPM=required PYTHON=required go test -count=1 -run TestTheRecipes ./demo/e2e/imports

.PHONY: smoke
smoke: ## the compose stack, end to end, on the Docker that is here
	COMPOSE=required go test -count=1 -run 'TestCompose' -timeout 15m ./demo/e2e

.PHONY: bench
bench: ## CPU time of each operation beside that of bare handlers (docs/performance.md); BENCH='-only jwks -profile /tmp' for one
	go run ./demo/bench $(BENCH)

.PHONY: cover
cover: ## coverage of all modules, in a browser page under artifacts/
	mkdir -p artifacts && go test -coverprofile=artifacts/cover.out -coverpkg=$(shell echo $(PACKAGES) | tr ' ' ',') $(PACKAGES) && go tool cover -html=artifacts/cover.out -o artifacts/cover.html

.PHONY: docs
docs: ## generate docs/defences.md, docs/conformance.md and docs/order.md
	go run ./demo/cmd/docs

.PHONY: fmt
fmt: $(GOLANGCI) ## format all code
	$(GOLANGCI) fmt $(MODULES)

.PHONY: lint
lint: $(GOLANGCI) ## go vet, golangci-lint, go.mod files and generated docs up to date
	@for m in $(MODULES); do (cd $$m && GOWORK=off go mod tidy -diff) || { echo "$$m/go.mod: run make tidy"; exit 1; }; done
	go vet $(PACKAGES)
	$(GOLANGCI) run $(PACKAGES)
	go run ./demo/cmd/docs -check

.PHONY: vuln
vuln: $(VULN) ## known vulnerabilities in what we import
	@for m in $(MODULES); do (cd $$m && $(VULN) ./...) || { echo "govulncheck: $$m: see above (it needs the vulnerability database)"; exit 1; }; done

.PHONY: api
api: ## what changed for those who import Quartet, since the last tag or API_BASE=commit
	go run ./demo/cmd/api -base "$(API_BASE)"

TAG ?= v0.1.0
.PHONY: rename
rename: ## another module path, for a fork: MODULE=github.com/you/quartet TAG=v0.1.0 (docs/import.md)
	@$(GO) run ./demo/cmd/rename $(if $(FORCE),-force) "$(MODULE)" "$(TAG)"

.PHONY: tidy
tidy: ## go mod tidy in each module
	@for m in $(MODULES); do (cd $$m && GOWORK=off go mod tidy) || exit 1; done

.PHONY: check
check: ## everything that CI runs
	.ci/run

# Tools come from the Go module proxy, at pinned versions, into .tools/.
$(GOLANGCI):
	GOWORK=off GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 && mv $(TOOLS)/golangci-lint $@
$(VULN):
	GOWORK=off GOBIN=$(TOOLS) go install golang.org/x/vuln/cmd/govulncheck@v1.9.0 && mv $(TOOLS)/govulncheck $@
