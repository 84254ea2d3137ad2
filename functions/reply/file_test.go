package reply_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// shelf keeps files in the bucket's stand-in, by a test's clock. It signs nothing:
// Google's library does so by the real one.
type shelf struct {
	files
	bucket *bucket.Bucket
	away   error // or nil
}

func (s *shelf) Keep(ctx context.Context, object string) error {
	if s.away != nil {
		return s.away
	}
	return s.bucket.Keep(ctx, object)
}

func (s *shelf) Secret(ctx context.Context, object string) (string, error) {
	return s.bucket.Secret(ctx, object)
}

// uploads stores the file of a reply as the desk does, and returns the reply.
func (w *world) uploads(t *testing.T, id string) (*shelf, channel.Outbound) {
	t.Helper()
	server, err := standin.New(standin.Config{
		Dir: t.TempDir(), Buckets: []string{"files"}, Now: time.Now, Clock: func() time.Time { return w.now },
		Lifecycle: []standin.Rule{{Prefix: bucket.Uploads, Age: bucket.UploadLife}},
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() { web.Close(); _ = server.Close() })
	b, err := bucket.New(t.Context(), "files", strings.TrimPrefix(web.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	f := bucket.File{Object: bucket.Outbound(string(w.id), id), Type: "image/png"}
	if err := b.Put(t.Context(), f, []byte("data")); err != nil {
		t.Fatal(err)
	}
	s := &shelf{bucket: b}
	w.files = s
	return s, channel.Outbound{ID: id, Kind: channel.File, Media: &channel.Attachment{Object: f.Object, Type: f.Type}}
}

// stays wants a file to be there after two days.
func (s *shelf) stays(t *testing.T, w *world, object string) {
	t.Helper()
	w.now = w.now.Add(48 * time.Hour)
	content, err := s.bucket.Open(t.Context(), object, bucket.All())
	if err != nil {
		t.Fatalf("the file has gone: %v", err)
	}
	_ = content.Close()
}

func TestTheFileOfAReplyStaysAndAnotherGoesAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, out := w.uploads(t, "file")
	other := bucket.Outbound(string(w.id), "other")
	if err := s.bucket.Put(t.Context(), bucket.File{Object: other, Type: "image/png"}, []byte("data")); err != nil {
		t.Fatal(err)
	}
	w.write(t, out)
	if err := w.wake(t, "file"); err != nil {
		t.Fatal(err)
	}
	if r := w.reply(t, "file"); r.Status != channel.Sent || r.Media.Object != out.Media.Object {
		t.Errorf("the reply is %s, with %+v", r.Status, r.Media)
	}
	s.stays(t, w, out.Media.Object)
	if _, err := s.bucket.Open(t.Context(), other, bucket.All()); !errors.Is(err, bucket.ErrNotFound) {
		t.Errorf("what no reply refers to: %v, want ErrNotFound", err)
	}
}

func TestThePictureOnACardIsTheFileOfTheReplyAndTheCard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, _ := w.uploads(t, "cards-1")
	elsewhere := bucket.Outbound("another", "file")
	w.write(t, channel.Outbound{ID: "cards", Kind: channel.Card, Cards: []channel.CardItem{
		{Title: "Public", Media: &channel.Attachment{URL: "https://shop.example/lamp.png", Type: "image/png"}},
		{Title: "Ours", Media: &channel.Attachment{Object: elsewhere, Type: "image/png", Alt: "A lamp"}},
	}})
	if err := w.wake(t, "cards"); err != nil {
		t.Fatal(err)
	}
	if r := w.reply(t, "cards"); r.Status != channel.Sent {
		t.Fatalf("the reply is %s for %v", r.Status, r.Reason)
	}
	object := bucket.Outbound(string(w.id), "cards-1")
	got := w.provider.got[0].Cards
	if want := "https://shop.example/lamp.png"; got[0].Media.URL != want {
		t.Errorf("the public picture is at %s, want %s", got[0].Media.URL, want)
	}
	if got[1].Media.Object != object || !strings.Contains(got[1].Media.URL, object) {
		t.Errorf("the uploaded picture is %s at %s, want %s", got[1].Media.Object, got[1].Media.URL, object)
	}
	s.stays(t, w, object)
}

func TestAReplyWhoseFileHasGoneSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, out := w.uploads(t, "file")
	w.now = w.now.Add(24 * time.Hour)
	w.fails(t, out, "reply.fileGone")
}

func TestAFileThatWasKeptBeforeACrashIsSentAfterIt(t *testing.T) {
	t.Parallel()
	for after, want := range map[string]time.Duration{"before the upload goes": 0, "after the upload went": 48 * time.Hour} {
		w := newWorld(t)
		s, out := w.uploads(t, "file")
		w.write(t, out)
		w.crashes(t)
		if err := s.Keep(t.Context(), out.Media.Object); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(want)
		if err := w.wake(t, "file"); err != nil {
			t.Errorf("%s: %v", after, err)
		}
		if r := w.reply(t, "file"); r.Status != channel.Sent || len(w.provider.ids()) != 1 {
			t.Errorf("%s: the reply is %s for %v, sent %v", after, r.Status, r.Reason, w.provider.ids())
		}
		s.stays(t, w, out.Media.Object)
	}
}

// TestTheFileOfAReplyThatFailedStays, so that the agent can send it again.
func TestTheFileOfAReplyThatFailedStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, out := w.uploads(t, "file")
	w.set(t, "", conversation.Conversation{
		Customer: conversation.Customer{Peer: channel.Peer{Channel: "none", Key: "k"}},
		Thread:   conversation.Thread{LastHeardAt: w.now}, Session: conversation.Session{State: conversation.Active},
	})
	w.fails(t, out, "reply.noChannel channel=none")
	s.stays(t, w, out.Media.Object)
}

func TestAnOutageOfTheBucketPostponesOnlyWhatCanBeSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, out := w.uploads(t, "file")
	s.away = errors.New("away")
	w.write(t, out)
	if err := w.wake(t, "file"); err == nil {
		t.Error("the event is not repeated")
	}
	if r := w.reply(t, "file"); r.Status != channel.Pending {
		t.Errorf("the reply is %s for %v, want it pending", r.Status, r.Reason)
	}
	refused := newWorld(t)
	refused.files = s
	refused.now = refused.now.Add(31 * 24 * time.Hour)
	refused.fails(t, out, "reply.window days=30")
}

// TestACustomerIsGivenAnAddressOfTheDesk, which opens the file, while the provider gets one
// that is signed: the same one however often the reply is sent.
func TestACustomerIsGivenAnAddressOfTheDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, out := w.uploads(t, "r1")
	w.write(t, out)
	w.provider.fail, w.provider.good = errors.New("the line is dead"), 0
	if err := w.wake(t, "r1"); err == nil {
		t.Fatal("the first attempt did not fail")
	}
	secret, err := s.bucket.Secret(t.Context(), out.Media.Object)
	if err != nil || len(secret) < 26 {
		t.Fatalf("the secret is %q, %v", secret, err)
	}
	w.provider.fail, w.now = nil, w.now.Add(time.Hour)
	if err := w.wake(t, "r1"); err != nil {
		t.Fatal(err)
	}
	got := w.provider.got[0].Media
	if want := "https://desk.example/f/" + string(w.id) + "/r1/" + secret; got.Link != want {
		t.Errorf("the customer's address is %s, want %s", got.Link, want)
	}
	if !strings.HasPrefix(got.URL, "https://bucket.example.com/") {
		t.Errorf("the provider's address is %s", got.URL)
	}
	if strings.Contains(w.log.String(), secret) {
		t.Error("the log has the secret of the file")
	}
}
