package desk

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

//go:embed web
var web embed.FS

// maxRequest bounds what the page may post, in bytes.
const maxRequest = 256 << 10

// page serves the desk.
type page struct {
	db    *firestore.Client
	files Files
	now   func() time.Time
}

// Files opens what customers sent.
type Files interface {
	Open(ctx context.Context, object string) (content io.ReadCloser, mediaType string, err error)
}

// New serves the desk's page under /desk/. Who the agent is comes from the page:
// there is no sign-in on one's own machine. now is the product's clock.
func New(db *firestore.Client, bucket Files, now func() time.Time) http.Handler {
	files, err := fs.Sub(web, "web")
	if err != nil {
		panic(err) // the folder is embedded
	}
	p := page{db, bucket, now}
	mux := http.NewServeMux()
	mux.Handle("GET /desk/", http.StripPrefix("/desk/", http.FileServerFS(files)))
	mux.HandleFunc("GET /desk/conversations", p.conversations)
	mux.HandleFunc("GET /desk/conversations/{id}", p.conversation)
	mux.HandleFunc("GET /desk/agents", p.agents)
	mux.HandleFunc("POST /desk/presence", p.presence)
	mux.HandleFunc("GET /desk/files/{object...}", p.file)
	mux.HandleFunc("POST /desk/conversations/{id}/replies", p.reply)
	mux.HandleFunc("POST /desk/conversations/{id}/typing", p.typing)
	mux.HandleFunc("POST /desk/conversations/{id}/read", p.seen)
	mux.HandleFunc("POST /desk/conversations/{id}/actions", p.act)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "+
			"connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// conversations streams the list of all conversations, the ones that wait first.
func (p page) conversations(w http.ResponseWriter, r *http.Request) {
	all := p.db.Collection("conversations").OrderBy("lastCustomerAt", firestore.Desc).Limit(200)
	stream(w, func(send func(any)) error {
		return watch(r.Context(), all, func(list []conversation.Conversation) bool {
			send(list)
			return false
		})
	})
}

// conversation streams one conversation.
func (p page) conversation(w http.ResponseWriter, r *http.Request) {
	reader := NewAgent(p.db, conversation.Author{})
	stream(w, func(send func(any)) error {
		return reader.AwaitConversation(r.Context(), conversation.ID(r.PathValue("id")), func(v View) bool {
			send(v)
			return false
		})
	})
}

// stream sends values as server-sent events until f ends.
func stream(w http.ResponseWriter, f func(send func(any)) error) {
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	_ = f(func(v any) {
		text, err := json.Marshal(v)
		if err != nil {
			return
		}
		_, _ = fmt.Fprintf(w, "data: %s\n\n", text)
		_ = control.Flush()
	}) // ends when the browser goes, which is no error of anybody's
}

// agents streams the roster.
func (p page) agents(w http.ResponseWriter, r *http.Request) {
	roster := p.db.Collection("agents").OrderBy(firestore.DocumentID, firestore.Asc)
	stream(w, func(send func(any)) error {
		return watch(r.Context(), roster, func(list []agent.Agent) bool {
			send(list)
			return false
		})
	})
}

// presence chooses an agent's presence, or renews the lease where none is chosen.
func (p page) presence(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Agent    conversation.Author
		Presence agent.Presence
	}
	p.post(w, r, &body, func(ctx context.Context, _ conversation.ID) error {
		until, who := p.now().Add(agent.LeaseLength), NewAgent(p.db, body.Agent)
		if body.Presence == "" {
			return who.Beat(ctx, until)
		}
		return who.Come(ctx, body.Presence, until)
	})
}

func (p page) reply(w http.ResponseWriter, r *http.Request) {
	var body struct {
		ID, Text string
		Agent    conversation.Author
	}
	p.post(w, r, &body, func(ctx context.Context, id conversation.ID) error {
		return NewAgent(p.db, body.Agent).Reply(ctx, id, body.ID, body.Text)
	})
}

func (p page) typing(w http.ResponseWriter, r *http.Request) {
	var body struct{ Agent conversation.Author }
	p.post(w, r, &body, func(ctx context.Context, id conversation.ID) error {
		return NewAgent(p.db, body.Agent).Typing(ctx, id)
	})
}

func (p page) seen(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Agent   conversation.Author
		Message string
	}
	p.post(w, r, &body, func(ctx context.Context, id conversation.ID) error {
		return NewAgent(p.db, body.Agent).Seen(ctx, id, body.Message)
	})
}

// file serves a picture that a customer sent.
func (p page) file(w http.ResponseWriter, r *http.Request) {
	content, mediaType, err := p.files.Open(r.Context(), r.PathValue("object"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer func() { _ = content.Close() }()
	w.Header().Set("Content-Type", mediaType)
	_, _ = io.Copy(w, content)
}

func (p page) act(w http.ResponseWriter, r *http.Request) {
	var body struct {
		conversation.Action
		Agent conversation.Author // who asks; the page names nobody else
	}
	p.post(w, r, &body, func(ctx context.Context, id conversation.ID) error {
		return NewAgent(p.db, body.Agent).Do(ctx, id, body.Action)
	})
}

// post reads what the page posts and answers 204, or what went wrong in words.
func (p page) post(w http.ResponseWriter, r *http.Request, body any, f func(context.Context, conversation.ID) error) {
	err := json.NewDecoder(io.LimitReader(r.Body, maxRequest)).Decode(body)
	if err == nil {
		err = f(r.Context(), conversation.ID(r.PathValue("id")))
	}
	switch _, refused := errors.AsType[conversation.RefusedError](err); {
	case refused:
		http.Error(w, err.Error(), http.StatusConflict)
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
