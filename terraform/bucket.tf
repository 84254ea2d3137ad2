# The files of conversations: copies of what customers sent (inbound/), what agents
# uploaded (pending/) and what they sent of it (outbound/), and what admins had exported
# (exports/), see shared/bucket.

resource "google_storage_bucket" "media" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-media" # bucket names are unique in the whole world
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"               # whoever may see a file gets a signed address
  force_destroy               = !var.deletion_protection # like the database, it is deleted with its content only on purpose

  # Everything else goes by the retention of its workstream, which functions/erase looks
  # after once a day. The bucket itself knows neither workstreams nor what an admin holds.

  # What an agent uploaded and did not send. Reply copies what is sent; nobody moves or
  # deletes anything.
  lifecycle_rule {
    condition {
      age            = 1            # shared/bucket.UploadLife, in days
      matches_prefix = ["pending/"] # shared/bucket.Uploads
    }
    action {
      type = "Delete"
    }
  }

  # What an admin has had exported, and fetches from the desk.
  lifecycle_rule {
    condition {
      age            = 1            # shared/bucket.ExportLife, in days
      matches_prefix = ["exports/"] # shared/bucket.Exports
    }
    action {
      type = "Delete"
    }
  }

  # No old versions: a file is written once and never changed, so they would only
  # keep what should be erased. An accidental deletion can be undone for a week;
  # after that the file is gone for good.
  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  # No cors: pages show files with <img> and links, which need no CORS.

  depends_on = [time_sleep.apis]
}
