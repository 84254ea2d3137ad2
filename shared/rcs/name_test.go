package rcs_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// TestAReplyIsToldFromWhatTheProviderCallsIt: from a random UUID, which names one message of one conversation.
func TestAReplyIsToldFromWhatTheProviderCallsIt(t *testing.T) {
	t.Parallel()
	called := map[string]bool{}
	for range 1000 {
		id := uuid.NewString()
		for _, conversation := range []string{"one", "other", ""} {
			messageID := rcs.MessageID(conversation, id)
			if u, err := uuid.Parse(messageID); err != nil || u.Version() != 4 || u.Variant() != uuid.RFC4122 || messageID == id || called[messageID] {
				t.Fatalf("%s in %q is called %s", id, conversation, messageID)
			}
			called[messageID] = true
			if got, ok := rcs.ReplyID(conversation, messageID); !ok || got != id {
				t.Errorf("%s in %q is told as %s, %t", id, conversation, got, ok)
			}
		}
		if got, _ := rcs.ReplyID("one", rcs.MessageID("other", id)); got == id {
			t.Errorf("%s is told in another conversation", id)
		}
	}
}

// TestWhatIsNoRandomUUIDIsCalledByADigest and cannot be told from it.
func TestWhatIsNoRandomUUIDIsCalledByADigest(t *testing.T) {
	t.Parallel()
	called := map[string]bool{}
	for _, id := range []string{
		"", "greeting", "s1-greeting", "3F6A0C9E-2D71-4B8E-9C14-6E5D2A7B8F03", "{3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03}",
		"3f6a0c9e2d714b8e9c146e5d2a7b8f03", "urn:uuid:3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03",
		"3f6a0c9e-2d71-5b8e-9c14-6e5d2a7b8f03", "3f6a0c9e-2d71-4b8e-1c14-6e5d2a7b8f03", "3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03.1",
	} {
		messageID := rcs.MessageID("one", id)
		if u, err := uuid.Parse(messageID); err != nil || u.Version() != 5 || called[messageID] {
			t.Errorf("%q is called %s", id, messageID)
		}
		called[messageID] = true
		if got, ok := rcs.ReplyID("one", messageID); ok {
			t.Errorf("%q is told as %s", id, got)
		}
	}
}
