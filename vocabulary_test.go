package frontdesk

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/vocabulary"
)

func TestTheVocabularyIsGenerated(t *testing.T) {
	t.Parallel()
	files, err := vocabulary.Files(".")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is out of date, run `go generate .` in the root (-want +got):\n%s", name, diff)
		}
	}
}
