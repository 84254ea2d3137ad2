// Package demo plays one whole conversation, customer and agent, and checks every
// place where it has to appear.
package demo

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// stepTimeout is how long one step may take to have its effect.
const stepTimeout = 15 * time.Second

const (
	customer = "Dana"
	email    = "jo@frontdesk.example"
	lead     = "lea@frontdesk.example"

	answer = "Hello Dana, yes we have."
	offer  = "Shall I put one aside in M?"
)

// play is one run of the demonstration.
type play struct {
	stack *stack.Stack
	side  *stack.Side
	agent *desk.Agent
	// lead is a supervisor, who sees the conversation before and after the agent does.
	lead  *desk.Agent
	phone *phone.Phone
	id    conversation.ID
	queue string // the queue that routing chose
	// pushed is whether the queue offers its sessions, and skills what this one requires.
	pushed bool
	skills map[string]int64
	out    io.Writer
	began  time.Time
}

// Run plays the conversation on a channel and prints each step with its time. It fails
// at the first step without its effect.
func Run(ctx context.Context, s *stack.Stack, side *stack.Side, out io.Writer) error {
	key := "demo-" + side.ClientToken[:8]
	dana, err := side.Phone(key, customer)
	if err != nil {
		return err
	}
	p := &play{
		stack: s, side: side, out: out, began: time.Now(), phone: dana,
		agent: desk.SignIn(s.Clients, conversation.Author{Email: email, Name: "Jo"}),
		lead:  desk.SignIn(s.Clients, conversation.Author{Email: lead, Name: "Lea"}),
		id:    keyring.IDs().Of(side.Peer(key)),
	}
	p.phone.LookAt(true)
	// As the function roster writes an entry, whole: the rules look at the queues.
	supervisor := map[string]any{"displayName": "Lea", "role": agent.Supervisor, "queues": []string{}}
	if err := p.addToRoster(ctx, lead, supervisor); err != nil {
		return err
	}
	for _, step := range p.steps() {
		if err := p.do(ctx, step); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintln(out, "every step was seen")
	return nil
}

// step is an action of a person, or an effect to wait for.
type step struct {
	who, what string
	do        func(context.Context) error
}

func (p *play) do(ctx context.Context, s step) error {
	ctx, cancel := context.WithTimeout(ctx, stepTimeout)
	defer cancel()
	began := time.Now()
	if err := s.do(ctx); err != nil {
		return fmt.Errorf("%s: %s: not seen: %w", s.who, s.what, err)
	}
	_, _ = fmt.Fprintf(p.out, "%6d ms  %+5d ms  %-9s %s\n",
		time.Since(p.began).Milliseconds(), time.Since(began).Milliseconds(), s.who, s.what)
	return nil
}

func (p *play) steps() []step {
	return []step{
		{"Google", "the webhook answers the handshake", p.side.Handshake},
		{"customer", "writes, and the webhook takes it", p.writes("Do you have this in blue?")},
		{"Firestore", "routing has placed the conversation", p.placed},
		{"Firestore", "it waits in the queue", p.waits},
		{"customer", "writes again", p.writes("In size M, please.")},
		{"Firestore", "both messages are in the one conversation", p.messages(2)},
		{"agent", "comes to work", p.comes},
		{"Firestore", "the conversation is offered to the agent", p.offered},
		{"agent", "takes it", p.takes},
		{"Firestore", "the conversation is the agent's and left the queue", p.taken},
		{"agent", "answers", p.answers("reply-1", answer)},
		{"phone", "shows the answer", p.shows(answer)},
		{"agent", "answers again", p.answers("reply-2", offer)},
		{"phone", "shows the second answer", p.shows(offer)},
		{"Firestore", "the first answer was delivered", p.status("reply-1", channel.Delivered)},
		{"Firestore", "the second answer was delivered", p.status("reply-2", channel.Delivered)},
		{"Firestore", "the first answer was read", p.status("reply-1", channel.Read)},
		{"Firestore", "the second answer was read", p.status("reply-2", channel.Read)},
		{"agent", "ends the conversation and is done with it", p.ends},
		{"Firestore", "the session is closed", p.closed},
	}
}
