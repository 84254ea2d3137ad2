# functions/erase: counts, erases and exports what there is of a customer, for admins. It is
# the only identity that deletes conversations and files.

locals {
  # Days for which copies last that nothing can be deleted from: logs and traces are kept
  # for 30, the database's own recovery and deleted files for 7.
  copies_days = max(30, var.backup_retention_weeks * 7)
}

module "erase" {
  source = "./modules/function"

  name        = "erase"
  description = "Counts and erases what there is of a customer, for admins and the command erase."
  deployment  = local.deployment

  settings = {
    MEDIA_BUCKET     = google_storage_bucket.media.name
    LEDGER_BUCKET    = google_storage_bucket.ledger.name
    COPIES_DAYS      = tostring(local.copies_days)
    CONVERSATION_KEY = local.conversation_key
    EVENTS_TABLE     = local.exported ? "${var.project_id}.${google_bigquery_dataset.events[0].dataset_id}.${google_bigquery_table.events[0].table_id}" : ""
  }

  # Every write: the timer's round touches a request whose event was lost.
  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.written"
    document = "dataRequests/{request}"
  })

  limits = {
    min_instances = var.limits.erase.min_instances
    max_instances = var.limits.erase.max_instances
    concurrency   = 10
    timeout       = 540 # a long conversation takes a while; a run that is cut off goes on with the next
    memory        = "512Mi"
  }

  invokers = [google_service_account.events.member]
  grants = flatten([
    google_project_iam_member.erase_firestore.id,
    google_secret_manager_secret_iam_binding.conversation_key_readers.id,
    google_storage_bucket_iam_binding.media_erasers.id,
    google_storage_bucket_iam_binding.ledger_readers.id,
    google_storage_bucket_iam_binding.ledger_writers.id,
    google_bigquery_table_iam_binding.events_writers[*].id,
    google_project_iam_member.erase_queries[*].id,
  ])
}

resource "google_project_iam_member" "erase_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.erase.member
}

# To run the statement that deletes rows. Of which table it may is said in bigquery.tf.
resource "google_project_iam_member" "erase_queries" {
  count = local.exported ? 1 : 0

  project = var.project_id
  role    = "roles/bigquery.jobUser"
  member  = module.erase.member
}

# Lists, reads and deletes. Nobody else deletes a file.
resource "google_storage_bucket_iam_binding" "media_erasers" {
  bucket  = google_storage_bucket.media.name
  role    = "roles/storage.objectUser"
  members = [module.erase.member]

  lifecycle {
    replace_triggered_by = [google_storage_bucket.media.id]
  }
}

# The ledger of erasures, beside the database, so that it outlives a restore of that. It
# has no personal data; each entry is written once, and nobody can change or delete one.
resource "google_storage_bucket" "ledger" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-ledger" # bucket names are unique in the whole world
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.deletion_protection

  # As long as a request is kept, request.Life. A backup is never that old.
  lifecycle_rule {
    condition {
      age = 1098
    }
    action {
      type = "Delete"
    }
  }

  depends_on = [time_sleep.apis]
}

resource "google_storage_bucket_iam_binding" "ledger_writers" {
  bucket  = google_storage_bucket.ledger.name
  role    = "roles/storage.objectCreator"
  members = [module.erase.member]

  lifecycle {
    replace_triggered_by = [google_storage_bucket.ledger.id]
  }
}

# A run that comes again looks whether its entry is there.
resource "google_storage_bucket_iam_binding" "ledger_readers" {
  bucket  = google_storage_bucket.ledger.name
  role    = "roles/storage.legacyObjectReader"
  members = [module.erase.member]

  lifecycle {
    replace_triggered_by = [google_storage_bucket.ledger.id]
  }
}

# Customers are found by their number, in all conversations: store.ConversationsOf.
resource "google_firestore_field" "private_key" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "private"
  field      = "key"

  index_config {
    indexes {
      query_scope = "COLLECTION_GROUP"
      order       = "ASCENDING"
    }
  }
}
