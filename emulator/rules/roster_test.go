package rules_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

func entry(email string) string { return "agents/" + email }

// edits is a change to an agent's entry.
func edits(p person, email string, fields doc) attempt {
	return attempt{who: p, how: merges, path: entry(email), doc: fields}
}

const proposed = "rosterChanges/4f9c2d1e-0a54-4b7e-9d0c-5d8a7b1c2e3f"

// proposes is a change of the roster as a client asks for it: for add and edit the whole
// entry, in which fields are changed.
func proposes(p person, kind, email string, fields doc) attempt {
	asked := doc{
		"kind": kind, "agent": email, "why": "Because.", "author": p.author(), "status": "pending", "createdAt": firestore.ServerTimestamp,
	}
	if kind == "add" || kind == "edit" {
		entry := doc{
			"displayName": "Eve", "role": "agent", "queues": []string{"sales", "support"}, "skills": doc{"french": 10, "billing": 1},
			"capacity": 3, "languages": []string{"fr", "pt-BR"},
		}
		maps.Copy(entry, fields)
		asked["entry"] = entry
	}
	return attempt{who: p, how: creates, path: proposed, doc: asked}
}

// hires is a new agent, as somebody asks for it.
func hires(p person, email string, fields doc) attempt { return proposes(p, "add", email, fields) }

const eve = "eve@x.example"

// TestPresenceIsOnesOwn: an agent chooses it, for oneself, now.
func TestPresenceIsOnesOwn(t *testing.T) {
	t.Parallel()
	choice := func(p string) doc { return doc{"presence": p, "presenceAt": firestore.ServerTimestamp, "awayBy": nil} }
	come := edits(ana, ana.email, choice("available"))
	allowed := variants{"an admin chooses, too": edits(ada, ada.email, choice("available"))}
	for _, p := range []string{"available", "busy", "away", "offline"} {
		allowed["an agent chooses "+p] = edits(ana, ana.email, choice(p))
	}
	whole := come
	whole.how = sets
	try(t, allowed, variants{
		"somebody who is not signed in chooses":         anonymous(come, nobody),
		"somebody with an unproven address chooses":     anonymous(come, unverified),
		"somebody with the address in capitals chooses": anonymous(come, shouting),
		"somebody in capitals chooses in capitals":      edits(shouting, shouting.email, choice("available")),
		"somebody not on the roster chooses":            edits(stranger, stranger.email, choice("available")),
		"somebody who was on the roster chooses":        edits(former, former.email, choice("available")),
		"somebody whose role does not exist chooses":    edits(inventor, inventor.email, choice("available")),
		"an agent chooses for a colleague":              edits(ana, ben.email, choice("offline")),
		"a supervisor chooses for an agent":             edits(sue, ana.email, choice("offline")),
		"a presence that does not exist":                come.with(doc{"presence": "asleep"}),
		"a presence that is a number":                   come.with(doc{"presence": 1}),
		"a presence of yesterday":                       come.with(doc{"presenceAt": ago(24 * time.Hour)}),
		"a presence of tomorrow":                        come.with(doc{"presenceAt": ago(-24 * time.Hour)}),
		"a presence of the client's own time":           come.with(doc{"presenceAt": time.Now()}),
		"a presence without a time":                     come.without("presenceAt"),
		"a presence that leaves a function's reason":    come.without("awayBy"),
		"a presence with a reason of one's own":         come.with(doc{"awayBy": doc{"code": "lunch"}}),
		"a presence and nothing else any more":          whole,
		"a presence and less used":                      come.with(doc{"used": 0}),
		"a presence and a field more":                   come.with(doc{"mood": "good"}),
	})
}

// TestAnAgentRaisesNothing: the rest of the own entry is others' to write.
func TestAnAgentRaisesNothing(t *testing.T) {
	t.Parallel()
	own := func(fields doc) attempt { return edits(ana, ana.email, fields) }
	come := own(doc{"presence": "busy", "presenceAt": firestore.ServerTimestamp, "awayBy": nil})
	denied := variants{}
	for field, value := range map[string]any{
		"displayName": "The Boss", "role": "supervisor", "queues": []string{"sales", "support"}, "skills": doc{"french": 10},
		"capacity": 1000, "languages": []string{"en"}, "used": 0, "free": 1000, "lanes": []string{"support|"}, "missed": 0, "bookmark": doc{"state": "x"},
		"lastAssignedAt": time.Time{}, "lastReleasedAt": time.Time{}, "shown": "available", "shownAt": time.Now(),
		"today": doc{"queues": []string{"support"}, "capacity": 1000},
	} {
		denied["the own "+field] = own(doc{field: value})
		denied["the own "+field+" beside a presence"] = come.with(doc{field: value})
	}
	denied["the own capacity by counting up"] = own(doc{"capacity": firestore.Increment(1)})
	denied["what is used by counting down"] = own(doc{"used": firestore.Increment(-1)})
	denied["one queue more"] = own(doc{"queues": firestore.ArrayUnion("support")})
	denied["the role admin"] = own(doc{"role": "admin"})
	denied["the own entry deleted"] = attempt{who: ana, how: deletes, path: entry(ana.email)}
	denied["a colleague's entry deleted"] = attempt{who: ana, how: deletes, path: entry(ben.email)}
	denied["a colleague's capacity"] = edits(ana, ben.email, doc{"capacity": 0})
	denied["a new entry"] = hires(ana, eve, nil)
	denied["an own entry by a stranger"] = hires(stranger, stranger.email, nil)
	denied["an own entry by somebody with an unproven address"] = hires(unverified, eve, nil)
	denied["an own entry by nobody"] = hires(nobody, eve, nil)
	denied["an own entry in capitals"] = hires(shouting, "eve@x.example", nil)
	denied["a suspension"] = proposes(ana, "suspend", ben.email, nil)
	denied["a removal"] = proposes(ana, "remove", ben.email, nil)
	denied["a role for who was on the roster"] = edits(former, former.email, doc{"role": "agent"})
	denied["a role for who is suspended"] = edits(suspended, suspended.email, doc{"role": "agent"})
	denied["the end of a suspension by who is suspended"] = proposes(suspended, "edit", suspended.email, nil)
	denied["a presence of who is suspended"] = edits(suspended, suspended.email, doc{
		"presence": "available", "presenceAt": firestore.ServerTimestamp, "awayBy": nil,
	})
	try(t, variants{"the own presence": come}, denied)
}

// TestNobodyWritesTheRoster: its part of an entry is for one function, whoever asks.
func TestNobodyWritesTheRoster(t *testing.T) {
	t.Parallel()
	denied := variants{}
	for _, p := range leads {
		for field, value := range map[string]any{
			"displayName": "Ben", "role": "agent", "queues": []string{"sales"}, "skills": doc{"french": 1}, "capacity": 5,
			"languages": []string{"fr"}, "used": 0, "free": 3, "lanes": []string{}, "missed": 0, "presence": "away", "mood": "good",
			"lastAssignedAt": time.Now(), "lastReleasedAt": time.Now(), "awayBy": "me", "presenceAt": firestore.ServerTimestamp,
			"today": doc{"queues": []string{"sales"}, "capacity": 5}, "shown": "away", "shownAt": time.Now(),
		} {
			denied[p.who+" writes "+field] = edits(p, ben.email, doc{field: value})
			denied[p.who+" writes the own "+field] = edits(p, p.email, doc{field: value})
		}
		entry := hires(p, eve, nil).doc["entry"].(doc) //nolint:forcetypeassert // as proposes makes it
		denied[p.who+" creates an entry"] = attempt{who: p, how: creates, path: "agents/" + eve, doc: entry}
		denied[p.who+" writes over an entry"] = attempt{who: p, how: sets, path: "agents/" + ben.email, doc: entry}
		denied[p.who+" completes what functions left"] = edits(p, former.email, entry)
		denied[p.who+" deletes an entry"] = attempt{who: p, how: deletes, path: "agents/" + ben.email}
		denied[p.who+" deletes the own entry"] = attempt{who: p, how: deletes, path: "agents/" + p.email}
		denied[p.who+" deletes a lease"] = attempt{who: p, how: deletes, path: "leases/" + ben.email}
		denied[p.who+" takes everybody's turn"] = attempt{who: p, how: sets, path: "config/roster", doc: doc{"changes": 1}}
	}
	try(t, variants{}, denied)
}

// TestSupervisorsAskForChanges: in their own name, now, and of what there is. Whether it
// is done is for the function to say, with a reason: shared/roster.
func TestSupervisorsAskForChanges(t *testing.T) {
	t.Parallel()
	some := proposes(sue, "edit", ben.email, nil)
	plus := hires(sue, "jo+desk&co#1@x.example", nil)
	try(t, variants{
		"a supervisor adds somebody":        hires(sue, eve, nil),
		"an admin adds an admin":            hires(ada, eve, doc{"role": "admin"}),
		"an address with marks":             plus,
		"an address with an apostrophe":     hires(sue, "o'brien@x.example", nil),
		"a supervisor changes an entry":     some,
		"a supervisor changes the own one":  proposes(sue, "edit", sue.email, nil),
		"a supervisor suspends somebody":    proposes(sue, "suspend", ben.email, nil),
		"a supervisor ends a suspension":    proposes(sue, "edit", suspended.email, nil),
		"a suspended entry stays suspended": proposes(sue, "edit", suspended.email, doc{"role": "none"}),
		"an admin removes somebody":         proposes(ada, "remove", ben.email, nil),
		"without a reason":                  some.with(doc{"why": ""}),
		"without the field":                 some.without("why"),
		"with a long reason":                some.with(doc{"why": long(roster.MaxWhy)}),
	}, variants{
		"an agent asks": anonymous(some, ana),
		"somebody who claims an admin's address asks":  hires(pretender, eve, nil),
		"in the name of an admin":                      some.with(doc{"author": ada.author()}),
		"as automation":                                some.with(doc{"author": doc{"email": sue.email, "name": "Sue", "bot": true}}),
		"with rights in the project":                   some.with(doc{"operator": "root"}),
		"from the first roster":                        some.with(doc{"first": true}),
		"with a roster":                                some.with(doc{"roster": "{}"}),
		"a first roster":                               some.with(doc{"kind": "seed"}).without("entry"),
		"a kind that does not exist":                   some.with(doc{"kind": "promote"}),
		"no kind":                                      some.without("kind"),
		"a change that is done":                        some.with(doc{"status": "done"}),
		"a change that says what it changed":           some.with(doc{"after": doc{"role": "admin"}}),
		"a change that was refused":                    some.with(doc{"reason": doc{"code": "x"}}),
		"a change of yesterday":                        some.with(doc{"createdAt": ago(24 * time.Hour)}),
		"a reason that is too long":                    some.with(doc{"why": long(roster.MaxWhy + 1)}),
		"a reason that is a number":                    some.with(doc{"why": 5}),
		"a suspension with an entry":                   proposes(sue, "suspend", ben.email, nil).with(doc{"entry": some.doc["entry"]}),
		"an entry that is none":                        some.with(doc{"entry": "all"}),
		"no entry":                                     some.without("entry"),
		"a name of the first roster":                   some.at("rosterChanges/" + roster.FirstID(eve)),
		"a name of a seed":                             some.at("rosterChanges/seed-1"),
		"a name with a dot":                            some.at("rosterChanges/a.b"),
		"an address in capitals":                       hires(sue, "Eve@x.example", nil),
		"no address":                                   hires(sue, "eve", nil),
		"an address with a space":                      hires(sue, "e ve@x.example", nil),
		"two at signs":                                 hires(sue, "eve@x@x.example", nil),
		"an address that is a path":                    hires(sue, "a/b/eve@x.example", nil),
		"an address with a letter that looks like one": hires(sue, "\u0435ve@x.example", nil),
		"a domain with a letter that looks like one":   hires(sue, "eve@\u0445.example", nil),
		"an address with what nobody sees":             hires(sue, "ev\u200be@x.example", nil),
		"an address in full width":                     hires(sue, "ｅve@x.example", nil),
		"an address with a per cent sign":              hires(sue, "a%20b@x.example", nil),
		"an address with a backtick":                   hires(sue, "a`b@x.example", nil),
		"a domain that ends in a dot":                  hires(sue, "eve@x.example.", nil),
	})
}

// TestSupervisorsAskForADay: what is for today, and presences, are changes of the roster too.
func TestSupervisorsAskForADay(t *testing.T) {
	t.Parallel()
	presence := proposes(sue, "presence", ben.email, nil).with(doc{"presence": "away"})
	work := doc{"queues": []string{"sales", "support"}, "capacity": 2}
	today := proposes(sue, "today", ben.email, nil).with(doc{"today": work})
	of := func(fields doc) attempt {
		some := doc{"queues": work["queues"], "capacity": 2}
		maps.Copy(some, fields)
		return today.with(doc{"today": some})
	}
	try(t, variants{
		"a presence":              presence,
		"another one":             presence.with(doc{"presence": "offline"}),
		"work for today":          today,
		"work of an admin's":      proposes(ada, "today", sue.email, nil).with(doc{"today": work}),
		"no queue for today":      of(doc{"queues": []string{}}),
		"the end of it":           proposes(sue, "endToday", ben.email, nil),
		"with a reason":           today.with(doc{"why": "Billing is short of hands"}),
		"more than most could do": of(doc{"capacity": agent.MaxCapacity}),
	}, variants{
		"an agent chooses a presence":    anonymous(presence, ana),
		"an agent gives somebody work":   anonymous(today, ana),
		"a presence that does not exist": presence.with(doc{"presence": "asleep"}),
		"no presence":                    presence.without("presence"),
		"a presence with work":           presence.with(doc{"today": work}),
		"work with a presence":           today.with(doc{"presence": "away"}),
		"work with an entry":             today.with(doc{"entry": hires(sue, eve, nil).doc["entry"]}),
		"no work":                        today.without("today"),
		"work that is none":              today.with(doc{"today": "all"}),
		"work with an end of one's own":  today.with(doc{"until": time.Now().Add(1000 * time.Hour)}),
		"work with a role":               of(doc{"role": "admin"}),
		"a queue that cannot be":         of(doc{"queues": []string{"Sales"}}),
		"a queue that is a number":       of(doc{"queues": []int{1}}),
		"queues in one":                  of(doc{"queues": []string{"sales,support"}}),
		"too many queues":                of(doc{"queues": slices.Repeat([]string{"sales"}, agent.MaxQueues+1)}),
		"less than nothing":              of(doc{"capacity": -1}),
		"more than anybody can do":       of(doc{"capacity": agent.MaxCapacity + 1}),
		"a part of a unit":               of(doc{"capacity": 1.5}),
		"the end of it with work":        proposes(sue, "endToday", ben.email, nil).with(doc{"today": work}),
	})
}

// TestTheHistoryOfTheRosterIsForSupervisors, and nobody changes it.
func TestTheHistoryOfTheRosterIsForSupervisors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := hires(sue, eve, nil).run(t, w); err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		leads := p.token == sue.token || p.token == ada.token
		_, err := w.Doc(proposed).Get(p.in(t.Context()))
		judge(t, err, leads)
		of := w.Collection("rosterChanges").Where("agent", "==", eve).OrderBy("createdAt", firestore.Desc)
		_, err = of.Limit(50).Documents(p.in(t.Context())).GetAll()
		judge(t, err, leads)
		_, err = of.Documents(p.in(t.Context())).GetAll()
		judge(t, err, false)
		_, err = w.Doc(proposed).Update(p.in(t.Context()), []firestore.Update{{Path: "status", Value: "done"}})
		judge(t, err, false)
		_, err = w.Doc(proposed).Delete(p.in(t.Context()))
		judge(t, err, false)
	}
}

// TestWhatAnEntryIs: an agent whose entry a function cannot decode gets no work.
func TestWhatAnEntryIs(t *testing.T) {
	t.Parallel()
	set := func(field string, value any) attempt { return proposes(sue, "edit", ben.email, doc{field: value}) }
	levels := func(n int) doc {
		all := doc{}
		for i := range n {
			all["s"+string(rune('a'+i/26))+string(rune('a'+i%26))] = 1 + i%10
		}
		return all
	}
	names := func(n int) []any { return many(n, "q") }
	try(t, variants{
		"a capacity of 0":          set("capacity", 0),
		"a capacity of 1,000":      set("capacity", 1000),
		"no queues":                set("queues", []string{}),
		"50 queues":                set("queues", names(50)),
		"a queue named true":       set("queues", []string{"true"}),
		"a queue of 39 letters":    set("queues", []string{long(39)}),
		"no skills":                set("skills", doc{}),
		"50 skills":                set("skills", levels(50)),
		"a skill of 10":            set("skills", doc{"french": 10}),
		"no languages":             set("languages", []string{}),
		"a language with a script": set("languages", []string{"zh-Hant-TW"}),
		"a name in another script": set("displayName", "Жанна"),
		"a name with a joiner":     set("displayName", "علی\u200cرضا"),
	}, variants{
		"a capacity of -1":                set("capacity", -1),
		"a capacity of 1,001":             set("capacity", 1001),
		"a capacity and a half":           set("capacity", 1.5),
		"a capacity that is a text":       set("capacity", "3"),
		"a name that is blank":            set("displayName", "  "),
		"a name that nobody sees":         set("displayName", "\u200b\u00a0"),
		"a name of two lines":             set("displayName", "Eve\nBoss"),
		"an empty name":                   set("displayName", ""),
		"a name of 201 letters":           set("displayName", long(201)),
		"a name that is a number":         set("displayName", 5),
		"51 queues":                       set("queues", names(51)),
		"queues that are a text":          set("queues", "sales"),
		"queues that are a map":           set("queues", doc{"sales": true}),
		"a queue in capitals":             set("queues", []string{"Sales"}),
		"a queue of 40 letters":           set("queues", []string{long(40)}),
		"an empty queue":                  set("queues", []string{""}),
		"an empty queue after another":    set("queues", []string{"sales", ""}),
		"a queue with a line break":       set("queues", []string{"sales\n"}),
		"a queue that is nothing":         set("queues", []any{"sales", nil}),
		"a queue that is true":            set("queues", []any{"sales", true}),
		"a queue that is false":           set("queues", []any{false}),
		"a queue that is a number":        set("queues", []any{"sales", 1}),
		"a queue that is a fraction":      set("queues", []any{1.5}),
		"a queue that is a map":           set("queues", []any{"sales", doc{"a": 1}}),
		"a queue that is bytes":           set("queues", []any{[]byte("sales")}),
		"a queue that is a time":          set("queues", []any{time.Now()}),
		"a skill of 0":                    set("skills", doc{"french": 0}),
		"a skill of 11":                   set("skills", doc{"french": 11}),
		"a skill and a half":              set("skills", doc{"french": 1.5}),
		"a skill that is a text":          set("skills", doc{"french": "5"}),
		"a skill that is nothing":         set("skills", doc{"french": nil}),
		"a skill in capitals":             set("skills", doc{"French": 5}),
		"a skill with a bar":              set("skills", doc{"french|x": 5}),
		"a skill with a colon":            set("skills", doc{"french:9": 5}),
		"51 skills":                       set("skills", levels(51)),
		"skills that are a list":          set("skills", []int{1}),
		"a language that is none":         set("languages", []string{"french"}),
		"a language that is nothing":      set("languages", []any{nil}),
		"21 languages":                    set("languages", many(21, "fr")),
		"languages that are a text":       set("languages", "fr"),
		"a name of 1 MB":                  set("displayName", long(1_000_000)),
		"a queue of 1 MB":                 set("queues", []string{long(1_000_000)}),
		"a queue with a comma in it":      set("queues", []any{"sales,support"}),
		"a queue and one with a comma":    set("queues", []any{"sales", "a,b"}),
		"a skill with a comma in it":      set("skills", doc{"french,german": 5}),
		"a language with a comma in it":   set("languages", []any{"fr,en"}),
		"a field more":                    set("mood", "good"),
		"a role that does not exist":      set("role", "owner"),
		"an empty role":                   set("role", ""),
		"a list of roles":                 set("role", []string{"admin"}),
		"a list of queues within a queue": set("queues", []any{strings.Repeat("q,", 1001) + "q"}),
	})
}

// TestALeaseIsOnesOwnAndShort: an agent who could write a late one would be given
// work while away.
func TestALeaseIsOnesOwnAndShort(t *testing.T) {
	t.Parallel()
	until := func(p person, path string, v any) attempt {
		return attempt{who: p, how: sets, path: "leases/" + path, doc: doc{"until": v}}
	}
	beat := until(ana, ana.email, in(150*time.Second))
	first := until(dan, dan.email, in(150*time.Second))
	first.how = creates
	try(t, variants{
		"a heartbeat":                        beat,
		"a first heartbeat":                  first,
		"a heartbeat of a clock that is off": until(ana, ana.email, in(175*time.Second)),
		"a good-bye":                         until(ana, ana.email, firestore.ServerTimestamp),
		"a supervisor's heartbeat":           until(sue, sue.email, in(150*time.Second)),
	}, variants{
		"a lease of an hour":                        until(ana, ana.email, in(time.Hour)),
		"a lease of four minutes":                   until(ana, ana.email, in(4*time.Minute)),
		"a lease for ever":                          until(ana, ana.email, in(1000*time.Hour)),
		"a lease that ended":                        until(ana, ana.email, ago(time.Minute)),
		"a lease that is a text":                    until(ana, ana.email, "soon"),
		"a lease that is a number":                  until(ana, ana.email, ago(-time.Minute).Unix()),
		"a lease that is nothing":                   until(ana, ana.email, nil),
		"a lease without an end":                    beat.without("until"),
		"a lease with a field more":                 beat.with(doc{"from": firestore.ServerTimestamp}),
		"a colleague's lease":                       until(ana, ben.email, in(time.Minute)),
		"a colleague's lease by a supervisor":       until(sue, ben.email, in(time.Minute)),
		"a lease by somebody who is not signed in":  anonymous(beat, nobody),
		"a lease by somebody of unproven address":   anonymous(beat, unverified),
		"a lease by somebody in capitals":           anonymous(beat, shouting),
		"a lease in capitals":                       until(shouting, shouting.email, in(time.Minute)),
		"a lease by a stranger":                     until(stranger, stranger.email, in(time.Minute)),
		"a lease by somebody who was on the roster": until(former, former.email, in(time.Minute)),
		"a lease that is deleted":                   {who: ana, how: deletes, path: "leases/" + ana.email},
		"a lease that is deleted by an admin":       {who: ada, how: deletes, path: "leases/" + ana.email},
	})
}
