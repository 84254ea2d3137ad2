package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestNoActionIsLostWhileListenersGo has clients vanish in the middle of listening, over
// which Google's Firestore emulator loses events, as Eventarc does not.
func TestNoActionIsLostWhileListenersGo(t *testing.T) {
	t.Parallel()
	const notes = 40
	c, _ := wroteOnPhone(t)
	stop := c.vanishingListeners()
	failed := 0
	for i := range notes {
		err := c.agent.Do(t.Context(), c.id, conversation.Action{Kind: conversation.WriteNote, Text: fmt.Sprintf("note %02d", i)})
		switch status.Code(err) {
		case codes.OK:
		case codes.Canceled, codes.Unknown:
			failed++ // it is asked for all the same
		default:
			t.Fatal(err)
		}
	}
	stop()
	t.Logf("%d of %d writes were done and answered with an error", failed, notes)
	var written []string
	c.sees("all notes", func(v desk.View) bool {
		written = nil
		for _, m := range v.Messages {
			if m.Direction == conversation.Note {
				written = append(written, m.Text)
			}
		}
		return len(written) >= notes
	})
	slices.Sort(written)
	if len(written) != notes || len(slices.Compact(slices.Clone(written))) != notes {
		t.Errorf("there are %d notes, want each of %d once: %q", len(written), notes, written)
	}
}

// vanishingListeners are clients that listen to the conversation's actions and go at the
// first change, without a word.
func (c customer) vanishingListeners() (stop func()) {
	c.t.Helper()
	conn, err := grpc.NewClient(c.FirestoreHost, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		c.t.Fatal(err)
	}
	db, err := firestore.NewClient(c.t.Context(), c.Project, option.WithGRPCConn(conn))
	if err != nil {
		c.t.Fatal(err)
	}
	all, end := context.WithCancel(rules.As(c.t.Context(), rules.Owner))
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			for all.Err() == nil {
				ctx, cancel := context.WithCancel(all)
				changes := db.Collection("conversations/" + string(c.id) + "/actions").Snapshots(ctx)
				_, _ = changes.Next()
				_, _ = changes.Next()
				cancel()
			}
		})
	}
	return func() {
		end()
		wg.Wait()
		_ = db.Close()
	}
}
