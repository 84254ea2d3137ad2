package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// SeedForm is what the names of the changes look like that come from a first roster. No
// client may take one.
const SeedForm = `(first|seed)-.*`

// FirstID names the change that adds somebody from the first roster. There is one for
// each address and for ever: whoever was removed does not come back with the next apply.
func FirstID(email string) string {
	sum := sha256.Sum256([]byte(email))
	const enough = 16
	return "first-" + hex.EncodeToString(sum[:enough])
}

// Additions are the changes that a first roster stands for, one for each address.
func (c Change) Additions(now time.Time) ([]Change, error) {
	var agents map[string]configuration.Agent
	if err := json.Unmarshal([]byte(c.Roster), &agents); err != nil {
		return nil, fmt.Errorf("the first roster cannot be read: %w", err)
	}
	var all []Change
	for _, email := range slices.Sorted(maps.Keys(agents)) {
		all = append(all, Change{
			ID: FirstID(email), Kind: Add, Agent: email, Operator: c.Operator, Entry: entryOf(agents[email]), First: true,
			Status: conversation.ActionPending, CreatedAt: now,
		})
	}
	return all, nil
}

func entryOf(a configuration.Agent) *Entry {
	e := Entry{
		DisplayName: a.DisplayName, Role: agent.Role(a.Role), Queues: a.Queues, Skills: a.Skills, Languages: a.Languages,
		Capacity: configuration.DefaultCapacity,
	}
	if e.Role == "" {
		e.Role = agent.Plain
	}
	if a.Capacity != nil {
		e.Capacity = *a.Capacity
	}
	return e.Whole()
}

// Whole is the entry with empty lists where it has none: the database keeps nothing
// else, and the rules and searches compare lists.
func (e Entry) Whole() *Entry {
	if e.Queues == nil {
		e.Queues = []string{}
	}
	if e.Skills == nil {
		e.Skills = map[string]int64{}
	}
	if e.Languages == nil {
		e.Languages = []string{}
	}
	return &e
}
