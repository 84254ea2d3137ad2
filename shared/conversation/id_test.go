package conversation_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
)

func TestIDsNeverChange(t *testing.T) {
	t.Parallel()
	// Every stored conversation is found by this value: it may not change.
	const want = "ff37da2f260345a943a1deee4461fdb0"
	if got := keyring.IDs().Of(dana()); got != want {
		t.Errorf("Of = %q, want %q", got, want)
	}
}

func TestIDsTellPeersApart(t *testing.T) {
	t.Parallel()
	peers := []channel.Peer{
		{},
		{Channel: "ab", Account: "c", BrandAgent: "d", Key: "e"},
		{Channel: "a", Account: "bc", BrandAgent: "d", Key: "e"},
		{Channel: "a", Account: "b", BrandAgent: "cd", Key: "e"},
		{Channel: "a", Account: "b", BrandAgent: "c", Key: "de"},
		{Channel: "a", Account: "b", BrandAgent: "c", Key: "d"},
		{Channel: "a", Account: "b", BrandAgent: "d", Key: "c"},
		{Channel: "a", Account: "b", BrandAgent: "c1:d"},
		{Channel: "a", Account: "b", BrandAgent: "c", Key: "1:d"},
		{Channel: "a1:b", BrandAgent: "c", Key: "d"},
		{Key: "0:"},
		{BrandAgent: "0:"},
	}
	seen := map[conversation.ID]channel.Peer{}
	for _, p := range peers {
		id := keyring.IDs().Of(p)
		if other, taken := seen[id]; taken {
			t.Errorf("%+v and %+v are both %s", p, other, id)
		}
		seen[id] = p
	}
}

func TestAnIDIsOfAllThatNamesThePeerAndOfTheKey(t *testing.T) {
	t.Parallel()
	other, err := pseudonym.ParseKey([]byte(strings.Repeat("0", 64)))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		peer := rapid.Make[channel.Peer]()
		a, b := peer.Draw(t, "one"), peer.Draw(t, "two")
		if rapid.Bool().Draw(t, "the same") {
			b = a
		}
		ids := keyring.IDs()
		if (ids.Of(a) == ids.Of(b)) != (a == b) {
			t.Fatalf("%+v has the id %s and %+v has %s", a, ids.Of(a), b, ids.Of(b))
		}
		if ids.Of(a) == conversation.NewIDs(other).Of(a) {
			t.Fatalf("%+v has the same id with another key", a)
		}
	})
}

func TestAnIDTellsNothingOfTheCustomer(t *testing.T) {
	t.Parallel()
	got := string(keyring.IDs().Of(channel.Peer{Key: "+491701234567"}))
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(got) || strings.Contains(got, "491701234567") {
		t.Errorf("Of = %q, want 32 hexadecimal digits and no number", got)
	}
}

// TestACustomersMessageTakesNoNameOfOurs: a provider, or whoever can choose its ids, would
// keep an automated message out of the history.
func TestACustomersMessageTakesNoNameOfOurs(t *testing.T) {
	t.Parallel()
	for _, prefix := range conversation.AllMinted() {
		if got := conversation.ReceivedID(string(prefix) + "-1"); !hash.MatchString(got) {
			t.Errorf("%s-1 is stored as %s", prefix, got)
		}
	}
	for _, id := range []string{"5C0B8E4A-6F1D-4E0C-A1A9-2B7D3F9E8C55", "opened", "reader-1"} {
		if got := conversation.ReceivedID(id); got != id {
			t.Errorf("%s is stored as %s", id, got)
		}
	}
}

func TestDocumentID(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, id string
		plain    bool
	}{
		{"a UUID stays as it is", "5C0B8E4A-6F1D-4E0C-A1A9-2B7D3F9E8C55", true},
		{"letters, digits, hyphens and underscores stay", "aZ09-_", true},
		{"one underscore in front stays", "_x__", true},
		{"128 characters stay", strings.Repeat("x", 128), true},
		{"129 characters are hashed", strings.Repeat("x", 129), false},
		{"nothing is hashed", "", false},
		{"a slash is hashed: it would be a path", "a/b", false},
		{"a dot is hashed", ".", false},
		{"two dots are hashed", "..", false},
		{"a dot inside is hashed", "a.b", false},
		{"a reserved name is hashed", "__x__", false},
		{"what begins like a reserved name is hashed", "__x", false},
		{"letters of other alphabets are hashed", "größe", false},
		{"a space is hashed", "a b", false},
		{"a line break is hashed", "a\n", false},
		{"bytes that are no text are hashed", "a\xff", false},
		{"what looks like a hash is hashed", conversation.DocumentID("a/b"), false},
	}
	seen := map[string]string{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := conversation.DocumentID(tt.id)
			if plain := got == tt.id; plain != tt.plain {
				t.Errorf("DocumentID(%q) = %q, stays as it is: %v, want %v", tt.id, got, plain, tt.plain)
			}
			if hashed := hash.MatchString(got); hashed == tt.plain {
				t.Errorf("DocumentID(%q) = %q, want one form only", tt.id, got)
			}
			if other, taken := seen[got]; taken {
				t.Errorf("%q and %q are both %q", tt.id, other, got)
			}
			seen[got] = tt.id
		})
	}
}

var hash = regexp.MustCompile(`^h\.[0-9a-f]{64}$`)

func TestPreview(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"a short text stays", "Do you have this in blue?", "Do you have this in blue?"},
		{"nothing stays nothing", "", ""},
		{"white space alone is nothing", " \n\t ", ""},
		{"lines are joined and spaces collapse", " one\r\n\n two\t three ", "one two three"},
		{"120 characters stay", strings.Repeat("é", 120), strings.Repeat("é", 120)},
		{"121 characters lose two for an ellipsis", strings.Repeat("é", 121), strings.Repeat("é", 119) + "…"},
		{"a cut never splits a character", strings.Repeat("👋", 500), strings.Repeat("👋", 119) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := conversation.Preview(tt.text); got != tt.want {
				t.Errorf("Preview = %q, want %q", got, tt.want)
			}
		})
	}
}
