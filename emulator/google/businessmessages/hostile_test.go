package businessmessages_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// hostile is what an attacker may write: markup of every kind, which sets window.harmed if it takes effect.
const hostile = `<img src=x onerror="harmed=1"><script>harmed=1</script></p><svg onload=harmed=1>` +
	`<iframe srcdoc="<script>parent.harmed=1</script>"></iframe><a href="javascript:harmed=1">x</a>{{harmed=1}}${harmed=1}`

func TestHostileTextStaysTextOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	short := hostile[:25]
	if _, err := tb.phone.Write(t.Context(), hostile); err != nil {
		t.Fatal(err)
	}
	who := fieldsOf{"representativeType": "HUMAN", "displayName": hostile}
	tb.happens("REPRESENTATIVE_JOINED", hostile)
	tb.happens("TYPING_STARTED", hostile)
	tb.sees(`document.querySelector('.dots') !== null`)
	tb.says("text", with(with(text(hostile), "representative", who), "suggestions", []any{reply(short)}))
	tb.says("spans", rich("**"+strings.ReplaceAll(hostile, "*", "")+"**"))
	card := fieldsOf{"title": hostile, "description": hostile, "suggestions": []any{reply(short)}}
	tb.says("card", standalone(card))
	tb.says("cards", carousel("SMALL", card, card))
	tb.says("signin", oauth("scopes", []any{hostile}))
	tb.click("Sign in")
	tb.sees(`scopes.textContent === ` + browser.Quote(hostile))
	tb.click("Deny")
	tb.phone.Configure(func(s *phone.Settings) { s.DisplayName = hostile })
	tb.click("Customer and device")
	tb.sees(`customers.textContent === ` + browser.Quote(hostile))
	tb.sees(`document.querySelector('.mine .bubble').textContent === ` + browser.Quote(hostile))
	tb.sees(`document.querySelectorAll('.card').length === 3`)
	tb.no(`window.harmed !== undefined`)
	tb.no(`document.scripts.length !== 1 || document.querySelector('iframe, [onerror], [onload], a[href^=javascript]') !== null`)
	tb.no(`document.documentElement.scrollWidth > innerWidth || log.scrollWidth > log.clientWidth`)
	tb.no(`document.querySelector('#menu').scrollWidth > document.querySelector('#menu').clientWidth`)
	tb.picture("hostile menu")
	tb.click("Close")
	tb.picture("hostile")
}

// TestTextCannotTurnAroundWhatStandsBesideIt tests names that override the writing direction: they could otherwise change
// what the page says.
func TestTextCannotTurnAroundWhatStandsBesideIt(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	tb.happens("REPRESENTATIVE_JOINED", "\u202eJo\u2067")
	tb.says("one", with(text("\u202eyes"), "representative",
		fieldsOf{"representativeType": "HUMAN", "displayName": "\u202eJo"}))
	tb.sees(`document.querySelector('.bubble:not(.mine *)').textContent === '\u202eyes'`)
	// the words of the page are to the right of the name, in the order in which they are read
	tb.sees(`(() => {
		const rightOf = (node, word) => {
			const range = new Range();
			const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
			for (let text = walk.nextNode(); text; text = walk.nextNode()) {
				const at = text.data.indexOf(word);
				if (at < 0) continue;
				range.setStart(text, at);
				range.setEnd(text, at + word.length);
				return range.getBoundingClientRect().left;
			}
		};
		const note = [...document.querySelectorAll('.note')].at(-1);
		const who = [...document.querySelectorAll('.who')].at(-1);
		return rightOf(note, 'Jo') < rightOf(note, 'joined') && rightOf(who, 'Jo') < rightOf(who, 'person');
	})()`)
	tb.picture("overrides")
}

func TestALongTextDoesNotBreakThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	for _, long := range []string{strings.Repeat("x", 100<<10), strings.Repeat("word \u202e\u0301", 10<<10)} {
		if _, err := tb.phone.Write(t.Context(), long); err != nil {
			t.Fatal(err)
		}
		tb.sees(fmt.Sprintf(`[...document.querySelectorAll('.mine .bubble')].at(-1)?.textContent.length === %d`, len([]rune(long))))
	}
	tb.no(`document.documentElement.scrollWidth > innerWidth || log.scrollWidth > log.clientWidth`)
	// a text that is too long to send from the page is refused with a message
	if _, err := browser.Eval[bool](tb.Page, `text.value = 'x'.repeat(100 * 1024), composer.requestSubmit(), true`); err != nil {
		t.Fatal(err)
	}
	tb.sees(`document.getElementById('status').textContent === 'That did not work: too long'`)
	tb.expect("413 (Request Entity Too Large)")
}

func TestLinksOnThePageAreSafe(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	site := shop(t)
	tb.says("rich", rich("See [**our** shop]("+site+"/range)."))
	other, err := tb.Popup(func() error { return tb.Click("**our** shop") })
	tb.must(err)
	defer other.Close()
	tb.must(other.Await(`location.pathname === '/range' && opener === null && document.referrer === ''`))
	for address, safe := range map[string]bool{
		"https://example.com/": true, "http://example.com/": true, "tel:+15550100": true,
		"javascript:alert(1)": false, "\tJavaScript:alert(1)": false, "java\nscript:alert(1)": false,
		"data:text/html,<script>": false, "vbscript:x": false, "file:///etc/passwd": false, "blob:x": false,
		"/relative": false, "//example.com": false, "": false,
	} {
		got, err := browser.Eval[bool](tb.Page, `import('./parts.js').then(({ safe }) => safe(`+browser.Quote(address)+`) !== undefined)`)
		if err != nil || got != safe {
			t.Errorf("%q: safe = %v, %v, want %v", address, got, err, safe)
		}
	}
}
