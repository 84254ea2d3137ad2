package rules_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// setsFor is a setting as a supervisor's client writes it.
func setsFor(p person, kind configuration.SettingKind, of string, fields doc) attempt {
	given := doc{"kind": kind, "of": of, "by": p.email, "name": p.author()["name"], "at": firestore.ServerTimestamp, "until": in(time.Hour)}
	if kind != configuration.SetTag {
		given["expireAt"] = in(40 * 24 * time.Hour)
	}
	maps.Copy(given, fields)
	id := string(kind) + "_" + of
	if kind == configuration.SetHours {
		id += "_" + given["date"].(string)
	}
	return attempt{who: p, how: sets, path: "settings/" + id, doc: given}
}

// TestSupervisorsSetWhatChangesDaily in their own name, with an end.
func TestSupervisorsSetWhatChangesDaily(t *testing.T) {
	t.Parallel()
	day := doc{"date": "2026-12-24", "spans": []string{"09:00-12:00"}}
	text := doc{"texts": doc{"en": "We know of it."}}
	hours, outage := setsFor(sue, configuration.SetHours, "sales", day), setsFor(sue, configuration.SetOutage, "support", text)
	tag := setsFor(sue, configuration.SetTag, "recall", doc{"texts": doc{"en": "Recall"}, "colour": "red"})
	remove := attempt{who: sue, how: merges, path: "settings/tag_recall", doc: doc{
		"until": firestore.ServerTimestamp, "removedBy": sue.email, "removedName": sue.author()["name"], "removedAt": firestore.ServerTimestamp,
		"removedWhy": "It was for a day", "expireAt": in(30 * 24 * time.Hour),
	}}
	byAna := remove
	byAna.who = ana
	try(t, variants{
		"hours":                hours,
		"a day off":            hours.with(doc{"spans": []string{}, "zone": "Europe/Paris"}),
		"an outage":            outage,
		"a longer outage":      outage.after("settings/outage_support", doc{"kind": "outage"}),
		"a tag":                tag,
		"by an admin":          setsFor(ada, configuration.SetOutage, "support", text),
		"that a tag goes":      remove,
		"a tag that went":      setsFor(sue, configuration.SetTag, "recall", doc{"texts": doc{"en": "Recall"}, "why": "once more"}),
		"texts as long as may": outage.with(doc{"texts": doc{"en": strings.Repeat("x", 20*configuration.MaxOutage)}}),
	}, variants{
		"by an agent":                          setsFor(ana, configuration.SetHours, "sales", day),
		"by a stranger":                        setsFor(stranger, configuration.SetHours, "sales", day),
		"by a former colleague":                setsFor(former, configuration.SetHours, "sales", day),
		"of an unproven address":               anonymous(hours, unverified),
		"in the name of another":               hours.with(doc{"by": ada.email}),
		"under another name":                   hours.with(doc{"name": "Ada"}),
		"at another time":                      hours.with(doc{"at": time.Now()}),
		"under another id":                     hours.at("settings/hours_sales_2026-12-25"),
		"of another kind":                      hours.with(doc{"kind": "rules"}),
		"without an end":                       hours.without("until"),
		"that has ended":                       hours.with(doc{"until": in(-time.Hour)}),
		"kept for good":                        hours.without("expireAt"),
		"kept for years":                       hours.with(doc{"expireAt": in(1000 * 24 * time.Hour)}),
		"a day that is none":                   setsFor(sue, configuration.SetHours, "sales", doc{"date": "tomorrow", "spans": []string{}}),
		"spans that are none":                  hours.with(doc{"spans": "09:00-12:00"}),
		"too many spans":                       hours.with(doc{"spans": slices.Repeat([]string{"09:00-10:00"}, configuration.MaxSpans+1)}),
		"no texts":                             outage.with(doc{"texts": doc{}}),
		"texts too long":                       outage.with(doc{"texts": doc{"en": strings.Repeat("x", 20*configuration.MaxOutage+1)}}),
		"with something more":                  tag.with(doc{"rules": "all"}),
		"of a name that is none":               setsFor(sue, configuration.SetTag, "Recall", text),
		"that an agent takes a tag":            byAna,
		"that one goes in the name of another": remove.with(doc{"removedBy": ada.email}),
		"that one goes without a reason":       remove.with(doc{"removedWhy": ""}),
		"that one goes for a long reason":      remove.with(doc{"removedWhy": strings.Repeat("x", configuration.MaxSettingWhy+1)}),
		"that one goes at another time":        remove.with(doc{"removedAt": time.Now()}),
		"that one goes and is still in force":  remove.with(doc{"until": in(time.Hour)}),
		"that one goes and is kept for good":   remove.without("expireAt"),
		"that one goes and was another":        remove.with(doc{"name": "Ada"}),
		"that one goes without a trace":        attempt{who: sue, how: deletes, path: "settings/tag_recall"},
		"a long reason":                        hours.with(doc{"why": strings.Repeat("x", configuration.MaxSettingWhy+1)}),
		"that it was removed":                  hours.with(doc{"removedBy": sue.email}),
	})
}
