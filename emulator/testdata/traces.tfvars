# One queue whose customers are greeted, for the tests of what is watched.

project_id         = "demo-emulator-test"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  acme = {
    workstream   = "support"
    brand_agents = { desk = { brand_id = "acme", agent_id = "desk" } }
  }
}

workstreams = {
  support = {
    fallback_queue = "front"
    attachments    = true
    offer          = { timeout = "1m" }
    messages       = { greeting = "hello" }
  }
}

queues = { front = { display_name = "Front desk" } }

automated_messages = { hello = { texts = { en = "Hello {CustomerName}, one moment please." } } }

agents = {
  "ana@acme.example" = { display_name = "Ana", queues = ["front"] }
  "ben@acme.example" = { display_name = "Ben", queues = ["front"] }
  "eve@acme.example" = { display_name = "Eve", role = "supervisor" }
}
