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
// see agentOf.
func (s *Stack) known(agent, number string) bool {
	docs, err := s.conversationsOf(rcs.Name, number)
	for _, doc := range docs {
		if stored, _ := doc.DataAt("customer.brandAgent"); stored == agent {
			return true
		}
	}
	return err != nil
}

// conversationsOf are the conversations of a customer with the brand agents of a channel.
func (s *Stack) conversationsOf(channel, customer string) ([]*firestore.DocumentSnapshot, error) {
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	const most = 10
	return s.Firestore.Collection("conversations").
		Where("customer.channel", "==", channel).Where("customer.key", "==", customer).
		Limit(most).Documents(ctx).GetAll()
}
