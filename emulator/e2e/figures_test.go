package e2e

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/month"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// mostReads is how many documents a page of figures may read.
const mostReads = 200

// counts puts the figures of a month into the database, six times over: half a year until yesterday, as weeks. They are
// as many documents with every third session as with all.
func (o *office) counts() {
	o.Helper()
	size := month.Whole()
	size.Sessions /= 3
	m, err := month.Play(size)
	o.must(err)
	behind := int(time.Since(m.First).Hours()/24) - m.Days - 1
	var all []conversation.Figures
	for n := range 6 {
		moved, err := m.Moved(behind - n*m.Days)
		o.must(err)
		all = append(all, moved...)
	}
	weeks, err := month.Weeks(all)
	o.must(err)
	names := slices.Sorted(maps.Keys(weeks))
	o.commitsFew(len(names), func(i int) (string, any) { return "figureWeeks/" + names[i], weeks[names[i]] })
}

// commitsFew is seed for documents that are large: few of them in a commit.
func (o *office) commitsFew(n int, document func(i int) (path string, data any)) {
	o.Helper()
	for from := 0; from < n; from += 40 {
		o.seed(min(40, n-from), func(i int) (string, any) { return document(from + i) })
	}
}

// TestAQuarterBesideTheOneBeforeReadsADocumentAWeek: the figures of 90 days, beside those of
// the 90 days before, by agent.
func TestAQuarterBesideTheOneBeforeReadsADocumentAWeek(t *testing.T) {
	o := newOffice(t, "drills")
	o.counts()
	vera := o.hires("Vera", supervises)
	page := o.sits(vera, "/supervise/queues", wide)
	page.sees("table", "Queues now")
	page.reading("the figures' page, today", 0, mostReads, func() {
		page.turnsTo("Figures")
		page.sees("button", "90 days")
		page.reads("Waiting now")
	})
	for _, by := range []string{"queue", "agent", "channel", "tag", "hour"} {
		page.reading("a quarter by "+by, 0, mostReads, func() {
			page.chooses("Grouped", "By "+by)
			page.presses("button", "90 days")
			began := time.Now()
			page.sees("table", "By "+by)
			t.Logf("a quarter by %s is there after %v", by, time.Since(began))
		})
		page.presses("button", "Today")
		page.sees("heading", "Figures")
	}
	page.presses("button", "30 days")
	began := time.Now()
	page.chooses("Grouped", "By agent")
	page.in("table", "By agent").of("row", "agent07@acme.example").reads("before")
	t.Logf("a month by agent is there after %v", time.Since(began))
	page.await(`location.pathname === '/supervise/figures/30-agent'`)
	again := o.sits(vera, "/supervise/figures/30-agent", wide)
	again.in("table", "By agent").of("row", "agent07@acme.example").reads("nine in ten in")
	const most = 2000
	again.await(fmt.Sprintf(`document.querySelectorAll('desk-figures *').length < %d`, most))
	again.in("table", "By agent").sees("button", "First response in time")
	again.accessible("the figures of a month by agent")
	again.looks(browser.View{Width: 768, Height: 1024})
	again.await(`document.documentElement.scrollWidth <= innerWidth`)
}

// TestAgentsSeeTheirOwnMonthAndNobodyElses, and a supervisor takes a table away as a file.
func TestAgentsSeeTheirOwnMonthAndNobodyElses(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "drills")
	ana, ben, vera := o.hires("Ana"), o.hires("Ben"), o.hires("Vera", supervises)
	yesterday := time.Now().AddDate(0, 0, -1).UTC().Format(time.DateOnly)
	weeks, err := conversation.RollUp(yesterday, []conversation.Figures{{
		Date: yesterday, Queue: "=drills", ByAgent: map[string]conversation.Measures{
			ana.email: {Answered: 7, Closed: 6, Transfers: 2}, ben.email: {Answered: 41, Closed: 40},
		}, Measures: conversation.Measures{Opened: 48, Answered: 48, Closed: 46},
	}})
	o.must(err)
	o.seed(len(weeks), func(i int) (string, any) { return "figureWeeks/" + weeks[i].Name(), weeks[i] })

	desk := o.sits(ana, "/", wide)
	desk.presses("disclosure", "My day so far")
	desk.presses("disclosure", "My last 30 days")
	desk.reads("Transfers")
	desk.await(`ui.text(document.querySelector('desk-own')).includes('Taken 7') && !ui.text(document.querySelector('desk-own')).includes('4')`)

	page := o.sits(vera, "/supervise/figures/7-queue", wide)
	page.sees("table", "By queue")
	page.must(browser.Void(page.Page, `(() => {
		const make = URL.createObjectURL;
		URL.createObjectURL = (file) => {
			void file.arrayBuffer().then((bytes) => { window.saved = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes); });
			return make.call(URL, file);
		};
	})()`))
	page.presses("button", "Download as CSV")
	page.await(`window.saved?.startsWith('\uFEFFQueue,Opened,Taken,') && window.saved.includes('\r\n"\'=drills",48,48,')`)
}
