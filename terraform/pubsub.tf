# The way from the webhook to routing and from routing to media, and where goes
# what they cannot handle.

resource "google_pubsub_topic" "inbound" {
  project = var.project_id
  name    = "${var.prefix}-inbound"

  # Customers' messages stay in the region, and so does the order of them:
  # messages of one key that are published in two regions have none.
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.service]
}

resource "google_pubsub_topic" "inbound_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-inbound-dead-letter"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.service]
}

resource "google_pubsub_topic_iam_binding" "inbound_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.inbound.name
  role    = "roles/pubsub.publisher"
  members = [module.webhook.member]
}

# Pub/Sub moves a message here after the last attempt, and routing does at once
# with what it cannot read.
resource "google_pubsub_topic_iam_binding" "dead_letter_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.inbound_dead_letter.name
  role    = "roles/pubsub.publisher"
  members = [local.pubsub_agent, module.routing.member]
}

resource "google_pubsub_subscription" "inbound_routing" {
  project = var.project_id
  name    = "${var.prefix}-inbound-routing"
  topic   = google_pubsub_topic.inbound.id

  enable_message_ordering = true
  ack_deadline_seconds    = local.routing_timeout # of a push: how long the answer may take

  push_config {
    push_endpoint = module.routing.uri

    oidc_token {
      service_account_email = google_service_account.routing_push.email
      audience              = module.routing.uri
    }
  }

  retry_policy {
    minimum_backoff = "1s"
    maximum_backoff = "60s"
  }

  # What can never be handled, routing buries itself. What is left is trouble
  # that passes, a database that is away for an hour: 100 attempts, the most
  # there is, take about one and a half. Fewer would bury good messages.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.inbound_dead_letter.id
    max_delivery_attempts = 100
  }

  # Never: by default a subscription disappears, without a word, when nothing
  # happens for 31 days, which a quiet channel may well do.
  expiration_policy {
    ttl = ""
  }
}

# Without it Pub/Sub forwards nothing to the dead letter topic, and says so
# nowhere: it has to acknowledge here what it publishes there.
resource "google_pubsub_subscription_iam_binding" "inbound_routing_subscribers" {
  project      = var.project_id
  subscription = google_pubsub_subscription.inbound_routing.name
  role         = "roles/pubsub.subscriber"
  members      = [local.pubsub_agent]
}

# Keeps what was buried until somebody looks: a topic without a subscription
# keeps nothing. Messages stay for 31 days, the longest there is.
resource "google_pubsub_subscription" "inbound_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-inbound-dead-letter"
  topic   = google_pubsub_topic.inbound_dead_letter.id

  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s"

  expiration_policy {
    ttl = ""
  }
}

# --- Files to be copied ------------------------------------------------------

resource "google_pubsub_topic" "media" {
  project = var.project_id
  name    = "${var.prefix}-media"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.service]
}

# Not routing's: what is in that one is customers' messages, to be sent through
# routing again. What is in this one are jobs.
resource "google_pubsub_topic" "media_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-media-dead-letter"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.service]
}

resource "google_pubsub_topic_iam_binding" "media_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.media.name
  role    = "roles/pubsub.publisher"
  members = [module.routing.member]
}

resource "google_pubsub_topic_iam_binding" "media_dead_letter_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.media_dead_letter.name
  role    = "roles/pubsub.publisher"
  members = [local.pubsub_agent]
}

# Without an order: a file that cannot be had must not hold up the next one.
resource "google_pubsub_subscription" "media_copy" {
  project = var.project_id
  name    = "${var.prefix}-media-copy"
  topic   = google_pubsub_topic.media.id

  ack_deadline_seconds       = local.media_timeout
  message_retention_duration = "604800s" # as long as a file's URL can be valid

  push_config {
    push_endpoint = module.media.uri

    oidc_token {
      service_account_email = google_service_account.media_push.email
      audience              = module.media.uri
    }
  }

  # functions/media counts on the longest pause.
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # The function settles what can never be copied, so this is trouble that
  # passes; 100 attempts take about 16 hours. What is buried can be sent through
  # again: whatever the file's URL has become by then, the message gets its
  # outcome.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.media_dead_letter.id
    max_delivery_attempts = 100
  }

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_subscription_iam_binding" "media_copy_subscribers" {
  project      = var.project_id
  subscription = google_pubsub_subscription.media_copy.name
  role         = "roles/pubsub.subscriber"
  members      = [local.pubsub_agent]
}

resource "google_pubsub_subscription" "media_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-media-dead-letter"
  topic   = google_pubsub_topic.media_dead_letter.id

  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s"

  expiration_policy {
    ttl = ""
  }
}
