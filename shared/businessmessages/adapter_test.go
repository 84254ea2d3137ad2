package businessmessages_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// admittedKey is the ordering key of a signed body.
func admittedKey(t *testing.T, body string) string {
	t.Helper()
	header := http.Header{}
	header.Set(businessmessages.SignatureHeader, businessmessages.Sign([]byte(body), "key"))
	a, err := new(businessmessages.Adapter).Admit(channel.Request{Header: header.Values, Body: []byte(body)}, []string{"key"})
	if err != nil || a.Handshake || len(a.Parts) != 1 || string(a.Parts[0].Body) != body {
		t.Fatalf("Admit = %+v, %v", a, err)
	}
	return a.Parts[0].Key
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
