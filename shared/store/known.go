package store

import (
	"sync"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// enoughKnown is how many conversations a process remembers before it forgets the oldest. They
// take some hundreds of kilobytes.
const enoughKnown = 4096

// known remembers the conversations that a process saw last, to guess what it has to read. A guess
// may be wrong: a known conversation may be gone, and an unknown one may exist. The zero value is
// empty.
type known struct {
	mu sync.Mutex
	// before holds what lately held when it was last full.
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
