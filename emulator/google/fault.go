package google

import (
	"context"
	"slices"
	"time"
)

// Fault makes coming calls of the API go wrong.
type Fault struct {
	Method       Method // of the calls it is for; empty for every method of the API, the token endpoint not included
	Conversation string // whose calls; empty for all
	Times        int    // how many calls; 0 counts as 1
	Status       int    // what they are answered, such as 429, 500, 503; 0: the connection is cut without an answer
	AnswerLost   bool   // the call is carried out all the same; without it nothing happens

	// Hold, when it is set, keeps the answer of a call that is carried out until the channel is closed or the caller
	// is gone.
	Hold <-chan struct{}
	// Slow keeps the answer of a call that is carried out for so long, or until the caller is gone.
	Slow time.Duration
}

// late is whether the answer is only kept for a while.
func (f *Fault) late() bool { return f.Hold != nil || f.Slow > 0 }

// Inject adds a fault. Of several that fit a call the oldest is used first.
func (s *Service) Inject(f Fault) {
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// Mend takes back the faults of a conversation that have turns left.
func (s *Service) Mend(conversation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = slices.DeleteFunc(s.faults, func(f *Fault) bool { return f.Conversation == conversation })
}

// nextFault uses up one turn of the first fault that fits.
func (s *Service) nextFault(m Method, conversation string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !f.fits(m, conversation) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return *f, true
	}
	return Fault{}, false
}

func (f *Fault) fits(m Method, conversation string) bool {
	if f.Method == "" && m == TokenIssue {
		return false
	}
	return (f.Method == "" || f.Method == m) && (f.Conversation == "" || f.Conversation == conversation)
}

func (f *Fault) hold(ctx context.Context) {
	if !f.late() {
		return
	}
	held, slow := f.Hold, (<-chan time.Time)(nil)
	if f.Slow > 0 {
		slow = time.After(f.Slow)
	}
	select {
	case <-held:
	case <-slow:
	case <-ctx.Done():
	}
}
