// Package keyring holds the key that names conversations on a laptop and in
// tests. It is no secret, and always the same: a conversation has the same id
// with every start.
package keyring

import (
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
)

// Text is the key as Secret Manager holds it.
const Text = "46726f6e746465736b277320656d756c61746f722c206e6f2073656372657421"

// Key is the key.
func Key() pseudonym.Key {
	key, err := pseudonym.ParseKey([]byte(Text))
	if err != nil {
		panic(err) // the text is a constant
	}
	return key
}

// IDs makes the ids of conversations with the key.
func IDs() conversation.IDs { return conversation.NewIDs(Key()) }
