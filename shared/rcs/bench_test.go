package rcs //nolint:testpackage // encoding is nobody else's business

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// The floor of decoding is reading what it needs with the library alone.
func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"user-text", "user-event-delivered", "user-event-is-typing", "user-file-image"} {
		body, err := os.ReadFile("testdata/webhook-data/" + name + ".json")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/of=product", func(b *testing.B) {
			b.ReportAllocs()
			adapter := new(Adapter)
			for b.Loop() {
				if _, err := adapter.Decode(channel.Delivery{Account: "a", Body: body, ReceivedAt: time.Unix(0, 0)}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/of=floor", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var least struct {
					SenderPhoneNumber, AgentID, MessageID, EventID, EventType, Text string
					UserFile                                                        struct {
						Payload struct {
							MimeType, FileURI, FileName string
							FileSizeBytes               int
						}
					}
					SendTime time.Time
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
	to := channel.Peer{Channel: Name, Account: "a", BrandAgent: "acme", Key: "+33612345678"}
	out := channel.Outbound{
		ID: "5e8b4b9e-3e43-4b0e-8a52-6d1f4b7c2e10", Conversation: "c",
		Text: "Thank you for asking, it is on its way and will be there on Tuesday.",
	}
	none := func(channel.Attachment) string { return "" }
	b.Run("text/of=product", func(b *testing.B) {
		b.ReportAllocs()
		adapter := new(Adapter)
		for b.Loop() {
			prepared, err := adapter.Prepare(out)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := json.Marshal(encode(to, prepared[0], none).Body); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("text/of=floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var least struct {
				ContentMessage struct {
					Text string `json:"text"`
				} `json:"contentMessage"`
			}
			least.ContentMessage.Text = out.Text
			if _, err := json.Marshal(least); err != nil {
				b.Fatal(err)
			}
		}
	})
}
