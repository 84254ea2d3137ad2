package desk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

const (
	// MaxFile is the largest file that an agent can send, in bytes. Cloud
	// Functions rejects requests over 32 MB.
	MaxFile = 25 << 20
	// maxUploads is how many files are in memory at a time, each of them twice:
	// as received and as it is sent on. Other uploads wait.
	maxUploads = 4
	// maxName is how much of a file's name is kept, in bytes.
	maxName = 200
)

var (
	conversationName = regexp.MustCompile(`^[0-9a-f]{32}$`)
	// A document's name as conversation.DocumentID makes it, which cannot be a
	// path.
	documentName = regexp.MustCompile(`^([A-Za-z0-9_-]{1,128}|h\.[0-9a-f]{64})$`)
	// A media type as the rules accept it in a reply.
	mediaType = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]{1,80}$`)
)

var (
	errNoFile    = fault.New(fault.NotFound, "there is no such file")
	errTooLarge  = fault.New(fault.TooLarge, "the file is larger than %d bytes", MaxFile)
	errEmpty     = fault.New(fault.Unsupported, "the file is empty")
	errNoType    = fault.New(fault.Unsupported, "the header Content-Type has to say what the file is")
	errNoPicture = fault.New(fault.Unsupported, "the file is not the picture that it says it is")
	errTaken     = fault.New(fault.Conflict, "another file has this name already")
)

// requestedObject returns the object that a request is about, after checking that
// the caller may read its conversation.
func (h *Handler) requestedObject(r *http.Request, object func(conversation, name string) string) (string, error) {
	conversation, name := r.PathValue("conversation"), r.PathValue("name")
	if !conversationName.MatchString(conversation) || !documentName.MatchString(name) || strings.HasPrefix(name, "__") {
		return "", errNoFile
	}
	if err := h.access.MayRead(r.Context(), r.Header.Get("Authorization"), conversation); err != nil {
		return "", err
	}
	return object(conversation, name), nil
}

// download answers with a file of a conversation. A browser that opens it
// directly sees only bytes: no page, no script.
func (h *Handler) download(w http.ResponseWriter, r *http.Request) error {
	named := map[string]func(string, string) string{"inbound": bucket.Inbound, "outbound": bucket.Outbound}
	direction, ok := named[r.PathValue("direction")]
	if !ok {
		return errNoFile
	}
	object, err := h.requestedObject(r, direction)
	if err != nil {
		return err
	}
	content, err := h.files.Open(r.Context(), object)
	if errors.Is(err, bucket.ErrNotFound) {
		return errNoFile
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	kind, disposition := bucket.Serving(bucket.File{Type: content.Type, Name: r.PathValue("name")})
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Content-Disposition", disposition)
	header.Set("Content-Length", strconv.FormatInt(content.Size, 10)) // without it, streaming is limited to 10 MB
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("Cache-Control", "private, max-age=3600")
	header.Set("Vary", "Authorization") // the next user of this machine may be somebody else
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, content); err != nil {
		h.log.InfoContext(r.Context(), "a file broke off", "error", err) // too late to answer
	}
	return nil
}

// uploadedFile is what the author of a reply has to write into it.
type uploadedFile struct {
	Object string `json:"object"`
	Type   string `json:"type"`
	Size   int    `json:"size"`
}

// upload stores the file of a reply that an agent is about to write. Repeating an
// upload has no further effect, so a client that got no answer can retry.
func (h *Handler) upload(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > MaxFile {
		return errTooLarge
	}
	object, err := h.requestedObject(r, bucket.Outbound)
	if err != nil {
		return err
	}
	select {
	case h.uploads <- struct{}{}:
		defer func() { <-h.uploads }()
	case <-r.Context().Done():
		return fault.New(fault.Unavailable, "too many files at a time: %w", r.Context().Err())
	}
	f := bucket.File{Object: object, Name: truncateName(r.URL.Query().Get("name"))}
	data, err := read(w, r)
	if err != nil {
		return err
	}
	if f.Type, err = detectType(r.Header.Get("Content-Type"), data); err != nil {
		return err
	}
	err = h.files.Put(r.Context(), f, data)
	if errors.Is(err, bucket.ErrTaken) {
		return errTaken
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(uploadedFile{f.Object, f.Type, len(data)})
	return nil
}

// read reads the body into a buffer of the size that the request announces: a
// growing buffer would need twice the memory.
func read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(max(r.ContentLength, 0)) + bytes.MinRead)
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, MaxFile))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "read the file: %w", err)
	}
	if b.Len() == 0 {
		return nil, errEmpty
	}
	return b.Bytes(), nil
}

// detectType returns a file's media type. Content that claims to be a picture
// that browsers show in place is verified; everything else is only ever
// downloaded.
func detectType(claimed string, data []byte) (string, error) {
	claimed, _, err := mime.ParseMediaType(claimed)
	if err != nil || !mediaType.MatchString(claimed) {
		return "", errNoType
	}
	switch claimed {
	case "image/jpeg", "image/jpg", "image/png", "image/gif", "image/webp":
		info, err := picture.Sniff(data)
		if err != nil {
			return "", errNoPicture
		}
		return info.Type, nil
	}
	return claimed, nil
}

// truncateName keeps the beginning of a name, without splitting a character.
func truncateName(name string) string { return strings.ToValidUTF8(name[:min(len(name), maxName)], "") }
