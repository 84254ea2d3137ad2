#!/usr/bin/env bash
# Reads the graph that `terraform graph` prints, and fails where the order of a first apply
# is not said: what is made before its API is on, a function that is built before who builds
# it may, one that is called before it may do what it has to.
set -euo pipefail

awk -F '"' '
/->/ { after[$2, ++degree[$2]] = $4; node[$2]; node[$4] }
/label=/ { node[$2] }

function reach(from, name, i, todo, next_, at) {
	delete reached
	todo[1] = from
	for (at = next_ = 1; at <= next_; at++)
		for (i = 1; i <= degree[todo[at]]; i++) {
			name = after[todo[at], i]
			if (!(name in reached)) {
				reached[name]
				todo[++next_] = name
			}
		}
}

function must(from, name) {
	if (!(name in node)) wrong("nothing is called " name)
	if (!(name in reached)) wrong(from " does not wait for " name)
}

function wrong(text) {
	print "terraform: order: " text
	failed = 1
}

END {
	split("time_sleep.apis time_sleep.grants google_artifact_registry_repository.functions google_project_iam_member.agents google_project_iam_member.build_logs " \
		"google_project_iam_member.build_sources google_project_iam_member.events_receiver " \
		"google_service_account_iam_binding.events_tokens google_storage_bucket_iam_binding.source_readers " \
		"google_artifact_registry_repository_iam_binding.functions_writers google_storage_bucket_object.source", needed, " ")
	for (name in node) {
		reach(name)
		if (name ~ /(^|\.)google_/ && name !~ /^data\.|google_project_service\.|^google_project_iam_|google_service_account_iam_member\./)
			must(name, "time_sleep.apis")
		if (name ~ /google_cloudfunctions2_function\.function$/) {
			functions++
			for (i in needed) must(name, needed[i])
		}
		if (name == "google_pubsub_subscription.events_bigquery") {
			exported = 1
			must(name, "time_sleep.events_writers")
			reach("time_sleep.events_writers")
			must("time_sleep.events_writers", "google_bigquery_table_iam_binding.events_writers")
		}
	}
	if (!exported) wrong("there is no export")
	if (functions < 12) wrong("there are only " functions + 0 " functions")

	# Each grant to the identity of a function. Traces are no part of its work.
	for (grant in node) {
		if (grant !~ /^google_.*_iam_/ || grant ~ /traces_writer/) continue
		for (i = 1; i <= degree[grant]; i++) {
			module = after[grant, i]
			if (sub(/\.google_service_account\.identity$/, "", module)) {
				reach(module ".google_cloud_run_v2_service_iam_binding.invokers")
				must(module ".google_cloud_run_v2_service_iam_binding.invokers", grant)
				grants++
			}
		}
	}
	if (grants < 30) wrong("there are only " grants + 0 " grants to functions")
	exit failed
}'
