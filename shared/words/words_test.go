package words_test

import (
	"encoding/json"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/shared/words"
)

// cases are run by the client, too.
type cases struct {
	Words []struct {
		Name, Text string
		Want       []string
	}
	Keys []struct {
		Word string
		Want []string
	}
	Endings []struct{ Number, Want string }
}

func load(t *testing.T) (all cases) {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestATextHasTheWordsThatPeopleLookFor(t *testing.T) {
	t.Parallel()
	for _, c := range load(t).Words {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.Want, words.Of(c.Text), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAWordIsFoundByItsBeginnings(t *testing.T) {
	t.Parallel()
	for _, c := range load(t).Keys {
		if diff := cmp.Diff(c.Want, words.Keys(c.Word)); diff != "" {
			t.Errorf("%s: %s", c.Word, diff)
		}
	}
}

func TestANumberIsFoundByTheDigitsThatEverybodySees(t *testing.T) {
	t.Parallel()
	for _, c := range load(t).Endings {
		if got := words.Ending(c.Number); got != c.Want {
			t.Errorf("%q: %q, want %q", c.Number, got, c.Want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Où est 東京 l'été\xff?")
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range words.Of(text) {
			if n := utf8.RuneCountInString(w); n == 0 || n > words.MaxLength {
				t.Errorf("%q has %d characters", w, n)
			}
			if n := len(words.Keys(w)); n < 1 || n > words.MostKeys {
				t.Errorf("%q has %d keys", w, n)
			}
		}
	})
}
