package agent

// Bounds of a roster entry. The client and the rules get these numbers from here,
// see emulator/vocabulary.
const (
	// MaxAddress is the longest e-mail address, in characters.
	MaxAddress = 254
	// AddressForm is what an address looks like. It is a document's name, so it has no
	// slash.
	AddressForm = `[^\s@/]+@[^\s@/]+`
	// MaxName is the longest display name, in bytes.
	MaxName = 200
	// MaxQueues, MaxSkills and MaxLanguages are how many an agent may have of each.
	MaxQueues    = 50
	MaxSkills    = 50
	MaxLanguages = 20
	// MaxWords is how long the queues, the skills or the languages of an agent may be
	// together, in characters, with a comma between two.
	MaxWords = 2000
	// MaxLevel is the highest level of a skill; the lowest is 1.
	MaxLevel = 10
	// MaxCapacity is an agent's largest capacity, in units.
	MaxCapacity = 1000
)
