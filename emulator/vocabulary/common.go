package vocabulary

// common says what fields mean that need no comment where they are declared: those that
// mean the same in every document, and those whose name says it.
func common() map[string]string {
	return map[string]string{
		"actor":         "Who caused it: an agent's address, `customer` or `routing`.",
		"at":            "When it happened.",
		"cause":         "Why it changed.",
		"committedAt":   "When it was written, by the server's clock.",
		"configVersion": "The configuration that was in force.",
		"createdAt":     "When it was created.",
		"conversation":  "The conversation's id.",
		"customer":      "The customer's name, if the provider tells it.",
		"date":          "The day, `2026-03-05`, by the workstream's clock.",
		"endedAt":       "When it ended.",
		"enqueuedAt":    "When the session came into its present queue.",
		"expireAt":      "When the database deletes the document.",
		"from":          "The state before.",
		"to":            "The state after.",
		"kind":          "What it is.",
		"latitude":      "North of the equator; below zero south of it.",
		"longitude":     "East of Greenwich; below zero west of it.",
		"language":      "A language tag.",
		"languages":     "Language tags.",
		"openedAt":      "When the session was opened.",
		"ownerName":     "The owner's name, as customers see it.",
		"parkedAt":      "When the session was parked.",
		"preview":       "The beginning of the newest message.",
		"queue":         "The queue, as the configuration names it.",
		"receivedAt":    "When the webhook took it in, or when it was sent.",
		"sentAt":        "When it was sent, by the provider's clock.",
		"seq":           "The number of the event, from 1.",
		"session":       "The number of the session, from 1.",
		"skills":        "Skills with the level that is needed.",
		"state":         "Where the session is.",
		"status":        "How far it got.",
		"text":          "The text.",
		"until":         "When the lease ends.",
		"workstream":    "The workstream, as the configuration names it.",
	}
}
