# The routing configuration: one document and so one atomic write. A function
# never sees half of an apply. The shape is that of shared/route.Config, which
# refuses a field that it does not know.

locals {
  routing_config = {
    accounts = {
      for name, account in var.accounts : name => merge(
        { workstream = account.workstream },
        # Only those with a workstream of their own: the others have the
        # account's.
        { for key, agents in {
          brandAgents = {
            for agent in account.brand_agents :
            "brands/${agent.brand_id}/agents/${agent.agent_id}" => { workstream = agent.workstream }
            if agent.workstream != null
          }
        } : key => agents if length(agents) > 0 },
      )
    }
    workstreams = {
      for name, workstream in var.workstreams : name => {
        for field, value in {
          fallbackQueue = workstream.fallback_queue
          attachments   = workstream.attachments
          survey        = workstream.survey
        } : field => value if value != null
      }
    }
    queues = {
      for name, queue in var.queues : name => {
        for field, value in {
          displayName = queue.display_name
          priority    = queue.priority
        } : field => value if value != null
      }
    }
  }

  routing_text    = jsonencode(local.routing_config)
  routing_version = substr(sha256(local.routing_text), 0, 16) # as shared/route.Version
}

resource "google_firestore_document" "routing" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "config"
  document_id = "current"
  fields = jsonencode({
    version = { stringValue = local.routing_version }
    routing = { stringValue = local.routing_text }
  })

  lifecycle {
    # 1 MiB less the rest of the document. The API would say so too, halfway
    # through an apply.
    precondition {
      condition     = length(base64encode(local.routing_text)) / 4 * 3 <= 1000000
      error_message = "The routing configuration is longer than a Firestore document may be, 1 MiB."
    }
  }
}
