package webhook_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHandlerFollowsAKeyThatIsRotated(t *testing.T) {
	t.Parallel()
	old, both := []string{"old"}, []string{"new", "old"}
	const handshake = `{"clientToken":"new","secret":"S3cret"}`
	tests := []struct {
		name    string
		keys    keys
		request *http.Request
		code    int
		asked   []bool
	}{
		{"a remembered key costs one look", keys{remembered: both}, signedWith(text, "new"), 200, []bool{false}},
		{"the older of two keys still does", keys{remembered: both}, signedWith(text, "old"), 200, []bool{false}},
		{
			"a new key is found by a fresh look",
			keys{remembered: old, fresh: both},
			signedWith(text, "new"), 200,
			[]bool{false, true},
		},
		{"so it is for a handshake", keys{remembered: old, fresh: both}, unsigned(handshake), 200, []bool{false, true}},
		{"the first key is found by a fresh look", keys{fresh: both}, signedWith(text, "new"), 200, []bool{false, true}},
		{
			"a key that was taken away does no more",
			keys{remembered: both, fresh: both[:1]},
			signedWith(text, "gone"), 401,
			[]bool{false, true},
		},
		{"without keys nobody can be told from a stranger", keys{}, signedWith(text, "new"), 503, []bool{false, true}},
		{"nor can a handshake", keys{}, unsigned(handshake), 503, []bool{false, true}},
		{
			"unreadable keys will be read later",
			keys{err: errors.New("Secret Manager is down")},
			signedWith(text, "new"), 503,
			[]bool{false},
		},
		{
			"for a handshake as well",
			keys{err: errors.New("Secret Manager is down")},
			unsigned(handshake), 503,
			[]bool{false},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.keys = tt.keys
			got := w.do(tt.request)
			if got.Code != tt.code {
				t.Errorf("answered %d, want %d", got.Code, tt.code)
			}
			if tt.code != http.StatusOK && got.Body.Len() > 0 {
				t.Errorf("a %d says %q", tt.code, got.Body)
			}
			if diff := cmp.Diff(tt.asked, w.keys.asked); diff != "" {
				t.Errorf("looked for keys, fresh (-want +got):\n%s", diff)
			}
			w.discreet(t)
		})
	}
}

func TestHandlerReadsNoKeysForABodyThatItDoesNotRead(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.do(signed(strings.Repeat("x", 1<<21)))
	w.do(unsigned(strings.Repeat("x", 1<<21)))
	if len(w.keys.asked) > 0 {
		t.Errorf("looked %d times: a stranger can make us read secrets", len(w.keys.asked))
	}
}
