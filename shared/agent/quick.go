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
	// So many of them have a picture, each of so many characters in base64, that all
	// together fit into a document.
	MaxQuickPictures = 10
	MaxQuickPicture  = 90_000
	// What a picture shows is said in so many characters.
	MaxQuickPictureAlt = 300
)

// QuickReplies is the document quickReplies/{owner}: texts that an agent keeps to answer
// with, which nobody else may read, or those that supervisors keep for everybody, whose
// owner is [SharedQuickReplies]. The desk masks them as it masks replies. With an agent's
// entry on the roster, theirs are deleted.
type QuickReplies struct {
	// Replies are the texts, by the names by which they are found.
	Replies map[string]string `firestore:"replies"`
	// Pictures say what those pictures show that go with some of them, by the same names.
	Pictures map[string]string `firestore:"pictures,omitempty"`
}

// QuickPictures is the document quickPictures/{owner}: the pictures of [QuickReplies], whose
// owner is the same. They are apart because they are large and seldom wanted: the desk reads
// them when one is put into a reply, and in the editor.
type QuickPictures struct {
	// Pictures are JPEG in base64, by the names of the quick replies.
	Pictures map[string]string `firestore:"pictures"`
}
