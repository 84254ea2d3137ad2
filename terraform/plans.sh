#!/usr/bin/env bash
# Applies the example and checks the plans before and after, which no test can do: the
# second plan is empty, no secret's value is in a plan or the state, what
# is replaced takes its grants along, removing an account deletes nothing else, there is no plan without the built client, and emulators get only
# the resources that they support. check.sh runs it in a copy of the configuration, with
# recorded schemas as providers, which call no API; anywhere else it would deploy. How
# Google's API takes an argument, and how the provider reads the answer, shows only in a
# real project.
set -euo pipefail

fail() {
	echo "terraform: $*" >&2
	exit 1
}

[[ $PWD == "${TMPDIR:-/tmp}"/* ]] || fail "plans.sh is a part of check.sh"

# quietly runs a command and prints what it says only if it fails.
quietly() {
	local said
	said=$("$@" 2>&1) || fail "$*: $said"
}

# Recorded schemas make up what Google would answer, and then refuse an account's address
# that is made up.
address=projects/my-frontdesk/serviceAccounts/made-up@my-frontdesk.iam.gserviceaccount.com
grep -ohE '^resource "google_service_account_iam_[a-z]+" "[a-z_]+"' ./*.tf | while read -r resource; do
	printf '%s {\n  service_account_id = "%s"\n}\n' "$resource" "$address"
done >addresses_override.tf

cat >options.tfvars <<-END
	load_balancer = { webhook_domain = "webhook.acme.example", desk_domain = "desk.acme.example" }
	trace_ratio   = 0.1
	bigquery      = { location = "EU" }
END
# One account whose secrets Terraform writes, and one whose secrets are added by hand.
secret=hush-hush-hush-hush
cat >both.tfvars <<-END
	accounts = {
	  acme   = { workstream = "support", client_tokens_version = 1, service_account_key_version = 1 }
	  globex = { workstream = "pro" }
	}
END
cat >secrets.tfvars <<-END
	client_tokens        = { acme = ["$secret"] }
	service_account_keys = { acme = "{\\"client_email\\": \\"e\\", \\"private_key\\": \\"$secret\\"}" }
END
cat >one.tfvars <<-END
	accounts = { globex = { workstream = "pro" } }
END
shop=(-input=false -no-color -var-file=example.tfvars -var-file=options.tfvars)
both=("${shop[@]}" -var-file=both.tfvars -var-file=secrets.tfvars)

echo "terraform: make the secrets, which need values before everything else"
mapfile -t secrets < <(grep -oE -- '-target=google_secret[a-z_.]+' deploy.sh)
((${#secrets[@]} == 3)) || fail "deploy.sh makes ${#secrets[@]} kinds of secrets"
quietly terraform apply -auto-approve "${both[@]}" "${secrets[@]}"
[[ $(terraform output -raw conversation_key_secret) == projects/my-frontdesk/secrets/frontdesk-conversation-key ]] ||
	fail "\`make secrets\` is not told which secret to fill"
[[ $(terraform output -json secrets_to_fill) == *globex-webhook-keys*globex-credentials* ]] ||
	fail "\`make secrets\` is not told which secrets are empty"
! terraform state list | grep google_cloudfunctions2_function || fail "\`make secrets\` deploys functions that have no key yet"

echo "terraform: plan, apply, and plan again"
quietly terraform plan "${both[@]}" -out=first.tfplan
terraform show -json first.tfplan >plan.json
quietly terraform apply -input=false -no-color -var-file=secrets.tfvars first.tfplan
quietly terraform plan "${both[@]}" -detailed-exitcode # fails with 2 if anything would change

for written in plan.json terraform.tfstate; do
	if grep -q "$secret" "$written"; then
		fail "a secret's value is in $written"
	fi
done

echo "terraform: replace all that grants are on"
granted='google_(cloudfunctions2_function|storage_bucket|pubsub_topic|pubsub_subscription|secret_manager_secret|cloud_tasks_queue|artifact_registry_repository|bigquery_table)'
terraform state list >kept.txt
mapfile -t replaced < <(grep -E "(^|\.)$granted\." kept.txt | sed 's/^/-replace=/')
# One after the other: Terraform 1.11 overlooks changes in replace_triggered_by when it plans
# many replacements at once. When it plans one, it sees them.
terraform plan -parallelism=1 "${both[@]}" "${replaced[@]}" >replaced.txt
# One on a service account goes by a name that Google makes, see order.tf.
grep -E '_iam_(binding|policy)\.' kept.txt | grep -v google_service_account_ >bindings.txt
while read -r grant; do
	grep -qE "^  # ${grant//[[]/\\[} (must|will) be replaced" replaced.txt || fail "$grant would be gone until the next apply"
done <bindings.txt
(($(wc -l <bindings.txt) >= 35)) || fail "there are only $(wc -l <bindings.txt) bindings"

echo "terraform: take an account out"
terraform plan "${shop[@]}" -var-file=one.tfvars -out=out.tfplan >out.txt
gone=$(sed -nE 's/^  # (.*) (will be destroyed|must be replaced)$/\1/p' out.txt)
[[ -n $gone ]] || fail "nothing of the account would go"
if others=$(grep -vF '["acme"]' <<<"$gone"); then
	fail "with an account would go what is not only its own: $others"
fi

echo "terraform: plan without the client"
rm ../functions/desk/dist/index.html
if terraform plan "${both[@]}" >unbuilt.txt 2>&1 || ! grep -q 'client is not built' unbuilt.txt; then
	fail "a desk without its client would be deployed"
fi

echo "terraform: lay it out for emulators"
targets=$(local/lay.sh laid)
mapfile -t targets <<<"$targets"
cd laid
export TF_VAR_firestore_host=127.0.0.1:1 TF_VAR_pubsub_host=127.0.0.1:2
quietly terraform init -input=false -no-color
terraform plan -input=false -no-color -var-file=../example.tfvars "${targets[@]}" >plan.txt
planned=$(sed -nE 's/^  # ([a-z_]+)\..* will be created$/\1/p' plan.txt | sort -u | paste -sd ' ')
[[ $planned == "google_firestore_document google_pubsub_subscription google_pubsub_topic time_sleep" ]] ||
	fail "emulators would be given $planned: local/emulators_override.tf has to lead away from what they do not know"
