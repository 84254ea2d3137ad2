package routing_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/routing"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

const copied = `{"conversation":"c1","message":"m1","type":"image/png","size":7,"width":4,"height":3}`

func TestWhatBecameOfACopyIsRecorded(t *testing.T) {
	t.Parallel()
	failed := topic.Copy{Conversation: "c1", Message: "m1", Failed: reason.New("file.tooLarge", reason.Args{"most": 5})}
	for result, want := range map[string]string{
		copied:                       "m1 stored inbound/c1/m1 ",
		string(failed.Encode().Data): "m1 failed  file.tooLarge most=5",
		`{"conversation":"c1","message":"m1","object":"inbound/c2/m2"}`: "m1 stored inbound/c1/m1 ", // another's file
	} {
		w := newWorld()
		if got := w.do(pushTo(t, routing.Copies, result, nil)); got.Code != http.StatusOK {
			t.Errorf("answered %d", got.Code)
		}
		if diff := cmp.Diff([]string{want}, w.conversations.media); diff != "" {
			t.Errorf("%s (-want +got):\n%s", result, diff)
		}
		if len(w.deadLetters.messages) > 0 || len(w.conversations.changes) > 0 {
			t.Errorf("buried %v, changed %v", w.deadLetters.messages, w.conversations.changes)
		}
	}
}

// TestAResultIsPushedAgainOnlyWhileThatMayHelp: it is not while the message has its
// outcome, is gone, or the database refuses for good.
func TestAResultIsPushedAgainOnlyWhileThatMayHelp(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		result string
		err    error
		code   int
		log    string
	}{
		"it came before":          {copied, store.ErrDuplicate, 200, "copied again"},
		"the message was erased":  {copied, store.ErrNotFound, 200, "copied for nothing"},
		"the database is away":    {copied, fault.New(fault.Unavailable, "busy"), 503, ""},
		"a right is missing":      {copied, errors.New("permission denied"), 500, ""},
		"the database refuses it": {copied, fault.New(fault.Invalid, "too large"), 200, "dropped a result"},
		"it is no JSON":           {"copied!", nil, 200, "dropped a result"},
		"it names no message":     {`{"conversation":"c1"}`, nil, 200, "dropped a result"},
		"it names a path":         {`{"conversation":"c1","message":"m1/x/y"}`, nil, 200, "dropped a result"},
		"its reason is another's": {
			`{"conversation":"c1","message":"m1","failed":{"code":"reply.refused","args":{"message":"hello"}}}`, nil, 200, "dropped a result",
		},
		"its reason is a book": {
			`{"conversation":"c1","message":"m1","failed":{"code":"file.gone","args":{"a":"` + strings.Repeat("x", 300) + `"}}}`,
			nil, 200, "dropped a result",
		},
		"its size is none": {`{"conversation":"c1","message":"m1","size":-1}`, nil, 200, "dropped a result"},
		"its type is a book": {
			`{"conversation":"c1","message":"m1","type":"` + strings.Repeat("x", 129) + `"}`, nil, 200, "dropped a result",
		},
	} {
		w := newWorld()
		w.conversations.err = tt.err
		if got := w.do(pushTo(t, routing.Copies, tt.result, nil)); got.Code != tt.code {
			t.Errorf("%s: answered %d, want %d", name, got.Code, tt.code)
		}
		if !strings.Contains(w.log.String(), tt.log) || len(w.conversations.media) > 0 {
			t.Errorf("%s: recorded %v, log = %s", name, w.conversations.media, &w.log)
		}
	}
}
