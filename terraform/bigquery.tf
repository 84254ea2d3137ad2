# The way of conversations' events from functions/export into BigQuery, which Pub/Sub
# goes by itself. All of it is there when var.bigquery names a location.

resource "google_pubsub_topic" "events" {
  count = local.exported ? 1 : 0

  project = var.project_id
  name    = "${var.prefix}-events"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [time_sleep.apis]
}

resource "google_pubsub_topic" "events_dead_letter" {
  count = local.exported ? 1 : 0

  project = var.project_id
  name    = "${var.prefix}-events-dead-letter"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [time_sleep.apis]
}

resource "google_pubsub_topic_iam_binding" "events_publishers" {
  count = local.exported ? 1 : 0

  project = var.project_id
  topic   = google_pubsub_topic.events[0].name
  role    = "roles/pubsub.publisher"
  members = [module.export[0].member]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.events[0].id]
  }
}

resource "google_pubsub_topic_iam_binding" "events_dead_letter_publishers" {
  count = local.exported ? 1 : 0

  project = var.project_id
  topic   = google_pubsub_topic.events_dead_letter[0].name
  role    = "roles/pubsub.publisher"
  members = [local.agents.pubsub]

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.events_dead_letter[0].id]
  }
}

# A message is a row, written at least once. One that the table has no column for, or
# that lacks one which it must have, is not written: functions/export has a test that
# its rows are the table's.
resource "google_pubsub_subscription" "events_bigquery" {
  count = local.exported ? 1 : 0

  project = var.project_id
  name    = "${var.prefix}-events-bigquery"
  topic   = google_pubsub_topic.events[0].id

  message_retention_duration = "604800s" # for as long BigQuery may be away

  bigquery_config {
    table            = "${var.project_id}.${google_bigquery_dataset.events[0].dataset_id}.${google_bigquery_table.events[0].table_id}"
    use_table_schema = true
    write_metadata   = true
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # The most there is: about 16 hours.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.events_dead_letter[0].id
    max_delivery_attempts = 100
  }

  # Never: a quiet month would end the export without a word.
  expiration_policy {
    ttl = ""
  }

  depends_on = [time_sleep.events_writers]
}

resource "google_pubsub_subscription_iam_binding" "events_bigquery_subscribers" {
  count = local.exported ? 1 : 0

  project      = var.project_id
  subscription = google_pubsub_subscription.events_bigquery[0].name
  role         = "roles/pubsub.subscriber"
  members      = [local.agents.pubsub]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.events_bigquery[0].id]
  }
}

resource "google_pubsub_subscription" "events_dead_letter" {
  count = local.exported ? 1 : 0

  project = var.project_id
  name    = "${var.prefix}-events-dead-letter"
  topic   = google_pubsub_topic.events_dead_letter[0].id

  ack_deadline_seconds       = 60
  message_retention_duration = "1209600s"

  expiration_policy {
    ttl = ""
  }
}

# --- The table ---------------------------------------------------------------

locals {
  events_dataset = replace("${var.prefix}_events", "-", "_") # a dataset's name has no hyphens
}

resource "google_bigquery_dataset" "events" {
  count = local.exported ? 1 : 0

  project                    = var.project_id
  dataset_id                 = local.events_dataset
  location                   = var.bigquery.location
  friendly_name              = "Frontdesk: what happened to conversations"
  delete_contents_on_destroy = !var.deletion_protection

  depends_on = [time_sleep.apis]
}

resource "google_bigquery_table" "events" {
  count = local.exported ? 1 : 0

  project             = var.project_id
  dataset_id          = google_bigquery_dataset.events[0].dataset_id
  table_id            = "events"
  description         = "Every event of every conversation, at least once: events_once is without those that came twice."
  schema              = file("${path.module}/bigquery_events.json")
  deletion_protection = var.deletion_protection

  # Reports are of days and of queues, and read no more than theirs.
  clustering = ["queue"]

  time_partitioning {
    type          = "DAY"
    field         = "occurred_at"
    expiration_ms = coalesce(var.bigquery.retention_days, 730) * 24 * 60 * 60 * 1000
  }
}

# Rows that came twice are the same in these three. The time is among them so that a
# query of some days reads those days and no others.
resource "google_bigquery_table" "events_once" {
  count = local.exported ? 1 : 0

  project             = var.project_id
  dataset_id          = google_bigquery_dataset.events[0].dataset_id
  table_id            = "events_once"
  description         = "Every event of every conversation, once."
  deletion_protection = false # it holds nothing

  view {
    query          = <<-EOT
      SELECT * FROM `${var.project_id}.${google_bigquery_dataset.events[0].dataset_id}.${google_bigquery_table.events[0].table_id}`
      WHERE TRUE
      QUALIFY ROW_NUMBER() OVER (PARTITION BY conversation, seq, occurred_at ORDER BY publish_time, message_id) = 1
    EOT
    use_legacy_sql = false
  }
}

# The figures of the desk, as far as events tell them, from which reports make their own. A
# session is at work in a state from the event that leads to it until the next one.
resource "google_bigquery_table" "sessions" {
  count = local.exported ? 1 : 0

  project             = var.project_id
  dataset_id          = google_bigquery_dataset.events[0].dataset_id
  table_id            = "sessions"
  description         = "Every session, once: when it opened, was taken and closed, in which queue, and what happened in it."
  deletion_protection = false # it holds nothing

  view {
    query          = <<-EOT
      WITH steps AS (
        SELECT *, LEAD(occurred_at) OVER (PARTITION BY conversation, session ORDER BY seq) AS until
        FROM `${var.project_id}.${google_bigquery_dataset.events[0].dataset_id}.${google_bigquery_table.events_once[0].table_id}`
      ),
      sessions AS (
        SELECT
          conversation, session,
          MIN(IF(from_state = 'closed' AND to_state != 'closed', occurred_at, NULL)) AS opened_at,
          MIN(IF(from_state != 'active' AND to_state = 'active', occurred_at, NULL)) AS taken_at,
          MAX(IF(cause = 'ended', occurred_at, NULL)) AS ended_at,
          MAX(IF(from_state != 'closed' AND to_state = 'closed', occurred_at, NULL)) AS closed_at,
          ARRAY_AGG(IF(from_state != 'active' AND to_state = 'active', queue, NULL) IGNORE NULLS ORDER BY seq LIMIT 1)[SAFE_OFFSET(0)] AS taken_in,
          ARRAY_AGG(queue IGNORE NULLS ORDER BY seq DESC LIMIT 1)[SAFE_OFFSET(0)] AS last_in,
          ARRAY_AGG(IF(cause IN ('accepted', 'picked', 'started'), actor, NULL) IGNORE NULLS ORDER BY seq LIMIT 1)[SAFE_OFFSET(0)] AS taken_by,
          LOGICAL_OR(cause = 'started') AS begun_by_agent,
          SUM(IF(to_state = 'active', TIMESTAMP_DIFF(until, occurred_at, MILLISECOND), 0)) AS handled,
          COUNTIF(cause IN ('transferredToQueue', 'transferredToAgent')) AS transfers,
          COUNTIF(cause = 'offerExpired') AS missed_offers,
          COUNTIF(cause = 'declined') AS declined_offers
        FROM steps
        GROUP BY conversation, session
      )
      SELECT
        conversation, session, opened_at, taken_at, closed_at, taken_by, begun_by_agent,
        COALESCE(taken_in, last_in) AS queue,
        taken_at IS NULL AND closed_at IS NOT NULL AS abandoned,
        IF(begun_by_agent, NULL, TIMESTAMP_DIFF(taken_at, opened_at, MILLISECOND) / 1000) AS first_wait_seconds,
        handled / 1000 AS handled_seconds,
        transfers, missed_offers, declined_offers,
        NOT begun_by_agent AND COALESCE(TIMESTAMP_DIFF(opened_at, LAG(COALESCE(ended_at, closed_at)) OVER (PARTITION BY conversation ORDER BY session), MILLISECOND) <= 24 * 60 * 60 * 1000, FALSE) AS reopened
      FROM sessions
      WHERE opened_at IS NOT NULL
    EOT
    use_legacy_sql = false
  }
}

# Pub/Sub writes rows into this table, and erase deletes those of who was erased; neither
# may do so in another one.
resource "google_bigquery_table_iam_binding" "events_writers" {
  count = local.exported ? 1 : 0

  project    = var.project_id
  dataset_id = google_bigquery_dataset.events[0].dataset_id
  table_id   = google_bigquery_table.events[0].table_id
  role       = "roles/bigquery.dataEditor"
  members    = [local.agents.pubsub, module.erase.member]

  lifecycle {
    replace_triggered_by = [google_bigquery_table.events[0].id]
  }
}
