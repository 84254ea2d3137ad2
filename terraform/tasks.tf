# The queue of timers: a timer is a task that calls functions/timer at its time.

resource "google_cloud_tasks_queue" "timers" {
  project  = var.project_id
  location = var.region
  name     = "${var.prefix}-timers"

  # After an outage thousands of timers are due together. Only as many are sent as
  # the function's instances can take; the rest wait in the queue instead of being
  # refused with 429.
  rate_limits {
    max_dispatches_per_second = 500 # the maximum
    max_concurrent_dispatches = var.limits.timer.max_instances * local.timer_concurrency
  }

  # The function itself gives up on a timer that can never be handled, so this is a
  # temporary fault. Once it is over, a timer is at most a minute late. Cloud Tasks
  # gives up when both the attempts and the time are used up, so it tries every
  # minute for a day. The sweep finds what is lost after that.
  retry_config {
    max_attempts       = 100
    max_retry_duration = "86400s"
    min_backoff        = "1s" # functions/timer also refuses what comes a moment early
    max_backoff        = "60s"
    max_doublings      = 6
  }

  depends_on = [time_sleep.apis]
}

# These functions create tasks. None of them can list, run or delete tasks, or
# change the queue.
resource "google_cloud_tasks_queue_iam_binding" "timers_enqueuers" {
  project  = var.project_id
  location = var.region
  name     = google_cloud_tasks_queue.timers.name
  role     = "roles/cloudtasks.enqueuer"
  members  = local.timer_setters

  lifecycle {
    replace_triggered_by = [google_cloud_tasks_queue.timers.id]
  }
}
