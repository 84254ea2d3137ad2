package main

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// TestACustomerAndAnAgentTalkInTheBrowser is the product as people see it: the phone on one page, the desk on another.
func TestACustomerAndAnAgentTalkInTheBrowser(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	c := newCustomer(t, product(t))
	mounted.Do(func() { mount(t, c.Stack) })
	view := browser.View{Width: 1280, Height: 800}
	phone := openPage(t, b, phoneURL(c.Stack)+"?"+url.Values{"conversation": {c.key}, "name": {c.key}}.Encode(), view)
	agent := openPage(t, b, deskURL(c.Stack), view)

	phone.do(phone.Write("#text", "Do you have this in blue?\r"))
	phone.do(phone.Await(`document.querySelector('.mine .state')?.textContent === '· sent'`))
	entry := `[...document.querySelectorAll('#waiting button')].find((e) => e.textContent.startsWith(` + browser.Quote(c.key) + `))`
	agent.do(agent.Await(entry + ` !== undefined`))
	agent.do(agent.Await(`(` + entry + `.click(), customer.textContent === ` + browser.Quote(c.key) + `)`))
	agent.do(agent.Await(`messages.innerText.includes('Do you have this in blue?')`))
	agent.do(agent.Click("Take"))
	agent.do(agent.Await(`state.textContent === 'active, Jo'`))

	agent.do(agent.Write("#text", "Yes, in stock.\r"))
	phone.do(phone.Await(`[...document.querySelectorAll('.bubble')].some((e) => e.textContent === 'Yes, in stock.')`))
	phone.do(phone.Await(`document.querySelector('.who')?.textContent.includes('person')`))
	agent.do(agent.Await(`document.querySelector('#messages .out small')?.textContent.endsWith('· read')`))
	agent.do(agent.Click("End"))
	agent.do(agent.Await(`end.hidden && pick.hidden`))
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

var mounted sync.Once

// mount adds the pages to the running product.
func mount(t *testing.T, s *stack.Stack) {
	t.Helper()
	if err := mountPages(context.Background(), s); err != nil {
		t.Fatal(err)
	}
}

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
