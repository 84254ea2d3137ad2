package google

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
)

// redirectURI is where a business's sign-in page sends the customer back to.
const redirectURI = "https://business.google.com/callback"

// wait gives the outcome of the first attempt.
func (d *delivery) wait(ctx context.Context) error {
	select {
	case err := <-d.first:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// waitFor gives the outcome of what a phone was able to start.
func waitFor(ctx context.Context) func(*delivery, error) error {
	return func(d *delivery, err error) error {
		if err != nil {
			return err
		}
		return d.wait(ctx)
	}
}

// Write sends a text. It gives the id of the message also when the delivery failed and goes on in the background.
func (p *Phone) Write(ctx context.Context, text string) (id string, err error) {
	if text == "" {
		return "", errors.New("google: a customer cannot send an empty message")
	}
	id = newMessageID()
	return id, p.say(id, text).wait(ctx)
}

// WriteImage sends an image that is already at a URL: in this channel an image is a message whose text is a signed URL
// of Google's storage and nothing else. See also AttachImage.
func (p *Phone) WriteImage(ctx context.Context, url string) (id string, err error) {
	return p.Write(ctx, url)
}

// AttachImage puts an image (JPEG, PNG, GIF or WebP; at most 10 MB) into the stand-in for Google's storage and sends
// its URL. It fails when no image base is set.
func (p *Phone) AttachImage(ctx context.Context, contentType string, data []byte) (id string, err error) {
	url, err := p.service.images.put(contentType, data)
	if err != nil {
		return "", err
	}
	return p.WriteImage(ctx, url)
}

func (p *Phone) say(id, text string) *delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoke()
	p.cancelSurveys() // any unrelated message of the customer does
	p.add(Entry{ID: id, From: Customer, Kind: EntryMessage, State: Sending, Text: text, Image: isImageURL(text)})
	return p.enqueue(&userMessage{
		RequestID: id, // seen to be the message's in a real capture
		Message:   &textPayload{MessageID: id, Name: p.messageName(id), Text: text, CreateTime: stamp(p.now())},
		Context:   p.context(),
	}, id)
}

// spoke opens the business's 30 days.
func (p *Phone) spoke() { p.said = p.now() }

// AskForPerson asks for a live agent.
func (p *Phone) AskForPerson(ctx context.Context) error {
	return p.askForPerson().wait(ctx)
}

func (p *Phone) askForPerson() *delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoke()
	id := newID()
	p.add(Entry{ID: id, From: Customer, Kind: EntryAsked, State: Sending})
	return p.enqueue(&userMessage{
		RequestID:  id,
		UserStatus: &statusPayload{RequestedLiveAgent: new(true), CreateTime: stamp(p.now())},
	}, id)
}

// Typing tells the business that the customer is writing, or no longer. It does not open the 30 days.
func (p *Phone) Typing(ctx context.Context, on bool) error {
	return p.setTyping(on).wait(ctx)
}

func (p *Phone) setTyping(on bool) *delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.enqueue(&userMessage{
		RequestID:  newID(),
		UserStatus: &statusPayload{IsTyping: &on, CreateTime: stamp(p.now())},
	}, "")
}

// SignIn answers the request to sign in that a message of the business carries: with a code when the customer allows
// it, with ACCESS_DENIED when not.
func (p *Phone) SignIn(ctx context.Context, messageID string, allow bool) error {
	return waitFor(ctx)(p.signIn(messageID, allow))
}

func (p *Phone) signIn(messageID string, allow bool) (*delivery, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.find(Business, messageID)
	if e == nil || !e.asksToSignIn() {
		return nil, fmt.Errorf("google: message %q does not ask to sign in", messageID)
	}
	answer, text := &authenticationResponse{RedirectURI: redirectURI}, "allowed"
	if allow {
		answer.Code = "4/0A" + rand.Text()
	} else {
		text = "denied"
		answer.ErrorDetails = &errorDetails{"ACCESS_DENIED", "The user cancelled the sign-in."}
	}
	p.spoke()
	id := newID()
	p.add(Entry{ID: id, From: Customer, Kind: EntrySignIn, State: Sending, Text: text})
	return p.enqueue(&userMessage{RequestID: id, AuthenticationResponse: answer, Context: p.context()}, id), nil
}

func (e *Entry) asksToSignIn() bool {
	if e.Fallback {
		return false
	}
	for _, s := range e.Message.Suggestions {
		if s.AuthenticationRequest != nil {
			return true
		}
	}
	return false
}
