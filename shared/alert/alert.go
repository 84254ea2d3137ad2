// Package alert decides what supervisors are told at the desk: which causes there are,
// when one becomes an alert, and when that is over. It does no I/O and takes the time as an
// argument.
package alert

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Kind is what an alert is about.
type Kind string

// The kinds of alerts. The function timer looks for all but Help, once a minute.
const (
	// Waiting is a queue in which a customer has waited for longer than it promises, while
	// it was open.
	Waiting Kind = "waiting"
	// Unattended is an open queue in which somebody waits, and nobody takes work.
	Unattended Kind = "unattended"
	// Unanswered is a queue in which agents have not answered customers for longer than it
	// promises.
	Unanswered Kind = "unanswered"
	// SetAway is an agent whom a function set away.
	SetAway Kind = "set-away"
	// FailedReplies are replies that did not reach their customers, more than a few within
	// a quarter of an hour.
	FailedReplies Kind = "failed-replies"
	// Help is an agent who asks for help with a conversation.
	Help Kind = "help"
)

const (
	// FailuresWithin is the time in which failed replies count together.
	FailuresWithin = 15 * time.Minute
	// FewFailures are as many of them as are no alert.
	FewFailures = 4
	// MostOpen is how many there can be at a time: one for each queue, for each agent and
	// for each conversation with which somebody asks for help. More are not looked at.
	MostOpen = 500
	// Kept is how long an alert that is over is kept.
	Kept = 30 * 24 * time.Hour
	// LongestSnooze is for how long supervisors can put one off at most.
	LongestSnooze = 8 * time.Hour
)

// Cause is why there is an alert: what was found. The same cause has the same alert,
// however often and by whomever it is found.
type Cause struct {
	Kind Kind `firestore:"kind"`
	// Queue, Agent and Conversation are what it is about, each empty if it is about none.
	Queue        string          `firestore:"queue"`
	Agent        string          `firestore:"agent"`
	Conversation conversation.ID `firestore:"conversation"`
	// Count is how many customers or replies it is about, and 0 if it is not about any.
	Count int64 `firestore:"count"`
	// Since is when it began.
	Since time.Time `firestore:"since"`
}

// ID names the alert of a cause.
func (c Cause) ID() string {
	switch {
	case c.Conversation != "":
		return string(c.Kind) + "_" + string(c.Conversation)
	case c.Agent != "":
		return string(c.Kind) + "_" + c.Agent
	case c.Queue != "":
		return string(c.Kind) + "_" + c.Queue
	}
	return string(c.Kind)
}

// Alert is the document alerts/{id}. What it is about may be over and come back: then it is
// raised again, in the same document.
type Alert struct {
	ID string `firestore:"-"`
	Cause
	// Open is whether the cause is still there.
	Open bool `firestore:"open"`
	// RaisedAt is when it was found, and ClearedAt when it was found to be over; zero while
	// it is not.
	RaisedAt  time.Time `firestore:"raisedAt"`
	ClearedAt time.Time `firestore:"clearedAt"`
	// Seen are the supervisors who have seen it since it was raised: their names, by address.
	Seen map[string]string `firestore:"seen"`
	// SnoozedUntil is until when supervisors do not want to hear of it, and SnoozedBy the
	// name of the one who said so.
	SnoozedUntil time.Time `firestore:"snoozedUntil"`
	SnoozedBy    string    `firestore:"snoozedBy"`
	// Author is who asked for help; nil otherwise. ToldAt is when a function passed that on to
	// those who are not at the desk, as it does with what it finds itself.
	Author   *conversation.Author `firestore:"author"`
	ToldAt   time.Time            `firestore:"toldAt,omitempty"`
	ExpireAt time.Time            `firestore:"expireAt,omitempty"`
}

// PassOn returns a plea for help as one that was passed on, and whether that is to be done:
// once each time that somebody asks.
func (a Alert) PassOn(now time.Time) (after Alert, tell bool) {
	if a.Kind != Help || !a.Open || !a.ToldAt.IsZero() {
		return a, false
	}
	a.ToldAt = now
	return a, true
}

// Found returns the alert with a cause that was found, and whether it is raised by that or,
// if it was raised before, whether it says something new. One that was put off stays so.
func (a Alert) Found(c Cause, now time.Time) (after Alert, raised, changed bool) {
	if a.Open {
		c.Since = a.Since
		changed = a.Cause != c
		a.Cause = c
		return a, false, changed
	}
	a = Alert{
		ID: c.ID(), Cause: c, Open: true, RaisedAt: now, Seen: map[string]string{}, SnoozedUntil: a.SnoozedUntil, SnoozedBy: a.SnoozedBy,
	}
	if !a.SnoozedUntil.After(now) {
		a.SnoozedUntil, a.SnoozedBy = time.Time{}, ""
	}
	return a, true, true
}

// Gone returns the alert whose cause was not found any more, and whether that is new.
func (a Alert) Gone(now time.Time) (after Alert, changed bool) {
	if !a.Open {
		return a, false
	}
	a.Open, a.ClearedAt, a.ExpireAt = false, now, now.Add(Kept)
	return a, true
}

// Changes says what to do about the alerts that are open when all causes were looked for:
// those causes that are new or have changed, and the alerts whose cause is gone.
func Changes(open []Alert, found []Cause) (news []Cause, gone []Alert) {
	before := map[string]Alert{}
	for _, a := range open {
		before[a.ID] = a
	}
	still := map[string]bool{}
	for _, c := range found {
		still[c.ID()] = true
		a, known := before[c.ID()]
		if _, _, changed := a.Found(c, c.Since); !known || changed {
			news = append(news, c)
		}
	}
	gone = slices.DeleteFunc(slices.Clone(open), func(a Alert) bool { return still[a.ID] })
	return news, gone
}
