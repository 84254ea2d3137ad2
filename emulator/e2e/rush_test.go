package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const (
	talking = 50 // customers, each of whom writes once a second
	rounds  = 20
	// atOnce is how many of their messages one commit has. The functions make one of each, of which the emulator can do
	// few a second while somebody listens to hundreds of documents: it asks the rules about all of them at every commit.
	atOnce = 10
)

// rush is customers of one agent who all write at the same time.
type rush struct {
	*office
	config *configuration.Config
	// all are the conversations as they are after what was written, each by its place.
	all   []conversation.Conversation
	began time.Time
	// took is how long each commit took from when it was due.
	mu   sync.Mutex
	took []time.Duration
}

// rushes gives an agent conversations whose customers are about to write. They go after the test, with all that was written.
func (o *office) rushes(p person) *rush {
	o.Helper()
	file, err := tfvars.Read("testdata/store.tfvars", store)
	o.must(err)
	config, err := file.Config()
	o.must(err)
	r := &rush{office: o, config: config}
	o.has(p, talking)
	for i := range talking {
		r.all = append(r.all, o.taken(p, i))
	}
	o.Cleanup(r.forget)
	return r
}

// text is what a customer writes in a round.
func (r *rush) text(customer, round int) string {
	return fmt.Sprintf("Message %d of customer %d: is the order that I placed on Monday on its way?", round+1, customer+1)
}

// due is when the messages of a part of the customers are due in a round.
func (r *rush) due(part, round int) time.Time {
	return r.began.Add(time.Duration(round)*time.Second + time.Duration(part*atOnce)*time.Second/talking)
}

// start has everybody write from now on, by a schedule that waits for nobody, and returns what waits for the end.
func (r *rush) start(ctx context.Context) (end func() error) {
	r.began = time.Now()
	failed := make([]error, talking/atOnce)
	var wg sync.WaitGroup
	for part := range failed {
		wg.Go(func() {
			for round := 0; round < rounds && failed[part] == nil; round++ {
				due := r.due(part, round)
				<-time.After(time.Until(due))
				failed[part] = r.write(ctx, part, round)
				r.mu.Lock()
				r.took = append(r.took, time.Since(due))
				r.mu.Unlock()
			}
		})
	}
	return func() error {
		wg.Wait()
		return errors.Join(failed...)
	}
}

// further are the fields that a further message of a customer changes, of a session that an agent has.
func further() firestore.SetOption {
	thread := []string{"messages", "preview", "previewKind", "unread", "heard", "lastHeardAt", "lastCustomerAt", "typingUntil"}
	session := []string{"configVersion", "unansweredSince", "owedSince", "lateAt", "dueAt", "history", "index", "tally"}
	var paths []firestore.FieldPath
	for _, name := range thread {
		paths = append(paths, firestore.FieldPath{"thread", name})
	}
	for _, name := range session {
		paths = append(paths, firestore.FieldPath{"session", name})
	}
	return firestore.Merge(paths...)
}

// write stores a message of each customer of a part, as the function does that receives them.
func (r *rush) write(ctx context.Context, part, round int) error {
	now := time.Now()
	changes := make([]conversation.Change, atOnce)
	for i := range changes {
		at := part*atOnce + i
		c := r.all[at]
		in := channel.Inbound{
			ID: fmt.Sprintf("rush-%d-%d", at, round), Kind: channel.Text, Peer: c.Peer, Context: &c.Context,
			Text: r.text(at, round), SentAt: now, ReceivedAt: now,
		}
		change, err := c.Receive(in, now, conversation.Routing{Config: r.config})
		if err != nil {
			return fmt.Errorf("message %d of customer %d: %w", round, at, err)
		}
		changes[i], r.all[at] = change, change.Conversation
	}
	w := r.Firestore.Batch() //nolint:staticcheck // as the functions do: the library's only atomic commit without locks
	for _, change := range changes {
		doc := r.Firestore.Doc("conversations/" + string(change.Conversation.ID))
		w.Create(doc.Collection("messages").Doc(change.Message.ID), change.Message)
		w.Set(doc, change.Conversation, further())
	}
	if _, err := w.Commit(ctx); err != nil {
		return fmt.Errorf("commit of round %d: %w", round+1, err)
	}
	return nil
}

// forget takes away what is below the conversations.
func (r *rush) forget() {
	r.Helper()
	var below []*firestore.DocumentRef
	for _, c := range r.all {
		all, err := r.Firestore.Doc("conversations/" + string(c.ID)).Collections(r.context()).GetAll()
		r.must(err)
		for _, collection := range all {
			docs, err := collection.DocumentRefs(r.context()).GetAll()
			r.must(err)
			below = append(below, docs...)
		}
	}
	r.commits(len(below), func(w *firestore.Transaction, i int) error { return w.Delete(below[i]) })
}

// late is how many commits were made later than the next one of the same customers was due.
func (r *rush) late() int {
	return len(slices.DeleteFunc(slices.Clone(r.took), func(d time.Duration) bool { return d <= time.Second }))
}
