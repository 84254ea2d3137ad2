package stack

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// agentOf is the brand agent that a customer of Business Messages without a phone here
// wrote to, and whether the product has heard of that customer. While Firestore does not
// answer, it has: the answer to a customer must not fail for that.
func (s *Stack) agentOf(customer string) (agent string, known bool) {
	docs, err := s.conversationsOf(businessmessages.Name, customer)
	if err != nil || len(docs) == 0 {
		return "", err != nil
	}
	stored, _ := docs[0].DataAt("customer.brandAgent") // without it there is no agent either
	agent, _ = stored.(string)
	return agent, true
}

// known is whether a number without a phone here has written to a brand agent of RCS,
// see agentOf. Numbers are stored beside the conversations.
func (s *Stack) known(agent, number string) bool {
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	docs, err := s.Firestore.CollectionGroup("private").Where("key", "==", number).Limit(most).Documents(ctx).GetAll()
	if err != nil {
		return true
	}
	for _, doc := range docs {
		c, err := doc.Ref.Parent.Parent.Get(ctx)
		if err != nil {
			return true
		}
		on, _ := c.DataAt("customer.channel")
		if with, _ := c.DataAt("customer.brandAgent"); on == rcs.Name && with == agent {
			return true
		}
	}
	return false
}

// most is how many brand agents a customer here writes to.
const most = 10

// conversationsOf are the conversations of a customer with the brand agents of a channel
// whose keys are not personal.
func (s *Stack) conversationsOf(channel, customer string) ([]*firestore.DocumentSnapshot, error) {
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	return s.Firestore.Collection("conversations").
		Where("customer.channel", "==", channel).Where("customer.key", "==", customer).
		Limit(most).Documents(ctx).GetAll()
}
