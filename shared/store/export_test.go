package store

import "github.com/frontdesk-gcp/frontdesk/shared/conversation"

// Known is what a process knows of, for its test.
type Known = known

// EnoughKnown is how many conversations that are at least.
const EnoughKnown = enoughKnown

// Has and Add are its methods.
func (k *known) Has(id conversation.ID) bool { return k.has(id) }
func (k *known) Add(id conversation.ID)      { k.add(id) }
