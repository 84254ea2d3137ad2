package rcs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// request is a call, as the files of testdata/api keep it.
type request struct {
	Method string            `json:"method"`
	URL    string            `json:"url"`
	Query  map[string]string `json:"query"`
	Body   any               `json:"body"`
}

// provider answers calls and remembers them. A status of 0 loses the answer.
type provider struct {
	statuses []int
	// features are those of the phone; nil is all.
	features []string
	calls    []request
	lookUps  []request
	// silent is the end of the paths of calls that get no answer.
	silent string
	// unknown answers look-ups in another way, unless it is nil.
	unknown func() (*http.Response, error)
	// header and answer are of answers that are not 2xx.
	header http.Header
	answer []byte
}

func (p *provider) Client(context.Context, string, bool) (*http.Client, error) {
	return &http.Client{Transport: p}, nil
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

var errLost = errors.New("the answer is lost")

func (p *provider) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.silent != "" && strings.HasSuffix(r.URL.Path, p.silent) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	call := request{Method: r.Method, URL: r.URL.Scheme + "://" + r.URL.Host + r.URL.EscapedPath(), Query: map[string]string{}}
	for name := range r.URL.Query() {
		call.Query[name] = r.URL.Query().Get(name)
	}
	if r.Body != nil && r.Body != http.NoBody {
		if err := json.NewDecoder(r.Body).Decode(&call.Body); err != nil {
			return nil, err
		}
	}
	if strings.HasSuffix(r.URL.Path, "/capabilities") {
		return p.capabilities(call)
	}
	p.calls = append(p.calls, call)
	status, body := http.StatusOK, `{"name":"files/F"}`
	if len(p.statuses) > 0 {
		status, p.statuses = p.statuses[0], p.statuses[1:]
	}
	if status == 0 {
		return nil, errLost
	}
	if status/100 != 2 {
		body = orElse(string(p.answer), `{"error":{"status":"STATUS","message":"no +15550100123 here"}}`)
	}
	return &http.Response{StatusCode: status, Header: p.header, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func (p *provider) capabilities(call request) (*http.Response, error) {
	p.lookUps = append(p.lookUps, call)
	if p.unknown != nil {
		return p.unknown()
	}
	if p.features == nil {
		p.features = []string{
			"RICHCARD_STANDALONE", "RICHCARD_CAROUSEL", "ACTION_CREATE_CALENDAR_EVENT", "ACTION_DIAL", "ACTION_OPEN_URL",
			"ACTION_SHARE_LOCATION", "ACTION_VIEW_LOCATION",
		}
	}
	body, err := json.Marshal(map[string]any{"features": p.features})
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body))}, err
}

func customer() channel.Peer {
	return channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "harbor-lights@rbm.goog", Key: "+15550100123"}
}

func adapter(p *provider) *rcs.Adapter {
	return &rcs.Adapter{Clients: p, Regions: map[string]rcs.Region{"acme": rcs.NorthAmerica}}
}

func reply(label, postback string) channel.ChoiceItem {
	return channel.ChoiceItem{Label: label, Postback: postback}
}

func card(title, body, media string) channel.CardItem {
	return channel.CardItem{
		Title: title, Body: body, Media: &channel.Attachment{URL: media, Type: "image/jpeg"},
		Choices: []channel.ChoiceItem{
			reply("Book this", "book.north.2240"),
			{Kind: channel.URLChoice, Label: "Details", Postback: "details.north", URL: "https://harbor.example/north"},
		},
	}
}

func beside(c channel.CardItem) channel.CardItem {
	c.Side = "right"
	return c
}

// south is a card with a file that Google keeps.
func south() channel.CardItem {
	c := card("South route", "Departs 22:55 from pier 12.", "https://bucket.example/south.jpg")
	c.Media.Object = "outbound/f"
	c.Choices[0].Postback = "book.south.2255"
	return c
}

func actions() []channel.ChoiceItem {
	start := time.Date(2026, 11, 21, 5, 40, 0, 0, time.UTC)
	return []channel.ChoiceItem{
		{Kind: channel.DialChoice, Label: "Call the desk", Postback: "a.dial", Phone: "+15550100999", URL: "https://harbor.example/contact"},
		{Kind: channel.URLChoice, Label: "Timetable", Postback: "a.url", URL: "https://harbor.example/timetable"},
		{Kind: channel.URLChoice, Label: "Buy a ticket", Postback: "a.web", URL: "https://harbor.example/buy", View: "tall"},
		{
			Kind: channel.PlaceChoice, Label: "Find the pier", Postback: "a.map", URL: "https://harbor.example/pier",
			Place: &channel.Place{Latitude: 47.602035, Longitude: -122.338997, Label: "Pier 50"},
		},
		{Kind: channel.AskPlaceChoice, Label: "Share location", Postback: "a.loc"},
		{
			Kind: channel.CalendarChoice, Label: "Add to calendar", Postback: "a.cal", URL: "https://harbor.example/cal",
			Appointment: &channel.Appointment{
				Title: "Ferry 22:40", Body: "North route, pier 50", Start: start, End: start.Add(45 * time.Minute),
			},
		},
	}
}

// documented are messages whose calls are recorded, by the records' names.
func documented() map[string]channel.Outbound {
	const picture = "https://harbor.example/media/"
	expires := time.Date(2026, 11, 20, 22, 30, 0, 0, time.UTC)
	return map[string]channel.Outbound{
		"message-text": {Text: "Yes, the last ferry leaves at 22:40."},
		"message-text-expire-time": {
			Text: "Boarding closes soon.", ExpiresAt: expires, Purpose: channel.Transaction,
		},
		"message-text-unsubscribe-acknowledgement": {
			Text: "You will get no more offers from us.", Purpose: channel.Acknowledgement,
		},
		"message-text-suggested-replies": {Text: "Which route do you need?", Choices: []channel.ChoiceItem{
			reply("North route", "ferry.route.north"), reply("South route", "ferry.route.south"),
		}},
		"message-text-suggested-actions-all": {Text: "How can we help further?", Choices: actions()},
		"message-file-url": {Kind: channel.File, Media: &channel.Attachment{
			URL: picture + "map.png", Thumbnail: picture + "map-thumb.jpg", Type: "image/png",
		}},
		"message-card-standalone-vertical": {
			Kind: channel.Card, Cards: []channel.CardItem{card("North route", "Departs 22:40 from pier 50.", picture+"north.jpg")},
			Choices: []channel.ChoiceItem{reply("Talk to a person", "human")},
		},
		"message-card-standalone-horizontal": {
			Kind: channel.Card, Cards: []channel.CardItem{beside(card("North route", "Departs 22:40 from pier 50.", picture+"north.jpg"))},
		},
		"message-carousel": {Kind: channel.Card, Cards: []channel.CardItem{
			card("North route", "Departs 22:40 from pier 50.", picture+"north.jpg"), south(),
		}},
		"message-file-uploaded": {Kind: channel.File, Media: &channel.Attachment{
			Object: "outbound/f", URL: "https://bucket.example/f", Type: "image/png",
		}},
		"message-revoke":  {Kind: channel.Revoke, Of: "m"},
		"event-is-typing": {Kind: channel.Typing, On: true},
		"event-read":      {Kind: channel.Seen, Of: "MxQ7pLr2-kTcy0ZbW9eHsUaGV4nd"},
	}
}

// TestSendsWhatGoogleDocuments sends messages whose calls are recorded.
func TestSendsWhatGoogleDocuments(t *testing.T) {
	t.Parallel()
	for file, out := range documented() {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			p := &provider{}
			out.ID = "m"
			pieces, err := adapter(p).Prepare(out)
			if err != nil || len(pieces) != 1 {
				t.Fatalf("%d pieces, error %v", len(pieces), err)
			}
			id, err := adapter(p).Send(t.Context(), customer(), pieces[0])
			if err != nil || uuid.Validate(id) != nil || len(p.calls) == 0 {
				t.Fatalf("sent as %q by %d calls, error %v", id, len(p.calls), err)
			}
			want := parse[request](t, "api/"+file+".request.json")
			if diff := cmp.Diff(named(t, want), named(t, p.calls[len(p.calls)-1])); diff != "" {
				t.Errorf("call (-want +got):\n%s", diff)
			}
		})
	}
}

// named puts one id in place of those that a call has, and takes out what Frontdesk
// does not send: actions whose kind it has no word for.
func named(t *testing.T, r request) request {
	t.Helper()
	for _, name := range []string{"messageId", "eventId"} {
		if id, ok := r.Query[name]; ok {
			if uuid.Validate(id) != nil {
				t.Errorf("%s is %q, want a UUID", name, id)
			}
			r.Query[name] = "ID"
		}
	}
	if before, _, ok := strings.Cut(r.URL, "agentMessages/"); ok {
		r.URL = before + "agentMessages/ID"
	}
	if text, err := json.Marshal(r.Body); err != nil {
		t.Error(err)
	} else if err := json.Unmarshal(fileName.ReplaceAll(text, []byte("files/F")), &r.Body); err != nil {
		t.Error(err)
	}
	prune(r.Body)
	return r
}

var fileName = regexp.MustCompile(`files/[A-Za-z0-9]{16}`)

func prune(value any) {
	for _, one := range elements(value) {
		prune(one)
	}
	members, _ := value.(map[string]any)
	delete(members, "thumbnailName") // Google makes one itself
	list, _ := members["suggestions"].([]any)
	if list == nil {
		return
	}
	members["suggestions"] = slices.DeleteFunc(list, func(s any) bool {
		text, _ := json.Marshal(s)
		return strings.Contains(string(text), `"query"`)
	})
	for _, s := range list {
		if one, ok := s.(map[string]any); ok {
			if action, ok := one["action"].(map[string]any); ok {
				if url, ok := action["openUrlAction"].(map[string]any); ok {
					delete(url, "description")
				}
			}
		}
	}
}

// elements are the values within a value.
func elements(value any) []any {
	switch v := value.(type) {
	case map[string]any:
		return slices.Collect(maps.Values(v))
	case []any:
		return v
	}
	return nil
}

func TestARepetitionIsTheSameMessage(t *testing.T) {
	t.Parallel()
	p := &provider{statuses: []int{0, 503, 409}}
	a := adapter(p)
	for i, want := range []channel.Outcome{channel.Unclear, channel.Unclear, channel.Accepted} {
		if _, err := a.Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "hello"}); channel.OutcomeOf(err) != want {
			t.Errorf("attempt %d: %v, want %s", i, err, want)
		}
	}
	if !cmp.Equal(p.calls[0], p.calls[1]) || !cmp.Equal(p.calls[1], p.calls[2]) {
		t.Errorf("the calls differ: %+v", p.calls)
	}
}

// TestTheSameIDInTwoConversationsIsTwoMessages: automated messages have the same ids in
// all of them, and Google's are unique among all that an agent sends.
func TestTheSameIDInTwoConversationsIsTwoMessages(t *testing.T) {
	t.Parallel()
	p := &provider{}
	a, seen := adapter(p), map[string]bool{}
	for _, conversation := range []string{"c1", "c2"} {
		for _, out := range []channel.Outbound{
			{ID: "opened-1", Text: "Hello"}, {ID: "typing-1", Kind: channel.Typing, On: true}, {ID: "seen-1", Kind: channel.Seen, Of: "m"},
		} {
			out.Conversation = conversation
			if _, err := a.Send(t.Context(), customer(), out); err != nil {
				t.Fatal(err)
			}
		}
		back := channel.Outbound{ID: "back-1", Conversation: conversation, Kind: channel.Revoke, Of: "opened-1"}
		if _, err := a.Send(t.Context(), customer(), back); err != nil {
			t.Fatal(err)
		}
		taken := p.calls[len(p.calls)-1].URL
		if at := len(p.calls) - 4; !strings.HasSuffix(taken, p.calls[at].Query["messageId"]) {
			t.Errorf("took back %s, want %s", taken, p.calls[at].Query["messageId"])
		}
	}
	for _, call := range p.calls {
		if id := call.Query["messageId"] + call.Query["eventId"]; id != "" {
			seen[id] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d ids, want 6", len(seen))
	}
}

// TestARepetitionIsTheSameMessageWhateverTheDeviceIsKnownToShow: Google took the cards,
// its answer was lost, and then another instance cannot find out what the phone shows.
func TestARepetitionIsTheSameMessageWhateverTheDeviceIsKnownToShow(t *testing.T) {
	t.Parallel()
	p := &provider{statuses: []int{503}}
	out := channel.Outbound{ID: "m", Kind: channel.Card, Cards: slices.Repeat([]channel.CardItem{
		{Title: "North", Body: strings.Repeat("word ", 300)},
	}, 4)}
	if _, err := adapter(p).Send(t.Context(), customer(), out); channel.OutcomeOf(err) != channel.Unclear {
		t.Fatalf("the first attempt: %v", err)
	}
	p.unknown = failing()["broken"]
	if _, err := adapter(p).Send(t.Context(), customer(), out); channel.OutcomeOf(err) != channel.Retry || len(p.calls) != 1 {
		t.Errorf("while it is not known: %v, %d calls; want another attempt later", err, len(p.calls))
	}
	p.unknown = nil
	if _, err := adapter(p).Send(t.Context(), customer(), out); err != nil || len(p.calls) != 2 || !cmp.Equal(p.calls[0], p.calls[1]) {
		t.Errorf("then: %v, %d calls; want the same call again", err, len(p.calls))
	}
}

// TestAllOfWhatADeviceGotIsTakenBack: cards are several texts where it shows no cards.
func TestAllOfWhatADeviceGotIsTakenBack(t *testing.T) {
	t.Parallel()
	cards := channel.Outbound{ID: "m", Conversation: "c", Kind: channel.Card, Cards: slices.Repeat([]channel.CardItem{
		{Title: "North", Body: strings.Repeat("word ", 300)},
	}, 5)}
	for name, tt := range map[string]struct {
		answers []int
		want    string
		calls   int
	}{
		"in time":                   {[]int{200, 200, 200, 404}, "", 4},
		"the first was delivered":   {[]int{200, 200, 404}, "reply.partlyRevoked", 3},
		"the last one was, so all":  {[]int{404, 404}, "reply.tooLateToRevoke", 2},
		"the provider is away":      {[]int{200, 503}, "unknown", 2},
		"the provider says nothing": {[]int{409}, "unknown", 1},
	} {
		p := &provider{features: []string{"ACTION_DIAL"}}
		a := adapter(p)
		if _, err := a.Send(t.Context(), customer(), cards); err != nil {
			t.Fatal(err)
		}
		sent := p.calls
		p.calls, p.statuses = nil, tt.answers
		_, err := a.Send(t.Context(), customer(), channel.Outbound{ID: "r", Conversation: "c", Kind: channel.Revoke, Of: "m", Back: &cards})
		if got := meaning(err); len(sent) != 3 || !strings.HasPrefix(got, tt.want) || len(p.calls) != tt.calls {
			t.Errorf("%s: %d messages, %d calls to take them back, which mean %q", name, len(sent), len(p.calls), got)
		}
		for i, call := range p.calls[:min(len(p.calls), len(sent))] {
			if strings.HasSuffix(tt.want, "tooLateToRevoke") && i > 0 {
				continue // of another form
			}
			if id := sent[len(sent)-1-i].Query["messageId"]; call.Method != http.MethodDelete || !strings.HasSuffix(call.URL, id) {
				t.Errorf("%s: call %d is %s %s, want %s taken back", name, i, call.Method, call.URL, id)
			}
		}
	}
}

// TestAMessageIsSentInAnotherFormWhenTheDeviceHasLostAFeature: Google delivered nothing and
// has used up the id.
func TestAMessageIsSentInAnotherFormWhenTheDeviceHasLostAFeature(t *testing.T) {
	t.Parallel()
	p := &provider{answer: []byte(`{"error":{"status":"INVALID_ARGUMENT","message":"The user's device does not support RICHCARD_STANDALONE."}}`)}
	a := adapter(p)
	out := channel.Outbound{ID: "m", Conversation: "c", Kind: channel.Card, Cards: []channel.CardItem{card("North", "22:40", "https://x.example/n.jpg")}}
	if _, err := a.Features(t.Context(), customer()); err != nil { // it is known
		t.Fatal(err)
	}
	p.features, p.statuses = []string{"ACTION_OPEN_URL"}, []int{400, 503}
	if _, err := a.Send(t.Context(), customer(), out); channel.OutcomeOf(err) != channel.Unclear || len(p.calls) != 2 {
		t.Fatalf("error %v after %d calls, want the answer to the second form lost", err, len(p.calls))
	}
	id, err := a.Send(t.Context(), customer(), out)
	if err != nil || len(p.calls) != 3 || !cmp.Equal(p.calls[1], p.calls[2]) || len(p.lookUps) != 2 {
		t.Fatalf("error %v, %d calls, %d look-ups, want the second form repeated", err, len(p.calls), len(p.lookUps))
	}
	first, second := p.calls[0].Query["messageId"], p.calls[1].Query["messageId"]
	if first != rcs.MessageID("c", "m") || second == first || id != second {
		t.Errorf("sent as %s and then %s, and known as %s", first, second, id)
	}
	p.calls, p.statuses = nil, []int{404, 200}
	revoke := channel.Outbound{ID: "r", Conversation: "c", Kind: channel.Revoke, Of: "m", Back: &out}
	if _, err := a.Send(t.Context(), customer(), revoke); err != nil || len(p.calls) != 2 || !strings.HasSuffix(p.calls[1].URL, second) {
		t.Errorf("error %v: taken back by %+v", err, p.calls)
	}
}

func TestRefusalsAreInWordsThatAnAgentUnderstands(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		400: `reply.refused`, 403: `reply.notAllowed`, 404: `reply.unreachable`,
	} {
		_, err := adapter(&provider{statuses: []int{status}}).Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "hello"})
		refused, ok := errors.AsType[*channel.RefusedError](err)
		if !ok || string(refused.Reason.Code) != want || strings.Contains(err.Error()+refused.Err.Error(), "5550100123") {
			t.Errorf("%d: %v, want %s and no phone number", status, err, want)
		}
	}
	_, err := adapter(&provider{statuses: []int{429}}).Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "hello"})
	if channel.OutcomeOf(err) != channel.Retry {
		t.Errorf("429: %v, want another attempt", err)
	}
	_, err = adapter(&provider{statuses: []int{0}}).Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "hello"})
	if err == nil || strings.Contains(err.Error(), "5550100123") {
		t.Errorf("a lost answer: %v, want no phone number", err)
	}
}

func TestAFileOfOursIsUploadedOnce(t *testing.T) {
	t.Parallel()
	p := &provider{}
	a := adapter(p)
	for _, id := range []string{"first", "second"} {
		out := channel.Outbound{ID: id, Kind: channel.File, Media: &channel.Attachment{
			Object: "outbound/f", URL: "https://bucket.example/f?signature=" + id, Type: "image/png",
		}}
		if _, err := a.Send(t.Context(), customer(), out); err != nil {
			t.Fatal(err)
		}
	}
	var paths []string
	for _, c := range p.calls {
		paths = append(paths, strings.TrimPrefix(c.URL, rcs.NorthAmerica.URL()))
	}
	want := []string{"/v1/files", "/v1/phones/+15550100123/agentMessages", "/v1/phones/+15550100123/agentMessages"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	content := map[string]any{"uploadedRbmFile": map[string]any{"fileName": "files/F"}}
	if diff := cmp.Diff(content, p.calls[2].Body.(map[string]any)["contentMessage"]); diff != "" { //nolint:forcetypeassert // a test
		t.Errorf("the second message (-want +got):\n%s", diff)
	}
}

func TestAFileThatCannotBeUploadedIsSentByItsAddress(t *testing.T) {
	t.Parallel()
	p := &provider{statuses: []int{500}}
	out := channel.Outbound{ID: "m", Kind: channel.File, Media: &channel.Attachment{
		Object: "outbound/f", URL: "https://bucket.example/f", Type: "image/png",
	}}
	if _, err := adapter(p).Send(t.Context(), customer(), out); err != nil || len(p.calls) != 2 {
		t.Errorf("%d calls, error %v", len(p.calls), err)
	}
}

// TestADeviceGetsWhatItCanShow sends to a phone that has nothing but text and links.
func TestADeviceGetsWhatItCanShow(t *testing.T) {
	t.Parallel()
	p := &provider{features: []string{"ACTION_OPEN_URL"}}
	a := adapter(p)
	for _, out := range []channel.Outbound{
		{ID: "card", Kind: channel.Card, Cards: []channel.CardItem{card("North", "22:40", "https://x.example/n.jpg")}},
		{ID: "place", Text: "Here", Choices: actions()[3:4]},
		{ID: "plain", Text: "Which?", Choices: []channel.ChoiceItem{reply("North", "n")}},
	} {
		if _, err := a.Send(t.Context(), customer(), out); err != nil {
			t.Fatal(err)
		}
	}
	chip := func(kind, label, postback, url string) any {
		c := map[string]any{"text": label, "postbackData": postback}
		if url != "" {
			c["openUrlAction"] = map[string]any{"url": url}
		}
		return map[string]any{kind: c}
	}
	want := []any{
		map[string]any{"text": "North\n22:40\nhttps://x.example/n.jpg", "suggestions": []any{
			chip("reply", "Book this", "book.north.2240", ""),
			chip("action", "Details", "details.north", "https://harbor.example/north"),
		}},
		map[string]any{"text": "Here", "suggestions": []any{
			chip("action", "Find the pier", "a.map", "https://www.google.com/maps/search/?api=1&query=47.602035,-122.338997"),
		}},
		map[string]any{"text": "Which?", "suggestions": []any{chip("reply", "North", "n", "")}},
	}
	var got []any
	for _, c := range p.calls {
		got = append(got, c.Body.(map[string]any)["contentMessage"]) //nolint:forcetypeassert // a test
	}
	if diff := cmp.Diff(want, got); diff != "" || len(p.lookUps) != 1 {
		t.Errorf("%d look-ups, contents (-want +got):\n%s", len(p.lookUps), diff)
	}
}

func TestABatchHasAsManyNumbersAsGoogleTakes(t *testing.T) {
	t.Parallel()
	numbers := func(n int) (all []string) {
		for i := range n {
			all = append(all, "+1555"+strconv.Itoa(1_000_000+i))
		}
		return all
	}
	for name, wrong := range map[string][]string{
		"too few": numbers(rcs.LeastReachable - 1), "too many": numbers(rcs.MostReachable + 1),
		"too few different ones": slices.Repeat(numbers(1), rcs.LeastReachable),
	} {
		p := &provider{}
		if _, err := adapter(p).Reachable(t.Context(), "acme", "harbor-lights", wrong); !errors.Is(err, rcs.ErrBatch) || len(p.calls) > 0 {
			t.Errorf("%s: %d calls, error %v", name, len(p.calls), err)
		}
	}
	p := &provider{}
	a := adapter(p)
	for _, agent := range []string{"harbor-lights", "harbor-lights@rbm.goog", "another"} {
		if _, err := a.Reachable(t.Context(), "acme", agent, numbers(rcs.LeastReachable)); err != nil {
			t.Error(err)
		}
	}
	if len(p.calls) != 2 {
		t.Errorf("%d calls, want one for each agent", len(p.calls))
	}
}

func TestRegionsHaveHosts(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range rcs.Regions() {
		got = append(got, r.URL())
	}
	want := []string{
		"https://rcsbusinessmessaging.googleapis.com", "https://us-rcsbusinessmessaging.googleapis.com",
		"https://europe-rcsbusinessmessaging.googleapis.com", "https://asia-rcsbusinessmessaging.googleapis.com",
	}
	if diff := cmp.Diff(want, got); diff != "" || rcs.Region("").URL() != want[0] {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}
