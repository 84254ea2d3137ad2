package conversation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// written is a reply as Jo's client writes it.
func written() conversation.Reply {
	return conversation.Reply{
		Outbound: channel.Outbound{ID: "r1", Text: "Yes, in blue."},
		Author:   jo(), Status: channel.Pending, CreatedAt: at(0),
	}
}

func TestReplyFault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*conversation.Reply)
		want   string
	}{
		{"an ordinary reply has none", func(*conversation.Reply) {}, ""},
		{"an id of 128 characters is fine", func(r *conversation.Reply) { r.ID = strings.Repeat("x", 128) }, ""},
		{"a text as long as it may be", func(r *conversation.Reply) { r.Text = strings.Repeat("x", conversation.MaxReply) }, ""},
		{
			"a document that could not be read says so first",
			func(r *conversation.Reply) { *r = conversation.Reply{Malformed: true} }, "reply.malformed",
		},
		{
			"a place needs no text",
			func(r *conversation.Reply) {
				r.Text, r.Kind, r.Place = "", channel.Location, &channel.Place{Latitude: 48.85}
			}, "",
		},
		{"no text", func(r *conversation.Reply) { r.Text = "" }, "reply.empty"},
		{"only white space", func(r *conversation.Reply) { r.Text = " \n\u00a0" }, "reply.empty"},
		{
			"a text that is too long",
			func(r *conversation.Reply) { r.Text = strings.Repeat("x", conversation.MaxReply+1) },
			"reply.long most=20000",
		},
		{
			"cards that are too large together",
			func(r *conversation.Reply) {
				r.Kind = channel.Card
				r.Cards = []channel.CardItem{{Media: &channel.Attachment{URL: strings.Repeat("x", conversation.MaxContent)}}}
			},
			"reply.large most=65536",
		},
		{
			"thousands of choices with nothing in them",
			func(r *conversation.Reply) { r.Choices = make([]channel.ChoiceItem, 5000) },
			"reply.large most=65536",
		},
		{"an id with a dot", func(r *conversation.Reply) { r.ID = "a.b" }, wrongID},
		{"an id that is too long", func(r *conversation.Reply) { r.ID = strings.Repeat("x", 129) }, wrongID},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := written()
			tt.change(&r)
			if got := spell(r.Fault()); got != tt.want {
				t.Errorf("Fault = %q, want %q", got, tt.want)
			}
		})
	}
}

const wrongID = "reply.badID most=128"

func TestReplyClaimLeasesAndCounts(t *testing.T) {
	t.Parallel()
	want := written()
	want.Status, want.Holder, want.LeaseUntil, want.Session, want.Queue, want.Attempts = channel.Sending, "run", at(15), 3, "front", 1
	got := written().Claim("run", at(15), conversation.Session{Number: 3, Queue: "front"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claimed (-want +got):\n%s", diff)
	}
	if again := got.Claim("other", at(40), conversation.Session{Number: 3, Queue: "front"}); again.Attempts != 2 || again.Holder != "other" {
		t.Errorf("claimed again = %+v, want the second attempt of the other run", again)
	}
}

func TestReplyLeased(t *testing.T) {
	t.Parallel()
	claimed := written().Claim("run", at(15), conversation.Session{Number: 1, Queue: "front"})
	pending := claimed
	pending.Status = channel.Pending
	tests := []struct {
		name  string
		reply conversation.Reply
		now   time.Time
		want  bool
	}{
		{"while its run has the lease", claimed, at(14), true},
		{"not at the instant when the lease ends", claimed, at(15), false},
		{"not after that", claimed, at(16), false},
		{"not while it waits", pending, at(1), false},
		{"not when nobody claimed it", written(), at(1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.reply.Leased(tt.now); got != tt.want {
				t.Errorf("Leased = %v, want %v", got, tt.want)
			}
		})
	}
}

// because is a reason of that code, or none.
func because(code reason.Code) *reason.Reason {
	if code == "" {
		return nil
	}
	return reason.New(code, nil)
}

// spell is a reason as text, or nothing.
func spell(r *reason.Reason) string {
	if r == nil {
		return ""
	}
	return r.String()
}

func TestReplyPostpone(t *testing.T) {
	t.Parallel()
	for _, status := range []channel.Status{
		channel.Pending, channel.Sending, channel.Sent, channel.Failed, channel.Delivered, channel.Read,
	} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			r := written().Claim("run", at(15), conversation.Session{Number: 1, Queue: "front"})
			r.Status = status
			want := r
			if status.Outgoing() {
				want.Status, want.Reason, want.Holder, want.LeaseUntil = channel.Pending, because("busy"), "event", time.Time{}
				want.RetryAt = at(60)
			}
			delay := conversation.Delay{Reason: because("busy"), Until: at(60), Holder: "event"}
			if diff := cmp.Diff(want, r.Postpone(delay)); diff != "" {
				t.Errorf("postponed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplySettle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		before     channel.Status
		known      reason.Code
		status     channel.Status
		reason     reason.Code
		want       channel.Status
		wantReason reason.Code
	}{
		{"sent", channel.Sending, "", channel.Sent, "", channel.Sent, ""},
		{"sent after a wait loses the wait's reason", channel.Sending, "busy", channel.Sent, "", channel.Sent, ""},
		{"refused", channel.Sending, "busy", channel.Failed, "too long", channel.Failed, "too long"},
		{"a receipt that overtakes the record", channel.Sending, "", channel.Delivered, "", channel.Delivered, ""},
		{"a receipt that overtakes the next attempt", channel.Pending, "busy", channel.Read, "", channel.Read, ""},
		{"sent after a receipt", channel.Read, "", channel.Sent, "", channel.Read, ""},
		{"refused after proof of delivery", channel.Delivered, "", channel.Failed, "again?", channel.Delivered, ""},
		{"proof of delivery after a refusal", channel.Failed, "too long", channel.Delivered, "", channel.Delivered, ""},
		{"sent after a refusal keeps why", channel.Failed, "too long", channel.Sent, "", channel.Failed, "too long"},
		{"nobody knows", channel.Sending, "", channel.Unknown, "cut", channel.Unknown, "cut"},
		{"a receipt settles what nobody knew", channel.Unknown, "cut", channel.Delivered, "", channel.Delivered, ""},
		{"sent after all", channel.Unknown, "cut", channel.Sent, "", channel.Sent, ""},
		{"nobody knows what a receipt told", channel.Delivered, "", channel.Unknown, "cut", channel.Delivered, ""},
		{"the same receipt again", channel.Delivered, "", channel.Delivered, "", channel.Delivered, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := written().Claim("run", at(15), conversation.Session{Number: 1, Queue: "front"})
			r.Status, r.Reason = tt.before, because(tt.known)
			want := r
			want.Status, want.Reason, want.Holder, want.LeaseUntil, want.SentAt = tt.want, because(tt.wantReason), "", time.Time{}, at(9)
			if tt.want == channel.Failed && tt.before != channel.Failed {
				want.FailedAt = at(9) // by which alerts count it
			}
			if diff := cmp.Diff(want, r.RecordOutcome(conversation.Report{Status: tt.status, Reason: because(tt.reason)}, at(9))); diff != "" {
				t.Errorf("settled (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplySettleKeepsWhenItWasSent(t *testing.T) {
	t.Parallel()
	got := written().RecordOutcome(conversation.Report{Status: channel.Sent}, at(9)).RecordOutcome(conversation.Report{Status: channel.Read}, at(60))
	if !got.SentAt.Equal(at(9)) || got.Status != channel.Read {
		t.Errorf("%s at %v, want read, sent at %v", got.Status, got.SentAt, at(9))
	}
}

func TestReplyOutbound(t *testing.T) {
	t.Parallel()
	bot := written()
	bot.Author = conversation.Author{Name: "Frontdesk", Bot: true}
	tests := []struct {
		name  string
		reply conversation.Reply
		want  channel.Speaker
	}{
		{"the customer sees an agent's name", written(), channel.Speaker{Name: "Jo"}},
		{"the customer sees that a message is automated", bot, channel.Speaker{Name: "Frontdesk", Bot: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := channel.Outbound{ID: "r1", Text: "Yes, in blue.", Speaker: tt.want}
			if diff := cmp.Diff(want, tt.reply.ForChannel()); diff != "" {
				t.Errorf("outbound (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplyMessage(t *testing.T) {
	t.Parallel()
	want := &conversation.Message{
		ID: "r1", Direction: conversation.Out, Kind: channel.Text, Session: 3, Queue: "front", Text: "Yes, in blue.", Author: jo(),
		Status: channel.Failed, Reason: because("too long"), SentAt: at(9), ReceivedAt: at(9),
	}
	got := written().Claim("run", at(15), conversation.Session{Number: 3, Queue: "front"}).RecordOutcome(conversation.Report{Status: channel.Failed, Reason: because("too long")}, at(9)).Message()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

func TestReplyObjection(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	file := written()
	file.Kind, file.Media = channel.File, &channel.Attachment{URL: "https://example.com/a.png"}
	empty := written()
	empty.Text = ""
	for _, tt := range []struct {
		name   string
		reply  conversation.Reply
		files  bool
		window time.Duration
		heard  time.Duration
		want   string
	}{
		{"an ordinary reply has none", written(), false, 30 * day, 30 * day, ""},
		{"a fault is one", empty, true, 0, 0, "reply.empty"},
		{
			"the channel's window is over",
			written(), false, 30 * day, 30*day + 1,
			"reply.window days=30",
		},
		{"a channel without a window is always open", written(), false, 0, 365 * day, ""},
		{"files are off", file, false, 0, 0, "file.off"},
		{"files are on", file, true, 0, 0, ""},
	} {
		c := conversation.Conversation{Session: conversation.Session{Attachments: tt.files}, Thread: conversation.Thread{LastHeardAt: noon}}
		if got := spell(tt.reply.Objection(c, tt.window, noon.Add(tt.heard))); got != tt.want {
			t.Errorf("%s: Objection = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestReplyLapsed(t *testing.T) {
	t.Parallel()
	types := func(on bool) conversation.Reply {
		return conversation.Reply{Outbound: channel.Outbound{Kind: channel.Typing, On: on}, CreatedAt: at(100)}
	}
	for _, tt := range []struct {
		name  string
		reply conversation.Reply
		told  int
		now   int
		want  bool
	}{
		{"a text never lapses", written(), 0, 10_000, false},
		{"typing is true for 20 seconds", types(true), 0, 120, false},
		{"and no longer", types(true), 0, 121, true},
		{"the end of typing, too", types(false), 0, 121, true},
		{"the customer was told a moment ago", types(true), 100, 103, true},
		{"the customer was told a while ago", types(true), 100, 104, false},
		{"the end of typing is told at once", types(false), 100, 101, false},
	} {
		c := conversation.Conversation{Outbox: conversation.Outbox{AgentTypingAt: at(tt.told)}}
		if got := tt.reply.Lapsed(c, at(tt.now)); got != tt.want {
			t.Errorf("%s: Lapsed = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestReplyMessageKeepsMoreThanText(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*conversation.Reply){
		"markup":  func(r *conversation.Reply) { r.Markup = true },
		"a file":  func(r *conversation.Reply) { r.Media = &channel.Attachment{URL: "https://example.com/a.png"} },
		"cards":   func(r *conversation.Reply) { r.Cards = []channel.CardItem{{Title: "Blue"}} },
		"a place": func(r *conversation.Reply) { r.Place = &channel.Place{Latitude: 48.85, Label: "Shop"} },
		"choices": func(r *conversation.Reply) { r.Choices = []channel.ChoiceItem{{Label: "Yes"}} },
	} {
		r := written()
		change(&r)
		if diff := cmp.Diff(&r.Outbound, r.Message().Sent); diff != "" {
			t.Errorf("%s: sent (-want +got):\n%s", name, diff)
		}
	}
}
