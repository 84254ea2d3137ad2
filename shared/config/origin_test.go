package config_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

// filesAt is the setting that says where a channel's files are.
func filesAt(origin string) string {
	text, err := json.Marshal(config.Channels{channels.Default: {Files: origin}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestMediaFetchesFromTheProviderUnlessItIsToldAnotherOrigin(t *testing.T) {
	t.Parallel()
	for origin, want := range map[string]config.Origin{
		"https://files.example":          {Scheme: "https", Host: "files.example"},
		"https://files.example:8443":     {Scheme: "https", Host: "files.example:8443"},
		"http://127.0.0.1:8706":          {Scheme: "http", Host: "127.0.0.1:8706"},
		"http://[::1]:8706":              {Scheme: "http", Host: "[::1]:8706"},
		"http://localhost:8706":          {Scheme: "http", Host: "localhost:8706"},
		"http://[::ffff:127.0.0.1]:8706": {Scheme: "http", Host: "[::ffff:127.0.0.1]:8706"},
	} {
		got, err := config.ReadFrom[config.Media](t.Context(), environment(map[string]string{
			"MEDIA_BUCKET": "files", "MEDIA_RESULTS_TOPIC": "r", "CHANNELS": filesAt(origin), "STORAGE_EMULATOR_HOST": "localhost:1",
		}))
		settings := config.Media{
			Project: "p", Bucket: "files", Results: "r", Channels: config.Channels{channels.Default: {Files: origin}},
			Storage: config.Storage{Emulator: "localhost:1"}, Trace: config.Trace{Ratio: 1},
		}
		if diff := cmp.Diff(settings, got); diff != "" || err != nil {
			t.Errorf("%q: %v, settings (-want +got):\n%s", origin, err, diff)
		}
		if read, err := config.ParseOrigin(origin); read != want || err != nil {
			t.Errorf("%q is %+v, %v, want %+v", origin, read, err, want)
		}
	}
}

func TestChannelsAreRefusedThatAreNoneOrElsewhere(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"pigeon": {}}`:       `CHANNELS: there is no channel "pigeon", only "` + strings.Join(channels.Profiles().Names(), ", ") + `"`,
		`{"pigeon": {"a": 1}}`: `unknown field "a"`,
		`{} {}`:                "something follows the closing brace",
		`{"` + channels.Default + `": {"api": "not a URL"}}`: "api: want a URL such as https://host",
	} {
		_, err := config.ReadFrom[config.Media](t.Context(), environment(map[string]string{"CHANNELS": text, "MEDIA_BUCKET": "files"}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestMediaRefusesWhatIsNoOrigin(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{
		"storage.googleapis.com", "http://storage.googleapis.com", "http://127.0.0.1.example", "http://10.0.0.1",
		"https://storage.googleapis.com/", "https://storage.googleapis.com/path", "https://storage.googleapis.com?",
		"https://user@storage.googleapis.com", "https://", "https://:443", "HTTPS://storage.googleapis.com",
		"ftp://127.0.0.1", "file:///etc/passwd", "https://a b", "//storage.googleapis.com", "https:storage.googleapis.com",
		"https://storage.googleapis.com#x", "http://localhost.example", "https://[::1",
	} {
		_, err := config.ReadFrom[config.Media](t.Context(), environment(map[string]string{
			"CHANNELS": filesAt(origin),
		}))
		if err == nil || !strings.Contains(err.Error(), "want https://host") {
			t.Errorf("%q: %v, want a refusal", origin, err)
		}
		if err == nil || !strings.Contains(err.Error(), "setting MEDIA_BUCKET is missing: the name of the bucket for files") {
			t.Errorf("%q: %v, want the missing bucket named too", origin, err)
		}
	}
}
