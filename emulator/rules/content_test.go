package rules_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
)

// fileOf is the file of a reply.
func fileOf(reply string) doc {
	return doc{
		"object": "outbound/" + strings.Replace(strings.TrimPrefix(reply, "conversations/"), "/replies", "", 1),
		"type":   "image/png", "name": "chart.png", "alt": "a chart", "size": 12_345, "url": "",
	}
}

func TestWhatAFileIs(t *testing.T) {
	t.Parallel()
	base := replies(ana, active).with(doc{"kind": "file"}).without("text")
	file := func(fields doc) attempt {
		m := fileOf(base.path)
		maps.Copy(m, fields)
		for name, value := range fields {
			if value == firestore.Delete {
				delete(m, name)
			}
		}
		return base.with(doc{"media": m})
	}
	name := base.path[strings.LastIndex(base.path, "/")+1:]
	try(t, variants{
		"a file":                      file(nil),
		"a file and what it shows":    file(nil).with(doc{"text": "Here it is."}),
		"a file of an unknown length": file(doc{"size": firestore.Delete}),
		"a file without an address":   file(doc{"url": firestore.Delete}),
	}, variants{
		"a file of no media":                        base,
		"a file that is a text":                     base.with(doc{"media": "outbound/active/" + name}),
		"a file of another conversation":            file(doc{"object": "outbound/parked/" + name}),
		"a file of another reply":                   file(doc{"object": "outbound/active/r0"}),
		"a customer's file":                         file(doc{"object": "inbound/active/m1"}),
		"a customer's file of another conversation": file(doc{"object": "inbound/parked/m1"}),
		"a file in the folder above":                file(doc{"object": "outbound/active/../parked/" + name}),
		"a file that goes on after its name":        file(doc{"object": "outbound/active/" + name + "/x"}),
		"a file of no object":                       file(doc{"object": firestore.Delete}),
		"a file of an empty object":                 file(doc{"object": ""}),
		"a file of somebody else's address":         file(doc{"url": "https://elsewhere.example/x.png"}),
		"a file with a thumbnail":                   file(doc{"thumbnail": "https://elsewhere.example/x.png"}),
		"a file of no type":                         file(doc{"type": firestore.Delete}),
		"a file of a type that is none":             file(doc{"type": "image"}),
		"a file of a type with a line break":        file(doc{"type": "image/png\r\nX: y"}),
		"a file of a type of 101 letters":           file(doc{"type": "image/" + long(95)}),
		"a file of a length and a half":             file(doc{"size": 1.5}),
		"a file of a long name":                     file(doc{"name": long(1001)}),
		"a file that is described at length":        file(doc{"alt": long(4001)}),
		"a file of a negative length":               file(doc{"size": -1}),
		"a file of a length that is a text":         file(doc{"size": "big"}),
		"a file with a field more":                  file(doc{"bucket": "another"}),
		"a file with cards":                         file(nil).with(doc{"cards": []any{card()}}),
	})
}

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func place(fields doc) doc {
	p := doc{"latitude": 48.85, "longitude": 2, "label": "Paris"}
	maps.Copy(p, fields)
	return p
}

func appointment(fields doc) doc {
	a := doc{"title": "Visit", "body": "Bring the plan.", "start": noon, "end": noon.Add(time.Hour)}
	maps.Copy(a, fields)
	return a
}

func TestWhatALocationIs(t *testing.T) {
	t.Parallel()
	base := replies(ana, active).with(doc{"kind": "location"}).without("text")
	at := func(fields doc) attempt { return base.with(doc{"place": place(fields)}) }
	try(t, variants{
		"a place":                at(nil),
		"a place and a text":     at(nil).with(doc{"text": "We are here."}),
		"a place with choices":   at(nil).with(doc{"choices": []any{doc{"label": "Yes"}}}),
		"a place at a corner":    at(doc{"latitude": -90, "longitude": 180}),
		"a place without a name": base.with(doc{"place": doc{"latitude": 1.5, "longitude": 2}}),
	}, variants{
		"no place":                      base,
		"a place that is a text":        base.with(doc{"place": "Paris"}),
		"a place beyond the pole":       at(doc{"latitude": 91}),
		"a place beyond the date line":  at(doc{"longitude": -180.5}),
		"a place that is a text inside": at(doc{"latitude": "48"}),
		"a place with a long name":      at(doc{"label": long(801)}),
		"a place with a field more":     at(doc{"url": "https://elsewhere.example"}),
		"a place with a file":           at(nil).with(doc{"media": fileOf(base.path)}),
		"a text with a place":           replies(ana, active).with(doc{"place": place(nil)}),
		"a card with a place":           at(nil).with(doc{"kind": "card", "cards": []any{card()}}),
	})
}

func card() doc {
	return doc{
		"title": "Chair", "body": "Oak, 40 €", "media": doc{"url": "https://shop.example/chair.png", "type": "image/png", "height": "tall"},
		"choices": []any{doc{"label": "Buy", "postback": "buy"}, doc{"kind": "url", "label": "See", "url": "https://shop.example"}},
	}
}

func many(n int, v any) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = v
	}
	return all
}

func TestWhatChoicesAre(t *testing.T) {
	t.Parallel()
	choices := func(all any) attempt { return replies(ana, active).with(doc{"choices": all}) }
	one := func(fields doc) attempt {
		c := doc{"label": "Yes", "postback": "yes"}
		maps.Copy(c, fields)
		return choices([]any{c})
	}
	allowed := variants{
		"13 choices":                     choices(many(13, doc{"kind": "reply", "label": "Yes", "postback": "yes"})),
		"no choices":                     choices([]any{}),
		"a choice to open":               one(doc{"kind": "url", "url": "https://shop.example"}),
		"a choice to dial":               one(doc{"kind": "dial", "phone": "+33123456789"}),
		"a choice of a person":           choices([]any{doc{"kind": "person"}}),
		"a choice that opens in the app": one(doc{"kind": "url", "url": "https://shop.example", "view": "tall"}),
		"a choice of a place":            one(doc{"kind": "place", "place": place(nil)}),
		"a choice to ask for a place":    one(doc{"kind": "askPlace"}),
		"a choice of an appointment":     one(doc{"kind": "calendar", "appointment": appointment(nil)}),
		"4 places":                       choices(many(4, doc{"kind": "place", "label": "Yes", "postback": "yes", "place": place(nil)})),
		"4 appointments":                 choices(many(4, doc{"kind": "calendar", "label": "Yes", "postback": "yes", "appointment": appointment(nil)})),
	}
	denied := variants{
		"a fifth place":                             choices(many(5, doc{"kind": "place", "label": "Yes", "place": place(nil)})),
		"a place among five choices":                choices(append(many(4, doc{"label": "Yes"}), doc{"kind": "place", "place": place(nil)})),
		"14 choices":                                choices(many(14, doc{"kind": "reply", "label": "Yes", "postback": "yes"})),
		"choices that are a map":                    choices(doc{"0": doc{"label": "Yes"}}),
		"choices that are texts":                    choices([]any{"Yes"}),
		"a choice with a field more":                one(doc{"color": "red"}),
		"a choice with a map in it":                 one(doc{"postback": doc{"a": doc{"b": "c"}}}),
		"a choice with bytes in it":                 one(doc{"postback": []byte("yes")}),
		"a choice to sign in":                       one(doc{"signIn": doc{"clientId": "x"}}),
		"a choice of other letters":                 one(doc{"URL": "https://shop.example"}),
		"a choice of 1 MB":                          one(doc{"postback": long(1_000_000)}),
		"a choice of no place":                      one(doc{"place": "here"}),
		"a choice of a place beyond the pole":       one(doc{"place": place(doc{"latitude": 90.5})}),
		"a choice of a place with a long name":      one(doc{"place": place(doc{"label": long(801)})}),
		"a choice of a place with a field more":     one(doc{"place": place(doc{"x": "y"})}),
		"an appointment that ends before it begins": one(doc{"appointment": appointment(doc{"end": noon.Add(-time.Hour)})}),
		"an appointment at no time":                 one(doc{"appointment": appointment(doc{"start": "today"})}),
		"an appointment with a long title":          one(doc{"appointment": appointment(doc{"title": long(1001)})}),
		"an appointment about too much":             one(doc{"appointment": appointment(doc{"body": long(4001)})}),
		"an appointment with a field more":          one(doc{"appointment": appointment(doc{"x": "y"})}),
		"an appointment that is a text":             one(doc{"appointment": "today"}),
	}
	const most = 13
	for i := range most {
		some := func(v any) attempt {
			all := many(most, doc{"label": "Yes"})
			all[i] = v
			return choices(all)
		}
		denied[fmt.Sprintf("choice %d that is a text", i)] = some("Yes")
		denied[fmt.Sprintf("choice %d of 6,000 bytes", i)] = some(doc{"label": "Yes", "postback": long(6000)})
		allowed[fmt.Sprintf("%d choices", i)] = choices(many(i, doc{"label": "Yes"}))
	}
	try(t, allowed, denied)
}

func TestWhatCardsAre(t *testing.T) {
	t.Parallel()
	base := replies(ana, active).with(doc{"kind": "card"}).without("text")
	cards := func(all any) attempt { return base.with(doc{"cards": all}) }
	one := func(fields doc) attempt {
		c := card()
		maps.Copy(c, fields)
		return cards([]any{c})
	}
	choice := doc{"label": "Buy", "postback": "buy"}
	carousel := func(n, two int) attempt { // a choice on each card, or two
		all := make([]any, n)
		for i := range all {
			c := card()
			c["choices"] = many(1, choice)
			if i < two {
				c["choices"] = many(2, choice)
			}
			all[i] = c
		}
		return cards(all)
	}
	picture := func(fields doc) attempt {
		media := doc{"url": "https://shop.example/chair.png", "type": "image/png"}
		maps.Copy(media, fields)
		return one(doc{"media": media})
	}
	on := func(fields doc) attempt {
		c := doc{"label": "Buy"}
		maps.Copy(c, fields)
		return one(doc{"choices": []any{c}})
	}
	allowed := variants{
		"a card":                        one(nil),
		"a card of a title only":        cards([]any{doc{"title": "Chair"}}),
		"a card of all that can be":     one(doc{"choices": many(4, choice)}).with(doc{"choices": many(10, choice), "fallback": "Chairs"}),
		"a carousel of all that can be": carousel(10, 4).with(doc{"choices": []any{}, "fallback": "Chairs", "text": ""}),
		"a carousel with choices below": carousel(10, 0).with(doc{"choices": many(4, choice)}),
		"a carousel of a supervisor's":  anonymous(carousel(10, 4), sue).with(doc{"author": sue.author()}).at(parked + "/replies/r1"),
		"a card of no choices":          one(doc{"choices": []any{}}),
		"a picture with all it can have": picture(doc{
			"thumbnail": "https://shop.example/s.png", "name": "chair.png", "alt": "A chair", "size": 12_345, "height": "short",
		}),
	}
	denied := variants{
		"no cards":                                      base,
		"cards of none":                                 cards([]any{}),
		"11 cards":                                      cards(many(11, card())),
		"cards that are a map":                          cards(doc{"0": card()}),
		"cards that are texts":                          cards([]any{"Chair"}),
		"a card without a title":                        cards([]any{doc{"body": "Oak"}}),
		"a title that is a map":                         one(doc{"title": doc{"a": "b"}}),
		"a title of 66,000 letters":                     one(doc{"title": long(66_000), "body": ""}),
		"a body of 22,000 euro signs":                   one(doc{"body": strings.Repeat("€", 22_000)}),
		"a picture of an address of 810 kB":             picture(doc{"url": long(810_000)}),
		"a picture with a field more":                   picture(doc{"bucket": "x"}),
		"a picture with a field of 1,400 letters":       picture(doc{long(1400): ""}),
		"a picture with a map in it":                    picture(doc{"alt": doc{"a": "b"}}),
		"a picture from the bucket in other letters":    picture(doc{"Object": "inbound/parked/m1"}),
		"a picture of other letters":                    one(doc{"Media": doc{"object": "inbound/parked/m1"}}),
		"a card with 15 choices":                        one(doc{"choices": many(15, choice)}),
		"a card with 20,000 choices":                    one(doc{"choices": many(20_000, doc{})}),
		"a carousel with a choice too many":             carousel(10, 4).with(doc{"choices": many(1, choice)}),
		"a card with choices that are a text":           one(doc{"choices": "Buy"}),
		"a card with a choice that is a text":           one(doc{"choices": []any{"Buy"}}),
		"a card with a choice of 810 kB":                on(doc{"postback": long(810_000)}),
		"a card with a choice with a field more":        on(doc{"color": "red"}),
		"a card with a choice of other letters":         on(doc{"URL": "https://shop.example"}),
		"a card with a choice to sign in":               on(doc{"signIn": doc{"clientId": "x"}}),
		"a card with a choice with a map in it":         on(doc{"postback": doc{"a": "b"}}),
		"a card with a choice below of 810 kB":          one(nil).with(doc{"choices": []any{doc{"label": long(810_000)}}}),
		"cards of 70,000 bytes together":                cards(many(10, doc{"title": long(7000)})),
		"a body that is a map":                          one(doc{"body": doc{"a": doc{}}}),
		"a body of 1 MB":                                one(doc{"body": long(1_000_000)}),
		"a card with a field more":                      one(doc{"html": "<b>"}),
		"a card with 15 choices below":                  one(nil).with(doc{"choices": many(15, choice)}),
		"a card with choices beside it that are a text": one(nil).with(doc{"choices": "Buy"}),
		"a picture from the bucket":                     one(doc{"media": doc{"object": "inbound/parked/m1"}}),
		"a picture that is a text":                      one(doc{"media": "https://shop.example/chair.png"}),
		"a card with a file beside it":                  one(nil).with(doc{"media": fileOf(base.path)}),
	}
	const most = 10
	plain := card()
	delete(plain, "choices")
	for i := range most {
		some := func(v any) attempt {
			all := many(most, plain)
			all[i] = v
			return cards(all)
		}
		denied[fmt.Sprintf("card %d that is a text", i)] = some("Chair")
		denied[fmt.Sprintf("card %d of 810 kB", i)] = some(doc{"title": "x", "media": doc{"url": long(810_000)}})
		denied[fmt.Sprintf("card %d with a choice of 810 kB", i)] = some(doc{"title": "x", "choices": []any{doc{"label": long(810_000)}}})
		denied[fmt.Sprintf("card %d without a title", i)] = some(doc{"body": "x"})
		denied[fmt.Sprintf("card %d with a file from the bucket", i)] = some(doc{"title": "x", "media": doc{"object": "inbound/parked/m1"}})
		allowed[fmt.Sprintf("%d cards", i+1)] = cards(many(i+1, plain))
	}
	const choices = 14
	for i := range choices {
		all := many(choices, choice)
		all[i] = doc{"label": "Buy", "color": "red"}
		denied[fmt.Sprintf("a card with a field more in choice %d", i)] = one(doc{"choices": all})
		all = many(choices, choice)
		all[i] = doc{"label": long(70_000)}
		denied[fmt.Sprintf("a card with 70,000 bytes in choice %d", i)] = one(doc{"choices": all})
		allowed[fmt.Sprintf("a card with %d choices", i+1)] = one(doc{"choices": many(i+1, choice)})
	}
	try(t, allowed, denied)
}

// TestWhatWasMasked: a client names the rules by which it masked something, in every order
// with words.
func TestWhatWasMasked(t *testing.T) {
	t.Parallel()
	base := replies(ana, active)
	masked := func(names ...any) attempt { return base.with(doc{"masked": names}) }
	most := make([]any, 20)
	for i := range most {
		most[i] = long(40)
	}
	try(t, variants{
		"a reply in which a card was masked": masked("card"),
		"a reply in which all rules did":     masked(most...),
		"a signal":                           base.with(doc{"kind": "typing", "masked": []any{"card"}}).without("text"),
	}, variants{
		"a reply in which nothing was, which needs no list": masked(),
		"more rules than there can be":                      masked(append(most, "card")...),
		"a rule with a book's name":                         masked(long(821)),
		"a rule that is a number":                           masked(1, doc{"a": 1}),
		"rules that are a text":                             base.with(doc{"masked": "card"}),
	})
}
