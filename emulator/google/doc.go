// Package google is what Google's messaging services have in common, as strict stand-ins: the OAuth endpoint that issues
// tokens to partners, the way a request to the API is checked and answered, the delivery of signed events to webhooks with
// retries, the storage of customers' files, injected faults, and watchers of everything that happens.
//
//	product ──POST /token, /v1/…──▶ Service.Mux ──▶ Route.Do ──▶ the customer's phone
//	product ◀─────── webhook ────── Service.Begin ◀── Line.Carry ◀── the customer's phone
//
// A service's API, limits and payloads are a package below this one, which embeds a [Service]; the customers' phones are
// in package phone. There are two such packages, businessmessages and rcs: each has its routes, its messages and checks,
// its limits, and the events of its users in their envelopes.
//
// It shares no code with the product: its wire types and its rules are written a second time, from the protocol, so
// that the two can disagree and a test finds out. It keeps everything in memory and opens no port.
//
// Where the protocol's documents are silent the stand-in takes the stricter reading; each such choice is a comment at
// its place in the code.
package google
