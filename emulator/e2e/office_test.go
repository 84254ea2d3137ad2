package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	number "github.com/frontdesk-gcp/frontdesk/shared/phone"
)

// office is the running product for one test, which has a department of it.
type office struct {
	*testing.T
	*stack.Stack
	browser *browser.Browser
	// department is the test's own queue.
	department string
}

// newOffice gives a test the product and a browser, or skips it where there is no browser.
func newOffice(t *testing.T, department string) *office {
	t.Helper()
	b, err := chromium()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("the desk is not tested:", err)
	}
	o := &office{T: t, browser: b, department: department}
	o.must(err)
	o.Stack, err = product()
	o.must(err)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what was printed last:\n%s", shared.log.Last())
		}
	})
	return o
}

// must ends the test when something could not be done.
func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	o.Cleanup(cancel)
	return ctx
}

// person is an agent on the roster.
type person struct{ name, email string }

// hires puts an agent on the roster, as a supervisor does, who serves the department
// unless a change says otherwise.
func (o *office) hires(name string, changes ...func(*agent.Agent)) person {
	o.Helper()
	address := strings.ToLower(strings.ReplaceAll(name, "é", "e")) // the roster's are ASCII
	p := person{name: name, email: address + "." + o.department + "@store.example"}
	a := agent.Agent{DisplayName: name, Role: agent.Plain, Queues: []string{o.department}, Capacity: 5}
	for _, change := range changes {
		change(&a)
	}
	_, err := o.Firestore.Collection("agents").Doc(p.email).Set(o.context(), map[string]any{
		"displayName": a.DisplayName, "role": a.Role, "queues": a.Queues, "capacity": a.Capacity,
		"skills": map[string]int64{}, "languages": []string{"en", "fr"},
	})
	o.must(err)
	return p
}

// client is a customer with a phone.
type client struct {
	*office
	on    *stack.Side
	phone *phone.Phone
	id    conversation.ID
	// key is what the channel calls the customer, and name what the desk does.
	key, name string
}

var clients atomic.Int64

// customer is somebody who has not written yet; the name is what the phone says.
func (o *office) customer(name string) *client {
	key := fmt.Sprintf("e2e-%d-%d", time.Now().UnixNano(), clients.Add(1))
	on, peer := o.Side, o.Peer(key)
	dana, err := on.Phone(key, name)
	o.must(err)
	dana.Configure(func(s *phone.Settings) { s.Fields["custom"] = o.department })
	return &client{office: o, on: on, phone: dana, name: name, key: peer.Key, id: keyring.IDs().Of(peer)}
}

// customersOfAll are one customer on each channel.
func (o *office) customersOfAll() []*client {
	o.Helper()
	var all []*client
	for _, side := range o.Sides {
		all = append(all, o.customerOn(side.Channel))
	}
	return all
}

// customerOn is somebody who writes through a channel. Where the channel tells no names,
// the desk shows the masked number.
func (o *office) customerOn(channel string) *client {
	o.Helper()
	if channel == o.Side.Channel {
		return o.customer("Dana")
	}
	side, ok := o.SideOf(channel)
	if !ok {
		o.Fatalf("the configuration has no account of %s", channel)
	}
	on := *side
	on.BrandAgent = "store-" + o.department
	key := fmt.Sprintf("e2e-%d-%d", time.Now().UnixNano(), clients.Add(1))
	dana, err := on.Phone(key, "Dana")
	o.must(err)
	peer := on.Peer(key)
	return &client{office: o, on: &on, phone: dana, name: number.Masked(peer.Key), key: peer.Key, id: keyring.IDs().Of(peer)}
}

func (c *client) writes(text string) {
	c.Helper()
	_, err := c.phone.Write(c.context(), text)
	c.must(err)
}

// gets waits until the phone shows a message of the business, which has to be there once.
func (c *client) gets(text string) phone.Entry {
	c.Helper()
	var found []phone.Entry
	shown, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		found = nil
		for _, e := range all {
			if e.From == phone.Business && e.Text == text {
				found = append(found, e)
			}
		}
		return len(found) > 0
	})
	if err != nil {
		replies, _ := c.Firestore.Collection("conversations/" + string(c.id) + "/replies").Documents(context.Background()).GetAll()
		for _, reply := range replies {
			c.Logf("the database has the reply %s: %v", reply.Ref.ID, reply.Data())
		}
		c.Fatalf("the phone never shows %q but %+v: %v", text, shown, err)
	}
	if len(found) > 1 {
		c.Errorf("the phone shows %q %d times", text, len(found))
	}
	return found[0]
}

// is waits until the product has the conversation so.
func (c *client) is(what string, done func(conversation.Conversation) bool) conversation.Conversation {
	c.Helper()
	var last conversation.Conversation
	c.until("conversations/"+string(c.id), func(doc *firestore.DocumentSnapshot) bool {
		last = conversation.Conversation{}
		return doc.Exists() && doc.DataTo(&last) == nil && done(last)
	}, func() string {
		return fmt.Sprintf("%s: not seen; the conversation: %+v; what agents asked: %s", what, last, c.asked())
	})
	return last
}

// asked is what agents asked for in the conversation, and what became of it.
func (c *client) asked() string {
	actions, err := c.Firestore.Collection("conversations/" + string(c.id) + "/actions").Documents(context.Background()).GetAll()
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, a := range actions {
		d := a.Data()
		all = append(all, fmt.Sprintf("%s by %v at %v: %v %v", d["kind"], d["author"], d["createdAt"], d["status"], d["reason"]))
	}
	return strings.Join(all, "; ")
}

// state waits until the session is in a state, with an owner or nobody.
func (c *client) state(state conversation.State, owner string) conversation.Conversation {
	c.Helper()
	return c.is(fmt.Sprintf("%s with %q", state, owner), func(v conversation.Conversation) bool {
		return v.State == state && v.Owner == owner
	})
}

// at works as an agent past the browser, for what a test is not about.
func (o *office) at(p person) *desk.Agent {
	return desk.SignIn(o.Clients, conversation.Author{Email: p.email, Name: p.name})
}

// until waits until a document is as done wants it. It reads the document again and again: the emulator fails a commit
// that it would have told a listener of who has just gone, and loses the events of it.
func (o *office) until(path string, done func(*firestore.DocumentSnapshot) bool, last ...func() string) {
	o.Helper()
	ctx := o.context()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		doc, err := o.Firestore.Doc(path).Get(ctx)
		if err != nil && status.Code(err) != codes.NotFound {
			for _, f := range last {
				o.Log(f())
			}
			o.Fatalf("%s is never as it should be: %v", path, err)
		}
		if done(doc) {
			return
		}
		<-tick.C
	}
}

// inTwoMinutes is when a lease ends that an agent is given past the browser.
func inTwoMinutes() time.Time { return time.Now().Add(2 * time.Minute) }
