package vocabulary

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// Example is one thing that a client writes, as the reference shows it. A test tries
// each under the rules.
type Example struct {
	// Title says what it does.
	Title string
	// Path is the document, with {conversation}, {id} and {email} in it.
	Path string
	// Update is whether the document is there already.
	Update bool
	Fields []Value
}

// Value is a field and what is written into it.
type Value struct {
	Name  string
	Value any
}

// Now is written as the server's time.
type Now struct{}

// Soon is written as a time that far from now, by the client's clock.
type Soon time.Duration

// Me is written as the author: who is signed in, by the name on the roster.
type Me struct{}

// Examples are all of them.
func Examples() []Example {
	order := func(values ...Value) []Value {
		return append(values, Value{"author", Me{}}, Value{"status", "pending"}, Value{"createdAt", Now{}})
	}
	return []Example{
		{"Reply", "conversations/{conversation}/replies/{id}", false, order(Value{"text", "Your order ships today."})},
		{
			"Reply with choices", "conversations/{conversation}/replies/{id}", false,
			order(Value{"text", "Which colour?"}, Value{"choices", []any{
				map[string]any{"label": "Blue", "postback": "blue"}, map[string]any{"label": "Red", "postback": "red"},
			}}),
		},
		{"Show that you type", "conversations/{conversation}/replies/{id}", false, order(Value{"kind", "typing"}, Value{"on", true})},
		{"Accept an offer", "conversations/{conversation}/actions/{id}", false, order(Value{"kind", "accept"})},
		{
			"Hand the session to another queue", "conversations/{conversation}/actions/{id}", false,
			order(Value{"kind", "transfer"}, Value{"queue", "billing"}),
		},
		{
			"Write a note that mentions a colleague", "conversations/{conversation}/actions/{id}", false,
			order(Value{"kind", "note"}, Value{"text", "Please look at the invoice."}, Value{"agents", []any{"ben@example.com"}}),
		},
		{
			"Set the session aside until tomorrow", "conversations/{conversation}/actions/{id}", false,
			order(Value{"kind", "park"}, Value{"until", Soon(24 * time.Hour)}),
		},
		{
			"Tag the session", "conversations/{conversation}/actions/{id}", false,
			order(Value{"kind", "tag"}, Value{"of", "refund"}, Value{"on", true}),
		},
		{
			"End the wrap-up with an outcome", "conversations/{conversation}/actions/{id}", false,
			order(Value{"kind", "close"}, Value{"of", "solved"}),
		},
		{
			"Suspend an agent, as a supervisor", "rosterChanges/{id}", false,
			order(Value{"kind", "suspend"}, Value{"agent", "ben@example.com"}, Value{"why", "The phone was stolen."}),
		},
		{
			"Ask what an erasure would delete, as an admin", "dataRequests/{id}", false,
			order(Value{"kind", "count"}, Value{"customer", "+33 6 39 98 12 34"}),
		},
		{"Renew the lease", "leases/{email}", false, []Value{{"until", Soon(agent.LeaseLength)}}},
		{
			"Choose a presence", "agents/{email}", true,
			[]Value{{"presence", "available"}, {"presenceAt", Now{}}, {"awayBy", nil}},
		},
	}
}

// javaScript is the example by Firebase's library.
func (e Example) javaScript() string {
	var parts []string
	for part := range strings.SplitSeq(e.Path, "/") {
		switch part {
		case "{conversation}":
			parts = append(parts, "conversation")
		case "{id}":
			parts = append(parts, "crypto.randomUUID()")
		case "{email}":
			parts = append(parts, "me.email")
		default:
			parts = append(parts, "'"+part+"'")
		}
	}
	call := "setDoc"
	if e.Update {
		call = "updateDoc"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "// %s.\nawait %s(doc(db, %s), {\n", e.Title, call, strings.Join(parts, ", "))
	for _, v := range e.Fields {
		fmt.Fprintf(&b, "  %s: %s,\n", v.Name, script(v.Value))
	}
	b.WriteString("});\n")
	return b.String()
}

func script(value any) string {
	switch v := value.(type) {
	case Now:
		return "serverTimestamp()"
	case Soon:
		return fmt.Sprintf("Timestamp.fromMillis(Date.now() + %d)", time.Duration(v).Milliseconds())
	case Me:
		return "{ email: me.email, name: me.name, bot: false }"
	case nil:
		return "null"
	case []any:
		var all []string
		for _, each := range v {
			all = append(all, script(each))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case map[string]any:
		var all []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			all = append(all, key+": "+script(v[key]))
		}
		return "{ " + strings.Join(all, ", ") + " }"
	case string:
		return "'" + v + "'"
	default:
		return fmt.Sprint(v)
	}
}
