package main

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

// cardsAreHidden puts card numbers where one would not look for them first.
func cardsAreHidden(o *office, made *cards) {
	o.Helper()
	inAFilesName(o, made)
	inAComment(o, made)
	inTheRoster(o, made)
	if o.on.Channel == businessmessages.Name {
		inAnUnknownPayload(o, made)
	}
	if channels.Profiles().Of(o.on.Channel).Settings.Outbound {
		inAFirstWord(o, made)
	}
}

// inAFilesName has the customer send one, as far as the channel tells names.
func inAFilesName(o *office, made *cards) {
	c := o.customerOf("surveys")
	id, err := c.phone.AttachNamed(o.context(), "card "+made.number()+".jpg", "image/jpeg", photo(o.T))
	o.must(err)
	c.sees("the file", func(v desk.View) bool {
		return slices.ContainsFunc(v.Messages, func(m conversation.Message) bool {
			return m.ID == conversation.ReceivedID(id) && m.Media != nil && m.Media.Status == conversation.MediaStored
		})
	})
	c.does("eve", conversation.Close)
}

// inAComment has the customer say something about the rating.
func inAComment(o *office, made *cards) {
	c := o.customerOf("surveys")
	c.begins("ana")
	c.over("ana")
	if o.on.Channel == businessmessages.Name {
		o.leaves("ana")
		return // its surveys are the channel's own: see the answers of businessmessages
	}
	c.is(conversation.Closed, "")
	_, err := c.phone.Await(o.context(), func(all []phone.Entry) bool {
		return slices.ContainsFunc(all, func(e phone.Entry) bool { return len(e.Chips) == 5 })
	})
	o.must(err)
	c.taps(4)
	_, err = c.phone.Await(o.context(), func(all []phone.Entry) bool {
		return len(all) > 0 && len(all[len(all)-1].Chips) == 1
	})
	o.must(err)
	c.writes("My card is " + made.disguised())
	c.awaits("ratings", func(doc *firestore.DocumentSnapshot) bool {
		return doc.Data()["conversation"] == string(c.id) && doc.Data()["comment"] != ""
	})
	o.leaves("ana")
}

// inTheRoster has a supervisor say why somebody was suspended, in a client that does not
// mask.
func inTheRoster(o *office, made *cards) {
	ref := o.Clients.Doc("rosterChanges/" + uuid.NewString())
	as := rules.As(o.context(), rules.Token(email("eve"), true))
	_, err := ref.Create(as, map[string]any{
		"author": conversation.Author{Email: email("eve"), Name: "Eve"}, "kind": roster.Suspend, "agent": email("cleo"),
		"why": "Asked for " + made.disguised(), "status": conversation.ActionPending, "reason": nil, "createdAt": firestore.ServerTimestamp,
	})
	o.must(err)
	o.awaits("rosterChanges", func(doc *firestore.DocumentSnapshot) bool {
		return doc.Ref.ID == ref.ID && doc.Data()["status"] != string(conversation.ActionPending)
	})
}

// inAnUnknownPayload delivers one of a kind that nobody knows, in a field's name, too.
func inAnUnknownPayload(o *office, made *cards) {
	c := o.customer()
	body := fmt.Appendf(nil, `{"agent": %q, "conversationId": %q, "requestId": "new-1", "somethingNew": {"card": %q, "n %s": [%s]}}`,
		o.on.BrandAgent, o.on.Peer(c.phone.Customer()).Key, made.disguised(), made.number(), made.number())
	req, err := http.NewRequestWithContext(o.context(), http.MethodPost, o.on.WebhookURL, bytes.NewReader(body))
	o.must(err)
	req.Header.Set("X-Goog-Signature", google.Sign(o.on.ClientToken, body))
	res, err := http.DefaultClient.Do(req)
	o.must(err)
	o.must(res.Body.Close())
	c.sees("the payload", func(v desk.View) bool {
		return len(v.Messages) == 1 && strings.Contains(v.Messages[0].Raw, "somethingNew")
	})
}

// inAFirstWord has an agent begin a conversation, in a client that does not mask.
func inAFirstWord(o *office, made *cards) {
	o.comes("ana")
	c := o.customer()
	ref := o.Clients.Doc("starts/" + uuid.NewString())
	as := rules.As(o.context(), rules.Token(email("ana"), true))
	_, err := ref.Create(as, map[string]any{
		"author": conversation.Author{Email: email("ana"), Name: "Ana"}, "account": o.on.Account, "brandAgent": "desk",
		"queue": "front", "number": o.on.Peer(c.phone.Customer()).Key, "text": "Is it " + made.disguised(), "purpose": channel.Transaction,
		"status": conversation.StartPending, "createdAt": firestore.ServerTimestamp,
	})
	o.must(err)
	c.is(conversation.Active, "ana")
	c.over("ana")
	o.leaves("ana")
}

// awaits waits until a collection has a document that is as done wants it.
func (o *office) awaits(collection string, done func(*firestore.DocumentSnapshot) bool) {
	o.Helper()
	changes := o.Firestore.Collection(collection).Snapshots(o.context())
	defer changes.Stop()
	for {
		snapshot, err := changes.Next()
		o.must(err)
		docs, err := snapshot.Documents.GetAll()
		o.must(err)
		if slices.ContainsFunc(docs, done) {
			return
		}
	}
}
