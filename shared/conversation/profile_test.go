package conversation_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestWhatAgentsKnowOfACustomerOutlastsTheSession(t *testing.T) {
	t.Parallel()
	s := picked(t)
	detail := func(of conversation.Detail, text string) conversation.Action {
		return conversation.Action{Of: string(of), Text: text}
	}
	s.does("Jo", conversation.Describe, detail(conversation.DetailCompany, " Lamps & Sons "))
	s.does("Jo", conversation.Describe, detail(conversation.DetailNote, "Calls on Fridays."))
	known := s.c.Profile["company"]
	if known.Text != "Lamps & Sons" || known.By != address("Jo") || known.Name == "" || known.At.IsZero() {
		t.Errorf("known: %+v", known)
	}
	s.does("Jo", conversation.Describe, detail(conversation.DetailCompany, ""))
	if _, there := s.c.Profile["company"]; there || len(s.c.Profile) != 1 {
		t.Errorf("known: %+v, want the note only", s.c.Profile)
	}
	s.refused("action.noSuchDetail detail=shoes", "Jo", conversation.Describe, detail("shoes", "44"))
	long := fmt.Sprintf("action.longDetail most=%d", conversation.MaxDetail)
	s.refused(long, "Jo", conversation.Describe, detail(conversation.DetailPhone, strings.Repeat("1", conversation.MaxDetail+1)))
	s.does("Jo", conversation.End)
	s.does("Jo", conversation.Close)
	if s.c.Profile["note"].Text != "Calls on Fridays." {
		t.Errorf("known after the session: %+v", s.c.Profile)
	}
}
