package rcs_test

import (
	"fmt"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func TestTheKeywordsOfACountry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		number, text string
		kind         channel.Kind
		on           bool
	}{
		{"+15550100123", "STOP", channel.Consent, false},
		{"+15550100123", " stop\n", channel.Consent, false},
		{"+15550100123", "Start", channel.Consent, true},
		{"+15550100123", "Please stop", channel.Text, false},
		{"+15550100123", "BAJA", channel.Text, false},
		{"+34600000000", "Baja", channel.Consent, false},
		{"+34600000000", "ALTA", channel.Consent, true},
		{"+34600000000", "STOP", channel.Consent, false},
		{"+525550000000", "BAJA", channel.Consent, false},
		{"+5511900000000", "parar", channel.Consent, false},
		{"+5511900000000", "Começar", channel.Consent, true},
		{"+33600000000", "Démarrer", channel.Consent, true},
		{"+33600000000", "STOP", channel.Consent, false},
		{"+49170000000", "parar", channel.Text, false},
	} {
		body := fmt.Sprintf(`{"senderPhoneNumber":%q,"messageId":"m1","text":%q,"agentId":"a"}`, tt.number, tt.text)
		events, err := decode([]byte(body))
		if err != nil || len(events) != 1 {
			t.Fatalf("%s: %v, error %v", tt.text, events, err)
		}
		if got := events[0]; got.Kind != tt.kind || got.On != tt.on || got.Text != tt.text {
			t.Errorf("%q of %s is %s, %v, %q", tt.text, tt.number, got.Kind, got.On, got.Text)
		}
	}
}
