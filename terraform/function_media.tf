# functions/media: copies what customers attach. It reads strangers' files, so it has no
# right to the database: a job says all that a copy takes, and routing records its result.

locals {
  media_timeout = 60 # seconds: 30 to fetch, 20 to store, the rest to publish the result; Pub/Sub waits for as long
}

module "media" {
  source = "./modules/function"

  name        = "media"
  description = "Copies the files that customers send before their URLs expire."
  deployment  = local.deployment

  settings = {
    MEDIA_BUCKET        = google_storage_bucket.media.name
    MEDIA_RESULTS_TOPIC = google_pubsub_topic.media_results.name
  }

  limits = {
    min_instances = var.limits.media.min_instances
    max_instances = var.limits.media.max_instances
    concurrency   = 8 # a picture of 10 MiB is in memory up to four times: as it grows, and to be sent; other files pass through
    timeout       = local.media_timeout
    memory        = "512Mi"
  }

  invokers = [google_service_account.media_push.member]
  grants = [
    google_pubsub_topic_iam_binding.media_results_publishers.id,
    google_storage_bucket_iam_binding.inbound_writers.id,
    google_storage_bucket_iam_binding.media_lookers.id,
  ]
}

# Media writes customers' files, and reads one that is already there. It cannot
# list, replace or delete files, and signs nothing.
resource "google_storage_bucket_iam_binding" "inbound_writers" {
  bucket  = google_storage_bucket.media.name
  role    = "roles/storage.objectCreator"
  members = [module.media.member]

  condition {
    title      = "inbound"
    expression = "resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.media.name}/objects/inbound/\")" # shared/bucket.Inbound
  }

  lifecycle {
    replace_triggered_by = [google_storage_bucket.media.id]
  }
}

# A new bucket has this role for the project's viewers; the binding takes
# customers' files away from them. The desk shows files to whom Firestore shows
# the conversation.
resource "google_storage_bucket_iam_binding" "media_lookers" {
  bucket  = google_storage_bucket.media.name
  role    = "roles/storage.legacyObjectReader" # storage.objects.get alone; objectViewer could list as well
  members = [module.media.member, module.desk.member]

  lifecycle {
    replace_triggered_by = [google_storage_bucket.media.id]
  }
}

# The identity that Pub/Sub pushes with, the only one that may call the function.
resource "google_service_account" "media_push" {
  project      = var.project_id
  account_id   = "${var.prefix}-media-push"
  display_name = "Frontdesk: pushes jobs to media"

  depends_on = [time_sleep.apis]
}

# As for routing's.
resource "google_service_account_iam_binding" "media_push_tokens" {
  service_account_id = google_service_account.media_push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = [local.agents.pubsub]

  depends_on = [time_sleep.apis]
}
