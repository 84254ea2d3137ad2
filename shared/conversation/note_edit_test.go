package conversation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// noted is a scene in which Jo has written a note, and the note.
func noted(t *testing.T) (*scene, *conversation.Message) {
	t.Helper()
	s := picked(t)
	note := s.does("Jo", conversation.WriteNote, conversation.Action{ID: "n1", Text: "A diffcult case"}).Message
	note.CommittedAt = s.now
	return s, note
}

func TestANoteIsEditedByItsAuthorForAWhile(t *testing.T) {
	t.Parallel()
	s, note := noted(t)
	a := conversation.Action{Of: note.ID, Note: note, Text: "A difficult case, no iron", Masked: []string{"word"}}
	s.later(conversation.NoteEditable - time.Microsecond)
	ch := s.does("Jo", conversation.EditNote, a)
	if got := ch.Rewritten; got == nil || got.Text != a.Text || got.EditedAt.IsZero() || !got.DeletedAt.IsZero() || len(got.Masked) != 1 {
		t.Errorf("rewritten as %+v", got)
	}
	if diff := cmp.Diff([]string{"dana", "text", "case", "difficult", "iron", "no"}, ch.Conversation.Index.Words); diff != "" {
		t.Error("what the session is found by:", diff)
	}
	if ch.Message != nil || ch.Conversation.Notes != 1 || len(ch.Events) > 0 {
		t.Errorf("an edit is no news: %+v", ch)
	}
}

func TestADeletedNoteIsNotFoundAnyMore(t *testing.T) {
	t.Parallel()
	s, note := noted(t)
	ch := s.does("Jo", conversation.DeleteNote, conversation.Action{Of: note.ID, Note: note})
	if got := ch.Rewritten; got == nil || got.Text != "" || got.DeletedAt.IsZero() || note.Text == "" {
		t.Errorf("rewritten as %+v", got)
	}
	if diff := cmp.Diff([]string{"dana", "text"}, ch.Conversation.Index.Words); diff != "" {
		t.Error("what the session is found by:", diff)
	}
}

// TestANoteOfASessionThatIsOverIsFoundAsItIsNow: it may have closed since the note was
// written, and the customer may even have come back.
func TestANoteOfASessionThatIsOverIsFoundAsItIsNow(t *testing.T) {
	t.Parallel()
	s, note := noted(t)
	s.c.Tags, s.c.Personal, s.c.Shown = []string{"refund"}, true, "+33 6 •• •• •• 12"
	s.does("Jo", conversation.End)
	past := s.does("Jo", conversation.Close).Past[0]
	before := len(past.Keys)
	ch := s.does("Jo", conversation.DeleteNote, conversation.Action{Of: note.ID, Note: note, Past: &past})
	if len(ch.Past) != 1 {
		t.Fatalf("past sessions: %+v", ch.Past)
	}
	got := ch.Past[0]
	if diff := cmp.Diff([]string{"dana", "text"}, got.Words); diff != "" {
		t.Error(diff)
	}
	for key, want := range map[string]bool{"tag:refund": true, "#12": true, "dana": true, "text": true, "difficult": false, "case": false, "dif": false} {
		if slices.Contains(got.Keys, key) != want {
			t.Errorf("key %q: %v of %d keys, %d before", key, !want, len(got.Keys), before)
		}
	}
	if got.Name() != past.Name() || len(past.Words) != 4 {
		t.Errorf("%s is changed by way of %s", past.Name(), got.Name())
	}
}

func TestANoteIsNotChangedByOthersNorLater(t *testing.T) {
	t.Parallel()
	s, note := noted(t)
	held := *s
	held.c.HeldSince = s.now
	message, deleted := *note, *note
	message.Direction, deleted.DeletedAt = conversation.In, at(101)
	for name, tt := range map[string]struct {
		by    string
		after time.Duration
		a     conversation.Action
		want  reason.Code
	}{
		"after a quarter of an hour": {"Jo", conversation.NoteEditable, conversation.Action{Note: note, Text: "x"}, conversation.NoteIsOld},
		"a colleague's":              {"Sam", 0, conversation.Action{Note: note, Text: "x"}, conversation.NotYourNote},
		"one that is not there":      {"Jo", 0, conversation.Action{Text: "x"}, conversation.NoSuchNote},
		"a message":                  {"Jo", 0, conversation.Action{Note: &message, Text: "x"}, conversation.NoSuchNote},
		"a deleted one":              {"Jo", 0, conversation.Action{Note: &deleted, Text: "x"}, conversation.NoSuchNote},
		"to nothing":                 {"Jo", 0, conversation.Action{Note: note, Text: " "}, conversation.NoteIsEmpty},
		"to too much":                {"Jo", 0, conversation.Action{Note: note, Text: strings.Repeat("x", conversation.MaxNote+1)}, conversation.NoteIsLong},
		"while an admin holds it":    {"Jo", 0, conversation.Action{Note: note, Text: "x"}, conversation.NoteIsHeld},
	} {
		t.Run(name, func(t *testing.T) {
			later := *s
			if tt.want == conversation.NoteIsHeld {
				later = held
			}
			later.now = s.now.Add(tt.after)
			tt.a.Kind = conversation.EditNote
			_, err := later.carry(tt.by, tt.a)
			if got, ok := errors.AsType[*conversation.RefusedError](err); !ok || got.Code != tt.want {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
}

func TestWhoIsMentionedIsToldWithoutTheText(t *testing.T) {
	t.Parallel()
	s := picked(t)
	ch := s.does("Jo", conversation.WriteNote, conversation.Action{ID: "n1", Text: "@Sam see this", Agents: []string{"sam@example.com", "jo@example.com"}})
	want := []conversation.Mention{{
		Agent: "sam@example.com", Author: conversation.Author{Email: "jo@example.com", Name: "Jo"}, Conversation: s.c.ID, Session: 1,
		Note: ch.Message.ID, At: ch.Message.ReceivedAt,
	}}
	if diff := cmp.Diff(want, ch.Mentions); diff != "" {
		t.Error(diff)
	}
	if stamped := ch.Stamped(); stamped.Mentions[0].ExpireAt.IsZero() || !stamped.Mentions[0].ExpireAt.Equal(stamped.Message.ExpireAt) {
		t.Errorf("the mention goes at %s, and the note at %s", stamped.Mentions[0].ExpireAt, stamped.Message.ExpireAt)
	}
}
