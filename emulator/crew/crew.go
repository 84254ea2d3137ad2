// Package crew simulates agents: they come online, accept, answer, end, and sometimes
// decline, park, or vanish, so that one can watch a queue drain. Like every client,
// they use only Firestore, under its rules.
package crew

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Options are how a crew works.
type Options struct {
	// Agents is the number of agents.
	Agents int
	// Queues are the queues that all of them serve, Skills the skills that all have.
	Queues []string
	Skills map[string]int64
	// Pace is how long each step takes on average.
	Pace time.Duration
	// Percentages: offers that are declined, sessions that are parked instead of ended,
	// and sessions in which the agent vanishes.
	Decline, Park, Vanish int
	// Seed makes a run repeatable.
	Seed uint64
	// Owner is a client without rules. It adds the crew to the roster and writes its
	// leases, because the product's clock may have been moved, see [desk.Lease].
	Owner *firestore.Client
	// Now is the product's clock.
	Now func() time.Time
	// Say gets a line for everything that happens.
	Say func(line string)
}

// Run runs a crew until ctx ends. The client has no credentials.
func Run(ctx context.Context, db *firestore.Client, o Options) error {
	var wg sync.WaitGroup
	errs := make(chan error, o.Agents)
	for i := range o.Agents {
		m, err := join(ctx, db, o, i)
		if err != nil {
			return err
		}
		wg.Go(func() { errs <- m.work(ctx) })
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// member is one agent of a crew.
type member struct {
	Options
	client      *desk.Agent
	email, name string
	luck        *rand.Rand
	there       bool
}

// join adds an agent to the roster.
func join(ctx context.Context, db *firestore.Client, o Options, i int) (*member, error) {
	email, name := fmt.Sprintf("crew-%02d@crew.example", i+1), fmt.Sprintf("Crew %d", i+1)
	_, err := o.Owner.Collection("agents").Doc(email).Set(ctx, map[string]any{
		"displayName": name, "role": agent.Plain, "queues": o.Queues, "skills": o.Skills, "capacity": 3,
	}, firestore.MergeAll)
	if err != nil {
		return nil, fmt.Errorf("join the roster: %w", err)
	}
	return &member{
		Options: o, email: email, name: name, luck: rand.New(rand.NewPCG(o.Seed, uint64(i))), //nolint:gosec // moods
		client: desk.SignIn(db, conversation.Author{Email: email, Name: name}),
	}, nil
}

// work works until ctx ends, and then leaves.
func (m *member) work(ctx context.Context) error {
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = m.client.Leave(last)
	}()
	for ctx.Err() == nil {
		if err := m.beat(ctx); err != nil {
			return err
		}
		if err := m.round(ctx); err != nil {
			return err
		}
		m.pause(ctx)
	}
	return nil
}

// beat renews the agent's lease, or comes back online if that has ended.
func (m *member) beat(ctx context.Context) error {
	err := desk.Lease(ctx, m.Owner, m.email, m.Now().Add(agent.LeaseLength))
	if err != nil || m.there {
		return err
	}
	m.there = true
	m.Say(m.name + " comes")
	return m.client.Choose(ctx, agent.Available)
}

// round takes the next step in each of the agent's conversations.
func (m *member) round(ctx context.Context) error {
	var mine []conversation.Conversation
	err := m.client.AwaitMine(ctx, func(all []conversation.Conversation) bool {
		mine = all
		return true
	})
	for _, c := range mine {
		if err != nil || !m.there {
			break
		}
		err = m.handle(ctx, c)
	}
	return err
}

func (m *member) handle(ctx context.Context, c conversation.Conversation) error {
	chance := m.luck.IntN(100)
	switch c.State {
	case conversation.Offered:
		if chance < m.Decline {
			return m.do(ctx, c, conversation.Decline, "declines")
		}
		return m.do(ctx, c, conversation.Accept, "accepts")
	case conversation.Active:
		return m.converse(ctx, c, chance)
	case conversation.WrapUp:
		return m.do(ctx, c, conversation.Close, "is done with")
	default:
		return nil
	}
}

// converse answers, and then ends, parks or vanishes.
func (m *member) converse(ctx context.Context, c conversation.Conversation, chance int) error {
	if c.LastAgentAt.Before(c.LastCustomerAt) {
		m.Say(m.name + " answers " + who(c))
		return m.client.Reply(ctx, c.ID, uuid.NewString(), "Hello, this is "+m.name+". All is well.")
	}
	switch {
	case chance < m.Vanish:
		m.there = false
		m.Say(m.name + " vanishes in the middle of " + who(c))
		m.away(ctx)
		return nil
	case chance < m.Vanish+m.Park:
		return m.do(ctx, c, conversation.Park, "parks")
	}
	return m.do(ctx, c, conversation.End, "ends")
}

// away is longer than a lease and its grace period.
func (m *member) away(ctx context.Context) {
	for back := m.Now().Add(agent.LeaseLength + agent.Grace + 10*time.Second); m.Now().Before(back) && ctx.Err() == nil; {
		m.pause(ctx)
	}
}

// do asks for an action. A refusal is not a failure: another agent was faster.
func (m *member) do(ctx context.Context, c conversation.Conversation, kind conversation.ActionKind, verb string) error {
	err := m.client.Act(ctx, c.ID, kind)
	if refused, ok := errors.AsType[*conversation.RefusedError](err); ok {
		m.Say(fmt.Sprintf("%s wanted to %s %s: %s", m.name, kind, who(c), texts.English().Say(refused.Reason)))
		return nil
	}
	if err == nil {
		m.Say(fmt.Sprintf("%s %s %s", m.name, verb, who(c)))
	}
	return err
}

func who(c conversation.Conversation) string { return "conversation " + string(c.ID[:6]) }

func (m *member) pause(ctx context.Context) {
	select {
	case <-time.After(m.Pace/2 + time.Duration(m.luck.Int64N(int64(m.Pace)))):
	case <-ctx.Done():
	}
}
