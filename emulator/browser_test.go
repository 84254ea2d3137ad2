package main

import (
	"errors"
	"net/url"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestACustomerTalksToAnAgentInTheBrowser is the product as a customer sees it.
func TestACustomerTalksToAnAgentInTheBrowser(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	c := newCustomer(t, product(t))
	mounted.Do(func() { mountPages(c.Stack) })
	view := browser.View{Width: 1280, Height: 800}
	phone := openPage(t, b, phoneURL(c.Stack)+"?"+url.Values{"conversation": {c.key}, "name": {c.key}}.Encode(), view)

	phone.do(phone.Write("#text", "Do you have this in blue?\r"))
	phone.do(phone.Await(`document.querySelector('.mine .state')?.textContent === '· sent'`))
	c.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 })
	c.act(conversation.Pick)
	c.reply("answer")
	phone.do(phone.Await(`[...document.querySelectorAll('.bubble')].some((e) => e.textContent === 'text of answer')`))
	phone.do(phone.Await(`document.querySelector('.who')?.textContent.includes('person')`))
	c.reaches("answer", channel.Read)
}

// startBrowser starts a browser, or skips the test where there is none.
func startBrowser(t *testing.T) *browser.Browser {
	t.Helper()
	b, err := browser.Start()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("the pages are not tested:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	return b
}

// mounted adds the pages to the running product.
var mounted sync.Once

// openedPage is a page of a test.
type openedPage struct {
	*browser.Page
	t *testing.T
}

func openPage(t *testing.T, b *browser.Browser, url string, v browser.View) openedPage {
	t.Helper()
	p, err := b.Open(url, v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Close()
		for _, problem := range p.Problems() {
			t.Errorf("%s complained: %s", url, problem)
		}
	})
	return openedPage{p, t}
}

// do ends the test when something cannot be done with a page.
func (p openedPage) do(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
