# One queue whose customers write by phone, for the test of where their numbers are.

project_id         = "demo-emulator-test"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  acme = {
    channel      = "rcs"
    workstream   = "support"
    brand_agents = { desk = { agent_id = "acme-desk" } }
  }
}

workstreams = {
  support = {
    fallback_queue = "front"
    attachments    = true
    survey         = true
    offer          = { timeout = "1m" }
    messages       = { greeting = "hello" }
  }
}

queues = { front = { display_name = "Front desk", mask_numbers = true } }

automated_messages = { hello = { texts = { en = "Hello {CustomerName}, one moment please." } } }

agents = {
  "ana@acme.example" = { display_name = "Ana", queues = ["front"] }
  "eve@acme.example" = { display_name = "Eve", role = "supervisor" }
}
