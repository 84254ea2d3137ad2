package browser

import (
	"context"
	"errors"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// install runs a script in every document to come, before the document's own.
func (p *Page) install(script string) error {
	return call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// call sends a command of the browser's protocol without using its result.
func call[P, R any](p *Page, command cdp.Command[P, R], params P) error {
	return p.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	}))
}

// request is a request of a page.
type request struct {
	id      network.RequestID
	url     string
	blocked bool // by the page's policy
}

// record keeps what the page requests.
func (p *Page) record(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, request{id: e.RequestID, url: e.Request.URL})
	case *network.EventLoadingFailed:
		for i := range p.requests {
			if p.requests[i].id == e.RequestID && e.BlockedReason == network.BlockedReasonCsp {
				p.requests[i].blocked = true
			}
		}
	}
}

// Requests returns the addresses of all requests of the page that its policy allowed.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, r := range p.requests {
		if !r.blocked {
			all = append(all, r.url)
		}
	}
	return all
}

// Offline cuts the page's connection, requests in progress included, or restores it. The page is notified, as when a cable
// is pulled.
func (p *Page) Offline(off bool) error {
	return errors.Join(
		p.disconnect(off, ""),
		call(p, network.OverrideNetworkState, network.OverrideNetworkStateParams{
			Offline: off, DownloadThroughput: -1, UploadThroughput: -1,
		}),
	)
}

// Cut blocks requests to addresses that match a pattern such as http://127.0.0.1:*/google.firestore.v1.Firestore/*, and
// aborts those in progress; an empty pattern allows all again. The page is not notified.
func (p *Page) Cut(pattern string) error { return p.disconnect(pattern != "", pattern) }

// networkRules are the parameters of Network.emulateNetworkConditionsByRule. Chromium says whether matching requests are
// cut once for all rules until version 148, and in each rule later.
type networkRules struct {
	Offline bool                  `json:"offline"`
	Rules   []*network.Conditions `json:"matchedNetworkConditions"`
}

// disconnect cuts the requests that match a pattern, an empty one all, or none.
func (p *Page) disconnect(off bool, pattern string) error {
	rules := networkRules{Offline: off, Rules: []*network.Conditions{}}
	if off {
		rules.Rules = append(rules.Rules, &network.Conditions{
			URLPattern: pattern, Offline: true, DownloadThroughput: -1, UploadThroughput: -1,
		})
	}
	command := cdp.Command[networkRules, network.EmulateNetworkConditionsByRuleResult]{
		Method: network.CommandEmulateNetworkConditionsByRule,
	}
	return call(p, command, rules)
}

// Reload loads the page again, as F5 does.
func (p *Page) Reload() error { return p.Do(chromedp.Reload()) }
