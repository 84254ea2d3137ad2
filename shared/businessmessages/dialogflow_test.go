package businessmessages_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// TestWhatGooglesBotAnswered is taken from what was sent, or else from what was found.
func TestWhatGooglesBotAnswered(t *testing.T) {
	t.Parallel()
	const faq, intent = `"faqResponse":{"answers":[{"faqAnswer":"Nine to five."},{"faqAnswer":"Never."}]}`,
		`"intentResponses":[{"fulfillmentMessages":[{"error":{},"text":"broken"},{"text":"Hello."},{"text":"Ask me."}]},{"fulfillmentMessages":[{"text":"less likely"}]}]`
	for response, want := range map[string]*channel.BotAnswer{
		`null`: nil, `17`: nil, `{}`: nil, `{"autoResponded":"maybe"}`: nil,
		`{"autoResponded":false,` + faq + `}`:  nil,
		`{"autoResponded":true}`:               {},
		`{"autoResponded":"true",` + faq + `}`: {Text: "Nine to five."},
		`{"autoResponded":true,"autoRespondedMessages":[{"message":"a","responseSource":"FAQ"}],` + faq + `,` + intent + `}`:               {Text: "Nine to five."},
		`{"autoResponded":true,"autoRespondedMessages":[{"message":"a","responseSource":"INTENT"}],` + faq + `,` + intent + `}`:            {Text: "Hello.\n\nAsk me."},
		`{"autoResponded":true,"autoRespondedMessages":[{"message":"a","responseSource":"FAQ_FOLLOW_UP"}],` + faq + `}`:                    {},
		`{"autoResponded":true,"autoRespondedMessages":[7,{"message":"a","responseSource":"RESPONSE_SOURCE_UNSPECIFIED"}],` + intent + `}`: {Text: "Hello.\n\nAsk me."},
		`{"autoResponded":true,"autoRespondedMessages":[{"message":{"text":"One."}},{"message":{"text":"Two."}}],` + faq + `}`:             {Text: "One.\n\nTwo."},
		`{"autoResponded":true,"faqResponse":[],"intentResponses":{},"autoRespondedMessages":"none"}`:                                      {},
		`{"autoResponded":true,"intentResponses":[{"fulfillmentMessages":[{"text":"One moment."},{"liveAgentHandoff":{}}]}]}`:              {Text: "One moment.", HandsOver: true},
	} {
		body := fmt.Sprintf(`{"conversationId":"c1","message":{"messageId":"m1","text":"hours?"},"dialogflowResponse":%s}`, response)
		events, err := (&businessmessages.Adapter{}).Decode(channel.Delivery{Account: "acme", Body: []byte(body), ReceivedAt: time.Now()})
		if err != nil || len(events) != 1 {
			t.Errorf("%s: %d events, error %v", response, len(events), err)
			continue
		}
		if diff := cmp.Diff(want, events[0].Answered); diff != "" {
			t.Errorf("%s (-want +got):\n%s", response, diff)
		}
	}
}
