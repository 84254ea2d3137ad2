# A store whose agents may write to customers first, three times in an hour.

project_id         = "demo-e2e"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  texts = {
    display_name      = "Store"
    channel           = "rcs"
    workstream        = "support"
    brand_agents      = { desk = { agent_id = "store-desk" } }
    outbound          = true
    outbound_per_hour = 3
    country           = "FR"
  }
}

workstreams = { support = { fallback_queue = "radios" } }

queues = {
  radios = { display_name = "Radios" }
  clocks = { display_name = "Clocks" }
}

agents = {
  "vera@store.example" = { display_name = "Vera", role = "supervisor" }
}
