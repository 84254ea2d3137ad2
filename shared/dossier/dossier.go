// Package dossier writes everything that is stored of a conversation into one archive: for
// a customer who asks for it, or for a court.
//
//	data.json        every document, as docs/firestore.md describes it, and the files' names
//	transcript.html  what was said, to read and to print
//	files/           the files, as they were sent
//
// It reads through its arguments and takes the time as one.
package dossier

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Version is the version of data.json. It changes when a field changes its meaning.
const Version = 1

// Data is data.json.
type Data struct {
	Version      int       `json:"version"`
	ExportedAt   time.Time `json:"exportedAt"`
	Conversation string    `json:"conversation"`
	// Documents are by their path below the conversation; the conversation's own path is
	// ".". Times are as RFC 3339 has them.
	Documents map[string]map[string]any `json:"documents"`
	// Files are by the object's name in the bucket: where they are in the archive.
	Files map[string]string `json:"files"`
}

// Documents are what the database has, see package store.
type Documents interface {
	// Documents returns every document of a conversation, by its path below it, and the
	// conversation's own by ".", and the messages among them in their order.
	Documents(ctx context.Context, id conversation.ID) (map[string]map[string]any, []conversation.Message, error)
}

// Files are the files of conversations, see package bucket.
type Files interface {
	OfConversation(ctx context.Context, conversation string) ([]bucket.Stored, error)
	Open(ctx context.Context, object string, part bucket.Part) (*bucket.Content, error)
}

// ErrNothing says that nothing is stored of the conversation.
var ErrNothing = errors.New("nothing is stored of that conversation")

// Write writes the archive of a conversation. The error is [ErrNothing] before anything is
// written where nothing is stored. Archives that were written before are not in it.
func Write(ctx context.Context, documents Documents, files Files, id conversation.ID, now time.Time, to io.Writer) error {
	data := Data{Version: Version, ExportedAt: now.UTC(), Conversation: string(id), Files: map[string]string{}}
	var messages []conversation.Message
	var err error
	if data.Documents, messages, err = documents.Documents(ctx, id); err != nil {
		return fmt.Errorf("read the documents: %w", err)
	}
	stored, err := files.OfConversation(ctx, string(id))
	if err != nil {
		return fmt.Errorf("list the files: %w", err)
	}
	stored = slices.DeleteFunc(stored, func(o bucket.Stored) bool { return strings.HasPrefix(o.Object, bucket.Exports) })
	if len(data.Documents) == 0 && len(stored) == 0 {
		return ErrNothing
	}
	archive := zip.NewWriter(to)
	for i, file := range stored {
		if err := add(ctx, archive, files, file, i+1, messages, data.Files); err != nil {
			return err
		}
	}
	if err := describe(archive, data, messages); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return nil
}

// describe adds what says what is in the archive, for programs and for people.
func describe(archive *zip.Writer, data Data, messages []conversation.Message) error {
	w, err := archive.Create("data.json")
	if err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(data); err != nil {
		return fmt.Errorf("write data.json: %w", err)
	}
	if w, err = archive.Create("transcript.html"); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	if err := transcript(w, data, messages); err != nil {
		return fmt.Errorf("write transcript.html: %w", err)
	}
	return nil
}

// add adds a file under a name that any machine takes.
func add(
	ctx context.Context, archive *zip.Writer, files Files, file bucket.Stored, n int, messages []conversation.Message,
	named map[string]string,
) error {
	content, err := files.Open(ctx, file.Object, bucket.All())
	if errors.Is(err, bucket.ErrNotFound) {
		return nil // its time has just come
	}
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	defer func() { _ = content.Close() }()
	name := fmt.Sprintf("files/%03d%s", n, plain(called(file.Object, messages)))
	w, err := archive.Create(name)
	if err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	if _, err := io.Copy(w, content); err != nil {
		return fmt.Errorf("copy a file: %w", err)
	}
	named[file.Object] = name
	return nil
}

// called is what the sender of a file calls it, or nothing.
func called(object string, messages []conversation.Message) string {
	of := path.Base(object)
	for _, m := range messages {
		switch {
		case m.ID != of:
		case m.Media != nil && m.Media.Name != "":
			return m.Media.Name
		case m.Sent != nil && m.Sent.Media != nil:
			return m.Sent.Media.Name
		}
	}
	return ""
}

var unsafe = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// plain is the end of a file's name: no path, nothing hidden, and not too long.
func plain(name string) string {
	name = strings.Trim(unsafe.ReplaceAllString(name, "-"), ".-")
	if name == "" {
		return ""
	}
	const longest = 80
	if len(name) > longest {
		name = name[len(name)-longest:]
	}
	return "-" + name
}
