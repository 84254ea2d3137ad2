// Package eventarc stands in for the part of Eventarc that the Firestore emulator
// lacks. The emulator posts a real CloudEvent for each change, once; this package
// delivers it to a function until the function accepts it.
package eventarc

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// firstRetry and lastRetry bound the pause between two deliveries of an
	// event. Eventarc's own are 10 s and 600 s, too long to wait for in a test.
	firstRetry = 200 * time.Millisecond
	lastRetry  = 10 * time.Second
	// maxEvent bounds an event's body; a Firestore document is 1 MiB at most, and
	// an update carries it twice.
	maxEvent = 4 << 20
)

// Trigger is a trigger of Eventarc: which documents invoke which function.
type Trigger struct {
	// ID names the trigger; it is the function's name.
	ID string
	// Document is a pattern such as "conversations/{c}/replies/{r}".
	Document string
	// Event is "created", "updated", "deleted" or "written".
	Event string
	// URL is the function's URL.
	URL string
}

// Bus delivers events. It is safe for concurrent use.
type Bus struct {
	ctx      context.Context //nolint:containedctx // ends every delivery; a request's context must not
	cancel   context.CancelFunc
	client   *http.Client
	log      *slog.Logger
	before   func(ctx context.Context, document string)
	triggers map[string]Trigger
	lapses   chan struct{} // holds a token for a lapse that is not made up for yet
	wg       sync.WaitGroup
}

// NewBus returns a bus for the triggers. It calls before with the path of the document,
// before it delivers an event for the first time.
func NewBus(log *slog.Logger, triggers []Trigger, before func(ctx context.Context, document string)) *Bus {
	ctx, cancel := context.WithCancel(context.Background())
	b := &Bus{
		ctx: ctx, cancel: cancel, client: &http.Client{Timeout: time.Minute}, log: log, before: before,
		triggers: map[string]Trigger{}, lapses: make(chan struct{}, 1),
	}
	for _, t := range triggers {
		b.triggers[t.ID] = t
	}
	return b
}

// Close drops the events that are not delivered yet.
func (b *Bus) Close() {
	b.cancel()
	b.wg.Wait()
	b.client.CloseIdleConnections()
}

// ServeHTTP accepts an event from the Firestore emulator, which posts it to
// /functions/projects/{project}/triggers/{trigger}.
func (b *Bus) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	trigger, ok := b.triggers[r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]]
	if !ok || r.Method != http.MethodPost {
		http.Error(w, "there is no such trigger", http.StatusNotFound)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEvent))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	b.Deliver(trigger.ID, r.Header, body)
}

// Deliver posts an event, in CloudEvents' binary mode over HTTP, to the function
// of a trigger until it is accepted. It returns immediately.
func (b *Bus) Deliver(trigger string, header http.Header, body []byte) {
	kept := http.Header{}
	for name, values := range header {
		if strings.HasPrefix(name, "Ce-") || name == "Content-Type" {
			kept[name] = values
		}
	}
	// In binary mode this attribute is the header Content-Type. Unlike Eventarc,
	// the emulator sends it a second time, which the SDK rejects.
	kept.Del("Ce-Datacontenttype")
	b.wg.Go(func() {
		b.before(b.ctx, strings.TrimPrefix(kept.Get("Ce-Subject"), "documents/"))
		b.deliver(b.triggers[trigger], kept, body)
	})
}

func (b *Bus) deliver(t Trigger, header http.Header, body []byte) {
	for pause := firstRetry; ; pause = min(2*pause, lastRetry) {
		err := b.post(t.URL, header, body)
		if err == nil || b.ctx.Err() != nil {
			return
		}
		b.log.Warn("event not taken, to be delivered again", "function", t.ID, "pause", pause, "error", err)
		select {
		case <-time.After(pause):
		case <-b.ctx.Done():
			return
		}
	}
}

func (b *Bus) post(url string, header http.Header, body []byte) error {
	req, err := http.NewRequestWithContext(b.ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("event: %w", err)
	}
	req.Header = header.Clone()
	res, err := b.client.Do(req)
	if err != nil {
		return fmt.Errorf("event: %w", err)
	}
	answer, _ := io.ReadAll(io.LimitReader(res.Body, 512))
	_ = res.Body.Close()
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("event: the function answered %s %s", res.Status, bytes.TrimSpace(answer))
	}
	return nil
}
