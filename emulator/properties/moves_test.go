package properties

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// client is an agent's client. As long as it is awake it renews its lease in time.
type client struct {
	email string
	awake bool
	// until is when its lease ends.
	until time.Time
}

// said is what the webhook took in; kept is whether it has to become a message.
type said struct {
	conversation, id string
	kept             bool
	kind             channel.Kind
	on               bool
	at               time.Time
}

// people are the roster.
func people() []agent.Agent {
	all := []agent.Agent{
		{Email: "ana@x", Queues: []string{"front", "tech", "near"}, Capacity: 2, Skills: map[string]int64{"french": 3, "tech": 3}},
		{Email: "bo@x", Queues: []string{"front", "tech"}, Capacity: 3, Skills: map[string]int64{"tech": 5}},
		{Email: "cy@x", Queues: []string{"front", "near"}, Capacity: 1, Skills: map[string]int64{"french": 1}},
		{Email: "sup@x", Role: agent.Supervisor, Capacity: 1},
	}
	for i := range all {
		if all[i].Role == "" {
			all[i].Role = agent.Plain
		}
	}
	return all
}

// outside makes a commit of somebody who is no function.
func (w *world) outside(do func(context.Context) error) {
	r := &run{world: w, sure: true}
	if err := do(context.WithValue(context.Background(), runKey{}, r)); err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.errs("outside: %v", err)
	}
}

func (w *world) set(path string, fields map[string]any) {
	w.outside(func(ctx context.Context) error {
		_, err := w.db.Doc(path).Set(ctx, fields, firestore.MergeAll)
		return err
	})
}

// hire writes the roster.
func (w *world) hire(all []agent.Agent) {
	for _, a := range all {
		w.clients[a.Email] = &client{email: a.Email}
		w.outside(func(ctx context.Context) error {
			_, err := w.db.Doc("agents/"+a.Email).Set(ctx, a)
			return err
		})
	}
}

// renew is the client's heartbeat.
func (w *world) renew(email string) {
	until := w.now().Add(agent.LeaseLength)
	w.mu.Lock()
	w.clients[email].until = until
	w.leases[email] = append(w.leases[email], span{until.Add(-agent.LeaseLength), until})
	w.mu.Unlock()
	w.set("leases/"+email, map[string]any{"until": until})
}

// come is a client that opens, or that comes back: its lease, then its presence.
func (w *world) come(email string, p agent.Presence) {
	w.clients[email].awake = true
	w.renew(email)
	w.choose(email, p)
}

func (w *world) choose(email string, p agent.Presence) {
	w.set("agents/"+email, map[string]any{"presence": p, "presenceAt": w.now(), "awayBy": nil})
}

// leave is a client that closes: it says so.
func (w *world) leave(email string) {
	w.clients[email].awake = false
	w.set("leases/"+email, map[string]any{"until": w.now()})
	w.choose(email, agent.Offline)
}

// pass lets time go by. Clients that are awake renew their leases in time.
func (w *world) pass(d time.Duration) {
	for d > 0 {
		hop := min(d, agent.Heartbeat)
		d -= hop
		w.mu.Lock()
		w.clock = w.clock.Add(hop)
		var tired []string
		for _, email := range slices.Sorted(maps.Keys(w.clients)) {
			if c := w.clients[email]; c.awake && c.until.Sub(w.clock) <= agent.LeaseLength-agent.Heartbeat {
				tired = append(tired, email)
			}
		}
		w.mu.Unlock()
		for _, email := range tired {
			w.renew(email)
		}
	}
}

func (w *world) mint(prefix string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.minted++
	return fmt.Sprintf("%s%d", prefix, w.minted)
}

// write is a customer who sends something.
func (w *world) write(account, key string, in channel.Inbound) {
	in.Peer = peerOf(account, key)
	in.SentAt, in.ReceivedAt = w.now(), w.now()
	if in.ID == "" {
		in.ID = w.mint("m")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	id := string(keyring.IDs().Of(in.Peer))
	kept := in.Kind != channel.Typing && in.Kind != channel.Receipt && in.Kind != channel.Expired
	w.said = append(w.said, said{conversation: id, id: in.ID, kept: kept, kind: in.Kind, on: in.On, at: in.SentAt})
	w.events++
	w.pending = append(w.pending, &delivery{function: "routing", id: fmt.Sprintf("p%d", w.events), message: in})
}

// ask is an agent who asks for something.
func (w *world) ask(id, email string, a conversation.Action) {
	a.Author, a.Status, a.CreatedAt = conversation.Author{Email: email, Name: email}, conversation.ActionPending, w.now()
	path := "conversations/" + id + "/actions/" + w.mint("a")
	w.outside(func(ctx context.Context) error {
		_, err := w.db.Doc(path).Create(ctx, a)
		return err
	})
}

// answer is an agent who writes to the customer.
func (w *world) answer(id, email, text string) {
	name := w.mint("r")
	r := conversation.Reply{
		Outbound: channel.Outbound{Text: text}, Author: conversation.Author{Email: email, Name: email},
		Status: channel.Pending, CreatedAt: w.now(),
	}
	w.outside(func(ctx context.Context) error {
		_, err := w.db.Doc("conversations/"+id+"/replies/"+name).Create(ctx, r)
		return err
	})
}

// skillsOnly is a whole map: a merge would keep the skills that go.
func skillsOnly(skills map[string]int64) []firestore.Update {
	return []firestore.Update{{Path: "skills", Value: skills}}
}
