package rcs

import (
	"sync"

	"github.com/jellydator/ttlcache/v3"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// memory keeps the provider's answers for a time, so that it is not asked for each
// message. It ends with the process, and then the provider is asked once more.
type memory struct {
	once sync.Once

	uploads *ttlcache.Cache[upload, string]
	// features are of peers that were looked up, and unknown are those of which the
	// look-up was refused.
	features *ttlcache.Cache[channel.Peer, Features]
	unknown  *ttlcache.Cache[channel.Peer, struct{}]
	batches  *ttlcache.Cache[batch, []string]
	// refused are our messages whose first form a device could not show, by Google's id.
	refused *ttlcache.Cache[string, struct{}]
}

// Bounds of the memories, in entries. A batch has up to 10,000 phone numbers.
const (
	mostRemembered = 10_000
	mostBatches    = 20
)

func (a *Adapter) remember() *memory {
	m := &a.memory
	m.once.Do(func() {
		m.uploads = remembering[upload, string](mostRemembered)
		m.features = remembering[channel.Peer, Features](mostRemembered)
		m.unknown = remembering[channel.Peer, struct{}](mostRemembered)
		m.refused = remembering[string, struct{}](mostRemembered)
		m.batches = remembering[batch, []string](mostBatches)
	})
	return m
}

// remembering is a memory that ends when its time has come, however often it was used.
func remembering[K comparable, V any](most uint64) *ttlcache.Cache[K, V] {
	return ttlcache.New(ttlcache.WithCapacity[K, V](most), ttlcache.WithDisableTouchOnHit[K, V]())
}
