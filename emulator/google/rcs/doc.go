// Package rcs is Google's side of RCS for Business: its REST API with its limits and checks, and the events that it
// posts to webhooks in envelopes of Pub/Sub's shape. Tokens, deliveries and faults are those of the package above, and the
// customers are on the phones of package phone.
//
// The way to use it in a test:
//
//	phones := phone.New(time.Now)
//	g, err := rcs.New(rcs.Config{
//		Agents: []rcs.Agent{{ID: "harbor-lights", ClientToken: "t"}}, Now: time.Now, Phones: phones,
//	})
//	api := httptest.NewServer(g.API())
//	g.SetFileBase(api.URL)
//	key := g.ServiceAccountKey(api.URL)     // what the product signs its token requests with
//	g.SetWebhook("harbor-lights", webhook.URL)
//	ada := phones.Phone("+15550100123", "Ada")
//	id, err := ada.Write(ctx, "Is the ferry still running tonight?")
//
// A phone's number is the id of its customer, or derived from it: see [Service.Number]. All of an agent's regions are the
// one host that serves [Service.API]. Where Google's documents contradict each other, [Switches] choose; the zero value is
// what the newest guide says.
//
// The phone's settings make devices that are offline, lack features or have no RCS: see [Offline] and its neighbours. What
// ends by the clock, such as a message's time to live, ends by the real one; after moving [Config.Now] call
// [Service.Lapse].
package rcs
