package vocabulary

import "slices"

// document is a kind of document in the database.
type document struct {
	path string
	// of is the struct that it is kept as, or "" where fields names its fields.
	of     string
	fields []field
	// writes and reads say who may. A function may read and write everything.
	writes, reads string
	// clients are, by who writes them, functions of the rules that name the fields.
	clients []client
}

// client is somebody who writes fields of a document from outside.
type client struct {
	who string
	// list is what stands in the rules before the list of the fields.
	list string
}

const (
	readers = "whoever may read the conversation"
	parts   = readers + ", of earlier sessions as `session.history` says"
	staff   = "every agent"
	heads   = "supervisors"
)

// documents are all kinds.
func documents() []document { return append(conversations(), rest()...) }

// conversations are the kinds that conversations consist of, and how they begin.
func conversations() []document {
	return []document{
		{
			path: "conversations/{conversation}", of: "shared/conversation.Conversation", writes: "functions",
			reads: "supervisors; an agent while they have it or are offered it, read along as a guest, " +
				"have parked it, or while it waits in one of their queues; of closed ones those who worked on the session and, " +
				"unless the history is `session`, those whose queue it ended in",
		},
		{
			path: "conversations/{conversation}/private/peer", of: "shared/conversation.Private", writes: "functions",
			reads: "supervisors; whoever else may read the conversation, unless its queue masks numbers",
		},
		{path: "conversations/{conversation}/messages/{message}", of: "shared/conversation.Message", writes: "functions", reads: parts},
		{
			path: "conversations/{conversation}/replies/{reply}", of: "shared/conversation.Reply",
			writes:  "created by the agent who has the session and works on it, or by a supervisor while there is one; then functions",
			reads:   "supervisors, its author and, while it is on its way, whoever else may read the conversation",
			clients: []client{{"author", "function isReply()"}},
		},
		{
			path: "conversations/{conversation}/actions/{action}", of: "shared/conversation.Action",
			writes:  "created by supervisors, and by agents while it is not closed who may read the conversation; then functions",
			reads:   "its author, and supervisors with a record of reading",
			clients: []client{{"author", "function isAction(a)"}},
		},
		{
			path: "starts/{start}", of: "shared/conversation.Start", writes: "created by every agent, in a queue of theirs; then functions",
			reads: "its author", clients: []client{{"author", "function isStart(given)"}},
		},
		{path: "startBudgets/{email}", of: "shared/conversation.Starts", writes: "functions", reads: "functions"},
		{path: "conversations/{conversation}/events/{seq}", of: "shared/conversation.Event", writes: "functions", reads: parts},
		{path: "conversations/{conversation}/sessions/{n}", of: "shared/conversation.Session", writes: "functions", reads: parts},
		{
			path: "conversations/{conversation}/readings/{email}", of: "shared/conversation.Reading",
			writes: "the reader", reads: "supervisors; its reader",
			clients: []client{{"the reader", "function isReading(r, before)"}},
		},
		{
			path: "closedSessions/{time}_{conversation}_{session}", of: "shared/conversation.ClosedSession", writes: "functions",
			reads: "supervisors; agents who worked on the session and, where `forQueue` is true, those who serve its queue",
		},
		{
			path: "mentions/{conversation}_{note}_{email}", of: "shared/conversation.Mention",
			writes: "functions; the agent whom the note is for, when they saw it", reads: "that agent",
			clients: []client{{"the agent", "function sees(before, after)"}},
		},
		{
			path: "queues/{queue}/items/{conversation}", of: "shared/conversation.Item", writes: "functions",
			reads: "supervisors; agents who serve the queue",
		},
	}
}

// rest is the other kinds.
func rest() []document { return slices.Concat(aboutPeople(), aboutWork(), aboutSettings()) }

// aboutPeople are about those who work here, and who may do what about customers.
func aboutPeople() []document {
	return []document{
		{
			path: "agents/{email}", of: "shared/agent.Agent",
			writes:  "the agent the presence, functions the rest; the function roster alone the roster's part",
			reads:   staff,
			clients: []client{{"the agent", "function choosesPresence(after, changed)"}},
		},
		{
			path: "rosterChanges/{change}", of: "shared/roster.Change",
			writes: "created by supervisors, by the command roster and, for the first roster, by Terraform; then the function roster",
			reads:  heads, clients: []client{{"author", "function isRosterChange(given)"}},
		},
		{
			path: "dataRequests/{request}", of: "shared/request.Request",
			writes: "created by admins, by the command erase and, once a day, by the function timer; then the function erase",
			reads:  "admins", clients: []client{{"author", "function isDataRequest(given)"}},
		},
		{path: "tombstones/{conversation}", of: "shared/conversation.Tombstone", writes: "the function erase", reads: "functions"},
		{
			path: "leases/{email}", of: "shared/agent.Lease", writes: "the agent", reads: staff,
			clients: []client{{"the agent", "match /leases/{who}"}},
		},
		{
			path: "uploads/{email}", of: "shared/agent.Uploads", writes: "the desk, with the agent's rights", reads: "the agent",
			clients: []client{{"the agent", "function counts(u)"}},
		},
		{
			path: "quickReplies/{owner}", of: "shared/agent.QuickReplies",
			writes: "the agent; supervisors those that everybody has", reads: "the agent; those that everybody has, everybody who works here",
			clients: []client{{"the owner", "function areQuickReplies(given)"}},
		},
		{
			path: "savedViews/{email}", of: "shared/agent.SavedViews", writes: "the supervisor", reads: "the supervisor",
			clients: []client{{"the supervisor", "function areViews(given)"}},
		},
		{
			path: "quickPictures/{owner}", of: "shared/agent.QuickPictures",
			writes: "whoever writes the quick replies of that owner", reads: "whoever reads them",
			clients: []client{{"the owner", "function areQuickPictures(given)"}},
		},
	}
}

// aboutWork are what supervisors look at.
func aboutWork() []document {
	return []document{
		{path: "figures/{date}_{queue}_{shard}", of: "shared/conversation.Figures", writes: "functions", reads: heads},
		{path: "figureWeeks/{dimension}_{week}", of: "shared/conversation.Week", writes: "functions", reads: "supervisors; an agent's own, that agent"},
		{path: "ratings/{conversation}_{session}", of: "shared/conversation.Rating", writes: "functions", reads: "supervisors; the agent who is the owner"},
		{
			path: "alerts/{alert}", of: "shared/alert.Alert",
			writes:  "the function timer, once a minute; a plea for help is created by the agent who has the conversation; supervisors say that they have seen one, and put one off",
			reads:   "supervisors; of a plea for help, whoever asked",
			clients: []client{{"the agent", "function isPlea(given)"}, {"supervisors", "function marks(after, changed)"}},
		},
	}
}

// aboutSettings are what the product goes by.
func aboutSettings() []document {
	return []document{
		{
			path: "settings/{setting}", of: "shared/configuration.Setting", writes: "supervisors", reads: staff,
			clients: []client{{"supervisors", "function isSetting(given)"}},
		},
		{
			path: "config/current", writes: "Terraform", reads: staff,
			fields: []field{
				{name: "version", of: "string", group: 1, doc: "Names the configuration: a hash of its text."},
				{name: "routing", of: "string", group: 2, doc: "The routing configuration as JSON text, see [configuration.md](configuration.md)."},
			},
		},
		{path: "config/roster", of: "shared/roster.Turn", writes: "the function roster", reads: "functions"},
		{
			path: "configs/{version}", writes: "functions", reads: heads,
			fields: []field{
				{name: "routing", of: "string", group: 1, doc: "The text of a configuration that was in force, which explains an old decision."},
				{name: "usedAt", of: "time.Time", group: 2, doc: "When it was put in force last."},
			},
		},
	}
}

// units are what whole numbers count where it is not simply things.
func units() map[string]string {
	return map[string]string{
		"shared/conversation.Measures.firstWait":     "seconds",
		"shared/conversation.Measures.firstResponse": "seconds",
		"shared/conversation.Measures.nextResponse":  "seconds",
		"shared/conversation.Measures.handled":       "seconds",
		"shared/conversation.Measures.available":     "seconds",
		"shared/conversation.Measures.busy":          "seconds",
		"shared/conversation.Measures.away":          "seconds",
		"shared/conversation.Figures.firstWait":      "seconds",
		"shared/conversation.Figures.firstResponse":  "seconds",
		"shared/conversation.Figures.nextResponse":   "seconds",
		"shared/conversation.Figures.handled":        "seconds",
		"shared/conversation.Figures.available":      "seconds",
		"shared/conversation.Figures.busy":           "seconds",
		"shared/conversation.Figures.away":           "seconds",
		"shared/conversation.Tally.firstWait":        "seconds",
		"shared/conversation.Tally.firstResponse":    "seconds",
		"shared/conversation.Tally.handled":          "seconds",
		"shared/conversation.Work.nextResponse":      "seconds",
		"shared/conversation.Work.handled":           "seconds",
		"shared/conversation.Media.size":             "bytes",
		"shared/conversation.Media.width":            "pixels",
		"shared/conversation.Media.height":           "pixels",
		"shared/channel.Attachment.size":             "bytes",
		"shared/channel.Place.latitude":              "degrees",
		"shared/channel.Place.longitude":             "degrees",
		"shared/agent.Uploads.bytes":                 "bytes",
		"shared/agent.Agent.capacity":                "units",
		"shared/agent.Agent.used":                    "units",
		"shared/agent.Agent.free":                    "units",
		"shared/roster.Entry.capacity":               "units",
		"shared/conversation.Item.cost":              "units",
		"shared/conversation.Session.cost":           "units",
		"shared/roster.Work.capacity":                "units",
		"shared/agent.Today.capacity":                "units",

		"shared/conversation.ClosedSession.firstWait": "seconds",
		"shared/conversation.ClosedSession.handled":   "seconds",
	}
}
