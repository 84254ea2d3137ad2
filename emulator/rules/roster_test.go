package rules_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
)

func entry(email string) string { return "agents/" + email }

// edits is a change to an agent's entry.
func edits(p person, email string, fields doc) attempt {
	return attempt{who: p, how: merges, path: entry(email), doc: fields}
}

// hires is a new entry.
func hires(p person, email string, fields doc) attempt {
	all := doc{
		"displayName": "Eve", "role": "agent", "queues": []string{"sales", "support"}, "skills": doc{"french": 10, "billing": 1},
		"capacity": 3, "languages": []string{"fr", "pt-BR"},
	}
	maps.Copy(all, fields)
	return attempt{who: p, how: creates, path: entry(email), doc: all}
}

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
		"lastAssignedAt": time.Time{}, "lastReleasedAt": time.Time{},
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
	denied["an own entry in capitals"] = hires(shouting, shouting.email, nil)
	denied["a role for who was on the roster"] = edits(former, former.email, doc{"role": "agent"})
	try(t, variants{"the own presence": come}, denied)
}

// TestSupervisorsKeepTheRoster: its own fields, and no more.
func TestSupervisorsKeepTheRoster(t *testing.T) {
	t.Parallel()
	some := edits(sue, ben.email, doc{"capacity": 5, "queues": []string{"sales", "support"}})
	denied := variants{
		"a supervisor chooses a presence":                edits(sue, ben.email, doc{"presence": "away"}),
		"a supervisor hires with a load":                 hires(sue, eve, doc{"used": 0}),
		"a supervisor hires with a presence":             hires(sue, eve, doc{"presence": "available"}),
		"a supervisor hires without a role":              hires(sue, eve, nil).without("role"),
		"a supervisor hires without a capacity":          hires(sue, eve, nil).without("capacity"),
		"a supervisor hires in capitals":                 hires(sue, "Eve@x.example", nil),
		"a supervisor hires no address":                  hires(sue, "eve", nil),
		"a supervisor hires with a space":                hires(sue, "e ve@x.example", nil),
		"a supervisor hires two at signs":                hires(sue, "eve@x@x.example", nil),
		"a supervisor hires below an entry":              hires(sue, "a/b/eve@x.example", nil),
		"a supervisor writes over an entry":              over(hires(sue, ben.email, nil)),
		"a supervisor deletes an entry":                  {who: sue, how: deletes, path: entry(ben.email)},
		"a supervisor deletes the own entry":             {who: sue, how: deletes, path: entry(sue.email)},
		"an admin deletes the own entry":                 {who: ada, how: deletes, path: entry(ada.email)},
		"somebody who claims an admin's address hires":   hires(pretender, eve, nil),
		"somebody who claims an admin's address edits":   edits(pretender, ben.email, doc{"capacity": 5}),
		"somebody who claims an admin's address deletes": {who: pretender, how: deletes, path: entry(ben.email)},
		"an admin deletes a capacity":                    edits(ada, ben.email, doc{"capacity": firestore.Delete}),
	}
	for field, value := range map[string]any{
		"used": 0, "free": 3, "lanes": []string{}, "missed": 0, "lastAssignedAt": time.Now(), "lastReleasedAt": time.Now(),
		"awayBy": "me", "presenceAt": firestore.ServerTimestamp, "mood": "good",
	} {
		denied["a supervisor writes "+field] = some.with(doc{field: value})
		denied["an admin writes "+field] = anonymous(some.with(doc{field: value}), ada)
	}
	try(t, variants{
		"a supervisor changes an entry":              some,
		"a supervisor changes the own queues":        edits(sue, sue.email, doc{"queues": []string{"sales"}}),
		"a supervisor changes an admin's queues":     edits(sue, ada.email, doc{"queues": []string{"sales"}}),
		"a supervisor hires":                         hires(sue, eve, nil),
		"an admin hires":                             hires(ada, eve, nil),
		"a supervisor completes what a load is left": edits(sue, former.email, hires(sue, former.email, nil).doc),
		"an admin deletes an entry":                  {who: ada, how: deletes, path: entry(ben.email)},
		"an admin deletes another admin's entry": attempt{who: ada, how: deletes, path: entry(sue.email)}.
			after(entry(sue.email), doc{"role": "admin"}),
	}, denied)
}

// over is the attempt that writes the whole document, there or not.
func over(a attempt) attempt {
	a.how = sets
	return a
}

// TestRolesAreGiven: nobody changes the own one, and only an admin makes or unmakes
// an admin.
func TestRolesAreGiven(t *testing.T) {
	t.Parallel()
	role := func(p person, email, role string) attempt { return edits(p, email, doc{"role": role}) }
	try(t, variants{
		"a supervisor makes a supervisor":              role(sue, ben.email, "supervisor"),
		"a supervisor makes an agent of a supervisor":  role(sue, ben.email, "agent").after(entry(ben.email), doc{"role": "supervisor"}),
		"a supervisor hires a supervisor":              hires(sue, eve, doc{"role": "supervisor"}),
		"an admin makes an admin":                      role(ada, ben.email, "admin"),
		"an admin hires an admin":                      hires(ada, eve, doc{"role": "admin"}),
		"an admin unmakes an admin":                    role(ada, ben.email, "agent").after(entry(ben.email), doc{"role": "admin"}),
		"a supervisor leaves an admin's role as it is": edits(sue, ada.email, doc{"role": "admin", "capacity": 4}),
		"a supervisor leaves the own role as it is":    edits(sue, sue.email, doc{"role": "supervisor", "capacity": 4}),
	}, variants{
		"a supervisor makes an admin":                        role(sue, ben.email, "admin"),
		"a supervisor makes oneself an admin":                role(sue, sue.email, "admin"),
		"a supervisor makes oneself an agent":                role(sue, sue.email, "agent"),
		"a supervisor hires an admin":                        hires(sue, eve, doc{"role": "admin"}),
		"a supervisor unmakes an admin":                      role(sue, ada.email, "agent"),
		"a supervisor makes an admin of what a load is left": edits(sue, former.email, hires(sue, former.email, doc{"role": "admin"}).doc),
		"an admin makes oneself a supervisor":                role(ada, ada.email, "supervisor"),
		"an agent makes a supervisor":                        role(ana, ben.email, "supervisor"),
		"an admin invents a role":                            role(ada, ben.email, "owner"),
		"an admin gives an empty role":                       role(ada, ben.email, ""),
		"an admin gives a list of roles":                     edits(ada, ben.email, doc{"role": []string{"admin"}}),
	})
}

// TestWhatAnEntryIs: an agent whose entry a function cannot decode gets no work.
func TestWhatAnEntryIs(t *testing.T) {
	t.Parallel()
	set := func(field string, value any) attempt { return edits(sue, ben.email, doc{field: value}) }
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
		"no skills":                over(hires(sue, eve, doc{"skills": doc{}})),
		"50 skills":                over(hires(sue, eve, doc{"skills": levels(50)})),
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
		"a capacity counted over 1,000":   set("capacity", firestore.Increment(998)),
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
		"51 skills":                       over(hires(sue, eve, doc{"skills": levels(51)})),
		"skills that are a list":          set("skills", []int{1}),
		"a language that is none":         set("languages", []string{"french"}),
		"a language that is nothing":      set("languages", []any{nil}),
		"21 languages":                    set("languages", many(21, "fr")),
		"languages that are a text":       set("languages", "fr"),
		"a name of 1 MB":                  set("displayName", long(1_000_000)),
		"a queue of 1 MB":                 set("queues", []string{long(1_000_000)}),
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
	in := func(d time.Duration) time.Time { return ago(-d) }
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
		"a lease that is a number":                  until(ana, ana.email, in(time.Minute).Unix()),
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
