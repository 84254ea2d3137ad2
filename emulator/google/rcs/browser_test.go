package rcs_test

import (
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/npm"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

var pictures = flag.String("pictures", "", "folder to put pictures of the phone's page into, for people to look at")

// theBrowser is started for the first test that needs it and serves all of them.
var theBrowser = sync.OnceValues(func() (*browser.Browser, error) {
	var err error
	running, err = browser.Start()
	return running, err
})

var running *browser.Browser

func TestMain(m *testing.M) {
	code := m.Run()
	if running != nil {
		running.Stop()
	}
	os.Exit(code)
}

// tab is a phone's page in a browser, and everything around it.
type tab struct {
	*world
	*browser.Page
	phone  *phone.Phone
	events <-chan google.Event
}

// openTab opens the page of Ada's phone, in a language.
func openTab(t *testing.T, locale string) *tab {
	t.Helper()
	b, err := theBrowser()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("the page is not tested:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	mux := http.NewServeMux()
	mux.Handle("/phone/", http.StripPrefix("/phone", w.Pages()))
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections) // which the browser keeps for later
	tb := &tab{world: w, phone: w.ada(), events: watch(t, w.Service)}
	tb.Page, err = b.Open(s.URL+"/phone/?conversation=%2B15550100123", browser.View{Width: 360, Height: 740, Locale: locale})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		tb.Page.Close()
		if problems := tb.Problems(); len(problems) > 0 {
			t.Errorf("the page complained:\n%s", strings.Join(problems, "\n"))
		}
	})
	tb.sees(`brand.textContent === 'Harbor Lights' && log.ariaBusy === 'false'`)
	return tb
}

// must ends the test when something cannot be done with the page.
func (tb *tab) must(err error) {
	tb.t.Helper()
	if err != nil {
		tb.t.Fatal(err)
	}
}

// sees waits until an expression about the page is true.
func (tb *tab) sees(expression string) {
	tb.t.Helper()
	tb.must(tb.Await(expression))
}

// reads waits until a text can be read on the page.
func (tb *tab) reads(text string) {
	tb.t.Helper()
	tb.sees(`document.body.innerText.includes(` + browser.Quote(text) + `)`)
}

// taps taps something by its name and waits until the phone posts an event of a kind, which it returns.
func (tb *tab) taps(name, kind string) fields {
	tb.t.Helper()
	tb.must(tb.Click(name))
	return tb.posted(kind)
}

func (tb *tab) posted(kind string) fields {
	tb.t.Helper()
	for e := range tb.events {
		if e.Kind == google.WebhookAttempted && e.Payload == kind {
			return object(tb.t, data(tb.t, e.Body))
		}
	}
	tb.t.Fatalf("no %s was posted", kind)
	return nil
}

// fits checks the page in its present state: nothing sticks out, and axe-core finds nothing serious.
func (tb *tab) fits(state string) {
	tb.t.Helper()
	if *pictures != "" {
		tb.must(tb.Screenshot(filepath.Join(*pictures, "rcs "+state+".png")))
	}
	wide, err := browser.Eval[bool](tb.Page, `document.documentElement.scrollWidth > innerWidth || log.scrollWidth > log.clientWidth`)
	if err != nil || wide {
		tb.t.Errorf("%s: something is too wide, %v", state, err)
	}
	dir, err := npm.Install(os.DirFS("../businessmessages/npm"))
	if errors.Is(err, npm.ErrMissing) {
		return
	}
	tb.must(err)
	script, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	tb.must(err)
	_, err = browser.Eval[bool](tb.Page, string(script)+`;true`)
	tb.must(err)
	violations, err := browser.Eval[[]string](tb.Page, `axe.run(document, { resultTypes: ['violations'] }).then((result) =>
		result.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) =>
			nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`)
	if err != nil || len(violations) > 0 {
		tb.t.Errorf("%s: %v\n%s", state, err, strings.Join(violations, "\n"))
	}
}

func TestAConversationOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "en-GB")
	tb.sees(`!verified.hidden && verified.innerText.includes('verified business')`)
	tb.must(tb.Write("#text", "Is the ferry running?\r"))
	if got := tb.posted("text")["text"]; got != "Is the ferry running?" {
		t.Errorf("posted %v", got)
	}
	tb.says(content(fields{"text": "Which route?", "suggestions": []any{
		reply("North"), action("shareLocationAction", fields{}), event("title", "Ferry 22:40"),
	}}))
	tb.posted("READ")
	tb.reads("Which route?")
	tb.fits("chips")
	got := tb.taps("North", "suggestionResponse")["suggestionResponse"].(fields)
	if got["text"] != "North" || got["type"] != "REPLY" {
		t.Errorf("posted %v", got)
	}
	tb.sees(`document.querySelector('.chips') === null`)
}

func TestACustomerSendsAPlaceWhenAskedOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "en-GB")
	tb.says(chips(action("shareLocationAction", fields{})))
	tb.reads("Do")
	tb.taps("Do", "suggestionResponse")
	tb.sees(`document.getElementById('place-menu').open`)
	tb.fits("a place")
	got := tb.taps("Send location", "location")["location"].(fields)
	if got["latitude"] != 48.85837 || got["longitude"] != 2.294481 {
		t.Errorf("posted %v", got)
	}
	tb.reads("48.85837, 2.29448")
	tb.must(tb.Click("Send a location"))
	tb.must(tb.Click("Cancel"))
	tb.sees(`!document.getElementById('place-menu').open`)
	if n := len(tb.phone.Messages()); n != 2 {
		t.Errorf("the phone shows %d messages", n)
	}
}

func TestAnAppointmentGoesIntoTheCalendarOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "en-GB")
	tb.says(chips(event("title", "Ferry 22:40")))
	tb.reads("Do")
	tb.taps("Do", "suggestionResponse")
	tb.reads("Ferry 22:40")
	tb.reads("In your calendar: ")
	tb.fits("an appointment")
	tb.must(tb.Click("Done"))
	tb.sees(`!appointment.open`)
}

func TestCardsAndFilesAreShownOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "en-GB")
	picture := fields{"height": "SHORT", "uploadedRbmFile": fields{"fileName": tb.uploads("image/png", drawing(640, 360))}}
	card := fields{"title": "North", "description": "every hour", "media": picture, "suggestions": []any{reply("Book"), opens(tb.api.URL)}}
	flat := standalone("HORIZONTAL", card)
	flat["contentMessage"].(fields)["richCard"].(fields)["standaloneCard"].(fields)["thumbnailImageAlignment"] = "RIGHT"
	tb.says(flat)
	tb.says(carousel("MEDIUM", card, card))
	for contentType, file := range map[string]string{"application/pdf": "%PDF-1.7", "audio/mpeg": "x", "video/mp4": "x"} {
		tb.says(content(fields{"uploadedRbmFile": fields{"fileName": tb.uploads(contentType, []byte(file))}}))
	}
	tb.sees(`document.querySelectorAll('.picture').length === 3 && [...document.images].every((i) => i.complete && i.naturalWidth === 640)`)
	tb.sees(`document.querySelector('audio') !== null && document.querySelector('video') !== null`)
	tb.sees(`document.querySelector('.card.RIGHT .picture').getBoundingClientRect().left > document.querySelector('.card.RIGHT .words').getBoundingClientRect().left`)
	tb.fits("files")
	tb.must(tb.Do(chromedp.Evaluate[chromedp.Void](`log.scrollTop = 0`)))
	tb.fits("cards")
	got := tb.taps("Book", "suggestionResponse")["suggestionResponse"].(fields)
	if got["postbackData"] != "p" {
		t.Errorf("posted %v", got)
	}
}

func TestAnyFileIsSentFromThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "en-GB")
	file := filepath.Join(t.TempDir(), "booking.pdf")
	tb.must(os.WriteFile(file, []byte("%PDF-1.7"), 0o600))
	tb.must(tb.Do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file})))
	got := tb.posted("userFile")["userFile"].(fields)["payload"].(fields)
	if got["fileName"] != "booking.pdf" || got["mimeType"] != "application/pdf" {
		t.Errorf("posted %v", got)
	}
	tb.sees(`document.querySelector('.mine a.file')?.innerText.includes('booking.pdf')`)
	tb.sees(`document.querySelector('.mine .state').textContent === '· sent'`)
	tb.fits("a file of the customer")
}

func TestTheMenuOfThePageMakesAnotherDevice(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "en-GB")
	tb.must(tb.Click("Customer and device"))
	tb.reads("Phone number: +15550100123")
	tb.sees(`(document.getElementById('channel').open = true)`)
	tb.fits("the menu")
	choose := func(name, value string) {
		t.Helper()
		tb.sees(`(() => { const input = document.querySelector('[name=` + name + `]');
			if (input.type === 'checkbox') input.checked = ` + browser.Quote(value) + ` === 'on'; else input.value = ` + browser.Quote(value) + `;
			input.dispatchEvent(new Event('change', { bubbles: true })); return true; })()`)
		_, err := tb.phone.Await(t.Context(), func([]phone.Entry) bool { return tb.phone.Settings().Fields[name] == value })
		tb.must(err)
	}
	choose(rcs.Device, rcs.NoCards)
	code, answer := tb.send(tb.id(), standalone("VERTICAL", fields{"title": "x"}))
	tb.wants(code, answer, 400, "INVALID_ARGUMENT RICHCARD_STANDALONE")
	choose(rcs.Device, rcs.NoRCS)
	code, answer = tb.send(tb.id(), text("x"))
	tb.wants(code, answer, 404, "NOT_FOUND")
	choose(rcs.Device, "")
	choose(rcs.Offline, phone.Checked)
	tb.says(text("while you were away"))
	tb.sees(`document.getElementById('status').innerText.includes('Offline')`)
	choose(rcs.Offline, "")
	tb.posted("DELIVERED")
	tb.must(tb.Click("Stop all messages"))
	tb.posted("UNSUBSCRIBE")
	tb.reads("while you were away")
	tb.reads("You stopped all messages")
	tb.must(tb.Click("Customer and device"))
	tb.must(tb.Click("Allow messages again"))
	tb.posted("SUBSCRIBE")
	tb.reads("You allowed messages again")
	tb.fits("consent")
}

func TestThePageSpeaksFrench(t *testing.T) {
	t.Parallel()
	tb := openTab(t, "fr-FR")
	tb.sees(`verified.innerText.includes('entreprise vérifiée')`)
	tb.must(tb.Click("Client et appareil"))
	tb.reads("Numéro de téléphone : +15550100123")
	tb.must(tb.Click("Arrêter tous les messages"))
	if got := tb.posted("text")["text"]; got != "STOP" {
		t.Errorf("posted %v", got)
	}
	tb.reads("Vous avez arrêté tous les messages")
	tb.must(tb.Click("Envoyer une position"))
	tb.taps("Envoyer la position", "location")
	tb.reads("Position")
	tb.fits("in French")
}
