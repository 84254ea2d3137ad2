# What the load generator runs the product with: both channels, a few rules, and three queues. Nobody
# serves the first, so whoever writes to it waits; whoever writes to the second is taken; the third is
# full soon, and whoever writes to it then has their session ended.

project_id         = "demo-frontdesk-load"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  load = {
    display_name = "Load"
    partner_id   = "3f1c0a5e-8f0d-4c0b-9a52-6d1f4b7c2e10"
    workstream   = "waits"
    brand_agents = {
      waits = { brand_id = "load", agent_id = "waits" }
      taken = { brand_id = "load", agent_id = "taken", workstream = "taken" }
      full  = { brand_id = "load", agent_id = "full", workstream = "full" }
    }
  }
  load-rcs = {
    display_name = "Load"
    channel      = "rcs"
    workstream   = "waits"
    brand_agents = {
      waits = { agent_id = "load-waits" }
      taken = { agent_id = "load-taken", workstream = "taken" }
      full  = { agent_id = "load-full", workstream = "full" }
    }
  }
}

workstreams = {
  waits = {
    fallback_queue = "waits"
    attachments    = true
    classification = [{
      name = "topic"
      rules = [
        { name = "complaint", when = "message.text.matches('(?i)complain|unacceptable')", set = { priority = 15 } },
        { name = "billing", when = "message.text.matches('(?i)invoice|refund')", set = { attributes = { topic = "billing" } } },
        { name = "order", when = "message.text.matches('(?i)order|deliver')", set = { attributes = { topic = "order" } } },
      ]
    }]
    routes     = [{ name = "all", when = "attributes.topic == 'order'", queue = "waits" }]
    inactivity = { close = "20d" }
  }
  taken = {
    fallback_queue = "taken"
    attachments    = true
    classification = [{
      name = "topic"
      rules = [
        { name = "complaint", when = "message.text.matches('(?i)complain|unacceptable')", set = { priority = 15 } },
        { name = "billing", when = "message.text.matches('(?i)invoice|refund')", set = { attributes = { topic = "billing" } } },
        { name = "order", when = "message.text.matches('(?i)order|deliver')", set = { attributes = { topic = "order" } } },
      ]
    }]
    routes     = [{ name = "all", when = "attributes.topic == 'order'", queue = "taken" }]
    offer      = { timeout = "2m" }
    inactivity = { close = "20d" }
  }
  full = {
    fallback_queue = "full"
    routes         = [{ name = "all", queue = "full" }]
    inactivity     = { close = "20d" }
  }
}

queues = {
  waits = { display_name = "Waits" }
  taken = { display_name = "Taken" }
  full  = { display_name = "Full", overflow = { length = { limit = 10, action = "end" } } }
}
