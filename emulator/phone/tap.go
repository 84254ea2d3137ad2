package phone

import (
	"context"
	"errors"
	"fmt"
)

// Tap taps a chip of a message, by its index. A reply or an action is posted back; a request for a person is
// AskForPerson. It fails if the phone does not show the chip: it is gone once the message is not the newest.
func (p *Phone) Tap(ctx context.Context, messageID string, index int) error {
	return waitFor(ctx)(p.tap(messageID, -1, index))
}

// TapCard taps a chip of a card of a message; cards keep theirs.
func (p *Phone) TapCard(ctx context.Context, messageID string, card, index int) error {
	return waitFor(ctx)(p.tap(messageID, card, index))
}

func (p *Phone) tap(messageID string, card, index int) (<-chan error, error) {
	chip, err := p.shownChip(messageID, card, index)
	switch {
	case err != nil:
		return nil, err
	case chip.Kind == Person:
		return p.askForPerson(), nil
	case chip.Kind == SignIn:
		return nil, errors.New("phone: this chip asks to sign in: use SignIn")
	default:
		return p.postBack(messageID, chip), nil
	}
}

// shownChip returns a chip that the phone shows now. card is -1 for those of the message itself.
func (p *Phone) shownChip(messageID string, card, index int) (Chip, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.transcript.find(Business, messageID)
	switch {
	case e == nil:
		return Chip{}, fmt.Errorf("phone: there is no message %q", messageID)
	case card >= len(e.Cards):
		return Chip{}, fmt.Errorf("phone: message %q has no card %d", messageID, card)
	case card < 0 && p.transcript.newest() != e:
		return Chip{}, fmt.Errorf("phone: message %q is not the newest: its chips are gone", messageID)
	}
	chips := e.Chips
	if card >= 0 {
		chips = e.Cards[card].Chips
	}
	if index < 0 || index >= len(chips) {
		return Chip{}, fmt.Errorf("phone: message %q has no chip %d", messageID, index)
	}
	return chips[index], nil
}

// postBack sends a tap. A reply shows as the customer's own words; an action opened something else and does not.
func (p *Phone) postBack(messageID string, chip Chip) <-chan error {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := p.newID()
	if chip.Kind == Reply {
		p.transcript.Show(Entry{ID: id, From: Customer, Kind: EntryMessage, State: Sending, Text: chip.Text})
	}
	return p.carry(Tapped{id, messageID, chip}, id)
}
