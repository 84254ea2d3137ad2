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
	// RespondedBy is who first answered, FirstResponse after how long, and FirstPromised after
	// how much of the time that counts for the promise.
	RespondedBy                  string
	FirstResponse, FirstPromised time.Duration
	// TakenAfter is after how much opening time it was taken.
	TakenAfter time.Duration

	asked      string
	waitsSince time.Time
	worksSince time.Time
	// runsSince is since when the time for an answer runs, of which spent was over before.
	runsSince time.Time
	spent     time.Duration
}

// Part is an agent's.
type Part struct {
	Worked                      bool
	Time                        time.Duration
	Responses, Promised         []time.Duration
	Transfers, Missed, Declined int64
}

// begins opens an entry.
func (s *story) begins() {
	e := Entry{
		Customer: s.c.ID, Channel: s.peer.Channel, OpenedAt: s.now, waitsSince: s.now, runsSince: s.now, Agents: map[string]*Part{}, Tags: map[string]bool{},
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

func (s *story) taken(email string) {
	e := s.entry()
	e.TakenAt, e.TakenBy, e.Queue, e.TakenAfter = s.now, email, s.c.Queue, s.inOpeningTime(s.c.Queue, e.OpenedAt, s.now)
	e.works(email, s.now)
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
		e.waitsSince, e.runsSince, e.spent = now, now, 0
	}
}

// pauses stops the time for an answer, after some that counted.
func (e *Entry) pauses(counted time.Duration) { e.spent += counted }

func (e *Entry) goesOn(now time.Time) { e.runsSince = now }

// answered is an answer to all questions, after so much time that counts since it last went on.
func (e *Entry) answered(by string, counted time.Duration, now time.Time) {
	if e.waitsSince.IsZero() {
		return
	}
	if e.RespondedBy == "" {
		e.RespondedBy, e.FirstResponse, e.FirstPromised = by, now.Sub(e.OpenedAt), e.spent+counted
	} else {
		p := e.of(by)
		p.Responses, p.Promised = append(p.Responses, now.Sub(e.waitsSince)), append(p.Promised, e.spent+counted)
	}
	e.waitsSince = time.Time{}
}
