package businessmessages_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

func TestARefusedDeliveryIsRetriedUntilItIsAccepted(t *testing.T) {
	w := newWorld(t)
	events := watch(t, w.Service)
	w.webhook.then(status(500), status(204), status(200))
	p := w.Phone(conversation, "Dana")
	_, err := p.Write(t.Context(), "hello")
	refused, ok := errors.AsType[*google.DeliveryError](err)
	if !ok || refused.Status != http.StatusInternalServerError {
		t.Fatalf("got %v, want a refusal with 500", err)
	}
	if e := next(t, events, google.WebhookAccepted); e.Attempt != 3 {
		t.Errorf("accepted at attempt %d, want 3: 204 is not 200", e.Attempt)
	}
	if _, err := p.Await(t.Context(), func(es []phone.Entry) bool { return es[0].State == phone.Sent }); err != nil {
		t.Error(err)
	}
	all := w.webhook.all()
	if diff := cmp.Diff(string(all[0].body), string(all[2].body)); diff != "" {
		t.Error("a retry differs from the first attempt: " + diff)
	}
}

func TestARedirectIsAFailure(t *testing.T) {
	w := newWorld(t)
	w.webhook.then(func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	code, err := w.Deliver(t.Context(), []byte(`{}`))
	if code != http.StatusTemporaryRedirect || err == nil || len(w.webhook.all()) != 1 {
		t.Errorf("got %d, %v after %d requests", code, err, len(w.webhook.all()))
	}
}

func TestAWebhookThatIsNotThere(t *testing.T) {
	w := newWorld(t)
	w.webhook.Close()
	code, err := w.Deliver(t.Context(), []byte(`{}`))
	if down, ok := errors.AsType[*google.DeliveryError](err); code != 0 || !ok || down.Err == nil {
		t.Errorf("got %d, %v", code, err)
	}
}

func TestAnEventCanBeDeliveredTwice(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	if code, err := w.Deliver(t.Context(), w.Events(p.Conversation())[0]); code != http.StatusOK || err != nil {
		t.Fatal(code, err)
	}
	all := w.webhook.all()
	if len(all) != 2 || string(all[0].body) != string(all[1].body) ||
		all[0].header.Get("X-Goog-Signature") != all[1].header.Get("X-Goog-Signature") {
		t.Errorf("got %d requests, want the same one twice", len(all))
	}
}

func TestFirstAttemptsKeepTheOrderOfAConversationAndRetriesHoldUpNothing(t *testing.T) {
	w := newWorld(t)
	p := w.Phone(conversation, "Dana")
	w.webhook.then(status(500))
	var want []string
	for _, text := range []string{"one", "two", "three", "four"} {
		_, _ = p.Write(t.Context(), text)
		want = append(want, text)
	}
	var got []string
	for _, r := range w.webhook.all()[:4] {
		got = append(got, object(t, r.body)["message"].(map[string]any)["text"].(string))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheURLOfTheWebhookMayChangeBetweenAttempts(t *testing.T) {
	w := newWorld(t)
	w.SetWebhook("")
	p := w.Phone(conversation, "Dana")
	if _, err := p.Write(t.Context(), "hello"); err == nil {
		t.Fatal("got no error without a webhook")
	}
	w.SetWebhook(w.webhook.URL)
	if _, err := p.Await(t.Context(), func(es []phone.Entry) bool { return es[0].State == phone.Sent }); err != nil {
		t.Error(err)
	}
}

// refuser is a webhook without a network: it refuses and keeps the times.
type refuser struct {
	mu    sync.Mutex
	times []time.Time
}

func (r *refuser) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times = append(r.times, time.Now())
	return &http.Response{StatusCode: 503, Body: io.NopCloser(strings.NewReader("")), Request: req}, nil
}

func TestRetriesBackOffAndEndAfterSevenDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hook := &refuser{}
		phones := phone.New(time.Now)
		s, err := businessmessages.New(businessmessages.Config{
			Phones: phones, Agent: agent, ClientToken: "t", WebhookURL: "http://webhook.example/", Now: time.Now,
			Client: &http.Client{Transport: hook},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		events := s.Watch(t.Context())
		begun := time.Now()
		p := phones.Phone(conversation, "Dana")
		if _, err := p.Write(t.Context(), "hello"); err == nil {
			t.Fatal("got no error")
		}
		next(t, events, google.WebhookDropped)

		var got []time.Duration
		for i := range 8 {
			got = append(got, hook.times[i+1].Sub(hook.times[i]))
		}
		const ms, s10 = time.Millisecond, 10 * time.Second
		want := []time.Duration{250 * ms, 500 * ms, 1000 * ms, 2000 * ms, 4000 * ms, 8000 * ms, s10, s10}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		last := hook.times[len(hook.times)-1].Sub(begun)
		if week := 7 * 24 * time.Hour; last > week || last < week-s10 {
			t.Errorf("the last attempt was after %v", last)
		}
		synctest.Wait()
		if state := p.Messages()[0].State; state != phone.Dropped {
			t.Errorf("the phone shows %s, want dropped", state)
		}
	})
}

func TestAWebhookThatDoesNotAnswerIsGivenTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := businessmessages.New(businessmessages.Config{
			Phones: phone.New(time.Now), Agent: agent, ClientToken: "t", WebhookURL: "http://webhook.example/", Now: time.Now,
			Client: &http.Client{Transport: silent{}},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		begun := time.Now()
		if _, err := s.Deliver(t.Context(), []byte("{}")); err == nil || time.Since(begun) != 10*time.Second {
			t.Errorf("got %v after %v", err, time.Since(begun))
		}
	})
}

type silent struct{}

func (silent) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}
