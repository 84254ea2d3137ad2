package e2e

import (
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// TestASupervisorSetsWhatChangesDaily: a queue's hours on a day, which agents see when they
// hand over, and a tag, which they can give; what was written wrong is said in the form.
func TestASupervisorSetsWhatChangesDaily(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "peaches")
	page := o.sits(o.hires("Vera", supervises), "/supervise/daily", wide)
	page.reads("Every queue is open as the configuration says.")
	page.accessible("the daily settings")
	page.pictured("daily")

	page.presses("button", "Set hours…")
	dialog := page.in("dialog", "Hours of a queue on a day")
	dialog.chooses("Queue", "Peaches")
	dialog.writes("Open", "nine to five")
	dialog.presses("button", "Set")
	dialog.reads("Write hours as 09:00-12:30")
	dialog.writes("Open", " ")
	page.accessible("the form of a day's hours")
	page.types("\r")
	row := page.of("listitem", "Peaches")
	row.reads("closed")
	row.reads("Set by Vera")

	page.presses("button", "Add a tag…")
	dialog = page.in("dialog", "Add a tag")
	dialog.writes("Name, which stays", "Recall")
	dialog.writes("Text in English", "Recalled")
	dialog.presses("button", "Set")
	dialog.reads("A name is lower-case letters")
	dialog.writes("Name, which stays", "recall")
	dialog.presses("button", "Set")
	page.of("listitem", "Recalled").reads("recall")
	o.until("settings/tag_recall", func(doc *firestore.DocumentSnapshot) bool {
		var s configuration.Setting
		return doc.Exists() && doc.DataTo(&s) == nil && s.By == page.who.email && s.Texts["en"] == "Recalled"
	})

	seat := o.sits(o.hires("Ana", func(a *agent.Agent) { a.Queues = append(a.Queues, "ferns") }), "/", wide)
	dana := o.customer("Dana")
	dana.phone.Configure(func(s *phone.Settings) { s.Fields["custom"] = "ferns" })
	seat.begins(dana, "My peaches are hard.")
	seat.acts("Transfer")
	transfer := seat.in("dialog", "Transfer: "+dana.name)
	transfer.sees("radio", "/^Peaches.*closed/")
	transfer.presses("button", "Cancel")

	page.presses("button", "Remove: Recalled")
	dialog = page.in("dialog", "Remove: Recalled")
	dialog.writes("Why", "It was for a day")
	page.accessible("the removal of a setting")
	dialog.presses("button", "Remove")
	page.reads("There are no tags but those of the configuration.")
	over := page.of("listitem", "Recalled")
	over.reads("Set by Vera")
	over.reads("Removed by Vera")
	over.reads("It was for a day")
	page.of("listitem", "Peaches").presses("button", "/^Remove: Peaches/")
	dialog = page.in("dialog", "/^Remove: Peaches/")
	dialog.writes("Why", "They are back")
	page.types("\r")
	page.reads("Every queue is open as the configuration says.")
	later := o.sits(o.hires("Walt", supervises), "/supervise/daily", wide)
	later.of("listitem", "Peaches").reads("They are back")
	o.until("settings/tag_recall", func(doc *firestore.DocumentSnapshot) bool {
		var s configuration.Setting
		return doc.DataTo(&s) == nil && s.RemovedBy == page.who.email && s.RemovedWhy == "It was for a day" && !s.Until.After(s.RemovedAt)
	})
}
