package properties

import (
	"fmt"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

func (w *world) note(format string, args ...any) {
	w.trace = append(w.trace, w.clock.Format("15:04:05.000000 ")+w.short(fmt.Sprintf(format, args...)))
}

// short calls conversations by their customers.
func (w *world) short(text string) string {
	for n, c := range customers() {
		text = strings.ReplaceAll(text, idOf(c.account, c.key), fmt.Sprintf("k%d", n))
	}
	return strings.NewReplacer("conversations/", "", "00000000", "", "/google.firestore.v1.Firestore/", "").Replace(text)
}

func idOf(account, key string) string {
	return string(keyring.IDs().Of(peerOf(account, key)))
}

// peerOf is who writes in an account.
func peerOf(account, key string) channel.Peer {
	peer := channel.Peer{Channel: businessmessages.Name, Account: account, BrandAgent: "b", Key: key}
	if account == texting {
		peer.Channel = rcs.Name
	}
	return peer
}

func (w *world) say(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(format, args...)
}
