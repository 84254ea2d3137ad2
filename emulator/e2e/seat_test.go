package e2e

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

//go:embed page.js
var pageScript string

// The windows that agents have.
var (
	wide   = browser.View{Width: 1440, Height: 900}
	narrow = browser.View{Width: 360, Height: 740}
)

// seat is a browser at which an agent sits. Things are found by role and name.
type seat struct {
	*office
	*browser.Page
	scope
	who  person
	view browser.View
	// tolerated are complaints of the page that a test brings about.
	tolerated []*regexp.Regexp
}

// opens opens the desk's client in a browser of its own, at a path.
func (o *office) opens(base, path string, v browser.View, scripts ...string) *seat {
	o.Helper()
	page, err := o.browser.Open(base+path, v, append([]string{pageScript}, scripts...)...)
	o.must(err)
	s := &seat{office: o, Page: page, view: v}
	s.scope = scope{seat: s}
	o.Cleanup(func() {
		if o.T.Failed() {
			shown, _ := browser.Eval[string](page, `location.href + '\n' + document.body.innerText.slice(0, 2000) + '\n' + ui.roles()`)
			o.Logf("%s's page at the end: %s", s.who.name, shown)
		}
		s.wellBehaved()
		s.hangsUp()
		page.Close()
	})
	return s
}

// sits is an agent who has come in, at a path of the desk.
func (o *office) sits(p person, path string, v browser.View) *seat {
	o.Helper()
	seated := fmt.Sprintf(`if (!sessionStorage.getItem('seated')) {
		sessionStorage.setItem('seated', 'yes');
		sessionStorage.setItem('agent', %s);
	}`, browser.Quote(p.email))
	s := o.opens(o.DeskURL, path, v, seated)
	s.who = p
	s.await(`document.querySelector('desk-header') !== null`)
	return s
}

// hangsUp has the desk stop listening before its page goes. What a page still listens to then the emulator never
// forgets: it asks the rules about all of it at every commit, and gets slower from story to story. It hears of each
// listener that ends, but not when the talk ends right after, so that has a moment.
func (s *seat) hangsUp() {
	const moment = `(async () => {
		const app = document.querySelector('desk-app');
		const { desk } = app.office;
		app.remove(); // with what its pages listen to
		desk.connection.close = () => new Promise((resolve) => setTimeout(resolve, 300));
		await desk.stop(false);
	})()`
	_ = browser.VoidWithin(s.Page, 5*time.Second, moment) // a page without a desk has nobody to talk to
}

// tolerate says that the page will complain.
func (s *seat) tolerate(pattern string) {
	s.tolerated = append(s.tolerated, regexp.MustCompile(pattern))
}

// wellBehaved wants no complaint of the page, no violation of its policy, and no request to anybody but the product.
func (s *seat) wellBehaved() {
	s.Helper()
	violations, err := browser.Eval[[]string](s.Page, `globalThis.ui?.violations ?? []`)
	if err != nil {
		s.Errorf("look for violations of the policy: %v", err)
	}
	for _, problem := range append(s.Problems(), violations...) {
		if !slices.ContainsFunc(append(s.tolerated, hungUp), func(r *regexp.Regexp) bool { return r.MatchString(problem) }) {
			s.Errorf("%s's page complained: %s", s.who.name, problem)
		}
	}
	for _, address := range s.Requests() {
		u, err := url.Parse(address)
		if err != nil || !slices.Contains([]string{"data", "blob"}, u.Scheme) && u.Hostname() != "127.0.0.1" {
			s.Errorf("%s's page asked for %s", s.who.name, address)
		}
	}
}

// hungUp is what the browser says when a page ends its talk with the database, and the emulator has ended it already.
var hungUp = regexp.MustCompile(`status of 400 .*\.Firestore/(Write|Listen)/channel\?.*TYPE=terminate`)

// leaving is what the browser says when a page goes while somebody looks at it.
var leaving = regexp.MustCompile(`context was destroyed|context with specified id|navigated or closed`)

// await waits until an expression about the page is true, over a reload if there is one.
func (s *seat) await(expression string) {
	s.Helper()
	began, end := time.Now(), time.Now().Add(time.Minute)
	waiting := fmt.Sprintf(`ui.waits(%d, () => (%s))`, began.UnixNano(), expression)
	for {
		err := s.Await(waiting)
		if err == nil {
			if time.Since(began) > 10*time.Second {
				s.Logf("%s's page needed %v for %s", s.who.name, time.Since(began).Round(time.Second), expression)
			}
			return
		}
		// A page that is being left takes with it what looks at it.
		if !leaving.MatchString(err.Error()) || time.Now().After(end) {
			text, _, _ := strings.Cut(err.Error(), "; the page shows")
			s.Fatalf("%s's page: %s", s.who.name, text)
		}
	}
}

// scope is a part of a page: the whole of it, or what is within something.
type scope struct {
	seat  *seat
	steps [][]string
}

// in is the part of the page within what has a role and a name. A name is whole, or a /pattern/; an empty one is any.
func (c scope) in(role, name string) scope {
	return scope{c.seat, append(slices.Clone(c.steps), []string{role, name})}
}

// of is the part within what has a role and a text in it.
func (c scope) of(role, text string) scope {
	return scope{c.seat, append(slices.Clone(c.steps), []string{role, "", text})}
}

// find is the expression for what has a role and a name.
func (c scope) find(role, name string) string { return c.in(role, name).expression() }

// expression is the expression for what the scope is within.
func (c scope) expression() string {
	steps, err := json.Marshal(c.steps)
	if err != nil {
		panic(err) // strings only
	}
	return "ui.find(..." + string(steps) + ")"
}

// sees waits until there is something of a role and a name.
func (c scope) sees(role, name string) {
	c.seat.Helper()
	c.seat.await(c.find(role, name) + ".length > 0")
}

// misses waits until there is nothing of a role and a name.
func (c scope) misses(role, name string) {
	c.seat.Helper()
	c.seat.await(c.find(role, name) + ".length === 0")
}

// reads waits until a text can be read.
func (c scope) reads(text string) {
	c.seat.Helper()
	c.seat.await(c.read() + ".some((t) => t.includes(" + browser.Quote(text) + "))")
}

// doesNotRead waits until a text cannot be read any more.
func (c scope) doesNotRead(text string) {
	c.seat.Helper()
	c.seat.await(c.read() + ".every((t) => !t.includes(" + browser.Quote(text) + "))")
}

// read is the expression for the texts of the scope.
func (c scope) read() string {
	if len(c.steps) == 0 {
		return "[ui.text(document.body)]"
	}
	return c.expression() + ".map(ui.text)"
}

// presses clicks with the mouse on the first thing of a role and a name.
func (c scope) presses(role, name string) {
	c.seat.Helper()
	for range 3 {
		c.seat.must(c.aims(role, name)())
		// What moved away in between, such as a dialog that grows, is pressed again. A page that has gone was hit.
		if missed, err := browser.Eval[bool](c.seat.Page, `window.missed === true`); err != nil || !missed {
			return
		}
	}
	c.seat.Fatalf("%s %q does not stand still", role, name)
}

// aims waits until the first thing of a role and a name stands still and nothing lies over it, and gives the click. The
// page then knows whether it has missed.
func (c scope) aims(role, name string) (click func() error) {
	c.seat.Helper()
	c.seat.await(fmt.Sprintf(`(() => {
		const [node] = %s;
		if (!node || node.disabled) return false;
		node.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
		const { x, y, width, height } = node.getBoundingClientRect();
		const before = window.clickAt ?? [];
		window.clickAt = [x + width / 2, y + height / 2];
		const meant = (at) => node.contains(at) || at?.closest?.('label')?.control === node;
		if (before.join() !== window.clickAt.join() || !meant(document.elementFromPoint(...window.clickAt))) return false;
		window.missed = true;
		addEventListener('pointerdown', ({ target }) => { window.missed = !meant(target); }, { capture: true, once: true });
		return true;
	})()`, c.find(role, name)))
	at := value[[]float64](c.seat, `window.clickAt`)
	return func() error { return c.seat.Do(chromedp.MouseClickXY(at[0], at[1])) }
}

// writes puts the cursor into a field, empties it and writes.
func (c scope) writes(name, text string) {
	c.seat.Helper()
	c.presses("textbox", name)
	c.seat.must(browser.Void(c.seat.Page, `document.activeElement.select?.()`))
	c.seat.types(text)
}

// chooses chooses in a list of options.
func (c scope) chooses(name, option string) {
	c.seat.Helper()
	c.sees("combobox", name)
	c.seat.must(browser.Void(c.seat.Page, fmt.Sprintf(`(([node]) => {
		const option = [...node.options].find((o) => ui.fits(o.label.trim(), %s));
		if (!option) throw new Error('there is no such option in ' + node.innerText);
		node.focus();
		node.value = option.value;
		node.dispatchEvent(new Event('input', { bubbles: true }));
		node.dispatchEvent(new Event('change', { bubbles: true }));
	})(%s)`, browser.Quote(option), c.find("combobox", name))))
}

// chord presses a key together with others.
func (s *seat) chord(key string, with ...chromedp.Modifier) {
	s.Helper()
	s.must(s.Do(chromedp.KeyEvent(key, chromedp.KeyModifiers(with...))))
}

// tabsTo presses Tab until something of a role and a name has the focus, and can be seen to have it.
func (s *seat) tabsTo(role, name string) {
	s.Helper()
	s.sees(role, name)
	focused := s.find(role, name) + `.includes(document.activeElement)`
	for range 80 {
		s.types(kb.Tab)
		if value[bool](s, focused) {
			s.await(`(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none')(getComputedStyle(document.activeElement))`)
			return
		}
	}
	s.Fatalf("%s's page: Tab never comes to the %s %q", s.who.name, role, name)
}

// types types what a person types: keys, wherever the cursor is.
func (s *seat) types(keys string) {
	s.Helper()
	s.must(s.Press(keys))
}

// becomes chooses a presence and waits until the product knows of it.
func (s *seat) becomes(choice string) {
	s.Helper()
	s.chooses("/^Presence/", choice)
	s.until("agents/"+s.who.email, func(doc *firestore.DocumentSnapshot) bool {
		return doc.Data()["presence"] == strings.ToLower(choice) // and not only the page, which shows what it will write
	})
}

// value is what an expression about the page is now.
func value[T any](s *seat, expression string) T {
	s.Helper()
	v, err := browser.Eval[T](s.Page, expression)
	s.must(err)
	return v
}
