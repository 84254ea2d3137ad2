package secret_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Keys as providers mint them.
const (
	a = "QWERTYUIOPASDFGH"
	b = "SJENCPGJESMGUFPY"
	c = "3f6a0c9e-0b6f-4f7d-9d3e-1c2b3a4d5e6f"
)

func TestKeysAreTheLinesOfSecrets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		secrets []string
		want    []string
	}{
		{"one key", []string{a}, []string{a}},
		{"a key with a line break behind it", []string{a + "\n"}, []string{a}},
		{"a line a key", []string{b + "\n" + a}, []string{b, a}},
		{"lines as Windows ends them", []string{b + "\r\n" + a + "\r\n"}, []string{b, a}},
		{"blank lines and spaces around keys", []string{"\n  " + a + " \n\t\n\n" + b + "\n\n"}, []string{a, b}},
		{"several secrets, in their order", []string{b + "\n" + a, c}, []string{b, a, c}},
		{"a comment is no key", []string{"# tokens of acme, 2026\n" + a + "\n  #" + b}, []string{a}},
		{"nor is a line with a blank in it", []string{"tokens of acme, 2026\n" + a}, []string{a}},
		{"nor what is too short to be one", []string{"x\n" + a[1:] + "\n" + a}, []string{a}},
		{"nor what cannot be seen", []string{a + "\x00\n" + b}, []string{b}},
		{"an empty secret has none", []string{""}, nil},
		{"a blank secret has none", []string{" \r\n"}, nil},
		{"no secrets", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, reader, _ := manager(t)
			var names []string
			for i, payload := range tt.secrets {
				names = append(names, server.Add(name+string(rune('a'+i)), []byte(payload)))
			}
			got, err := reader.Keys(t.Context(), names, false)
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("error %v, keys (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestKeysFailWhenOneSecretIsMissing(t *testing.T) {
	t.Parallel()
	server, reader, _ := manager(t)
	got, err := reader.Keys(t.Context(), []string{server.Add(name, []byte(a)), name + "x/versions/latest"}, false)
	if err == nil || got != nil {
		t.Errorf("Keys = %q, %v, want an error and no keys", got, err)
	}
}

func TestKeysCanBeFresh(t *testing.T) {
	t.Parallel()
	server, reader, clock := manager(t)
	names := []string{server.Add(name, []byte(a))}
	if _, err := reader.Keys(t.Context(), names, false); err != nil {
		t.Fatal(err)
	}
	server.Add(name, []byte(b+"\n"+a))
	clock.move(time.Minute)
	for _, tt := range []struct {
		fresh bool
		want  []string
	}{{false, []string{a}}, {true, []string{b, a}}} {
		got, err := reader.Keys(t.Context(), names, tt.fresh)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("fresh %v: error %v, keys (-want +got):\n%s", tt.fresh, err, diff)
		}
	}
}

func TestCheckKeysRefusesASecretThatIsNone(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, secret, want string }{
		{"keys and comments", "# old and new\n" + a + "\n\n" + b, ""},
		{"a word", a + "\nhunter2", "line 2 is no key: it has 7 characters"},
		{"a sentence", "tokens of acme, 2026\n" + a, "line 1 is no key: there is a blank"},
		{"nothing", "\n", "it holds no key"},
		{"comments only", "# " + a, "it holds no key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, reader, _ := manager(t)
			latest := server.Add(name, []byte(tt.secret))
			err := reader.CheckKeys(t.Context(), []string{latest})
			if tt.want == "" {
				if err != nil {
					t.Errorf("CheckKeys = %v, want nothing", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), "secret "+latest+": "+tt.want) {
				t.Errorf("CheckKeys = %v, want %q of the secret", err, tt.want)
			}
			for _, word := range []string{"hunter2", "acme, 2026", a} {
				if err != nil && strings.Contains(err.Error(), word) {
					t.Errorf("the error shows what is in the secret: %v", err)
				}
			}
		})
	}
}

func TestCheckKeysWaitsForASecretThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	_, reader, _ := manager(t)
	if err := reader.CheckKeys(t.Context(), []string{name + "/versions/latest"}); err != nil {
		t.Errorf("CheckKeys = %v: keys are added after the first apply", err)
	}
}
