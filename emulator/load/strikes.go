package load

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// Numbers of the faults.
const (
	// killing is how often each function is killed.
	killing = 2
	// stormy is how many more times each message is posted in a storm, within stormTime.
	stormy    = 19
	stormTime = 5 * time.Second
	// slowness is how long a slow provider takes, which the product waits for, and jump how far the
	// clock jumps, which is longer than a lease.
	slowness = 3 * time.Second
	jump     = 10 * time.Minute
	// versions is how many configurations come one after the other.
	versions = 5
	// erasedFrom is the number of the first customer who is erased: nobody else has it.
	erasedFrom = 5_000_000
	// unlimited is more calls than there are.
	unlimited = 1 << 30
)

// faults are all of them.
func (r *run) faults() []fault { return slices.Concat(r.outages(), r.troubles()) }

// outages are of what the product runs on.
func (r *run) outages() []fault {
	return []fault{
		{
			name: "killed", what: fmt.Sprintf("each function's process is killed %d times", killing), strike: r.killsAll,
		},
		{
			name: "database", what: "the emulator of Firestore stands still", strike: r.freezes(databaseProcess),
		},
		{
			name: "broker", what: "the emulator of Pub/Sub stands still", strike: r.freezes(brokerProcess),
		},
		{
			name: "database-gone", what: "functions' connections to the emulator of Firestore are cut, and refused", strike: r.cuts(databaseProcess),
		},
		{
			name: "broker-gone", what: "functions' connections to the emulator of Pub/Sub are cut, and refused", strike: r.cuts(brokerProcess),
		},
	}
}

// troubles are with everything else.
func (r *run) troubles() []fault {
	return []fault{
		{
			name: "slow", what: fmt.Sprintf("the provider takes %s for each call", slowness),
			strike: r.injects(google.Fault{Slow: slowness, Times: unlimited}),
		},
		{
			name: "failing", what: "the provider answers 503, 429 and 500, and cuts connections", strike: r.injects(
				google.Fault{Status: http.StatusServiceUnavailable, Times: 5}, google.Fault{Status: http.StatusTooManyRequests, Times: 5},
				google.Fault{Status: http.StatusInternalServerError, Times: 5}, google.Fault{Times: unlimited}),
		},
		{
			name: "lying", what: "the provider carries out what it answers with 500, or not at all", strike: r.injects(
				google.Fault{Status: http.StatusInternalServerError, AnswerLost: true, Times: 10}, google.Fault{AnswerLost: true, Times: unlimited}),
		},
		{
			name: "storm", what: fmt.Sprintf("each message comes %d times, in any order, within %s", stormy+1, stormTime),
			shape: func(p *phase) { p.duplicates, p.copies, p.scatter = 0, stormy, stormTime },
		},
		{
			name: "clock", what: fmt.Sprintf("the clock jumps %s ahead, and every agent's lease has ended", jump), strike: func(ctx context.Context, d time.Duration) error {
				r.stack.Tasks.Advance(jump)
				return pause(ctx, d)
			},
		},
		{
			name: "queue", what: "new customers write to a queue that is full, which ends their sessions",
			shape: func(p *phase) { p.from = r.crowd },
		},
		{
			name: "settings", what: fmt.Sprintf("%d configurations come in force one after the other, and one that cannot be loaded", versions),
			strike: r.reconfigures,
		},
		{
			name: "token", what: "the webhook's client token is replaced", strike: r.rotates,
		},
		{
			name: "suspended", what: "an agent is suspended, and the others get what that agent had", strike: r.suspends,
		},
		{
			name: "erased", what: "customers are erased while they write", strike: r.erases, proves: r.forgotten,
		},
		{
			// It is among so many that open desks would be too much for the emulator.
			name: "poison", what: "a message that cannot be read, among many", strike: r.poisons, closes: true,
			shape: func(p *phase) {
				p.rate, p.d, p.typing, p.duplicates = r.Rate, perRate(r.Among, r.Rate), 0, 0
			},
		},
	}
}

// killsAll kills every function, one after the other, and all of them again.
func (r *run) killsAll(ctx context.Context, d time.Duration) error {
	names := slices.Sorted(maps.Keys(r.stack.Functions))
	for range killing {
		for _, name := range names {
			r.stack.Functions[name].Kill()
			if err := pause(ctx, d/time.Duration(killing*len(names))); err != nil {
				return err
			}
		}
	}
	return nil
}

// freezes has a process stand still, with all its connections. An emulator that ended would take
// with it what it keeps, as neither service does.
func (r *run) freezes(process string) func(context.Context, time.Duration) error {
	return func(ctx context.Context, d time.Duration) error {
		thaw, err := r.stack.Freeze(process)
		if err != nil {
			return err
		}
		err = pause(ctx, d)
		thaw()
		return err
	}
}

// cuts has functions lose an emulator, in the middle of whatever they have asked it.
func (r *run) cuts(process string) func(context.Context, time.Duration) error {
	return func(ctx context.Context, d time.Duration) error {
		mend, err := r.stack.Cut(process)
		if err != nil {
			return err
		}
		return errors.Join(pause(ctx, d), mend(ctx))
	}
}

// injects has the calls of every provider go wrong, one fault after the other.
func (r *run) injects(all ...google.Fault) func(context.Context, time.Duration) error {
	return func(ctx context.Context, d time.Duration) error {
		for _, side := range r.sides {
			defer side.Google.Mend("")
			for _, f := range all {
				side.Google.Inject(f)
			}
		}
		return pause(ctx, d)
	}
}

// crowd are customers who write for the first time to a queue that has no room.
func (r *run) crowd(int) *customer {
	n := int(r.strangers.Add(1))
	return newCustomer(r.sides[n%len(r.sides)], "full", n)
}

// reconfigures puts one configuration after the other in force; one is no configuration at all.
func (r *run) reconfigures(ctx context.Context, d time.Duration) error {
	for n := range versions {
		text := bytes.ReplaceAll(settings, []byte("priority = 15"), fmt.Appendf(nil, "priority = %d", 20+n))
		file, err := tfvars.Read("load.tfvars", text)
		if err != nil {
			return err
		}
		if _, err := r.stack.Configure(ctx, file); err != nil {
			return err
		}
		if err := pause(ctx, d/(versions+1)); err != nil {
			return err
		}
	}
	current := r.stack.Firestore.Collection("config").Doc("current")
	if _, err := current.Set(ctx, map[string]any{"version": "broken", "routing": "{"}); err != nil {
		return fmt.Errorf("break the configuration: %w", err)
	}
	if err := pause(ctx, d/(versions+1)); err != nil {
		return err
	}
	file, err := tfvars.Read("load.tfvars", settings)
	if err == nil {
		_, err = r.stack.Configure(ctx, file)
	}
	return err
}

// rotates replaces what every provider signs with. The functions look for a new token ten seconds
// after the last look at the earliest; until then they do not take what is signed with it.
func (r *run) rotates(context.Context, time.Duration) error {
	for _, side := range r.sides {
		token := rand.Text()
		r.stack.AddKey(side.Account, token)
		side.Google.ReplaceToken(token)
	}
	return nil
}

// suspends has an agent suspended, as an admin does.
func (r *run) suspends(ctx context.Context, _ time.Duration) error {
	s := r.office.agents[len(r.office.agents)-1]
	s.suspended.Store(true)
	change := roster.Change{
		ID: uuid.NewString(), Kind: roster.Suspend, Agent: s.email, Operator: "load", Why: "under load",
		Status: conversation.ActionPending, CreatedAt: time.Now(),
	}
	return store.Of(r.stack.Firestore).AskRoster(ctx, change)
}

// poisons posts what is signed and cannot be read. It ends in the dead letter topic.
func (r *run) poisons(ctx context.Context, _ time.Duration) error {
	for n, side := range r.sides {
		c := newCustomer(side, waits, n)
		if err := insists(ctx, func() bool { return r.post(ctx, c.gibberish()) }); err != nil {
			return err
		}
		r.auditor.poisons++
	}
	return nil
}
