package conversation_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// noon is when the customer writes first, on a Thursday; at counts the seconds from
// then.
var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

func dana() channel.Peer {
	return channel.Peer{
		Channel: channels.Default, Account: "acme", BrandAgent: "brands/b/agents/a", Key: "customer-1",
	}
}

// known is Dana's conversation with its id, which it has before she writes for the
// first time.
func known(c conversation.Conversation) conversation.Conversation {
	c.ID = keyring.IDs().Of(dana())
	return c
}

// said is a text of Dana's; it arrives a second after it was sent.
func said(id, text string, sent int) channel.Inbound {
	return channel.Inbound{
		ID: id, Kind: channel.Text, Peer: dana(), SentAt: at(sent), ReceivedAt: at(sent + 1), Text: text,
		Context: &channel.Context{DisplayName: "Dana", EntryPoint: "MAPS"},
	}
}

func jo() conversation.Author  { return conversation.Author{Email: "jo@example.com", Name: "Jo"} }
func sam() conversation.Author { return conversation.Author{Email: "sam@example.com", Name: "Sam"} }

// roster is who works at the shop: Jo, Sam and Fern serve the front desk, Kim the
// back office, Max is a supervisor, and Fern's client is not there.
func roster() map[string]agent.Agent {
	all := map[string]agent.Agent{}
	for name, role := range map[string]agent.Role{
		"Jo": agent.Plain, "Sam": agent.Plain, "Fern": agent.Plain, "Kim": agent.Plain, "Max": agent.Supervisor,
	} {
		a := agent.Agent{
			Email: address(name), DisplayName: name, Role: role, Queues: []string{"front", "relaxed", "self-service"},
			Capacity: 6, Presence: agent.Available,
		}
		switch name {
		case "Kim":
			a.Queues = []string{"back"}
		case "Max":
			a.Queues = nil
		}
		all[a.Email] = a
	}
	return all
}

func address(name string) string {
	return map[string]string{
		"Jo": "jo@example.com", "Sam": "sam@example.com", "Fern": "fern@example.com", "Kim": "kim@example.com",
		"Max": "max@example.com",
	}[name]
}

// shop is a routing configuration in which a session costs two units.
func shop(tb testing.TB, edits ...func(*configuration.Spec)) *configuration.Config {
	tb.Helper()
	cost, minute := int64(2), configuration.Duration(time.Minute)
	spec := configuration.Spec{
		Accounts: map[string]configuration.Account{"acme": {PartnerID: "p", Workstream: "support"}},
		Workstreams: map[string]configuration.Workstream{"support": {
			FallbackQueue: "front", CapacityCost: &cost,
			Messages: configuration.Occasions{
				AgentJoined: "joined", Transferred: "moved", Ended: "ended", Inactive: "inactive",
			},
		}},
		Queues: map[string]configuration.Queue{
			"front": {DisplayName: "Front desk"},
			"back":  {DisplayName: "Back office", Priority: 5},
			"night": {DisplayName: "Night desk", Hours: "night"},
			"self-service": {
				DisplayName: "Self-service",
				Assignment:  configuration.Assignment{Mode: configuration.Pick, Relax: []configuration.Relaxation{{After: minute, Drop: []string{"french"}}}},
			},
			"relaxed": {
				DisplayName: "Relaxed",
				Assignment: configuration.Assignment{Relax: []configuration.Relaxation{
					{After: minute, Drop: []string{"french"}}, {After: 3 * minute, Drop: []string{"billing"}},
				}},
			},
		},
		Hours: map[string]hours.Definition{"night": {TimeZone: "UTC", Week: map[string][]string{"thursday": {"20:00-23:00"}}}},
		AutomatedMessages: map[string]configuration.AutomatedMessage{
			"joined":   {Texts: map[string]string{"en": "{AgentName} is here."}},
			"moved":    {Texts: map[string]string{"en": "A colleague in {QueueName} goes on."}},
			"ended":    {Texts: map[string]string{"en": "{AgentName} says goodbye, {CustomerName}."}},
			"inactive": {Texts: map[string]string{"en": "We have not heard from you."}},
			"late":     {Texts: map[string]string{"en": "{QueueName} has you now."}},
		},
	}
	for _, edit := range edits {
		edit(&spec)
	}
	text, err := json.Marshal(spec)
	if err != nil {
		tb.Fatal(err)
	}
	config, err := configuration.Load(text, channels.Profiles())
	if err != nil {
		tb.Fatal(err)
	}
	return config
}

// terms changes the workstream of the shop.
func terms(edit func(*configuration.Workstream)) func(*configuration.Spec) {
	return func(s *configuration.Spec) {
		w := s.Workstreams["support"]
		edit(&w)
		s.Workstreams["support"] = w
	}
}

// queue changes a queue of the shop.
func queue(name string, edit func(*configuration.Queue)) func(*configuration.Spec) {
	return func(s *configuration.Spec) {
		q := s.Queues[name]
		edit(&q)
		s.Queues[name] = q
	}
}

func span(d time.Duration) *configuration.Duration { return new(configuration.Duration(d)) }

// lookup finds what Receive asks for.
type lookup interface {
	Place() (conversation.Placement, error)
	Config() (*configuration.Config, error)
}

// receive folds an event in, and gives it what it asks for, each once.
func receive(c conversation.Conversation, in channel.Inbound, now time.Time, l lookup) (conversation.Change, error) {
	var routing conversation.Routing
	for {
		ch, err := c.Receive(in, now, routing)
		switch {
		case errors.Is(err, conversation.ErrNeedsConfig) && routing == conversation.Routing{}:
			routing.Config, routing.ConfigErr = l.Config()
		case errors.Is(err, conversation.ErrNeedsPlacement) && routing.Placement == nil:
			p, err := l.Place()
			if err != nil {
				return conversation.Change{}, err
			}
			routing.Placement = &p
		default:
			return ch, err
		}
	}
}

// router places sessions where it is told.
type router struct {
	config    *configuration.Config
	placement conversation.Placement
	err       error
	asked     *int
}

func (r router) Place() (conversation.Placement, error) {
	if r.asked != nil {
		*r.asked++
	}
	return r.placement, r.err
}

func (r router) Config() (*configuration.Config, error) { return r.config, r.err }

// toFront places sessions at the front desk.
func toFront(config *configuration.Config) router {
	return router{config: config, placement: conversation.Placement{
		Config: config, Trace: []reason.Reason{found()}, Signals: channels.Profiles()[0].Signals(),
		Decision: route.Decision{
			Version: config.Version, Workstream: "support", Queue: "front", Action: configuration.QueueAnyway, Language: "en",
		},
	}}
}

// never fails the test when a session is placed.
type never struct{ testing.TB }

func (n never) Place() (conversation.Placement, error) {
	n.Error("a session was placed")
	return conversation.Placement{}, errors.New("never")
}

func (n never) Config() (*configuration.Config, error) { return shop(n.TB), nil }

// begun is Dana's conversation after her first message.
func begun(t *testing.T, edits ...func(*configuration.Spec)) conversation.Conversation {
	t.Helper()
	ch, err := receive(known(conversation.Conversation{}), said("m1", "hello", 0), at(2), toFront(shop(t, edits...)))
	if err != nil {
		t.Fatal(err)
	}
	return ch.Conversation
}
