package google

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Agent is a business's face in the channel: whom customers write to.
type Agent struct {
	Name       string // brands/{brand}/agents/{agent}
	CustomID   string // the partner's own name for the agent; sent in every event when set
	Brand      string // name of the business on the phone; "Northwind" when empty
	WebhookURL string // where its events go
}

// Errors of [Service.PhoneTo].
var (
	ErrNoAgent    = errors.New("google: there is no such brand agent")
	ErrOtherAgent = errors.New("google: the conversation is with another brand agent")
)

var agentName = regexp.MustCompile(`^brands/[^/]+/agents/[^/]+$`)

// all gives the agents, each checked and with what may be left out.
func (c Config) all() ([]*Agent, error) {
	first := Agent{Name: c.Agent, CustomID: c.CustomAgentID, Brand: c.Brand, WebhookURL: c.WebhookURL}
	var agents []*Agent
	var errs []error
	seen := map[string]bool{}
	for _, a := range append([]Agent{first}, c.Others...) {
		if !agentName.MatchString(a.Name) {
			errs = append(errs, fmt.Errorf("google: agent %q is not brands/{brand}/agents/{agent}", a.Name))
		}
		if seen[a.Name] {
			errs = append(errs, fmt.Errorf("google: agent %q is there twice", a.Name))
		}
		seen[a.Name] = true
		if a.Brand == "" {
			a.Brand = "Northwind"
		}
		agents = append(agents, &a)
	}
	return agents, errors.Join(errs...)
}

// find gives an agent by its name, the first one when there is no name.
func (s *Service) find(name string) (*Agent, error) {
	if name == "" {
		return s.agents[0], nil
	}
	for _, a := range s.agents {
		if a.Name == name {
			return a, nil
		}
	}
	return nil, ErrNoAgent
}

// thread is one of a customer's conversations, as the page offers it.
type thread struct {
	Agent        string `json:"agent"`
	Brand        string `json:"brand"`
	Conversation string `json:"conversation"`
}

// threads gives a customer's conversations with each of the agents; most have not begun. The customer's first one has
// the customer's own id, and the others that id with the number of the agent behind it.
func (s *Service) threads(p *Phone) []thread {
	s.mu.Lock()
	defer s.mu.Unlock()
	customer := numbered.ReplaceAllString(p.conversation, "")
	own := s.agents[0]
	if first, ok := s.phones[customer]; ok {
		own = first.agent
	}
	all := make([]thread, 0, len(s.agents))
	for i, a := range s.agents {
		id := customer
		if a != own {
			id = fmt.Sprintf("%s~%d", customer, i+1)
		}
		all = append(all, thread{a.Name, a.Brand, id})
	}
	return all
}

var numbered = regexp.MustCompile(`~[0-9]+$`)

// webhooks gives where the agents' events go, each address once.
func (s *Service) webhooks() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, a := range s.agents {
		if !slices.Contains(all, a.WebhookURL) {
			all = append(all, a.WebhookURL)
		}
	}
	return all
}
