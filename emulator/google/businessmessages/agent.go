package businessmessages

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Agent is a brand agent, which customers write to.
type Agent struct {
	Name       string // brands/{brand}/agents/{agent}
	CustomID   string // the partner's own name for the agent; sent in every event when set
	Brand      string // name of the business on the phone; "Northwind" when empty
	WebhookURL string // where its events go
}

var agentName = regexp.MustCompile(`^brands/[^/]+/agents/[^/]+$`)

// allAgents returns the agents, with defaults for what may be left out. The error says which are not right.
func (c Config) allAgents() ([]*Agent, error) {
	first := Agent{Name: c.Agent, CustomID: c.CustomAgentID, Brand: c.Brand, WebhookURL: c.WebhookURL}
	var agents []*Agent
	var errs []error
	seen := map[string]bool{}
	for _, a := range append([]Agent{first}, c.Others...) {
		if !agentName.MatchString(a.Name) {
			errs = append(errs, fmt.Errorf("businessmessages: agent %q is not brands/{brand}/agents/{agent}", a.Name))
		}
		if seen[a.Name] {
			errs = append(errs, fmt.Errorf("businessmessages: agent %q is there twice", a.Name))
		}
		seen[a.Name] = true
		if a.Brand == "" {
			a.Brand = "Northwind"
		}
		agents = append(agents, &a)
	}
	return agents, errors.Join(errs...)
}

// webhooks returns where the agents' events go, each address once.
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

// webhookOf returns where an agent's events go now.
func (s *Service) webhookOf(a *Agent) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return a.WebhookURL
}

// SetWebhook changes where the events of [Config.Agent] go, from the next attempt on, retries included.
func (s *Service) SetWebhook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agents[0].WebhookURL = url
}
