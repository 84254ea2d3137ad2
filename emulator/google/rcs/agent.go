package rcs

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// Agent is a brand agent, which customers write to.
type Agent struct {
	ID          string   // without @rbm.goog
	Brand       string   // name of the business on the phone; "Harbor Lights" when empty
	WebhookURL  string   // where its events go; may come later through SetWebhook
	ClientToken string   // HMAC key of X-Goog-Signature, and the token of the handshake
	MultiUse    bool     // its messages have to say what kind of traffic they are
	Unlaunched  bool     // only testers can be written to
	Testers     []string // numbers that have accepted
}

// agent is an Agent with what changes.
type agent struct {
	Agent
	used    map[string]time.Time // when each id of a message or an event was used first
	asked   map[string]bool      // request ids of look-ups
	testers map[string]string    // number → PENDING, ACCEPTED or DECLINED
	invites []time.Time          // within the last day
}

// suffix is what Google adds to an agent's id in webhooks, and leaves out in its samples of calls.
const suffix = "@rbm.goog"

// Quotas of testers.
const (
	mostInvites = 20 // a day
	mostTesters = 200
)

// Answers to an invitation to test.
const (
	pending  = "PENDING"
	accepted = "ACCEPTED"
	declined = "DECLINED"
)

var (
	agentID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)
	e164    = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// allAgents returns the agents, with defaults for what may be left out. The error says which are not right.
func allAgents(list []Agent) ([]*agent, error) {
	var agents []*agent
	var errs []error
	seen := map[string]bool{}
	for _, a := range list {
		a.ID = strings.TrimSuffix(a.ID, suffix)
		if !agentID.MatchString(a.ID) {
			errs = append(errs, fmt.Errorf("rcs: %q is no agent's id", a.ID))
		}
		if seen[a.ID] {
			errs = append(errs, fmt.Errorf("rcs: agent %q is there twice", a.ID))
		}
		if a.ClientToken == "" {
			errs = append(errs, fmt.Errorf("rcs: agent %q has no client token", a.ID))
		}
		seen[a.ID] = true
		if a.Brand == "" {
			a.Brand = "Harbor Lights"
		}
		one := &agent{Agent: a, used: map[string]time.Time{}, asked: map[string]bool{}, testers: map[string]string{}}
		for _, number := range a.Testers {
			one.testers[number] = accepted
		}
		agents = append(agents, one)
	}
	if len(agents) == 0 {
		errs = append(errs, errors.New("rcs: no agents"))
	}
	return agents, errors.Join(errs...)
}

// agentOf returns the agent that a call names, in its query or its body, with or without the suffix. The schema calls it
// optional and the documents required.
func (s *Service) agentOf(c *google.Call, inBody string) (*agent, error) {
	id, other := strings.TrimSuffix(c.Query.Get("agentId"), suffix), strings.TrimSuffix(inBody, suffix)
	switch {
	case id == "" && other == "":
		return nil, google.Invalid("agent_id", "agentId is required.")
	case id == "":
		id = other
	case other != "" && other != id:
		return nil, google.Invalid("agent_id", "The query and the body name two agents.")
	}
	for _, a := range s.agents {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, google.Denied("no such agent of this partner")
}

// allowed refuses numbers that an agent cannot write to before its launch.
func (s *Service) allowed(a *agent, number string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Unlaunched && a.testers[number] != accepted {
		return google.Denied("the agent is not launched and the number is no tester of it")
	}
	return nil
}

// claim takes an id for a message or an event, which share one space per agent, and returns when it was used first.
func (s *Service) claim(a *agent, id string) (first time.Time, fresh bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first, ok := a.used[id]; ok {
		if s.switches.Conflict {
			return first, false, google.AlreadyExists("the id was used before")
		}
		return first, false, nil
	}
	a.used[id] = s.Now()
	return a.used[id], true, nil
}

// release frees an id whose call was refused.
func (s *Service) release(a *agent, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(a.used, id)
}

// webhookOf returns where an agent's events go now.
func (s *Service) webhookOf(a *agent) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return a.WebhookURL
}

// SetWebhook changes where an agent's events go, from the next attempt on, retries included.
func (s *Service) SetWebhook(id, url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.agents {
		if a.ID == id {
			a.WebhookURL = url
		}
	}
}

// AnswerInvite is what a person does who was invited to test an agent.
func (s *Service) AnswerInvite(id, number string, accept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.agents {
		if a.ID != id || a.testers[number] == "" {
			continue
		}
		a.testers[number] = declined
		if accept {
			a.testers[number] = accepted
		}
	}
}

// Launch moves an agent to a state, such as LAUNCHED or SUSPENDED, and posts the event about it.
func (s *Service) Launch(id, state string) {
	for _, a := range s.agents {
		if a.ID != id {
			continue
		}
		old := "LAUNCHED"
		s.mu.Lock()
		if a.Unlaunched {
			old = "PENDING"
		}
		a.Unlaunched = state != "LAUNCHED"
		s.mu.Unlock()
		s.Begin(s.launchEvent(a, old, state))
	}
}

// Number is the phone number of a customer: the id itself if it is one, and otherwise one of the ten thousand that France
// keeps free for fiction, always the same for a customer unless two share it.
func (s *Service) Number(customer string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.numberOf(customer)
}

func (s *Service) numberOf(customer string) string {
	if e164.MatchString(customer) {
		s.numbers[customer] = customer
		return customer
	}
	sum := sha256.Sum256([]byte(customer))
	for n := binary.BigEndian.Uint32(sum[:]); ; n++ {
		number := fmt.Sprintf("+3363998%04d", n%10_000)
		if owner, taken := s.numbers[number]; !taken || owner == customer {
			s.numbers[number] = customer
			return number
		}
	}
}
