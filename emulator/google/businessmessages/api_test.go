package businessmessages_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const (
	joined = `{"eventType":"REPRESENTATIVE_JOINED","representative":{"representativeType":"HUMAN","displayName":"Jo"}}`
	dots   = `{"eventType":"TYPING_STARTED","representative":{"representativeType":"BOT","displayName":"Bot"}}`
)

// TestRefusals asks for one thing at a time in a conversation with the messages "hello" and "taken" and one event and
// one survey, both called "taken".
func TestRefusals(t *testing.T) {
	okText := `{"messageId":"new","representative":{"representativeType":"BOT"},"text":"x"}`
	for name, c := range map[string]struct {
		verb, path, body string
		code             int
		want             string // canonical name of the status, and a part of the message
	}{
		"an unknown path":           {"POST", "/v1/conversations/c/threads", "{}", 404, "NOT_FOUND"},
		"a wrong verb":              {"GET", "/messages", "", 405, "UNIMPLEMENTED"},
		"a receipt with POST":       {"POST", "/messages/m/receipt", "{}", 405, "UNIMPLEMENTED"},
		"a message sent again":      {"POST", "/messages", strings.Replace(okText, "new", "taken", 1), 409, "ALREADY_EXISTS"},
		"no JSON":                   {"POST", "/messages", "hello", 400, "INVALID_ARGUMENT Invalid JSON payload"},
		"no body":                   {"POST", "/messages", "", 400, "INVALID_ARGUMENT Invalid JSON payload"},
		"two objects":               {"POST", "/messages", okText + okText, 400, "INVALID_ARGUMENT Parsing terminated"},
		"broken UTF-8":              {"POST", "/messages", strings.Replace(okText, `"x"`, "\"\xff\"", 1), 400, "INVALID_ARGUMENT Parsing"},
		"an array":                  {"POST", "/messages", "[]", 400, "INVALID_ARGUMENT Invalid value at 'message'"},
		"a body of two megabytes":   {"POST", "/messages", `{"x":"` + strings.Repeat("x", 2<<20) + `"}`, 400, "INVALID_ARGUMENT exceeds the limit"},
		"an unknown parameter":      {"POST", "/messages?eventId=1", okText, 400, "INVALID_ARGUMENT Unknown name \"eventId\": Cannot bind"},
		"alt=media":                 {"POST", "/messages?alt=media", okText, 400, "INVALID_ARGUMENT 'alt'"},
		"a broken query":            {"POST", "/messages?a=%zz", okText, 400, "INVALID_ARGUMENT Invalid query"},
		"forceFallback without one": {"POST", "/messages?forceFallback=true", okText, 400, "INVALID_ARGUMENT fallback"},
		"forceFallback=maybe":       {"POST", "/messages?forceFallback=maybe", okText, 400, "INVALID_ARGUMENT 'force_fallback'"},
		"a parameter given twice":   {"POST", "/events?eventId=a&eventId=b", joined, 400, "INVALID_ARGUMENT more than once"},

		"an event without an id":         {"POST", "/events", joined, 400, "INVALID_ARGUMENT eventId"},
		"an event sent again":            {"POST", "/events?eventId=taken", joined, 409, "ALREADY_EXISTS"},
		"an event of no type":            {"POST", "/events?eventId=e", `{}`, 400, "INVALID_ARGUMENT eventType is required"},
		"an event of an unknown type":    {"POST", "/events?eventId=e", `{"eventType":"DANCED"}`, 400, "INVALID_ARGUMENT 'event.event_type'"},
		"an event of nobody":             {"POST", "/events?eventId=e", `{"eventType":"TYPING_STARTED"}`, 400, "INVALID_ARGUMENT representative is required"},
		"a bot that joins":               {"POST", "/events?eventId=e", strings.Replace(joined, "HUMAN", "BOT", 1), 400, "INVALID_ARGUMENT HUMAN"},
		"a bot that leaves":              {"POST", "/events?eventId=e", strings.NewReplacer("HUMAN", "BOT", "JOINED", "LEFT").Replace(joined), 400, "INVALID_ARGUMENT HUMAN"},
		"a survey without an id":         {"POST", "/surveys", "{}", 400, "INVALID_ARGUMENT surveyId"},
		"a survey sent again":            {"POST", "/surveys?surveyId=taken", "{}", 409, "ALREADY_EXISTS"},
		"a second survey in a day":       {"POST", "/surveys?surveyId=s", "", 429, "RESOURCE_EXHAUSTED Resource has been exhausted."},
		"a survey with questions":        {"POST", "/surveys?surveyId=s", `{"questions":[]}`, 400, "INVALID_ARGUMENT Unknown name \"questions\" at 'survey'"},
		"a receipt DELIVERED":            {"PATCH", "/messages/m/receipt", `{"receiptType":"DELIVERED"}`, 400, "INVALID_ARGUMENT 'receipt.receipt_type'"},
		"a receipt of no type":           {"PATCH", "/messages/m/receipt", `{}`, 400, "INVALID_ARGUMENT must be READ"},
		"a receipt for nothing":          {"PATCH", "/messages/m/receipt", `{"receiptType":"READ"}`, 403, "PERMISSION_DENIED"},
		"a receipt for one's own":        {"PATCH", "/messages/taken/receipt", `{"receiptType":"READ"}`, 403, "PERMISSION_DENIED"},
		"a receipt with a mask":          {"PATCH", "/messages/m/receipt?updateMask=x", `{"receiptType":"READ"}`, 400, "INVALID_ARGUMENT updateMask"},
		"an unknown conversation":        {"POST", "/v1/conversations/other/messages", okText, 403, "PERMISSION_DENIED"},
		"a phone that never spoke":       {"POST", "/v1/conversations/silent/messages", okText, 403, "PERMISSION_DENIED"},
		"a phone that was only typing":   {"POST", "/v1/conversations/typing/messages", okText, 403, "PERMISSION_DENIED"},
		"an event in an unknown one":     {"POST", "/v1/conversations/other/events?eventId=e", dots, 403, "PERMISSION_DENIED"},
		"a survey in an unknown one":     {"POST", "/v1/conversations/other/surveys?surveyId=e", "", 403, "PERMISSION_DENIED"},
		"a receipt in an unknown one":    {"PATCH", "/v1/conversations/other/messages/m/receipt", `{"receiptType":"READ"}`, 403, "PERMISSION_DENIED"},
		"a name of a receipt's own":      {"PATCH", "/messages/m/receipt", `{"receiptType":"READ","name":"n"}`, 400, "INVALID_ARGUMENT output only"},
		"what Google's parameters allow": {"POST", "/messages?alt=json&prettyPrint=false&fields=name&$.xgafv=2", okText, 200, ""},
		"dots of a bot":                  {"POST", "/events?eventId=e", dots, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.begin()
			w.Phone("silent", "Sam")
			if err := w.Phone("typing", "Tia").Typing(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			w.send("taken", "x")
			w.do("POST", "/events?eventId=taken", dots)
			w.do("POST", "/surveys?surveyId=taken", nil)
			path := c.path
			if !strings.HasPrefix(path, "/v1/") {
				path = "/v1/conversations/" + conversation + path
			}
			var body any
			if c.body != "" {
				body = c.body
			}
			code, answer := w.call(w.client, c.verb, path, body)
			if code != c.code {
				t.Fatalf("got %d %s, want %d", code, answer, c.code)
			}
			if c.code == http.StatusOK {
				return
			}
			canonical, part, _ := strings.Cut(c.want, " ")
			if status, message := errorOf(t, answer); status != canonical || !strings.Contains(message, part) {
				t.Errorf("got %s %q, want %s", status, message, c.want)
			}
		})
	}
}

func TestABodyMustBeCalledJSON(t *testing.T) {
	w := newWorld(t)
	w.begin()
	res, err := w.client.Post(w.api.URL+"/v1/conversations/"+conversation+"/events?eventId=e", "text/plain", strings.NewReader(dots))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("got %d, want 400", res.StatusCode)
	}
}

func TestTheThirtyDaysBeginAnewWithEachMessageOfTheCustomer(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	const month = 30 * 24 * time.Hour
	w.clock.move(month - time.Minute)
	if code, _ := w.send("m1", "x"); code != http.StatusOK {
		t.Errorf("in time: got %d", code)
	}
	w.clock.move(2 * time.Minute)
	for _, path := range []string{"/events?eventId=e", "/surveys?surveyId=s"} {
		body := map[bool]any{true: dots, false: nil}[strings.Contains(path, "events")]
		if code, answer := w.do("POST", path, body); code != http.StatusForbidden {
			t.Errorf("%s: got %d %s, want 403", path, code, answer)
		}
	}
	code, answer := w.send("m2", "x")
	if canonical, _ := errorOf(t, answer); code != http.StatusForbidden || canonical != "PERMISSION_DENIED" {
		t.Errorf("too late: got %d %s", code, answer)
	}
	if err := p.AskForPerson(t.Context()); err != nil {
		t.Fatal(err)
	}
	if code, _ := w.send("m2", "x"); code != http.StatusOK {
		t.Errorf("after the customer came back: got %d", code)
	}
}

func TestSixtyMessagesAMinute(t *testing.T) {
	w := newWorld(t)
	w.begin()
	for i := range 60 {
		if code, answer := w.send(fmt.Sprint(i), "x"); code != http.StatusOK {
			t.Fatalf("message %d: got %d %s", i, code, answer)
		}
	}
	code, answer := w.send("60", "x")
	if canonical, _ := errorOf(t, answer); code != http.StatusTooManyRequests || canonical != "RESOURCE_EXHAUSTED" {
		t.Fatalf("got %d %s, want 429", code, answer)
	}
	if code, _ := w.send("0", "x"); code != http.StatusConflict {
		t.Errorf("a retry of a message that was taken: got %d, want 409", code)
	}
	w.clock.move(time.Minute)
	if code, _ := w.send("60", "x"); code != http.StatusOK {
		t.Errorf("a minute later: got %d, want 200", code)
	}
}

func TestASurveyADay(t *testing.T) {
	w := newWorld(t)
	w.begin()
	for _, c := range []struct {
		after time.Duration
		id    string
		want  int
	}{{0, "s1", 200}, {24*time.Hour - time.Minute, "s2", 429}, {time.Minute, "s2", 200}} {
		w.clock.move(c.after)
		if code, answer := w.do("POST", "/surveys?surveyId="+c.id, nil); code != c.want {
			t.Errorf("%s after %v: got %d %s, want %d", c.id, c.after, code, answer, c.want)
		}
	}
}

func TestAnOldDeviceShowsTheFallbackOrNothing(t *testing.T) {
	for name, c := range map[string]struct {
		message string
		code    int
		shown   string
	}{
		"plain text":                   {`"text":"x"`, 200, "x"},
		"plain text with a fallback":   {`"text":"x","fallback":"f"`, 200, "x"},
		"a chip without a fallback":    {`"text":"x","suggestions":[{"liveAgentRequest":{}}]`, 400, ""},
		"a chip with a fallback":       {`"text":"x","fallback":"f","suggestions":[{"liveAgentRequest":{}}]`, 200, "f"},
		"rich text with a fallback":    {`"text":"**x**","containsRichText":true,"fallback":"f"`, 200, "f"},
		"an image without a fallback":  {`"image":{"contentInfo":{"fileUrl":"https://e.example/i"}}`, 400, ""},
		"a card with a fallback":       {`"richCard":{"standaloneCard":{"cardContent":{"title":"t"}}},"fallback":"f"`, 200, "f"},
		"a card without a fallback":    {`"richCard":{"standaloneCard":{"cardContent":{"title":"t"}}}`, 400, ""},
		"rich text without a fallback": {`"text":"**x**","containsRichText":true`, 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.begin()
			p.Configure(func(s *phone.Settings) { s.Old = true })
			code, answer := w.do("POST", "/messages", `{"messageId":"m","representative":{"representativeType":"BOT"},`+c.message+`}`)
			if code != c.code {
				t.Fatalf("got %d %s, want %d", code, answer, c.code)
			}
			if code != http.StatusOK {
				want := object(t, recorded(t, "api-error.400-failed-precondition"))
				if diff := cmp.Diff(want, object(t, []byte(answer))); diff != "" {
					t.Error(diff)
				}
				return
			}
			if all := p.Messages(); all[len(all)-1].Text != c.shown {
				t.Errorf("the phone shows %q, want %q", all[len(all)-1].Text, c.shown)
			}
		})
	}
	t.Run("a survey", func(t *testing.T) {
		w := newWorld(t)
		w.begin().Configure(func(s *phone.Settings) { s.Old = true })
		code, answer := w.do("POST", "/surveys?surveyId=s", nil)
		if canonical, _ := errorOf(t, answer); code != 400 || canonical != "FAILED_PRECONDITION" {
			t.Errorf("got %d %s", code, answer)
		}
	})
}

func TestForcedFallbackIsWhatThePhoneShows(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	w.do("POST", "/messages?forceFallback=true", string(recorded(t, "api-message-force-fallback.request")))
	got := p.Messages()[1]
	if got.Text != "This is shown instead" || !got.Fallback {
		t.Errorf("the phone shows %+v", got)
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		fault     google.Fault
		codes     []int // of three calls with one id; 0: no answer
		delivered bool  // by the first call
	}{
		"a status, once":                        {google.Fault{Status: 503}, []int{503, 200, 409}, false},
		"a status, twice":                       {google.Fault{Status: 500, Times: 2}, []int{500, 500, 200}, false},
		"the answer is lost":                    {google.Fault{AnswerLost: true}, []int{0, 409, 409}, true},
		"the answer is replaced":                {google.Fault{AnswerLost: true, Status: 500}, []int{500, 409, 409}, true},
		"the connection is cut before":          {google.Fault{}, []int{0, 200, 409}, false},
		"for another method":                    {google.Fault{Method: businessmessages.EventsCreate, Status: 500}, []int{200, 409, 409}, true},
		"for another conversation":              {google.Fault{Conversation: "c", Status: 500}, []int{200, 409, 409}, true},
		"for this method and this conversation": {google.Fault{Method: businessmessages.MessagesCreate, Conversation: conversation, Status: 429}, []int{429, 200, 409}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.begin()
			w.Inject(c.fault)
			for i, want := range c.codes {
				code, answer := w.send("m", "x")
				if code != want {
					t.Errorf("call %d: got %d %s, want %d", i, code, answer, want)
				}
				if got := len(p.Messages()) == 2; i == 0 && got != c.delivered {
					t.Errorf("delivered by the first call: %t, want %t", got, c.delivered)
				}
			}
		})
	}
}

func TestCallsAreWatched(t *testing.T) {
	w := newWorld(t)
	w.begin()
	events := watch(t, w.Service)
	w.Inject(google.Fault{Method: businessmessages.MessagesCreate, AnswerLost: true})
	w.send("m1", "x")
	w.send("m1", "x")
	w.do("POST", "/events?eventId=e1", joined)
	var got []string
	for len(got) < 3 {
		e := next(t, events, google.APICalled)
		if e.Method != google.TokenIssue {
			got = append(got, fmt.Sprint(e.Method, " ", e.Conversation == conversation, " ", e.ID, " ", e.Status))
		}
	}
	want := []string{
		"conversations.messages.create true m1 0",
		"conversations.messages.create true m1 409",
		"conversations.events.create true e1 200",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
