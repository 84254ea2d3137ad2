package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// messagesAreStopped in words of any language that the configuration has, and written to
// again by a customer who writes again.
func messagesAreStopped(o *office) {
	for i, word := range []string{"STOP", "Désabonner.", "unsubscribe"} {
		c := o.customer()
		c.begins("ana")
		_, err := c.phone.Write(c.context(), word)
		c.must(err)
		c.shows(farewellText)
		c.notice("that they want no more", func(is conversation.Conversation) bool { return is.Unsubscribed })
		late := fmt.Sprintf("late-%d", i)
		c.must(c.agent("ana").Reply(c.context(), c.id, late, "One more thing"))
		c.sees("that nothing is sent", func(v desk.View) bool {
			return slices.ContainsFunc(v.Messages, func(m conversation.Message) bool {
				return m.ID == late && m.Status == channel.Failed && m.Reason.Code == conversation.HasUnsubscribed
			})
		})
		c.shows(farewellText)
		o.later(11 * time.Second)
		c.writes("I changed my mind")
		c.notice("that they want messages", func(is conversation.Conversation) bool { return !is.Unsubscribed })
		c.must(c.agent("ana").Reply(c.context(), c.id, fmt.Sprintf("again-%d", i), "Welcome back"))
		c.shows(farewellText, "Welcome back")
		c.over("ana")
		o.leaves("ana")
	}
}

// whoStopsIsAskedNothing: a customer who unsubscribes instead of answering.
func whoStopsIsAskedNothing(o *office) {
	c := o.asked("ends")
	c.writes("stop")
	c.shows(noticeText, farewellText)
	o.later(6 * time.Minute)
	c.notice("that nothing waits", func(is conversation.Conversation) bool { return is.Notice.Opening == nil && is.Unsubscribed })
	c.writes("Hello again")
	c.shows(noticeText, farewellText, noticeText)
	c.taps(agree)
	c.is(conversation.Offered, "ana")
	c.does("eve", conversation.Close)
}
