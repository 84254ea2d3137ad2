package routing_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// busy is a shop whose one queue takes as many as wait in it, and no more.
const busy = `{"accounts":{"acme":{"workstream":"support"}},
	"workstreams":{"support":{"fallback_queue":"front","routes":[{"name":"all","queue":"front"}],
	  "classification":[{"name":"who","rules":[{"name":"dana","when":"customer.name == \"Dana Okafor\"",
	    "set":{"skills":{"parcels":2},"attributes":{"vip":"yes"},"priority":9}}]}]}},
	"queues":{"front":{"display_name":"Front","overflow":{"length":{"limit":4,"action":"end","message":"full"}}}},
	"automated_messages":{"full":{"texts":{"en":"Sorry {CustomerName}, too many wait."}}}}`

func TestASessionIsPlacedByTheRulesAndTheDecisionIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.settings.text = busy
	if got := w.do(push(t, text, attributes())); got.Code != 200 {
		t.Fatalf("answered %d", got.Code)
	}
	ch := w.conversations.changes[0]
	if ch.Conversation.State != conversation.Closed || ch.Enqueue != nil {
		t.Errorf("%s and in %+v, want it ended: the queue is full", ch.Conversation.State, ch.Enqueue)
	}
	if len(ch.Replies) != 1 || ch.Replies[0].Text != "Sorry Dana Okafor, too many wait." {
		t.Errorf("the customer is told %+v", ch.Replies)
	}
	e := ch.Events[0]
	if trace := strings.Join(texts.English().Lines(e.Trace), "\n"); !strings.Contains(trace, "4 are waiting, and the limit is 4") {
		t.Errorf("the trace does not say why:\n%s", trace)
	}
	var facts route.Facts
	var decision route.Decision
	if err := json.Unmarshal([]byte(e.Facts), &facts); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(e.Decision), &decision); err != nil {
		t.Fatal(err)
	}
	config, err := configuration.Load([]byte(busy), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	again, trace, err := route.Decide(config, facts)
	if diff := cmp.Diff(decision, again); err != nil || diff != "" || !reflect.DeepEqual(trace.Lines(route.Room(e.Facts, e.Decision)), e.Trace) {
		t.Errorf("decided again it is not the same (%v): %s\n%q", err, diff, trace.Lines(route.MaxRecord))
	}
}

func TestARecordedDecisionKnowsTheSessionBefore(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.settings.text = strings.Replace(busy, `"limit":4`, `"limit":5`, 1)
	w.conversations.before = conversation.Conversation{
		ID: dana(), Session: conversation.Session{
			State: conversation.Closed, Number: 3, Queue: "old", ClosedAt: now.Add(-time.Hour),
			Language: "fr", Skills: map[string]int64{"french": 1},
		}, Thread: conversation.Thread{CreatedAt: now.Add(-48 * time.Hour)},
	}
	if got := w.do(push(t, text, attributes())); got.Code != 200 {
		t.Fatalf("answered %d", got.Code)
	}
	c := w.conversations.changes[0].Conversation
	if c.Session.Number != 4 || c.Language != "fr" || c.Skills["french"] != 1 || c.Skills["parcels"] != 2 || c.Attributes["vip"] != "yes" {
		t.Errorf("the new session has %+v, want what was found before and now", c)
	}
}

func TestACommitThatIsRepeatedIsPlacedByTheConversationAsItIsThen(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.settings.text = strings.Replace(busy, `"limit":4`, `"limit":5`, 1)
	w.conversations.contended = &conversation.Conversation{}
	w.conversations.before = conversation.Conversation{
		ID:      dana(),
		Session: conversation.Session{State: conversation.Closed, Number: 1, Queue: "old", ClosedAt: now.Add(-time.Hour)},
		Thread:  conversation.Thread{CreatedAt: now.Add(-2 * time.Hour)},
	}
	if got := w.do(push(t, text, attributes())); got.Code != 200 {
		t.Fatalf("answered %d", got.Code)
	}
	var facts route.Facts
	if err := json.Unmarshal([]byte(w.conversations.changes[0].Events[0].Facts), &facts); err != nil {
		t.Fatal(err)
	}
	if !facts.Returning || facts.LastQueue != "old" || !facts.EndedAt.Equal(now.Add(-time.Hour)) {
		t.Errorf("placed by %+v, want the session that had ended by then", facts)
	}
}

// A customer who writes again after overflow ended the session is in the log once.
func TestASilenceIsLoggedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.settings.text = busy
	for i := range 4 {
		if got := w.do(push(t, strings.ReplaceAll(text, `"m1"`, `"m`+strconv.Itoa(i)+`"`), attributes())); got.Code != 200 {
			t.Fatalf("answered %d:\n%s", got.Code, &w.log)
		}
		w.conversations.before = w.conversations.changes[i].Conversation
	}
	if n := strings.Count(w.log.String(), `"reason":"silence.wroteAgain ago=0"`); n != 1 {
		t.Errorf("the log says so %d times:\n%s", n, &w.log)
	}
	if c := w.conversations.before; c.Session.Number != 1 || c.Unread != 4 {
		t.Errorf("session %d, %d unread, want all four in the first one", c.Session.Number, c.Unread)
	}
	w.discreet(t)
}

// TestAnAccountServesTheBrandAgentsThatItLists where a request's proof says nothing of
// them: a session that nobody can answer is not opened.
func TestAnAccountServesTheBrandAgentsThatItLists(t *testing.T) {
	t.Parallel()
	const rcs, message = "rcs", `{"senderPhoneNumber":"+15550100123","messageId":"m1","agentId":"%s","text":"hello"}`
	listed := strings.Replace(shop, `"acme":{`, `"acme":{"channel":"rcs","brand_agents":{"shop":{"agent_id":"shop-agent"}},`, 1)
	for name, tt := range map[string]struct {
		config, agent string
		buried        int
	}{
		"a listed one":               {listed, "shop-agent@rbm.goog", 0},
		"another's":                  {listed, "elsewhere", 1},
		"one in other letters":       {listed, "Shop-Agent", 1},
		"any, of an account of none": {strings.Replace(shop, `"acme":{`, `"acme":{"channel":"rcs",`, 1), "elsewhere", 0},
	} {
		w := newWorld()
		w.settings.text = tt.config
		got := w.do(push(t, fmt.Sprintf(message, tt.agent), attributes(topic.Channel, rcs)))
		if got.Code != 200 || len(w.deadLetters.messages) != tt.buried || len(w.conversations.changes) != 1-tt.buried {
			t.Errorf("%s: answered %d, buried %v, changed %d", name, got.Code, w.deadLetters.messages, len(w.conversations.changes))
		}
		for _, letter := range w.deadLetters.messages {
			if why := letter.Attributes[topic.Reason]; !strings.Contains(why, "lists no brand agent") {
				t.Errorf("%s: buried because %s", name, why)
			}
		}
	}
}
