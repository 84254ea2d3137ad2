package topic_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

func TestAMediaJobIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := topic.Media{
		Conversation: strings.Repeat("a", 32), Message: "h." + strings.Repeat("0", 64), URL: "https://files.example/1?a=b&c=d",
		ReceivedAt: time.Date(2024, 3, 5, 10, 0, 1, 5, time.UTC), Name: "Größe <1>.pdf", Type: "application/pdf",
	}
	m := want.Encode()
	if m.Attributes != nil || m.Key != "" {
		t.Errorf("encoded as %+v, want no order", m)
	}
	got, err := topic.DecodeMedia(m)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, decoded (-want +got):\n%s", err, diff)
	}
}

func TestAJobThatNamesNoDocumentIsForGood(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"nothing": "", "no JSON": "copy", "a list": "[]", "null": "null", "no message": `{"conversation": "c"}`,
		"no conversation": `{"message": "m"}`, "a path": `{"conversation": "c", "message": "m/replies/r"}`,
		"a way up": `{"conversation": "..", "message": "m"}`, "a reserved name": `{"conversation": "c", "message": "__m__"}`,
		"a number": `{"conversation": 7, "message": "m"}`, "a blank": `{"conversation": "c", "message": "m m"}`,
		"a long name": `{"conversation": "c", "message": "` + strings.Repeat("m", 129) + `"}`,
	} {
		_, err := topic.DecodeMedia(topic.Message{Data: []byte(data)})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
}
