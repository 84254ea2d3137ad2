// Package google is Google's side of Business Messages, as a strict stand-in: the REST API that partners call, the
// OAuth endpoint that gives them tokens, the webhook deliveries that Google makes, and the customer's phone.
//
// The arrows:
//
//	product ──POST /token, /v1/conversations/…──▶ API ──▶ Phone ◀── Pages (a person), or a test
//	product ◀──────── signed webhook posts ────── deliveries ◀── Phone
//
// It shares no code with the product: its wire types and its rules are written a second time, from the protocol, so
// that the two can disagree and a test finds out. It keeps everything in memory and opens no port: the caller mounts
// [Service.API] and [Service.Pages] where it likes.
//
// The way to use it in a test:
//
//	g, err := google.New(google.Config{Agent: "brands/b/agents/a", ClientToken: "t", Now: time.Now})
//	api := httptest.NewServer(g.API())
//	key := g.ServiceAccountKey(api.URL)     // what the product signs its token requests with
//	g.SetWebhook(webhook.URL)
//	dana := g.Phone("c-1", "Dana Okafor")
//	id, err := dana.Write(ctx, "Do you have this in blue?")
//
// A business may have several brand agents, [Config.Others]; a conversation is with one of them, see [Service.PhoneTo].
//
// Where the protocol's documents are silent the stand-in takes the stricter reading; each such choice is a comment at
// its place in the code.
package google
