package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// axeScript is axe-core, which comes with what the client is built with.
var axeScript = sync.OnceValues(func() (string, error) {
	const file = "../../functions/desk/web/node_modules/axe-core/axe.min.js"
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("axe-core is not installed: run `npm ci` in functions/desk/web, or `make client`")
	}
	return string(text), err
})

// accessible lets axe-core look at the page as it is, in light and dark, as wide as a phone and as a desktop. What is
// light or dark differs in its colours only.
func (s *seat) accessible(what string) {
	s.Helper()
	script, err := axeScript()
	s.must(err)
	if !value[bool](s, `'axe' in window`) {
		_, err = browser.Eval[string](s.Page, script+"; ''")
		s.must(err)
	}
	before := s.view
	for _, v := range []browser.View{wide, dark(wide), narrow, dark(narrow)} {
		v.Locale = before.Locale
		s.looks(v)
		rules := `undefined`
		if v.Dark {
			rules = `['color-contrast', 'link-in-text-block']`
		}
		problems := value[[]string](s, `axe.run(document, { resultTypes: ['violations'], runOnly: `+rules+` }).then(({ violations }) =>
			violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) =>
				nodes.map((node) => id + ': ' + node.html.slice(0, 300) + ' ' + node.failureSummary)))`)
		if len(problems) > 0 {
			s.Errorf("%s, %d pixels wide, dark %t:\n%s", what, v.Width, v.Dark, strings.Join(problems, "\n"))
		}
		if sideways := value[int](s, `document.documentElement.scrollWidth - innerWidth`); sideways > 0 {
			s.Errorf("%s, %d pixels wide: the page is %d pixels too wide", what, v.Width, sideways)
		}
	}
	s.looks(before)
}

// looks changes how the page is looked at and waits until it knows.
func (s *seat) looks(v browser.View) {
	s.Helper()
	s.must(s.SetView(v))
	s.view = v
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	s.await(fmt.Sprintf("innerWidth === %d && matchMedia(`(prefers-color-scheme: %s)`).matches", v.Width, scheme))
}

func dark(v browser.View) browser.View {
	v.Dark = true
	return v
}

func TestEveryPageOfAnAgentCanBeUsedWithAssistiveTechnology(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "tools")
	entrance := o.opens(o.DeskURL, "/", wide)
	entrance.sees("heading", "Who are you?")
	entrance.accessible("the entrance of one's own machine")

	ana := o.hires("Ana")
	page := o.sits(ana, "/", wide)
	page.accessible("a desk with nothing to do")
	page.becomes("Available")
	dana := o.customer("Dana")
	dana.writes("Does it cut steel? https://store.example/tools")
	page.sees("button", "Accept")
	page.accessible("an offer")
	page.accepts(dana)
	page.replies(dana, "It does.")
	page.status("It does.", "Delivered")
	page.accessible("a conversation")
	page.showsItsStateWithoutColours()
	for _, action := range []string{"Transfer", "Consult"} {
		page.acts(action)
		page.sees("dialog", "/Dana$/")
		page.accessible("the dialog to " + strings.ToLower(action))
		page.presses("button", "Cancel")
		page.misses("dialog", "/Dana$/")
	}
	page.presses("disclosure", "More actions")
	page.accessible("the menu of actions")
	page.presses("button", "Why is this here?")
	page.sees("dialog", "Why is this here?")
	page.await(`document.activeElement.matches('dialog h2') && document.activeElement.closest('dialog').scrollTop === 0`)
	page.accessible("why a conversation is here")
	page.in("dialog", "").presses("button", "Close")
	page.presses("textbox", "Reply to Dana")
	page.types("/he")
	page.sees("option", "")
	page.accessible("quick replies")
	page.types("\x1b")
	page.presses("disclosure", "/^Settings/")
	page.accessible("the settings")
	page.presses("disclosure", "/^Settings/")
	page.presses("button", "Commands")
	page.sees("dialog", "Commands")
	page.accessible("the commands")
}

// showsItsStateWithoutColours wants what a colour says to be seen where the system allows few of them: which
// conversation is open, what is pressed, and how an agent is there.
func (s *seat) showsItsStateWithoutColours() {
	s.Helper()
	before := s.view
	forced := before
	forced.Forced = true
	s.looks(forced)
	s.await("matchMedia(`(forced-colors: active)`).matches")
	for _, marked := range []string{".row[aria-current]", ".rail nav a[aria-current]", ".composer button[aria-pressed=true]"} {
		s.await(fmt.Sprintf("(({ outlineStyle, outlineWidth }) => outlineStyle === 'solid' && outlineWidth === '3px')(getComputedStyle(document.querySelector(%q)))", marked))
	}
	s.await("(({ backgroundColor, borderTopStyle }) => borderTopStyle === 'solid' && backgroundColor !== getComputedStyle(document.body).backgroundColor)(getComputedStyle(document.querySelector('.dot.available')))")
	s.pictured("forced")
	s.looks(before)
}
