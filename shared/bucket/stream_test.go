package bucket_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// film is a file that takes several requests of a proxy's buffer.
func film() []byte { return append([]byte("\x00\x00\x00\x18ftypmp42"), make([]byte, 3<<20)...) }

func TestAStreamIsAnObjectAsAnyOther(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	f := bucket.File{Object: bucket.Inbound("c1", "m1"), Type: "video/mp4", Name: "film.mp4"}
	for range 2 { // the same again is nothing new
		if size, err := w.Stream(t.Context(), f, bytes.NewReader(film())); size != int64(len(film())) || err != nil {
			t.Fatalf("streamed %d bytes, %v", size, err)
		}
	}
	content, err := w.Open(t.Context(), f.Object, bucket.All())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	got, err := io.ReadAll(content)
	if !bytes.Equal(got, film()) || content.Type != "video/mp4" || err != nil {
		t.Errorf("read %d bytes of %s, %v", len(got), content.Type, err)
	}
	if _, err := w.Stream(t.Context(), f, strings.NewReader("another")); !errors.Is(err, bucket.ErrTaken) {
		t.Errorf("another content: %v, want %v", err, bucket.ErrTaken)
	}
}

// broken gives its content and then fails.
type broken struct{ io.Reader }

var errBroken = errors.New("the transfer broke")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errBroken
	}
	return n, err
}

func TestAStreamThatBreaksLeavesNothing(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	f := bucket.File{Object: bucket.Inbound("c1", "m1"), Type: "video/mp4"}
	for _, size := range []int{0, 1000, len(film())} {
		if _, err := w.Stream(t.Context(), f, broken{bytes.NewReader(film()[:size])}); !errors.Is(err, errBroken) {
			t.Errorf("after %d bytes: %v, want %v", size, err, errBroken)
		}
	}
	if _, err := w.Open(t.Context(), f.Object, bucket.All()); !errors.Is(err, bucket.ErrNotFound) {
		t.Errorf("there is an object: %v", err)
	}
}
