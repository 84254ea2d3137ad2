package rcs

import "github.com/google/uuid"

// ids is the name space of [MessageID].
var ids = uuid.MustParse("0b3a6c8e-5d9f-5a11-9a53-6f1c1f6f7a42") //nolint:gochecknoglobals // a constant

// MessageID is the provider's id of our message or signal in a conversation: a UUID, as
// the API demands, that is the same for every attempt, so that a repetition is the same
// message. Our ids are unique in a conversation and Google's among all that an agent
// sends: without the conversation it would take one customer's greeting for a repetition
// of another's. Without its key the phone number must not be in it: it could be found out.
//
// An id that is a random UUID, as agents' clients make them, gets one of the same kind, from
// which [ReplyID] tells it; any other gets a digest.
func MessageID(conversation, id string) string {
	if own, ok := random(id); ok {
		return veiled(conversation, own).String()
	}
	return uuid.NewSHA1(ids, []byte(conversation+"/"+id)).String()
}

// ReplyID is the id of the message that the provider calls so, if that is a random UUID: a receipt
// then finds its reply without a search. One that was sent by others gives an id that is nobody's.
func ReplyID(conversation, messageID string) (id string, ok bool) {
	called, ok := random(messageID)
	if !ok {
		return "", false
	}
	return veiled(conversation, called).String(), true
}

// random reads a UUID of version 4, if it is written as RFC 9562 has it.
func random(text string) (id uuid.UUID, ok bool) {
	id, err := uuid.Parse(text)
	return id, err == nil && id.String() == text && id.Version() == 4 && id.Variant() == uuid.RFC4122
}

// veiled turns a random UUID into another one, and that one back.
func veiled(conversation string, id uuid.UUID) uuid.UUID {
	for i, b := range uuid.NewSHA1(ids, []byte(conversation)) {
		id[i] ^= b
	}
	id[6] = id[6]&0x0f | 0x40 // version 4
	id[8] = id[8]&0x3f | 0x80 // of RFC 9562
	return id
}

// ReplyOf is [ReplyID], see [channel.Namer].
func (*Adapter) ReplyOf(conversation, messageID string) (id string, ok bool) {
	return ReplyID(conversation, messageID)
}
