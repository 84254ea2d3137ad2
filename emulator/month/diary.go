package month

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Entry is what happened in a session, as those who took part would tell it.
type Entry struct {
	Customer            conversation.ID
	Channel, Workstream string
	// Queue is the one that it was taken in, or came into.
	Queue             string
	OpenedAt, TakenAt time.Time
	TakenBy           string
	// EndedAt is when the agent ended it, or it was closed, and Over whether it was.
	EndedAt time.Time
	Over    bool
	Tags    map[string]bool
	Rating  int64
	// Agents are those who took part.
	Agents map[string]*Part
	// LastBy worked on it last.
	LastBy string
	// Back is whether the customer had been here a day before or less, and BackOf who was
	// the last to work for them.
	Back   bool
	BackOf string
	// RespondedBy is who first answered, and FirstResponse after how long.
	RespondedBy   string
	FirstResponse time.Duration

	asked      string
	waitsSince time.Time
	worksSince time.Time
}

// Part is an agent's.
type Part struct {
	Worked                      bool
	Time                        time.Duration
	Responses                   []time.Duration
	Transfers, Missed, Declined int64
}

// begins opens an entry.
func (s *story) begins() {
	e := Entry{
		Customer: s.c.ID, Channel: s.peer.Channel, OpenedAt: s.now, waitsSince: s.now, Agents: map[string]*Part{}, Tags: map[string]bool{},
	}
	if before := s.at; len(s.Diary) > 0 && s.Diary[before].Customer == s.c.ID {
		last := s.Diary[before]
		if last.Over && s.now.Sub(last.EndedAt) <= 24*time.Hour {
			e.Back, e.BackOf = true, last.LastBy
		}
	}
	s.at = len(s.Diary)
	s.Diary = append(s.Diary, e)
}

func (s *story) entry() *Entry { return &s.Diary[s.at] }

// of is an agent's part.
func (e *Entry) of(email string) *Part {
	if e.Agents[email] == nil {
		e.Agents[email] = &Part{}
	}
	return e.Agents[email]
}

func (e *Entry) taken(email, queue string, now time.Time) {
	e.TakenAt, e.TakenBy, e.Queue = now, email, queue
	e.works(email, now)
}

func (e *Entry) works(email string, now time.Time) {
	e.of(email).Worked = true
	e.LastBy, e.worksSince = email, now
}

func (e *Entry) stops(now time.Time) {
	e.of(e.LastBy).Time += now.Sub(e.worksSince)
}

func (e *Entry) over(now time.Time) { e.EndedAt, e.Over = now, true }

func (e *Entry) tag(name string) { e.Tags[name] = true }

// asks is a question of the customer: it is the first that is not answered that counts.
func (e *Entry) asks(now time.Time) {
	if e.waitsSince.IsZero() {
		e.waitsSince = now
	}
}

// answered is an answer to all questions.
func (e *Entry) answered(by string, now time.Time) {
	if e.waitsSince.IsZero() {
		return
	}
	if e.RespondedBy == "" {
		e.RespondedBy, e.FirstResponse = by, now.Sub(e.OpenedAt)
	} else {
		e.of(by).Responses = append(e.of(by).Responses, now.Sub(e.waitsSince))
	}
	e.waitsSince = time.Time{}
}
