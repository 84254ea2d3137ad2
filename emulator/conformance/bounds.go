package conformance

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// largest is what one attacked event may take of a document: a survey has its raw
// payload and the text in it.
const largest = channel.MaxRaw + channel.MaxText + 2_000

// bounds fills every text of every payload in turn, which is how somebody attacks, and
// how a provider surprises. What comes in is within its bounds or refused.
func (s Subject) bounds(t *testing.T) {
	for name, body := range s.Payloads {
		for field, attack := range Attacks(s.signed(body), 60_000) {
			if !json.Valid(attack) {
				t.Fatalf("%s, %s: the attack is no JSON", name, field)
			}
			events, err := s.decode(s.request(attack))
			if err == nil && len(events) == 0 && !slices.Contains(s.Silent, name) {
				t.Errorf("%s, %s: neither an event nor an error", name, field)
			}
			for _, e := range events {
				if text := texts(e); len(text) > largest || !utf8.ValidString(text) {
					t.Errorf("%s, %s: %d bytes came in", name, field, len(text))
				}
			}
		}
	}
}

// texts are all texts of an event.
func texts(e channel.Inbound) string {
	all := []string{
		e.ID, e.Request, e.Peer.Key, e.Peer.BrandAgent, e.Text, e.Postback, e.Of, e.ProviderOf, e.URL, string(e.Raw),
		string(e.Status), string(e.Kind), e.File.Name, e.File.Type,
	}
	if a := e.Answer; a != nil {
		all = append(all, a.Survey, a.Question, a.Postback)
	}
	if a := e.Answered; a != nil {
		all = append(all, a.Text)
	}
	if c := e.Context; c != nil {
		all = append(all, c.EntryPoint, c.PlaceID, c.NearPlaceID, c.DisplayName, c.DeviceLocale, c.Locale,
			c.CustomContext, c.WidgetURL, c.WidgetContext)
	}
	return strings.Join(all, "")
}

// Attacks returns a JSON text with each of its values in turn replaced by something
// that takes about so many bytes, and by what no document may hold. They are named by
// the value's place and what it is.
func Attacks(body []byte, size int) map[string][]byte {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	fill := func(unit string) string { return `"` + strings.Repeat(unit, size/len(unit)) + `"` }
	all := map[string][]byte{}
	for what, evil := range map[string]string{
		"angle brackets": fill("<"), "quotes": fill(`\"`), "control characters": fill(`\u0001`), "zeros": fill(`\u0000`),
		"families": fill("👩‍👩‍👧‍👦"), "accents": fill("\u0301"), "half a pair": fill(`\ud83d`),
		"nesting": strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000), "a list": "[" + strings.Repeat("0,", size/2) + "0]",
		"a reserved name": `"__x__"`, "a path": `"../."`, "a dot": `"."`, "nothing": `""`, "a large number": strings.Repeat("9", 300),
	} {
		replaceEach(value, "", func(place string, put func(any)) {
			put(json.RawMessage(evil))
			var text bytes.Buffer
			encoder := json.NewEncoder(&text)
			encoder.SetEscapeHTML(false) // so that it is as long as it was meant to be
			if encoder.Encode(value) == nil {
				all[place+" is "+what] = text.Bytes()
			}
		})
	}
	return all
}

// replaceEach calls f with each value within a value, and a function that replaces it.
// It is as it was afterwards.
func replaceEach(value any, place string, f func(place string, put func(any))) {
	switch v := value.(type) {
	case map[string]any:
		for name, old := range v {
			replaceEach(old, place+"/"+name, f)
			f(place+"/"+name, func(n any) { v[name] = n })
			v[name] = old
		}
	case []any:
		for i, old := range v {
			replaceEach(old, place+"/0", f)
			f(place+"/0", func(n any) { v[i] = n })
			v[i] = old
		}
	}
}
