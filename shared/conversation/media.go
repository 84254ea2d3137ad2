package conversation

// MediaStatus says what became of the copy of a customer's file.
type MediaStatus string

// The stations of a copy.
const (
	// MediaCopying has not been fetched yet.
	MediaCopying MediaStatus = "copying"
	// MediaStored is in the bucket.
	MediaStored MediaStatus = "stored"
	// MediaFailed could not be copied, and Reason says why.
	MediaFailed MediaStatus = "failed"
	// MediaRefused was not wanted: the workstream takes no files.
	MediaRefused MediaStatus = "refused"
)

// Media is our own copy of a file that a customer sent.
type Media struct {
	Status MediaStatus `firestore:"status"`
	// Reason says, in words for the agent, why there is no copy.
	Reason string `firestore:"reason"`
	// Object names the copy in the bucket.
	Object string `firestore:"object"`
	// Type is the media type that the content has, whatever it claimed to be.
	Type string `firestore:"type"`
	// Size is in bytes; Width and Height are in pixels.
	Size   int64 `firestore:"size"`
	Width  int64 `firestore:"width"`
	Height int64 `firestore:"height"`
}
