package frontdesk

import (
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/vocabulary"
)

// TestTheGlossaryHasEveryWordThatTheCodeStores keeps docs/glossary.md complete.
func TestTheGlossaryHasEveryWordThatTheCodeStores(t *testing.T) {
	t.Parallel()
	page := string(readFile(t, "docs/glossary.md"))
	for _, of := range []string{
		"shared/conversation.State", "shared/conversation.ActionStatus", "shared/agent.Presence", "shared/agent.Role",
	} {
		words, err := vocabulary.Constants(".", of)
		if err != nil || len(words) == 0 {
			t.Fatalf("%s: %v, %v", of, words, err)
		}
		for _, word := range words {
			if !strings.Contains(page, "`"+word+"`") {
				t.Errorf("docs/glossary.md does not say what `%s` means, a word of %s", word, of)
			}
		}
	}
}
