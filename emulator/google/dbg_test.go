package google_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/google/browser"
)

func TestDbg(t *testing.T) {
	tb := openTab(t, narrow, "")
	tb.writes("hey")
	tb.reads("sent")
	v, err := browser.Eval[string](tb.Page, `String(text) + JSON.stringify(document.getElementById('text').value)`)
	t.Log(v, err)
	tb.begin()
	showEverything(tb, shop(t))
	tb.sees(`document.querySelectorAll('.picture').length === 4 && [...document.images].every((i) => i.complete && i.naturalWidth === 640)`)
	browser.Eval[string](tb.Page, `document.addEventListener('click', (e) => { window.hit = (window.hit||'') + e.target.outerHTML.slice(0,200) + e.clientX + ' ' + e.clientY + '\n' }, true); window.addEventListener('error', e => window.hit += e.message);''`)
	t.Log(tb.Click("Choose 1"))
	v, err = browser.Eval[string](tb.Page, `window.hit + document.getElementById('status').innerText`)
	t.Log(v, err)
	tb.Screenshot("/tmp/pics/dbg.png")
}
