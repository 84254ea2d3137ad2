package agent

// What views in the database may take. The rules have no loops, so they count all names and
// all filters together.
const (
	MaxViews     = 30
	MaxViewName  = 60
	MaxViewNames = MaxViews * MaxViewName
	MaxViewBytes = 16 << 10
)

// SavedViews is the document savedViews/{email}: what a supervisor's list of sessions shows,
// which nobody else reads. With an agent's entry on the roster, it is deleted.
type SavedViews struct {
	// Views are the filters as the address has them, by the names of the views. What is
	// searched for is in none.
	Views map[string]string `firestore:"views"`
}
