package conversation_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

func TestASentMessageIsTakenBackThroughTheOutbox(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.c.Signals = []channel.Kind{channel.Revoke}
	s.consents(false) // who has unsubscribed does not keep it from being taken back
	ch := s.does("Jo", conversation.Revoke, conversation.Action{Of: "r1", Reply: undelivered()})
	if ch.Revoking == nil || ch.Revoking.ID != "r1" || !ch.Revoking.Revoking || len(ch.Replies) != 1 {
		t.Fatalf("changes %+v, sends %+v", ch.Revoking, ch.Replies)
	}
	r := ch.Replies[0]
	if r.Kind != channel.Revoke || r.Of != "r1" || r.Status != channel.Pending || r.Fault() != nil {
		t.Errorf("sends %+v", r)
	}
	if wrong := r.Objection(s.c, 0, s.now); wrong != nil {
		t.Errorf("it is refused for %s", wrong)
	}
}

func TestWhatCanBeTakenBack(t *testing.T) {
	t.Parallel()
	s := picked(t)
	for _, tt := range []struct {
		name string
		want reason.Code
		edit func(*conversation.Reply)
	}{
		{"sent", "", func(*conversation.Reply) {}},
		{"perhaps sent", "", func(r *conversation.Reply) { r.Status = channel.Unknown }},
		{"waiting", conversation.ReplyIsUnsent, func(r *conversation.Reply) { r.Status = channel.Pending }},
		{"being sent", conversation.ReplyIsBeingSent, func(r *conversation.Reply) { r.Status = channel.Sending }},
		{"delivered", conversation.ReplyIsDelivered, func(r *conversation.Reply) { r.Status = channel.Delivered }},
		{"read", conversation.ReplyIsDelivered, func(r *conversation.Reply) { r.Status = channel.Read }},
		{"failed", conversation.ReplyIsOver, func(r *conversation.Reply) { r.Status = channel.Failed }},
		{"taken back", conversation.ReplyIsOver, func(r *conversation.Reply) { r.Status = channel.Revoked }},
		{"being taken back", conversation.ReplyIsBeingRevoked, func(r *conversation.Reply) { r.Revoking = true }},
		{"a signal", conversation.NoSuchReply, func(r *conversation.Reply) { r.Kind = channel.Seen }},
	} {
		s.c.Signals = []channel.Kind{channel.Revoke}
		r := undelivered()
		tt.edit(r)
		a := conversation.Action{Of: "r1", Reply: r}
		if tt.want == "" {
			s.does("Jo", conversation.Revoke, a)
			continue
		}
		s.refused(string(tt.want), "Jo", conversation.Revoke, a)
	}
	s.refused("action.noReply", "Jo", conversation.Revoke, conversation.Action{Of: "r1"})
	s.c.Signals = nil
	s.refused("action.cannotRevoke", "Jo", conversation.Revoke, conversation.Action{Of: "r1", Reply: undelivered()})
}

// TestAReceiptOutranksWhatIsSaidOfTakingBack in whatever order they come.
func TestAReceiptOutranksWhatIsSaidOfTakingBack(t *testing.T) {
	t.Parallel()
	signal := conversation.Reply{Attempts: 1}
	revoked := signal.RevocationReport(conversation.Report{Status: channel.Sent})
	late := signal.RevocationReport(conversation.Report{Status: channel.Failed, Reason: because(channel.TooLateToRevoke)})
	expired := conversation.Report{Status: channel.Failed, Reason: because(channel.HasExpired)}
	may := conversation.Report{Status: channel.Sent, Reason: because(channel.MayArrive)}
	delivered := conversation.Report{Status: channel.Delivered}
	for _, tt := range []struct {
		name    string
		reports []conversation.Report
		want    channel.Status
	}{
		{"taken back", []conversation.Report{revoked}, channel.Revoked},
		{"taken back and delivered", []conversation.Report{revoked, delivered}, channel.Delivered},
		{"expired and taken back", []conversation.Report{expired, revoked}, channel.Revoked},
		{"expired and delivered", []conversation.Report{expired, delivered}, channel.Delivered},
		{"may arrive and does", []conversation.Report{may, delivered}, channel.Delivered},
		{"may arrive and is taken back", []conversation.Report{may, revoked}, channel.Revoked},
		{"may arrive and does not", []conversation.Report{may, expired}, channel.Failed},
		{"all of it", []conversation.Report{may, expired, revoked, delivered}, channel.Delivered},
		{"too late", []conversation.Report{late}, channel.Sent},
		{"too late and delivered", []conversation.Report{late, delivered}, channel.Delivered},
	} {
		permute(tt.reports, func(order []conversation.Report) {
			r := *undelivered()
			r.Revoking = true
			ends := false
			for _, heard := range order {
				before := r
				r = r.RecordOutcome(heard, at(60))
				ends = ends || heard.EndsRevoking
				if r.Status != before.Status && !r.Tells(before) {
					t.Errorf("%s: %s after %s says nothing", tt.name, r.Status, before.Status)
				}
			}
			if r.Status != tt.want || r.Revoking == ends || r.Status == channel.Delivered && r.Reason != nil {
				t.Errorf("%s: it is %s for %v, being taken back: %v", tt.name, r.Status, r.Reason, r.Revoking)
			}
		})
	}
}

func TestWhatIsSaidOfAMessageThatWasToBeTakenBack(t *testing.T) {
	t.Parallel()
	late := because(channel.TooLateToRevoke)
	for _, tt := range []struct {
		attempts int64
		signal   conversation.Report
		status   channel.Status
		code     reason.Code
	}{
		{1, conversation.Report{Status: channel.Sent}, channel.Revoked, ""},
		{3, conversation.Report{Status: channel.Sent}, channel.Revoked, ""},
		{1, conversation.Report{Status: channel.Failed, Reason: late}, channel.Sent, conversation.NotRevoked},
		{2, conversation.Report{Status: channel.Failed, Reason: late}, channel.Sent, conversation.MaybeRevoked},
		{5, conversation.Report{Status: channel.Unknown}, channel.Sent, conversation.MaybeRevoked},
		{1, conversation.Report{Status: channel.Failed, Reason: because(channel.PartlyRevoked)}, channel.Revoked, channel.PartlyRevoked},
	} {
		got := conversation.Reply{Attempts: tt.attempts}.RevocationReport(tt.signal)
		var code reason.Code
		if got.Reason != nil {
			code = got.Reason.Code
		}
		if got.Status != tt.status || code != tt.code || !got.EndsRevoking {
			t.Errorf("%+v at attempt %d: %+v", tt.signal, tt.attempts, got)
		}
	}
}
