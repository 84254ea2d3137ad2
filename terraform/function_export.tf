# functions/export: publishes what happened to conversations. It is there when
# BigQuery is switched on.

locals {
  exported = var.bigquery.location != null
}

module "export" {
  source = "./modules/function"
  count  = local.exported ? 1 : 0

  name        = "export"
  description = "Publishes conversations' events, for BigQuery."
  deployment  = local.deployment

  settings = {
    EVENTS_TOPIC = google_pubsub_topic.events[0].name
  }

  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.created"
    document = "conversations/{c}/events/{seq}"
  })

  limits = {
    min_instances = var.limits.export.min_instances
    max_instances = var.limits.export.max_instances
    concurrency   = 80 # each reads a document and publishes it
    timeout       = 60
    memory        = "256Mi"
  }

  invokers = [google_service_account.events.member]
  grants = flatten([
    google_project_iam_member.export_firestore[*].id,
    google_pubsub_topic_iam_binding.events_publishers[*].id,
  ])
}

# It reads and never writes.
resource "google_project_iam_member" "export_firestore" {
  count = local.exported ? 1 : 0

  project = var.project_id
  role    = "roles/datastore.viewer"
  member  = module.export[0].member
}
