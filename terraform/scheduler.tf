# The scheduled jobs. The safety sweep: once an hour functions/timer looks for what a
# lost timer or event left behind. Whatever it finds is logged as an error,
# `sweep: ...`.

resource "google_cloud_scheduler_job" "sweep" {
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-sweep"
  description = "Has functions/timer look for lost timers, stuck replies and wrong sums."
  schedule    = "17 * * * *" # not on the hour, when everybody's jobs run
  time_zone   = "Etc/UTC"    # no hour is left out or comes twice

  attempt_deadline = "${local.timer_timeout}s"

  # Four attempts within a few minutes; after that comes the next hour's sweep.
  retry_config {
    retry_count          = 3
    min_backoff_duration = "30s"
    max_backoff_duration = "300s"
    max_doublings        = 3
  }

  http_target {
    uri         = "${local.timer_url}/sweep" # functions/timer.SweepPath
    http_method = "POST"

    oidc_token {
      service_account_email = google_service_account.timer_call.email
      audience              = local.timer_url # without it, the whole address, which Cloud Run does not know
    }
  }

  # The first call already needs these grants.
  depends_on = [
    time_sleep.apis,
    module.timer,
    google_service_account_iam_binding.timer_call_tokens,
  ]
}

# Once a minute the timer function looks what supervisors have to hear of, and measures how
# long customers have been waiting, for the alarm and the dashboard: nothing happens to a
# session that nobody takes, so nothing else would report it. It costs four reads, one for
# each queue, and two where somebody waits: 20,160 a day for ten quiet queues, of 50,000 that are free. It then
# does what an outage of Cloud Tasks or a lost event of an action left behind, for two
# reads, 2,880 a day, if that is nothing.
resource "google_cloud_scheduler_job" "waiting" {
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-waiting"
  description = "Has functions/timer look how long customers wait in each queue, and for what was left to do."
  schedule    = "* * * * *"
  time_zone   = "Etc/UTC"

  # No retries: the next call is a minute away.
  attempt_deadline = "60s"

  http_target {
    uri         = "${local.timer_url}/waiting" # functions/timer.WaitingPath
    http_method = "POST"

    oidc_token {
      service_account_email = google_service_account.timer_call.email
      audience              = local.timer_url # as the sweep's
    }
  }

  depends_on = [
    time_sleep.apis,
    module.timer,
    google_service_account_iam_binding.timer_call_tokens,
  ]
}
