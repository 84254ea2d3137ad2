package e2e

// An agent with two tabs on a machine with a disk, whose work ends in one way or another.

import (
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// refreshToken is what a stranger could stay signed in with.
const refreshToken = `new Promise((resolve, reject) => {
	const opening = indexedDB.open('firebaseLocalStorageDb');
	opening.onerror = reject;
	opening.onsuccess = () => {
		const reading = opening.result.transaction('firebaseLocalStorage').objectStore('firebaseLocalStorage').getAll();
		reading.onsuccess = () => {
			opening.result.close();
			resolve(reading.result.find((kept) => kept.fbase_key.includes('authUser')).value.stsTokenManager.refreshToken);
		};
	};
})`

// works has an agent take a customer's conversation and begin a reply, in the first of two tabs.
func (m *machine) works(zoe person, name string) (first, second *seat) {
	m.Helper()
	first = m.tab(zoe, "/")
	if value[string](first, `location.pathname`) == "/sign-in" {
		first.enters(zoe.email, password)
	}
	first.sees("combobox", "/^Presence/")
	first.becomes("Available")
	dana := m.customer(name)
	dana.writes(m.marks[0])
	first.accepts(dana)
	first.message(m.marks[0]).reads(m.marks[0])
	first.presses("textbox", "Reply to "+name)
	first.types(m.marks[1])
	first.keeps(m.marks[1])
	second = m.tab(zoe, "/conversations/"+string(dana.id))
	second.message(m.marks[0]).reads(m.marks[0])
	second.await(second.find("textbox", "Reply to "+name) + `[0].value === ` + browser.Quote(m.marks[1]))
	m.marks = append(m.marks, value[string](first, refreshToken))
	m.onDisk(true, m.marks[1])
	m.onDisk(true, m.marks[2])
	m.onDisk(false, m.marks[0]) // at no time
	return first, second
}

// closesDesk leaves the desk for a page of the same origin that is not the desk.
func (s *seat) closesDesk() {
	s.Helper()
	s.tolerate(`favicon\.ico`)
	s.must(browser.Void(s.Page, `location.assign('/notices.txt')`))
	s.await(`location.pathname === '/notices.txt'`)
}

// isEmpty waits until nothing of the work is on the pages or on the disk.
func (m *machine) isEmpty(pages ...*seat) {
	m.Helper()
	began := time.Now()
	for _, page := range pages {
		page.doesNotRead(m.marks[0])
	}
	screen := time.Since(began)
	m.onDisk(false, m.marks...)
	m.Logf("nothing is on %d screens after %v, nor on the disk after %v", len(pages), screen, time.Since(began))
	for _, page := range pages {
		page.isWiped("Dana", "Emil", m.marks[0], m.marks[1])
		page.await(`[...document.querySelectorAll('textarea, input')].every((field) => !field.value.includes(` + browser.Quote(m.marks[1]) + `))`)
	}
}

func TestNothingIsLeftOfAnAgentWhoIsSuspended(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "coats")
	zoe := m.hires("Zoe")
	m.must(m.Enter(m.context(), zoe.email, password, true))
	first, second := m.works(zoe, "Dana")
	_, err := m.Firestore.Doc("agents/"+zoe.email).Update(m.context(), []firestore.Update{{Path: "role", Value: "none"}})
	m.must(err)
	m.isOut(first, second)
}

func TestNothingIsLeftOfAnAgentWhoIsTakenOffTheRoster(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "scarves")
	zoe := m.hires("Zoe")
	m.must(m.Enter(m.context(), zoe.email, password, true))
	first, second := m.works(zoe, "Dana")
	_, err := m.Firestore.Doc("agents/" + zoe.email).Delete(m.context())
	m.must(err)
	m.isOut(first, second)
	first.enters(zoe.email, password)
	first.sees("heading", "You are not on the roster")
}

// isOut waits until pages are empty and say why.
func (m *machine) isOut(pages ...*seat) {
	m.Helper()
	m.isEmpty(pages...)
	for _, page := range pages {
		page.sees("heading", "Sign in")
		page.reads("You were signed out because you are not on the roster any more, or suspended.")
	}
}

func TestNothingIsLeftOfAnAgentWhoSignsOut(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "bowls")
	zoe := m.hires("Zoe")
	m.must(m.Enter(m.context(), zoe.email, password, true))
	first, second := m.works(zoe, "Dana")
	second.presses("disclosure", "/^Settings/")
	second.presses("button", "Sign out")
	m.isEmpty(first, second)
	second.sees("heading", "Sign in")
	first.sees("heading", "Sign in")
	first.reads("You were signed out because you signed out in another tab.")
}

func TestNothingIsLeftOfAnAgentWhoIsAway(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "rugs")
	zoe := m.hires("Zoe")
	m.must(m.Enter(m.context(), zoe.email, password, true))
	first, second := m.works(zoe, "Dana")
	set := func(to time.Duration) {
		for _, page := range []*seat{first, second} {
			page.must(browser.Void(page.Page, fmt.Sprintf(`globalThis.ahead = %d`, to.Milliseconds())))
		}
	}
	set(2*time.Hour - 30*time.Second)
	first.reads("You will be signed out in less than a minute.")
	second.presses("button", "I am here")
	for _, page := range []*seat{first, second} {
		page.doesNotRead("You will be signed out")
	}
	first.message(m.marks[0]).reads(m.marks[0])
	set(4*time.Hour + time.Minute)
	m.isEmpty(first, second)
	for _, page := range []*seat{first, second} {
		page.sees("heading", "Sign in")
		page.reads("You were signed out because nobody used the desk for 2 h.")
	}
	m.until("agents/"+zoe.email, func(doc *firestore.DocumentSnapshot) bool { return doc.Data()["presence"] == "offline" })
}

// TestAMachineThatWasAwayTooLongStartsEmpty: the browser was closed at a desk that
// nobody had signed out of.
func TestAMachineThatWasAwayTooLongStartsEmpty(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "chairs")
	zoe := m.hires("Zoe")
	m.must(m.Enter(m.context(), zoe.email, password, true))
	first, second := m.works(zoe, "Dana")
	first.closesDesk()
	second.closesDesk()
	m.must(browser.Void(first.Page, `localStorage.setItem('browser/active', String(Date.now() - 119 * 60_000))`))
	again := m.tab(zoe, "/")
	again.sees("combobox", "/^Presence/") // in time
	again.closesDesk()
	m.must(browser.Void(again.Page, `localStorage.setItem('browser/active', String(Date.now() - 121 * 60_000))`))
	late := m.tab(zoe, "/")
	late.sees("heading", "Sign in")
	late.reads("You were signed out because nobody used the desk for 2 h.")
	m.isEmpty(late)
}
