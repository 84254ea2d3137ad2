package route

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// buckets are hundredths of a per cent.
const buckets = 10_000

// bucketOf spreads conversations evenly over the buckets, differently for each
// rule. A conversation is always in the same bucket.
func bucketOf(conversation, workstream, rule string) int64 {
	sum := sha256.Sum256([]byte(strings.Join([]string{conversation, workstream, rule}, "\x00")))
	return int64(binary.BigEndian.Uint64(sum[:8]) % buckets)
}
