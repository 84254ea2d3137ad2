package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

// markup is what would be elements, if anything made them of it: each would be found by its id.
const markup = `<img id="evil" src="https://evil.example/x.png" onerror="pwned()"><script id="evil">pwned()</script>` +
	`<svg id="evil" onload="pwned()"><iframe id="evil" srcdoc="<script>parent.pwned()</script>"></iframe>`

// turned is shown the other way round by whatever lets it: what ends with exe would end with png.
const turned = "\u202egnp.exe"

// zalgo grows out of its line, as far as it is let.
var zalgo = "Z" + strings.Repeat("\u0335\u0353\u0308", 30) + "algo"

// hostile is what customers write who want to find out what the desk makes of it.
var hostile = []string{
	markup,
	`"><b id="evil">bold</b> ' onclick='pwned()' ` + "`" + `${pwned()} {{constructor.constructor('pwned()')()}} <!--?lit$1$--> &lt;b&gt;`,
	"javascript:pwned() JaVaScRiPt://x.example/%0Apwned() data:text/html,<script>pwned()</script> vbscript:pwned() " +
		"file:///etc/passwd blob:https://evil.example/x //evil.example/x https://store.example@evil.example/x",
	"Read https://store.example/" + turned + " and https://store.example/?q=\"onmouseover=pwned() or ask help@store.example.",
	"Look: invoice" + turned + " \u2066\u2067 \u202b مرحبا",
	zalgo,
	"__proto__ constructor toString hasOwnProperty",
}

// long has a hundred thousand characters, of which kept comes in.
var (
	long    = strings.Repeat("<i id=evil>A</i> ", 100_000/17+1)[:100_000]
	kept, _ = channel.Shorten(long, channel.MaxText)
)

// injected is what is on the page that only something hostile can have put there.
const injected = `(() => {
	const found = [...document.querySelectorAll('[id*=evil], iframe, object, embed, base, [onerror], [onload], [onclick]')].map((e) => e.outerHTML);
	if (globalThis.pwned?.called) found.push('a script ran');
	for (const a of document.querySelectorAll('a[href]')) {
		if (a.origin === location.origin && !a.target) continue;
		if (!['http:', 'https:', 'tel:', 'mailto:'].includes(a.protocol)) found.push(a.outerHTML);
		if (a.target !== '_blank' || a.rel !== 'noopener noreferrer') found.push(a.outerHTML);
		if (a.username) found.push(a.outerHTML);
	}
	for (const img of document.images) if (!img.src.startsWith('blob:')) found.push(img.outerHTML);
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const { data, parentElement } = texts.currentNode;
		// What turns the direction around does so within its own element only.
		if (/[\u202b\u202e\u2066\u2067]/.test(data) && !parentElement.closest('bdi, [dir=auto], option'))
			found.push(parentElement.outerHTML);
	}
	if (document.documentElement.scrollWidth > innerWidth) found.push('the page is too wide');
	return found.map((f) => f.slice(0, 300));
})()`

func TestHostileTextIsTextWhereverItIsShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "games")
	ana := o.hires("Ana")
	page := o.sits(ana, "/", wide)
	page.becomes("Available")
	for _, eve := range o.maliciousOfAll() {
		page.isShownHostileText(eve)
	}
}

// isShownHostileText takes a conversation and looks at all that shows something of it.
func (s *seat) isShownHostileText(eve *client) {
	s.Helper()
	s.looks(wide)
	s.lists().reads(spelling.Shown(eve.name))
	s.unharmed("the lists")
	s.lists().presses("button", "Take")
	eve.state(conversation.Active, s.who.email)
	s.sent(eve)
	for _, text := range hostile {
		s.history().reads(strings.TrimSpace(text))
	}
	if eve.on.Channel == s.Side.Channel {
		s.presses("disclosure", "Details")
		s.reads("games" + markup) // the context, in the panel
	}
	s.unharmed("the history and the panel")
	s.readsAll()
	s.links()
	s.presses("button", "Commands")
	s.in("dialog", "Commands").reads(spelling.Shown(eve.name))
	s.unharmed("the commands")
	s.presses("combobox", "Commands")
	s.types("\x1b")
	s.acts("Transfer")
	s.in("dialog", "").reads(spelling.Shown(eve.name))
	s.unharmed("a dialog")
	s.in("dialog", "").presses("button", "Cancel")

	s.looks(narrow)
	s.unharmed("the history on a phone")
}

func TestHostileTextIsTextForSupervisors(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "melons")
	all := o.maliciousOfAll()
	page := o.sits(o.hires("Vera", supervises), "/supervise/queues", wide)
	page.in("table", "Queues now").presses("button", "/Melons$/")
	for _, eve := range all {
		page.in("list", "Waiting in Melons").reads(spelling.Shown(eve.name))
	}
	page.unharmed("the queues")
	page.turnsTo("Sessions")
	page.chooses("Queue", "Melons")
	for _, eve := range all {
		page.in("table", "Sessions").reads(spelling.Shown(eve.name))
		page.unharmed("the sessions")
		page.of("row", spelling.Shown(eve.name)).presses("button", "Assign…")
		page.in("dialog", "").reads(spelling.Shown(eve.name))
		page.unharmed("a dialog")
		page.in("dialog", "").presses("button", "Cancel")
	}
	page.looks(narrow)
	page.unharmed("the sessions on a phone")
}

// maliciousOfAll are customers whose messages are hostile, one on each channel, and so are
// the name and the context where the channel tells them.
func (o *office) maliciousOfAll() []*client {
	o.Helper()
	all := o.customersOfAll()
	for i, eve := range all {
		if eve.on.Channel == o.Side.Channel {
			all[i] = o.customer(`Eve <b id="evil">` + turned + zalgo)
			all[i].phone.Configure(func(s *phone.Settings) { s.Fields["custom"] = o.department + markup })
		}
		all[i].writesHostileText()
	}
	return all
}

func (c *client) writesHostileText() {
	c.Helper()
	for _, text := range append([]string{long}, hostile...) {
		c.writes(text)
	}
	c.is("waiting", func(c conversation.Conversation) bool {
		return c.State == conversation.Open && strings.HasPrefix(c.Preview, "__proto__")
	})
}

// sent puts into the conversation what a function of another version, or with a mistake, might have sent.
func (o *office) sent(c *client) {
	o.Helper()
	choices := []channel.ChoiceItem{
		{Kind: channel.URLChoice, Label: markup, URL: "javascript:pwned()"},
		{Kind: channel.URLChoice, Label: "data" + turned, URL: "data:text/html,<script>pwned()</script>"},
		{Kind: channel.URLChoice, Label: "store", URL: "https://store.example/" + turned},
		{Kind: channel.DialChoice, Label: "call", Phone: "javascript:pwned()"},
		{Kind: channel.ReplyChoice, Label: zalgo, Postback: markup},
	}
	file := &channel.Attachment{URL: "https://evil.example/x.png", Type: "image/png", Name: markup + turned, Alt: markup + turned}
	script := &channel.Attachment{URL: "javascript:pwned()", Type: "image/svg+xml", Name: turned}
	for i, sent := range []channel.Outbound{
		{Text: "Choose: " + markup, Choices: choices},
		{Text: "**" + markup + "** [" + turned + "](javascript:pwned()) [here](https://store.example/)", Markup: true},
		{Kind: channel.Card, Cards: []channel.CardItem{{Title: markup, Body: zalgo + turned, Media: file, Choices: choices}}},
		{Kind: channel.File, Media: file},
		{Kind: channel.File, Media: script},
		{Kind: channel.File, Media: &channel.Attachment{Object: "outbound/" + string(c.id) + "/x", Type: markup, Name: "a/../" + turned}},
	} {
		_, err := o.Firestore.Doc(fmt.Sprintf("conversations/%s/messages/sent-%d", c.id, i)).Set(o.context(), conversation.Message{
			Direction: conversation.Out, Kind: sent.Kind, Session: 1, Text: sent.Text, Sent: &sent,
			Author: conversation.Author{Email: "bob@store.example", Name: "Bob " + markup + turned},
			Status: channel.Failed, Reason: reason.New("reply.refused", reason.Args{"status": "400", "message": markup}), SentAt: time.Now(),
		})
		o.must(err)
	}
}

// unharmed wants the page to be what it was before somebody hostile wrote.
func (s *seat) unharmed(what string) {
	s.Helper()
	if found := value[[]string](s, injected); len(found) > 0 {
		s.Errorf("%s: %s", what, strings.Join(found, "\n"))
	}
}

// readsAll has a long text shown as far as it was kept.
func (s *seat) readsAll() {
	s.Helper()
	characters := utf8.RuneCountInString(kept)
	s.history().presses("button", fmt.Sprintf("Show all %d,%03d characters", characters/1000, characters%1000))
	s.await(s.history().in("listitem", "").read() + `.some((t) => t.includes(` + "`" + strings.TrimSpace(kept) + "`" + `))`)
	s.unharmed("a long text")
}

// links looks at where the links lead that there are.
func (s *seat) links() {
	s.Helper()
	got := value[[]string](s, `[...new Set(`+s.history().in("link", "").expression()+`.map((a) => a.href))].sort()`)
	want := []string{
		"https://evil.example/x", "https://evil.example/x.png", // as they are written
		"https://store.example/", "https://store.example/%E2%80%AEgnp.exe", "https://store.example/?q=", "mailto:help@store.example",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		s.Errorf("the history has links to %q, want %q", got, want)
	}
}
