package bucket_test

import (
	"errors"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// TestAFileOpensToWhoeverHasItsSecret, under its name, for thirty days, and to nobody else.
func TestAFileOpensToWhoeverHasItsSecret(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.put(t, upload, "data")
	if _, err := w.Secret(t.Context(), upload.Object); !errors.Is(err, bucket.ErrNotFound) {
		t.Errorf("a file that was not sent: %v", err)
	}
	w.keep(t, upload.Object)
	secret, err := w.Secret(t.Context(), upload.Object)
	if err != nil || len(secret) < 26 { // 128 bits
		t.Fatalf("the secret is %q, %v", secret, err)
	}
	w.put(t, upload, "data")
	w.keep(t, upload.Object)
	if again, err := w.Secret(t.Context(), upload.Object); again != secret || err != nil {
		t.Errorf("after a repetition the secret is %q, %v, want %q", again, err, secret)
	}
	other := bucket.File{Object: bucket.Outbound("c", "other"), Type: "image/png", Name: "o.png"}
	w.put(t, other, "else")
	w.keep(t, other.Object)
	old := bucket.File{Object: bucket.Inbound("c", "m"), Type: "image/png", Name: "m.png"}
	w.put(t, old, "from a customer")
	now := time.Now()
	for _, tt := range []struct {
		what, object, secret string
		at                   time.Time
		name                 string
	}{
		{"at once", upload.Object, secret, now, "x.png"},
		{"after 29 days", upload.Object, secret, now.Add(29 * 24 * time.Hour), "x.png"},
		{"after 31 days", upload.Object, secret, now.Add(31 * 24 * time.Hour), ""},
		{"without a secret", upload.Object, "", now, ""},
		{"with half of it", upload.Object, secret[:13], now, ""},
		{"with another file's", other.Object, secret, now, ""},
		{"a customer's file", old.Object, "", now, ""},
		{"no file at all", bucket.Outbound("c", "none"), secret, now, ""},
	} {
		name, err := w.Linked(t.Context(), tt.object, tt.secret, tt.at)
		if name != tt.name || (tt.name == "") != errors.Is(err, bucket.ErrNotFound) {
			t.Errorf("%s: %q, %v; want %q", tt.what, name, err, tt.name)
		}
	}
}
