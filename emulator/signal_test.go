package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// kinds is what the phone shows, by kind and in order; messages by their ids.
func kinds(dana *phone.Phone) []string {
	var all []string
	for _, e := range dana.Messages() {
		if e.Kind == phone.EntryMessage {
			all = append(all, e.ID)
			continue
		}
		all = append(all, string(e.Kind))
	}
	return all
}

// act is what an agent does who is there.
func (c customer) act(kind conversation.ActionKind) {
	c.t.Helper()
	if err := c.agent.Beat(c.t.Context(), c.Tasks.Now().Add(agent.LeaseLength)); err != nil {
		c.t.Fatal(err)
	}
	if err := c.agent.Act(c.t.Context(), c.id, kind); err != nil {
		c.t.Fatal(err)
	}
}

// put writes a reply of any kind.
func (c customer) put(id string, doc map[string]any) {
	c.t.Helper()
	if err := c.agent.Write(c.t.Context(), c.id, id, doc); err != nil {
		c.t.Fatal(err)
	}
}

func (c customer) awaitPhone(dana *phone.Phone, what string, done func() bool) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 30*time.Second)
	defer cancel()
	if _, err := dana.Await(ctx, func([]phone.Entry) bool { return done() }); err != nil {
		c.t.Fatalf("%s: the phone shows %v: %v", what, kinds(dana), err)
	}
}

// TestACustomerSeesWhoJoinsAnswersAndLeavesAndIsAskedHowItWas is the whole of an
// agent's work as the customer sees it.
func TestACustomerSeesWhoJoinsAnswersAndLeavesAndIsAskedHowItWas(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	c.act(conversation.Pick)
	c.reply("answer")
	c.awaitOnPhone(dana, 1)
	c.act(conversation.End)
	c.awaitPhone(dana, "survey", func() bool { return slices.Contains(kinds(dana), string(phone.EntrySurvey)) })
	if got, want := kinds(dana)[1:], []string{"joined", "answer", "left", "survey"}; !slices.Equal(got, want) {
		t.Errorf("after the customer's message the phone shows %v, want %v", got, want)
	}
	entries := dana.Messages()
	survey := entries[len(entries)-1]
	if err := dana.AnswerSurvey(t.Context(), survey.ID, 0, 0); err != nil {
		t.Fatal(err)
	}
	v := c.sees("the answer", func(v desk.View) bool {
		return slices.ContainsFunc(v.Messages, func(m conversation.Message) bool { return m.Answer != nil })
	})
	if v.Conversation.State != conversation.Closed || v.Conversation.Session.Number != 1 {
		t.Errorf("the answer opened a session: %s, %d", v.Conversation.State, v.Conversation.Session.Number)
	}
}

func TestCardsChoicesAndTheirTaps(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	c.put("colours", map[string]any{"kind": "card", "cards": []map[string]any{
		{"title": "Blue", "body": "In stock", "choices": []map[string]any{{"label": "Take blue", "postback": "colour:blue"}}},
		{"title": "Grey"},
	}})
	c.put("chips", map[string]any{"text": "Or shall we call?", "choices": []map[string]any{
		{"label": "Yes", "postback": "call:yes"}, {"kind": "person"},
	}})
	c.awaitOnPhone(dana, 2)
	if err := dana.Tap(t.Context(), "chips", 0); err != nil {
		t.Fatal(err)
	}
	v := c.sees("the tap", func(v desk.View) bool {
		return slices.ContainsFunc(v.Messages, func(m conversation.Message) bool { return m.Kind == channel.Choice })
	})
	i := slices.IndexFunc(v.Messages, func(m conversation.Message) bool { return m.Kind == channel.Choice })
	if m := v.Messages[i]; m.Text != "Yes" || m.Postback != "call:yes" || m.Of != "chips" {
		t.Errorf("tap = %+v", m)
	}
	i = slices.IndexFunc(v.Messages, func(m conversation.Message) bool { return m.ID == "colours" })
	if m := v.Messages[i]; m.Kind != channel.Card || len(m.Sent.Cards) != 2 {
		t.Errorf("the cards in the history = %+v", m)
	}
	if err := dana.AskForPerson(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.sees("the wish for a person", func(v desk.View) bool { return v.Conversation.WantsPerson })
}

func TestTypingShowsOnBothSides(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	if err := dana.Typing(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	c.sees("the customer types", func(v desk.View) bool { return v.Conversation.TypingUntil.After(time.Now()) })
	if err := dana.Typing(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	c.sees("the customer pauses", func(v desk.View) bool { return v.Conversation.TypingUntil.IsZero() })

	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	events := c.Google.Watch(ctx)
	if err := c.agent.Typing(t.Context(), c.id); err != nil {
		t.Fatal(err)
	}
	for e := range events {
		if e.Kind == google.PhoneTyping && e.Conversation == c.key && e.Detail == "started" {
			return
		}
	}
	t.Error("the phone never showed that the agent types")
}

func TestALongAnswerArrivesInPiecesAndIsReadAsOne(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	text := ""
	for range 400 {
		text += "This is a sentence. "
	}
	c.put("long", map[string]any{"text": text})
	c.awaitOnPhone(dana, 3)
	c.reaches("long", channel.Delivered)
	if err := dana.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.reaches("long", channel.Read)
	if got, want := shown(dana), []string{"long.1", "long.2", "long"}; !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
}
