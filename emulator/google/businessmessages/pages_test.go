package businessmessages_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

func newPages(t *testing.T, w *world) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/phone/", http.StripPrefix("/phone", w.Pages()))
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections) // which a browser keeps for later
	return s.URL + "/phone/"
}

// stream reads server-sent events.
type stream struct {
	t      *testing.T
	lines  *bufio.Scanner
	cancel context.CancelFunc
}

type serverEvent struct{ name, id, data string }

func open(t *testing.T, url, lastEventID string) *stream {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastEventID != "" {
		req.Header.Set("Last-Event-ID", lastEventID)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); res.Body.Close() })
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("got %d %s", res.StatusCode, kind)
	}
	return &stream{t: t, lines: bufio.NewScanner(res.Body), cancel: cancel}
}

func (s *stream) next() serverEvent {
	s.t.Helper()
	var e serverEvent
	for s.lines.Scan() {
		name, value, _ := strings.Cut(s.lines.Text(), ": ")
		switch name {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			e.data = value
		case "":
			return e
		}
	}
	s.t.Fatal("the stream ended")
	return e
}

// batch reads up to the next screen and returns a summary of what came, and its id.
func (s *stream) batch() (short []string, id string) {
	s.t.Helper()
	for {
		e := s.next()
		if e.name == "screen" {
			return short, e.id
		}
		line := e.name
		if e.name == "entry" {
			var entry phone.Entry
			if err := json.Unmarshal([]byte(e.data), &entry); err != nil {
				s.t.Fatal(err)
			}
			line += " " + entry.Text
		}
		short = append(short, line)
	}
}

func TestTheStreamBeginsWithEverythingAndGoesOnWhereItEnded(t *testing.T) {
	w := newWorld(t)
	url := newPages(t, w) + "events?conversation=" + conversation + "&name=Dana"
	w.begin()
	w.send("m1", "one")

	s := open(t, url, "")
	got, id := s.batch()
	if diff := cmp.Diff([]string{"reset", "entry hello", "entry one"}, got); diff != "" {
		t.Error(diff)
	}
	s.cancel()
	w.send("m2", "two")
	got, _ = open(t, url, id).batch()
	if last := got[len(got)-1]; last != "entry two" || got[0] == "reset" {
		t.Errorf("after a break: got %q", got)
	}
	got, _ = open(t, url, "another-life/3").batch()
	if diff := cmp.Diff([]string{"reset", "entry hello", "entry one", "entry two"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheStreamShowsChanges(t *testing.T) {
	w := newWorld(t)
	w.begin()
	s := open(t, newPages(t, w)+"events?conversation="+conversation, "")
	s.batch()
	w.do("POST", "/events?eventId=e", dots)
	if e := s.next(); e.name != "screen" || !strings.Contains(e.data, `"typing":{"name":"Bot","automated":true`) {
		t.Errorf("got %+v", e)
	}
}

func TestTheStreamMakesANewPhoneWithNameAndLanguage(t *testing.T) {
	w := newWorld(t)
	url := newPages(t, w)
	open(t, url+"events?conversation=c-2&name=Mina&locale=fr-FR", "").batch()
	open(t, url+"events?conversation=c-2&name=Other&locale=en-GB", "").batch()
	got := w.Phone("c-2", "").Settings()
	if got.DisplayName != "Mina" || got.Locale != "fr-FR" {
		t.Errorf("got %+v", got)
	}
}

func TestAPhoneThatNoPageShowsIsNotOpen(t *testing.T) {
	w := newWorld(t)
	url := newPages(t, w)
	p := w.begin()
	s := open(t, url+"events?conversation="+conversation, "")
	s.batch()
	post(t, url+"look?conversation="+conversation, `{"open":true}`, nil)
	if !p.Settings().Open {
		t.Fatal("not open")
	}
	s.cancel()
	ended, err := p.Await(t.Context(), func([]phone.Entry) bool { return !p.Settings().Open })
	if err != nil {
		t.Error(err, ended)
	}
}

func post(t *testing.T, url, body string, header map[string]string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for k, v := range header {
		req.Header.Set(k, v)
		if k == "Host" {
			req.Host = v
		}
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

func TestWhatThePageDoesIsSent(t *testing.T) {
	for name, c := range map[string]struct{ path, body, want string }{
		"a text":          {"message", `{"text":"hi"}`, "message"},
		"typing":          {"typing", `{"on":true}`, "userStatus"},
		"a person":        {"person", `{}`, "userStatus"},
		"a chip":          {"tap", `{"message":"m","index":0}`, "suggestionResponse"},
		"a chip of cards": {"tap", `{"message":"cards","card":0,"index":0}`, "suggestionResponse"},
		"signing in":      {"signin", `{"message":"m","allow":true}`, "authenticationResponse"},
		"a survey":        {"survey", `{"survey":"s","question":0,"option":1}`, "surveyResponse"},
		"looking":         {"look", `{"open":true}`, "receipts READ"},
		"an image":        {"file", `not looked at`, "message"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			url := newPages(t, w)
			p := w.begin()
			w.do("POST", "/messages", message("cards", standalone(fieldsOf{"title": "t", "suggestions": []any{reply("a")}})))
			w.do("POST", "/messages", message("m", chips(reply("a"), oauth("", nil)["suggestions"].([]any)[0])))
			w.do("POST", "/surveys?surveyId=s", nil)
			header := map[string]string{"Sec-Fetch-Site": "same-origin"}
			if c.path == "file" {
				header["Content-Type"] = "image/png"
			}
			if code := post(t, url+c.path+"?conversation="+conversation, c.body, header); code != http.StatusAccepted {
				t.Fatalf("got %d", code)
			}
			sent := kinds(w, p)
			if got := sent[len(sent)-1]; got != c.want {
				t.Errorf("sent %s, want %s", got, c.want)
			}
		})
	}
}

func TestThePageChangesTheSettings(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	p.Configure(func(s *phone.Settings) { s.Open = true })
	body := `{"name":"Sam","locale":"fr-FR","old":true,` +
		`"fields":{"entryPoint":"URL","placeId":"","resolved":"fr-CA","custom":"spring","another channel's":"x"}}`
	if code := post(t, newPages(t, w)+"settings?conversation="+conversation, body, nil); code != http.StatusAccepted {
		t.Fatalf("got %d", code)
	}
	want := phone.Settings{
		DisplayName: "Sam", Locale: "fr-FR", Old: true, Open: true, AutoReceipts: true,
		Fields: map[string]string{"entryPoint": "URL", "placeId": "", "resolved": "fr-CA", "custom": "spring"},
	}
	if diff := cmp.Diff(want, p.Settings()); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyThePageItselfDrivesThePhone(t *testing.T) {
	for name, c := range map[string]struct {
		header map[string]string
		body   string
		want   int
	}{
		"the page":                      {map[string]string{"Sec-Fetch-Site": "same-origin"}, `{"text":"x"}`, 202},
		"a program":                     {nil, `{"text":"x"}`, 202},
		"a page of another site":        {map[string]string{"Sec-Fetch-Site": "cross-site"}, `{"text":"x"}`, 403},
		"a page of another port":        {map[string]string{"Sec-Fetch-Site": "same-site"}, `{"text":"x"}`, 403},
		"an old browser from elsewhere": {map[string]string{"Origin": "https://evil.example"}, `{"text":"x"}`, 403},
		"a name made to point here":     {map[string]string{"Host": "evil.example"}, `{"text":"x"}`, 403},
		"a form":                        {map[string]string{"Content-Type": "text/plain"}, `{"text":"x"}`, 415},
		"a very long text":              {nil, `{"text":"` + strings.Repeat("x", 65<<10) + `"}`, 413},
		"no text":                       {nil, `{"text":" "}`, 400},
		"no JSON":                       {nil, `text`, 400},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.begin()
			url := newPages(t, w) + "message?conversation=" + conversation
			if code := post(t, url, c.body, c.header); code != c.want {
				t.Errorf("got %d, want %d", code, c.want)
			}
		})
	}
	t.Run("an unknown phone", func(t *testing.T) {
		w := newWorld(t)
		if code := post(t, newPages(t, w)+"message?conversation=none", `{"text":"x"}`, nil); code != http.StatusNotFound {
			t.Errorf("got %d, want 404", code)
		}
	})
	t.Run("a stream of a strange name", func(t *testing.T) {
		w := newWorld(t)
		if code, _, _ := get(t, newPages(t, w)+"events?conversation=a/b"); code != http.StatusBadRequest {
			t.Errorf("got %d, want 400", code)
		}
	})
}

func TestThePageListsItsCustomers(t *testing.T) {
	w := newWorld(t)
	w.Phone("b", "Sam")
	w.Phone("a", "Dana")
	_, _, body := get(t, newPages(t, w)+"phones")
	const with = `"agent":"` + agent + `","brand":"Northwind"}`
	want := `[{"conversation":"a","name":"Dana",` + with + `,{"conversation":"b","name":"Sam",` + with + `]`
	if strings.TrimSpace(body) != want {
		t.Errorf("got %s", body)
	}
}

func TestThePageIsServedUnderAStrictPolicy(t *testing.T) {
	w := newWorld(t)
	url := newPages(t, w)
	for _, name := range []string{"", "phone.css", "phone.js"} {
		res, err := http.Get(url + name)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		policy := res.Header.Get("Content-Security-Policy")
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") {
			t.Errorf("%q: got %d with %q", name, res.StatusCode, policy)
		}
	}
}

// TestThePageMakesNoMarkupOfText keeps the promise that nothing that comes from outside can become markup.
func TestThePageMakesNoMarkupOfText(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\b|new Function`)
	inline := regexp.MustCompile(`<script(?:[^>]*)>[^<]|\son\w+=|\sstyle=|<style`)
	files, err := fs.Glob(os.DirFS("../../phone/web"), "*")
	if err != nil || len(files) < 3 {
		t.Fatal(err, files)
	}
	for _, name := range files {
		raw, err := os.ReadFile("../../phone/web/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if found := forbidden.FindString(string(raw)); found != "" {
			t.Errorf("%s has %s", name, found)
		}
		if strings.HasSuffix(name, ".html") {
			if found := inline.FindString(string(raw)); found != "" {
				t.Errorf("%s has %q, which the policy forbids", name, found)
			}
		}
	}
}
