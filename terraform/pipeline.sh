#!/usr/bin/env bash
# Makes the pipeline of a project, and reads what it has planned.
#
#   terraform/pipeline.sh setup PROJECT REGION OWNER/REPOSITORY [STATE_BUCKET]
#       the image, four identities, three triggers: `make pipeline`. Run again, it makes
#       what is missing, and triggers of a new image. With DRY_RUN=1 it only says so.
#   terraform/pipeline.sh review PROJECT COMMIT [STATE_BUCKET]
#       shows the plans of a commit, their hashes, and how to apply one: `make review`
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
	printf 'pipeline: %s\n' "$*" >&2
	exit 1
}

[[ ${DRY_RUN:-} != 0 ]] || DRY_RUN=
command -v gcloud >/dev/null || fail "gcloud is not installed: install the Google Cloud CLI, https://cloud.google.com/sdk/docs/install"

# change runs a command that changes something, or prints it.
change() {
	if [[ -n ${DRY_RUN:-} ]]; then
		echo "Would run: $*"
	else
		echo "Running: $*"
		"$@" >/dev/null
	fi
}

# identity NAME TEXT makes a service account, unless it is there.
identity() {
	local found
	found=$(gcloud iam service-accounts list --project="$project" --filter="email=$1@$domain" --format='value(email)')
	[[ -n $found ]] || change gcloud iam service-accounts create "$1" --project="$project" --display-name="$2"
}

# may NAME ROLE [CONDITION] grants a role on the project.
may() {
	change gcloud projects add-iam-policy-binding "$project" --member="serviceAccount:$1@$domain" --role="$2" --condition="${3:-None}"
}

# may_use NAME BUCKET ROLE [CONDITION] grants a role on a bucket.
may_use() {
	local condition=()
	[[ -z ${4:-} ]] || condition=("--condition=$4")
	change gcloud storage buckets add-iam-policy-binding "gs://$2" --member="serviceAccount:$1@$domain" --role="$3" ${condition[0]:+"${condition[0]}"}
}

# The image has the providers of the lock file, since Terraform runs no others. An identity of
# the pipeline builds it, in the region, from a bucket there: an organisation may give Cloud
# Build's default account no rights, and may not allow the place of its default bucket.
image() {
	local place=$region-docker.pkg.dev/$project/frontdesk-builder sources=$project-frontdesk-builder found work
	[[ -e .terraform.lock.hcl ]] ||
		fail "there is no terraform/.terraform.lock.hcl, which the first init writes: make plan PROJECT=$project, and commit it"
	change gcloud services enable artifactregistry.googleapis.com cloudbuild.googleapis.com --project="$project"
	found=$(gcloud artifacts repositories list --project="$project" --location="$region" --filter=name~frontdesk-builder --format='value(name)' 2>/dev/null || true)
	[[ -n $found ]] || change gcloud artifacts repositories create frontdesk-builder --project="$project" --location="$region" --repository-format=docker
	found=$(gcloud storage buckets list --project="$project" --filter="name=$sources" --format='value(name)')
	[[ -n $found ]] || change gcloud storage buckets create "gs://$sources" --project="$project" --location="$region" \
		--uniform-bucket-level-access --public-access-prevention
	identity frontdesk-image "Frontdesk: builds the image of the pipeline"
	may frontdesk-image roles/logging.logWriter
	may frontdesk-image roles/artifactregistry.writer
	may_use frontdesk-image "$sources" roles/storage.objectViewer

	work=$(mktemp -d)
	cp builder/* .terraform.lock.hcl "$work"
	change gcloud builds submit "$work" --project="$project" --region="$region" --config="$work/image.yaml" \
		--substitutions="_IMAGE=$place/builder:latest" --gcs-source-staging-dir="gs://$sources/source" \
		--service-account="projects/$project/serviceAccounts/frontdesk-image@$domain" || {
		rm -r "$work"
		fail "the image was not built, see above. The grants of a new identity take some minutes to work: run the same command again"
	}
	rm -r "$work"
	if [[ -n ${DRY_RUN:-} ]]; then
		builder=$place/builder@sha256:DIGEST
	else
		builder=$place/builder@$(gcloud artifacts docker images describe "$place/builder:latest" --format='value(image_summary.digest)')
	fi
	[[ $builder == *@sha256:* ]] || fail "the image has no digest: $builder"
}

# Each writes its log and fetches the image. More may only those who have to.
identities() {
	local name
	identity frontdesk-check "Frontdesk: checks and tests commits"
	identity frontdesk-plan "Frontdesk: plans"
	identity frontdesk-apply "Frontdesk: applies plans"
	for name in check plan apply; do
		may frontdesk-$name roles/logging.logWriter
		may frontdesk-$name roles/artifactregistry.reader
	done

	if gcloud iam roles describe frontdeskPlan --project="$project" >/dev/null 2>&1; then
		change gcloud iam roles update frontdeskPlan --project="$project" --file=pipeline/plan_role.yaml --quiet
	else
		change gcloud iam roles create frontdeskPlan --project="$project" --file=pipeline/plan_role.yaml --quiet
	fi
	may frontdesk-plan "projects/$project/roles/frontdeskPlan"
	may frontdesk-plan roles/compute.viewer
	may frontdesk-plan roles/storage.objectViewer \
		"title=source,expression=resource.name.startsWith(\"projects/_/buckets/$project-${PREFIX:-frontdesk}-source/\")"
	may_use frontdesk-plan "$bucket" roles/storage.objectViewer
	may_use frontdesk-plan "$bucket" roles/storage.objectCreator \
		"title=plans,expression=resource.name.startsWith(\"projects/_/buckets/$bucket/objects/plans/\")"

	for name in $applies; do
		may frontdesk-apply "roles/$name"
	done
	may_use frontdesk-apply "$bucket" roles/storage.objectAdmin
}

# As docs/deploy.md has them, "Before".
applies='resourcemanager.projectIamAdmin iam.serviceAccountAdmin iam.serviceAccountUser
serviceusage.serviceUsageAdmin serviceusage.apiKeysAdmin cloudfunctions.admin run.admin
artifactregistry.admin pubsub.admin datastore.owner firebaserules.admin identityplatform.admin
secretmanager.admin storage.admin eventarc.admin cloudtasks.admin cloudscheduler.admin
monitoring.admin logging.configWriter compute.loadBalancerAdmin compute.securityAdmin
bigquery.admin'

# trigger KIND NAME FLAG... makes a trigger anew: none can be changed by all of its flags.
trigger() {
	local kind=$1 name=$2 found
	shift 2
	found=$(gcloud builds triggers list --project="$project" --region="$region" --filter="name=$name" --format='value(id)' 2>/dev/null || true)
	[[ -z $found ]] || change gcloud builds triggers delete "$found" --project="$project" --region="$region" --quiet
	change gcloud builds triggers create "$kind" --name="$name" --project="$project" --region="$region" \
		--service-account="projects/$project/serviceAccounts/$name@$domain" "$@"
}

triggers() {
	local settings=$project.tfvars
	trigger github frontdesk-check --repo-owner="${repository%/*}" --repo-name="${repository#*/}" --branch-pattern='.*' \
		--build-config=cloudbuild.yaml --substitutions="_BUILDER=$builder,_SETTINGS=$settings"
	trigger github frontdesk-plan --repo-owner="${repository%/*}" --repo-name="${repository#*/}" --branch-pattern='^main$' \
		--build-config=terraform/pipeline/plan.yaml --substitutions="_BUILDER=$builder,_SETTINGS=$settings,_STATE_BUCKET=$bucket"
	# Whoever runs a trigger may give other substitutions than it has, so these are written
	# into what it runs.
	mkdir -p .terraform
	sed -e "s#\${_BUILDER}#$builder#" -e "s#\$_STATE_BUCKET#$bucket#" -e '/^  _[BS][A-Z_]*:/d' pipeline/apply.yaml >.terraform/apply.yaml
	trigger manual frontdesk-apply --repo="https://github.com/$repository" --repo-type=GITHUB --branch=main \
		--inline-config=.terraform/apply.yaml --require-approval --substitutions="_PLAN=none"
}

setup() {
	[[ $region =~ ^[a-z]+-[a-z]+[0-9]+$ && $repository =~ ^[^/]+/[^/]+$ ]] ||
		fail "make pipeline PROJECT=my-frontdesk REGION=europe-west1 REPOSITORY=OWNER/NAME"
	image
	identities
	triggers
}

review() {
	local name hash found=
	[[ $commit =~ ^[0-9a-f]{40}$ ]] || fail "COMMIT is \"$commit\", not the 40 digits of a commit: make review PROJECT=$project COMMIT=…"
	work=$(mktemp -d)
	trap 'rm -r "$work"' EXIT
	export TF_DATA_DIR=.terraform/$project
	gcloud storage cp "gs://$bucket/plans/$commit/*.tfplan" "$work" || fail "there is no plan of $commit in gs://$bucket"
	terraform init -reconfigure -input=false -backend-config="bucket=$bucket" >/dev/null
	for name in "$work"/*.tfplan; do
		hash=$(openssl dgst -sha256 -r "$name" | cut -d ' ' -f 1)
		[[ ${name##*/} == "$hash.tfplan" ]] || fail "${name##*/} has the hash $hash: somebody has put it there by hand. Do not apply it"
		echo "--- $hash"
		terraform show "$name"
		found=$hash
	done
	echo "To have a plan applied that you have read, with its hash:"
	region=$(sed -nE 's/^region *= *"([^"]*)".*/\1/p' "$project.tfvars" 2>/dev/null || true)
	echo "  gcloud builds triggers run frontdesk-apply --project=$project --region=${region:-REGION} --sha=$commit --substitutions=_PLAN=$found"
}

project=${2:-}
[[ $project =~ ^[a-z][a-z0-9-]{4,28}[a-z0-9]$ ]] || fail "PROJECT is \"$project\", not a project's id"
domain=$project.iam.gserviceaccount.com
case ${1:-} in
setup)
	region=${3:-} repository=${4:-} bucket=${5:-$project-terraform}
	setup
	;;
review)
	commit=${3:-} bucket=${4:-$project-terraform}
	review
	;;
*) fail "say setup or review" ;;
esac
