package webhook

import (
	"crypto/sha256"
	"encoding/hex"
)

// orderingKey names a conversation to Pub/Sub. It is a hash, because a key may
// have 1,024 bytes at most and shows in metrics and logs.
func orderingKey(account, conversation string) string {
	sum := sha256.Sum256([]byte(account + "/" + conversation))
	return hex.EncodeToString(sum[:16])
}
