# The files of conversations: copies of what customers sent (inbound/) and what
# agents send (outbound/), see shared/bucket.

resource "google_storage_bucket" "media" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-media" # the names of buckets are the whole world's
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"               # whoever may see a file gets a signed address of it
  force_destroy               = !var.deletion_protection # as the database: gone with everything in it, on purpose only

  lifecycle_rule {
    condition {
      age = var.media_retention_days
    }
    action {
      type = "Delete"
    }
  }

  # No old versions: a file is written once and never changed, so they would only
  # keep what was to be erased. There is a week to take back a deletion by
  # accident; after that a file is gone for good.
  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  # No cors: pages show files with <img> and links, which need none.

  depends_on = [google_project_service.service]
}
