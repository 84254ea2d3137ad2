package spelling_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

func TestTheNameThatWasMeantIsFound(t *testing.T) {
	t.Parallel()
	queues := []string{"front", "back", "back-office", "été", "vip", "fonts"}
	tests := []struct{ about, name, want string }{
		{"a letter too few", "fron", "front"},
		{"a letter too many", "frontt", "front"},
		{"a wrong letter", "fromt", "front"},
		{"two letters that are swapped", "fornt", "front"},
		{"swapped letters at the end", "vpi", "vip"},
		{"another case", "FRONT", "front"},
		{"letters with accents count once", "éte", "été"},
		{"the nearest, not the first", "font", "front"},
		{"the nearer one, though it comes later", "fontss", "fonts"},
		{"a long name with several slips", "bak_ofice", "back-office"},
		{"the very name", "vip", "vip"},
		{"a name that is like no other", "reception", ""},
		{"too much of it is different", "vxx", ""},
		{"nothing", "", ""},
		{"a name without a letter in common", "x", ""},
	}
	for _, tt := range tests {
		if got := spelling.Nearest(tt.name, queues); got != tt.want {
			t.Errorf("%s: %q is near %q, want %q", tt.about, tt.name, got, tt.want)
		}
	}
}

func TestOneLetterIsNotNearAnother(t *testing.T) {
	t.Parallel()
	if got := spelling.Nearest("a", []string{"b"}); got != "" {
		t.Errorf("a is near %q", got)
	}
	if got := spelling.Nearest("a", []string{"ab"}); got != "ab" {
		t.Errorf("a is near %q, want ab", got)
	}
}

func TestNothingIsNearWhereThereIsNothing(t *testing.T) {
	t.Parallel()
	if got := spelling.Nearest("front", nil); got != "" {
		t.Errorf("front is near %q", got)
	}
}

func TestOneSlipInALongNameIsAlwaysForgiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{4,12}`).Draw(t, "name")
		i := rapid.IntRange(0, len(name)-1).Draw(t, "place")
		letter := rapid.StringMatching(`[A-Z]`).Draw(t, "letter")
		for _, slip := range []string{name[:i] + letter + name[i:], name[:i] + letter + name[i+1:], name[:i] + name[i+1:]} {
			if got := spelling.Nearest(slip, []string{"", "0123456789", name}); got != name {
				t.Fatalf("%q is near %q, want %q", slip, got, name)
			}
		}
	})
}

func TestWhatIsNearIsOneOfTheNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name, among := rapid.String().Draw(t, "name"), rapid.SliceOf(rapid.String()).Draw(t, "among")
		got := spelling.Nearest(name, among)
		for _, candidate := range among {
			if name != "" && candidate == name && !strings.EqualFold(got, name) {
				t.Fatalf("%q is near %q", name, got)
			}
			if candidate == got {
				return
			}
		}
		if got != "" {
			t.Fatalf("%q is near %q, which is none of %q", name, got, among)
		}
	})
}
