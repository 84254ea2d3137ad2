package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

// desk is what the desk needs in the cloud, with some settings replaced.
func desk(changes map[string]string) map[string]string {
	env := map[string]string{
		"MEDIA_BUCKET": "files", "FIREBASE_API_KEY": "key", "FIREBASE_AUTH_DOMAIN": "my-project.firebaseapp.com",
	}
	for name, value := range changes {
		env[name] = value
	}
	return env
}

func TestTheDeskNeedsFirebaseWhereThereIsNoEmulator(t *testing.T) {
	t.Parallel()
	got, err := config.ReadFrom[config.Desk](t.Context(), environment(desk(nil)))
	want := config.Desk{
		Project: "p", Bucket: "files", APIKey: "key", AuthDomain: "my-project.firebaseapp.com",
		SecondFactor: true, IdleTimeout: config.IdleTime(2 * time.Hour),
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, settings (-want +got):\n%s", err, diff)
	}
	without := map[string]string{"FIREBASE_API_KEY": "", "FIREBASE_AUTH_DOMAIN": ""}
	_, err = config.ReadFrom[config.Desk](t.Context(), environment(desk(without)))
	if err == nil {
		t.Fatal("no error")
	}
	problems := []string{
		"setting FIREBASE_API_KEY is missing: the key by which browsers call Firebase",
		"setting FIREBASE_AUTH_DOMAIN is missing: the host of Firebase's sign-in pages",
	}
	if diff := cmp.Diff(problems, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}

	without["FIRESTORE_EMULATOR_HOST"], without["FIREBASE_AUTH_EMULATOR_HOST"] = "localhost:1", "localhost:2"
	without["STORAGE_EMULATOR_HOST"], without["SIGN_IN_WITH_PASSWORD"] = "localhost:3", "true"
	got, err = config.ReadFrom[config.Desk](t.Context(), environment(desk(without)))
	want = config.Desk{
		Project: "p", Bucket: "files", Passwords: true, SecondFactor: true, IdleTimeout: config.IdleTime(2 * time.Hour), Firestore: config.Firestore{Emulator: "localhost:1"},
		Auth: config.Auth{Emulator: "localhost:2"}, Storage: config.Storage{Emulator: "localhost:3"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, settings with emulators (-want +got):\n%s", err, diff)
	}
}

// TestTheDeskRefusesWhatIsNoHost: it becomes part of a header that lists whom the
// page may trust.
func TestTheDeskRefusesWhatIsNoHost(t *testing.T) {
	t.Parallel()
	for _, host := range []string{
		"https://my-project.firebaseapp.com", "my-project.firebaseapp.com/", "my-project.firebaseapp.com evil.example",
		"my-project.firebaseapp.com; script-src *", "*.firebaseapp.com", "localhost", "My-Project.firebaseapp.com",
	} {
		_, err := config.ReadFrom[config.Desk](t.Context(), environment(desk(map[string]string{"FIREBASE_AUTH_DOMAIN": host})))
		if err == nil || !strings.Contains(err.Error(), "FIREBASE_AUTH_DOMAIN: want a host's name") {
			t.Errorf("%q: %v, want a refusal", host, err)
		}
	}
}

func TestTheDeskIsNotIdleForTooShortOrTooLong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"5m": "", "24h": "", "4m59s": "IDLE_TIMEOUT is 4m59s, want 5m0s to 24h0m0s", "25h": "want 5m0s to 24h0m0s",
		"0": "want 5m0s", "-2h": "want 5m0s", "two hours": "want a length of time such as 2h",
	} {
		_, err := config.ReadFrom[config.Desk](t.Context(), environment(desk(map[string]string{"IDLE_TIMEOUT": text})))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}
