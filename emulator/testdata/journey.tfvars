# Two agents, one queue, and what the tests of whole journeys need.

project_id         = "demo-emulator-test"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  acme = {
    workstream   = "support"
    brand_agents = { desk = { brand_id = "acme", agent_id = "desk" } }
  }
  acme-rcs = {
    channel      = "rcs"
    workstream   = "support"
    time_to_live = "2h"
    outbound     = true
    brand_agents = { desk = { agent_id = "acme-desk" } }
  }
}

workstreams = {
  support = {
    fallback_queue = "front"
    routes         = [{ name = "all", queue = "front" }]
    offer          = { timeout = "1m", pause = "10s" }
    affinity       = { within = "30d" }
    inactivity     = { close = "20d" }
  }
}

queues = {
  front = {
    display_name = "Front desk"
    overflow     = { waiting = { after = "30m", action = "transfer", queue = "back" } }
  }
  back = { display_name = "Back office" }
}

agents = {
  "ana@acme.example"  = { display_name = "Ana", queues = ["front"] }
  "ben@acme.example"  = { display_name = "Ben", queues = ["front"] }
  "cleo@acme.example" = { display_name = "Cleo", queues = ["front"] }
  "eve@acme.example"  = { display_name = "Eve", role = "supervisor" }
}
