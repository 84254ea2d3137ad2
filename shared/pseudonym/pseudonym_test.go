package pseudonym_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
)

// key is a key that is made of one digit.
func key(tb testing.TB, digit string) pseudonym.Key {
	tb.Helper()
	k, err := pseudonym.ParseKey([]byte(strings.Repeat(digit, 64)))
	if err != nil {
		tb.Fatal(err)
	}
	return k
}

func TestParseKey(t *testing.T) {
	t.Parallel()
	whole := strings.Repeat("0f", 32)
	tests := []struct{ name, text, want string }{
		{"32 bytes do", whole, ""},
		{"so do more", whole + "ab", ""},
		{"capitals are the same digits", strings.ToUpper(whole), ""},
		{"31 bytes are too few", whole[2:], "the key has 31 bytes and needs 32 at least"},
		{"nothing is too little", "", "the key has 0 bytes and needs 32 at least"},
		{"half a byte is none", whole + "a", "an even number of hexadecimal digits"},
		{"a line break after it is refused", whole + "\n", "without blanks or a line break"},
		{"two of them are refused as well", whole + "\r\n", "without blanks or a line break"},
		{"a blank before it is refused", " " + whole + "a", "without blanks or a line break"},
		{"a blank inside is refused", whole[:32] + "  " + whole[32:], "without blanks or a line break"},
		{"base64 is refused", strings.Repeat("QUJD", 16), "hexadecimal digits"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := pseudonym.ParseKey([]byte(tt.text))
			if tt.want == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if err != nil && len(tt.text) > 8 && strings.Contains(err.Error(), tt.text[8:16]) {
				t.Errorf("the error repeats the key: %v", err)
			}
		})
	}
}

func TestNamesNeverChange(t *testing.T) {
	t.Parallel()
	// Every stored conversation is found by such a value: it may not change.
	const want = "afb1b742258bae8b32da179996b6c8bb"
	if got := key(t, "0").Name("conversation", "business-messages", "acme", "brands/b/agents/a", "c-1"); got != want {
		t.Errorf("Name = %q, want %q", got, want)
	}
}

func TestNamesDiffer(t *testing.T) {
	t.Parallel()
	k := key(t, "0")
	lists := [][]string{
		{},
		{""},
		{"", ""},
		{"ab", "c"},
		{"a", "bc"},
		{"abc"},
		{"abc", ""},
		{"", "abc"},
		{"c", "ab"},
		{"1:a"},
		{"a\x00b"},
		{"a", "b"},
		{"\x00\x00\x00\x00\x00\x00\x00\x01a"},
		{"a\x00\x00\x00\x00\x00\x00\x00\x01b"},
	}
	seen := map[string]string{}
	for _, purpose := range []string{"", "a", "one", "two"} {
		for _, list := range lists {
			what := fmt.Sprintf("%q for %q", list, purpose)
			name := k.Name(purpose, list...)
			if other, taken := seen[name]; taken {
				t.Errorf("%s and %s are both %s", what, other, name)
			}
			seen[name] = what
		}
	}
}

func TestAnotherKeyMakesOtherNames(t *testing.T) {
	t.Parallel()
	first, again, other := key(t, "0"), key(t, "0"), key(t, "1")
	if first.Name("p", "+491701234567") == other.Name("p", "+491701234567") {
		t.Error("two keys make the same name: whoever has any key can find the number")
	}
	if first.Name("p", "+491701234567") != again.Name("p", "+491701234567") {
		t.Error("one key makes two names")
	}
}

func TestWithoutAKeyThereIsNoName(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("the zero key made a name, which anybody could compute")
		}
	}()
	pseudonym.Key{}.Name("p", "+491701234567")
}

func TestAKeyIsNotPrinted(t *testing.T) {
	t.Parallel()
	k := key(t, "7")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, k); strings.Contains(got, "77") || strings.Contains(got, "119") {
			t.Errorf("%s prints %q", verb, got)
		}
		if got := fmt.Sprintf(verb, struct{ Key pseudonym.Key }{k}); strings.Contains(got, "77") || strings.Contains(got, "119") {
			t.Errorf("%s of a struct prints %q", verb, got)
		}
	}
}

var plain = regexp.MustCompile(`^[0-9a-f]{32}$`)

// FuzzName splits two texts at every NUL and compares the names of the parts.
func FuzzName(f *testing.F) {
	f.Add("a\x00bc", "ab\x00c")
	f.Add("", "\x00")
	f.Add("+491701234567", "+491701234568")
	f.Fuzz(func(t *testing.T, one, two string) {
		k := key(t, "0")
		a, b := strings.Split(one, "\x00"), strings.Split(two, "\x00")
		x, y := k.Name("p", a...), k.Name("p", b...)
		if (x == y) != slices.Equal(a, b) {
			t.Errorf("%q is named %s and %q is named %s", a, x, b, y)
		}
		if !plain.MatchString(x) {
			t.Errorf("%q is named %q, want 32 hexadecimal digits", a, x)
		}
		if x == key(t, "1").Name("p", a...) || x == k.Name("q", a...) {
			t.Errorf("%q has the same name with another key or for another purpose", a)
		}
	})
}
