package store_test

import (
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestAnActionGoesSomeTimeAfterItsEnd, a signal sooner, and one that was refused, too.
func TestAnActionGoesSomeTimeAfterItsEnd(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	for kind, want := range map[conversation.ActionKind]time.Duration{
		conversation.Pick: 30 * 24 * time.Hour, conversation.Close: 30 * 24 * time.Hour, "nonsense": 30 * 24 * time.Hour,
		conversation.Type: 24 * time.Hour, conversation.MarkRead: 24 * time.Hour,
	} {
		if a := w.act(t, "a-"+string(kind), kind, "jo"); !a.Ended() || !a.ExpireAt.Equal(noon.Add(want)) {
			t.Errorf("%s is %s and goes at %s, want %s after its end", kind, a.Status, a.ExpireAt, want)
		}
	}
}

// TestASignalGoesADayAfterItWasGiven, whatever became of it, and a reply later: its message
// is the copy.
func TestASignalGoesADayAfterItWasGiven(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	for _, status := range []channel.Status{channel.Sent, channel.Failed} {
		for kind, want := range map[channel.Kind]time.Time{
			channel.Text: noon.Add(30 * 24 * time.Hour), channel.Typing: noon.Add(24 * time.Hour), channel.Seen: noon.Add(24 * time.Hour),
		} {
			name := string(kind) + "-" + string(status)
			_, err := w.doc("/replies/"+name).Create(t.Context(), map[string]any{
				"kind": kind, "text": "hello", "status": channel.Pending, "createdAt": firestore.ServerTimestamp,
			})
			if err != nil {
				t.Fatal(err)
			}
			o := w.Outbox(id, "event")
			if err := o.Record(t.Context(), claim(t, o, noon, name), heard(status, nil), noon); err != nil {
				t.Fatal(err)
			}
			if r := get[conversation.Reply](t, w.doc("/replies/"+name)); !r.ExpireAt.Equal(want) {
				t.Errorf("%s goes at %s, want %s", name, r.ExpireAt, want)
			}
		}
	}
}
