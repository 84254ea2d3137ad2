package businessmessages_test

import (
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// admittedKey is the ordering key of a signed body.
func admittedKey(t *testing.T, body string) string {
	t.Helper()
	header := http.Header{}
	header.Set(google.SignatureHeader, google.Sign([]byte(body), "key"))
	a, err := new(businessmessages.Adapter).Admit(channel.Request{Header: header.Values, Body: []byte(body)}, []string{"key"})
	if err != nil || a.Handshake || len(a.Parts) != 1 || string(a.Parts[0].Body) != body {
		t.Fatalf("Admit = %+v, %v", a, err)
	}
	return a.Parts[0].Key
}
