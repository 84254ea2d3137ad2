package configuration

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// Notice is what a customer is told before anything else: that conversations may be
// monitored, recorded or stored.
type Notice struct {
	// Message names the automated message with the notice.
	Message string `json:"message"`
	// Ask is whether the customer has to agree or refuse; otherwise they are only told.
	Ask bool `json:"ask,omitempty"`
	// Version names the text: customers are told, or asked, again when it changes. When
	// left out it is a hash of the message's texts.
	Version string `json:"version,omitempty"`

	// The settings below are for Ask.

	// Accept and Refuse name the automated messages that are the labels of the two choices.
	Accept string `json:"accept,omitempty"`
	Refuse string `json:"refuse,omitempty"`
	// Within is how long the customer's messages wait for the answer, 1m to 24h; "10m" when
	// left out.
	Within *Duration `json:"within,omitempty"`
	// Refused is what happens to a customer who refuses, and Unanswered to one who does not
	// answer in time.
	Refused    Outcome `json:"refused,omitzero"`
	Unanswered Outcome `json:"unanswered,omitzero"`
}

// Outcome is what happens to a customer who has not agreed to a notice.
type Outcome struct {
	// Action is continue, transfer or end; continue when left out. Customers' files are kept
	// in none of them.
	Action string `json:"action,omitempty"`
	// Queue is where transfer goes to.
	Queue string `json:"queue,omitempty"`
	// Message names the automated message that the customer gets; end needs it.
	Message string `json:"message,omitempty"`
}

// Consent is what a customer answered to a notice that was to be answered.
type Consent string

// The answers.
const (
	// NotAsked is of a customer who was not asked, or has still time to answer.
	NotAsked          Consent = ""
	ConsentGiven      Consent = "given"
	ConsentRefused    Consent = "refused"
	ConsentUnanswered Consent = "unanswered"
)

// Consents are all answers but [NotAsked], which conditions and tests call none.
func Consents() []Consent { return []Consent{ConsentGiven, ConsentRefused, ConsentUnanswered} }

// none is what conditions call [NotAsked].
const none = "none"

// Shown is an answer as conditions see it.
func (c Consent) Shown() string { return string(cmp.Or(c, none)) }

// Outcome is what a workstream does with a customer who gave an answer. Where nobody has to
// agree, or somebody did, it does nothing.
func (n *Notice) Outcome(answer Consent) Outcome {
	switch {
	case n == nil || !n.Ask:
		return Outcome{Action: Continue}
	case answer == ConsentRefused:
		return n.Refused
	case answer == ConsentUnanswered:
		return n.Unanswered
	}
	return Outcome{Action: Continue}
}

func (n *Notice) fillIn() {
	if !n.Ask {
		return
	}
	orElseNew(&n.Within, Duration(defaultNotice))
	orElse(&n.Refused.Action, Continue)
	orElse(&n.Unanswered.Action, Continue)
}

// maxNoticeVersion is the longest version of a notice that an admin may write.
const maxNoticeVersion = 40

func (c *checker) notice(path string, n Notice) {
	refer(c, path+".message", "automated message", n.Message, c.AutomatedMessages)
	if strings.TrimSpace(n.Version) != n.Version || len([]rune(n.Version)) > maxNoticeVersion {
		c.add(path+".version", "it begins or ends with a space, or is longer than %d characters", maxNoticeVersion)
	}
	if !n.Ask {
		if n.Accept != "" || n.Refuse != "" || n.Within != nil || n.Refused != (Outcome{}) || n.Unanswered != (Outcome{}) {
			c.add(path, "nobody is asked: accept, refuse, within, refused and unanswered need ask = true")
		}
		return
	}
	c.label(path+".accept", n.Accept)
	c.label(path+".refuse", n.Refuse)
	c.lasts(path+".within", *n.Within, minNotice, day)
	c.outcome(path+".refused", n.Refused)
	c.outcome(path+".unanswered", n.Unanswered)
}

func (c *checker) outcome(path string, o Outcome) {
	c.oneOf(path+".action", o.Action, Continue, Transfer, End)
	switch {
	case o.Action == Transfer:
		refer(c, path+".queue", "queue", o.Queue, c.Queues)
	case o.Queue != "":
		c.add(path+".queue", "only the action transfer has a queue")
	}
	if o.Action == End || o.Message != "" {
		refer(c, path+".message", "automated message", o.Message, c.AutomatedMessages)
	}
}

// label checks an automated message whose texts are labels of choices.
func (c *checker) label(path, message string) {
	if message == "" {
		return
	}
	refer(c, path, "automated message", message, c.AutomatedMessages)
	for _, profile := range c.channels {
		for _, tag := range slices.Sorted(maps.Keys(c.AutomatedMessages[message].Texts)) {
			if n := len([]rune(c.AutomatedMessages[message].Texts[tag])); profile.Label > 0 && n > profile.Label {
				c.add(path, "its text in %s has %d characters, a label has at most %d", tag, n, profile.Label)
				return
			}
		}
	}
}

// NoticeVersion is the version of a workstream's notice, or empty if it has none.
func (c *Config) NoticeVersion(workstream string) string {
	n := c.Workstreams[workstream].Notice
	switch {
	case n == nil:
		return ""
	case n.Version != "":
		return n.Version
	}
	texts := c.AutomatedMessages[n.Message].Texts
	hash := sha256.New()
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		hash.Write([]byte(tag + "\x00" + texts[tag] + "\x00"))
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

// NoticeLabels are the labels of the choices with which a customer answers the notice of a
// workstream.
func (c *Config) NoticeLabels(language, workstream string) (accept, refuse string) {
	n := c.Workstreams[workstream].Notice
	label := func(message string, ours map[string]string) string {
		if message == "" {
			return c.text(ours, language, workstream, Names{})
		}
		return c.Text(message, language, workstream, Names{})
	}
	return label(n.Accept, map[string]string{"en": "I agree", "fr": "J’accepte"}),
		label(n.Refuse, map[string]string{"en": "I do not agree", "fr": "Je refuse"})
}
