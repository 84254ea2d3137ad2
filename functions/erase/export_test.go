package erase_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
)

// archive is what is in an export, by the names of the files; nothing where there is none.
func (w *world) archive(id conversation.ID, name string) map[string]string {
	w.Helper()
	content, err := w.files.Find(w.Context(), bucket.Export(string(id), name))
	if err != nil {
		return nil
	}
	defer func() { _ = content.Close() }()
	data, err := io.ReadAll(content)
	w.check(err)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	w.check(err)
	all := map[string]string{}
	for _, file := range r.File {
		f, err := file.Open()
		w.check(err)
		text, err := io.ReadAll(f)
		w.check(err)
		all[file.Name] = string(text)
	}
	return all
}

// TestAnExportIsWrittenForWhoeverAsked: into the bucket for an admin, who fetches it from the
// desk; whoever asks by command writes it on their own.
func TestAnExportIsWrittenForWhoeverAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("desk", request.Request{Kind: request.Export, Conversation: w.jane, Why: "Case 4712."})
	got := w.mustWake("desk")
	if got.Status != conversation.ActionDone || got.Found != 1 || !got.GoneAt.Equal(noon.Add(bucket.ExportLife)) {
		t.Errorf("the request ended as %+v", got)
	}
	first := w.archive(w.jane, "desk")
	if !strings.Contains(first["data.json"], mark) || !strings.Contains(first["transcript.html"], mark) || len(first) != 4 {
		t.Errorf("the archive has %d parts: %v", len(first), first)
	}
	if strings.Contains(first["data.json"], "OTHER") {
		t.Error("it has something of another customer")
	}

	// A run that died after it had written the archive, and so comes again.
	w.asks("desk", request.Request{Kind: request.Export, Conversation: w.jane, Why: "Case 4712."})
	if got := w.mustWake("desk"); got.Status != conversation.ActionDone {
		t.Errorf("again it ended as %+v", got)
	}

	w.asks("command", request.Request{Kind: request.Export, Conversation: w.jane, Why: "Case 4712.", Operator: "jo"})
	if got := w.mustWake("command"); got.Status != conversation.ActionDone || w.archive(w.jane, "command") != nil {
		t.Errorf("by command it ended as %+v", got)
	}

	w.asks("number", request.Request{Kind: request.Export, Customer: number, Why: "Case 4713."})
	w.mustWake("number")
	part := "number-" + string(w.jane)
	if got := w.mustWake(part); got.Status != conversation.ActionDone || len(w.archive(w.jane, part)) != 4 {
		t.Errorf("by number it ended as %+v, with archives of archives or without one", got)
	}
}

// TestAnExportGoesWithItsCustomer, and of somebody who is not there is none.
func TestAnExportGoesWithItsCustomer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("export", request.Request{Kind: request.Export, Conversation: w.jane, Why: "Case 4712."})
	w.mustWake("export")
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "Case 4712."})
	w.check(w.wake("erase"))
	if w.archive(w.jane, "export") != nil {
		t.Error("the archive outlives the erasure")
	}
	w.asks("late", request.Request{Kind: request.Export, Conversation: w.jane, Why: "Case 4712."})
	got := w.mustWake("late")
	if got.Status != conversation.ActionRefused || got.Reason == nil || got.Reason.Code != request.Nobody || w.archive(w.jane, "late") != nil {
		t.Errorf("an export after the erasure ended as %+v", got)
	}
}

// TestAnExportThatTakesTooLongIsGivenUp, and nothing is left of it; the author is told.
func TestAnExportThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slow = 4 * time.Minute
	w.asks("export", request.Request{Kind: request.Export, Conversation: w.jane, Why: "Case 4712."})
	got := w.mustWake("export")
	if got.Status != conversation.ActionRefused || got.Reason == nil || got.Reason.Code != request.TooMuch || w.archive(w.jane, "export") != nil {
		t.Errorf("it ended as %+v, with %v", got, got.Reason)
	}
}

// TestTheReasonOfARequestIsMasked, whoever asks: in the record, in what it leads to, and where
// it was refused.
func TestTheReasonOfARequestIsMasked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const card = "4111 1111 1111 1111"
	for name, r := range map[string]request.Request{
		"hold":    {Kind: request.Hold, Conversation: w.jane, Operator: "jo", Why: "It is about " + card},
		"refused": {Kind: request.Erase, Conversation: w.jane, Why: "It is about " + card},
	} {
		w.asks(name, r)
		w.mustWake(name)
	}
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.other, Why: "It is about " + card})
	if got := w.mustWake("erase"); got.Status != conversation.ActionDone || !strings.HasPrefix(got.Why, "It is about ") {
		t.Errorf("the request ended as %+v", got)
	}
	if found := holds(w.everything(), card); len(found) > 0 {
		t.Errorf("the card's number is in %v", found)
	}
}
