// Package phone is the customers' side of every channel: their phones, what is said on them, and the pages that show
// them. It knows no channel; what a channel's phone can do is data, see [Features].
//
// The arrows:
//
//	a person, on Pages ──▶ Phone ── Line.Carry ──▶ channel ──▶ webhook
//	or a test              Phone ◀── Phone.Update ── channel ◀── API
//
// A channel adds its brand agents, each with the function that connects a new phone to it; a connected phone has a
// [Line], three methods: what the customer can do, where the customer's files go, and how an act becomes an event. A line
// may also be an [Observer] of the phone's settings, or a [Numberer].
// In the other direction the channel changes the phone's [Transcript] inside [Phone.Update]: it shows messages, typing
// and read receipts there, after its own limits and checks.
package phone
