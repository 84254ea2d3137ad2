package configuration

// Test is an example of what the rules do.
type Test struct {
	Name   string `json:"name"`
	Given  Given  `json:"given"`
	Expect Expect `json:"expect"`
}

// Given is the session of a test. What is left out is empty, but for the account,
// which may be left out where there is only one.
type Given struct {
	Account       string `json:"account,omitempty"`
	BrandAgent    string `json:"brand_agent,omitempty"`
	EntryPoint    string `json:"entry_point,omitempty"`
	PlaceID       string `json:"place_id,omitempty"`
	Locale        string `json:"locale,omitempty"`
	DeviceLocale  string `json:"device_locale,omitempty"`
	CustomContext string `json:"custom_context,omitempty"`
	Name          string `json:"name,omitempty"`
	Returning     bool   `json:"returning,omitempty"`
	Unsubscribed  bool   `json:"unsubscribed,omitempty"`
	LastQueue     string `json:"last_queue,omitempty"`
	// LastTags and LastOutcome are of the session before.
	LastTags    []string `json:"last_tags,omitempty"`
	LastOutcome string   `json:"last_outcome,omitempty"`
	// Consent is given, refused, unanswered or none; none when left out.
	Consent string `json:"consent,omitempty"`
	// Kind is of the message: text when left out.
	Kind     string `json:"kind,omitempty"`
	Text     string `json:"text,omitempty"`
	Postback string `json:"postback,omitempty"`
	// Answered is whether the channel's own bot has answered that message already.
	Answered bool `json:"answered,omitempty"`
	// At is an instant, such as "2026-12-24T18:30:00+01:00"; a Monday at ten, in the
	// workstream's zone, when left out.
	At string `json:"at,omitempty"`
	// Waiting is how many wait in queues; none when left out.
	Waiting map[string]int64 `json:"waiting,omitempty"`
	// Conversation decides percentage splits.
	Conversation string `json:"conversation,omitempty"`
}

// Answer is Consent as the facts have it.
func (g Given) Answer() Consent {
	if g.Consent == none {
		return NotAsked
	}
	return Consent(g.Consent)
}

// Expect is what a test looks at; what is left out is not looked at.
type Expect struct {
	Workstream string `json:"workstream,omitempty"`
	Queue      string `json:"queue,omitempty"`
	// Action is queue or end.
	Action   string `json:"action,omitempty"`
	Priority *int64 `json:"priority,omitempty"`
	Language string `json:"language,omitempty"`
	// Message names the automated message that the customer gets.
	Message    string            `json:"message,omitempty"`
	Skills     map[string]int64  `json:"skills,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	// Tags are all that there are.
	Tags []string `json:"tags,omitempty"`
}
