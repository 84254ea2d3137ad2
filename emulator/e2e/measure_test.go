package e2e

// What a page costs: documents that it reads, elements that it has, and how long it does nothing else.

import (
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// cost is how many documents the page has read so far, by its own account.
func (s *seat) cost() int {
	s.Helper()
	s.presses("disclosure", "/^Settings/")
	s.await(`/has read \d+ documents/.test(ui.text(document.body))`)
	s.must(browser.Void(s.Page, `ui.painted()`)) // it is counted when the menu opens
	n := value[int](s, `Number(/has read (\d+) documents/.exec(ui.text(document.body))[1])`)
	s.presses("disclosure", "/^Settings/")
	return n
}

// came is how many the database has sent.
func (s *seat) came() int {
	s.Helper()
	return value[int](s, `ui.came.documents`)
}

// reading is what a step costs, which has to be between two numbers.
func (s *seat) reading(what string, least, most int, step func()) {
	s.Helper()
	before, came, began := s.cost(), s.came(), time.Now()
	step()
	took := time.Since(began)
	s.await(fmt.Sprintf(`ui.came.documents >= %d`, came+least)) // it is counted a moment after the page has it
	got := s.came() - came
	s.Logf("%s reads %d documents, the page says %d, %v, %v", what, got, s.cost()-before, took.Milliseconds(), time.Since(began))
	if got < least || got > most {
		s.Errorf("%s reads %d documents, want %d to %d", what, got, least, most)
	}
}

// small wants no more elements on the page than fit on a few screens.
func (s *seat) small(what string) {
	s.Helper()
	n := value[int](s, `document.querySelectorAll('*').length`)
	s.Logf("%s has %d elements", what, n)
	if n > elements {
		s.Errorf("%s has %d elements, want at most %d", what, n, elements)
	}
}

// smooth does something and wants the page never to do nothing else for long.
func (s *seat) smooth(what string, step func()) {
	s.Helper()
	floor := value[float64](s, `ui.floor()`)
	s.must(browser.Void(s.Page, `ui.stalls.length = 0`))
	step()
	longest := value[float64](s, `ui.painted().then(() => Math.max(0, ...ui.stalls))`)
	floor = max(floor, value[float64](s, `ui.floor()`)) // a machine that has more to do now is slower now
	s.Logf("%s: the longest task takes %.0f ms, %.1f times 2,000 plain lines", what, longest, longest/floor)
	if longest > stall*floor {
		s.Errorf("%s: the longest task takes %.0f ms, more than %d times the %.1f ms of 2,000 plain lines", what, longest, stall, floor)
	}
}

// scrolls goes through all of something, screen by screen.
func (s *seat) scrolls(what, pane string) {
	s.Helper()
	s.smooth(what, func() {
		s.Helper()
		most := value[int](s, fmt.Sprintf(`(async () => {
			const pane = %s;
			let most = 0;
			for (let at = -1; pane.scrollTop > at; ) {
				at = pane.scrollTop;
				pane.scrollTop += pane.clientHeight;
				await ui.painted();
				most = Math.max(most, document.querySelectorAll('*').length);
			}
			return most;
		})()`, pane))
		if most > elements {
			s.Errorf("%s: up to %d elements, want at most %d", what, most, elements)
		}
	})
}

// does does something and waits until it is done, without a look at the page that would take the page long.
func (s *seat) does(what, done string) {
	s.Helper()
	s.must(browser.Void(s.Page, fmt.Sprintf(`(async () => {
		%s;
		while (!(%s)) await ui.painted();
	})()`, what, done)))
}

// climb is how going up in a history went, see page.js.
type climb struct {
	Steps, Elements int
	Moved           float64
	Done            bool
}

func (c *climb) add(other climb) {
	c.Steps, c.Elements = c.Steps+other.Steps, max(c.Elements, other.Elements)
	c.Moved, c.Done = max(c.Moved, other.Moved), other.Done
}

// climbs goes up in the history for some seconds, or to its beginning.
func (s *seat) climbs(seconds float64) climb {
	s.Helper()
	return value[climb](s, fmt.Sprintf(`ui.climb(%s[0], %g, 'The conversation starts here.')`, s.history().expression(), seconds))
}
