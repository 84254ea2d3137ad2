package rcs_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// received is when the webhook took in what the tests decode.
var received = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(path)))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func parse[T any](tb testing.TB, path string) T {
	tb.Helper()
	var value T
	if err := json.Unmarshal(read(tb, path), &value); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return value
}

// names are the files of a folder, without their extension.
func names(tb testing.TB, folder string) []string {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("testdata/%s holds no files: %v", folder, err)
	}
	var all []string
	for _, path := range paths {
		all = append(all, strings.TrimSuffix(filepath.Base(path), ".json"))
	}
	return all
}

// signatures is control/signatures.json: what Google sends beside each envelope.
type signatures struct {
	ClientToken string `json:"clientToken"`
	Cases       map[string]struct {
		Headers     map[string]string `json:"headers"`
		Envelope    string            `json:"envelope"`
		SignedBytes string            `json:"signedBytes"`
	} `json:"cases"`
}

// header is the headers of a request, as adapters get them.
func header(values map[string]string) func(string) []string {
	return func(name string) []string {
		if value, ok := values[name]; ok {
			return []string{value}
		}
		return nil
	}
}

func decode(body []byte) ([]channel.Inbound, error) {
	return new(rcs.Adapter).Decode(channel.Delivery{Account: "acme", Body: body, ReceivedAt: received})
}
