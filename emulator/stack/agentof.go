package stack

import (
	"context"
	"time"
)

// agentOf is the brand agent that a customer without a phone here wrote to. The
// product knows: it has the message.
func (s *Stack) agentOf(customer string) string {
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	docs, err := s.Firestore.Collection("conversations").Where("customer.key", "==", customer).Limit(1).Documents(ctx).GetAll()
	if err != nil || len(docs) == 0 {
		return ""
	}
	stored, _ := docs[0].DataAt("customer.brandAgent") // without it there is no agent either
	agent, _ := stored.(string)
	return agent
}
