# Two agents, one queue, and what the tests of whole journeys need.

project_id         = "demo-emulator-test"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  acme = {
    workstream = "support"
    brand_agents = {
      desk            = { brand_id = "acme", agent_id = "desk" }
      desk-tells      = { brand_id = "acme", agent_id = "tells", workstream = "tells" }
      desk-goes-on    = { brand_id = "acme", agent_id = "goes-on", workstream = "goes-on" }
      desk-ends       = { brand_id = "acme", agent_id = "ends", workstream = "ends" }
      desk-hands-over = { brand_id = "acme", agent_id = "hands-over", workstream = "hands-over" }
      desk-surveys    = { brand_id = "acme", agent_id = "surveys", workstream = "surveys" }
    }
  }
  acme-rcs = {
    channel      = "rcs"
    workstream   = "support"
    time_to_live = "2h"
    outbound     = true
    brand_agents = {
      desk            = { agent_id = "acme-desk" }
      desk-tells      = { agent_id = "acme-tells", workstream = "tells" }
      desk-goes-on    = { agent_id = "acme-goes-on", workstream = "goes-on" }
      desk-ends       = { agent_id = "acme-ends", workstream = "ends" }
      desk-hands-over = { agent_id = "acme-hands-over", workstream = "hands-over" }
      desk-surveys    = { agent_id = "acme-surveys", workstream = "surveys" }
    }
  }
}

workstreams = {
  support = {
    fallback_queue = "front"
    attachments    = true
    routes         = [{ name = "all", queue = "front" }]
    offer          = { timeout = "1m", pause = "10s" }
    affinity       = { within = "30d" }
    inactivity     = { close = "20d" }
  }

  # What comes before a session is different with each of the other brand agents.
  surveys = {
    fallback_queue = "front"
    attachments    = true
    survey         = true
    survey_comment = true
  }
  tells = {
    fallback_queue = "front"
    messages       = { greeting = "greeting" }
    notice         = { message = "notice" }
  }
  goes-on = {
    fallback_queue = "front"
    attachments    = true
    affinity       = { within = "30d" }
    inactivity     = { close = "5d" }
    retention      = { messages = "30d" }
    notice         = { message = "notice", ask = true }
  }
  ends = {
    fallback_queue = "front"
    attachments    = true
    notice = {
      message    = "notice"
      ask        = true
      within     = "5m"
      refused    = { action = "end", message = "refused" }
      unanswered = { action = "end", message = "unanswered" }
    }
  }
  hands-over = {
    fallback_queue = "front"
    routes         = [{ name = "agreed", when = "customer.consent == 'given'", queue = "front" }]
    notice = {
      message    = "notice"
      ask        = true
      refused    = { action = "transfer", queue = "back" }
      unanswered = { action = "transfer", queue = "back", message = "unanswered" }
    }
  }
}

automated_messages = {
  greeting   = { texts = { en = "Hello!", fr = "Bonjour !" } }
  notice     = { texts = { en = "We keep what you write.", fr = "Nous conservons ce que vous écrivez." } }
  refused    = { texts = { en = "Then we cannot help you here.", fr = "Nous ne pouvons donc pas vous aider ici." } }
  closing    = { texts = { en = "Write to our shop instead." } }
  unanswered = { texts = { en = "You did not answer.", fr = "Vous n’avez pas répondu." } }
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
