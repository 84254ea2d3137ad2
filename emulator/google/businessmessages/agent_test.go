package businessmessages_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const (
	billing = "brands/northwind/agents/billing"
	outlet  = "brands/outlet/agents/shop"
)

// brands adds two more brand agents; events of the last one go to a webhook of its own.
func brands(own string) func(*businessmessages.Config) {
	return func(c *businessmessages.Config) {
		c.Others = []businessmessages.Agent{
			{Name: billing, Brand: "Northwind Billing", WebhookURL: c.WebhookURL},
			{Name: outlet, Brand: "Outlet", WebhookURL: own},
		}
	}
}

// senders returns the agents and conversations of the messages that a webhook got.
func (h *webhook) senders(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, r := range h.all() {
		if m := object(t, r.body); m["message"] != nil {
			all = append(all, m["agent"].(string)+" "+m["conversationId"].(string))
		}
	}
	return all
}

func TestEachAgentHasItsConversationsAndItsWebhook(t *testing.T) {
	own := newWebhook(t)
	w := newWorld(t, brands(own.URL))
	w.Phone("dana", "Dana")
	for conversation, name := range map[string]string{"dana": agent, "sam": billing, "mina": outlet} {
		p, err := w.PhoneTo(name, conversation, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(t.Context(), "hello"); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{outlet + " mina"}, own.senders(t)); diff != "" {
		t.Error(diff)
	}
	got := strings.Join(w.webhook.senders(t), ", ")
	if len(w.webhook.all()) != 2 || !strings.Contains(got, agent+" dana") || !strings.Contains(got, billing+" sam") {
		t.Errorf("the first webhook got %s", got)
	}
}

func TestAConversationIsWithOneAgent(t *testing.T) {
	w := newWorld(t, brands(""))
	p, err := w.PhoneTo(billing, "dana", "Dana")
	if err != nil {
		t.Fatal(err)
	}
	if same := w.Phone("dana", ""); same != p {
		t.Error("Phone does not find the conversation")
	}
	if _, err := w.PhoneTo(outlet, "dana", ""); !errors.Is(err, phone.ErrOtherAgent) {
		t.Errorf("got %v, want ErrOtherAgent", err)
	}
	if _, err := w.PhoneTo("brands/b/agents/none", "sam", ""); !errors.Is(err, phone.ErrNoAgent) {
		t.Errorf("got %v, want ErrNoAgent", err)
	}
	url := newPages(t, w) + "events?conversation=dana&agent="
	for name, agent := range map[string]string{"another agent": outlet, "no agent": "brands/b/agents/none"} {
		if code, _, _ := get(t, url+agent); code != http.StatusNotFound {
			t.Errorf("the page of a conversation with %s: got %d, want 404", name, code)
		}
	}
}

func TestTheHandshakeIsMadeWithEveryWebhook(t *testing.T) {
	own := newWebhook(t)
	w := newWorld(t, brands(own.URL))
	echo := func(from *webhook) func(http.ResponseWriter, *http.Request) {
		return func(rw http.ResponseWriter, _ *http.Request) {
			all := from.all()
			_, _ = rw.Write([]byte(object(t, all[len(all)-1].body)["secret"].(string)))
		}
	}
	w.webhook.then(echo(w.webhook))
	if err := w.Handshake(t.Context()); err == nil {
		t.Error("the second webhook did not answer and that is no error")
	}
	w.webhook.then(echo(w.webhook))
	own.then(echo(own))
	if err := w.Handshake(t.Context()); err != nil {
		t.Error(err)
	}
	if n := len(w.webhook.all()); n != 2 {
		t.Errorf("%d handshakes with the webhook of two agents, want one each time", n)
	}
}

// TestTheStreamOffersTheCustomersConversations: the page goes from one to the other and comes back.
func TestTheStreamOffersTheCustomersConversations(t *testing.T) {
	w := newWorld(t, brands(""))
	url := newPages(t, w) + "events?"
	type thread struct{ Agent, Brand, Conversation string }
	threads := func(query string) []thread {
		t.Helper()
		for s := open(t, url+query, ""); ; {
			if e := s.next(); e.name == "screen" {
				var shown struct{ Threads []thread }
				if err := json.Unmarshal([]byte(e.data), &shown); err != nil {
					t.Fatal(err)
				}
				return shown.Threads
			}
		}
	}
	want := []thread{{agent, "Northwind", "dana"}, {billing, "Northwind Billing", "dana~2"}, {outlet, "Outlet", "dana~3"}}
	for _, query := range []string{"conversation=dana~3&agent=" + outlet, "conversation=dana", "conversation=dana~2&agent=" + billing} {
		if diff := cmp.Diff(want, threads(query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	want = []thread{{agent, "Northwind", "sam~1"}, {billing, "Northwind Billing", "sam"}, {outlet, "Outlet", "sam~3"}}
	for _, query := range []string{"conversation=sam&agent=" + billing, "conversation=sam~1"} {
		if diff := cmp.Diff(want, threads(query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

func TestWithOneAgentThereIsNothingToChoose(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	tb.no(`document.querySelector('#to').checkVisibility()`)
	tb.click("Customer and device")
	tb.sees(`document.querySelector('#customers a').innerText === 'Dana Okafor'`)
}

func TestTheCustomerChoosesWhomToWriteToOnThePage(t *testing.T) {
	t.Parallel()
	own := newWebhook(t)
	tb := openTab(t, narrow, "", brands(own.URL))
	tb.phone.Configure(func(s *phone.Settings) { s.Locale, s.Fields["custom"] = "fr-CA", "spring" })
	tb.sees(`[...agent.options].map((o) => o.text).join() === 'Northwind,Northwind Billing,Outlet'`)
	tb.no(`agent.labels[0].textContent !== 'Write to' || !agent.checkVisibility()`)
	tb.writes("Do you have this in blue?")
	tb.sees(`document.querySelector('.mine .state').textContent === '· sent'`)
	tb.accessible("a choice of brand agents")
	tb.choose("Outlet")
	tb.sees(`brand.textContent === 'Outlet' && log.ariaBusy === 'false' && !document.querySelector('.mine')`)
	tb.sees(`document.activeElement === agent && agent.selectedOptions[0].text === 'Outlet'`)
	tb.writes("Are you open?")
	tb.sees(`document.querySelector('.mine .state').textContent === '· sent'`)
	if diff := cmp.Diff([]string{outlet + " " + conversation + "~3"}, own.senders(t)); diff != "" {
		t.Error(diff)
	}
	dana, err := tb.PhoneTo(outlet, conversation+"~3", "")
	tb.must(err)
	if got := dana.Settings(); got.DisplayName != "Dana Okafor" || got.Locale != "fr-CA" || got.Fields["custom"] != "spring" {
		t.Errorf("the customer is %+v, want the same one", got)
	}

	tb.must(tb.Do(chromedp.Reload()))
	tb.sees(`brand.textContent === 'Outlet' && document.querySelector('.mine .bubble').textContent === 'Are you open?'`)
	tb.choose("Northwind")
	tb.sees(`document.querySelector('.mine .bubble').textContent === 'Do you have this in blue?'`)
	tb.no(`document.querySelectorAll('.mine').length !== 1`)
	tb.click("Customer and device")
	tb.sees(`[...document.querySelectorAll('#customers a')].map((a) => a.innerText).join() ===
		'Dana Okafor, to Northwind,Dana Okafor, to Outlet'`)
	tb.click("Dana Okafor, to Outlet")
	tb.arrives(`brand.textContent === 'Outlet' && document.querySelector('.mine .bubble')?.textContent === 'Are you open?'`)
}

// choose chooses a brand agent with the keyboard, by the letters that it begins with.
func (tb *tab) choose(brand string) {
	tb.t.Helper()
	tb.must(tb.Write("#agent", brand))
}

// arrives waits until an expression is true of the address that the page goes to; on the way there are errors.
func (tb *tab) arrives(expression string) {
	tb.t.Helper()
	for begun := time.Now(); time.Since(begun) < 30*time.Second; time.Sleep(20 * time.Millisecond) {
		if there, err := browser.Eval[bool](tb.Page, expression); there && err == nil {
			return
		}
	}
	tb.t.Errorf("the page never came to where %s", expression)
}

func TestThePageOfAnAgentThatIsGoneBeginsAnew(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "", brands(""))
	tb.expect("404 (Not Found)")
	tb.must(tb.Do(chromedp.Evaluate[chromedp.Void](`location.search = '?conversation=dana~9&agent=brands/b/agents/gone&lang=fr'`)))
	tb.arrives(`location.search === '?lang=fr' && brand.textContent === 'Northwind'`)
}

// TestTheChoiceFitsEveryWindow looks at it and at the menu with everything that can be set.
func TestTheChoiceFitsEveryWindow(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "", brands(""), func(c *businessmessages.Config) {
		c.Others[1].Brand = "Outlet of a business with a name that is far too long for a phone · returns"
	})
	tb.choose("Outlet")
	tb.writes("Hello?")
	tb.sees(`document.querySelector('.mine') !== null`)
	for _, view := range []browser.View{narrow, dark(narrow), wide, dark(wide), {Width: 320, Height: 568}} {
		tb.must(tb.SetView(view))
		name := fmt.Sprintf("choice, %d pixels, dark %t", view.Width, view.Dark)
		tb.no(`document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight`)
		tb.accessible(name)
		tb.picture(name)
		tb.click("Customer and device")
		tb.must(tb.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector('#menu details').open = true`)))
		tb.no(`menu.scrollWidth > menu.clientWidth`)
		tb.accessible(name + ", the menu")
		tb.picture(name + " menu")
		tb.click("Close")
	}
}

func TestTheChoiceSpeaksFrench(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "&lang=fr", brands(""))
	tb.no(`agent.labels[0].textContent !== 'Écrire à'`)
	tb.click("Client et appareil")
	tb.sees(`document.querySelector('#customers a').innerText === 'Dana Okafor, à Northwind'`)
	tb.must(tb.Do(chromedp.Click(chromedp.CSS(`#menu summary`))))
	tb.sees(`document.querySelector('[name=custom]').checkVisibility()`)
	tb.picture("choice, French menu")
	tb.must(tb.Write("[name=custom]", "printemps\t"))
	if _, err := tb.phone.Await(t.Context(), func([]phone.Entry) bool { return tb.phone.Settings().Fields["custom"] == "printemps" }); err != nil {
		t.Error(err)
	}
}
