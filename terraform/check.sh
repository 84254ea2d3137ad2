#!/usr/bin/env bash
# Checks the Terraform configuration without a cloud: format, validity, tests.
#
# It runs on a copy, so that it leaves nothing behind: Terraform writes its lock
# file beside the configuration, and one with the hashes of a stand-in for the
# providers must not be taken for a real one. The copy also keeps an admin's
# own settings out of the tests.
#
# Providers come from wherever Terraform is configured to find them. If the
# repository has a neighbour ../shared/terraform-offline, recorded schemas are
# used instead.
set -euo pipefail
unset CDPATH

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
offline=$root/../shared/terraform-offline/setup

say() {
	echo "terraform: $*"
}

skip() {
	say "skipped, $*"
	exit 0
}

command -v terraform >/dev/null || skip "terraform is not installed"

recorded= # set if the providers are recorded schemas, which call no API
if [[ -x $offline ]] && command -v go >/dev/null; then
	recorded=$("$offline")
	export TF_CLI_CONFIG_FILE=$recorded
elif [[ ! -f ${TF_CLI_CONFIG_FILE:-} ]]; then # every command warns about a missing file
	unset TF_CLI_CONFIG_FILE
fi

say "format"
terraform fmt -check -recursive -diff "$root/terraform"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The tests read only the names of the deployed files. Their content would be part
# of every plan and take half of the time.
cd "$root"
cp -R go.mod go.sum ./*.go "$work"
tar --exclude=node_modules -cf - functions shared | tar -xf - -C "$work"
mkdir -p "$work/functions/desk/dist"
touch "$work/functions/desk/dist/index.html" # as `make client` would
find "$work" -type f -exec sh -c 'for file; do : >"$file"; done' empty {} +

cd "$root/terraform"
mkdir -p "$work/terraform" "$work/variables/tests"
cp -R ./*.tf ./*.json firestore.rules example.tfvars deploy.sh order.sh plans.sh modules local tests "$work/terraform"
mv "$work/terraform/tests/"*variables.tftest.hcl "$work/variables/tests"
cp variables*.tf channels.tf channels.json "$work/variables"
cp -R tests/mocks "$work/variables/tests"

# Keep an admin's environment out as well: TF_VAR_prefix would make tests fail.
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
export GOGC=800 # many short plans: collecting garbage was a quarter of the time
unset TF_DATA_DIR TF_WORKSPACE "${!TF_VAR_@}" "${!TF_CLI_ARGS@}"

# init [OPTION] initialises without a backend, or as the option says.
init() {
	terraform init "${1:--backend=false}" -input=false -no-color >init.log 2>&1 && return
	if [[ -z ${TF_CLI_CONFIG_FILE:-} ]] && grep -q 'Failed to query available provider packages\|Failed to install provider' init.log; then
		skip "neither the provider registry nor ../shared/terraform-offline is available"
	fi
	cat init.log >&2
	exit 1
}

# runs prints each run's result and the failures, without the progress lines.
runs() {
	terraform test -no-color -var-file="$work/terraform/example.tfvars" |
		grep --line-buffered -v '\.\.\. \(in progress\|tearing down\)$'
}

say "initialise"
cd "$work/terraform"
init
say "validate"
terraform validate -no-color
if command -v go >/dev/null; then
	say "look for secrets in what the state holds"
	mkdir "$work/schema" # the providers alone: with their backend, Terraform would want it first
	sed '/^  backend /,/^  }/d; /^provider /,$d' versions.tf >"$work/schema/versions.tf"
	cd "$work/schema"
	init
	terraform providers schema -json >"$work/schema.json"
	(cd "$root" && go run ./emulator/tfstate terraform docs/deploy.md <"$work/schema.json")
fi
say "test the variables, without what is made of them"
cd "$work/variables"
init
runs
say "test the configuration"
cd "$work/terraform"
runs

say "look at the order of a first apply"
printf 'terraform {\n  backend "local" {}\n}\n' >backend_override.tf
init -reconfigure
terraform graph | ./order.sh

if [[ -n $recorded ]]; then
	./plans.sh
else
	say "the plans of an apply are not looked at: that needs providers that reach nobody"
fi
