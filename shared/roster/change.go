// Package roster decides about changes of the roster: who may be added, changed,
// suspended and removed, and by whom. It does no I/O and takes the time as an argument.
package roster

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Kind is what a change does.
type Kind string

// The kinds of changes.
const (
	Add  Kind = "add"
	Edit Kind = "edit"
	// Suspend gives the role none: access ends, and the entry stays.
	Suspend Kind = "suspend"
	Remove  Kind = "remove"
	// Presence chooses the agent's presence, as the agent could.
	Presence Kind = "presence"
	// Today gives the agent other queues and another capacity until the end of the day, and
	// EndToday ends that before.
	Today    Kind = "today"
	EndToday Kind = "endToday"
	// Seed adds whoever is in the first roster of the settings and never was on it.
	Seed Kind = "seed"
)

// MaxWhy is the longest reason that an author can give, in bytes.
const MaxWhy = 500

// Entry is the roster's part of the document agents/{email}.
type Entry struct {
	// DisplayName is what customers and the other agents see.
	DisplayName string `firestore:"displayName"`
	// Role is what the agent may do.
	Role agent.Role `firestore:"role"`
	// Queues are those that the agent serves.
	Queues []string `firestore:"queues"`
	// Skills with the agent's level, 1 to 10.
	Skills map[string]int64 `firestore:"skills"`
	// Capacity is in units; each workstream says how many a session takes.
	Capacity  int64    `firestore:"capacity"`
	Languages []string `firestore:"languages"`
	// AdminOnly is set for as long as somebody is suspended whom only an admin may let in
	// again, or change: an admin suspended them, or they were a supervisor or an admin.
	AdminOnly bool `firestore:"adminOnly"`
}

// Work is what an agent works today.
type Work struct {
	// Queues are those that the agent serves until the end of the day.
	Queues []string `firestore:"queues"`
	// Capacity is in units, until then.
	Capacity int64 `firestore:"capacity"`
}

// EntryOf is the roster's part of an agent, or nil where there is no entry. What is for today
// only is no part of it.
func EntryOf(a agent.Agent) *Entry {
	if a.Role == "" {
		return nil
	}
	a = a.Back()
	return &Entry{
		DisplayName: a.DisplayName, Role: a.Role, Queues: a.Queues, Skills: a.Skills, Capacity: a.Capacity, Languages: a.Languages,
		AdminOnly: a.AdminOnly,
	}
}

// Change is the document rosterChanges/{id}: somebody wants to change the roster. Its
// author writes everything up to Why, Status "pending" and CreatedAt; the function
// writes the rest. It is kept, and so is the history of the entry.
type Change struct {
	ID string `firestore:"-"`
	// Author is the supervisor who asks for it, and Operator whoever asks for it with
	// rights in the project, as the command has it; one of them is empty.
	Author   conversation.Author `firestore:"author"`
	Operator string              `firestore:"operator,omitempty"`
	Kind     Kind                `firestore:"kind"`
	// Agent is the address of the entry.
	Agent string `firestore:"agent"`
	// Entry is what the entry is to be, for add and edit.
	Entry *Entry `firestore:"entry,omitempty"`
	// Presence is the one that the agent gets, Today what they work today, and Until the end
	// of that, which the function writes.
	Presence agent.Presence `firestore:"presence,omitempty"`
	Today    *Work          `firestore:"today,omitempty"`
	Until    time.Time      `firestore:"until,omitempty"`
	// Why is the author's reason. It may be empty where nobody's rights change.
	Why string `firestore:"why"`
	// First is whether the change comes from the first roster of the settings, and
	// Roster is that roster as JSON text, for seed.
	First  bool   `firestore:"first,omitempty"`
	Roster string `firestore:"roster,omitempty"`

	Status conversation.ActionStatus `firestore:"status"`
	// Reason says why the change was refused; nil if it was not.
	Reason *reason.Reason `firestore:"reason"`
	// Before and After are the entry before and after the change; nil if there was none.
	Before *Entry `firestore:"before,omitempty"`
	After  *Entry `firestore:"after,omitempty"`
	// Traceparent names the trace of the work that carried it out.
	Traceparent string `firestore:"traceparent,omitempty"`

	CreatedAt time.Time `firestore:"createdAt"`
	EndedAt   time.Time `firestore:"endedAt"`
	// TriedAt is when the change was last found without an outcome.
	TriedAt time.Time `firestore:"triedAt,omitempty"`
}

// Turn is the document config/roster, which every change writes: so two changes of
// different entries are carried out one after the other, and of two admins who suspend
// each other at the same instant one remains.
type Turn struct {
	// Changes is how many there were, and At when the last was.
	Changes int64     `firestore:"changes"`
	At      time.Time `firestore:"at"`
}

// Clean returns the change as it may be kept: its author's reason is masked, if the client
// has not done it.
func (c Change) Clean(rules *mask.Set) Change {
	c.Why, _ = rules.Text(mask.Out, c.Why)
	return c
}

// Ended reports whether the change has its outcome.
func (c Change) Ended() bool {
	return c.Status == conversation.ActionDone || c.Status == conversation.ActionRefused
}

// Outcome returns the change with its outcome: refused for a reason, or done.
func (c Change) Outcome(refused *conversation.RefusedError, now time.Time) Change {
	c.Status, c.EndedAt = conversation.ActionDone, now
	if refused != nil {
		c.Status, c.Reason, c.Before, c.After = conversation.ActionRefused, &refused.Reason, nil, nil
	}
	return c
}

// GivesSupervision reports whether the change made somebody a supervisor or an admin.
func (c Change) GivesSupervision() bool {
	if c.Status != conversation.ActionDone || c.After == nil || !c.After.Role.Supervises() {
		return false
	}
	return c.Before == nil || !c.Before.Role.Supervises() || c.After.Role == agent.Admin && c.Before.Role != agent.Admin
}

// NeedsConfiguration reports whether the change is about what the configuration names.
// Whoever is suspended or removed is so whatever state the configuration is in.
func (c Change) NeedsConfiguration() bool { return c.Kind == Add || c.Kind == Edit || c.Kind == Today }

// KeepsEntry reports whether the change leaves the roster's part of an agent as it is.
func (c Change) KeepsEntry() bool { return c.Kind == Presence || c.Kind == Today || c.Kind == EndToday }

// Input is what a change is carried out with.
type Input struct {
	Config *configuration.Config
	// By is its author, and Of the agent whose entry it is about; without a role where
	// they have no entry.
	By, Of agent.Agent
	// LastAdmin is whether that agent is the only admin, and WasThere whether the roster
	// has ever had such an entry.
	LastAdmin, WasThere bool
	// Removed is whether an admin took the agent off the roster, and they are not back.
	Removed bool
	Now     time.Time
}

func refuse(code reason.Code, args reason.Args) *conversation.RefusedError {
	return &conversation.RefusedError{Reason: *reason.New(code, args)}
}
