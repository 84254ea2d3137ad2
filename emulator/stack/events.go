package stack

import (
	"context"

	"github.com/frontdesk-gcp/frontdesk/emulator/eventarc"
)

// newBus returns the bus that delivers Firestore's events to functions.
func (s *Stack) newBus() *eventarc.Bus {
	_, exporting := s.exporting()
	return eventarc.NewBus(s.log, append(exporting, []eventarc.Trigger{
		{ID: "reply", Event: "created", Document: "conversations/{c}/replies/{r}", URL: s.ports.url(replyPort)},
		{ID: "action", Event: "created", Document: "conversations/{c}/actions/{a}", URL: s.ports.url(actionPort)},
		{ID: "start", Event: "created", Document: "starts/{s}", URL: s.ports.url(startPort)},
		{ID: "roster", Event: "written", Document: "rosterChanges/{change}", URL: s.ports.url(rosterPort)},
		{ID: "erase", Event: "written", Document: "dataRequests/{request}", URL: s.ports.url(erasePort)},
		{ID: "presence", Event: "written", Document: "agents/{email}", URL: s.ports.url(presencePort)},
	}...), s.shiftWritten)
}

// provisionEvents makes the Firestore emulator trigger functions. An emulator
// that was started elsewhere does not, so the bus watches it.
func (s *Stack) provisionEvents(ctx context.Context) error {
	if s.options.FirestoreHost != "" {
		return s.bus.Watch(ctx, s.Firestore, s.Project)
	}
	s.bus.MakeUp(s.Firestore, s.Project)
	return s.bus.Register(ctx, s.FirestoreHost, s.Project)
}
