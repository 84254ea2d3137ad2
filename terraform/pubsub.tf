# The topics from the webhook to routing, from routing to media and back, and those for
# messages that neither can handle.

resource "google_pubsub_topic" "inbound" {
  project = var.project_id
  name    = "${var.prefix}-inbound"

  # Customers' messages stay in the region. So does their order: messages with the
  # same key that are published in two regions are not ordered.
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [time_sleep.apis]
}

resource "google_pubsub_topic" "inbound_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-inbound-dead-letter"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [time_sleep.apis]
}

resource "google_pubsub_topic_iam_binding" "inbound_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.inbound.name
  role    = "roles/pubsub.publisher"
  members = [module.webhook.member]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.inbound.id]
  }
}

# Pub/Sub moves a message here after the last attempt. Routing publishes here
# immediately what it cannot read.
resource "google_pubsub_topic_iam_binding" "dead_letter_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.inbound_dead_letter.name
  role    = "roles/pubsub.publisher"
  members = [local.agents.pubsub, module.routing.member]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.inbound_dead_letter.id]
  }
}

resource "google_pubsub_subscription" "inbound_routing" {
  project = var.project_id
  name    = "${var.prefix}-inbound-routing"
  topic   = google_pubsub_topic.inbound.id

  enable_message_ordering = true
  ack_deadline_seconds    = local.routing_timeout # of a push: how long the answer may take

  # What customers wrote is unmasked here. Four days are a long weekend without routing.
  message_retention_duration = "345600s"

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

  # Routing itself moves what can never be handled to the dead letters. Everything
  # else is a temporary fault, such as an hour without the database: 100 attempts,
  # the most there can be, take about an hour and a half. Fewer would give up on
  # good messages.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.inbound_dead_letter.id
    max_delivery_attempts = 100
  }

  # Never expires. By default a subscription is silently deleted after 31 days
  # without activity, which a quiet channel may well have.
  expiration_policy {
    ttl = ""
  }
}

# Without this grant Pub/Sub silently forwards nothing to the dead letter topic,
# because it has to acknowledge here what it publishes there.
resource "google_pubsub_subscription_iam_binding" "inbound_routing_subscribers" {
  project      = var.project_id
  subscription = google_pubsub_subscription.inbound_routing.name
  role         = "roles/pubsub.subscriber"
  members      = [local.agents.pubsub]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.inbound_routing.id]
  }
}

# Keeps dead letters until somebody looks at them: a topic without a subscription
# keeps nothing. They are what customers wrote, unmasked, and nobody can delete a single
# one, so they stay for 14 days and not for the 31 that there could be.
resource "google_pubsub_subscription" "inbound_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-inbound-dead-letter"
  topic   = google_pubsub_topic.inbound_dead_letter.id

  ack_deadline_seconds       = 60
  message_retention_duration = "1209600s"

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

  depends_on = [time_sleep.apis]
}

# Not the same as routing's: that topic holds customers' messages, which are sent
# through routing again, and this one holds jobs.
resource "google_pubsub_topic" "media_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-media-dead-letter"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [time_sleep.apis]
}

resource "google_pubsub_topic_iam_binding" "media_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.media.name
  role    = "roles/pubsub.publisher"
  members = [module.routing.member]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.media.id]
  }
}

resource "google_pubsub_topic_iam_binding" "media_dead_letter_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.media_dead_letter.name
  role    = "roles/pubsub.publisher"
  members = [local.agents.pubsub]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.media_dead_letter.id]
  }
}

# Unordered: a file that cannot be fetched must not hold up the next one.
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

  # functions/media relies on the longest pause.
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # The function itself records what can never be copied, so this is a temporary
  # fault; 100 attempts take about 16 hours. A dead letter can be sent through
  # again: even if the file's URL has expired by then, the message gets an outcome.
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
  members      = [local.agents.pubsub]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.media_copy.id]
  }
}

resource "google_pubsub_subscription" "media_dead_letter" {
  project = var.project_id
  name    = "${var.prefix}-media-dead-letter"
  topic   = google_pubsub_topic.media_dead_letter.id

  ack_deadline_seconds       = 60
  message_retention_duration = "1209600s"

  expiration_policy {
    ttl = ""
  }
}

# --- What became of the copies -------------------------------------------------

resource "google_pubsub_topic" "media_results" {
  project = var.project_id
  name    = "${var.prefix}-media-results"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [time_sleep.apis]
}

resource "google_pubsub_topic_iam_binding" "media_results_publishers" {
  project = var.project_id
  topic   = google_pubsub_topic.media_results.name
  role    = "roles/pubsub.publisher"
  members = [module.media.member]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.media_results.id]
  }
}

# Without dead letters: routing drops, and says so, what can never be recorded. Anything
# else is a temporary fault, and is tried for a week.
resource "google_pubsub_subscription" "media_results_routing" {
  project = var.project_id
  name    = "${var.prefix}-media-results-routing"
  topic   = google_pubsub_topic.media_results.id

  ack_deadline_seconds       = local.routing_timeout
  message_retention_duration = "604800s"

  push_config {
    push_endpoint = "${module.routing.uri}/copies" # functions/routing.Copies

    oidc_token {
      service_account_email = google_service_account.routing_push.email
      audience              = module.routing.uri
    }
  }

  retry_policy {
    minimum_backoff = "1s"
    maximum_backoff = "60s"
  }

  expiration_policy {
    ttl = ""
  }
}
