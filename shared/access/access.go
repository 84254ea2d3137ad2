// Package access asks Firestore whether somebody may read a message, using
// that person's own credentials: the security rules answer. So a function that
// serves people needs no rules of its own, and there is no second place in which
// they could be wrong.
//
// It counts the files that a person sends in the same way, in a document of theirs that
// the rules let nobody count down.
//
// It uses Firestore's REST API, which accepts a person's token; the client
// library of package store always uses the function's own rights.
package access

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

const (
	// callTimeout is how long Firestore may take to answer.
	callTimeout = 10 * time.Second
	// maxAnswer is how much of an answer is read, in bytes.
	maxAnswer = 64 << 10
)

// Firestore asks the rules of one database. It is safe for concurrent use.
type Firestore struct {
	documents string
	tokens    tokens
	client    http.Client
}

// New returns a Firestore that asks the project's database. emulator is the host
// and port of Firestore's emulator, or empty.
func New(project, emulator string) *Firestore {
	root := "https://firestore.googleapis.com"
	if emulator != "" {
		root = "http://" + emulator
	}
	return &Firestore{
		documents: root + "/v1/projects/" + url.PathEscape(project) + "/databases/(default)/documents/",
		tokens:    tokens{project: project, unsigned: emulator != ""},
		client:    http.Client{Timeout: callTimeout},
	}
}

var (
	// plainName matches a document's name that cannot be part of a path.
	plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	// documentName matches a message's name, which may be a hash after "h.".
	documentName = regexp.MustCompile(`^(h\.)?[A-Za-z0-9_-]+$`)
)

// MayRead returns nil when the sender of the Authorization header may read a message of
// a conversation, or the reply that will be that message: whoever reads a conversation
// need not read its earlier sessions. The error's kind is Unauthorized when the sender is
// unknown, Forbidden when they may not read it, and NotFound when they might but there is
// no such message.
//
// It reads 1 document, 2 of a reply on its way, and those that the rules look up.
func (f *Firestore) MayRead(ctx context.Context, authorization, conversation, message string) error {
	if !documentName.MatchString(message) {
		return errNotThere
	}
	err := f.ask(ctx, authorization, conversation, "/messages/"+message)
	if errors.Is(err, errNotThere) {
		err = f.ask(ctx, authorization, conversation, "/replies/"+message)
	}
	return err
}

// MaySpeak returns nil when the sender may write to the conversation's customer now.
// The errors are those of [Firestore.MayRead], and Forbidden where there is no such
// conversation.
//
// It reads 1 document, which there never is, and those that the rules look up.
func (f *Firestore) MaySpeak(ctx context.Context, authorization, conversation string) error {
	err := f.ask(ctx, authorization, conversation, "/speakers/me")
	if errors.Is(err, errNotThere) && plainName.MatchString(conversation) {
		return nil // the rules let the sender look for it
	}
	return err
}

// ask reads a document below a conversation with the sender's token.
func (f *Firestore) ask(ctx context.Context, authorization, conversation, below string) error {
	if err := f.tokens.check(authorization); err != nil {
		return err
	}
	if !plainName.MatchString(conversation) {
		return errNotThere
	}
	// One field is enough: only the status matters.
	address := f.documents + "conversations/" + conversation + below + "?mask.fieldPaths=state"
	status, err := f.call(ctx, authorization, http.MethodGet, address, nil, nil)
	if err != nil {
		return err
	}
	return statusError(status)
}

// call makes a request with a person's token, and reads the answer into into if it is
// 200.
func (f *Firestore) call(ctx context.Context, authorization, method, address string, body, into any) (status int, err error) {
	var data []byte
	if body != nil {
		if data, err = json.Marshal(body); err != nil {
			return 0, fmt.Errorf("Firestore: %w", err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(data))
	if err != nil {
		return 0, fmt.Errorf("Firestore: %w", err)
	}
	req.Header.Set("Authorization", authorization)
	res, err := f.client.Do(req)
	if err != nil {
		return 0, fault.New(fault.Unavailable, "Firestore: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer)) // whole, so that the connection can be used again
	if err == nil && into != nil && res.StatusCode == http.StatusOK {
		err = json.Unmarshal(answer, into)
	}
	if err != nil {
		return 0, fault.New(fault.Unavailable, "Firestore: %w", err)
	}
	return res.StatusCode, nil
}

var errNotThere = fault.New(fault.NotFound, "there is no such message or conversation")

func statusError(status int) error {
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusUnauthorized || status == http.StatusBadRequest: // the emulator's answer
		return fault.New(fault.Unauthorized, "Firestore does not accept the token")
	case status == http.StatusForbidden:
		return fault.New(fault.Forbidden, "you may not see this conversation")
	case status == http.StatusNotFound:
		return errNotThere
	case status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		return fault.New(fault.Unavailable, "Firestore answers %d", status)
	}
	return fmt.Errorf("Firestore answers %d", status)
}
