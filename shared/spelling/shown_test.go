package spelling_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

func TestANameOfBlanksIsNoName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Dana": "Dana", "  Dana   Okafor ": "Dana Okafor", "Dana\nOkafor\t": "Dana Okafor", "Жанна": "Жанна", "王小明": "王小明",
		"José": "José", "علی\u200cرضا": "علی\u200cرضا", "👩\u200d🚀": "👩\u200d🚀", "?": "?", "7": "7", "❤️": "❤️",
		"\u202eanaD": "anaD", "\u200bDana\ufeff": "Dana", "Da\u00adna": "Dana", "a\u2066b\u2069c": "abc", "\u200dDana\u200d": "Dana",
		"": "", " ": "", "\u00a0\u3000\u2003": "", "\u200b": "", "\u200c\u200d": "", "\u2800": "", "\u3164": "", "\u115f\u1160": "",
		"\ufeff": "", "\x00\x07": "", "\t\r\n": "", "\u2028\u2029": "", "\u200e\u200f\u202a\u202c": "", "\u0301": "", "\ufe0f": "",
		"\u00ad": "", "\U000e0041": "",
	} {
		if got := spelling.Shown(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
		if want == "" && spelling.IsShown(name) {
			t.Errorf("%q can be seen", name)
		}
	}
	for name, want := range map[string]bool{"Dana Okafor": true, "Dana\nOkafor": false, "علی\u200cرضا": true, " Dana": true} {
		if got := spelling.IsShown(name); got != want {
			t.Errorf("%q can be seen: %v", name, got)
		}
	}
}

func FuzzShown(f *testing.F) {
	f.Add(" Dana\u200b\n")
	f.Fuzz(func(t *testing.T, name string) {
		got := spelling.Shown(name)
		if again := spelling.Shown(got); again != got {
			t.Errorf("%q becomes %q and then %q", name, got, again)
		}
		if got != strings.TrimSpace(got) || !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\x00\u202e\u200b") {
			t.Errorf("%q becomes %q", name, got)
		}
	})
}
