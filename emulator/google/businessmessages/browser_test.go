package businessmessages_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

func TestAConversationOnThePageFromTheFirstMessageToTheSurvey(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.accessible("nothing was said")
	tb.must(tb.Write("#text", "Do you have this"))
	if on := tb.posted("userStatus")["isTyping"]; on != true {
		t.Errorf("isTyping = %v", on)
	}
	tb.writes(" in blue?")
	if got := tb.posted("message")["text"]; got != "Do you have this in blue?" {
		t.Errorf("posted %q", got)
	}
	tb.sees(`document.querySelector('.mine .state').textContent === '· sent'`)
	tb.sees(`text.value === '' && document.activeElement === text`)
	tb.business("PATCH", "/messages/"+tb.phone.Messages()[0].ID+"/receipt", fieldsOf{"receiptType": "READ"})
	tb.sees(`document.querySelector('.mine .state').textContent === '· read'`)

	tb.happens("REPRESENTATIVE_JOINED", "Jo")
	tb.reads("Jo joined")
	tb.happens("TYPING_STARTED", "Jo")
	tb.sees(`document.querySelector('.dots + span').textContent === 'Jo is typing'`)
	tb.accessible("somebody types")
	tb.says("answer", with(text("Yes, it is in stock."), "representative",
		fieldsOf{"representativeType": "HUMAN", "displayName": "Jo"}))
	tb.reads("Yes, it is in stock.")
	tb.sees(`document.querySelector('.dots') === null && document.querySelector('.who').innerText.includes('person')`)
	tb.happens("REPRESENTATIVE_LEFT", "Jo")
	tb.reads("Jo left")

	tb.business("POST", "/surveys?surveyId=s", nil)
	tb.reads("Question 1 of 3")
	tb.accessible("a survey")
	for i, answer := range []string{"👎", "So-so", "By phone"} {
		tb.click(answer)
		posted := tb.posted("surveyResponse")
		if posted["questionResponseText"] != answer || posted["questionIndex"] != float64(i+1) {
			t.Errorf("posted %v, want %q", posted, answer)
		}
	}
	tb.reads("Thank you!")
	tb.accessible("the survey is filled in")
}

func TestChipsOnThePagePostBack(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	site := shop(t)
	offer := func(id string) {
		tb.says(id, chips(reply("Order"), openURL(site+"/returns"), dial("+15550100"), fieldsOf{"liveAgentRequest": fieldsOf{}}))
		tb.reads("Talk to a person")
	}
	offer("one")
	tb.accessible("chips")
	tb.click("Order")
	if got := tb.posted("suggestionResponse"); got["postbackData"] != "p" || got["text"] != "Order" || got["type"] != "REPLY" {
		t.Errorf("posted %v", got)
	}
	tb.sees(`document.querySelector('.chips') === null && document.querySelector('.mine:last-child').innerText.includes('Order')`)
	offer("two")
	other, err := tb.Popup(func() error { return tb.Click("Open") })
	tb.must(err)
	defer other.Close()
	tb.must(other.Await(`location.pathname === '/returns' && opener === null && document.referrer === ''`))
	if got := tb.posted("suggestionResponse"); got["text"] != "Open" || got["type"] != "ACTION" {
		t.Errorf("posted %v", got)
	}
	tb.click("Talk to a person")
	tb.posted("userStatus")
	tb.reads("You asked for a person")
	tb.sees(`[...document.querySelectorAll('a.chip')].some((a) => a.href === 'tel:+15550100')`)
	tb.click("Call")
	if got := tb.posted("suggestionResponse"); got["text"] != "Call" || got["type"] != "ACTION" {
		t.Errorf("posted %v", got)
	}
}

func TestACustomerAsksForAPersonOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.click("Ask for a person")
	if got := tb.posted("userStatus"); got["requestedLiveAgent"] != true {
		t.Errorf("posted %v", got)
	}
	tb.reads("You asked for a person")
}

func TestCardsAndImagesAreShownOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	showEverything(tb, shop(t))
	tb.sees(`document.querySelectorAll('.picture').length === 4 && [...document.images].every((i) => i.complete && i.naturalWidth === 640)`)
	tb.sees(`document.querySelectorAll('.carousel .card').length === 2`)
	tb.accessible("cards and images")
	tb.picture("cards")
	tb.click("Choose 1")
	if got := tb.posted("suggestionResponse"); got["postbackData"] != "choose:1" {
		t.Errorf("posted %v", got)
	}
	tb.sees(`document.querySelector('.mine:last-child').innerText.includes('Choose 1')`)
	// a card keeps its chips when it is no longer the newest
	tb.click("Choose 2")
	if got := tb.posted("suggestionResponse"); got["postbackData"] != "choose:2" {
		t.Errorf("posted %v", got)
	}
}

// showEverything sends one of each kind of message with pictures of a site, and everything else that lasts.
func showEverything(tb *tab, site string) {
	tb.t.Helper()
	local := strings.NewReplacer("https://cdn.example.com", site, ".jpg", ".png")
	for _, name := range []string{"rich-text", "image", "rich-card", "carousel"} {
		tb.business("POST", "/messages", local.Replace(string(recorded(tb.t, "api-message-"+name+".request"))))
	}
}

func TestAnImageIsSentFromThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	file := filepath.Join(t.TempDir(), "blue.png")
	tb.must(os.WriteFile(file, drawing(300, 200), 0o600))
	tb.must(tb.Do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file})))
	if got := tb.posted("message")["text"].(string); !strings.HasPrefix(got, tb.api.URL+"/business-messages-us/") {
		t.Errorf("posted %q", got)
	}
	tb.sees(`document.querySelector('.mine img')?.naturalWidth === 300`)
	tb.sees(`document.querySelector('.mine .state').textContent === '· sent'`)
	tb.accessible("an image of the customer")

	other := filepath.Join(t.TempDir(), "notes.txt")
	tb.must(os.WriteFile(other, []byte("no image"), 0o600))
	tb.must(tb.Do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{other})))
	tb.sees(`document.getElementById('status').innerText.includes('is not a type of file')`)
	tb.expect("400 (Bad Request)")
}

func TestSigningInOnThePage(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	tb.says("one", oauth("scopes", []any{"orders.read", "<b>profile</b>"}))
	tb.click("Sign in")
	tb.reads("Sign in with Northwind?")
	tb.sees(`[...document.querySelectorAll('#scopes li')].map((li) => li.textContent).join() === 'orders.read,<b>profile</b>'`)
	tb.accessible("the request to sign in")
	tb.picture("signin")
	tb.must(tb.Press(kb.Escape)) // is no answer
	tb.sees(`!signin.open`)
	tb.click("Sign in")
	tb.click("Deny")
	if got := tb.posted("authenticationResponse"); got["code"] != nil || got["errorDetails"] == nil {
		t.Errorf("posted %v", got)
	}
	tb.reads("You did not sign in")
	tb.says("two", oauth("", nil))
	tb.click("Sign in")
	tb.click("Allow")
	if got := tb.posted("authenticationResponse"); got["code"] == nil {
		t.Errorf("posted %v", got)
	}
	tb.reads("You signed in")
}

func TestThePageShowsThatTheWebhookIsDown(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.SetWebhook("http://127.0.0.1:1/")
	tb.writes("Anybody there?")
	tb.sees(`document.querySelector('.mine .bad').textContent === '· not delivered yet, trying again'`)
	tb.accessible("a message that is not delivered")
	tb.SetWebhook(tb.webhook.URL)
	tb.sees(`document.querySelector('.mine .state:not(.bad)')?.textContent === '· sent'`)
}

func TestThePageSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	tb.says("lost", picture("https://cdn.example.com/lost.png"))
	tb.reads("Image not available: a")
	tb.expect("net::ERR_NAME_NOT_RESOLVED")
	tb.accessible("a picture that does not load")
	tb.Phones.Close()
	tb.sees(`document.getElementById('status').textContent === 'No connection to Google, trying again'`)
	tb.accessible("no connection")
}

func TestTheMenuOfThePageChangesTheCustomer(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.begin()
	tb.click("Customer and device")
	tb.sees(`menu.open && document.querySelector('#customers a').innerText === 'Dana Okafor'`)
	tb.accessible("the menu")
	tb.picture("menu")
	tb.must(tb.Do(chromedp.Click(chromedp.CSS(`[name=old]`))))
	tb.click("Close")
	tb.sees(`document.getElementById('status').innerText.includes('Old device')`)
	tb.says("card", with(standalone(aCard()), "fallback", "in words"))
	tb.reads("in words")
	if got := tb.phone.Settings(); !got.Old || got.DisplayName != "Dana Okafor" {
		t.Errorf("settings = %+v", got)
	}
	tb.accessible("an old device")
}

// TestThePageWithNothingButAKeyboard takes the main path without a mouse.
func TestThePageWithNothingButAKeyboard(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.tabTo("Write a message")
	tb.must(tb.Press("Hello\r"))
	tb.sees(`document.querySelector('.mine .state').textContent === '· sent'`)
	tb.says("one", chips(reply("Order"), reply("Return")))
	tb.reads("Return")
	tb.tabTo("Return")
	tb.must(tb.Press("\r"))
	if got := tb.posted("suggestionResponse")["text"]; got != "Return" {
		t.Errorf("posted %v", got)
	}
	tb.sees(`document.querySelector('.chips') === null`)
	tb.no(`document.activeElement === document.body`)
	tb.says("two", oauth("", nil))
	tb.reads("Sign in")
	tb.tabTo("Sign in")
	tb.must(tb.Press("\r"))
	tb.sees(`signin.open`)
	tb.tabTo("Allow")
	tb.must(tb.Press("\r"))
	tb.posted("authenticationResponse")
	tb.business("POST", "/surveys?surveyId=s", nil)
	tb.reads("Question 1 of 3")
	for i, option := range []string{"👍", "Easy", "In this chat"} {
		tb.tabTo(option)
		tb.must(tb.Press(" "))
		if got := tb.posted("surveyResponse")["questionIndex"]; got != float64(i+1) {
			t.Errorf("posted answer %v, want %d", got, i+1)
		}
		tb.sees(`document.querySelectorAll('.given').length === ` + string(rune('1'+i)))
		tb.no(`document.activeElement === document.body`)
	}
	tb.reads("Thank you!")
}

// tabTo presses Tab until something of a name has the focus, and can be seen to have it.
func (tb *tab) tabTo(name string) {
	tb.t.Helper()
	for range 40 {
		tb.must(tb.Press(kb.Tab))
		at, err := browser.Eval[string](tb.Page, `document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()`)
		tb.must(err)
		if at == name {
			tb.no(`getComputedStyle(document.activeElement).outlineStyle === 'none'`)
			return
		}
	}
	tb.t.Fatalf("Tab never comes to %q", name)
}

func TestThePageSpeaksFrench(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ locale, query, question string }{
		"because its address says so": {"en-GB", "&lang=fr", "Did you get what you needed?"},
		"because the browser does":    {"fr-FR", "", "Avez-vous obtenu ce que vous cherchiez ?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			view := narrow
			view.Locale = c.locale
			tb := openTab(t, view, c.query)
			tb.phone.Configure(func(s *phone.Settings) { s.Locale = c.locale }) // was made before the page
			tb.sees(`document.documentElement.lang === 'fr' && text.placeholder === 'Écrire un message'`)
			tb.writes("Bonjour")
			tb.reads("· envoyé")
			tb.happens("REPRESENTATIVE_JOINED", "Jo")
			tb.reads("Jo a rejoint la conversation")
			tb.business("POST", "/surveys?surveyId=s", nil)
			tb.reads("Question 1 sur 3")
			tb.reads(c.question)
			tb.accessible("in French")
			tb.picture("french " + c.locale)
		})
	}
}
