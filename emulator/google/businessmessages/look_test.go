package businessmessages_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// TestThePageFitsEveryWindow shows everything at a phone's width and a desktop's, in light and dark.
func TestThePageFitsEveryWindow(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	showEverything(tb, shop(t))
	tb.happens("REPRESENTATIVE_JOINED", "Jo")
	tb.writes("Thank you! And a word that is long: Donaudampfschifffahrtselektrizitätenhauptbetriebswerk.")
	tb.sees(`document.querySelector('.mine:last-child').innerText.includes('sent')`)
	tb.business("POST", "/surveys?surveyId=s", nil)
	tb.says("chips", chips(
		reply("Order"), reply("Return"), openURL("https://shop.example.com/returns"), dial("+15550100"),
		fieldsOf{"liveAgentRequest": fieldsOf{}}, reply("A label of 25 characters."),
	))
	tb.happens("TYPING_STARTED", "Jo")
	tb.sees(`document.querySelector('.dots') !== null`)
	for _, view := range []browser.View{narrow, dark(narrow), wide, dark(wide), {Width: 320, Height: 568}} {
		name := fmt.Sprintf("%d pixels, dark %t", view.Width, view.Dark)
		tb.must(tb.SetView(view))
		tb.sees(fmt.Sprintf(`innerWidth === %d && matchMedia('(prefers-color-scheme: dark)').matches === %t`, view.Width, view.Dark))
		tb.sees(fmt.Sprintf(`(getComputedStyle(log).color === 'rgb(26, 28, 32)') === %t`, !view.Dark))
		tb.no(`document.documentElement.scrollWidth > innerWidth || log.scrollWidth > log.clientWidth`)
		tb.no(`document.documentElement.scrollHeight > innerHeight`)
		tb.must(tb.Do(chromedp.Evaluate[chromedp.Void](`log.scrollTop = log.scrollHeight`)))
		tb.accessible(name)
		tb.picture(name)
		tb.must(tb.Do(chromedp.Evaluate[chromedp.Void](`log.scrollTop = log.scrollHeight / 3`)))
		tb.picture(name + " above")
	}
}

func dark(v browser.View) browser.View {
	v.Dark = true
	return v
}
