package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// photo is a picture of 5 × 4 pixels.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 5, 4)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// attach sends a picture from the customer's phone and returns its message's id.
func (c customer) attach(contentType string, data []byte) string {
	c.t.Helper()
	id, err := c.Phones.Phone(c.key, "Dana").Attach(c.t.Context(), contentType, data)
	if err != nil {
		c.t.Fatal(err)
	}
	return conversation.ReceivedID(id)
}

// settles waits until it is settled what became of a message's picture.
func (c customer) settles(message string) conversation.Media {
	c.t.Helper()
	var media conversation.Media
	c.sees("the copy of "+message, func(v desk.View) bool {
		i := slices.IndexFunc(v.Messages, func(m conversation.Message) bool { return m.ID == message })
		if i < 0 || v.Messages[i].Media == nil || v.Messages[i].Media.Status == conversation.MediaCopying {
			return false
		}
		media = *v.Messages[i].Media
		return true
	})
	return media
}

// files connects to the bucket with Google's own library.
func (c customer) files() *bucket.Bucket {
	c.t.Helper()
	b, err := bucket.New(c.t.Context(), stack.MediaBucket, c.BucketHost())
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = b.Close() })
	return b
}

func TestACustomersPictureIsCopied(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	message := c.attach("image/png", photo(t)) // it is a JPEG
	want := conversation.Media{
		Status: conversation.MediaStored, Object: fmt.Sprintf("inbound/%s/%s", c.id, message),
		Type: "image/jpeg", Size: int64(len(photo(t))), Width: 5, Height: 4,
	}
	if diff := cmp.Diff(want, c.settles(message)); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
	url, err := c.files().SignedURL(t.Context(), want.Object, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	got, err := io.ReadAll(res.Body)
	if err != nil || !bytes.Equal(got, photo(t)) || res.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("downloaded %d bytes of %s, %v", len(got), res.Header.Get("Content-Type"), err)
	}
}

func TestAPictureThatIsNoneIsNotCopied(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	gone := c.attach("image/png", photo(t))
	c.settles(gone)
	url := c.seesURL(gone)
	for name, tt := range map[string]struct {
		message string
		want    reason.Code
	}{
		"half a header": {c.attach("image/png", []byte("\x89PNG\r\n\x1a\n\x00\x00")), "file.notAPicture"},
		"a bomb": {
			c.attach("image/gif", []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00")),
			"file.tooManyPixels",
		},
		"one whose signature is wrong": {
			c.write(url[:len(url)-1] + "_"), "file.gone",
		},
	} {
		want := conversation.Media{Type: "image/*", Status: conversation.MediaFailed, Reason: reason.New(tt.want, nil)}
		if diff := cmp.Diff(want, c.settles(tt.message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if _, err := c.files().Open(t.Context(), bucket.Inbound(string(c.id), tt.message), bucket.All()); err == nil {
			t.Errorf("%s is in the bucket", name)
		}
	}
}

// TestAPageIsKeptAsBytes that no browser interprets, whatever it claims to be.
func TestAPageIsKeptAsBytes(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	page := []byte("<html><script>alert(1)</script>")
	message := c.attach("image/png", page)
	want := conversation.Media{
		Status: conversation.MediaStored, Object: bucket.Inbound(string(c.id), message),
		Type: "application/octet-stream", Size: int64(len(page)),
	}
	if diff := cmp.Diff(want, c.settles(message)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func (c customer) write(text string) string {
	c.t.Helper()
	id, err := c.Phones.Phone(c.key, "Dana").Write(c.t.Context(), text)
	if err != nil {
		c.t.Fatal(err)
	}
	return conversation.ReceivedID(id)
}

// seesURL is where Google keeps a message's picture.
func (c customer) seesURL(message string) string {
	c.t.Helper()
	var url string
	c.sees("the URL", func(v desk.View) bool {
		for _, m := range v.Messages {
			if m.ID == message {
				url = m.URL
			}
		}
		return strings.HasPrefix(url, c.APIURL)
	})
	return url
}

// TestACopySurvivesAnOutageOfTheBucketAndACrash runs alone: the bucket is
// everybody's.
func TestACopySurvivesAnOutageOfTheBucketAndACrash(t *testing.T) {
	c := newCustomer(t, product(t))
	t.Cleanup(func() { c.Bucket.Fail(0) })
	c.Bucket.Fail(http.StatusServiceUnavailable)
	message := c.attach("image/jpeg", photo(t))
	c.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 })
	c.Functions["media"].Kill()
	c.Bucket.Fail(0)
	if got := c.settles(message); got.Status != conversation.MediaStored {
		t.Errorf("the copy is %+v", got)
	}
}

// TestACopyIsSettledOnce: what is behind the URL changes, and the job comes again.
func TestACopyIsSettledOnce(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	message := c.attach("image/jpeg", photo(t))
	want := c.settles(message)
	var other bytes.Buffer
	if err := png.Encode(&other, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	second := c.attach("image/png", other.Bytes())
	c.settles(second)
	ref := c.Firestore.Collection("conversations").Doc(string(c.id)).Collection("messages").Doc(message)
	before, err := ref.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c.job(message)
	}
	third := c.attach("image/png", other.Bytes())
	c.settles(third)
	after, err := ref.Get(t.Context())
	if err != nil || !after.UpdateTime.Equal(before.UpdateTime) {
		t.Errorf("the message was written again, %v", err)
	}
	if diff := cmp.Diff(want, c.settles(message)); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
}

// job asks once more for the copy of a message's picture.
func (c customer) job(message string) {
	c.t.Helper()
	m := topic.Media{
		Conversation: string(c.id), Message: message, Channel: businessmessages.Name, Account: c.Account, URL: c.seesURL(message),
		ReceivedAt: time.Now(),
	}.Encode()
	_, err := c.PubSub.TopicAdminClient.Publish(c.t.Context(), &pubsubpb.PublishRequest{
		Topic:    fmt.Sprintf("projects/%s/topics/%s", c.Project, stack.MediaTopic),
		Messages: []*pubsubpb.PubsubMessage{{Data: m.Data}},
	})
	if err != nil {
		c.t.Fatal(err)
	}
}
