package stack

import (
	"context"
	"time"
)

// agentOf is the brand agent that a customer without a phone here wrote to, and
// whether the product has heard of that customer. While Firestore does not answer,
// it has: the answer to a customer must not fail for that.
func (s *Stack) agentOf(customer string) (agent string, known bool) {
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	docs, err := s.Firestore.Collection("conversations").Where("customer.key", "==", customer).Limit(1).Documents(ctx).GetAll()
	if err != nil || len(docs) == 0 {
		return "", err != nil
	}
	stored, _ := docs[0].DataAt("customer.brandAgent") // without it there is no agent either
	agent, _ = stored.(string)
	return agent, true
}
