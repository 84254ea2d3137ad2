package channel_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// teller is an adapter that decodes everything to one event.
type teller struct {
	channel.Adapter

	in channel.Inbound
}

func (a teller) Decode(channel.Delivery) ([]channel.Inbound, error) {
	return []channel.Inbound{a.in}, nil
}

func (teller) Profile() channel.Profile { return channel.Profile{} }

func decode(t *testing.T, in channel.Inbound) channel.Inbound {
	t.Helper()
	events, err := channel.Decode(teller{in: in}, channel.Delivery{}, noRules)
	if err != nil || len(events) != 1 {
		t.Fatalf("decoded %d events, error %v", len(events), err)
	}
	return events[0]
}

func TestANameOfACustomerIsWhatCanBeSeenOfIt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{" Dana\u202e\n": "Dana", "\u200b \u3164": ""} {
		if got := decode(t, channel.Inbound{Context: &channel.Context{DisplayName: name}}).Context.DisplayName; got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestWhatIsWithinItsBoundsComesInAsItIs(t *testing.T) {
	t.Parallel()
	in := channel.Inbound{
		ID: "m1", Kind: channel.Text, Text: strings.Repeat("é", channel.MaxText/2), Raw: []byte(`{"a":1}`),
		Peer:    channel.Peer{Key: "c1", BrandAgent: "brands/b/agents/a"},
		URL:     "https://files.example/" + strings.Repeat("x", channel.MaxAddress-22),
		Answer:  &channel.Answer{Question: "q", Postback: "yes"},
		Context: &channel.Context{DisplayName: "Dana", CustomContext: strings.Repeat("<", channel.MaxContext)},
	}
	if diff := cmp.Diff(in, decode(t, in)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// filled fills every text of a value, however deep.
func filled(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		if v.Type().Elem().Kind() == reflect.Struct {
			v.Set(reflect.New(v.Type().Elem()))
			filled(v.Elem(), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				filled(v.Field(i), text)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(text))
		}
	default:
	}
}

// TestEveryTextOfAnEventIsBounded also a text that somebody adds later: whatever an
// event may hold, all of it fits into a document many times.
func TestEveryTextOfAnEventIsBounded(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"<", "\x00", "👩‍👩‍👧‍👦", "e\u0301", "\xffa", "\u0301"} {
		var in channel.Inbound
		filled(reflect.ValueOf(&in).Elem(), strings.Repeat(unit, 500_000/len(unit)))
		in.Peer = channel.Peer{Key: "c1", BrandAgent: "b"}
		in.Cut = nil
		got := decode(t, in)
		size := 0
		walk(t, reflect.ValueOf(got), func(text string) {
			size += len(text)
			if !utf8.ValidString(text) {
				t.Errorf("of %q, %.20q is not valid UTF-8", unit, text)
			}
		})
		if size > 120_000 {
			t.Errorf("of %q, %d bytes came in", unit, size)
		}
		want := []string{"text", "postback", "raw", "url", "name", "answer", "context"}
		if diff := cmp.Diff(want, got.Cut); diff != "" {
			t.Errorf("of %q, cut (-want +got):\n%s", unit, diff)
		}
		if a := got.Answered; len(a.Text) > channel.MaxText || !a.Cut {
			t.Errorf("of %q, a bot answered %d bytes, cut %v", unit, len(a.Text), a.Cut)
		}
		if len(got.Text) > channel.MaxText || !strings.HasSuffix(got.Text, "…") || got.URL != "" {
			t.Errorf("of %q, the text has %d bytes and ends with %.10q, the address is %q", unit, len(got.Text), got.Text[len(got.Text)-10:], got.URL)
		}
	}
}

// walk gives every text of a value to f.
func walk(t *testing.T, v reflect.Value, f func(string)) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		f(v.String())
	case reflect.Pointer:
		if !v.IsNil() && v.Type().Elem().Kind() == reflect.Struct {
			walk(t, v.Elem(), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(t, v.Field(i), f)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			f(string(v.Bytes()))
		}
	default:
	}
}

func TestLongIdentifiersStayDifferent(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", channel.MaxIdentifier)
	one, two := decode(t, channel.Inbound{ID: long + "1", Of: "r1"}), decode(t, channel.Inbound{ID: long + "2"})
	if one.ID == two.ID || len(one.ID) > channel.MaxIdentifier || one.Of != "r1" {
		t.Errorf("ids %q and %q, of %q", one.ID, two.ID, one.Of)
	}
	if got := decode(t, channel.Inbound{ID: long}); got.ID != long {
		t.Errorf("an id of %d bytes became %q", len(long), got.ID)
	}
}

func TestNobodyIsMistakenForWhoeverHasALongName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", channel.MaxIdentifier+1)
	for _, peer := range []channel.Peer{{Key: long}, {BrandAgent: long}} {
		if _, err := channel.Decode(teller{in: channel.Inbound{Peer: peer}}, channel.Delivery{}, noRules); !errors.Is(err, channel.ErrLongPeer) {
			t.Errorf("error %v, want %v", err, channel.ErrLongPeer)
		}
	}
}

func TestShorten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		most int
		want string
		cut  bool
	}{
		{"", 4, "", false},
		{"four", 4, "four", false},
		{"fours", 4, "f…", true},
		{"ééé", 5, "é…", true},
		{"abe\u0301cd", 6, "ab…", true}, // an accent goes with its letter
		{"abcdefghijkl👩‍👧mnop", 22, "abcdefghijkl…", true},
		{"a\xffb", 8, "a\uFFFDb", false},
		{"\xff\xff", 3, "\uFFFD", false},
	}
	for _, tt := range tests {
		if got, cut := channel.Shorten(tt.text, tt.most); got != tt.want || cut != tt.cut || len(got) > tt.most {
			t.Errorf("%q in %d bytes is %q, cut %v, want %q, %v", tt.text, tt.most, got, cut, tt.want, tt.cut)
		}
	}
}
