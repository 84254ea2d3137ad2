package store_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/placement"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// acts carries an agent's action out.
func (k *walk) acts(by world) {
	c := k.stored()
	name := k.one("jo", "eve")
	if c.Owner != "" && k.random.IntN(4) > 0 {
		name = c.Owner
	}
	kinds := []conversation.ActionKind{
		conversation.Pick, conversation.Pick, conversation.Pick, conversation.Park, conversation.Revive, conversation.Release, conversation.End, conversation.End,
		conversation.Close, conversation.Close, conversation.WriteNote, conversation.Describe, conversation.SetPriority, conversation.Prefer,
		conversation.Transfer, conversation.MarkRead, conversation.Type, conversation.Consult,
	}
	a := conversation.Action{
		Kind: kinds[k.random.IntN(len(kinds))], Author: conversation.Author{Email: name, Name: strings.ToUpper(name)}, Status: conversation.ActionPending,
		Text: k.one("", "noted"), Priority: int64(k.random.IntN(3)),
	}
	switch a.Kind {
	case conversation.Describe:
		a.Of = k.one("name", "phone", "company")
	case conversation.Transfer:
		a.Queue = k.one("front", "back")
	case conversation.Prefer:
		a.Agents = []string{"jo@x", "eve@x"}[:k.random.IntN(3)]
	case conversation.Consult:
		a.Agent = k.one("jo", "eve")
	default:
	}
	k.n++
	action := fmt.Sprintf("a-%d", k.n)
	if _, err := k.doc("/actions/"+action).Create(k.t.Context(), a); err != nil {
		k.t.Fatal(err)
	}
	_, after, err := by.Act(k.t.Context(), id, action, k.config.Mask(), k.now,
		func(c conversation.Conversation, a conversation.Action, people store.People) (conversation.Change, error) {
			person := func(email string) conversation.Person {
				p := people[email]
				p.Email, p.Role, p.DisplayName, p.Queues, p.Capacity = email, "supervisor", strings.ToUpper(email), []string{"front", "back"}, 30
				p.Lease.Until = k.now.Add(time.Minute)
				return p
			}
			named := map[string]conversation.Person{}
			for _, email := range a.AgentsNamed() {
				named[email] = person(email)
			}
			return c.CarryOut(a, conversation.ActionInput{Config: k.config, By: person(a.Author.Email), To: person(a.Agent), People: named, Now: k.now})
		})
	if err != nil && c.ID != "" {
		k.t.Fatalf("%s: %v", a.Kind, err)
	}
	k.met[string(a.Kind)+" "+string(after.Status)]++
}

// expires has a deadline fire, also in the process that takes events in.
func (k *walk) expires(by world) {
	c := k.stored()
	if c.ID == "" || c.Erasing {
		return
	}
	all := c.Deadlines(k.config)
	if len(all) == 0 {
		return
	}
	d := all[k.random.IntN(len(all))]
	if d.At.After(k.now.Add(time.Minute)) {
		return
	}
	if d.At.After(k.now) {
		k.now = d.At.Add(time.Duration(k.random.IntN(1e9)))
	}
	_, err := by.Update(k.t.Context(), id, func(c conversation.Conversation) (conversation.Change, error) {
		if d.Cause == conversation.NoticeEnds {
			p, err := placement.OfLapse(k.t.Context(), by.Store, k.config, c, k.now)
			if err != nil {
				return conversation.Change{}, err
			}
			return c.EndNotice(d, k.config, conversation.Routing{Placement: p}, k.now)
		}
		return c.Expire(d, agent.Agent{}, k.config, k.now)
	})
	if err != nil && !errors.Is(err, conversation.ErrOver) {
		k.t.Fatalf("%s: %v", d.Cause, err)
	}
	k.met[d.Cause]++
}

// sends drains the outbox.
func (k *walk) sends(by world) {
	if c := k.stored(); c.ID == "" {
		return
	}
	if k.random.IntN(2) == 0 {
		k.n++
		k.write(k.t, fmt.Sprintf("r-%d", k.n), "An answer")
	}
	o := by.Outbox(id, "event")
	for {
		r, _, err := o.Claim(k.t.Context(), k.now, k.now.Add(20*time.Second))
		if err != nil {
			return
		}
		k.met["sent"]++
		if err := o.Record(k.t.Context(), r, heard(channel.Sent, nil), k.now); err != nil {
			k.t.Fatal(err)
		}
	}
}

// erases erases the conversation, a part at a time.
func (k *walk) erases(by world) {
	k.n++
	request := fmt.Sprintf("e-%d", k.n)
	e, err := by.BeginErasure(k.t.Context(), request, id, conversation.Tombstone{ErasedAt: k.now.Truncate(time.Microsecond), Asked: true},
		func(c conversation.Conversation, at time.Time) (conversation.Change, error) {
			return c.Erase(at, k.now)
		})
	if err != nil {
		k.t.Fatal(err)
	}
	k.met["erased"]++
	if e.Gone() {
		return
	}
	k.receives(k.world)
	k.receives(by)
	if _, err := e.Documents(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	if err := e.Finish(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
}
