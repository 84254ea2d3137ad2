# The versions of the tools live here and nowhere else.
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
SHFMT         := mvdan.cc/sh/v3/cmd/shfmt@v3.12.0
TFLINT        := github.com/terraform-linters/tflint@v0.64.0
GOTESTSUM     := gotest.tools/gotestsum@v1.13.0
GOVULNCHECK   := golang.org/x/vuln/cmd/govulncheck@v1.9.0
CYCLONEDX     := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
# Both are npm's: what says where Google's emulators are, and Node where a system's own is older than 20.
FIREBASE_TOOLS := firebase-tools@15.34.2
NODE           := 22.23.3

SCRIPTS := .ci/run .ci/vulnerabilities terraform/bootstrap.sh terraform/check.sh terraform/deploy.sh terraform/order.sh terraform/pipeline.sh terraform/plans.sh terraform/secrets.sh terraform/local/apply.sh terraform/local/lay.sh scripts/compile scripts/setup scripts/test

# The agents' client and what it is built from and with.
WEB     := functions/desk/web
CLIENT  := functions/desk/dist/index.html
MODULES := $(WEB)/node_modules/.package-lock.json

# What scripts/setup fetched comes first.
export PATH := $(CURDIR)/.cache/bin:$(PATH)
# In a checkout of somebody else's, such as one that a container is given, git says nothing of the version.
export GOFLAGS := $(GOFLAGS) -buildvcs=false

.PHONY: help setup doctor clean client run demo test check lint web tidy terraform vulnerabilities sbom fmt fuzz bench cold load faults build bootstrap configuration secrets environment plan deploy apply pipeline review terraform-local

help: ## Show what there is.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Get what `make run` needs and this machine lacks.
	@scripts/setup run

doctor: ## Say what `make run` and `make test` need, what is there, and what they would install.
	@scripts/setup doctor

clean: ## Remove everything that was fetched and built in this folder.
	rm -rf .cache bin sbom load.* faults.* coverage.out terraform/.terraform $(WEB)/node_modules
	find functions/desk/dist -mindepth 1 ! -name README -delete

client: $(CLIENT) ## Build the agents' client, if a source of it is newer.

$(CLIENT): $(MODULES) $(wildcard emulator/texts/*.json) $(shell find $(WEB) -name node_modules -prune -o -print)
	cd $(WEB) && npm run --silent build
	@touch $@

$(MODULES): $(WEB)/package-lock.json $(WEB)/.npmrc
	@command -v npm >/dev/null || { echo "npm is missing, the agents' client needs it: run make setup" >&2; exit 1; }
	cd $(WEB) && npm ci
	@touch $@

run: setup client ## Start the whole product on this machine; the first time, get what it needs.
	@scripts/compile
	@# Who stops it with Ctrl-C has not failed.
	@trap stopped=1 INT; bin/emulator || test -n "$$stopped"

demo: ## Play one whole conversation and print a timeline.
	go run ./emulator demo

test: ## Run every test, against Google's emulators; the first time, get what it needs.
	@scripts/setup test
	@$(MAKE) --no-print-directory client
	@scripts/test $(GOTESTSUM)

check: lint tidy web terraform ## Lint everything and check that nothing is out of date.

lint:
	go vet ./...
	go run $(GOLANGCI_LINT) run ./...
	go run $(SHFMT) -d $(SCRIPTS)

tidy:
	go mod tidy -diff

web: $(MODULES)
	cd $(WEB) && npm run --silent check

terraform:
	terraform/check.sh
	cd terraform && go run $(TFLINT) --recursive

vulnerabilities: $(MODULES) ## Look the dependencies up in the databases of known vulnerabilities.
	.ci/vulnerabilities $(GOVULNCHECK)

sbom: ## List what is deployed, as CycloneDX: sbom/functions.cdx.json and sbom/client.cdx.json.
	mkdir -p sbom
	go run $(CYCLONEDX) mod -json -output sbom/functions.cdx.json
	cd $(WEB) && npm sbom --package-lock-only --omit dev --sbom-format cyclonedx >"$(CURDIR)/sbom/client.cdx.json"

fmt: $(MODULES) ## Format everything.
	go run $(GOLANGCI_LINT) fmt ./...
	cd $(WEB) && npm run --silent fmt
	go run $(SHFMT) -w $(SCRIPTS)
	-terraform -chdir=terraform fmt -recursive

FUZZTIME ?= 10m
fuzz: ## Fuzz each decoder for FUZZTIME.
	go test ./shared/businessmessages -run '^$$' -fuzz '^FuzzVerify$$' -fuzztime $(FUZZTIME)
	go test ./shared/businessmessages -run '^$$' -fuzz '^FuzzDecode$$' -fuzztime $(FUZZTIME)
	go test ./shared/businessmessages -run '^$$' -fuzz '^FuzzParseHandshake$$' -fuzztime $(FUZZTIME)
	go test ./shared/picture -run '^$$' -fuzz '^FuzzSniff$$' -fuzztime $(FUZZTIME)
	go test ./shared/pseudonym -run '^$$' -fuzz '^FuzzName$$' -fuzztime $(FUZZTIME)
	go test ./shared/configuration -run '^$$' -fuzz '^FuzzLoad$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 20x

# What benchstat compares: COUNT=6 make bench >new.txt, and benchstat -col /of new.txt for product beside floor.
BENCHTIME  ?= 1s
COUNT      ?= 1
BENCHMARKS := ./functions/webhook ./shared/google ./shared/businessmessages ./shared/rcs ./shared/mask ./shared/condition ./shared/route ./shared/assign
bench: ## Measure verifying, decoding, masking, deciding, assigning and encoding, each beside the least that it can take.
	go test -run '^$$' -bench . -benchtime $(BENCHTIME) -count $(COUNT) $(BENCHMARKS)

# LOAD and COLD are more flags, such as other bounds.
load: ## Put the product under load beside its floor for some ten minutes; fails where a bound or the ledger is broken.
	go run ./emulator load --short --for 12s --step 40 --customers 100 --agents 5 --json load.json --html load.html $(LOAD)

cold: ## Start every function nine times; fails where it takes too long beside a function that does nothing, or too much memory.
	go run ./emulator cold $(COLD)

faults: ## Let everything go wrong under load that may, and balance the ledger after each, for some ten minutes.
	go run ./emulator load --faults all --for 20s --customers 40 --agents 4 --json faults.json --html faults.html $(LOAD)

build: client ## Compile everything.
	go build ./...
	go build -o bin/emulator ./emulator

terraform-local: ## Apply what emulators know of SETTINGS to them; they have to run, see docs/deploy.md.
	terraform/local/apply.sh "$(or $(filter-out .tfvars,$(SETTINGS)),example.tfvars)"

# An environment is a project, with settings in terraform/PROJECT.tfvars and a bucket with its
# state, PROJECT-terraform, unless SETTINGS and STATE_BUCKET say otherwise.
SETTINGS ?= $(PROJECT).tfvars
ENVIRONMENT = PROJECT="$(PROJECT)" SETTINGS="$(SETTINGS)" STATE_BUCKET="$(STATE_BUCKET)"

bootstrap: ## Make what has to be in a project before Terraform: PROJECT and REGION name it, DRY_RUN=1 only says what it would do.
	@DRY_RUN="$(DRY_RUN)" terraform/bootstrap.sh "$(PROJECT)" "$(REGION)" $(STATE_BUCKET)

configuration: ## Check the settings of PROJECT: their rules, their tests, what is probably not meant.
	@[ "$(SETTINGS)" != .tfvars ] || { echo "PROJECT is missing: say whose settings, such as PROJECT=my-frontdesk" >&2; exit 1; }
	go run ./emulator check "$(if $(filter /%,$(SETTINGS)),,terraform/)$(SETTINGS)"

# Before the client is built for it, which takes a while.
environment:
	@$(ENVIRONMENT) terraform/deploy.sh environment

secrets: ## Make the secrets of PROJECT, give the key of conversations' ids its value, and say which are empty.
	@$(ENVIRONMENT) terraform/deploy.sh secrets

plan: environment client ## Plan the deployment of PROJECT.
	@$(ENVIRONMENT) terraform/deploy.sh plan

deploy: environment client ## Plan, show the plan, ask, and apply it; run it again when it stopped half-way.
	@$(ENVIRONMENT) terraform/deploy.sh deploy

apply: ## Apply the plan that `make plan` wrote.
	@$(ENVIRONMENT) terraform/deploy.sh apply

pipeline: ## Make the image, identities and triggers of a pipeline: PROJECT, REGION and REPOSITORY, OWNER/NAME at GitHub.
	@DRY_RUN="$(DRY_RUN)" terraform/pipeline.sh setup "$(PROJECT)" "$(REGION)" "$(REPOSITORY)" $(STATE_BUCKET)

review: ## Show what the pipeline has planned for COMMIT in PROJECT, and how to have it applied.
	@terraform/pipeline.sh review "$(PROJECT)" "$(COMMIT)" $(STATE_BUCKET)
