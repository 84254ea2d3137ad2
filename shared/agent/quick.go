package agent

// SharedQuickReplies is the document of those that supervisors keep for everybody.
const SharedQuickReplies = "shared"

// What quick replies in the database may take; those of the configuration are not among
// them. The rules have no loops, so they count all names and all texts together.
const (
	MaxQuickReplies    = 100
	MaxQuickReplyName  = 60
	MaxQuickReplyText  = 5000
	MaxQuickReplyNames = MaxQuickReplies * MaxQuickReplyName
	MaxQuickReplyBytes = 64 << 10
)

// QuickReplies is the document quickReplies/{owner}: texts that an agent keeps to answer
// with, which nobody else may read, or those that supervisors keep for everybody, whose
// owner is [SharedQuickReplies]. The desk masks them as it masks replies. With an agent's
// entry on the roster, theirs are deleted.
type QuickReplies struct {
	// Replies are the texts, by the names by which they are found.
	Replies map[string]string `firestore:"replies"`
}
