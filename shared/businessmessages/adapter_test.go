package businessmessages_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
)

// admittedKey is the ordering key of a signed body.
func admittedKey(t *testing.T, body string) string {
	t.Helper()
	header := http.Header{}
	header.Set(businessmessages.SignatureHeader, businessmessages.Sign([]byte(body), "key"))
	a, err := new(businessmessages.Adapter).Admit([]byte(body), header.Values, []string{"key"})
	if err != nil || a.Handshake {
		t.Fatalf("Admit = %+v, %v", a, err)
	}
	return a.Key
}

// namedConversation is the conversation that a body names as a string.
func namedConversation(body []byte) string {
	var e struct {
		ConversationID any `json:"conversationId"`
	}
	if json.Unmarshal(body, &e) != nil {
		return ""
	}
	name, _ := e.ConversationID.(string)
	return name
}
