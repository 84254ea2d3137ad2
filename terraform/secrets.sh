#!/usr/bin/env bash
# Gives the secret with the key of conversations' ids its value, once for a project and
# before the functions are deployed, and says which of the others are empty. `make secrets`
# runs it.
#
#   terraform/secrets.sh projects/PROJECT/secrets/SECRET <OTHERS
#
# The others come a line each.
#
# The key is 32 random bytes in hexadecimal digits. It is nowhere but in Secret
# Manager: it is neither printed nor in a file nor in the arguments of a command.
# Where the secret has a version, of whatever state, nothing is added: with another
# key no conversation would be found again.
set -euo pipefail

fail() {
	echo "secrets: $*" >&2
	exit 1
}

[[ ${1:-} =~ ^projects/[^/]+/secrets/[^/]+$ ]] || fail "name the secret, projects/PROJECT/secrets/SECRET"
secret=$1
command -v gcloud >/dev/null || fail "gcloud is not installed: install the Google Cloud CLI"

versions_of() {
	gcloud secrets versions list "$1" --format='value(name.basename(), state)' ||
		fail "the versions of $1 cannot be listed, so nothing was added"
}

# fill adds a key where there was never one.
fill() {
	local versions version state key added
	versions=$(versions_of "$secret")
	while read -r version state; do
		if [[ $state == ENABLED || $state == enabled ]]; then
			echo "$secret has its key, version $version. Nothing was changed."
			return
		fi
	done <<<"$versions"
	[[ -z $versions ]] || fail "$secret had a key, and no version of it is enabled:" \
		"$(paste -sd, - <<<"$versions" | tr '\t' ' ' | sed 's/,/, /g')." \
		"Nothing was added, because a new key would separate every customer from their conversation." \
		"Enable the version, or restore the key: docs/deploy.md, \"Restoring\"."

	key=$(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
	[[ $key =~ ^[0-9a-f]{64}$ ]] || fail "no random bytes are to be had"
	added=$(printf %s "$key" | gcloud secrets versions add "$secret" --data-file=- --format='value(name)') ||
		fail "$secret could not be given its key"
	echo "$secret has its key: $added. It must never change: back it up, see docs/deploy.md."
}

fill
while read -r other; do
	versions=$(versions_of "$other")
	[[ -n $versions ]] || echo "$other is empty. When you have its value: gcloud secrets versions add $other --data-file=FILE"
done
