package phone

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// screen is what the page shows apart from the entries.
type screen struct {
	Brand        string   `json:"brand"`
	Agent        string   `json:"agent"`
	Channel      string   `json:"channel"`
	Threads      []thread `json:"threads"`
	Conversation string   `json:"conversation"`
	Settings     Settings `json:"settings"`
	Features     Features `json:"features"`
	Typing       *Speaker `json:"typing"`
}

// serveEvents is the stream of server-sent events of one phone, which it makes if there is none:
//
//	entry   an Entry, new or changed; its id is where to go on after a break
//	screen  the rest, after every batch of entries
//	reset   before the entries, if what the page has is from an earlier run of the emulator
func (ps *Phones) serveEvents(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if !conversationID.MatchString(q.Get("conversation")) {
		refuse(w, http.StatusBadRequest, "conversation: want 1 to 128 of A-Z a-z 0-9 . _ ~ + -")
		return
	}
	p, err := ps.visit(q)
	if err != nil {
		refuse(w, http.StatusNotFound, err.Error())
		return
	}
	p.watched(1)
	defer p.watched(-1)
	w.Header().Set("Content-Type", "text/event-stream")
	rc := http.NewResponseController(w)
	_ = rc.SetWriteDeadline(time.Time{}) // a server's limit is not meant for streams; not all writers have one
	rev, known := ps.resume(r.Header.Get("Last-Event-ID"))
	if !known && writeEvent(w, "reset", "", nil) != nil {
		return
	}
	for {
		changed := p.changes()
		var err error
		if rev, err = ps.writeNews(w, p, rev); err != nil || rc.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-ps.ctx.Done():
			return
		}
	}
}

// visit returns the phone that a page asks for. A new one is with the named agent or else with the first, and is set up
// like the phone of the conversation that the customer comes from.
func (ps *Phones) visit(q url.Values) (*Phone, error) {
	name, conversation := q.Get("agent"), q.Get("conversation")
	a, err := ps.agent(name)
	if err != nil {
		return nil, err
	}
	p, fresh := ps.Open(a, conversation, q.Get("name"))
	if name != "" && p.agent.Name != a.Name {
		return nil, ErrOtherAgent
	}
	like, ok := ps.Find(q.Get("like"))
	switch locale := q.Get("locale"); {
	case fresh && ok:
		p.copySettings(like.Settings())
	case fresh && locale != "":
		p.Configure(func(set *Settings) { set.Locale = locale })
	}
	return p, nil
}

// copySettings makes the phone like another one, which may be another channel's.
func (p *Phone) copySettings(other Settings) {
	p.Configure(func(s *Settings) {
		fields := s.Fields
		*s = other
		s.Open, s.Fields = false, fields
		for name := range fields {
			if value, ok := other.Fields[name]; ok {
				fields[name] = value
			}
		}
	})
}

// resume reads where a page wants to go on; a page from an earlier run of the emulator has to start over.
func (ps *Phones) resume(lastEventID string) (rev int, known bool) {
	life, number, _ := strings.Cut(lastEventID, "/")
	rev, err := strconv.Atoi(number)
	if err != nil || life != ps.id {
		return 0, false
	}
	return rev, true
}

// writeNews writes the entries that changed after a revision, then the screen, and returns the revision that was reached.
func (ps *Phones) writeNews(w http.ResponseWriter, p *Phone, rev int) (int, error) {
	last := rev
	p.mu.Lock()
	news := p.transcript.since(rev)
	p.mu.Unlock()
	for _, e := range news {
		// The id is that of the batch's beginning until the last entry: entries are in the order of the talk, not of
		// their revisions, and a page that lost the connection between two must get both again.
		last = max(last, e.Rev)
		if err := writeEvent(w, "entry", ps.id+"/"+strconv.Itoa(rev), e); err != nil {
			return rev, err
		}
	}
	threads := ps.threads(p)
	p.mu.Lock()
	now := screen{
		p.agent.Brand, p.agent.Name, p.agent.Channel, threads, p.conversation, p.settings.clone(), p.line.Features(), p.transcript.typing,
	}
	p.mu.Unlock()
	return last, writeEvent(w, "screen", ps.id+"/"+strconv.Itoa(last), now)
}

func writeEvent(w http.ResponseWriter, name, id string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("phone: stream: %w", err)
	}
	if id != "" {
		id = "id: " + id + "\n"
	}
	if _, err = fmt.Fprintf(w, "event: %s\n%sdata: %s\n\n", name, id, data); err != nil {
		return fmt.Errorf("phone: stream: %w", err)
	}
	return nil
}

// watched counts the pages that show the phone. With none, the customer is not looking.
func (p *Phone) watched(by int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.streams += by
	if p.streams == 0 && p.settings.Open {
		p.settings.Open = false
		p.transcript.touch()
	}
}
