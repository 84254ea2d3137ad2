package e2e

import "testing"

// TestASupervisorHearsOfAnAgentWhoAsksForHelp: by a notice and a badge, until it is seen;
// and what the supervisor did is said to the others.
func TestASupervisorHearsOfAnAgentWhoAsksForHelp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "ferns")
	vera, ana := o.hires("Vera", supervises), o.hires("Ana")
	page := o.sits(vera, "/supervise/alerts", wide)
	page.reads("Alerts")

	desk := o.sits(ana, "/", wide)
	dana := o.customer("dana")
	desk.begins(dana, "My fern turns brown.")
	desk.acts("Ask for help")
	desk.reads("Supervisors know that you need help.")
	desk.acts("Ask for help")
	desk.reads("Supervisors know already")

	page.reads("Alert: Ana asks for help (Ferns)")
	row := page.of("listitem", "Ana asks for help (Ferns)")
	row.sees("link", "Open conversation")
	page.accessible("the alerts")
	page.pictured("alerts")
	row.presses("button", "Seen")
	row.reads("Seen by Vera")
	row.presses("button", "Snooze for 15 min")
	row.reads("Vera snoozed it until")
	row.presses("button", "Wake up")
	row.sees("button", "Snooze for 1 h")
	row.presses("button", "Done")
	page.doesNotRead("for help (Ferns)")

	desk.acts("Ask for help") // it can be asked for again
	row.sees("button", "Seen")
}
