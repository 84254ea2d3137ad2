# Laid over the configuration by apply.sh, so that what Google's emulators know can
# be applied to them: the same resources, with the same arguments, by the same
# provider. What is here is only what leads away from the emulators.

terraform {
  backend "local" {}
}

provider "google" {
  access_token              = "owner" # passes the rules of the Firestore emulator
  user_project_override     = false
  firestore_custom_endpoint = "http://${var.firestore_host}/v1/"
  pubsub_custom_endpoint    = "http://${var.pubsub_host}/v1/"
}

# There are no APIs to switch on.
resource "google_project_service" "service" {
  for_each = toset([])
}

resource "time_sleep" "apis" {
  create_duration = "0s"
}

# Nor functions, so nothing is built from the source, which is not laid out.
data "archive_file" "source" {
  source {
    filename = "go.mod"
    content  = ""
  }
}

# Nobody listens where functions would be.
resource "google_pubsub_subscription" "inbound_routing" {
  push_config {
    push_endpoint = "http://127.0.0.1:9/routing"
  }
}

resource "google_pubsub_subscription" "media_copy" {
  push_config {
    push_endpoint = "http://127.0.0.1:9/media"
  }
}

resource "google_pubsub_subscription" "media_results_routing" {
  push_config {
    push_endpoint = "http://127.0.0.1:9/media-results"
  }
}

# The emulator keeps no message for longer than a week.
resource "google_pubsub_subscription" "inbound_dead_letter" {
  message_retention_duration = "604800s"
}

resource "google_pubsub_subscription" "media_dead_letter" {
  message_retention_duration = "604800s"
}

# The emulator has every database before anybody makes one.
resource "google_firestore_document" "routing" {
  database = "(default)"
}

resource "google_firestore_document" "first_roster" {
  database = "(default)"
}
