# The database: conversations, queues, and the routing configuration.

resource "google_firestore_database" "database" {
  project                           = var.project_id
  name                              = "(default)" # the only one with a free quota, and what shared/store opens
  location_id                       = var.firestore_location
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = "DELETE" # what the plan says it does; the protection stands in its way

  depends_on = [google_project_service.service]
}

# shared/store: the oldest reply that still has to be sent. Without the index
# the query fails, in the cloud only: the emulator needs none.
resource "google_firestore_index" "replies_outbox" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "replies"
  query_scope = "COLLECTION"

  fields {
    field_path = "status"
    order      = "ASCENDING"
  }
  fields {
    field_path = "createdAt"
    order      = "ASCENDING"
  }
}

# shared/store: the routing decisions since an instant, of all conversations.
# Firestore indexes a field by itself for queries of one conversation's events;
# those stay, because what is said here is instead of that.
resource "google_firestore_field" "events_decided" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "events"
  field      = "decidedAt"

  index_config {
    dynamic "indexes" {
      for_each = setproduct(["COLLECTION", "COLLECTION_GROUP"], ["ASCENDING", "DESCENDING"])
      content {
        query_scope = indexes.value[0]
        order       = indexes.value[1]
      }
    }
  }
}

# Firestore indexes every field by itself. Nobody searches for these; not
# indexing what is long makes every write of it cheaper and smaller.
resource "google_firestore_field" "not_indexed" {
  for_each = {
    "config.routing"  = { collection = "config", field = "routing" }
    "configs.routing" = { collection = "configs", field = "routing" }
    "events.decision" = { collection = "events", field = "decision" }
    "events.facts"    = { collection = "events", field = "facts" }
    "events.trace"    = { collection = "events", field = "trace" }
    "messages.raw"    = { collection = "messages", field = "raw" }
    "messages.text"   = { collection = "messages", field = "text" }
    "replies.text"    = { collection = "replies", field = "text" }
  }

  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = each.value.collection
  field      = each.value.field

  index_config {} # empty: no index at all
}
