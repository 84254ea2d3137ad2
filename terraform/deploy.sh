#!/usr/bin/env bash
# Plans and applies one environment: a project, the bucket with its state, a file of
# settings. `make secrets`, `make plan`, `make apply` and `make deploy` run it.
#
#   terraform/deploy.sh environment|secrets|plan|apply|deploy
#   terraform/deploy.sh terraform COMMAND ARGUMENT...
#
#   environment  say whether there is such an environment, and do nothing
#   secrets      make the secrets, give the key of conversations' ids its value, and say
#                which secrets are empty
#   plan         write the plan of the environment
#   apply        apply that plan
#   deploy       secrets until the functions are there, plan, show the plan, ask, apply
#   terraform    run another command of Terraform's with the state and the settings of the
#                environment, such as output or import
#
# PROJECT, SETTINGS (PROJECT.tfvars if empty) and STATE_BUCKET (PROJECT-terraform if
# empty) say which environment.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf '%s\n' "$*" >&2; }
fail() {
	say "deploy: $*"
	exit 1
}

step=${1:-} project=${PROJECT:-}
settings=${SETTINGS:-$project.tfvars} bucket=${STATE_BUCKET:-$project-terraform}
plan=.terraform/$project.tfplan
# Two environments may be at work at the same time.
export TF_DATA_DIR=.terraform/$project
# What make has to be told to mean this environment.
this="PROJECT=$project"
[[ $settings == "$project.tfvars" ]] || this+=" SETTINGS=$settings"
[[ $bucket == "$project-terraform" ]] || this+=" STATE_BUCKET=$bucket"

# environment refuses what would plan one environment with another one's settings.
environment() {
	local named
	command -v terraform >/dev/null || fail "Terraform is not installed: https://developer.hashicorp.com/terraform/install"
	[[ -n $project ]] || fail "PROJECT is missing: say which environment, such as PROJECT=my-frontdesk"
	[[ -f $settings ]] || fail "there is no terraform/$settings: make bootstrap PROJECT=$project REGION=REGION writes one, SETTINGS=FILE names another one"
	named=$(sed -nE 's/^project_id *= *"([^"]*)".*/\1/p' "$settings")
	[[ $named == "$project" ]] || fail "terraform/$settings is of the project \"$named\", not of $project"
	for other in terraform.tfvars terraform.tfvars.json *.auto.tfvars *.auto.tfvars.json; do
		if [[ -e $other && $other != "$settings" ]]; then
			fail "Terraform would read terraform/$other as well as terraform/$settings: rename it, to $project.tfvars if it is that project's"
		fi
	done
}

# -reconfigure: the bucket before may have been another one.
init() {
	local holds
	mkdir -p .terraform
	terraform init -reconfigure -input=false -backend-config="bucket=$bucket" ||
		fail "Terraform cannot use gs://$bucket. If it is not there: make bootstrap $this REGION=REGION"
	holds=$(terraform output -raw conversation_key_secret 2>/dev/null || true)
	[[ -z $holds || $holds == "projects/$project/"* ]] ||
		fail "the state in gs://$bucket is of another project, it names $holds: say STATE_BUCKET=NAME for $project's own"
}

secrets() {
	terraform apply -compact-warnings -var-file="$settings" -target=google_secret_manager_secret.conversation_key \
		-target=google_secret_manager_secret.webhook_keys -target=google_secret_manager_secret.credentials ||
		fail "the secrets were not made, see above. Once that is put right, run the same command again"
	local key
	key=$(terraform output -raw conversation_key_secret)
	terraform output -json secrets_to_fill | { grep -o 'projects/[^"]*' || true; } | ./secrets.sh "$key"
}

# first_secrets does that until the webhook was made, however far it came before. Without the
# key webhook and routing do not start, and the first apply would stop there.
first_secrets() {
	[[ -n $(terraform state list module.webhook.google_cloudfunctions2_function.function 2>/dev/null || true) ]] || secrets
}

# make_plan sets unchanged if there is nothing to apply.
unchanged=''
make_plan() {
	local status=0
	rm -f "$plan"
	terraform plan -input=false -var-file="$settings" -out="$plan" -detailed-exitcode || status=$?
	case $status in
	0) unchanged=yes ;;
	2) ;;
	*) fail "there is no plan, see above. Nothing was changed" ;;
	esac
}

apply() {
	[[ -f $plan ]] || fail "there is no plan of $project: make plan $this"
	terraform apply -input=false "$plan" 2>&1 | tee -i ".terraform/$project.log" || advise
	rm -f "$plan"
}

# advice is what Google says, and what to do about it. The first that fits is shown.
advice() {
	cat <<-'END'
		plan is stale|The state has changed since the plan was made. Plan again.
		Error acquiring the state lock|Somebody else applies, or an apply was killed. If nobody does: terraform/deploy.sh terraform force-unlock ID, with the ID above and PROJECT in the environment.
		cannot run builds in this region|Cloud Build does not let this project build in the region. Ask for quota there, or take another region: docs/deploy.md, "Before".
		permitted customer|allowedPolicyMemberDomains|The organisation does not let everybody call a function. Exempt the project from domain restricted sharing: docs/deploy.md, "Organisations".
		allowedIngress|The organisation does not let the internet reach a function: docs/deploy.md, "Organisations".
		resourceLocations|LOCATION_ORG_POLICY_VIOLATED|The organisation does not allow the region or firestore_location: docs/deploy.md, "Organisations".
		has already been enabled|Identity Platform was on before: import it, docs/deploy.md, "Signing in".
		failed to start and listen|container failed to start|HealthCheckContainerError|A function does not start; its log says why: "cannot start". If the key of conversations' ids is missing: make secrets.
		Service Agent|service agent|does not exist|An account of Google's may be missing: run make bootstrap again, wait for five minutes, and then the same command.
		PERMISSION_DENIED|Permission denied|Error 403|denied|A grant may not work everywhere yet, or you lack a role (docs/deploy.md, "Before"). Wait for five minutes, and run the same command again.
		contention|Error 409|Error 429|Quota exceeded|Error 503|Google was busy with what else was made. Run the same command again.
	END
}

# advise says how to go on after an apply that stopped.
advise() {
	local line said=''
	say ""
	say "It stopped half-way. What was made stays, and is in the state."
	# Terraform colours its messages, and breaks their lines.
	if [[ -f .terraform/$project.log ]]; then
		said=$(sed -E $'s/\x1b\\[[0-9;]*m//g; s/^[│╷╵] ?//' ".terraform/$project.log" | tr '\n' ' ' | tr -s ' ')
	fi
	while IFS= read -r line; do
		if [[ $said =~ ${line%|*} ]]; then
			say "${line##*|}"
			break
		fi
	done < <(advice)
	rm -f "$plan" # it is stale
	fail "once what is said above is put right, run make deploy $this again: it goes on where it stopped"
}

ask() {
	local answer=
	printf 'Apply this plan to %s? Only "yes" does. ' "$project"
	read -r answer || true
	[[ $answer == yes ]] || {
		rm -f "$plan"
		say "Nothing was changed."
		exit 1
	}
}

environment
case $step in
environment) ;;
secrets)
	init
	secrets
	;;
plan)
	init
	make_plan
	;;
apply)
	init
	apply
	;;
deploy)
	init
	first_secrets
	make_plan
	if [[ -n $unchanged ]]; then
		echo "There is nothing to apply: $project is as terraform/$settings says."
		exit 0
	fi
	ask
	apply
	;;
terraform)
	init >/dev/null
	for name in plan apply destroy import refresh console; do
		export "TF_CLI_ARGS_$name=-var-file='$settings'"
	done
	terraform "${@:2}"
	;;
*) fail "say environment, secrets, plan, apply, deploy or terraform, not \"$step\"" ;;
esac
