// Package businessmessages is Google's side of Business Messages: its REST API with its limits and checks, and the
// events that it posts to webhooks. Tokens, deliveries and faults are those of the package above, and the customers are
// on the phones of package phone.
//
// The way to use it in a test:
//
//	phones := phone.New(time.Now)
//	g, err := businessmessages.New(businessmessages.Config{
//		Agent: "brands/b/agents/a", ClientToken: "t", Now: time.Now, Phones: phones,
//	})
//	api := httptest.NewServer(g.API())
//	key := g.ServiceAccountKey(api.URL)     // what the product signs its token requests with
//	g.SetWebhook(webhook.URL)
//	dana := phones.Phone("c-1", "Dana Okafor")
//	id, err := dana.Write(ctx, "Do you have this in blue?")
//
// A business may have several brand agents, [Config.Others]; a conversation is with one of them, see
// [phone.Phones.PhoneTo].
package businessmessages
