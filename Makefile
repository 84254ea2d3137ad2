# The versions of the tools live here and nowhere else.
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
SHFMT         := mvdan.cc/sh/v3/cmd/shfmt@v3.12.0

SCRIPTS := .ci/run terraform/check.sh

.PHONY: help run demo test check lint tidy terraform fmt fuzz build configuration plan apply

help: ## Show what there is.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the whole product on this machine.
	go run ./emulator

demo: ## Play one whole conversation and print a timeline.
	go run ./emulator demo

test: ## Run every test, against Google's emulators.
	go test -race -shuffle=on ./...

check: lint tidy terraform ## Lint everything and check that nothing is out of date.

lint:
	go vet ./...
	go run $(GOLANGCI_LINT) run ./...
	go run $(SHFMT) -d $(SCRIPTS)

tidy:
	go mod tidy -diff

terraform:
	terraform/check.sh

fmt: ## Format everything.
	go run $(GOLANGCI_LINT) fmt ./...
	go run $(SHFMT) -w $(SCRIPTS)
	-terraform -chdir=terraform fmt -recursive

FUZZTIME ?= 10m
fuzz: ## Fuzz each decoder for FUZZTIME.
	go test ./shared/businessmessages -run '^$$' -fuzz '^FuzzVerify$$' -fuzztime $(FUZZTIME)
	go test ./shared/businessmessages -run '^$$' -fuzz '^FuzzDecode$$' -fuzztime $(FUZZTIME)
	go test ./shared/businessmessages -run '^$$' -fuzz '^FuzzParseHandshake$$' -fuzztime $(FUZZTIME)
	go test ./shared/picture -run '^$$' -fuzz '^FuzzSniff$$' -fuzztime $(FUZZTIME)
	go test ./shared/route -run '^$$' -fuzz '^FuzzLoad$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 20x

build: ## Compile everything.
	go build ./...
	go build -o bin/emulator ./emulator

SETTINGS ?= terraform.tfvars
INIT = terraform -chdir=terraform init -input=false -backend-config="bucket=$(or $(STATE_BUCKET),$(error \
	STATE_BUCKET is missing, the bucket with the state: make $@ STATE_BUCKET=NAME, see docs/deploy.md))"

configuration: ## Check SETTINGS, a file in terraform/: its rules, its tests, what is probably not meant.
	go run ./emulator check "terraform/$(SETTINGS)"

plan: ## Plan the deployment: STATE_BUCKET names the state's bucket, SETTINGS a file in terraform/.
	$(INIT)
	terraform -chdir=terraform plan -input=false -var-file="$(SETTINGS)" -out=.terraform/frontdesk.tfplan

apply: ## Apply the plan that `make plan` wrote; it needs STATE_BUCKET too.
	$(INIT)
	terraform -chdir=terraform apply -input=false .terraform/frontdesk.tfplan
