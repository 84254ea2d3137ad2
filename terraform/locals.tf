# Values that several files use. A name is always the prefix and the one word for
# the thing. No part of it is random, so that a log line or a bill can be read
# without looking anything up.

data "google_project" "project" {
  project_id = var.project_id
}

locals {
  # Google's services themselves: Pub/Sub fetches the tokens that it pushes with and moves
  # what cannot be delivered to the dead letter topic, Cloud Tasks and Cloud Scheduler fetch
  # the tokens that they call with, and Eventarc makes the triggers.
  agents = {
    for name in ["cloudscheduler", "cloudtasks", "eventarc", "pubsub"] :
    name => "serviceAccount:service-${data.google_project.project.number}@gcp-sa-${name}.iam.gserviceaccount.com"
  }

  # Who may call webhook and desk. Domain restricted sharing refuses the grant.
  everybody = var.public_access == "granted" ? ["allUsers"] : []

  channels = { for name, account in var.accounts : name => coalesce(account.channel, local.channel_list.default) }

  # Refers to the grant rather than to the secret, so that a function is deployed
  # after it may read the key: it does so when it starts.
  conversation_key = "projects/${var.project_id}/secrets/${basename(google_secret_manager_secret_iam_binding.conversation_key_readers.secret_id)}/versions/${var.conversation_key_version}"

  # What every function is deployed with.
  deployment = {
    project_id    = var.project_id
    region        = var.region
    prefix        = var.prefix
    bucket        = google_storage_bucket.source.name
    object        = google_storage_bucket_object.source.name
    build_account = time_sleep.grants.triggers.build_account # no function before its order has come, see order.tf
    images        = google_artifact_registry_repository.functions.id
    runtime       = var.go_runtime
    settings      = local.tracing_settings
  }
}
