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
	remove := attempt{who: sue, how: deletes, path: "settings/tag_recall"}
	try(t, variants{
		"hours":                hours,
		"a day off":            hours.with(doc{"spans": []string{}, "zone": "Europe/Paris"}),
		"an outage":            outage,
		"a longer outage":      outage.after("settings/outage_support", doc{"kind": "outage"}),
		"a tag":                tag,
		"by an admin":          setsFor(ada, configuration.SetOutage, "support", text),
		"that a tag goes":      remove,
		"texts as long as may": outage.with(doc{"texts": doc{"en": strings.Repeat("x", 20*configuration.MaxOutage)}}),
	}, variants{
		"by an agent":               setsFor(ana, configuration.SetHours, "sales", day),
		"by a stranger":             setsFor(stranger, configuration.SetHours, "sales", day),
		"by a former colleague":     setsFor(former, configuration.SetHours, "sales", day),
		"of an unproven address":    anonymous(hours, unverified),
		"in the name of another":    hours.with(doc{"by": ada.email}),
		"under another name":        hours.with(doc{"name": "Ada"}),
		"at another time":           hours.with(doc{"at": time.Now()}),
		"under another id":          hours.at("settings/hours_sales_2026-12-25"),
		"of another kind":           hours.with(doc{"kind": "rules"}),
		"without an end":            hours.without("until"),
		"that has ended":            hours.with(doc{"until": in(-time.Hour)}),
		"kept for good":             hours.without("expireAt"),
		"kept for years":            hours.with(doc{"expireAt": in(1000 * 24 * time.Hour)}),
		"a day that is none":        setsFor(sue, configuration.SetHours, "sales", doc{"date": "tomorrow", "spans": []string{}}),
		"spans that are none":       hours.with(doc{"spans": "09:00-12:00"}),
		"too many spans":            hours.with(doc{"spans": slices.Repeat([]string{"09:00-10:00"}, configuration.MaxSpans+1)}),
		"no texts":                  outage.with(doc{"texts": doc{}}),
		"texts too long":            outage.with(doc{"texts": doc{"en": strings.Repeat("x", 20*configuration.MaxOutage+1)}}),
		"with something more":       tag.with(doc{"rules": "all"}),
		"of a name that is none":    setsFor(sue, configuration.SetTag, "Recall", text),
		"that an agent takes a tag": attempt{who: ana, how: deletes, path: "settings/tag_recall"},
	})
}
