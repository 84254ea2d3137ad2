package rules_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
)

const requested = "dataRequests/7b2c9d1e-0a54-4b7e-9d0c-5d8a7b1c2e3f"

// requests is a request about a customer's data as a client asks for it.
func requests(p person, kind string, fields doc) attempt {
	asked := doc{
		"kind": kind, "why": "Because.", "author": p.author(), "status": "pending", "createdAt": firestore.ServerTimestamp,
	}
	maps.Copy(asked, fields)
	return attempt{who: p, how: creates, path: requested, doc: asked}
}

// TestOnlyAdminsAskAboutCustomersData, and for what the function can read.
func TestOnlyAdminsAskAboutCustomersData(t *testing.T) {
	t.Parallel()
	of := doc{"conversation": strings.Repeat("0f", 16)}
	allowed := variants{
		"by phone number": requests(ada, "count", doc{"customer": "+33 6 39 98 12 34"}),
		"by account":      requests(ada, "erase", doc{"account": "acme-rcs"}),
	}
	for _, kind := range []string{"count", "erase", "hold", "release", "export"} {
		allowed[kind] = requests(ada, kind, of)
	}
	minted, named := requests(ada, "count", of), requests(ada, "count", of)
	minted.path, named.path = "dataRequests/daily-2026-03-05", "dataRequests/"+strings.Repeat("x", 129)
	try(t, allowed, variants{
		"an agent asks":                       requests(ana, "count", of),
		"a supervisor asks":                   requests(sue, "erase", of),
		"somebody who is not signed in":       anonymous(requests(ada, "erase", of), nobody),
		"the day's run":                       requests(ada, "retain", doc{}),
		"by a name of the functions":          minted,
		"by a very long name":                 named,
		"as somebody else":                    requests(ada, "erase", doc{"conversation": of["conversation"], "author": sue.author()}),
		"as an operator":                      requests(ada, "erase", doc{"conversation": of["conversation"], "operator": "jo"}),
		"with a time of the erasure":          requests(ada, "erase", doc{"conversation": of["conversation"], "erasedAt": time.Now()}),
		"with an outcome":                     requests(ada, "erase", doc{"conversation": of["conversation"], "status": "done"}),
		"of what is no conversation":          requests(ada, "erase", doc{"conversation": "../x"}),
		"of what is no account":               requests(ada, "erase", doc{"account": "ACME"}),
		"of a customer with a very long name": requests(ada, "count", doc{"customer": strings.Repeat("x", 1001)}),
		"for a very long reason":              requests(ada, "erase", doc{"conversation": of["conversation"], "why": strings.Repeat("x", 501)}),
	})
}
