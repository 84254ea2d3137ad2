package configuration

import "github.com/frontdesk-gcp/frontdesk/shared/condition"

// The lengths that variables are cut to, in characters. No channel has longer
// texts; identifiers are much shorter.
const (
	textLength  = 4096
	plainLength = 512
	mapLength   = 64
)

// variables are the variables of conditions.
func variables() []condition.Variable {
	text := func(name string) condition.Variable { return condition.Variable{Name: name, Length: plainLength} }
	number := func(name string) condition.Variable { return condition.Variable{Name: name, Kind: condition.Int} }
	return []condition.Variable{
		text("account"), text("brandAgent"), text("entryPoint"), text("placeId"), text("locale"), text("deviceLocale"),
		{Name: "customContext", Length: textLength},
		text("customer.name"),
		{Name: "customer.returning", Kind: condition.Bool},
		{Name: "customer.subscribed", Kind: condition.Bool},
		text("customer.consent"),
		text("customer.lastQueue"),
		text("customer.lastOutcome"),
		{Name: "customer.tags", Kind: condition.List, Length: MaxTags},
		{Name: "message.text", Length: textLength},
		text("message.kind"),
		{Name: "message.postback", Length: textLength},
		{Name: "message.answered", Kind: condition.Bool},
		{Name: "now", Kind: condition.Time},
		number("now.hour"), number("now.minute"), text("now.weekday"), text("now.date"),
		number("now.dayOfWeek"), number("now.day"), number("now.monthFromZero"), number("now.year"),
		number("now.dayFromZero"), number("now.dayOfYearFromZero"),
		number("priority"), text("language"),
		{Name: "skills", Kind: condition.Ints, Length: mapLength},
		{Name: "attributes", Kind: condition.Strings, Length: mapLength},
		{Name: "session.tags", Kind: condition.List, Length: MaxTags},
	}
}
