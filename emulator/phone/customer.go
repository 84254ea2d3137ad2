package phone

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// wait returns the outcome of the first attempt to deliver.
func wait(ctx context.Context, first <-chan error) error {
	select {
	case err := <-first:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// waitFor returns the outcome of what a phone was able to start.
func waitFor(ctx context.Context) func(<-chan error, error) error {
	return func(first <-chan error, err error) error {
		if err != nil {
			return err
		}
		return wait(ctx, first)
	}
}

// carry hands an act to the channel. entry is the id of the transcript's entry that shows how far the delivery got, or
// empty. The caller holds the lock, so acts leave in the order in which they were done.
func (p *Phone) carry(act Act, entry string) <-chan error {
	return p.line.Carry(p.settings.clone(), act, func(state State) {
		if entry == "" {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.transcript.moveCustomers(entry, state)
	})
}

// Write sends a text. It returns the id of the message even if the delivery failed and goes on in the background.
func (p *Phone) Write(ctx context.Context, text string) (id string, err error) {
	if text == "" {
		return "", errors.New("phone: a customer cannot send an empty message")
	}
	id = p.newMessageID()
	return id, wait(ctx, p.say(Wrote{ID: id, Text: text}))
}

// Attach sends a file of one of the channel's types.
func (p *Phone) Attach(ctx context.Context, contentType string, data []byte) (id string, err error) {
	return p.AttachNamed(ctx, "", contentType, data)
}

// AttachNamed is [Phone.Attach] for a file with a name.
func (p *Phone) AttachNamed(ctx context.Context, name, contentType string, data []byte) (id string, err error) {
	id, first, err := p.attach(name, contentType, bytes.NewReader(data))
	return id, waitFor(ctx)(first, err)
}

var errTooBig = errors.New("phone: the file is too big")

func (p *Phone) attach(name, contentType string, content io.Reader) (id string, first <-chan error, err error) {
	f := p.line.Features()
	if !slices.Contains(f.Files, contentType) && !slices.Contains(f.Files, AnyFile) {
		return "", nil, fmt.Errorf("phone: %q is not a type of file that customers can send", contentType)
	}
	data, err := io.ReadAll(io.LimitReader(content, int64(f.MaxFile)+1))
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("phone: file: %w", err)
	case len(data) == 0:
		return "", nil, errors.New("phone: the file is empty")
	case len(data) > f.MaxFile:
		return "", nil, errTooBig
	}
	url, err := p.line.Keep(contentType, data)
	if err != nil {
		return "", nil, fmt.Errorf("phone: file: %w", err)
	}
	id = p.newMessageID()
	file := &File{URL: url, Name: name, ContentType: contentType, Size: len(data)}
	return id, p.say(Wrote{ID: id, File: file}), nil
}

func (p *Phone) say(w Wrote) <-chan error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.transcript.cancelSurveys() // any unrelated message of the customer does
	e := Entry{ID: w.ID, From: Customer, Kind: EntryMessage, State: Sending, Text: w.Text}
	if f := w.File; f != nil {
		e.Text, e.Image = f.URL, strings.HasPrefix(f.ContentType, "image/")
		e.File = &Attachment{URL: f.URL, Name: f.Name, ContentType: f.ContentType, Size: f.Size}
	}
	p.transcript.Show(e)
	return p.carry(w, w.ID)
}

// SharePlace sends a place.
func (p *Phone) SharePlace(ctx context.Context, place Place) (id string, err error) {
	id, first, err := p.sharePlace(place)
	return id, waitFor(ctx)(first, err)
}

func (p *Phone) sharePlace(place Place) (id string, first <-chan error, err error) {
	switch {
	case !p.line.Features().Places:
		return "", nil, errors.New("phone: customers cannot send places in this channel")
	case math.Abs(place.Latitude) > 90 || math.Abs(place.Longitude) > 180:
		return "", nil, errors.New("phone: this is no place on the earth")
	}
	id = p.newMessageID()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.transcript.Show(Entry{ID: id, From: Customer, Kind: EntryMessage, State: Sending, Place: &place})
	return id, p.carry(SharedPlace{id, place}, id), nil
}

// Consent ends the business's messages, or allows them again.
func (p *Phone) Consent(ctx context.Context, on bool) error {
	return waitFor(ctx)(p.consent(on))
}

func (p *Phone) consent(on bool) (<-chan error, error) {
	if !p.line.Features().Consent {
		return nil, errors.New("phone: there is nothing to consent to in this channel")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	id, text := p.newID(), "unsubscribed"
	if on {
		text = "subscribed"
	}
	p.transcript.Show(Entry{ID: id, From: Customer, Kind: EntryConsent, State: Sending, Text: text})
	return p.carry(Consented{id, on}, id), nil
}

// AskForPerson asks for a human agent.
func (p *Phone) AskForPerson(ctx context.Context) error {
	return wait(ctx, p.askForPerson())
}

func (p *Phone) askForPerson() <-chan error {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := p.newID()
	p.transcript.Show(Entry{ID: id, From: Customer, Kind: EntryAsked, State: Sending})
	return p.carry(AskedForPerson{id}, id)
}

// Typing tells the business that the customer is writing, or no longer.
func (p *Phone) Typing(ctx context.Context, on bool) error {
	return wait(ctx, p.setTyping(on))
}

func (p *Phone) setTyping(on bool) <-chan error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.carry(Typed{p.newID(), on}, "")
}

// SignIn answers the request to sign in that a message of the business carries.
func (p *Phone) SignIn(ctx context.Context, messageID string, allow bool) error {
	return waitFor(ctx)(p.signIn(messageID, allow))
}

func (p *Phone) signIn(messageID string, allow bool) (<-chan error, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.transcript.find(Business, messageID)
	if e == nil || !slices.ContainsFunc(e.Chips, func(c Chip) bool { return c.Kind == SignIn }) {
		return nil, fmt.Errorf("phone: message %q does not ask to sign in", messageID)
	}
	id, text := p.newID(), "denied"
	if allow {
		text = "allowed"
	}
	p.transcript.Show(Entry{ID: id, From: Customer, Kind: EntrySignIn, State: Sending, Text: text})
	return p.carry(SignedIn{id, messageID, allow}, id), nil
}
