package store

import "github.com/frontdesk-gcp/frontdesk/shared/conversation"

// Known lets a test look at what a process remembers.
type Known = known

// EnoughKnown is how many conversations it remembers at least.
const EnoughKnown = enoughKnown

// Has and Add are its methods.
func (k *known) Has(id conversation.ID) bool { return k.has(id) }
func (k *known) Add(id conversation.ID)      { k.add(id) }
