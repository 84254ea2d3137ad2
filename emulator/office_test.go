package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// office is a running product with agents of its own, whose clock a test moves. They
// work under the rules as themselves, but for their leases, see [desk.Lease].
type office struct {
	*testing.T
	*stack.Stack
	// on is the channel that the customers write through.
	on    *stack.Side
	staff map[string]*desk.Agent
	// printed is what the functions log.
	printed *printed
	there   []string
}

func (o *office) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	o.Cleanup(cancel)
	return ctx
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func email(name string) string { return name + "@acme.example" }

func (o *office) agent(name string) *desk.Agent {
	if o.staff[name] == nil {
		called := strings.ToUpper(name[:1]) + name[1:]
		o.staff[name] = desk.SignIn(o.Clients, conversation.Author{Email: email(name), Name: called})
	}
	return o.staff[name]
}

// comes is an agent who comes to work and stays until leaves or vanishes.
func (o *office) comes(name string) {
	o.Helper()
	o.there = append(o.there, name)
	o.beats(name, agent.LeaseLength)
	o.must(o.agent(name).Choose(o.context(), agent.Available))
}

// beats renews a lease, for a time from now on.
func (o *office) beats(name string, length time.Duration) {
	o.Helper()
	o.must(desk.Lease(o.context(), o.Firestore, email(name), o.Tasks.Now().Add(length)))
}

func (o *office) leaves(name string) {
	o.Helper()
	o.vanishes(name)
	o.must(o.agent(name).Leave(o.context()))
}

// vanishes is an agent whose client is heard no more.
func (o *office) vanishes(name string) {
	var there []string
	for _, other := range o.there {
		if other != name {
			there = append(there, other)
		}
	}
	o.there = there
}

// later moves the clock, with the clients of those who are there beating.
func (o *office) later(d time.Duration) {
	o.Helper()
	for _, name := range o.there {
		o.beats(name, d+agent.LeaseLength)
	}
	o.Tasks.Advance(d)
	o.must(o.Tasks.Idle(o.context()))
}

// clears sends everybody home and closes what is not closed, so that one story, also one
// that failed half-way, is nothing to the next.
func (o *office) clears() {
	o.Helper()
	for name := range o.staff {
		o.leaves(name)
	}
	o.must(o.Tasks.Idle(o.context()))
	docs, err := o.Firestore.Collection("conversations").
		Where("session.state", "!=", conversation.Closed).
		Documents(o.context()).GetAll()
	o.must(err)
	for _, doc := range docs {
		left := &client{office: o, id: conversation.ID(doc.Ref.ID)}
		left.does("eve", conversation.Close)
		left.is(conversation.Closed, "")
	}
	o.must(o.Tasks.Idle(o.context()))
}

// client is a customer with a phone.
type client struct {
	*office
	phone *phone.Phone
	id    conversation.ID
}

func (o *office) customer() *client {
	o.Helper()
	key := fmt.Sprintf("journey-%d", time.Now().UnixNano())
	dana, err := o.on.Phone(key, "Dana")
	o.must(err)
	return &client{office: o, phone: dana, id: keyring.IDs().Of(o.on.Peer(key))}
}

func (c *client) writes(text string) {
	c.Helper()
	id, err := c.phone.Write(c.context(), text)
	c.must(err)
	c.sees("the message", func(v desk.View) bool {
		return slices.ContainsFunc(v.Messages, func(m conversation.Message) bool { return m.ID == conversation.ReceivedID(id) })
	})
}

func (c *client) sees(what string, done func(desk.View) bool) desk.View {
	c.Helper()
	var last desk.View
	err := c.agent("eve").AwaitConversation(c.context(), c.id, func(v desk.View) bool {
		last = v
		return done(v)
	})
	if err != nil {
		c.Fatalf("%s: not seen: %v\nthe conversation: %+v\nits events: %+v", what, err, last.Conversation, last.Events)
	}
	return last
}

// is waits until the session is in a state, with an owner or nobody.
func (c *client) is(state conversation.State, owner string) conversation.Conversation {
	c.Helper()
	if owner != "" {
		owner = email(owner)
	}
	return c.sees(fmt.Sprintf("%s with %q", state, owner), func(v desk.View) bool {
		return v.Conversation.State == state && v.Conversation.Owner == owner
	}).Conversation
}

func (c *client) does(name string, kind conversation.ActionKind, with ...func(*conversation.Action)) {
	c.Helper()
	a := conversation.Action{Kind: kind}
	for _, f := range with {
		f(&a)
	}
	c.must(c.agent(name).Do(c.context(), c.id, a))
}

// begins is the talk between the customer and an agent who comes to work.
func (c *client) begins(name string) {
	c.Helper()
	c.comes(name)
	c.writes("Hello")
	c.is(conversation.Offered, name)
	c.does(name, conversation.Accept)
}

// over is the end of the talk and of the wrap-up.
func (c *client) over(name string) {
	c.Helper()
	c.does(name, conversation.End)
	c.does(name, conversation.Close)
}

func to(name string) func(*conversation.Action) {
	return func(a *conversation.Action) { a.Agent = email(name) }
}

// used is what an agent has used of the capacity.
func (o *office) used(name string) int64 {
	o.Helper()
	doc, err := o.Firestore.Collection("agents").Doc(email(name)).Get(o.context())
	o.must(err)
	var a agent.Agent
	o.must(doc.DataTo(&a))
	return a.Used
}
