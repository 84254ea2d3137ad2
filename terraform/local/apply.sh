#!/usr/bin/env bash
# Applies what Google's emulators know (topics, subscriptions, the configuration and
# the roster) to emulators that run, and plans again, which must find nothing to do.
# It is the real provider: what it makes of the configuration is tried here, before
# a cloud is.
#
#   terraform/local/apply.sh [SETTINGS]     a file in terraform/, else example.tfvars
#
# FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST say where the emulators are. What
# was applied is remembered in terraform/.terraform/local; when the emulators have
# been started anew, it is applied anew.
set -euo pipefail
unset CDPATH

cd "$(dirname "${BASH_SOURCE[0]}")/.."
settings=${1:-example.tfvars}

[[ -f $settings ]] || {
	echo "There is no terraform/$settings." >&2
	exit 1
}
for name in FIRESTORE_EMULATOR_HOST PUBSUB_EMULATOR_HOST; do
	[[ -n ${!name:-} ]] || {
		echo "$name is missing. Start the emulators, for example by \`go run ./emulator --env-file .env\`, and read its file." >&2
		exit 1
	}
done
export TF_VAR_firestore_host=$FIRESTORE_EMULATOR_HOST TF_VAR_pubsub_host=$PUBSUB_EMULATOR_HOST TF_IN_AUTOMATION=1

work=.terraform/local
laid=$(local/lay.sh "$work")
targets=()
while IFS= read -r target; do targets+=("$target"); done <<<"$laid" # macOS has no mapfile
settings=$(realpath "$settings")
cd "$work"

terraform init -input=false -no-color >init.log 2>&1 || {
	cat init.log >&2
	exit 1
}
terraform apply -input=false -auto-approve -compact-warnings -var-file="$settings" "${targets[@]}"
terraform plan -input=false -detailed-exitcode -compact-warnings -var-file="$settings" "${targets[@]}"
