package properties

import (
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// noticed is contact with a notice that has to be answered on two of its channels, and one
// that is only read.
func noticed() string {
	const notice = `"notice": {"message": "notice", `
	return strings.NewReplacer(
		`"support": {"fallback_queue": "front",`,
		`"support": {"fallback_queue": "front", `+notice+`"ask": true, "within": "1m",
			"refused": {"action": "transfer", "queue": "near"}, "unanswered": {"message": "ended"}},`,
		`"survey": true,`, `"survey": true, "survey_comment": true,`,
		`"express": {"fallback_queue": "front",`, `"express": {"fallback_queue": "front", `+notice+`"version": "1"},`,
		`"hello": {`, `"notice": {"texts": {"en": "We keep what you write"}}, "hello": {`,
	).Replace(contact)
}

// TestNoticesKeepEveryProperty: whatever comes between a notice and its answer, whoever
// dies meanwhile, nothing waits for ever, and nobody is asked twice.
func TestNoticesKeepEveryProperty(t *testing.T) {
	t.Parallel()
	scheduleKeepsEveryProperty(t, noticed())
}

// noticeChoices are the choices of the notice that a customer has been sent.
func (s *schedule) noticeChoices(id string) []channel.ChoiceItem {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mirror.replies[id+"/"+s.mirror.conversations[id].Notice.Message].Choices
}

// checkNotices: nobody got a notice twice, other than who unsubscribed instead of
// answering; and no session has opened of a customer who has still time to answer.
func (w *world) checkNotices(errs func(string, ...any)) {
	got := map[string]int{}
	for key, r := range w.mirror.replies {
		id, name, _ := strings.Cut(key, "/")
		if strings.HasPrefix(name, string(conversation.MintedNotice)+"-") && r.Text == "We keep what you write" {
			got[id]++
		}
	}
	for id, n := range got {
		if w.live && n > 1+w.consents.times[id] {
			errs("notice: %s got it %d times, and unsubscribed %d times", id, n, w.consents.times[id])
		}
	}
	for id, c := range w.mirror.conversations {
		n, asks := c.Notice, w.config.Terms(c.Workstream).Notice
		switch {
		case c.State != conversation.Closed && (n.Opening != nil || !n.Until.IsZero()):
			errs("notice: %s is %s, and a message waits: %+v", id, c.State, n)
		case c.Session.Number > 0 && !c.Tally.Started && asks != nil && n.Version == "":
			errs("notice: %s has a session, and nobody was told: %+v", id, n)
		case c.Session.Consent != configuration.NotAsked && c.Attachments && c.Session.Consent != configuration.ConsentGiven:
			errs("notice: %s keeps files, and the answer is %q", id, c.Session.Consent)
		}
	}
}
