#!/usr/bin/env bash
# Makes what has to exist in a project before Terraform can plan: the APIs that it asks, the
# services' own accounts, which it gives roles, the bucket with its state, and a file of
# settings to edit. Run again, it does what is missing. `make bootstrap` runs it.
#
#   terraform/bootstrap.sh PROJECT REGION [STATE_BUCKET]
#
# With DRY_RUN=1 it only looks, and prints what it would do.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
	printf 'bootstrap: %s\n' "$*" >&2
	exit 1
}

[[ ${DRY_RUN:-} != 0 ]] || DRY_RUN=

# change runs a command that changes something, or prints it.
change() {
	if [[ -n ${DRY_RUN:-} ]]; then
		echo "Would run: $*"
	else
		echo "Running: $*"
		"$@"
	fi
}

project=${1:-} region=${2:-}
bucket=${3:-$project-terraform}
[[ $project =~ ^[a-z][a-z0-9-]{4,28}[a-z0-9]$ ]] || fail "PROJECT is \"$project\", not a project's id: make bootstrap PROJECT=my-frontdesk REGION=europe-west1"
[[ $region =~ ^[a-z]+-[a-z]+[0-9]+$ ]] || fail "REGION is \"$region\", not a region: make bootstrap PROJECT=$project REGION=europe-west1"
command -v gcloud >/dev/null || fail "gcloud is not installed: install the Google Cloud CLI, https://cloud.google.com/sdk/docs/install"

signed_in() {
	account=$(gcloud auth list --filter=status:ACTIVE --format='value(account)')
	[[ -n $account ]] || fail "nobody is signed in: run gcloud auth login"
}

project_is_there() {
	local state billing
	state=$(gcloud projects describe "$project" --format='value(lifecycleState)') ||
		fail "$account sees no project $project: make it with gcloud projects create $project, or sign in as somebody who may see it"
	[[ $state == ACTIVE ]] || fail "the project $project is $state, it has to be ACTIVE"
	if ! billing=$(gcloud billing projects describe "$project" --format='value(billingEnabled)' 2>/dev/null); then
		echo "Whether $project has a billing account, $account may not see: it needs one."
	elif [[ $billing != True ]]; then
		fail "$project has no billing account: gcloud billing projects link $project --billing-account=ACCOUNT (gcloud billing accounts list)"
	fi
}

# Terraform switches on the others. A new project has some of these.
apis() {
	local name missing=() enabled
	enabled=$(gcloud services list --enabled --project="$project" --format='value(config.name)') ||
		fail "the APIs of $project cannot be listed: $account needs the role Service Usage Admin, or Owner"
	for name in cloudresourcemanager cloudscheduler cloudtasks eventarc iam pubsub serviceusage storage; do
		grep -qx "$name.googleapis.com" <<<"$enabled" || missing+=("$name.googleapis.com")
	done
	if ((${#missing[@]} == 0)); then
		echo "The APIs are on."
	else
		change gcloud services enable "${missing[@]}" --project="$project" || fail "the APIs cannot be switched on, see above"
	fi
}

# Terraform gives them their roles, which Google refuses for an account that is not there.
# The command answers the same where it is.
agents() {
	local name
	for name in cloudscheduler cloudtasks eventarc pubsub; do
		change gcloud beta services identity create --service="$name.googleapis.com" --project="$project" ||
			fail "the account of $name could not be made. If gcloud has no beta commands: gcloud components install beta"
	done
}

# Plans go after a month and old states after three, ten of which stay: they hold as much
# as the newest.
state_bucket() {
	local found
	found=$(gcloud storage buckets list --project="$project" --filter="name=$bucket" --format='value(name)') ||
		fail "the buckets of $project cannot be listed: $account needs the role Storage Admin, or Owner"
	if [[ -z $found ]]; then
		change gcloud storage buckets create "gs://$bucket" --project="$project" --location="$region" \
			--uniform-bucket-level-access --public-access-prevention ||
			fail "gs://$bucket cannot be made. If the name is taken, name another one: STATE_BUCKET=NAME, here and in every make after it"
	fi
	change gcloud storage buckets update "gs://$bucket" --versioning \
		--uniform-bucket-level-access --public-access-prevention --lifecycle-file=state_lifecycle.json ||
		fail "gs://$bucket is there, and cannot be set up as the state needs it, see above"
}

# A new bucket lets the viewers of the project read it: the state is not theirs.
no_viewers() {
	local role roles='roles/storage.legacyBucketReader roles/storage.legacyObjectReader'
	if [[ -z ${DRY_RUN:-} ]] || gcloud storage buckets describe "gs://$bucket" >/dev/null 2>&1; then
		roles=$(gcloud storage buckets get-iam-policy "gs://$bucket" --flatten='bindings[].members' \
			--filter="bindings.members=projectViewer:$project" --format='value(bindings.role)') ||
			fail "who may read gs://$bucket cannot be looked up: $account needs the role Storage Admin, or Owner"
	fi
	for role in $roles; do
		change gcloud storage buckets remove-iam-policy-binding "gs://$bucket" --member="projectViewer:$project" --role="$role" ||
			fail "the viewers of $project can still read gs://$bucket, see above"
	done
}

settings() {
	if [[ -e $project.tfvars ]]; then
		echo "The settings are in terraform/$project.tfvars."
	elif [[ -n ${DRY_RUN:-} ]]; then
		echo "Would write: terraform/$project.tfvars, the example with $project and $region"
	else
		sed -E -e "s/^(project_id += )\"[^\"]*\"/\\1\"$project\"/" \
			-e "s/^(region|firestore_location)( += )\"[^\"]*\"/\\1\\2\"$region\"/" example.tfvars >"$project.tfvars.new"
		mv "$project.tfvars.new" "$project.tfvars" # whole or not at all
		echo "Wrote terraform/$project.tfvars, the example with $project and $region."
	fi
}

next() {
	local with="PROJECT=$project"
	[[ $bucket == "$project-terraform" ]] || with+=" STATE_BUCKET=$bucket"
	echo
	echo "Next:"
	if ! gcloud auth application-default print-access-token >/dev/null 2>&1; then
		echo "  gcloud auth application-default login    # Terraform has no credentials yet"
		echo "  gcloud auth application-default set-quota-project $project"
	fi
	echo "  edit terraform/$project.tfvars           # firestore_location can never be changed"
	echo "  make configuration $with"
	echo "  make deploy $with"
}

signed_in
project_is_there
apis
agents
state_bucket
no_viewers
settings
next
