# The queue of timers: a timer is a task that calls functions/timer at its time.

resource "google_cloud_tasks_queue" "timers" {
  project  = var.project_id
  location = var.region
  name     = "${var.prefix}-timers"

  # After an outage thousands of timers are due at once. No more are under way
  # than the function's instances take; the rest waits in the queue, not in 429s.
  rate_limits {
    max_dispatches_per_second = 500 # the most there is
    max_concurrent_dispatches = var.limits.timer.max_instances * local.timer_concurrency
  }

  # The function settles a timer that can never be handled, so this is trouble
  # that passes; when it has, a timer is a minute late at most. Cloud Tasks gives
  # up when the attempts and the time are both used up, so it tries for a day, a
  # minute apart; what was lost then, the sweep finds.
  retry_config {
    max_attempts       = 100
    max_retry_duration = "86400s"
    min_backoff        = "1s" # functions/timer also refuses what comes a moment early
    max_backoff        = "60s"
    max_doublings      = 6
  }

  depends_on = [google_project_service.service]
}

# They create tasks. None can list, run or delete any, or change the queue.
resource "google_cloud_tasks_queue_iam_binding" "timers_enqueuers" {
  project  = var.project_id
  location = var.region
  name     = google_cloud_tasks_queue.timers.name
  role     = "roles/cloudtasks.enqueuer"
  members  = local.timer_setters
}
