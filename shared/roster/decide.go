package roster

import (
	"maps"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// CarryOut carries out a change: Before and After say how. An error of type
// [conversation.RefusedError] is an answer to the author; there are no others.
func (c Change) CarryOut(in Input) (Change, error) {
	c.Before = EntryOf(in.Of)
	for _, check := range []func(Change, Input) error{
		Change.checkAuthor, Change.checkExistence, Change.checkWhy,
	} {
		if err := check(c, in); err != nil {
			return c, err
		}
	}
	switch c.Kind {
	case Suspend:
		after := *c.Before
		after.Role = agent.None
		after.AdminOnly = c.byAdmin(in) || c.Before.Role.Supervises()
		c.After = &after
	case Remove:
		c.After = nil
	case Presence, Today, EndToday:
		after := *c.Before
		c.After = &after
		if err := c.checkDay(in); err != nil {
			return c, err
		}
	case Add, Edit, Seed:
		after := *c.Entry
		after.AdminOnly = after.Role == agent.None && c.Before != nil && c.Before.AdminOnly
		c.After = &after
		if err := c.checkEntry(in); err != nil {
			return c, err
		}
	}
	if err := c.checkRights(in); err != nil {
		return c, err
	}
	if c.Kind == Today {
		c.Until = endOfDay(in.Config, c.Today.Queues, in.Now)
	}
	return c, nil
}

func (c Change) checkAuthor(in Input) error {
	switch {
	case !slices.Contains([]Kind{Add, Edit, Suspend, Remove, Presence, Today, EndToday}, c.Kind),
		(c.Kind == Add || c.Kind == Edit) != (c.Entry != nil), (c.Kind == Today) != (c.Today != nil),
		(c.Kind == Presence) != slices.Contains(presences(), c.Presence):
		return refuse(Malformed, nil)
	case c.Operator == "" && !in.By.Role.Supervises():
		return refuse(NotSupervisor, nil)
	}
	return nil
}

// byAdmin reports whether an admin asks for the change, or whoever has rights in the project.
func (c Change) byAdmin(in Input) bool { return c.Operator != "" || in.By.Role == agent.Admin }

func (c Change) checkExistence(in Input) error {
	args := reason.Args{"agent": c.Agent}
	switch {
	case c.Kind == Add && c.Before != nil:
		return refuse(Known, args)
	case c.First && in.WasThere:
		return refuse(WasThere, args)
	case c.Kind != Add && c.Before == nil:
		return refuse(NoEntry, args)
	case c.Kind == Suspend && c.Before.Role == agent.None && (c.Before.AdminOnly || !c.byAdmin(in)):
		return refuse(IsSuspended, args)
	}
	return nil
}

// checkWhy demands a reason where somebody's rights change.
func (c Change) checkWhy(Input) error {
	switch why := strings.TrimSpace(c.Why); {
	case len(c.Why) > MaxWhy:
		return refuse(LongWhy, reason.Args{"most": int64(MaxWhy)})
	case why != "", c.First, c.KeepsEntry(), c.Kind == Edit && c.Entry.Role == c.Before.Role, c.Kind == Add && c.Entry.Role == agent.Plain:
		return nil
	}
	return refuse(NeedsWhy, nil)
}

// checkRights checks what the author may do to this entry. Nobody changes their own
// rights, and only an admin changes those who supervise. The one exception is for an
// emergency: a supervisor can suspend another one, whom only an admin lets in again.
func (c Change) checkRights(in Input) error {
	if c.Before != nil && c.Before.Role == agent.Admin && in.LastAdmin && (c.After == nil || c.After.Role != agent.Admin) {
		return refuse(LastAdmin, reason.Args{"agent": c.Agent})
	}
	switch {
	case c.Operator != "":
		return nil
	case c.Agent == in.By.Email:
		return c.checkOwn(in)
	case in.By.Role == agent.Admin:
		return nil
	case c.Kind == Remove:
		return refuse(OnlyAdminsRemove, nil)
	case in.Removed:
		return refuse(OnlyAdminsReturn, reason.Args{"agent": c.Agent})
	case c.Before != nil && (c.Before.Role == agent.Admin || c.Before.AdminOnly),
		c.Before != nil && c.Before.Role == agent.Supervisor && c.Kind != Suspend:
		return refuse(OnlyAdminsChange, reason.Args{"agent": c.Agent})
	case c.After.Role.Supervises():
		return refuse(OnlyAdminsGive, nil)
	}
	return nil
}

// checkOwn checks a change of the author's own entry: it is about what the author does,
// and not about what the author may do.
func (c Change) checkOwn(in Input) error {
	switch {
	case c.Kind == Presence:
		return refuse(OwnPresence, nil)
	case c.Kind == EndToday:
		return nil
	case c.Kind == Today:
		if in.By.Role != agent.Admin && c.Today.Capacity != c.Before.Capacity {
			return refuse(OwnEntry, nil)
		}
		return nil
	case c.Kind != Edit, c.After.Role != c.Before.Role:
		return refuse(OwnRole, nil)
	case in.By.Role != agent.Admin && (c.After.Capacity != c.Before.Capacity || c.After.DisplayName != c.Before.DisplayName):
		return refuse(OwnEntry, nil)
	}
	return nil
}

// Differs lists the fields in which two entries differ, by their names in the database.
// An entry that is not there differs in all.
func Differs(a, b *Entry) []string {
	if a == nil || b == nil {
		return []string{"displayName", "role", "queues", "skills", "capacity", "languages"}
	}
	var all []string
	for _, field := range []struct {
		name string
		same bool
	}{
		{"displayName", a.DisplayName == b.DisplayName},
		{"role", a.Role == b.Role},
		{"queues", slices.Equal(a.Queues, b.Queues)},
		{"skills", maps.Equal(a.Skills, b.Skills)},
		{"capacity", a.Capacity == b.Capacity},
		{"languages", slices.Equal(a.Languages, b.Languages)},
	} {
		if !field.same {
			all = append(all, field.name)
		}
	}
	return all
}
