// Package desk serves the agents' client: its files, the settings that it needs
// before anybody signs in, and the files of conversations. The client gets
// everything else from Firestore, under its rules.
//
// Anybody may fetch the client. The file of a conversation is only for those who
// may read that conversation. Firestore decides who they are: this function has
// no rules of its own.
package desk

import (
	"context"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// Access says who may read what, see package access.
type Access interface {
	// MayRead returns nil when the sender of the Authorization header may read
	// a message of the conversation.
	MayRead(ctx context.Context, authorization, conversation, message string) error
	// MaySpeak returns nil when the sender may write to its customer now.
	MaySpeak(ctx context.Context, authorization, conversation string) error
	// MayFetch returns the conversation of an export that the sender has asked for.
	MayFetch(ctx context.Context, authorization, request string) (conversation string, err error)
	// CountUpload counts a file of the sender's, or refuses it.
	CountUpload(ctx context.Context, authorization string, size int64, now time.Time) error
}

// Files keeps the files of conversations, see package bucket.
type Files interface {
	Open(ctx context.Context, object string, part bucket.Part) (*bucket.Content, error)
	Put(ctx context.Context, f bucket.File, data []byte) error
	// Linked returns the name of a file to whoever has the secret of its link.
	Linked(ctx context.Context, object, secret string, now time.Time) (name string, err error)
}

// Options configure a Handler.
type Options struct {
	Settings config.Desk
	// Channels are what the client has to know of each channel.
	Channels []channel.Shown
	// Client is the built client, see [Client].
	Client fs.FS
	Access Access
	Files  Files
	// Ahead is how far an emulator's clock was moved, for the client to show its time; nil
	// in the cloud.
	Ahead func() time.Duration
	// Wall is the time that connections go by.
	Wall func() time.Time
	Log  *slog.Logger
}

// Handler serves the desk.
type Handler struct {
	client   client
	settings []byte
	headers  http.Header
	// signInPolicy is that of the page where agents sign in; empty without one.
	signInPolicy string
	ahead        func() time.Duration
	access       Access
	files        Files
	wall         func() time.Time
	log          *slog.Logger
	mux          *http.ServeMux
	// cards is what is masked by default.
	cards *mask.Set

	// uploads and downloads are each person's files, held the pieces of files that are
	// in memory, and puts those that go to the bucket.
	uploads, downloads *places
	held, puts         chan struct{}
}

// New reads and compresses the client. The error is [ErrNotBuilt] when there is
// none, so that a revision without a client never takes traffic.
func New(o Options) (*Handler, error) {
	c, err := load(o.Client)
	if err != nil {
		return nil, err
	}
	text, err := render(o.Settings, o.Channels, c.version)
	if err != nil {
		return nil, err
	}
	h := &Handler{
		client: c, settings: text, ahead: o.Ahead, headers: headers(o.Settings), access: o.Access, files: o.Files,
		wall: o.Wall, log: o.Log, mux: http.NewServeMux(),
		uploads: newPlaces(maxUploads), downloads: newPlaces(maxDownloads),
		held: make(chan struct{}, maxHeld), puts: make(chan struct{}, maxPuts),
	}
	h.cards, _ = mask.New(mask.Default())
	if slices.Contains(signIn(o.Settings), withGoogle) {
		h.signInPolicy = signInPolicy(o.Settings)
	}
	h.mux.HandleFunc("GET /", h.servePage)
	h.mux.HandleFunc("GET /settings.json", h.serveSettings)
	h.mux.Handle("POST /sign-out", http.NewCrossOriginProtection().Handler(http.HandlerFunc(signOut)))
	h.mux.HandleFunc("GET /files/{direction}/{conversation}/{name}", h.answerErrors(h.download))
	h.mux.HandleFunc("GET /f/{conversation}/{name}/{secret}", h.answerErrors(h.linked))
	h.mux.HandleFunc("GET /exports/{request}", h.answerErrors(h.export))
	h.mux.HandleFunc("PUT /files/outbound/{conversation}/{name}", h.answerErrors(h.upload))
	return h, nil
}

// ServeHTTP answers with a file of the client, its settings or a conversation's
// file or a part of it; otherwise with 401, 403, 404, 405, 409, 413, 415 or 503.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), h.headers)
	h.mux.ServeHTTP(w, r)
}

// signOut has the browser delete all that it keeps of the desk, which script cannot do: its
// caches, and what other tabs hold open. Only the desk's own pages can ask for it. The
// function keeps no sessions, so it ends nothing else.
func signOut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) answerErrors(f func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(w, r); err != nil {
			fault.Answer(r.Context(), h.log, w, err)
		}
	}
}

// servePage serves the client.
func (h *Handler) servePage(w http.ResponseWriter, r *http.Request) {
	a, ok := h.client.find(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	if h.signInPolicy != "" && strings.TrimPrefix(r.URL.Path, "/") == signInPage {
		w.Header().Set("Content-Security-Policy", h.signInPolicy)
	}
	if err := a.serve(w, r); err != nil {
		h.log.ErrorContext(r.Context(), "cannot serve the client", "error", err.Error())
		http.Error(w, "the client was built wrongly", http.StatusInternalServerError)
	}
}

// serveSettings serves the settings. They change only with a deployment; the
// client watches their version to notice a newer release.
func (h *Handler) serveSettings(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if h.ahead != nil {
		w.Header().Set("Clock-Ahead", strconv.FormatInt(h.ahead().Milliseconds(), 10))
	}
	_, _ = w.Write(h.settings)
}
