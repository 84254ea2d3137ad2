package store

import (
	"sync"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// enoughKnown is how many conversations a process knows of at least before it forgets any: some
// hundreds of kilobytes.
const enoughKnown = 4096

// known is the conversations that a process has seen last, by which it guesses what there is to
// read: one that it knows of may be gone, and one that it does not know of may exist. Its zero value
// knows of none.
type known struct {
	mu sync.Mutex
	// lately are those since before was full.
	lately, before map[conversation.ID]struct{}
}

func (k *known) has(id conversation.ID) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, lately := k.lately[id]
	_, before := k.before[id]
	return lately || before
}

func (k *known) add(id conversation.ID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lately == nil || len(k.lately) >= enoughKnown {
		k.lately, k.before = map[conversation.ID]struct{}{}, k.lately
	}
	k.lately[id] = struct{}{}
}
