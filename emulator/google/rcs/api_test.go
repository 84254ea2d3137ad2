package rcs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const (
	uuid1 = "7c1e5b90-2d3f-4a68-9e7b-000000000001"
	hello = `{"contentMessage":{"text":"x"}}`
	dots  = `{"eventType":"IS_TYPING"}`
)

// TestRefusals asks for one thing at a time. {n} is Ada's number in the paths, and {a} the agent with the name of the
// parameter.
func TestRefusals(t *testing.T) {
	const create = "/v1/phones/{n}/agentMessages?messageId=" + uuid1 + "&{a}"
	const happens = "/v1/phones/{n}/agentEvents?eventId=" + uuid1 + "&{a}"
	for name, c := range map[string]struct {
		verb, path, body string
		code             int
		want             string // canonical name of the status, and a part of the message
	}{
		"an unknown path":             {"POST", "/v1/phones/{n}/threads", "{}", 404, "NOT_FOUND"},
		"a wrong verb":                {"GET", create, "", 405, "UNIMPLEMENTED"},
		"no JSON":                     {"POST", create, "hello", 400, "INVALID_ARGUMENT Invalid JSON payload"},
		"no body":                     {"POST", create, "", 400, "INVALID_ARGUMENT Invalid JSON payload"},
		"an unknown parameter":        {"POST", create + "&x=1", hello, 400, "INVALID_ARGUMENT Unknown name \"x\": Cannot bind"},
		"an unknown name":             {"POST", create, `{"contentMessage":{"txt":"x"}}`, 400, "INVALID_ARGUMENT Unknown name \"txt\" at 'agent_message.content_message'"},
		"a message without an id":     {"POST", "/v1/phones/{n}/agentMessages?{a}", hello, 400, "INVALID_ARGUMENT messageId"},
		"an id that is no UUID":       {"POST", "/v1/phones/{n}/agentMessages?messageId=m1&{a}", hello, 400, "INVALID_ARGUMENT RFC 4122"},
		"no agent":                    {"POST", "/v1/phones/{n}/agentMessages?messageId=" + uuid1, hello, 400, "INVALID_ARGUMENT agentId is required"},
		"an unknown agent":            {"POST", strings.ReplaceAll(create, "{a}", "agentId=nobody"), hello, 403, "PERMISSION_DENIED"},
		"no phone number":             {"POST", strings.ReplaceAll(create, "{n}", "ada"), hello, 400, "INVALID_ARGUMENT E.164"},
		"a number without a plus":     {"POST", strings.ReplaceAll(create, "{n}", "15550100123"), hello, 400, "INVALID_ARGUMENT E.164"},
		"a number without a phone":    {"POST", strings.ReplaceAll(create, "{n}", "+15550100124"), hello, 404, "NOT_FOUND cannot be reached"},
		"an event without an id":      {"POST", "/v1/phones/{n}/agentEvents?{a}", dots, 400, "INVALID_ARGUMENT eventId"},
		"an event of no type":         {"POST", happens, `{}`, 400, "INVALID_ARGUMENT eventType is required"},
		"an event of an unknown type": {"POST", happens, `{"eventType":"DELIVERED"}`, 400, "INVALID_ARGUMENT 'agent_event.event_type'"},
		"READ of nothing":             {"POST", happens, `{"eventType":"READ"}`, 400, "INVALID_ARGUMENT messageId"},
		"READ of something unknown":   {"POST", happens, `{"eventType":"READ","messageId":"m"}`, 404, "NOT_FOUND"},
		"dots with a message":         {"POST", happens, `{"eventType":"IS_TYPING","messageId":"m"}`, 400, "INVALID_ARGUMENT READ only"},
		"revoking nothing":            {"DELETE", "/v1/phones/{n}/agentMessages/" + uuid1 + "?{a}", "", 404, "NOT_FOUND"},
		"a look-up without an id":     {"GET", "/v1/phones/{n}/capabilities?{a}", "", 400, "INVALID_ARGUMENT requestId"},
		"a look-up of nobody":         {"GET", "/v1/phones/+15550100124/capabilities?requestId=" + uuid1 + "&{a}", "", 404, "NOT_FOUND"},
		"a batch of nobody":           {"POST", "/v1/users:batchGet?{a}", `{"users":[]}`, 400, "INVALID_ARGUMENT 500 to 10000"},
		"a batch of no numbers":       {"POST", "/v1/users:batchGet?{a}", `{"users":["ada"]}`, 400, "INVALID_ARGUMENT E.164"},
		"a batch of two agents":       {"POST", "/v1/users:batchGet?{a}", `{"users":["+15550100123"],"agentId":"x"}`, 400, "INVALID_ARGUMENT two agents"},
		"a file without an address":   {"POST", "/v1/files?{a}", `{}`, 400, "INVALID_ARGUMENT file_url"},
		"a file that is not public":   {"POST", "/v1/files?{a}", `{"fileUrl":"http://example.com/x.png"}`, 400, "INVALID_ARGUMENT https"},
		"a file of no agent":          {"POST", "/v1/files", `{"fileUrl":"https://example.com/x.png"}`, 400, "INVALID_ARGUMENT agentId"},
		"a tester with a state":       {"POST", "/v1/phones/{n}/testers?{a}", `{"inviteStatus":"ACCEPTED"}`, 400, "INVALID_ARGUMENT output only"},
		"a tester without a phone":    {"POST", "/v1/phones/+15550100124/testers?{a}", `{}`, 404, "NOT_FOUND"},

		"a number with an escaped plus": {"POST", strings.ReplaceAll(create, "{n}", "%2B15550100123"), hello, 200, ""},
		"an agent with its suffix":      {"POST", strings.ReplaceAll(create, "{a}", "agentId=harbor-lights@rbm.goog"), hello, 200, ""},
		"an agent in the body":          {"POST", "/v1/files", `{"fileUrl":"https://example.com/x.png","agentId":"harbor-lights@rbm.goog"}`, 200, ""},
		"parameters of all methods":     {"POST", create + "&alt=json&prettyPrint=false&$.xgafv=2", hello, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.ada()
			path := strings.NewReplacer("{n}", number, "{a}", "agentId="+agentID).Replace(c.path)
			var body any
			if c.body != "" {
				body = c.body
			}
			code, answer := w.call(c.verb, path, body)
			w.wants(code, answer, c.code, c.want)
		})
	}
}

// wants compares an answer with a code, and with the canonical name of its status and a part of the message.
func (w *world) wants(code int, answer string, wantCode int, want string) {
	w.t.Helper()
	if code != wantCode {
		w.t.Fatalf("got %d %.300s, want %d", code, answer, wantCode)
	}
	if code == http.StatusOK {
		return
	}
	canonical, part, _ := strings.Cut(want, " ")
	if status, message := errorOf(w.t, answer); status != canonical || !strings.Contains(message, part) {
		w.t.Errorf("got %s %q, want %s", status, message, want)
	}
}

func TestErrorsHaveTheRecordedShape(t *testing.T) {
	for name, do := range map[string]func(*world) (int, string){
		"401-unauthenticated":   func(w *world) (int, string) { w.client = http.DefaultClient; return w.send(uuid1, text("x")) },
		"403-permission-denied": func(w *world) (int, string) { return w.send(uuid1, text("x")) },
		"404-not-found": func(w *world) (int, string) {
			set(w.ada(), rcs.Device, rcs.NoRCS)
			w.AnswerInvite(agentID, number, true)
			return w.send(uuid1, text("x"))
		},
		"409-already-exists": func(w *world) (int, string) {
			w.AnswerInvite(agentID, number, true)
			w.Switch(func(s *rcs.Switches) { s.Conflict = true })
			w.send(uuid1, text("x"))
			return w.send(uuid1, text("x"))
		},
		"429-resource-exhausted": func(w *world) (int, string) {
			w.AnswerInvite(agentID, number, true)
			w.Switch(func(s *rcs.Switches) { s.PerMinute = 1 })
			w.says(text("x"))
			return w.send(uuid1, text("x"))
		},
		"503-unavailable": func(w *world) (int, string) {
			w.Inject(google.Fault{Status: 503})
			return w.send(uuid1, text("x"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(c *rcs.Config) { c.Agents[0].Unlaunched = true })
			w.ada()
			if code, answer := w.call("POST", "/v1/phones/"+number+"/testers?agentId="+agentID, "{}"); code != 200 {
				t.Fatalf("got %d %s", code, answer)
			}
			code, answer := do(w)
			want := parse(t, "api/error-"+name+".response")
			if code != want.Status {
				t.Fatalf("got %d %s", code, answer)
			}
			wanted, got := object(t, want.Body)["error"].(fields), object(t, []byte(answer))["error"].(fields)
			if got["code"] != wanted["code"] || got["status"] != wanted["status"] || got["message"] == "" {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestMessagesThatBreakALimit are refused with the name of the field; one less would be accepted.
func TestMessagesThatBreakALimit(t *testing.T) {
	long := strings.Repeat
	chipsOf := func(n int) []any { return repeat(n, reply("x")) }
	cardOf := func(c fields) fields { return standalone("VERTICAL", c) }
	picture := func(height string) fields {
		return fields{"height": height, "contentInfo": fields{"fileUrl": "https://example.com/a.png"}}
	}
	for name, c := range map[string]struct {
		bad, good fields
		want      string
	}{
		"text":                 {text(long("é", 3073)), text(long("é", 3072)), "content_message.text"},
		"no content":           {fields{}, text("x"), "contentMessage is required"},
		"two contents":         {content(fields{"text": "x", "fileName": "f"}), text("x"), "Exactly one"},
		"chips":                {chips(chipsOf(12)...), chips(chipsOf(11)...), "suggestions"},
		"a label":              {chips(reply(long("x", 26))), chips(reply(long("x", 25))), "suggestions[0].reply.text"},
		"no label":             {chips(reply("")), chips(reply("x")), "text is required"},
		"postback":             {chips(posting(long("x", 2049))), chips(posting(long("x", 2048))), "postback_data"},
		"a chip of nothing":    {chips(fields{}), chips(reply("x")), "exactly one of reply and action"},
		"no action":            {chips(fields{"action": fields{"text": "x"}}), chips(reply("x")), "Exactly one action"},
		"a page's address":     {chips(opens("https://e.com/" + long("x", 2049-14))), chips(opens("https://e.com/" + long("x", 2048-14))), "open_url_action.url"},
		"no page":              {chips(opens("javascript:alert(1)")), chips(opens("http://e.com")), "http"},
		"a page to fall back":  {chips(fallback("ftp://e.com")), chips(fallback("https://e.com")), "fallback_url"},
		"a view of no view":    {chips(action("openUrlAction", fields{"url": "https://e.com", "webviewViewMode": "TALL"})), chips(opens("https://e.com")), "webview_view_mode"},
		"a number to dial":     {chips(action("dialAction", fields{"phoneNumber": "tel:1"})), chips(action("dialAction", fields{"phoneNumber": "*100#"})), "phone_number"},
		"two places":           {chips(place(fields{"query": "pier", "latLong": point(1, 1)})), chips(place(fields{"query": "pier"})), "latLong and query"},
		"no latitude":          {chips(place(fields{"latLong": point(91, 0)})), chips(place(fields{"latLong": point(90, -180)})), "lat_long"},
		"a latitude in words":  {chips(place(fields{"latLong": fields{"latitude": "x"}})), chips(place(fields{"latLong": point(0, 0)})), "TYPE_DOUBLE"},
		"an event's title":     {chips(event("title", long("x", 101))), chips(event("title", long("x", 100))), "title"},
		"an event's text":      {chips(event("description", long("x", 501))), chips(event("description", long("x", 500))), "description"},
		"an event's end":       {chips(event("endTime", "2026-11-20T00:00:00Z")), chips(event("endTime", "2026-11-22T00:00:00Z")), "endTime is before"},
		"an event's start":     {chips(event("startTime", "tomorrow")), chips(event("startTime", "2026-11-20T00:00:00Z")), "start_time"},
		"a card's title":       {cardOf(fields{"title": long("x", 201)}), cardOf(fields{"title": long("x", 200)}), "card_content.title"},
		"a card's description": {cardOf(fields{"description": long("x", 2001)}), cardOf(fields{"description": long("x", 2000)}), "card_content.description"},
		"an empty card":        {cardOf(fields{}), cardOf(fields{"title": "x"}), "needs a title"},
		"chips of a card":      {cardOf(fields{"title": "x", "suggestions": chipsOf(5)}), cardOf(fields{"title": "x", "suggestions": chipsOf(4)}), "suggestions"},
		"no height":            {cardOf(fields{"media": picture("HEIGHT_UNSPECIFIED")}), cardOf(fields{"media": picture("TALL")}), "height is required"},
		"no orientation":       {standalone("", fields{"title": "x"}), standalone("VERTICAL", fields{"title": "x"}), "card_orientation"},
		"no alignment":         {standalone("HORIZONTAL", fields{"title": "x"}), cardOf(fields{"title": "x"}), "thumbnail_image_alignment"},
		"cards":                {carousel("MEDIUM", repeat(11, fields{"title": "x"})...), carousel("MEDIUM", repeat(10, fields{"title": "x"})...), "2 to 10 cards"},
		"one card in a row":    {carousel("SMALL", fields{"title": "x"}), carousel("SMALL", fields{"title": "x"}, fields{"title": "y"}), "2 to 10 cards"},
		"no width":             {carousel("", repeat(2, fields{"title": "x"})...), carousel("SMALL", repeat(2, fields{"title": "x"})...), "card_width"},
		"tall in small":        {carousel("SMALL", repeat(2, fields{"media": picture("TALL")})...), carousel("SMALL", repeat(2, fields{"media": picture("SHORT")})...), "TALL"},
		"sound in a card":      {cardOf(fields{"media": with(picture("TALL"), "contentInfo", fields{"fileUrl": "https://e.com/a.mp3"})}), cardOf(fields{"media": picture("TALL")}), "audio"},
		"a file not uploaded":  {content(fields{"fileName": "files/x"}), text("x"), "uploaded no file"},
		"a file not public":    {content(fields{"contentInfo": fields{"fileUrl": "http://e.com/a.png"}}), content(fields{"contentInfo": fields{"fileUrl": "https://e.com/a.png"}}), "https"},
		"a life of 16 days":    {with(text("x"), "ttl", "1296001s"), with(text("x"), "ttl", "1296000s"), "15 days"},
		"a life in minutes":    {with(text("x"), "ttl", "10m"), with(text("x"), "ttl", "10.5s"), "must end with 's'"},
		"two ends":             {with(with(text("x"), "ttl", "10s"), "expireTime", "2026-11-21T00:00:00Z"), with(text("x"), "expireTime", "2026-11-21T00:00:00Z"), "Only one"},
		"an end in the past":   {with(text("x"), "expireTime", "2026-11-20T09:30:00Z"), with(text("x"), "expireTime", "2026-11-20T09:30:01Z"), "expired"},
		"an unknown traffic":   {with(text("x"), "messageTrafficType", "SPAM"), with(text("x"), "messageTrafficType", "PROMOTION"), "message_traffic_type"},
		"a name of its own":    {with(text("x"), "name", "n"), text("x"), "output only"},
		"a carrier of its own": {with(text("x"), "carrier", "n"), text("x"), "output only"},
		"250 kB":               {sized(t, 256_001), sized(t, 256_000), "At most 256000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.ada()
			code, answer := w.send(w.id(), c.bad)
			w.wants(code, answer, 400, "INVALID_ARGUMENT "+c.want)
			w.says(c.good)
		})
	}
}

// sized is a message of so many bytes.
func sized(t *testing.T, n int) fields {
	t.Helper()
	message := func(pad int) fields {
		return content(fields{"contentInfo": fields{"fileUrl": "https://example.com/" + strings.Repeat("x", pad)}})
	}
	raw, err := json.Marshal(message(0))
	if err != nil {
		t.Fatal(err)
	}
	return message(n - len(raw))
}

func repeat(n int, one any) []any {
	var all []any
	for range n {
		all = append(all, one)
	}
	return all
}

func chips(all ...any) fields { return content(fields{"text": "x", "suggestions": all}) }

func posting(data string) fields { return fields{"reply": fields{"text": "x", "postbackData": data}} }

func opens(url string) fields { return action("openUrlAction", fields{"url": url}) }

func place(p fields) fields { return action("viewLocationAction", p) }

func point(latitude, longitude float64) fields {
	return fields{"latitude": latitude, "longitude": longitude}
}

func fallback(url string) fields {
	a := action("shareLocationAction", fields{})
	a["action"].(fields)["fallbackUrl"] = url
	return a
}

// event is a calendar event with one field changed.
func event(name string, value any) fields {
	e := fields{"title": "Ferry", "startTime": "2026-11-21T05:40:00Z", "endTime": "2026-11-21T06:25:00Z"}
	e[name] = value
	return action("createCalendarEventAction", e)
}

func standalone(orientation string, card fields) fields {
	s := fields{"cardContent": card}
	if orientation != "" {
		s["cardOrientation"] = orientation
	}
	return content(fields{"richCard": fields{"standaloneCard": s}})
}

func carousel(width string, cards ...any) fields {
	c := fields{"cardContents": cards}
	if width != "" {
		c["cardWidth"] = width
	}
	return content(fields{"richCard": fields{"carouselCard": c}})
}

// TestAUsedIDIsTheSameMessage: the id space is one for an agent's messages and events.
func TestAUsedIDIsTheSameMessage(t *testing.T) {
	for name, conflict := range map[string]bool{"as Google's guide says": false, "as third parties expect": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(c *rcs.Config) { c.Switches.Conflict = conflict })
			ada := w.ada()
			first := w.says(text("once"))
			_, before := w.send(w.id(), text("another"))
			w.clock.move(time.Hour)
			want := map[bool]int{false: 200, true: 409}[conflict]
			code, answer := w.send(first, text("once"))
			w.wants(code, answer, want, "ALREADY_EXISTS")
			if sent := object(t, []byte(before))["sendTime"]; !conflict && object(t, []byte(answer))["sendTime"] != sent {
				t.Errorf("got %s, want the sendTime %v", answer, sent)
			}
			code, answer = w.call("POST", path("agentEvents?eventId=", first), dots)
			w.wants(code, answer, want, "ALREADY_EXISTS")
			if len(ada.Messages()) != 2 {
				t.Errorf("the phone shows %+v", ada.Messages())
			}
		})
	}
}

func TestAUsedIDOfALookUpIsIgnored(t *testing.T) {
	for name, conflict := range map[string]bool{"as Google's guide says": false, "as third parties expect": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(c *rcs.Config) { c.Switches.Conflict = conflict })
			w.ada()
			if code, answer := w.call("GET", path("capabilities?requestId=", uuid1), nil); code != 200 || !strings.Contains(answer, "ACTION_DIAL") {
				t.Fatalf("got %d %s", code, answer)
			}
			code, answer := w.call("GET", path("capabilities?requestId=", uuid1), nil)
			if conflict {
				w.wants(code, answer, 409, "ALREADY_EXISTS")
			} else if code != 200 || strings.TrimSpace(answer) != "{}" {
				t.Errorf("got %d %s, want nothing", code, answer)
			}
		})
	}
}

// TestARepetitionAfterAFaultShowsOnce sends a message three times with one id.
func TestARepetitionAfterAFaultShowsOnce(t *testing.T) {
	for name, c := range map[string]struct {
		fault google.Fault
		codes []int // 0: no answer
		first bool  // the first call was carried out
	}{
		"a status":                     {google.Fault{Status: 503}, []int{503, 200, 200}, false},
		"the answer is lost":           {google.Fault{AnswerLost: true}, []int{0, 200, 200}, true},
		"the answer is replaced":       {google.Fault{AnswerLost: true, Status: 500}, []int{500, 200, 200}, true},
		"the connection is cut before": {google.Fault{}, []int{0, 200, 200}, false},
		"for another method":           {google.Fault{Method: rcs.EventsCreate, Status: 500}, []int{200, 200, 200}, true},
		"for another number":           {google.Fault{Conversation: "+15550100124", Status: 500}, []int{200, 200, 200}, true},
		"for this number, twice":       {google.Fault{Method: rcs.MessagesCreate, Conversation: number, Status: 429, Times: 2}, []int{429, 429, 200}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ada, events := w.ada(), watch(t, w.Service)
			w.Inject(c.fault)
			for i, want := range c.codes {
				code, answer := w.send(uuid1, text("x"))
				if code != want {
					t.Errorf("call %d: got %d %s, want %d", i, code, answer, want)
				}
				if got := len(ada.Messages()) == 1; i == 0 && got != c.first {
					t.Errorf("shown by the first call: %t, want %t", got, c.first)
				}
			}
			if n := len(ada.Messages()); n != 1 {
				t.Errorf("the phone shows %d messages", n)
			}
			accepted(t, events, 1) // DELIVERED, and once
			if n := len(w.webhook.all()); n != 1 {
				t.Errorf("the webhook got %d events", n)
			}
		})
	}
}

func TestAMultiUseAgentHasToSayWhatItSends(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) { c.Agents[0].MultiUse = true })
	w.ada()
	code, answer := w.send(w.id(), text("x"))
	w.wants(code, answer, 400, "INVALID_ARGUMENT message_traffic_type")
	w.says(with(text("x"), "messageTrafficType", "SERVICEREQUEST"))
}

func TestAUSNumberIsClassified(t *testing.T) {
	w := newWorld(t)
	set(w.ada(), rcs.Carrier, "EXAMPLE_CARRIER")
	message := with(text("Yes, the last ferry leaves at 22:40."), "messageTrafficType", "SERVICEREQUEST")
	_, answer := w.send("7c1e5b90-2d3f-4a68-9e7b-000000009001", message)
	want := object(t, parse(t, "api/message-text-us-number.response").Body)
	if diff := cmp.Diff(want, object(t, []byte(answer))); diff != "" {
		t.Error(diff)
	}
}

// TestBeforeTheLaunchOnlyTestersAreReached follows an agent from the first invitation to its launch.
func TestBeforeTheLaunchOnlyTestersAreReached(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) { c.Agents[0].Unlaunched = true })
	w.ada()
	lookUp := func() (int, string) { return w.call("GET", path("capabilities?requestId=", w.id()), nil) }
	refused := func(when string) {
		t.Helper()
		code, answer := w.send(w.id(), text("x"))
		w.wants(code, answer, 403, "PERMISSION_DENIED")
		if code, answer = lookUp(); code != 404 {
			t.Errorf("%s: the look-up got %d %s", when, code, answer)
		}
		_, answer = w.call("POST", "/v1/users:batchGet?agentId="+agentID, `{"users":["`+number+`"]}`)
		if len(object(t, []byte(answer))["reachableUsers"].([]any)) != 0 {
			t.Errorf("%s: the batch got %s", when, answer)
		}
	}
	refused("not invited")
	w.call("POST", "/v1/phones/"+number+"/testers?agentId="+agentID, "{}")
	refused("invited")
	w.AnswerInvite(agentID, number, false)
	refused("declined")
	w.AnswerInvite(agentID, number, true)
	w.says(text("x"))
	if code, answer := lookUp(); code != 200 {
		t.Errorf("accepted: got %d %s", code, answer)
	}
	w.AnswerInvite(agentID, number, false)
	w.Launch(agentID, "LAUNCHED")
	w.says(text("x"))
	w.Launch(agentID, "SUSPENDED")
	refused("suspended")
}

func TestTwentyInvitationsADay(t *testing.T) {
	w := newWorld(t)
	w.ada()
	invite := func() (int, string) { return w.call("POST", "/v1/phones/"+number+"/testers?agentId="+agentID, nil) }
	for range 20 {
		if code, answer := invite(); code != 200 {
			t.Fatalf("got %d %s", code, answer)
		}
	}
	code, answer := invite()
	w.wants(code, answer, 429, "RESOURCE_EXHAUSTED")
	w.clock.move(24 * time.Hour)
	if code, answer := invite(); code != 200 {
		t.Errorf("a day later: got %d %s", code, answer)
	}
}

func TestABatchCountsASampleFromFiveHundredNumbersOn(t *testing.T) {
	w := newWorld(t)
	w.ada()
	set(w.Phone("+15550100007", "Us"), rcs.Carrier, "example-carrier")
	set(w.Phone("+15550100008", "None"), rcs.Device, rcs.NoRCS)
	var users []any
	for i := range 500 {
		users = append(users, fmt.Sprintf("+1555010%04d", i))
	}
	ask := func(all []any) fields {
		code, answer := w.call("POST", "/v1/users:batchGet", fields{"users": append(all, all[0]), "agentId": agentID})
		if code != 200 {
			t.Fatalf("got %d %s", code, answer)
		}
		return object(t, []byte(answer))
	}
	got := ask(users)
	want := fields{
		"reachableUsers": []any{"+15550100007", number}, "totalRandomSampleUserCount": 375., "reachableRandomSampleUserCount": 1.,
		"reachableUsersMap": fields{"example-carrier": fields{"users": []any{"+15550100007"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(shapes(object(t, parse(t, "api/users-batch-get-us.response").Body))["reachableUsersMap"] != nil,
		got["reachableUsersMap"] != nil); diff != "" {
		t.Error(diff)
	}
	if few := ask(users[:499]); few["totalRandomSampleUserCount"] != 0. {
		t.Errorf("499 numbers got %v", few)
	}
}

func TestAThrottledNumberIsFreeAMinuteLater(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) { c.Switches.PerMinute = 2 })
	w.ada()
	w.says(text("1"))
	w.says(text("2"))
	id := w.id()
	code, answer := w.send(id, text("3"))
	w.wants(code, answer, 429, "RESOURCE_EXHAUSTED")
	w.clock.move(time.Minute)
	if code, answer := w.send(id, text("3")); code != 200 {
		t.Errorf("got %d %s", code, answer)
	}
}

// TestADeviceThatLacksAFeatureRefusesIt: the id is used up, as the guide demands another one for what is sent instead.
func TestADeviceThatLacksAFeatureRefusesIt(t *testing.T) {
	everything := map[string]fields{
		"RICHCARD_STANDALONE":          standalone("VERTICAL", fields{"title": "x"}),
		"RICHCARD_CAROUSEL":            carousel("MEDIUM", repeat(2, fields{"title": "x"})...),
		"ACTION_DIAL":                  chips(action("dialAction", fields{"phoneNumber": "+15550100999"})),
		"ACTION_OPEN_URL":              chips(opens("https://e.com")),
		"ACTION_VIEW_LOCATION":         chips(place(fields{"query": "pier"})),
		"ACTION_SHARE_LOCATION":        chips(action("shareLocationAction", fields{})),
		"ACTION_CREATE_CALENDAR_EVENT": chips(event("title", "Ferry")),
		"PDF_IN_RICH_CARDS": standalone("VERTICAL", fields{"title": "x", "media": fields{
			"height": "TALL", "contentInfo": fields{"fileUrl": "https://e.com/a.pdf"},
		}}),
	}
	for feature, message := range everything {
		t.Run(feature, func(t *testing.T) {
			w := newWorld(t)
			ada, id := w.ada(), w.id()
			set(ada, rcs.Lacks, feature)
			code, answer := w.send(id, message)
			w.wants(code, answer, 400, "INVALID_ARGUMENT does not support "+feature)
			w.send(id, text("instead"))
			if len(ada.Messages()) != 0 {
				t.Error("the id was used again, and the phone shows it")
			}
			for other, message := range everything {
				if other != feature && (feature != "RICHCARD_STANDALONE" || other != "PDF_IN_RICH_CARDS") {
					w.says(message)
				}
			}
		})
	}
	t.Run("but has a page to fall back to", func(t *testing.T) {
		w := newWorld(t)
		set(w.ada(), rcs.Lacks, "ACTION_SHARE_LOCATION")
		w.says(chips(fallback("https://e.com/where")))
		chip := w.ada().Messages()[0].Chips[0]
		if chip.Kind != phone.Open || chip.Target != "https://e.com/where" {
			t.Errorf("the phone shows %+v", chip)
		}
	})
	t.Run("and shows text only", func(t *testing.T) {
		w := newWorld(t)
		w.ada().Configure(func(s *phone.Settings) { s.Old = true })
		for feature, message := range maps.All(everything) {
			if code, answer := w.send(w.id(), message); code != 400 {
				t.Errorf("%s: got %d %s", feature, code, answer)
			}
		}
		w.says(chips(reply("x")))
		if code, answer := w.call("GET", path("capabilities?requestId=", w.id()), nil); code != 200 || strings.TrimSpace(answer) != "{}" {
			t.Errorf("got %d %s", code, answer)
		}
	})
}
