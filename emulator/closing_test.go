package main

import (
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// aMonthGoesBy in seconds: the customer agrees to the notice, falls silent, is closed, comes
// back to the same agent, and is not asked again. Then a legal hold keeps all of it for
// longer than its retention says, and the day's run deletes it when the hold is lifted.
func aMonthGoesBy(o *office) {
	began, at := time.Now(), o.Tasks.Now()
	c := o.asked("goes-on")
	c.taps(agree)
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	c.must(c.agent("ana").Reply(c.context(), c.id, "month-1", "It is on its way"))
	c.shows(noticeText, "It is on its way")
	c.does("ana", conversation.Park)
	c.is(conversation.Parked, "")
	o.later(4*24*time.Hour + 23*time.Hour)
	c.is(conversation.Parked, "")
	o.later(2 * time.Hour)
	if is := c.is(conversation.Closed, ""); is.ClosedBy != conversation.Inactive || o.used("ana") != 0 {
		o.Errorf("it is closed by %s, and ana has %d units", is.ClosedBy, o.used("ana"))
	}

	o.comes("ben") // who was given work longer ago
	o.later(15 * 24 * time.Hour)
	c.writes("Here I am again")
	is := c.is(conversation.Offered, "ana")
	if is.Session.Number != 2 || is.Session.Consent != configuration.ConsentGiven || !is.Attachments {
		o.Errorf("session %d with %q, files %v", is.Session.Number, is.Session.Consent, is.Attachments)
	}
	c.does("ana", conversation.Accept)
	if picture := c.attaches(); picture.Media.Status != conversation.MediaStored {
		o.Errorf("the picture is %s", picture.Media.Status)
	}
	c.over("ana")
	c.is(conversation.Closed, "")

	o.later(10 * 24 * time.Hour)
	v := c.sees("nothing lost", func(v desk.View) bool { return v.Conversation.State == conversation.Closed })
	if n := v.Conversation.Notice; len(v.Messages) != 6 || n.Answer != configuration.ConsentGiven || n.ToldAt.Before(at) {
		o.Errorf("%d messages, and the notice is %+v", len(v.Messages), n)
	}
	c.shows(noticeText, "It is on its way")
	if passed := o.Tasks.Now().Sub(at); passed < 30*24*time.Hour {
		o.Errorf("only %s went by", passed)
	}
	o.leaves("ana")
	o.leaves("ben")
	c.staysWhileHeld()
	o.Logf("a month and what comes after it took %s", time.Since(began).Round(time.Second))
}

// anAccountCloses: the sessions of both accounts end with a message, the agent is free, and
// whoever writes is told the same once.
func anAccountCloses(o *office) {
	const goodbye = "Write to our shop instead."
	c := o.customer()
	c.begins("ana")
	c.is(conversation.Active, "ana")
	defer o.configures()
	o.configures("  acme = {", "  acme = {\n    closing = \"closing\"",
		"  acme-rcs = {", "  acme-rcs = {\n    closing = \"closing\"", "    outbound     = true\n", "")
	o.scheduledAgain(timer.WaitingPath)
	if is := c.is(conversation.Closed, ""); is.ClosedBy != conversation.AccountRemoved || o.used("ana") != 0 {
		o.Errorf("it is closed by %s, and ana has %d units", is.ClosedBy, o.used("ana"))
	}
	c.shows(goodbye)
	c.writes("Hello?")
	o.later(2 * time.Hour)
	c.writes("Is anybody there?")
	c.shows(goodbye, goodbye)
	other := o.customer()
	other.writes("Hello")
	other.shows(goodbye)
	if is := other.is(conversation.Closed, ""); is.Session.Number != 0 {
		o.Errorf("session %d opened", is.Session.Number)
	}
}

// scheduledAgain has Cloud Scheduler call a function that is starting again, until it answers.
func (o *office) scheduledAgain(path string) {
	o.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for ctx := o.context(); ; {
		if status, err := o.Scheduled(ctx, path); err == nil && status == http.StatusOK {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			o.Fatalf("%s is never answered", path)
		}
	}
}
