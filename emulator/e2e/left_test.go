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
	// At once: of a text that grew letter by letter, a database that tidies up keeps parts of one another.
	first.must(browser.Void(first.Page, `document.execCommand('insertText', false, `+browser.Quote(m.marks[1])+`)`))
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

// atWork is a machine with a disk on which Zoe has a conversation with Dana, in two tabs.
func atWork(t *testing.T, department string) (m *machine, zoe person, first, second *seat) {
	t.Helper()
	m = newMachine(t, department)
	zoe = m.hires("Zoe")
	m.must(m.Enter(m.context(), zoe.email, password, true))
	first, second = m.works(zoe, "Dana")
	return m, zoe, first, second
}

// closesDesk leaves the desk for a page of the same origin that is not the desk.
func (s *seat) closesDesk() {
	s.Helper()
	s.tolerate(`favicon\.ico`)
	s.must(browser.Void(s.Page, `location.assign('/notices.txt')`))
	s.await(`location.pathname === '/notices.txt'`)
}

// isEmpty waits until nothing of the work is on the pages or on the disk, and says how long
// that took since an instant.
func (m *machine) isEmpty(since time.Time, pages ...*seat) (screen, disk time.Duration) {
	m.Helper()
	for _, page := range pages {
		page.doesNotRead(m.marks[0])
	}
	screen = time.Since(since)
	m.onDisk(false, m.marks...)
	disk = time.Since(since)
	for _, page := range pages {
		page.isWiped("Dana", "Emil", m.marks[0], m.marks[1])
		page.await(`[...document.querySelectorAll('textarea, input')].every((field) => !field.value.includes(` + browser.Quote(m.marks[1]) + `))`)
	}
	return screen, disk
}

// soon is how long something may stay where the machine is quick. Where it is busy with
// something else it takes longer, as long as what the same run has taken for the least that
// has to happen: so much of that is added.
const (
	soon    = time.Second
	perPace = 5
)

// isEmptySoon wants nothing of the work to be on the pages or on the disk, within so long
// after the work has ended, on a machine with nothing else to do.
func (m *machine) isEmptySoon(most time.Duration, who person, end func(), pages ...*seat) {
	m.Helper()
	write, search := m.pace(who, pages[0])
	began := time.Now()
	end()
	screen, disk := m.isEmpty(began, pages...)
	m.Logf("nothing is on %d screens after %v, nor on the disk after %v; a write takes %v, looking through the disk %v",
		len(pages), screen, disk, write, search)
	if most := most + perPace*write; screen > most {
		m.Errorf("something is on the screen for %v, more than %v", screen, most)
	}
	if most := most + perPace*(write+search); disk > most {
		m.Errorf("something is on the disk for %v, more than %v", disk, most)
	}
}

// pace measures how quick this machine is now: how long a page takes to learn of a change
// of the roster, and to look through the profile's files.
func (m *machine) pace(who person, page *seat) (write, search time.Duration) {
	m.Helper()
	const capacity = 17
	began := time.Now()
	m.changes(who, "capacity", capacity)
	page.await(fmt.Sprintf(`document.querySelector('desk-app').office.desk.me.capacity === %d`, capacity))
	write, began = time.Since(began), time.Now()
	_, err := m.browser.Files(m.marks...)
	m.must(err)
	return write, time.Since(began)
}

// changes writes a field of somebody's entry of the roster.
func (m *machine) changes(who person, field string, to any) {
	m.Helper()
	_, err := m.Firestore.Doc("agents/"+who.email).Update(m.context(), []firestore.Update{{Path: field, Value: to}})
	m.must(err)
}

func TestNothingIsLeftOfAnAgentWhoIsSuspended(t *testing.T) {
	t.Parallel()
	m, zoe, first, second := atWork(t, "coats")
	m.isEmptySoon(soon, zoe, func() { m.changes(zoe, "role", "none") }, first, second)
	m.areOut(first, second)
}

func TestNothingIsLeftOfAnAgentWhoIsTakenOffTheRoster(t *testing.T) {
	t.Parallel()
	m, zoe, first, second := atWork(t, "scarves")
	m.isEmptySoon(soon, zoe, func() {
		_, err := m.Firestore.Doc("agents/" + zoe.email).Delete(m.context())
		m.must(err)
	}, first, second)
	m.areOut(first, second)
	first.enters(zoe.email, password)
	first.sees("heading", "You are not on the roster")
}

// areOut waits until pages say why.
func (m *machine) areOut(pages ...*seat) {
	m.Helper()
	for _, page := range pages {
		page.sees("heading", "Sign in")
		page.reads("You were signed out because you are not on the roster any more, or suspended.")
	}
}

func TestNothingIsLeftOfAnAgentWhoSignsOut(t *testing.T) {
	t.Parallel()
	m, zoe, first, second := atWork(t, "bowls")
	second.presses("disclosure", "/^Settings/")
	second.sees("button", "Sign out")
	// The time counts from the click, and not from when somebody would look for the button.
	m.isEmptySoon(soon, zoe, func() {
		m.must(browser.Void(second.Page, `[...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Sign out').click()`))
	}, first, second)
	second.sees("heading", "Sign in")
	first.sees("heading", "Sign in")
	first.reads("You were signed out because you signed out in another tab.")
}

func TestNothingIsLeftOfAnAgentWhoIsAway(t *testing.T) {
	t.Parallel()
	m, zoe, first, second := atWork(t, "rugs")
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
	m.isEmptySoon(soon+time.Second /* it looks at the clock once a second */, zoe, func() { set(4*time.Hour + time.Minute) }, first, second)
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
	m, zoe, first, second := atWork(t, "chairs")
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
	m.isEmpty(time.Now(), late)
}
