package rcs_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	sim "github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// product is Frontdesk's adapter, connected to the world.
type product struct {
	*world
	adapter *rcs.Adapter
}

// Client is the client of the account.
func (p product) Client(context.Context, string, bool) (*http.Client, error) { return p.client, nil }

func newProduct(t *testing.T, changes ...func(*sim.Config)) product {
	t.Helper()
	p := product{world: newWorld(t, changes...)}
	p.adapter = &rcs.Adapter{Clients: p, URL: p.api.URL, FilesURL: p.api.URL}
	return p
}

func (p product) peer() channel.Peer {
	return channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: agentID, Key: number}
}

// sends prepares a message and sends its pieces.
func (p product) sends(o channel.Outbound) error {
	p.t.Helper()
	pieces, err := p.adapter.Prepare(o)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, piece := range pieces {
		if _, err := p.adapter.Send(p.t.Context(), p.peer(), piece); err != nil {
			return err
		}
	}
	return nil
}

// receives admits and decodes everything that the webhook got.
func (p product) receives() []channel.Inbound {
	p.t.Helper()
	var all []channel.Inbound
	for _, r := range p.webhook.all() {
		admission, err := p.adapter.Admit(channel.Request{
			Method: http.MethodPost, Header: func(name string) []string { return r.header.Values(name) }, Body: r.body,
		}, []string{"an older token", clientToken})
		if err != nil {
			p.t.Fatal(err)
		}
		for _, part := range admission.Parts {
			in, err := p.adapter.Decode(channel.Delivery{Account: "acme", Body: part.Body, ReceivedAt: time.Now()})
			if err != nil {
				p.t.Fatal(err)
			}
			all = append(all, in...)
		}
	}
	return all
}

// everything is one message of each kind that the product can send.
func everything() []channel.Outbound {
	at := time.Date(2026, 11, 21, 5, 40, 0, 0, time.UTC)
	picture := &channel.Attachment{URL: "https://harbor.example/a.png", Type: "image/png"}
	actions := []channel.ChoiceItem{
		{Label: "Yes", Postback: "yes"},
		{Kind: channel.URLChoice, Label: "Page", Postback: "p", URL: "https://harbor.example"},
		{Kind: channel.URLChoice, Label: "View", Postback: "p", URL: "https://harbor.example", View: "tall"},
		{Kind: channel.DialChoice, Label: "Call", Postback: "p", Phone: "+15550100999"},
		{Kind: channel.PlaceChoice, Label: "Map", Postback: "p", Place: &channel.Place{Latitude: 47.6, Longitude: -122.3, Label: "Pier"}},
		{Kind: channel.AskPlaceChoice, Label: "Where?", Postback: "p"},
		{Kind: channel.CalendarChoice, Label: "Note", Postback: "p", Appointment: &channel.Appointment{Title: "Ferry", Start: at, End: at.Add(time.Hour)}},
	}
	card := channel.CardItem{Title: "North", Body: "every hour", Media: picture, Choices: actions[:4]}
	return []channel.Outbound{
		{Text: "hello"},
		{Text: "choose", Choices: actions},
		{Kind: channel.File, Media: picture},
		{Kind: channel.File, Media: &channel.Attachment{URL: "https://harbor.example/a.pdf", Type: "application/pdf"}, Text: "the menu"},
		{Kind: channel.Card, Cards: []channel.CardItem{card}},
		{Kind: channel.Card, Cards: []channel.CardItem{card, card}, Choices: actions[4:]},
		{Kind: channel.Location, Place: &channel.Place{Latitude: 47.6, Longitude: -122.3, Label: "Pier"}},
		{Text: "soon", ExpiresAt: at.Add(time.Hour), Purpose: channel.Transaction},
	}
}

func TestThePhoneShowsEverythingThatTheProductSends(t *testing.T) {
	p := newProduct(t)
	ada, events := p.ada(), watch(t, p.Service)
	for i, o := range everything() {
		o.ID = string(rune('a' + i))
		for range 2 { // the second time is the same message
			if err := p.sends(o); err != nil {
				t.Fatalf("%d: %v", i, err)
			}
		}
	}
	shown := ada.Messages()
	if len(shown) != len(everything())+1 { // a file and its text are two
		t.Fatalf("the phone shows %d messages: %+v", len(shown), shown)
	}
	accepted(t, events, len(shown))
	var want, got []string
	for _, e := range shown {
		want = append(want, e.ID)
	}
	for _, in := range p.receives() {
		if in.Kind != channel.Receipt || in.Status != channel.Delivered {
			t.Errorf("got %+v", in)
		}
		got = append(got, in.ProviderOf)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheProductUnderstandsEverythingThatTheCustomerDoes(t *testing.T) {
	p := newProduct(t)
	ada := p.ada()
	must := func(_ string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(ada.Write(t.Context(), "hello ⛴ <b>&</b>"))
	must(ada.AttachNamed(t.Context(), "booking.pdf", "application/pdf", []byte("%PDF-1.7")))
	must(ada.SharePlace(t.Context(), phone.Place{Latitude: 47.6, Longitude: -122.3}))
	must("", ada.Typing(t.Context(), true))
	must("", ada.Consent(t.Context(), false))
	must("", ada.Consent(t.Context(), true))
	must("", p.sends(channel.Outbound{ID: "offer", Text: "choose", Choices: everything()[1].Choices[:2]}))
	must("", ada.Tap(t.Context(), rcs.MessageID("", "offer"), 1))
	p.Switch(func(s *sim.Switches) { s.EventTaps = true })
	must("", ada.Tap(t.Context(), rcs.MessageID("", "offer"), 1))
	must("", ada.Tap(t.Context(), rcs.MessageID("", "offer"), 0))
	must("", ada.Read(t.Context()))
	var kinds []channel.Kind
	all := p.receives()
	for _, in := range all {
		kinds = append(kinds, in.Kind)
		if in.Peer != p.peer() || in.ID == "" {
			t.Errorf("got %+v", in)
		}
	}
	want := []channel.Kind{
		channel.Text, channel.File, channel.Location, channel.Typing, channel.Consent, channel.Consent, channel.Consent, channel.Consent,
		channel.Receipt, channel.Choice, channel.Choice, channel.Choice, channel.Receipt,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Fatal(diff)
	}
	if all[0].Text != "hello ⛴ <b>&</b>" || all[1].File.Name != "booking.pdf" || all[2].Place.Latitude != 47.6 ||
		all[4].On || all[5].On || !all[6].On || !all[7].On || all[9].Text != "Page" || all[10].Text != "" || all[11].Postback != "yes" || all[12].Status != channel.Read {
		t.Errorf("got %+v", all)
	}
	content, err := p.adapter.Fetch(t.Context(), "acme", all[1].URL, func(_ context.Context, address string, _ map[string]string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(fetch(t, address))), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := io.ReadAll(content)
	if err != nil || string(file) != "%PDF-1.7" {
		t.Errorf("got %q, %v", file, err)
	}
}

// TestTheProductsSignals are the dots, the receipt, and taking a message back.
func TestTheProductsSignals(t *testing.T) {
	p := newProduct(t)
	ada, events := p.ada(), watch(t, p.Service)
	id, err := ada.Write(t.Context(), "hello")
	if err != nil {
		t.Fatal(err)
	}
	send := func(o channel.Outbound) error {
		_, err := p.adapter.Send(t.Context(), p.peer(), o)
		return err
	}
	for _, o := range []channel.Outbound{
		{ID: "t", Kind: channel.Typing, On: true}, {ID: "o", Kind: channel.Typing}, {ID: "s", Kind: channel.Seen, Of: id},
	} {
		if err := send(o); err != nil {
			t.Error(err)
		}
	}
	next(t, events, google.PhoneTyping)
	next(t, events, google.PhoneReceipt)
	set(ada, sim.Offline, phone.Checked)
	for _, o := range []channel.Outbound{{ID: "m", Text: "x"}, {ID: "r", Kind: channel.Revoke, Of: "m"}} {
		if err := send(o); err != nil {
			t.Error(err)
		}
	}
	if e := next(t, events, google.PhoneLapsed); e.ID != rcs.MessageID("", "m") {
		t.Errorf("got %+v", e)
	}
	if err := send(channel.Outbound{ID: "r2", Kind: channel.Revoke, Of: "m"}); channel.OutcomeOf(err) != channel.Rejected {
		t.Errorf("a second time: got %v", err)
	}
}

// TestTheProductFitsWhatTheDeviceLacks: what is left over is text with links.
func TestTheProductFitsWhatTheDeviceLacks(t *testing.T) {
	for name, change := range map[string]func(*phone.Settings){
		"without cards":  func(s *phone.Settings) { s.Fields[sim.Device] = sim.NoCards },
		"with text only": func(s *phone.Settings) { s.Old = true },
		"without calls":  func(s *phone.Settings) { s.Fields[sim.Lacks] = "ACTION_DIAL ACTION_OPEN_URL_IN_WEBVIEW" },
	} {
		t.Run(name, func(t *testing.T) {
			p := newProduct(t)
			p.ada().Configure(change)
			for i, o := range everything() {
				o.ID = string(rune('a' + i))
				if err := p.sends(o); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			}
			if shown := p.ada().Messages()[1]; shown.Text == "choose" != (name == "without cards") {
				t.Errorf("the phone shows %q with %+v", shown.Text, shown.Chips)
			}
		})
	}
}

func TestTheProductKnowsWhoCanBeReached(t *testing.T) {
	p := newProduct(t)
	p.ada()
	if f, err := p.adapter.Features(t.Context(), p.peer()); err != nil || !slices.Contains(f, "RICHCARD_CAROUSEL") {
		t.Errorf("got %v, %v", f, err)
	}
	other := p.peer()
	other.Key = "+15550100124"
	if _, err := p.adapter.Features(t.Context(), other); channel.OutcomeOf(err) != channel.Rejected {
		t.Errorf("a number without RCS: got %v", err)
	}
	var numbers []string
	for i := range 500 {
		numbers = append(numbers, "+1555010"+string([]rune{rune('0' + i/1000%10), rune('0' + i/100%10), rune('0' + i/10%10), rune('0' + i%10)}))
	}
	if got, err := p.adapter.Reachable(t.Context(), "acme", agentID, numbers); err != nil || !slices.Equal(got, []string{number}) {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestTheProductUnderstandsEveryRefusal sends a message into each kind of trouble.
func TestTheProductUnderstandsEveryRefusal(t *testing.T) {
	for name, c := range map[string]struct {
		trouble func(product)
		want    channel.Outcome
	}{
		"no trouble":          {func(product) {}, channel.Accepted},
		"no RCS":              {func(p product) { set(p.ada(), sim.Device, sim.NoRCS) }, channel.Rejected},
		"no tester":           {func(p product) { p.Launch(agentID, "SUSPENDED") }, channel.Rejected},
		"unsubscribed":        {func(p product) { _ = p.ada().Consent(p.t.Context(), false) }, channel.Rejected},
		"a quota":             {func(p product) { p.Inject(google.Fault{Status: 429}) }, channel.Retry},
		"an outage":           {func(p product) { p.Inject(google.Fault{Status: 503}) }, channel.Unclear},
		"an answer lost":      {func(p product) { p.Inject(google.Fault{AnswerLost: true}) }, channel.Unclear},
		"used, as Google":     {func(p product) { _ = p.sends(channel.Outbound{ID: "m", Text: "x"}) }, channel.Accepted},
		"used, as others say": {func(p product) { p.Switch(conflict); _ = p.sends(channel.Outbound{ID: "m", Text: "x"}) }, channel.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProduct(t)
			p.ada()
			c.trouble(p)
			err := p.sends(channel.Outbound{ID: "m", Text: "x"})
			if got := channel.OutcomeOf(err); got != c.want {
				t.Errorf("got %s, %v, want %s", got, err, c.want)
			}
			if c.want == channel.Unclear { // and again
				if err := p.sends(channel.Outbound{ID: "m", Text: "x"}); err != nil || len(p.ada().Messages()) != 1 {
					t.Errorf("got %v, and the phone shows %+v", err, p.ada().Messages())
				}
			}
		})
	}
}

func conflict(s *sim.Switches) { s.Conflict = true }

// pictured is a server of one picture, wherever it is asked for.
func pictured(t *testing.T) (url string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(drawing(4, 4))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestTheProductUploadsAFileOnce(t *testing.T) {
	p := newProduct(t)
	ada, events := p.ada(), watch(t, p.Service)
	file := channel.Outbound{Kind: channel.File, Media: &channel.Attachment{
		Object: "replies/a.png", URL: pictured(t) + "/a.png", Type: "image/png",
	}}
	for _, id := range []string{"a", "b"} {
		file.ID = id
		if err := p.sends(file); err != nil {
			t.Fatal(err)
		}
	}
	var got []google.Method
	for len(got) < 3 {
		if e := next(t, events, google.APICalled); e.Method != google.TokenIssue {
			got = append(got, e.Method)
		}
	}
	if diff := cmp.Diff([]google.Method{sim.FilesCreate, sim.MessagesCreate, sim.MessagesCreate}, got); diff != "" {
		t.Error(diff)
	}
	if len(ada.Messages()) != 2 || ada.Messages()[1].Picture == nil {
		t.Errorf("the phone shows %+v", ada.Messages())
	}
}
