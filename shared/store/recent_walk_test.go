package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/placement"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// busy is a shop whose sessions go through all that there is.
const busy = `{"accounts":{"acme":{"workstream":"support"}},
	"workstreams":{"support":{"fallback_queue":"front","survey":true,"attachments":true,"notice":{"message":"notice","ask":true}}},
	"automated_messages":{"notice":{"texts":{"en":"We keep what you write."}}},
	"queues":{"front":{"display_name":"Front"},"back":{"display_name":"Back"}}}`

// walk is a conversation to which everything happens, by several processes.
type walk struct {
	world
	t      *testing.T
	config *configuration.Config
	random *rand.Rand
	now    time.Time
	n      int
	heard  []channel.Inbound
	// spared counts the events that were folded in without a read.
	spared int
	met    map[string]int
}

func (k *walk) one(of ...string) string { return of[k.random.IntN(len(of))] }

// inbound is an event of any kind.
func (k *walk) inbound() channel.Inbound {
	k.n++
	in := channel.Inbound{
		ID: fmt.Sprintf("m-%d", k.n), Kind: channel.Text, Peer: peer, ReceivedAt: k.now,
		SentAt: k.now.Add(-time.Duration(k.random.IntN(2e9))), On: k.random.IntN(2) == 0,
	}
	if k.random.IntN(2) == 0 {
		in.Request = "r-" + in.ID
	}
	if k.random.IntN(2) == 0 {
		in.Context = &channel.Context{DisplayName: k.one("Dana", "Dane", ""), Locale: k.one("en", "fr-FR"), CustomContext: k.one("", "a")}
	}
	in.Kind = channel.Kind(k.one("text", "text", "text", "text", "choice", "file", "location", "typing", "typing", "consent", "wantsPerson", "survey"))
	version := k.config.NoticeVersion("support")
	switch in.Kind {
	case channel.Text:
		in.Text = k.one("hello", "quoi de neuf", "where is my parcel number "+in.ID, "ja", "  ", "STOP", "", "yes", "注文 number")
		if k.random.IntN(6) == 0 {
			in.Answered = &channel.BotAnswer{Text: "Nine to five."}
		}
	case channel.Choice:
		in.Text, in.Postback = "Yes", k.one("frontdesk-notice-accept:"+version, "frontdesk-notice-accept:"+version, "frontdesk-notice-refuse:"+version, "frontdesk-no-comment", "x")
	case channel.File:
		in.URL, in.File.Name = "https://example/a.png", "a.png"
	case channel.Location:
		in.Place = &channel.Place{Label: "Home"}
	case channel.Consent:
		in.Text, in.On = k.one("", "START", "STOP"), k.random.IntN(4) > 0
	case channel.Survey:
		in.Text = k.one("good", "bad")
		in.Answer = &channel.Answer{Rating: int64(k.random.IntN(6))}
	default:
	}
	return in
}

// change is what functions/routing does with an event.
func (k *walk) change(ctx context.Context, s *store.Store, c conversation.Conversation, in channel.Inbound) (conversation.Change, error) {
	var r conversation.Routing
	for {
		ch, err := c.Receive(in, k.now, r)
		switch {
		case errors.Is(err, conversation.ErrNeedsConfig):
			r.Config = k.config
		case errors.Is(err, conversation.ErrNeedsPlacement):
			if r.Placement, err = placement.OfMessage(ctx, s, k.config, c, c.Interpret(in), k.now); err != nil {
				return conversation.Change{}, err
			}
		default:
			return ch, err
		}
	}
}

func (k *walk) stored() conversation.Conversation {
	k.t.Helper()
	c, err := k.Conversation(k.t.Context(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

func snapshot(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var alike = cmp.Options{cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(time.Microsecond)}

// receives has a process take an event in.
func (k *walk) receives(by world) {
	in := k.inbound()
	if len(k.heard) > 0 && k.random.IntN(8) == 0 {
		in = k.heard[k.random.IntN(len(k.heard))]
	}
	k.heard = append(k.heard, in)
	stored := k.stored()
	k.counter.Take()
	var folded conversation.Conversation
	runs := 0
	after, err := by.Receive(k.t.Context(), id, k.now, func(c conversation.Conversation) (conversation.Change, error) {
		runs++
		folded, c.ID = c, id
		before := snapshot(k.t, c)
		ch, err := k.change(k.t.Context(), by.Store, c, in)
		if now := snapshot(k.t, c); now != before {
			k.t.Errorf("%s changed what it was given:\n%s", in.Kind, cmp.Diff(before, now))
		}
		return ch, err
	})
	reads, _ := k.counter.Take()
	what := fmt.Sprintf("%d: %s in %s", k.n, in.Kind, stored.State)
	k.met[string(in.Kind)+" "+string(stored.State)]++
	if stored.ID == "" {
		stored.ErasedAt = folded.ErasedAt // of the tombstone
	}
	if diff := cmp.Diff(stored, folded, alike); diff != "" {
		k.t.Fatalf("%s: folded into something else than what is stored (-stored +folded):\n%s", what, diff)
	}
	if err != nil {
		expected := []error{
			store.ErrDuplicate, conversation.ErrRepeated, conversation.ErrStale, conversation.ErrErased, conversation.ErrErasing,
		}
		for _, e := range expected {
			if errors.Is(err, e) {
				k.met[e.Error()]++
				if diff := cmp.Diff(stored, k.stored(), alike); diff != "" && stored.ID != "" {
					k.t.Fatalf("%s: %v has changed something:\n%s", what, err, diff)
				}
				return
			}
		}
		k.t.Fatalf("%s: %v", what, err)
	}
	if reads == 0 && runs == 1 {
		k.spared++
	}
	public, _ := after.Stamped().Part()
	if diff := cmp.Diff(public, k.stored(), alike); diff != "" {
		k.t.Fatalf("%s: something else is stored than what was returned (-returned +stored):\n%s", what, diff)
	}
}

// TestWhateverHappensAnEventIsFoldedIntoWhatIsStored: by several processes, at any time.
func TestWhateverHappensAnEventIsFoldedIntoWhatIsStored(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(busy), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := open(t)
			k := &walk{world: w, t: t, config: config, random: rand.New(rand.NewPCG(seed, seed)), now: noon, met: map[string]int{}}
			another := world{store.Of(w.db), w.db, w.counter}
			for range 300 {
				k.now = k.now.Add(time.Duration(k.random.IntN(4e9)))
				by := []world{w, w, w, another}[k.random.IntN(4)]
				switch k.random.IntN(24) {
				default:
					k.receives(by)
				case 0, 1, 2, 3:
					k.acts(by)
				case 4:
					k.expires(by)
				case 5:
					k.sends(by)
				case 6:
					if k.random.IntN(4) == 0 {
						k.erases(another)
					}
				case 7:
					k.now = k.now.Add(time.Minute)
				case 8:
					if k.stored().ID != "" {
						if _, err := k.doc("").Update(t.Context(), []firestore.Update{{Path: "thread.later", Value: k.n}, {Path: "later", Value: k.n}}); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			if k.spared < len(k.heard)/8 || len(k.met) < 40 {
				t.Errorf("%d of %d events were spared a read, and little happened: %v", k.spared, len(k.heard), k.met)
			}
		})
	}
}
