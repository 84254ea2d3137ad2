package rcs

import (
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// capabilities is the answer of phones.getCapabilities.
type capabilities struct {
	Features []string `json:"features,omitempty"`
}

// getCapabilities answers what a device can do. A request id that was used before is ignored, as the documents say; what
// the answer then holds they do not, so it holds nothing.
func (s *Service) getCapabilities(c *google.Call) (any, error) {
	if err := requiredUUID(c, "requestId", "request_id"); err != nil {
		return nil, err
	}
	if err := checkNumber(c); err != nil {
		return nil, err
	}
	a, err := s.agentOf(c, "")
	if err != nil {
		return nil, err
	}
	if s.allowed(a, c.Conversation) != nil {
		return nil, unreachable("the agent is not launched and the number is no tester of it")
	}
	if again, err := s.askAgain(a, c.ID); again || err != nil {
		return capabilities{}, err
	}
	l, err := s.find(a, c.Conversation)
	if err != nil {
		return nil, err
	}
	set := l.phone.Settings()
	if !reachable(set) {
		return nil, unreachable("the device has no RCS")
	}
	return capabilities{features(set)}, nil
}

// askAgain says whether a request id was used before.
func (s *Service) askAgain(a *agent, id string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.asked[id] && s.switches.Conflict {
		return true, google.AlreadyExists("the request id was used before")
	}
	again := a.asked[id]
	a.asked[id] = true
	return again, nil
}

// Limits of a batch. Below the least, which the guide demands, the figures of the sample are 0.
const (
	leastSample     = 500
	mostUsers       = 10_000
	batchesAMinute  = 600
	sampledOfTwenty = 15 // three quarters
)

// batchRequest is the body of users.batchGet.
type batchRequest struct {
	Users   []string `json:"users,omitempty"`
	AgentID string   `json:"agentId,omitempty"`
}

// batchAnswer is the answer of users.batchGet. The map is of carriers of the US; its shape is uncertain.
type batchAnswer struct {
	ReachableUsers  []string              `json:"reachableUsers"`
	Sample          int                   `json:"totalRandomSampleUserCount"`
	ReachableSample int                   `json:"reachableRandomSampleUserCount"`
	ByCarrier       map[string]batchUsers `json:"reachableUsersMap,omitempty"`
}

type batchUsers struct {
	Users []string `json:"users"`
}

func (s *Service) batchGet(c *google.Call) (any, error) {
	var r batchRequest
	if err := c.Decode("batch_get_users_request", &r); err != nil {
		return nil, err
	}
	a, err := s.agentOf(c, r.AgentID)
	if err != nil {
		return nil, err
	}
	numbers, err := r.numbers()
	if err != nil {
		return nil, err
	}
	if err := s.countBatch(); err != nil {
		return nil, err
	}
	answer := batchAnswer{ReachableUsers: []string{}}
	for _, number := range numbers {
		s.ask(a, number, &answer)
	}
	if n := len(numbers); n >= leastSample {
		answer.Sample = n * sampledOfTwenty / 20
		answer.ReachableSample = len(answer.ReachableUsers) * sampledOfTwenty / 20
	}
	return answer, nil
}

// numbers are the different numbers of a batch.
func (r *batchRequest) numbers() ([]string, error) {
	const field = "batch_get_users_request.users"
	var all []string
	seen := map[string]bool{}
	for _, number := range r.Users {
		if !e164.MatchString(number) {
			return nil, google.Invalid(field, "Not a phone number in E.164 format.")
		}
		if !seen[number] {
			all = append(all, number)
		}
		seen[number] = true
	}
	if n := len(all); n == 0 || n > mostUsers {
		return nil, google.Invalid(field, "A batch has %d to %d phone numbers, got %d.", leastSample, mostUsers, n)
	}
	return all, nil
}

// countBatch allows 600 batches in any minute.
func (s *Service) countBatch() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now()
	for len(s.lookUps) > 0 && now.Sub(s.lookUps[0]) >= time.Minute {
		s.lookUps = s.lookUps[1:]
	}
	if len(s.lookUps) >= batchesAMinute {
		return google.Exhausted("Quota exceeded.", "more than 600 batches a minute")
	}
	s.lookUps = append(s.lookUps, now)
	return nil
}

// ask adds a number to the answer if it can be reached. It makes no phone for a customer who has none with the agent.
func (s *Service) ask(a *agent, number string, answer *batchAnswer) {
	own, other := s.linesOf(a, number)
	if own == nil {
		own = other
	}
	if own == nil || s.allowed(a, number) != nil {
		return
	}
	set := own.phone.Settings()
	if !reachable(set) {
		return
	}
	answer.ReachableUsers = append(answer.ReachableUsers, number)
	if carrier := set.Fields[Carrier]; carrier != "" {
		if answer.ByCarrier == nil {
			answer.ByCarrier = map[string]batchUsers{}
		}
		answer.ByCarrier[carrier] = batchUsers{append(answer.ByCarrier[carrier].Users, number)}
	}
}

// tester is the body and the answer of phones.testers.create.
type tester struct {
	Name         string `json:"name,omitempty"`
	InviteStatus string `json:"inviteStatus,omitempty"`
}

// createTester invites a number, who has to accept: see AnswerInvite. Inviting again changes nothing and counts.
func (s *Service) createTester(c *google.Call) (any, error) {
	if err := checkNumber(c); err != nil {
		return nil, err
	}
	a, err := s.agentOf(c, "")
	if err != nil {
		return nil, err
	}
	var r tester
	if len(c.Body) > 0 {
		if err := c.Decode("tester", &r); err != nil {
			return nil, err
		}
	}
	if err := google.OutputOnly(r.Name+r.InviteStatus, "tester.name"); err != nil {
		return nil, err
	}
	if l, _ := s.find(a, c.Conversation); l == nil || !reachable(l.phone.Settings()) {
		return nil, unreachable("the number has no RCS")
	}
	state, err := s.invite(a, c.Conversation)
	if err != nil {
		return nil, err
	}
	return tester{"phones/" + c.Conversation + "/testers", state}, nil
}

func (s *Service) invite(a *agent, number string) (state string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now()
	for len(a.invites) > 0 && now.Sub(a.invites[0]) >= 24*time.Hour {
		a.invites = a.invites[1:]
	}
	switch {
	case len(a.invites) >= mostInvites:
		return "", google.Exhausted(http.StatusText(http.StatusTooManyRequests), "more than 20 invitations in a day")
	case a.testers[number] == "" && len(a.testers) >= mostTesters:
		return "", google.Exhausted(http.StatusText(http.StatusTooManyRequests), "more than 200 testers")
	}
	a.invites = append(a.invites, now)
	if a.testers[number] != accepted {
		a.testers[number] = pending
	}
	return a.testers[number], nil
}
