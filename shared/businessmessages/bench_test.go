package businessmessages //nolint:testpackage // encoding is nobody else's business

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// The floor of decoding is reading what it needs with the library alone.
func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"webhook-message-text", "webhook-receipts.delivered", "webhook-user-status.typing-started"} {
		body, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/of=product", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := new(Adapter).Decode(channel.Delivery{Account: "a", Body: body, ReceivedAt: time.Unix(0, 0)}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/of=floor", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var least struct {
					Agent, ConversationID, RequestID string
					Message                          struct{ MessageID, Text string }
					Receipts                         struct {
						Receipts []struct{ Message, ReceiptType string }
					}
					UserStatus struct{ IsTyping bool }
					SendTime   time.Time
				}
				if err := json.Unmarshal(body, &least); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The floor of encoding is writing the text with the library alone.
func BenchmarkEncode(b *testing.B) {
	to := channel.Peer{Channel: Name, Account: "a", BrandAgent: "brands/b/agents/a", Key: "c"}
	out := channel.Outbound{ID: "r", Text: "Thank you for asking, it is on its way and will be there on Tuesday.", Fallback: "Thank you"}
	b.Run("text/of=product", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			prepared, err := new(Adapter).Prepare(out)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := json.Marshal(encode(to, prepared[0]).Body); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("text/of=floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			least := struct {
				MessageID      string            `json:"messageId"`
				Text           string            `json:"text"`
				Fallback       string            `json:"fallback"`
				Representative map[string]string `json:"representative"`
			}{out.ID, out.Text, out.Fallback, map[string]string{"representativeType": "HUMAN"}}
			if _, err := json.Marshal(least); err != nil {
				b.Fatal(err)
			}
		}
	})
}
