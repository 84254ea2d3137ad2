package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/access"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

const (
	// MaxFile is the largest file that an agent can send, in bytes: 25 MB as people count. Cloud
	// Functions rejects requests over 32 MB.
	MaxFile = 25_000_000
	// maxDocument is how long the name of a document may be that conversation.DocumentID makes.
	maxDocument = 128
	// maxName is how much of a file's name is kept, in bytes.
	maxName = 200
)

var (
	conversationName = regexp.MustCompile(`^[0-9a-f]{32}$`)
	// A document's name as conversation.DocumentID makes it, which cannot be a
	// path.
	documentName = regexp.MustCompile(`^([A-Za-z0-9_-]+|h\.[0-9a-f]{64})$`)
	// A media type as the rules accept it in a reply.
	mediaType = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]{1,80}$`)
	// A range with both ends.
	oneRange = regexp.MustCompile(`^bytes=(\d{1,15})-(\d{1,15})$`)
)

var (
	errNoFile    = fault.New(fault.NotFound, "there is no such file")
	errTooLarge  = fault.New(fault.TooLarge, "the file is larger than %d bytes", MaxFile)
	errEmpty     = fault.New(fault.Unsupported, "the file is empty")
	errNoType    = fault.New(fault.Unsupported, "the header Content-Type has to say what the file is")
	errNoPicture = fault.New(fault.Unsupported, "the file is not the picture that it says it is")
	errProgram   = fault.New(fault.Unsupported, "a program is sent to nobody")
	errTaken     = fault.New(fault.Conflict, "another file has this name already")
)

// may asks whether somebody may do something in a conversation.
type may func(ctx context.Context, authorization, conversation, message string) error

// requestedObject returns the object that a request is about, after checking that
// the caller may have it.
func (h *Handler) requestedObject(r *http.Request, allowed may, object func(conversation, name string) string) (string, error) {
	conversation, name := r.PathValue("conversation"), r.PathValue("name")
	if !conversationName.MatchString(conversation) || !isDocument(name) {
		return "", errNoFile
	}
	if err := allowed(r.Context(), r.Header.Get("Authorization"), conversation, name); err != nil {
		return "", err
	}
	return object(conversation, name), nil
}

// isDocument reports whether a document can have a name. Those with two underscores are
// Firestore's.
func isDocument(name string) bool {
	return len(name) <= maxDocument && documentName.MatchString(name) && !strings.HasPrefix(name, "__")
}

// download answers with a file of a conversation. A browser that opens it
// directly sees only bytes: no page, no script.
func (h *Handler) download(w http.ResponseWriter, r *http.Request) error {
	named := map[string]func(string, string) string{"inbound": bucket.Inbound, "outbound": bucket.Outbound}
	direction, ok := named[r.PathValue("direction")]
	if !ok {
		return errNoFile
	}
	object, err := h.requestedObject(r, h.mayRead, direction)
	if err != nil {
		return err
	}
	return h.send(w, r, fetch{object: object, name: r.PathValue("name"), by: person(r)})
}

func person(r *http.Request) string { return access.Person(r.Header.Get("Authorization")) }

// fetch is what is sent to somebody.
type fetch struct {
	object string
	// name is what the file is saved as, and by who has the places for it.
	name, by string
	// saved is whether a browser saves what is no picture, and does not show it.
	saved bool
}

// onCard is the name of a picture on a card: the reply's, and the card's number.
var onCard = regexp.MustCompile(`^(.+)-\d{1,2}$`)

// mayRead returns nil for whoever may read the message of that name, or that of the reply
// whose card shows the file.
func (h *Handler) mayRead(ctx context.Context, authorization, conversation, name string) error {
	err := h.access.MayRead(ctx, authorization, conversation, name)
	if reply := onCard.FindStringSubmatch(name); reply != nil && fault.KindOf(err) == fault.NotFound {
		return h.access.MayRead(ctx, authorization, conversation, reply[1])
	}
	return err
}

// send answers with an object, or the part of it that is asked for.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, f fetch) error {
	leave, err := h.downloads.take(r.Context(), f.by)
	if err != nil {
		return err
	}
	defer leave()
	part, isPart := partOf(r)
	content, err := h.files.Open(r.Context(), f.object, part)
	if errors.Is(err, bucket.ErrNotFound) {
		return errNoFile
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	kind, disposition := bucket.Serving(bucket.File{Type: content.Type, Name: f.name})
	if f.saved && !picture.IsType(kind) {
		_, disposition = bucket.Serving(bucket.File{Type: filetype.Opaque, Name: f.name})
	}
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Content-Disposition", disposition)
	header.Set("Content-Length", strconv.FormatInt(content.Length, 10)) // without it, streaming is limited to 10 MB
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("Cache-Control", "no-store") // the next user of this machine may be somebody else
	if isPart {
		header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", part.Offset, part.Offset+content.Length-1, content.Size))
		w.WriteHeader(http.StatusPartialContent)
	}
	if r.Method == http.MethodHead {
		return nil
	}
	connection := h.steady(w)
	defer func() { _ = connection.control.SetWriteDeadline(time.Time{}) }()
	if _, err := io.Copy(&sender{connection, w}, content); err != nil {
		h.log.InfoContext(r.Context(), "a file broke off", "error", err) // too late to answer
	}
	return nil
}

// partOf is the part of a file that a request asks for. A browser fetches a large file in
// parts, because Cloud Run ends an answer at 32 MB. Of the forms of a range only the one
// that a client needs is known; others get everything, as RFC 9110 allows.
func partOf(r *http.Request) (part bucket.Part, ok bool) {
	bounds := oneRange.FindStringSubmatch(r.Header.Get("Range"))
	if bounds == nil {
		return bucket.All(), false
	}
	first, err := strconv.ParseInt(bounds[1], 10, 64)
	last, errLast := strconv.ParseInt(bounds[2], 10, 64)
	if err != nil || errLast != nil || last < first {
		return bucket.All(), false
	}
	return bucket.Part{Offset: first, Length: last - first + 1}, true
}

// uploadedFile is what the author of a reply has to write into it.
type uploadedFile struct {
	Object string `json:"object"`
	Type   string `json:"type"`
	Size   int    `json:"size"`
}

// upload stores the file of a reply that an agent is about to write, for a day: it
// stays longer only if the reply is written. Repeating an upload has no further effect,
// so a client that got no answer can retry.
func (h *Handler) upload(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > MaxFile {
		return errTooLarge
	}
	speaks := func(ctx context.Context, authorization, conversation, _ string) error {
		return h.access.MaySpeak(ctx, authorization, conversation)
	}
	object, err := h.requestedObject(r, speaks, bucket.Outbound)
	if err != nil {
		return err
	}
	leave, err := h.uploads.take(r.Context(), access.Person(r.Header.Get("Authorization")))
	if err != nil {
		return err
	}
	defer leave()
	pieces, release, err := h.receive(w, r)
	if err != nil {
		return err
	}
	defer release()
	stored, err := h.store(r, object, pieces)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(stored)
	return nil
}

// store hands a file that came whole to the bucket, when there is room for it.
func (h *Handler) store(r *http.Request, object string, pieces [][]byte) (uploadedFile, error) {
	if err := wait(r.Context(), h.puts); err != nil {
		return uploadedFile{}, err
	}
	defer func() { <-h.puts }()
	data := bytes.Join(pieces, nil)
	if len(data) == 0 {
		return uploadedFile{}, errEmpty
	}
	if filetype.IsRefused(fileName(r), data) {
		return uploadedFile{}, errProgram
	}
	kind, err := detectType(r.Header.Get("Content-Type"), data)
	if err != nil {
		return uploadedFile{}, err
	}
	authorization := r.Header.Get("Authorization")
	if err := h.access.CountUpload(r.Context(), authorization, int64(len(data)), h.wall()); err != nil {
		return uploadedFile{}, err
	}
	f := bucket.File{Object: object, Type: kind, Name: truncateName(h.masked(fileName(r)))}
	err = h.files.Put(r.Context(), f, data)
	if errors.Is(err, bucket.ErrTaken) {
		return uploadedFile{}, errTaken
	}
	return uploadedFile{f.Object, f.Type, len(data)}, err
}

// detectType returns a file's media type. What browsers show in place is that by its
// content: a file that claims to be a picture has to be one, and sound, film and PDF are
// recognised. Everything else is only ever downloaded, whatever it claims to be.
func detectType(claimed string, data []byte) (string, error) {
	claimed, _, err := mime.ParseMediaType(claimed)
	if err != nil || !mediaType.MatchString(claimed) {
		return "", errNoType
	}
	if picture.IsType(claimed) || claimed == "image/jpg" {
		info, err := picture.Sniff(data)
		if err != nil {
			return "", errNoPicture
		}
		return info.Type, nil
	}
	if found := filetype.Of(data[:min(len(data), filetype.Head)], claimed); found != filetype.Opaque || filetype.IsShown(claimed) {
		return found, nil
	}
	return claimed, nil
}

// fileName is a file's name, percent-encoded in a header: addresses are logged.
func fileName(r *http.Request) string {
	name, err := url.PathUnescape(r.Header.Get("X-File-Name"))
	if err != nil {
		return ""
	}
	return name
}

// masked is a name without card numbers. The client masks by all rules of the
// configuration, which is not known here.
func (h *Handler) masked(name string) string {
	name, _ = h.cards.Text(mask.Out, name)
	return name
}

// truncateName keeps the beginning of a name, without splitting a character.
func truncateName(name string) string { return strings.ToValidUTF8(name[:min(len(name), maxName)], "") }
