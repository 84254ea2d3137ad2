package businessmessages_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const postOffice = "north@post.example"

// postcard is a second channel behind the same phones, as unlike Business Messages as can be: nothing but texts, posted
// as plain text, without receipts, typing, files or speakers, and with an API of its own.
type postcard struct {
	phone   *phone.Phone
	webhook string
}

func (*postcard) Features() phone.Features { return phone.Features{} }

func (*postcard) Keep(string, []byte) (string, error) {
	return "", errors.New("a postcard carries no files")
}

func (c *postcard) Carry(set phone.Settings, act phone.Act, report func(phone.State)) <-chan error {
	first := make(chan error, 1)
	wrote, ok := act.(phone.Wrote)
	if !ok {
		first <- nil
		return first
	}
	go func() {
		res, err := http.Post(c.webhook, "text/plain", strings.NewReader(set.DisplayName+": "+wrote.Text))
		if err == nil {
			_ = res.Body.Close()
			report(phone.Sent)
		}
		first <- err
	}()
	return first
}

// addPostcards adds the channel's brand agent and returns its API, to which the business posts a text for a conversation.
func addPostcards(phones *phone.Phones, webhook string) http.Handler {
	phones.Add(phone.Agent{Name: postOffice, Brand: "North by post", Connect: func(p *phone.Phone) phone.Line {
		return &postcard{p, webhook}
	}})
	mux := http.NewServeMux()
	mux.HandleFunc("POST /cards/{conversation}", func(w http.ResponseWriter, r *http.Request) {
		p, ok := phones.Find(r.PathValue("conversation"))
		text, err := io.ReadAll(r.Body)
		if !ok || err != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_ = p.Update(func(t *phone.Transcript, _ phone.Settings) error {
			t.Show(phone.Entry{ID: string(text), From: phone.Business, Kind: phone.EntryMessage, State: phone.Arrived, Text: string(text)})
			return nil
		})
	})
	return mux
}

// byPost adds the second channel and returns its webhook and its API.
func (w *world) byPost() (*webhook, *httptest.Server) {
	w.t.Helper()
	hook := newWebhook(w.t)
	api := httptest.NewServer(addPostcards(w.Phones, hook.URL))
	w.t.Cleanup(api.Close)
	return hook, api
}

// answers sends a text of the business through the second channel.
func answers(t *testing.T, api *httptest.Server, conversation, text string) {
	t.Helper()
	res, err := http.Post(api.URL+"/cards/"+conversation, "text/plain", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("got %d", res.StatusCode)
	}
}

func TestASecondChannelSharesThePhonesAndTheirPages(t *testing.T) {
	w := newWorld(t)
	hook, api := w.byPost()
	url := newPages(t, w)
	s := open(t, url+"events?conversation=dana~2&name=Dana&agent="+postOffice, "")
	s.batch()
	if code := post(t, url+"message?conversation=dana~2", `{"text":"Are you open?"}`, nil); code != http.StatusAccepted {
		t.Fatalf("got %d", code)
	}
	dana, err := w.PhoneTo(postOffice, "dana~2", "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = dana.Await(t.Context(), func(all []phone.Entry) bool { return all[0].State == phone.Sent })
	if err != nil {
		t.Fatal(err)
	}
	answers(t, api, "dana~2", "Until six.")

	var got []string
	for _, r := range hook.all() {
		got = append(got, string(r.body))
	}
	if diff := cmp.Diff([]string{"Dana: Are you open?"}, got); diff != "" {
		t.Error("the webhook: " + diff)
	}
	shown, _ := open(t, url+"events?conversation=dana~2", "").batch()
	if diff := cmp.Diff([]string{"reset", "entry Are you open?", "entry Until six."}, shown); diff != "" {
		t.Error("the page: " + diff)
	}
	if code, answer := w.call(w.client, http.MethodPost, "/v1/conversations/dana~2/messages",
		message("m", fieldsOf{"text": "hello"})); code != http.StatusForbidden {
		t.Errorf("Business Messages' API got into the other channel's conversation: %d %s", code, answer)
	}
	if n := len(w.webhook.all()); n != 0 {
		t.Errorf("Business Messages' webhook got %d events of the other channel", n)
	}
	if code := post(t, url+"file?conversation=dana~2", `not looked at`, nil); code != http.StatusBadRequest {
		t.Errorf("a file where none can be sent: got %d", code)
	}
}

func TestThePageOffersWhatTheChannelCan(t *testing.T) {
	t.Parallel()
	tb := openTab(t, narrow, "")
	hook, api := tb.byPost()
	tb.phone.Configure(func(s *phone.Settings) { s.Fields["custom"] = "spring" }) // tells the page about the new agent
	tb.sees(`agent.options.length === 2`)
	tb.no(`!person.checkVisibility() || !attach.checkVisibility()`)
	tb.choose("North by post")
	tb.sees(`brand.textContent === 'North by post' && !person.checkVisibility() && !attach.checkVisibility()`)
	tb.writes("Are you open?")
	tb.sees(`document.querySelector('.mine .state')?.textContent === '· sent'`)
	if n := len(hook.all()); n != 1 {
		t.Errorf("the webhook got %d events, want the text only", n)
	}
	answers(t, api, conversation+"~2", "Until six.")
	tb.sees(`document.querySelector('.bubble:not(.mine *)')?.textContent === 'Until six.'`)
	tb.click("Customer and device")
	tb.no(`channel.checkVisibility() || document.querySelectorAll('#fields label').length > 0`)
	tb.accessible("another channel")
	tb.click("Close")
	tb.choose("Northwind")
	tb.sees(`brand.textContent === 'Northwind' && person.checkVisibility()`)
	tb.click("Customer and device")
	tb.sees(`channel.checkVisibility() && document.querySelectorAll('#fields label').length === 4`)
}
