package rules_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/vocabulary"
)

// TestNobodyTakesAFunctionsName: the reply that a function writes later under the
// name would not reach the customer.
func TestNobodyTakesAFunctionsName(t *testing.T) {
	t.Parallel()
	minted, err := vocabulary.Constants("../..", "shared/conversation.Minted")
	if err != nil {
		t.Fatal(err)
	}
	denied := variants{}
	for _, begins := range minted {
		denied["a reply named "+begins+"-7"] = replies(ana, active).at(active + "/replies/" + begins + "-7")
	}
	try(t, variants{"a reply named 7": replies(ana, active).at(active + "/replies/7")}, denied)
}
