package dossier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dossier"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// stored is what there is of a conversation.
type stored struct {
	documents map[string]map[string]any
	messages  []conversation.Message
	files     map[string]string
	broken    error
}

// Documents are those that there are.
func (s stored) Documents(context.Context, conversation.ID) (map[string]map[string]any, []conversation.Message, error) {
	return s.documents, s.messages, s.broken
}

// OfConversation lists the files, by their names.
func (s stored) OfConversation(context.Context, string) ([]bucket.Stored, error) {
	var all []bucket.Stored
	for object := range s.files {
		all = append(all, bucket.Stored{Object: object})
	}
	slices.SortFunc(all, func(a, b bucket.Stored) int { return strings.Compare(a.Object, b.Object) })
	return all, nil
}

// Open opens a file; one without content has just been deleted.
func (s stored) Open(_ context.Context, object string, _ bucket.Part) (*bucket.Content, error) {
	if s.files[object] == "" {
		return nil, bucket.ErrNotFound
	}
	return &bucket.Content{ReadCloser: io.NopCloser(strings.NewReader(s.files[object]))}, nil
}

// write writes the archive and reads what is in it.
func (s stored) write(t *testing.T) (map[string]string, error) {
	t.Helper()
	var b bytes.Buffer
	if err := dossier.Write(t.Context(), s, s, "c", noon, &b); err != nil {
		if b.Len() > 0 {
			t.Errorf("%d bytes were written before %v", b.Len(), err)
		}
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range r.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		all[file.Name] = string(text)
	}
	return all, nil
}

func TestAnArchiveHasEverythingButEarlierArchives(t *testing.T) {
	t.Parallel()
	got, err := stored{
		documents: map[string]map[string]any{".": {"preview": "Hi"}, "messages/m1": {"text": "Hi <b>"}},
		messages: []conversation.Message{
			{ID: "m1", Direction: conversation.In, Text: "Hi <b>", Media: &conversation.Media{Name: "a cat.png", Width: 3}},
		},
		files: map[string]string{
			bucket.Inbound("c", "m1"): "a cat", bucket.Outbound("c", "r1"): "", bucket.Export("c", "r"): "an archive",
		},
	}.write(t)
	if err != nil {
		t.Fatal(err)
	}
	var data dossier.Data
	if err := json.Unmarshal([]byte(got["data.json"]), &data); err != nil {
		t.Fatal(err)
	}
	want := dossier.Data{
		Version: dossier.Version, ExportedAt: noon, Conversation: "c",
		Documents: map[string]map[string]any{".": {"preview": "Hi"}, "messages/m1": {"text": "Hi <b>"}},
		Files:     map[string]string{"inbound/c/m1": "files/001-a-cat.png"},
	}
	if diff := cmp.Diff(want, data, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("data.json (-want +got):\n%s", diff)
	}
	if got["files/001-a-cat.png"] != "a cat" || !strings.Contains(got["transcript.html"], "Hi &lt;b&gt;") || len(got) != 3 {
		t.Errorf("the archive has %v", got)
	}
}

func TestOfNothingThereIsNoArchive(t *testing.T) {
	t.Parallel()
	if _, err := (stored{files: map[string]string{bucket.Export("c", "r"): "an archive"}}).write(t); !errors.Is(err, dossier.ErrNothing) {
		t.Errorf("error = %v, want ErrNothing", err)
	}
	broken := errors.New("broken")
	if _, err := (stored{broken: broken}).write(t); !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
}
