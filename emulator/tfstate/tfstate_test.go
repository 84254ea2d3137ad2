package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// schema has what providers have: what is marked and what is not, in lists and in blocks,
// what Google makes and what the configuration writes, and a type that is not used.
const schema = `{"provider_schemas": {"registry.terraform.io/hashicorp/google": {"resource_schemas": {
  "google_apikeys_key": {"block": {"attributes": {
    "key_string": {"type": "string", "computed": true, "sensitive": true},
    "uid": {"type": "string", "computed": true},
    "kms_key_name": {"type": "string", "computed": true},
    "content_sha256": {"type": "string", "computed": true}}}},
  "google_identity_platform_config": {"block": {"block_types": {"sign_in": {"block": {"attributes": {
    "hash_config": {"type": ["list", ["object", {"rounds": "number", "signer_key": "string"}]], "computed": true},
    "client_secret": {"type": "string", "optional": true}}}}}}},
  "google_service_account_key": {"block": {"attributes": {
    "private_key": {"type": "string", "computed": true, "sensitive": true}}}}
}}}}`

func configuration(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := "resource \"google_apikeys_key\" \"desk\" {\n}\nresource \"google_identity_platform_config\" \"sign_in\" {\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func documentation(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "deploy.md")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestASecretThatTheStateHoldsHasToBeNamed(t *testing.T) {
	t.Parallel()
	const key, signer = "`google_apikeys_key.key_string`", "`google_identity_platform_config.sign_in.hash_config.signer_key`"
	dir := configuration(t)
	if err := run(dir, documentation(t, key+" and "+signer), strings.NewReader(schema)); err != nil {
		t.Error(err)
	}
	err := run(dir, documentation(t, key), strings.NewReader(schema))
	if !errors.Is(err, errUnnamed) {
		t.Fatalf("got %v, want that the signer key is not named", err)
	}
	_, names, _ := strings.Cut(err.Error(), ".md: ")
	if diff := cmp.Diff(strings.Trim(signer, "`"), names); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsFoundInAFolderWithoutAConfiguration(t *testing.T) {
	t.Parallel()
	if err := run(t.TempDir(), documentation(t, ""), strings.NewReader(schema)); err == nil {
		t.Error("an empty folder has no secrets")
	}
}
