# The identity that delivers Firestore's events. It can call the functions that have
# a trigger and nothing else; the functions' own identities can call nothing.

resource "google_service_account" "events" {
  project      = var.project_id
  account_id   = "${var.prefix}-events"
  display_name = "Frontdesk: brings Firestore's events to the functions"

  depends_on = [time_sleep.apis]
}

resource "google_project_iam_member" "events_receiver" {
  project = var.project_id
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.events.member
}

# Eventarc delivers through subscriptions of Pub/Sub, which sign with this identity. Without
# the right no event arrives, and nothing says so.
resource "google_service_account_iam_binding" "events_tokens" {
  service_account_id = google_service_account.events.name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = [local.agents.pubsub]

  depends_on = [google_project_iam_member.agents]
}

locals {
  # What the triggers have in common.
  events = {
    database        = google_firestore_database.database.name
    location        = google_firestore_database.database.location_id # a trigger has to be where the database is
    service_account = google_service_account.events.email
  }
}
