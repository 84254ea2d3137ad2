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

SCRIPTS := .ci/run .ci/vulnerabilities terraform/check.sh terraform/order.sh terraform/plans.sh terraform/secrets.sh terraform/local/apply.sh terraform/local/lay.sh scripts/compile scripts/setup scripts/test

# The agents' client and what it is built from and with.
WEB     := functions/desk/web
CLIENT  := functions/desk/dist/index.html
MODULES := $(WEB)/node_modules/.package-lock.json

# What scripts/setup fetched comes first.
export PATH := $(CURDIR)/.cache/bin:$(PATH)

.PHONY: help setup doctor clean client run demo test check lint web tidy terraform vulnerabilities sbom fmt fuzz bench build configuration secrets plan deploy apply terraform-local

help: ## Show what there is.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Get what `make run` needs and this machine lacks.
	@scripts/setup run

doctor: ## Say what `make run` and `make test` need, what is there, and what they would install.
	@scripts/setup doctor

clean: ## Remove everything that was fetched and built in this folder.
	rm -rf .cache bin sbom $(WEB)/node_modules
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

bench: ## Measure routing decisions beside the least that they can take.
	go test ./shared/condition ./shared/route -run '^$$' -bench .

build: client ## Compile everything.
	go build ./...
	go build -o bin/emulator ./emulator

terraform-local: ## Apply what emulators know of SETTINGS to them; they have to run, see docs/deploy.md.
	terraform/local/apply.sh "$(SETTINGS)"

SETTINGS ?= terraform.tfvars
INIT = terraform -chdir=terraform init -reconfigure -input=false -backend-config="bucket=$(or $(STATE_BUCKET),$(error \
	STATE_BUCKET is missing, the bucket with the state: make $@ STATE_BUCKET=NAME, see docs/deploy.md))"

configuration: ## Check SETTINGS, a file in terraform/: its rules, its tests, what is probably not meant.
	go run ./emulator check "terraform/$(SETTINGS)"

KEY = google_secret_manager_secret.conversation_key
secrets: ## Make the key of conversations' ids, once for a project, before the first plan; it needs STATE_BUCKET too.
	$(INIT)
	terraform -chdir=terraform apply -compact-warnings -var-file="$(SETTINGS)" -target=$(KEY)
	terraform/secrets.sh "$$(terraform -chdir=terraform output -raw conversation_key_secret)"

plan: client ## Plan the deployment: STATE_BUCKET names the state's bucket, SETTINGS a file in terraform/.
	$(INIT)
	terraform -chdir=terraform plan -input=false -var-file="$(SETTINGS)" -out=.terraform/frontdesk.tfplan

deploy: plan ## Plan, show the plan, ask, and apply it; run it again when it stopped half-way. It needs what plan needs.
	@printf 'Apply this plan? Only "yes" does. ' && read -r answer && test "$$answer" = yes || { echo "Nothing was changed." >&2; exit 1; }
	terraform -chdir=terraform apply -input=false .terraform/frontdesk.tfplan || \
		{ echo "It stopped half-way. Once what it says is put right, run make deploy again: it goes on where it stopped." >&2; exit 1; }

apply: ## Apply the plan that `make plan` wrote; it needs STATE_BUCKET too.
	$(INIT)
	terraform -chdir=terraform apply -input=false .terraform/frontdesk.tfplan
