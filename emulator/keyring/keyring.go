// Package keyring holds the keys of a laptop and of tests: the one that names
// conversations, which is no secret and always the same, so that a conversation has
// the same id with every start, and the one that signs for service accounts.
package keyring

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"

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

// RSA is the key of every service account, made with the first call: a key for each
// would take longer than what it is made for.
func RSA() *rsa.PrivateKey { return made() }

//nolint:gochecknoglobals // made once
var made = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the size is a constant
	}
	return key
})

// IDs makes the ids of conversations with the key.
func IDs() conversation.IDs { return conversation.NewIDs(Key()) }
