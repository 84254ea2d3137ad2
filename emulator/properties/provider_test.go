package properties

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// provider is a channel: an envelope of JSON comes in, and what goes out is noted.
type provider struct {
	channel.Adapter

	w    *world
	name string
}

// sending is one message that went out.
type sending struct {
	conversation conversation.ID
	id           string
	to           channel.Peer
}

func (s sending) key() string { return string(s.conversation) + "/" + s.id }

// received is a message that the provider took, and what became of it on the phone.
type received struct{ delivered, revoked, expired bool }

func (provider) Decode(d channel.Delivery) ([]channel.Inbound, error) {
	var all []channel.Inbound
	err := json.Unmarshal(d.Body, &all)
	return all, err
}

func (p provider) Profile() channel.Profile {
	known := channels.Profiles().Of(p.name)
	return channel.Profile{
		Limits: channel.Limits{
			Channel: p.name, Kinds: known.Kinds, Choices: known.Choices, ChoiceKinds: known.ChoiceKinds, Lifetime: known.Lifetime,
		},
		Idempotent: true, PersonalKeys: known.PersonalKeys,
	}
}

func (provider) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	return []channel.Outbound{o}, nil
}

// answers are the provider's other than that all is well.
func answers() map[verdict]error {
	return map[verdict]error{
		fails:     &channel.RetryError{Err: errors.New("the provider is out")},
		throttles: &channel.RetryError{After: 30 * time.Second, Err: errors.New("the provider has too much to do")},
		refuses:   &channel.RefusedError{Reason: *reason.New(channel.Unreachable, nil)},
		loses:     &channel.RetryError{Unknown: true, Err: errors.New("the provider's answer was lost")},
	}
}

func (p provider) Send(ctx context.Context, to channel.Peer, o channel.Outbound) (string, error) {
	r, s := runOf(ctx), sending{keyring.IDs().Of(to), o.ID, to}
	p.w.mu.Lock()
	if _, again := p.w.asked[s.key()]; !again {
		p.w.asked[s.key()] = p.w.clock
	}
	p.w.mu.Unlock()
	if p.w.down != nil && p.w.down(o.ID) {
		return "", &channel.RetryError{Unknown: true, Err: errors.New("the provider is down")}
	}
	if o.Kind == channel.Revoke { // one call for each message that the reply was sent in
		s.id, _, _ = strings.Cut(o.ID, ".")
	}
	others := answers()
	p.w.mu.Lock()
	if _, again := p.w.phones[s.key()]; again { // it knows the message already
		delete(others, refuses)
	}
	p.w.mu.Unlock()
	return "", r.affect(asks, "send "+o.ID, others, func() error {
		p.w.mu.Lock()
		defer p.w.mu.Unlock()
		p.w.checkWanted(r, s, o)
		if o.Kind == channel.Revoke {
			return p.w.takeBack(s, o.Of)
		}
		p.w.sent = append(p.w.sent, s)
		if _, again := p.w.phones[s.key()]; !again && !o.Kind.Signal() {
			p.w.phones[s.key()] = &received{}
		}
		return nil
	})
}

// Reach is asked before an agent writes first.
func (p provider) Reach(ctx context.Context, _ channel.Peer) error {
	return runOf(ctx).affect(asks, "look up", answers(), func() error { return nil })
}

// takeBack is what the provider does with a message that is not on the phone yet. It
// keeps none that it took back, so it says of that what it says of one that is there.
func (w *world) takeBack(signal sending, id string) error {
	w.sent = append(w.sent, signal)
	m := w.phones[string(signal.conversation)+"/"+id]
	if m == nil || m.delivered || m.revoked || m.expired {
		return &channel.RefusedError{Reason: *reason.New(channel.TooLateToRevoke, nil)}
	}
	m.revoked = true
	return nil
}

// arrives is a message that comes to the phone, or is there. One that was taken back, or
// that has expired, never does.
func (w *world) arrives(s sending) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.phones[s.key()]
	switch {
	case m == nil: // a signal
		return s.to.Account != texting
	case m.revoked || m.expired:
		return false
	}
	m.delivered = true
	return true
}

// messageExpires: the time to live of a message ends. Mostly the provider takes it back
// then; else it says that it could not.
func (s *schedule) messageExpires() {
	s.mu.Lock()
	var waiting []sending
	for _, out := range s.sent {
		if m := s.phones[out.key()]; m != nil && out.to.Account == texting && *m == (received{}) {
			waiting = append(waiting, out)
		}
	}
	s.mu.Unlock()
	if len(waiting) == 0 {
		return
	}
	out := pick(s, waiting, "expires")
	in := channel.Inbound{Kind: channel.Expired, Of: out.id, ID: s.mint("ex")}
	if s.draw(4, "taken back") == 3 {
		in.Status = channel.Unknown
	} else {
		s.mu.Lock()
		s.phones[out.key()].expired = true
		s.mu.Unlock()
	}
	s.say("%s expires %s", out.id, in.Status)
	s.write(out.to.Account, out.to.Key, in)
}

// checkPhones: what agents are told of a message is what became of it on the phone, or
// that it is not known.
func (w *world) checkPhones(errs func(string, ...any)) {
	for key, m := range w.phones {
		r, there := w.mirror.replies[key]
		known := r.Reason != nil
		arrived := r.Status == channel.Delivered || r.Status == channel.Read
		switch {
		case !there:
			errs("P8: the phone got %s, which nobody wrote", key)
		case r.Revoking:
			errs("revoke: %s is being taken back for ever", key)
		case m.delivered != arrived:
			errs("revoke: %s is %s, and on the phone: %v", key, r.Status, m.delivered)
		case !m.revoked && r.Status == channel.Revoked:
			errs("revoke: %s counts as taken back, and was not", key)
		case m.revoked && r.Status != channel.Revoked && !known:
			errs("revoke: %s was taken back, and is %s", key, r.Status)
		case m.expired && r.Status != channel.Failed && !known:
			errs("revoke: %s has expired, and is %s", key, r.Status)
		}
		if shown := w.mirror.messages[key]; shown.Status != r.Status {
			errs("revoke: %s is %s, and the history says %s", key, r.Status, shown.Status)
		}
	}
}
