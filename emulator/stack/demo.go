package stack

import "encoding/json"

// The demonstration's business: one account with one brand agent.
const (
	Account    = "demo"
	BrandAgent = "brands/7d9f2c1e-4b0a-4c55-9a3e-0f6f2b8f1a10/agents/b1c7e6d2-93f4-4e0b-8a77-5f2d9c3e4b61"
	Brand      = "Northwind"
	// Queue is where the demonstration's sessions wait.
	Queue = "front-desk"
)

// demoRouting is the demonstration's routing configuration.
const demoRouting = `{
  "accounts": {"demo": {"workstream": "support"}},
  "workstreams": {"support": {"fallback_queue": "front-desk", "attachments": true, "survey": true}},
  "queues": {"front-desk": {"display_name": "Front desk"}}
}`

// accounts renders the setting ACCOUNTS for the one account.
func accounts(settings map[string]any) string {
	settings["channel"] = "business-messages"
	text, err := json.Marshal(map[string]any{Account: settings})
	if err != nil {
		panic(err) // strings and lists of strings only
	}
	return string(text)
}
