#!/usr/bin/env bash
# Lays the configuration out in DIR as emulators take it, and prints what of it they
# know, as arguments for Terraform that come last: topics, subscriptions and documents.
#
#   terraform/local/lay.sh DIR
set -euo pipefail
unset CDPATH

mkdir -p "$1"
dir=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find "$dir" -maxdepth 1 -name '*.tf' -delete # one that is gone here must be gone there
cp -R ./*.tf ./*.json firestore.rules modules local/*.tf "$dir"

echo '-var=bigquery={}' # whatever the settings say: its subscription leads to a table
# The emulator has no BigQuery.
find . -maxdepth 1 -name '*.tf' ! -name bigquery.tf -exec cat {} + |
	sed -nE 's/^resource "(google_(pubsub_topic|pubsub_subscription|firestore_document))" "([a-z_]+)".*/-target=\1.\3/p'
