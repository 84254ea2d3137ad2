package google

import (
	"context"
	"errors"
	"fmt"
)

// Tap taps a suggestion of a message, by its index. A reply or an action is posted back; "ask for a person" is
// AskForPerson. It fails when the phone does not show the suggestion: it is gone once the message is not the newest.
func (p *Phone) Tap(ctx context.Context, messageID string, index int) error {
	return waitFor(ctx)(p.tap(messageID, -1, index))
}

// TapCard taps a suggestion of a card of a message; cards keep theirs.
func (p *Phone) TapCard(ctx context.Context, messageID string, card, index int) error {
	return waitFor(ctx)(p.tap(messageID, card, index))
}

func (p *Phone) tap(messageID string, card, index int) (*delivery, error) {
	s, err := p.shownSuggestion(messageID, card, index)
	if err != nil {
		return nil, err
	}
	switch {
	case s.Reply != nil:
		return p.postBack(messageID, s.Reply.Text, s.Reply.PostbackData, "REPLY"), nil
	case s.Action != nil:
		return p.postBack(messageID, s.Action.Text, s.Action.PostbackData, "ACTION"), nil
	case s.LiveAgentRequest != nil:
		return p.askForPerson(), nil
	default:
		return nil, errors.New("google: this suggestion asks to sign in: use SignIn")
	}
}

// shownSuggestion gives a suggestion that the phone shows now. card is -1 for those of the message itself.
func (p *Phone) shownSuggestion(messageID string, card, index int) (Suggestion, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.find(Business, messageID)
	if e == nil || e.Fallback {
		return Suggestion{}, fmt.Errorf("google: the phone shows no message %q with suggestions", messageID)
	}
	some := e.Message.Suggestions
	if card >= 0 {
		cards := e.Message.cards()
		if card >= len(cards) {
			return Suggestion{}, fmt.Errorf("google: message %q has no card %d", messageID, card)
		}
		some = cards[card].Suggestions
	} else if p.newest() != e {
		return Suggestion{}, fmt.Errorf("google: message %q is not the newest: its suggestions are gone", messageID)
	}
	if index < 0 || index >= len(some) {
		return Suggestion{}, fmt.Errorf("google: message %q has no suggestion %d", messageID, index)
	}
	return some[index], nil
}

// newest gives the last message of either side.
func (p *Phone) newest() *Entry {
	for i := len(p.entries) - 1; i >= 0; i-- {
		if p.entries[i].Kind == EntryMessage {
			return p.entries[i]
		}
	}
	return nil
}

// postBack sends a tap. A reply shows as the customer's own words; an action opened something else and does not.
func (p *Phone) postBack(messageID, text, data, kind string) *delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoke()
	id := newID()
	if kind == "REPLY" {
		p.add(Entry{ID: id, From: Customer, Kind: EntryMessage, State: Sending, Text: text})
	}
	p.tapped[messageID] = true
	return p.enqueue(&userMessage{
		RequestID: id,
		SuggestionResponse: &suggestionPayload{
			Message: p.messageName(messageID), PostbackData: data, CreateTime: stamp(p.now()), Text: text, Type: kind,
		},
		Context: p.context(),
	}, id)
}
