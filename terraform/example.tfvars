# Copy this to terraform.tfvars and make it yours. docs/deploy.md tells the way
# from here to a first message. Secrets are not in this file.

project_id         = "my-frontdesk"
region             = "europe-west1"
firestore_location = "europe-west1" # it can never be changed

# A messaging account. Its webhook's URL ends with its name.
accounts = {
  acme = {
    display_name = "Acme Stores"
    channel      = "business-messages"
    partner_id   = "3f1c0a5e-8f0d-4c0b-9a52-6d1f4b7c2e10"
    workstream   = "support"

    brand_agents = {
      stores = {
        brand_id = "7d9f2c1e-4b0a-4c55-9a3e-0f6f2b8f1a10"
        agent_id = "b1c7e6d2-93f4-4e0b-8a77-5f2d9c3e4b61"
      }
      billing = {
        brand_id   = "7d9f2c1e-4b0a-4c55-9a3e-0f6f2b8f1a10"
        agent_id   = "0c6d1f7a-5b1e-4f6e-b8f0-2a9d7e4c3b15"
        workstream = "billing"
      }
    }
  }
}

workstreams = {
  support = {
    channel        = "business-messages"
    fallback_queue = "front-desk"
    attachments    = true # files, both ways
    survey         = true # the channel's, when an agent ends a session
  }
  billing = {
    channel        = "business-messages"
    fallback_queue = "billing"
  }
}

queues = {
  front-desk = { display_name = "Front desk" }
  billing    = { display_name = "Billing", priority = 10 }
}

# Customers' and agents' files are deleted after a year.
# media_retention_days = 365

# One webhook instance that always runs answers the first message at once, and
# is paid for all day.
# limits = { webhook = { min_instances = 1 } }
