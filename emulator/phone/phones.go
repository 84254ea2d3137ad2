package phone

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sort"
	"sync"
	"time"
)

// Errors of finding a phone and of waiting for one.
var (
	ErrNoAgent    = errors.New("phone: there is no such brand agent")
	ErrOtherAgent = errors.New("phone: the conversation is with another brand agent")
	ErrClosed     = errors.New("phone: closed")
)

// Agent is a brand agent of a channel, which customers write to.
type Agent struct {
	Name    string            // as the channel names it; no two channels share one
	Brand   string            // name of the business on the phone
	Channel string            // what people call the channel
	Connect func(*Phone) Line // returns a new phone's line to the agent; it must not call the phone
}

// Phones are all customers' phones, over all channels. It is safe for concurrent use.
type Phones struct {
	now func() time.Time
	id  string // of this run: revisions of an earlier run mean nothing

	ctx    context.Context //nolint:containedctx // the life of the streams, ended by Close
	cancel context.CancelFunc

	mu     sync.Mutex
	agents []Agent // phones write to the first by default
	phones map[string]*Phone
}

// New makes Phones that know no agents yet, with the clock of everything that they show.
func New(now func() time.Time) *Phones {
	ctx, cancel := context.WithCancel(context.Background())
	return &Phones{now: now, id: newID(), ctx: ctx, cancel: cancel, phones: map[string]*Phone{}}
}

// Add adds brand agents of a channel to those that customers can write to.
func (ps *Phones) Add(agents ...Agent) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.agents = append(ps.agents, agents...)
}

// Close ends the streams of the pages and every Await.
func (ps *Phones) Close() { ps.cancel() }

// Phone returns the phone of a conversation, a new one with the first agent if there is none yet. The display name is
// that of a new phone; an existing one keeps its own.
func (ps *Phones) Phone(conversation, displayName string) *Phone {
	ps.mu.Lock()
	first := ps.agents[0]
	ps.mu.Unlock()
	p, _ := ps.Open(first, conversation, displayName)
	return p
}

// PhoneTo returns the phone of a conversation with an agent. The error is [ErrNoAgent], or [ErrOtherAgent] for a
// conversation that began with another one.
func (ps *Phones) PhoneTo(agent, conversation, displayName string) (*Phone, error) {
	a, err := ps.agent(agent)
	if err != nil {
		return nil, err
	}
	p, _ := ps.Open(a, conversation, displayName)
	if p.agent.Name != a.Name {
		return nil, ErrOtherAgent
	}
	return p, nil
}

// Open returns the phone of a conversation and whether it is new; only a new one is certain to be with the agent. The
// agent need not be one that was added.
func (ps *Phones) Open(a Agent, conversation, displayName string) (p *Phone, fresh bool) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p, ok := ps.phones[conversation]
	if !ok {
		p = newPhone(ps.now, ps.ctx.Done(), a, conversation, displayName)
		ps.phones[conversation] = p
	}
	return p, !ok
}

// WithAgent returns the phone of the same customer's conversation with another agent, which it makes like this one if
// there is none yet.
func (ps *Phones) WithAgent(p *Phone, agent string) (*Phone, error) {
	a, err := ps.agent(agent)
	if err != nil {
		return nil, err
	}
	for _, t := range ps.threads(p) {
		if t.Agent == agent {
			settings := p.Settings()
			other, fresh := ps.Open(a, t.Conversation, settings.DisplayName)
			if fresh {
				other.copySettings(settings)
			}
			return other, nil
		}
	}
	return nil, ErrNoAgent
}

// Find returns the phone of a conversation, if there is one.
func (ps *Phones) Find(conversation string) (*Phone, bool) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p, ok := ps.phones[conversation]
	return p, ok
}

// All returns every phone, in the order of their conversation ids.
func (ps *Phones) All() []*Phone {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	all := make([]*Phone, 0, len(ps.phones))
	for _, p := range ps.phones {
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].conversation < all[j].conversation })
	return all
}

// agent returns an agent by its name, the first one if there is no name.
func (ps *Phones) agent(name string) (Agent, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	for _, a := range ps.agents {
		if name == "" || a.Name == name {
			return a, nil
		}
	}
	return Agent{}, ErrNoAgent
}

// thread is one of a customer's conversations, as the page offers it.
type thread struct {
	Agent        string `json:"agent"`
	Brand        string `json:"brand"`
	Channel      string `json:"channel"`
	Conversation string `json:"conversation"`
}

// threads returns a customer's conversations with each of the agents; most have not begun. The customer's first one has
// the customer's own id, and the others that id followed by the number of the agent.
func (ps *Phones) threads(p *Phone) []thread {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	customer := agentNumber.ReplaceAllString(p.conversation, "")
	own := ps.agents[0].Name
	if first, ok := ps.phones[customer]; ok {
		own = first.agent.Name
	}
	all := make([]thread, 0, len(ps.agents))
	for i, a := range ps.agents {
		id := customer
		if a.Name != own {
			id = fmt.Sprintf("%s~%d", customer, i+1)
		}
		all = append(all, thread{a.Name, a.Brand, a.Channel, id})
	}
	return all
}

var agentNumber = regexp.MustCompile(`~[0-9]+$`)
