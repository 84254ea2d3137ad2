package conversation

import (
	"maps"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Detail is something that agents know of a customer, whatever the session.
type Detail string

// The details. A note is longer than the others, see [Detail.most].
const (
	DetailName    Detail = "name"
	DetailEmail   Detail = "email"
	DetailPhone   Detail = "phone"
	DetailCompany Detail = "company"
	DetailAddress Detail = "address"
	DetailNote    Detail = "note"
)

// Bounds of details, in bytes.
const (
	MaxDetail     = 300
	MaxDetailNote = 4000
)

// Known is a detail as an agent wrote it.
type Known struct {
	// Text is what is known; By and Name are who wrote it, and At is when.
	Text string    `firestore:"text"`
	By   string    `firestore:"by"`
	Name string    `firestore:"name"`
	At   time.Time `firestore:"at"`
}

// most is how long a detail may be, or 0 if there is no such detail.
func (d Detail) most() int {
	switch d {
	case DetailName, DetailEmail, DetailPhone, DetailCompany, DetailAddress:
		return MaxDetail
	case DetailNote:
		return MaxDetailNote
	}
	return 0
}

// describe carries out [Describe]. A text without words takes the detail away.
func (ch *Change) describe(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireInvolved(d); err != nil {
		return err
	}
	detail, text := Detail(a.Of), strings.TrimSpace(a.Text)
	switch most := detail.most(); {
	case most == 0:
		return refuse(NoSuchDetail, reason.Args{"detail": Preview(a.Of)})
	case len(text) > most:
		return refuse(DetailIsLong, reason.Args{"most": most})
	}
	profile := maps.Clone(c.Profile)
	if text == "" {
		delete(profile, a.Of)
	} else {
		if profile == nil {
			profile = map[string]Known{}
		}
		profile[a.Of] = Known{Text: text, By: d.By.Email, Name: d.By.Name(), At: d.Now}
	}
	c.Profile = profile
	return nil
}
