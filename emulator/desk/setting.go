package desk

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Set sets something over the configuration, as a supervisor's client writes it.
func (a *Agent) Set(ctx context.Context, s configuration.Setting) error {
	fields := map[string]any{
		"kind": s.Kind, "of": s.Of, "until": s.Until, "by": a.who.Email, "name": a.who.Name, "at": firestore.ServerTimestamp,
	}
	switch s.Kind {
	case configuration.SetHours:
		fields["date"], fields["spans"], fields["zone"] = s.Date, s.Spans, s.Zone
	case configuration.SetOutage:
		fields["texts"] = s.Texts
	case configuration.SetTag:
		fields["texts"], fields["colour"] = s.Texts, s.Colour
	}
	if s.Kind != configuration.SetTag {
		fields["expireAt"] = s.Until.Add(configuration.SettingKept)
	}
	if s.Why != "" {
		fields["why"] = s.Why
	}
	if _, err := a.setting(s).Set(a.as(ctx), fields); err != nil {
		return fmt.Errorf("set %s: %w", s.ID(), err)
	}
	return nil
}

// Unset removes what was set, and says why.
func (a *Agent) Unset(ctx context.Context, s configuration.Setting, why string) error {
	_, err := a.setting(s).Update(a.as(ctx), []firestore.Update{
		{Path: "until", Value: firestore.ServerTimestamp},
		{Path: "removedBy", Value: a.who.Email},
		{Path: "removedName", Value: a.who.Name},
		{Path: "removedAt", Value: firestore.ServerTimestamp},
		{Path: "removedWhy", Value: why},
		{Path: "expireAt", Value: time.Now().Add(configuration.SettingKept)},
	})
	if err != nil {
		return fmt.Errorf("unset %s: %w", s.ID(), err)
	}
	return nil
}

func (a *Agent) setting(s configuration.Setting) *firestore.DocumentRef {
	return a.db.Doc("settings/" + s.ID())
}
