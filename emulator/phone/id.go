package phone

import (
	"crypto/rand"
	"fmt"
	"strings"
)

// newID returns a random UUID (version 4) in lower case.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// newID returns the id of something that the customer does: the channel's, or a UUID.
func (p *Phone) newID() string {
	if n, ok := p.line.(Numberer); ok {
		return n.NewID()
	}
	return newID()
}

// newMessageID returns the id of a customer's message: the channel's, or a UUID in upper case, as phones were seen to
// write it.
func (p *Phone) newMessageID() string {
	if n, ok := p.line.(Numberer); ok {
		return n.NewID()
	}
	return strings.ToUpper(newID())
}
