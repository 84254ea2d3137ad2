package load

import (
	"context"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Rates and times that are the same in every run.
const (
	// opening is how many conversations a second are opened before anything is measured.
	opening = 15
	// offering is how many of those that are offered to agents, which is several times the work.
	offering = 4
	// share is how many of a hundred messages are posted twice, are preceded by typing, or are
	// answered, where that is what a phase is for.
	share = 10
	// answered is how many of a hundred messages agents answer.
	answered = 20
	// warmUp is how long what is compared runs before it is measured.
	warmUp = 5 * time.Second
	// trial is how long a rate has to hold.
	trial = 15 * time.Second
	// late is what p99 has to stay under.
	late = 1000.0
)

// scenario plays what a run consists of: what of the product is compared, right beside its floor.
func (r *run) scenario(ctx context.Context) error {
	// First messages come before further ones: they look for agents, and the emulator of the database
	// answers a query by going through all documents that it has. Rates that may not hold come last: what
	// they leave behind slows the emulators.
	steps := []func(context.Context) error{
		r.openAll, r.first, r.further, r.conversations, r.events, r.furtherSustained,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	r.say("balancing the ledger …")
	_, err := r.balanced(ctx, nil)
	return err
}

// plays plays a phase and reports it.
func (r *run) plays(ctx context.Context, p phase) (report.Phase, error) {
	result, err := r.play(ctx, p)
	if err == nil {
		r.report.Phases = append(r.report.Phases, result)
	}
	return result, err
}

func (r *run) wants(kind string) bool {
	return r.Waiting == r.Taken || r.Waiting && kind == waits || r.Taken && kind == taken
}

// openAll opens the conversations of those who wait and of those who are taken: each message is
// their first, and some come twice at the same time. Agents come, are offered the latter's, and
// take them; then they close their desks.
func (r *run) openAll(ctx context.Context) error {
	if r.wants(waits) {
		_, err := r.plays(ctx, phase{
			name: "opening, waiting", what: "customers begin to wait; one post in ten comes twice at once",
			rate: opening, d: perRate(len(r.waiting), opening), from: among(r.waiting), duplicates: share,
		})
		if err != nil {
			return err
		}
	}
	if !r.wants(taken) {
		return nil
	}
	if err := r.office.comes(ctx); err != nil {
		return err
	}
	closed := r.office.looks(ctx)
	defer closed()
	_, err := r.plays(ctx, phase{
		name: "opening, taken", what: "customers begin, agents are offered their sessions and accept; one post in ten comes twice at once",
		rate: offering, d: perRate(len(r.taken), offering), from: among(r.taken), duplicates: share,
	})
	if err != nil {
		return err
	}
	return r.accepted(ctx)
}

// perRate is how long so many messages take at a rate.
func perRate(n int, rate float64) time.Duration {
	return time.Duration(float64(n) / rate * float64(time.Second))
}

// accepted waits until agents have all that is theirs.
func (r *run) accepted(ctx context.Context) error {
	const longest = 3 * time.Minute
	for ends := time.Now().Add(longest); ; {
		n, err := r.have(ctx)
		if err != nil || n == len(r.taken) {
			return err
		}
		if time.Now().After(ends) {
			return fmt.Errorf("agents have %d conversations of %d after %s", n, len(r.taken), longest)
		}
		if err := pause(ctx, time.Second/2); err != nil {
			return err
		}
	}
}

// have counts the conversations that agents have accepted.
func (r *run) have(ctx context.Context) (int, error) {
	owners, err := r.owners(ctx)
	return len(owners), err
}

// owners are the addresses of the agents who have accepted conversations.
func (r *run) owners(ctx context.Context) (map[conversation.ID]string, error) {
	docs, err := r.stack.Firestore.Collection("conversations").
		Where("session.queue", "==", taken).Where("session.state", "==", string(conversation.Active)).
		Select("session.owner").Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("look for what agents have: %w", err)
	}
	owners := map[conversation.ID]string{}
	for _, doc := range docs {
		owner, _ := doc.DataAt("session.owner")
		owners[conversation.ID(doc.Ref.ID)], _ = owner.(string)
	}
	return owners, nil
}

// conversations lets customers and agents talk: agents listen, and answer some messages, whose
// receipts come back; customers type, and some posts come twice.
func (r *run) conversations(ctx context.Context) error {
	if !r.wants(taken) {
		return nil
	}
	closed, err := r.opensDesks(ctx)
	if err != nil {
		return err
	}
	defer closed()
	result, err := r.plays(ctx, phase{
		name: "talking", rate: r.talkingRate(), d: r.For, from: among(r.taken), duplicates: share, typing: share,
		what: "agents' desks are open and answer one message in five; customers type before one message in ten, and one post in ten comes twice at once",
	})
	if err == nil && result.Replies == 0 && result.Stored > 100/answered {
		r.report.Problems = append(r.report.Problems, "talking: no agent has answered anything")
	}
	return err
}

// opensDesks has agents listen, and answer what comes from then on.
func (r *run) opensDesks(ctx context.Context) (closed func(), err error) {
	stop := r.office.looks(ctx)
	if err := r.rest(ctx); err != nil { // lists come first with what was before
		stop()
		return nil, err
	}
	r.office.replies.Store(answered)
	return func() {
		r.office.replies.Store(0)
		stop()
	}, nil
}

// talkingRate is lower, as the emulator of the database asks the rules about every document of a
// listener's at each change, which is many times the work of the change.
func (r *run) talkingRate() float64 { return r.Rate / 8 }
