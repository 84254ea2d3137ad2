// Package redrive reads dead letters: which there are, why they were put aside, what is in
// them, and which of them somebody means. It neither fetches nor sends any.
package redrive

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// What Pub/Sub adds when it gives up on a message: every such attribute begins with given,
// and attempts holds how often it was tried.
const (
	given    = "CloudPubSubDeadLetterSource"
	attempts = given + "DeliveryCount"
)

// Letter is what is known of a dead letter without what the customer wrote.
type Letter struct {
	ID      string `json:"id"`
	Channel string `json:"channel,omitempty"`
	Account string `json:"account,omitempty"`
	// ReceivedAt is when the webhook received it or, if nobody says that, when it was put aside.
	ReceivedAt time.Time `json:"receivedAt"`
	// Why says why it was put aside.
	Why string `json:"why"`
	// Holds says what is in it, by the code of this version, and Unreadable why that code
	// cannot read it: it would be put aside again. One of them is empty; both are if it
	// did not come from a channel.
	Holds      string `json:"holds,omitempty"`
	Unreadable string `json:"unreadable,omitempty"`
}

// Read reads a dead letter. Adapters are the channels by name.
func Read(m *pubsubpb.PubsubMessage, adapters map[string]channel.Adapter) Letter {
	named := m.GetAttributes()
	l := Letter{
		ID: m.GetMessageId(), Channel: named[topic.Channel], Account: named[topic.Account],
		ReceivedAt: m.GetPublishTime().AsTime(), Why: why(named),
	}
	if at, err := time.Parse(time.RFC3339Nano, named[topic.ReceivedAt]); err == nil {
		l.ReceivedAt = at
	}
	if l.Channel == "" {
		return l
	}
	l.Holds, l.Unreadable = contents(m.GetData(), l, adapters)
	return l
}

func why(named map[string]string) string {
	switch {
	case named[topic.Reason] != "":
		return named[topic.Reason]
	case named[attempts] != "":
		return "it failed " + named[attempts] + " times; the function's log says why"
	}
	return "nothing says why"
}

// contents are the kinds of the events that a provider's payload holds.
func contents(data []byte, l Letter, adapters map[string]channel.Adapter) (holds, unreadable string) {
	adapter, ok := adapters[l.Channel]
	if !ok {
		return "", fmt.Sprintf("there is no channel %q", l.Channel)
	}
	rules, _ := mask.New(mask.Default()) // it is what every configuration may have
	events, err := channel.Decode(adapter, channel.Delivery{Account: l.Account, Body: data, ReceivedAt: l.ReceivedAt},
		func() (*mask.Set, error) { return rules, nil })
	if err != nil {
		said, _ := rules.Text(mask.In, err.Error())
		return "", said
	}
	if len(events) == 0 {
		return "nothing that is taken in", ""
	}
	kinds := make([]string, len(events))
	for i, in := range events {
		kinds[i] = string(in.Kind)
	}
	return strings.Join(kinds, ", "), ""
}

// Again is a dead letter as it was published first.
func Again(m *pubsubpb.PubsubMessage) *pubsubpb.PubsubMessage {
	again := &pubsubpb.PubsubMessage{Data: m.GetData(), Attributes: map[string]string{}}
	for name, value := range m.GetAttributes() {
		if name != topic.Reason && !strings.HasPrefix(name, given) {
			again.Attributes[name] = value
		}
	}
	return again
}

// Choice says which dead letters somebody means. What is empty is no condition.
type Choice struct {
	// IDs are letters' ids, separated by commas.
	IDs              string
	Account, Channel string
	// Why is a part of the reason, in any case.
	Why string
	// Readable leaves those out that would be put aside again.
	Readable bool
	// Since and Until bound when they were received, counted back from now.
	Since, Until time.Duration
	// Most is how many at most.
	Most int
}

// Check says what is wrong with a choice.
func (c Choice) Check() error {
	switch {
	case c.Most < 0:
		return errors.New("--most is below zero")
	case c.Since < 0 || c.Until < 0:
		return errors.New("--since and --until look back, they are not below zero")
	case c.Since != 0 && c.Until >= c.Since:
		return errors.New("--until has to be shorter than --since: nothing is between them")
	}
	return nil
}

// Takes reports whether a letter is meant, when so many were taken already.
func (c Choice) Takes(l Letter, taken int, now time.Time) bool {
	age := now.Sub(l.ReceivedAt)
	switch {
	case c.Most != 0 && taken >= c.Most,
		c.IDs != "" && !strings.Contains(","+strings.ReplaceAll(c.IDs, " ", "")+",", ","+l.ID+","),
		c.Account != "" && c.Account != l.Account,
		c.Channel != "" && c.Channel != l.Channel,
		!strings.Contains(strings.ToLower(l.Why), strings.ToLower(c.Why)),
		c.Readable && l.Unreadable != "",
		c.Since != 0 && age > c.Since,
		c.Until != 0 && age < c.Until:
		return false
	}
	return true
}
