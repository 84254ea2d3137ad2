package vocabulary

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// number is a bound or a default.
type number struct {
	name  string
	value int64
	// means says what is counted.
	means string
}

// numbers are all bounds. Most are said where Go keeps them. Those that are said here
// are for the client and the rules only: a function never sees what breaks them.
func numbers() []number {
	return []number{
		{"note", conversation.MaxNote, "bytes of a note"},
		{"reply", conversation.MaxReply, "bytes of the text of a reply, however many messages the channel makes of it"},
		{"mentions", conversation.MaxMentions, "agents whom a note mentions"},
		{"guests", conversation.MaxGuests, "agents who read along"},
		{"preferred", conversation.MaxPreferred, "agents whom a customer prefers"},
		{"priority", conversation.MaxPriority, "a session's priority, and the same below zero"},
		{"id", conversation.MaxID, "characters of the id of a reply or an action"},

		{"address", agent.MaxAddress, "characters of an e-mail address"},
		{"name", agent.MaxName, "bytes of an agent's name"},
		{"queues", agent.MaxQueues, "queues of an agent"},
		{"skills", agent.MaxSkills, "skills of an agent"},
		{"languages", agent.MaxLanguages, "languages of an agent"},
		{"words", agent.MaxWords, "characters of all queues, skills or languages of an agent, with commas between them"},
		{"level", agent.MaxLevel, "level of a skill, from 1"},
		{"capacity", agent.MaxCapacity, "units of an agent's capacity"},
		// Half a minute more than agent.LeaseLength, for a client's clock.
		{"lease", int64((agent.LeaseLength + 30*time.Second) / time.Second), "seconds from now to the end of a lease"},

		{"page", 200, "documents of a list"},
		{"roster", 1000, "documents of a list of agents or leases"},
	}
}
