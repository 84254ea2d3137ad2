# The order of a first apply, where references do not say it. Google answers before what
# was asked for works everywhere: an API is on, or a grant is made, a minute before every
# server knows. Without the waits, builds and triggers of a first apply are refused.
#
# A grant dies with what it is on, and Terraform sees that with the next apply only: it
# knows what is on a name. So a grant on a name says replace_triggered_by. One on a service
# account does not need it, because Google makes that name.

# Everything waits for this and not for the APIs themselves.
resource "time_sleep" "apis" {
  create_duration = "60s"

  depends_on = [google_project_service.service]
}

# The services' own accounts. docs/deploy.md makes them, and who makes one on request has to
# give it its role, too.
resource "google_project_iam_member" "agents" {
  for_each = local.agents

  project = var.project_id
  role    = "roles/${each.key}.serviceAgent"
  member  = each.value

  depends_on = [time_sleep.apis]
}

# No function is made before this: its build account comes through here. These are the
# grants that builds and first events need.
resource "time_sleep" "grants" {
  create_duration = "90s"

  triggers = {
    build_account = google_service_account.build.id
  }

  depends_on = [
    google_artifact_registry_repository_iam_binding.functions_writers,
    google_project_iam_member.agents,
    google_project_iam_member.build_logs,
    google_project_iam_member.build_sources,
    google_project_iam_member.events_receiver,
    google_service_account_iam_binding.events_tokens,
    google_storage_bucket_iam_binding.source_readers,
  ]
}

# Pub/Sub looks whether it may write into the table when its subscription is made.
resource "time_sleep" "events_writers" {
  count = local.exported ? 1 : 0

  create_duration = "90s"

  depends_on = [google_bigquery_table_iam_binding.events_writers]
}
