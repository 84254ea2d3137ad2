package e2e

// What is left of an agent's work on the screen and on the disk when it is not theirs any
// more.

import (
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// isWiped wants nothing of these texts on the page, and nothing of an agent's work in what
// the browser stores.
func (s *seat) isWiped(texts ...string) {
	s.Helper()
	for _, text := range texts {
		s.doesNotRead(text)
	}
	s.await(`indexedDB.databases().then((all) => {
		const kept = all.filter((d) => d.name.startsWith('firestore/') || d.name.startsWith('desk/'));
		if (kept.length > 0) throw new Error('the browser keeps ' + kept.map((d) => d.name).join(' and '));
		return true;
	})`)
	s.await(`(() => {
		const kept = Object.keys(localStorage).filter((key) => !key.startsWith('browser/') && key !== 'desk-language');
		if (kept.length > 0) throw new Error('the browser keeps ' + kept.join(' and '));
		return true;
	})()`)
	s.await(`caches.keys().then((all) => all.length === 0)`)
}

// keeps waits until the browser keeps a text for the agent.
func (s *seat) keeps(text string) {
	s.Helper()
	s.await(fmt.Sprintf(`new Promise((resolve, reject) => {
		const opening = indexedDB.open('desk/' + %s);
		opening.onerror = reject;
		opening.onsuccess = () => {
			const reading = opening.result.transaction('kept').objectStore('kept').getAll();
			reading.onsuccess = () => {
				opening.result.close();
				resolve(reading.result.some((v) => v.includes(%s)));
			};
		};
	})`, browser.Quote(s.who.email), browser.Quote(text)))
}

// ahead lets a test set a page's clock: globalThis.ahead, in milliseconds.
const ahead = `{ const { now } = Date; Date.now = () => now.call(Date) + (globalThis.ahead ?? 0); }`

// machine is a browser of one person, with a profile on the disk.
type machine struct {
	signInOffice
	marks []string
}

// newMarks are what will be looked for on a machine: texts that no compression shortens.
func newMarks() []string { return []string{"said-" + uuid.NewString(), "typed-" + uuid.NewString()} }

// newMachine is a machine, and what will be looked for on it.
func newMachine(t *testing.T, department string) *machine {
	t.Helper()
	o := newOffice(t, department)
	own, err := browser.Start()
	o.must(err)
	t.Cleanup(own.Stop)
	own.OnDisk = true
	o.browser = own
	return &machine{newSignInOffice(o), newMarks()}
}

// tab is one more tab, once it shows something to do.
func (m *machine) tab(p person, path string) *seat {
	m.Helper()
	s := m.opens(m.url, path, wide, ahead)
	s.who = p
	// Firebase says so when the browser deletes a database that it is just writing to.
	s.tolerate(`AbortError: AbortError|Force close delete origin`)
	s.await(`document.querySelector('desk-header, desk-entrance h2') !== null`)
	return s
}

// onDisk waits until the profile's files hold a text, or no longer hold it, and returns how long that took.
func (m *machine) onDisk(want bool, texts ...string) time.Duration {
	m.Helper()
	began := time.Now()
	looked := texts
	if want { // either half will do: a file is written in blocks, which may cut a text in two
		looked = nil
		for _, text := range texts {
			looked = append(looked, text[:len(text)/2], text[len(text)/2:])
		}
	}
	for {
		found, err := m.browser.Files(looked...)
		m.must(err)
		if (len(found) > 0) == want {
			return time.Since(began)
		}
		if time.Since(began) > 20*time.Second {
			m.Fatalf("%q is in the profile: %q, want %t", texts, found, want)
		}
		time.Sleep(20 * time.Millisecond) // nobody tells of a file that changes
	}
}

// TestNothingIsLeftOfASupervisorWhoIsOneNoLonger: not even of a conversation that they may
// read as an agent, because a text on the disk does not say which conversation it is from.
func TestNothingIsLeftOfASupervisorWhoIsOneNoLonger(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "sofas")
	vera, ben := m.hires("Vera", supervises), m.hires("Ben")
	m.must(m.Enter(m.context(), vera.email, password, true))
	m.must(m.at(ben).Come(m.context(), "available", inTwoMinutes()))
	dana := m.customer("Dana")
	dana.writes(m.marks[0])
	dana.state("offered", ben.email)
	first := m.tab(vera, "/conversations/"+string(dana.id))
	first.enters(vera.email, password)
	second := m.tab(vera, "/conversations/"+string(dana.id))
	for _, page := range []*seat{first, second} {
		page.message(m.marks[0]).reads(m.marks[0])
	}
	m.isEmptySoon(soon, vera, func() {
		_, err := m.Firestore.Doc("agents/"+vera.email).Update(m.context(), []firestore.Update{{Path: "role", Value: "agent"}, {Path: "queues", Value: []string{}}})
		m.must(err)
	}, first, second)
	for _, page := range []*seat{first, second} {
		page.sees("heading", "Sign in")
		page.reads("You were signed out because your role has changed.")
	}
	second.enters(vera.email, password)
	second.sees("combobox", "/^Presence/")
	second.doesNotRead(m.marks[0])
	m.onDisk(false, m.marks...)
}
