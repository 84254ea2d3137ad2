package rcs_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

func TestAMessageIsDeliveredAndThenRead(t *testing.T) {
	w := newWorld(t)
	ada, events := w.ada(), watch(t, w.Service)
	id := w.says(text("Yes, the last ferry leaves at 22:40."))
	accepted(t, events, 1)
	ada.LookAt(true)
	if diff := cmp.Diff([]string{"READ"}, accepted(t, events, 1)); diff != "" {
		t.Error(diff)
	}
	for i, want := range []string{"DELIVERED", "READ"} {
		if got := w.webhook.payloads(t)[i]; got["eventType"] != want || got["messageId"] != id || got["senderPhoneNumber"] != number {
			t.Errorf("got %v, want %s", got, want)
		}
	}
	if got := ada.Messages()[0]; got.State != phone.Read || got.Text == "" {
		t.Errorf("the phone shows %+v", got)
	}
}

func TestADeliveryIsRepeatedUnchangedUntilItIsAccepted(t *testing.T) {
	w := newWorld(t)
	ada, events := w.ada(), watch(t, w.Service)
	w.webhook.then(http.StatusInternalServerError, http.StatusAccepted)
	_, err := ada.Write(t.Context(), "hello")
	if _, refused := errors.AsType[*google.DeliveryError](err); !refused {
		t.Errorf("got %v", err)
	}
	accepted(t, events, 1)
	all := w.webhook.all()
	if len(all) != 3 {
		t.Fatalf("the webhook got %d requests", len(all))
	}
	for _, again := range all[1:] {
		if string(again.body) != string(all[0].body) || again.header.Get("X-Goog-Signature") != all[0].header.Get("X-Goog-Signature") {
			t.Error("a repetition differs from the first attempt")
		}
	}
	if got := ada.Messages()[0].State; got != phone.Sent {
		t.Errorf("the message is %s", got)
	}
}

func TestEventsCanComeTwiceOutOfOrderAndWithoutTheirHeader(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) { c.Switches = rcs.Switches{Duplicate: true, Reorder: true, NoTypeHeader: true} })
	ada, events := w.ada(), watch(t, w.Service)
	ada.LookAt(true)
	w.says(text("x"))
	if diff := cmp.Diff([]string{"READ", "READ", "DELIVERED", "DELIVERED"}, accepted(t, events, 4)); diff != "" {
		t.Error(diff)
	}
	if h := w.webhook.all()[0].header; h.Get("X-Goog-Webhook-Type") != "" || h.Get("X-Goog-Signature") == "" {
		t.Errorf("got the header %v", h)
	}
}

func TestALoneEventIsNotHeldForever(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) { c.Switches.Reorder = true })
	if _, err := w.ada().Write(t.Context(), "hello"); err != nil {
		t.Fatal(err)
	}
}

// TestAnOfflinePhone gets what has not ended when it comes back, and sends what its customer did.
func TestAnOfflinePhoneGetsWhatHasNotEndedWhenItComesBack(t *testing.T) {
	w := newWorld(t)
	ada, events := w.ada(), watch(t, w.Service)
	set(ada, rcs.Offline, phone.Checked)
	if _, err := ada.Write(t.Context(), "are you there?"); !errors.Is(err, rcs.ErrOffline) {
		t.Errorf("got %v", err)
	}
	short, long := w.says(with(text("short"), "ttl", "600s")), w.says(with(text("long"), "ttl", "6000s"))
	w.says(text("for ever"))
	w.call(http.MethodPost, path("agentEvents?eventId=", w.id()), dots)
	if len(ada.Messages()) != 1 || len(w.webhook.all()) != 0 {
		t.Fatalf("before: the phone shows %+v, the webhook has %d events", ada.Messages(), len(w.webhook.all()))
	}
	w.clock.move(10 * time.Minute)
	set(ada, rcs.Offline, "")
	if diff := cmp.Diff([]string{"TTL_EXPIRATION_REVOKED", "text", "DELIVERED", "DELIVERED"}, accepted(t, events, 4)); diff != "" {
		t.Error(diff)
	}
	if got := w.webhook.payloads(t)[0]; got["messageId"] != short || got["phoneNumber"] != number {
		t.Errorf("got %v", got)
	}
	if got := ada.Messages(); len(got) != 3 || got[1].ID != long || got[2].Text != "for ever" || got[0].State != phone.Sent {
		t.Errorf("the phone shows %+v", got)
	}
}

func TestNothingWaitsForMoreThanAMonth(t *testing.T) {
	w := newWorld(t)
	ada, events := w.ada(), watch(t, w.Service)
	set(ada, rcs.Offline, phone.Checked)
	id := w.says(text("x"))
	w.clock.move(30 * 24 * time.Hour)
	w.Lapse()
	if e := next(t, events, google.PhoneLapsed); e.ID != id {
		t.Errorf("got %+v", e)
	}
	set(ada, rcs.Offline, "")
	if len(ada.Messages()) != 0 || len(w.webhook.all()) != 0 {
		t.Error("it was delivered")
	}
}

// TestAMessageThatCannotBeRevokedMayStillArrive: DELIVERED comes after the event that said the opposite.
func TestAMessageThatCannotBeRevokedMayStillArrive(t *testing.T) {
	w := newWorld(t)
	ada, events := w.ada(), watch(t, w.Service)
	set(ada, rcs.Offline, phone.Checked)
	set(ada, rcs.Lacks, "REVOCATION")
	id := w.says(with(text("x"), "ttl", "10s"))
	w.clock.move(10 * time.Second)
	w.Lapse()
	w.Lapse()
	if code, answer := w.call(http.MethodDelete, "/v1/phones/"+number+"/agentMessages/"+id+"?agentId="+agentID, nil); code != 200 {
		t.Errorf("got %d %s", code, answer)
	}
	set(ada, rcs.Offline, "")
	if diff := cmp.Diff([]string{"TTL_EXPIRATION_REVOKE_FAILED", "DELIVERED"}, accepted(t, events, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestARevokedMessageIsNeverDelivered(t *testing.T) {
	w := newWorld(t)
	ada := w.ada()
	delivered := w.says(text("delivered"))
	set(ada, rcs.Offline, phone.Checked)
	waiting := w.says(text("waiting"))
	revoke := func(id string) int {
		code, _ := w.call(http.MethodDelete, "/v1/phones/"+number+"/agentMessages/"+id+"?agentId="+agentID, nil)
		return code
	}
	if got := []int{revoke(waiting), revoke(waiting), revoke(delivered), revoke(w.id())}; !slices.Equal(got, []int{200, 404, 404, 404}) {
		t.Errorf("got %v", got)
	}
	w.Switch(func(s *rcs.Switches) { s.RevokeAlways = true })
	if got := []int{revoke(waiting), revoke(delivered)}; !slices.Equal(got, []int{200, 200}) {
		t.Errorf("as the schema says: got %v", got)
	}
	set(ada, rcs.Offline, "")
	if got := ada.Messages(); len(got) != 1 || got[0].ID != delivered {
		t.Errorf("the phone shows %+v", got)
	}
}

func TestADeviceWithoutRCSIsNotReachedAndReachesNobody(t *testing.T) {
	w := newWorld(t)
	ada := w.ada()
	set(ada, rcs.Device, rcs.NoRCS)
	code, answer := w.send(w.id(), text("x"))
	w.wants(code, answer, 404, "NOT_FOUND")
	code, answer = w.call(http.MethodPost, path("agentEvents?eventId=", w.id()), dots)
	w.wants(code, answer, 404, "NOT_FOUND")
	code, answer = w.call(http.MethodGet, path("capabilities?requestId=", w.id()), nil)
	w.wants(code, answer, 404, "NOT_FOUND")
	if _, err := ada.Write(t.Context(), "hello"); !errors.Is(err, rcs.ErrNoRCS) {
		t.Errorf("got %v", err)
	}
	if _, err := ada.Await(t.Context(), func(all []phone.Entry) bool { return all[0].State == phone.Dropped }); err != nil {
		t.Error(err)
	}
}

func TestDotsShowForTwentySecondsOrUntilAMessage(t *testing.T) {
	for name, ends := range map[string]func(*world){
		"for twenty seconds": func(w *world) { w.clock.move(20 * time.Second); w.Lapse() },
		"until a message":    func(w *world) { w.says(text("x")) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.ada()
			events := watch(t, w.Service)
			w.call(http.MethodPost, path("agentEvents?eventId=", w.id()), dots)
			if e := next(t, events, google.PhoneTyping); e.Detail != "started" {
				t.Errorf("got %+v", e)
			}
			w.clock.move(time.Second)
			w.Lapse()
			ends(w)
			if e := next(t, events, google.PhoneTyping); e.Detail != "stopped" {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestTheBusinessReadsWhatTheCustomerDid(t *testing.T) {
	w := newWorld(t)
	ada := w.ada()
	id, err := ada.Write(t.Context(), "hello")
	if err != nil {
		t.Fatal(err)
	}
	offer := w.says(chips(action("dialAction", fields{"phoneNumber": "1"})))
	if err := ada.Tap(t.Context(), offer, 0); err != nil {
		t.Fatal(err)
	}
	tapped := w.webhook.payloads(t)[2]["messageId"].(string)
	for _, one := range []string{id, tapped} {
		code, answer := w.call(http.MethodPost, path("agentEvents?eventId=", w.id()), fields{"eventType": "READ", "messageId": one})
		if code != 200 {
			t.Errorf("got %d %s", code, answer)
		}
	}
	if got := ada.Messages()[0].State; got != phone.Read {
		t.Errorf("the message is %s", got)
	}
}

// TestConsent writes the keywords of the device's country, in any case, and checks what the business may still send.
func TestConsent(t *testing.T) {
	for locale, words := range map[string][2]string{
		"en-US": {"STOP", "START"}, "es-MX": {"baja", "Alta"}, "pt-BR": {"parar", "começar"}, "fr-FR": {"Stop", "Démarrer"},
		"de-DE": {" stop ", "start"}, "es-ES": {"STOP", "START"},
	} {
		t.Run(locale, func(t *testing.T) {
			w := newWorld(t)
			ada, events := w.ada(), watch(t, w.Service)
			ada.Configure(func(s *phone.Settings) { s.Locale = locale })
			for i, want := range []string{"UNSUBSCRIBE", "SUBSCRIBE"} {
				if _, err := ada.Write(t.Context(), words[i]); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]string{"text", want}, accepted(t, events, 2)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	t.Run("from the menu", func(t *testing.T) {
		w := newWorld(t)
		ada := w.ada()
		ada.Configure(func(s *phone.Settings) { s.Locale = "es-ES" })
		for _, on := range []bool{false, true} {
			if err := ada.Consent(t.Context(), on); err != nil {
				t.Fatal(err)
			}
		}
		var got []any
		for _, p := range w.webhook.payloads(t) {
			got = append(got, p["text"], p["eventType"])
		}
		if diff := cmp.Diff([]any{"BAJA", nil, nil, "UNSUBSCRIBE", "ALTA", nil, nil, "SUBSCRIBE"}, got); diff != "" {
			t.Error(diff)
		}
		if e := ada.Messages(); e[0].Kind != phone.EntryConsent || e[0].Text != "unsubscribed" || e[1].Text != "subscribed" {
			t.Errorf("the phone shows %+v", e)
		}
	})
}

func TestAnUnsubscribedCustomerGetsOnlyWhatIsEssential(t *testing.T) {
	w := newWorld(t)
	ada := w.ada()
	sends := func(kind string) int {
		code, _ := w.send(w.id(), with(text("x"), "messageTrafficType", kind))
		return code
	}
	all := func() string {
		var b strings.Builder
		for _, kind := range []string{"AUTHENTICATION", "TRANSACTION", "SERVICEREQUEST", "PROMOTION", "ACKNOWLEDGEMENT", "ACKNOWLEDGEMENT"} {
			b.WriteString(map[int]string{200: "+", 403: "-"}[sends(kind)])
		}
		return b.String()
	}
	consent := func(on bool) {
		if err := ada.Consent(t.Context(), on); err != nil {
			t.Fatal(err)
		}
	}
	got := all()
	consent(false)
	got += " " + all()
	consent(false) // again: one more acknowledgement
	got += " " + all()
	consent(true)
	got += " " + all()
	consent(false)
	if _, err := ada.Write(t.Context(), "But where is my order?"); err != nil {
		t.Fatal(err)
	}
	got += " " + all()
	if want := "++++++ ++--+- ++--+- ++++++ ++++++"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestThePhoneShowsEveryKindOfChipAndCard(t *testing.T) {
	w := newWorld(t)
	ada := w.ada()
	request := parse(t, "api/message-text-suggested-actions-all.request")
	if code, answer := w.call(request.Method, address(t, request), string(request.Body)); code != 200 {
		t.Fatalf("got %d %s", code, answer)
	}
	var kinds []phone.ChipKind
	for _, chip := range ada.Messages()[0].Chips {
		kinds = append(kinds, chip.Kind)
	}
	want := []phone.ChipKind{
		phone.Dial, phone.Open, phone.WebView, phone.ShowPlace, phone.ShowPlace, phone.AskPlace, phone.Calendar,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	for i := range want {
		if err := ada.Tap(t.Context(), ada.Messages()[0].ID, i); err != nil {
			t.Error(err)
		}
	}
	request = parse(t, "api/message-card-standalone-horizontal.request")
	if code, answer := w.call(request.Method, address(t, request), string(request.Body)); code != 200 {
		t.Fatalf("got %d %s", code, answer)
	}
	if card := ada.Messages()[1].Cards[0]; card.Side == "" || card.Picture == nil {
		t.Errorf("the phone shows %+v", card)
	}
	w.says(content(fields{"contentInfo": fields{"fileUrl": "https://harbor.example/menu.pdf"}}))
	if e := ada.Messages()[2]; e.File == nil || e.File.ContentType != "application/pdf" {
		t.Errorf("the phone shows %+v", e)
	}
}

// TestACustomerHasOneNumberWithEveryAgent, and an agent that the customer has not written to reaches the same customer.
func TestACustomerHasOneNumberWithEveryAgent(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) {
		c.Agents = append(c.Agents, rcs.Agent{ID: "pier", ClientToken: "t", WebhookURL: c.Agents[0].WebhookURL})
	})
	p := w.Phone("a-browser", "Dana")
	tel := w.Number("a-browser")
	if tel != p.Line().Features().Address || !strings.HasPrefix(tel, "+3363998") {
		t.Errorf("got %s", tel)
	}
	set(p, rcs.Device, rcs.NoCards)
	code, answer := w.call(http.MethodPost, "/v1/phones/"+tel+"/agentMessages?agentId=pier&messageId="+w.id(), text("hello"))
	if code != 200 {
		t.Fatalf("got %d %s", code, answer)
	}
	other, err := w.PhoneTo("pier", "a-browser~2", "")
	if err != nil || len(other.Messages()) != 1 || other.Settings().Fields[rcs.Device] != rcs.NoCards {
		t.Errorf("got %v, %+v", err, other)
	}
	if len(p.Messages()) != 0 {
		t.Error("the first agent's phone shows it")
	}
}

func TestStrangersHavePhonesIfTheyAreWelcome(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) { c.Strangers = true })
	w.says(text("x"))
	p, ok := w.Find(number)
	if !ok || len(p.Messages()) != 1 {
		t.Error("the number has no phone")
	}
}

func TestTheHandshakeTakesWhatGooglesSamplesSend(t *testing.T) {
	for name, c := range map[string]struct {
		answer  string // %s is the secret
		works   bool
		inexact []string
	}{
		"the secret":          {"%s", true, nil},
		"a sentence":          {"secret: %s", true, []string{agentID}},
		"something else":      {"ok", false, nil},
		"the secret, refused": {"", false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var got http.Header
			w.SetWebhook(agentID, answering(t, c.answer, &got))
			inexact, err := w.Handshake(t.Context())
			if (err == nil) != c.works || !slices.Equal(inexact, c.inexact) {
				t.Errorf("got %v, %v", inexact, err)
			}
			if got.Get("X-Goog-Webhook-Type") != "verification" || got.Get("X-Goog-Signature") != "" {
				t.Errorf("got the header %v", got)
			}
		})
	}
}

func TestAConfigurationThatCannotWork(t *testing.T) {
	_, err := rcs.New(rcs.Config{Agents: []rcs.Agent{{ID: "a b"}, {ID: "x", ClientToken: "t"}, {ID: "x@rbm.goog", ClientToken: "t"}}})
	for _, want := range []string{`"a b" is no agent's id`, "no client token", `"x" is there twice`, "no phones"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := rcs.New(rcs.Config{Phones: phone.New(time.Now), Now: time.Now}); err == nil {
		t.Error("a service without agents begins")
	}
}
