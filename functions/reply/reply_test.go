package reply_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var host string // of the Firestore emulator: one a package

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

// provider takes messages in a channel's name; its limits are the real ones.
type provider struct {
	channel.Adapter

	mu   sync.Mutex
	got  []channel.Outbound
	fail error
	// fails are the ids of the only messages that fail; nil stands for all.
	fails []string
	// good counts the messages that are taken before it fails.
	good int
	// mints is whether it has ids of its own and knows no message again.
	mints bool
}

func (p *provider) Profile() channel.Profile {
	profile := p.Adapter.Profile()
	profile.Idempotent = !p.mints
	return profile
}

func (p *provider) Send(_ context.Context, _ channel.Peer, o channel.Outbound) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil && p.good <= 0 && (p.fails == nil || slices.Contains(p.fails, o.ID)) {
		return "", p.fail
	}
	p.good--
	p.got = append(p.got, o)
	if p.mints {
		return "minted/" + o.ID, nil
	}
	return "", nil
}

func (p *provider) ids() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var ids []string
	for _, o := range p.got {
		ids = append(ids, o.ID)
	}
	return ids
}

// files has every file, and signs addresses in the bucket's name.
type files struct{}

func (files) Keep(context.Context, string) error { return nil }

func (files) SignedURL(_ context.Context, object string, until time.Time) (string, error) {
	return "https://bucket.example.com/" + object + "?until=" + until.Format("2006-01-02"), nil
}

func (files) Secret(context.Context, string) (string, error) { return "", nil }

// world is a reply function on a database of its own, at a time that tests move.
type world struct {
	provider provider
	// adapters are the channels; there is one, the provider's, unless a test says otherwise.
	adapters map[string]channel.Adapter
	files    reply.Files
	defaults map[string]reply.Defaults
	db       *firestore.Client
	now      time.Time
	log      bytes.Buffer
	id       conversation.ID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := stack.Firestore(t.Context(), host, official.Project("reply"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{provider: provider{Adapter: channels.Adapters(nil, nil)[channels.Default]}, files: files{}, db: db, now: time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC), id: "c1"}
	w.adapters = map[string]channel.Adapter{channels.Default: &w.provider}
	w.set(t, "", conversation.Conversation{
		Customer: conversation.Customer{Peer: channel.Peer{Channel: channels.Default, Account: "acme", Key: "k"}},
		Session:  conversation.Session{State: conversation.Active, Number: 1, Attachments: true}, Thread: conversation.Thread{LastHeardAt: w.now},
	})
	return w
}

func (w *world) set(t *testing.T, path string, doc any) {
	t.Helper()
	if _, err := w.db.Doc("conversations/"+string(w.id)+path).Set(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
}

func (w *world) write(t *testing.T, out channel.Outbound) {
	t.Helper()
	w.set(t, "/replies/"+out.ID, conversation.Reply{
		Outbound: out, Author: conversation.Author{Email: "jo", Name: "Jo"}, Status: channel.Pending, CreatedAt: w.now,
	})
	w.now = w.now.Add(time.Millisecond)
}

// wake delivers the event that a reply was created.
func (w *world) wake(t *testing.T, id string) error {
	t.Helper()
	e := event.New()
	e.SetID("event-" + id)
	e.SetSubject("documents/conversations/" + string(w.id) + "/replies/" + id)
	h := &reply.Handler{
		Store: store.Of(w.db), Adapters: w.adapters, Files: w.files, Defaults: w.defaults, Desk: "https://desk.example",
		Now: func() time.Time { return w.now }, Log: logging.New(&w.log, "p", "reply"),
	}
	return h.Handle(t.Context(), e)
}

func (w *world) reply(t *testing.T, id string) conversation.Reply {
	t.Helper()
	doc, err := w.db.Doc("conversations/" + string(w.id) + "/replies/" + id).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var r conversation.Reply
	if err := doc.DataTo(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) fails(t *testing.T, out channel.Outbound, why string) {
	t.Helper()
	w.write(t, out)
	if err := w.wake(t, out.ID); err != nil {
		t.Errorf("%s: %v, want no repetition", out.ID, err)
	}
	if r := w.reply(t, out.ID); r.Status != channel.Failed || r.Reason == nil || r.Reason.String() != why {
		t.Errorf("%s is %s for %v, want failed for %q", out.ID, r.Status, r.Reason, why)
	}
	if len(w.provider.ids()) > 0 {
		t.Errorf("the provider was asked for %v", w.provider.ids())
	}
}

func TestNothingIsSentWhenTheCustomerHasBeenSilentForTooLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = w.now.Add(30*24*time.Hour + time.Second)
	w.fails(t, channel.Outbound{ID: "late", Text: "Still there?"}, "reply.window days=30")
}

func TestALimitIsNamedWithItsField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fails(t, channel.Outbound{
		ID: "chips", Text: "Well?", Choices: []channel.ChoiceItem{{Label: strings.Repeat("x", 30)}},
	}, `reply.limits limits=[(limit.long field="choices[0].label" length=30 most=25)]`)
}

func TestAFileIsRefusedWhereFilesAreSwitchedOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, "", conversation.Conversation{
		Customer: conversation.Customer{Peer: channel.Peer{Channel: channels.Default, Key: "k"}}, Thread: conversation.Thread{LastHeardAt: w.now}, Session: conversation.Session{State: conversation.Active},
	})
	w.fails(t, channel.Outbound{
		ID: "file", Kind: channel.File, Media: &channel.Attachment{Object: "outbound/a.png", Type: "image/png"},
	}, "file.off")
}

func TestAFileOfTheBucketGetsASignedAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, channel.Outbound{
		ID: "file", Kind: channel.File, Media: &channel.Attachment{Object: "outbound/a.png", Type: "image/png"},
	})
	if err := w.wake(t, "file"); err != nil {
		t.Fatal(err)
	}
	if got, want := w.provider.got[0].Media.URL, "https://bucket.example.com/outbound/a.png?until=2024-03-12"; got != want {
		t.Errorf("address %q, want %q", got, want)
	}
	if r := w.reply(t, "file"); r.Media.URL != "" {
		t.Errorf("the signed address is kept: %q", r.Media.URL)
	}
}

func TestAConversationGetsNoMoreThanItsMessagesAMinute(t *testing.T) {
	t.Parallel()
	const replies = 30
	w := newWorld(t)
	for i := range replies {
		w.write(t, channel.Outbound{ID: fmt.Sprintf("r%02d", i), Text: "hello"})
	}
	if err := w.wake(t, "r00"); err == nil {
		t.Error("the run does not come again for the rest")
	}
	if n := len(w.provider.ids()); n != 20 {
		t.Errorf("%d sent at once, want a third of the minute's 60", n)
	}
	for range 100 {
		w.now = w.now.Add(time.Second)
		if err := w.wake(t, "r00"); err == nil {
			break
		}
	}
	if ids := w.provider.ids(); len(ids) != replies || !slices.IsSorted(ids) {
		t.Errorf("sent %v, want all in order", ids)
	}
}

func TestTypingIsToldSparinglyAndOnlyWhileItIsTrue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, ago := range []time.Duration{time.Minute, 0, 0} {
		id := fmt.Sprintf("t%d", i)
		w.write(t, channel.Outbound{ID: id, Kind: channel.Typing, On: true})
		w.now = w.now.Add(ago)
		if err := w.wake(t, id); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.provider.ids(); !slices.Equal(got, []string{"t1"}) {
		t.Errorf("told %v, want only the second: the first had lapsed and the third came at once", got)
	}
	docs, err := w.db.Collection("conversations/" + string(w.id) + "/messages").Documents(t.Context()).GetAll()
	if err != nil || len(docs) > 0 {
		t.Errorf("%d messages, error %v, want none: a signal leaves nothing in the history", len(docs), err)
	}
}

func TestAFailureThatPassesKeepsTheReplyAndItsPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, channel.Outbound{ID: "b-first", Text: "one"})
	w.write(t, channel.Outbound{ID: "a-second", Text: "two"})
	w.provider.fail = &channel.RetryError{Err: errors.New("busy")}
	if err := w.wake(t, "b-first"); err == nil {
		t.Error("the event is not repeated")
	}
	if r := w.reply(t, "b-first"); r.Status != channel.Pending || r.Reason == nil {
		t.Errorf("reply = %+v, want it pending with a reason", r)
	}
	w.provider.fail = nil
	w.now = w.now.Add(time.Minute)
	if err := w.wake(t, "a-second"); err != nil {
		t.Fatal(err)
	}
	if got := w.provider.ids(); !slices.Equal(got, []string{"b-first", "a-second"}) {
		t.Errorf("sent %v, want them in order", got)
	}
	if log := w.log.String(); strings.Contains(log, "one") {
		t.Errorf("the log quotes a reply: %s", log)
	}
}

// TestTheLogTellsWhatBecameOfAReply, and a signal from what somebody waits for.
func TestTheLogTellsWhatBecameOfAReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, step := range []struct {
		out  channel.Outbound
		fail error
	}{
		{channel.Outbound{ID: "r1", Text: "hello"}, nil},
		{channel.Outbound{ID: "r2", Text: "hello"}, &channel.RefusedError{Reason: reason.Reason{Code: "gone"}}},
		{channel.Outbound{ID: "r3", Kind: channel.Joined}, &channel.RefusedError{Reason: reason.Reason{Code: "gone"}}},
	} {
		w.provider.fail = step.fail
		w.write(t, step.out)
		if err := w.wake(t, step.out.ID); err != nil {
			t.Error(err)
		}
	}
	var got []string
	for line := range strings.Lines(w.log.String()) {
		var l struct {
			Severity, Message, Reply string
			Signal                   bool
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(l.Severity, " ", l.Message, " ", l.Reply, " ", l.Signal))
	}
	want := []string{"INFO reply sent r1 false", "WARNING reply refused r2 false", "WARNING reply refused r3 true"}
	if !slices.Equal(got, want) {
		t.Errorf("log %q, want %q", got, want)
	}
}
