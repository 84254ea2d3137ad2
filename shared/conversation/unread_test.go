package conversation_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestUnreadIsWhatNobodyAnsweredOrRead counts over a whole conversation.
func TestUnreadIsWhatNobodyAnsweredOrRead(t *testing.T) {
	t.Parallel()
	s := open(t)
	read := about("m1")
	for i, step := range []struct {
		what string
		do   func()
		want int64
	}{
		{"the first message", func() { s.writes() }, 1},
		{"a picture", func() { s.hears(s.inbound(channel.File)) }, 2},
		{"typing", func() { s.hears(s.inbound(channel.Typing)) }, 2},
		{"an answer to a survey", func() { s.hears(s.inbound(channel.Survey)) }, 2},
		{"an offer", func() { s.gives("Jo") }, 2},
		{"that is accepted", func() { s.does("Jo", conversation.Accept) }, 2},
		{"and read", func() { s.does("Jo", conversation.MarkRead, read) }, 0},
		{"one more", func() { s.writes() }, 1},
		{"that Jo is typing an answer to", func() { s.does("Jo", conversation.Type, conversation.Action{On: true}) }, 1},
		{"and a note about", func() { s.does("Jo", conversation.WriteNote, saying("hm")) }, 1},
		{"that somebody else cannot read away", func() { s.refused("action.taken agent=Jo", "Sam", conversation.MarkRead, read) }, 1},
		{"the answer", func() { s.answer() }, 0},
		{"a last one", func() { s.writes() }, 1},
		{"the end", func() { s.does("Jo", conversation.End) }, 1},
		{"and a new session", func() { s.writes() }, 2},
	} {
		s.later(time.Second)
		if step.do(); s.c.Unread != step.want {
			t.Errorf("%d, %s: %d unread, want %d", i, step.what, s.c.Unread, step.want)
		}
	}
}
