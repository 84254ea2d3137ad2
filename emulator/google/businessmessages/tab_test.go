package businessmessages_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
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

// a phone's width, and a desktop's.
var (
	narrow = browser.View{Width: 360, Height: 740}
	wide   = browser.View{Width: 1440, Height: 900}
)

// tab is a phone's page in a browser, and everything around it.
type tab struct {
	*world
	*browser.Page
	phone  *phone.Phone
	events <-chan google.Event

	expected []string // parts of complaints of the page that have to be
}

// openTab opens the page of the conversation; query is added to the address.
func openTab(t *testing.T, v browser.View, query string, changes ...func(*businessmessages.Config)) *tab {
	t.Helper()
	b, err := theBrowser()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("the page is not tested:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, changes...)
	tb := &tab{world: w, phone: w.Phone(conversation, "Dana Okafor"), events: watch(t, w.Service)}
	tb.Page, err = b.Open(newPages(t, w)+"?conversation="+conversation+query, v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		tb.Page.Close()
		tb.checkProblems()
	})
	tb.sees(`brand.textContent === 'Northwind' && log.ariaBusy === 'false'`)
	return tb
}

// expect allows a problem of the page, and requires it.
func (tb *tab) expect(complaint string) { tb.expected = append(tb.expected, complaint) }

// checkProblems requires the expected problems of the page, and no others.
func (tb *tab) checkProblems() {
	tb.t.Helper()
	problems := tb.Problems()
	for _, want := range tb.expected {
		i := slices.IndexFunc(problems, func(got string) bool { return strings.Contains(got, want) })
		if i < 0 {
			tb.t.Errorf("the page does not complain: %s", want)
			continue
		}
		problems = slices.Delete(problems, i, i+1)
	}
	if len(problems) > 0 {
		tb.t.Errorf("the page complained:\n%s", strings.Join(problems, "\n"))
	}
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

// no makes sure that an expression about the page is not true.
func (tb *tab) no(expression string) {
	tb.t.Helper()
	if got, err := browser.Eval[bool](tb.Page, expression); got || err != nil {
		tb.t.Errorf("%s: got %v, %v", expression, got, err)
	}
}

func (tb *tab) click(name string) {
	tb.t.Helper()
	tb.must(tb.Click(name))
}

// writes writes a message and sends it with Enter.
func (tb *tab) writes(text string) {
	tb.t.Helper()
	tb.must(tb.Write("#text", text+"\r"))
}

// posted waits until the phone posts an event of a kind, and returns it.
func (tb *tab) posted(kind string) map[string]any {
	tb.t.Helper()
	for e := range tb.events {
		if e.Kind == google.WebhookAttempted && e.Payload == kind {
			return object(tb.t, e.Body)[kind].(map[string]any)
		}
	}
	tb.t.Fatalf("no %s was posted", kind)
	return nil
}

// business calls the API, which has to succeed.
func (tb *tab) business(method, path string, body any) {
	tb.t.Helper()
	if code, answer := tb.do(method, path, body); code != http.StatusOK {
		tb.t.Fatalf("%s: got %d %s", path, code, answer)
	}
}

// says sends a message of the business.
func (tb *tab) says(id string, fields fieldsOf) {
	tb.t.Helper()
	tb.business(http.MethodPost, "/messages", message(id, fields))
}

// happens sends an event of the business.
func (tb *tab) happens(kind, who string) {
	tb.t.Helper()
	id := fmt.Sprintf("/events?eventId=%s-%d", kind, len(tb.phone.Messages()))
	tb.business(http.MethodPost, id, fieldsOf{
		"eventType": kind, "representative": fieldsOf{"representativeType": "HUMAN", "displayName": who},
	})
}

// picture takes a picture of the page when pictures are wanted.
func (tb *tab) picture(name string) {
	tb.t.Helper()
	if *pictures != "" {
		tb.must(tb.Screenshot(filepath.Join(*pictures, name+".png")))
	}
}

// accessible checks the page in its present state with axe-core.
func (tb *tab) accessible(state string) {
	tb.t.Helper()
	tb.t.Run("a person with assistive technology can use the page: "+state, func(t *testing.T) {
		tb.axe(t)
	})
}

func (tb *tab) axe(t *testing.T) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(npmFolder(t), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := browser.Eval[bool](tb.Page, string(script)+`;true`); err != nil {
		t.Fatal(err)
	}
	violations, err := browser.Eval[[]string](tb.Page, `axe.run(document, { resultTypes: ['violations'] }).then((result) =>
		result.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) =>
			nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`)
	if err != nil || len(violations) > 0 {
		t.Errorf("%v\n%s", err, strings.Join(violations, "\n"))
	}
}

// shop serves pictures, as a business would, and a page to open.
func shop(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, ".png") {
			_, _ = w.Write([]byte(`<!doctype html><link rel="icon" href="data:,"><title>Shop</title>`))
			return
		}
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(drawing(640, 360))
	}))
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections) // which the browser keeps for later
	return s.URL
}

// drawing returns a PNG of a size, with a pattern.
func drawing(width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{uint8(40 + x*180/width), uint8(90 + y*120/height), 170, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}
