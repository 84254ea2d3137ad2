# A timer fires, sooner or later; and what is lost all the same is found.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {
  override_during = plan
}

mock_provider "time" {
  override_during = plan
}

run "timers_are_tried_again_for_a_day" {
  command = plan

  assert {
    condition = (
      google_cloud_tasks_queue.timers.name == "frontdesk-timers"
      && google_cloud_tasks_queue.timers.location == "europe-west1"
      && google_cloud_tasks_queue.timers.retry_config[0].max_attempts == 100
      && google_cloud_tasks_queue.timers.retry_config[0].max_retry_duration == "86400s"
    )
    error_message = "The queue is elsewhere, or gives a timer up before trouble has passed."
  }

  # functions/timer fails a timer that comes a moment early, and counts on being
  # called again soon.
  assert {
    condition = (
      google_cloud_tasks_queue.timers.retry_config[0].min_backoff == "1s"
      && google_cloud_tasks_queue.timers.retry_config[0].max_backoff == "60s"
      && google_cloud_tasks_queue.timers.retry_config[0].max_doublings == 6
    )
    error_message = "Failed timers are repeated at another pace."
  }
}

# Without queue-level routing: each task brings its own address and identity.
run "a_task_goes_where_it_says" {
  command = plan

  assert {
    condition     = length(google_cloud_tasks_queue.timers.http_target) == 0 && length(google_cloud_tasks_queue.timers.app_engine_routing_override) == 0
    error_message = "The queue sends tasks to somewhere else."
  }
}

run "a_flood_of_timers_waits_in_the_queue" {
  command = plan

  variables {
    limits = { timer = { max_instances = 3 } }
  }

  assert {
    condition = (
      google_cloud_tasks_queue.timers.rate_limits[0].max_concurrent_dispatches
      == module.timer.function.service_config[0].max_instance_count * module.timer.function.service_config[0].max_instance_request_concurrency
    )
    error_message = "Cloud Tasks calls more often at once than the function's instances take."
  }

  assert {
    condition     = google_cloud_tasks_queue.timers.rate_limits[0].max_dispatches_per_second == 500
    error_message = "Timers are called at another rate."
  }
}

# Cloud Tasks takes 5000 calls at once, at most.
run "the_most_instances_are_not_too_many_for_the_queue" {
  command = plan

  variables {
    limits = { timer = { max_instances = 100 } }
  }

  assert {
    condition     = google_cloud_tasks_queue.timers.rate_limits[0].max_concurrent_dispatches <= 5000
    error_message = "Cloud Tasks would refuse the queue."
  }
}

# The sweep goes through the whole roster. Cloud Scheduler waits for as long as the
# function may run.
run "the_sweep_has_time_for_the_whole_roster" {
  command = plan

  assert {
    condition = (
      module.timer.function.service_config[0].timeout_seconds == 540
      && google_cloud_scheduler_job.sweep.attempt_deadline == "540s"
    )
    error_message = "The sweep has no time for the whole roster, or the function takes longer than its caller waits."
  }
}

run "the_sweep_comes_every_hour_with_a_token" {
  command = plan

  assert {
    condition = (
      google_cloud_scheduler_job.sweep.name == "frontdesk-sweep"
      && google_cloud_scheduler_job.sweep.region == "europe-west1"
      && length(regexall("^[0-9]+ [*] [*] [*] [*]$", google_cloud_scheduler_job.sweep.schedule)) == 1
      && google_cloud_scheduler_job.sweep.time_zone == "Etc/UTC"
      && google_cloud_scheduler_job.sweep.retry_config[0].retry_count == 3
    )
    error_message = "The sweep does not come every hour, or is not tried again."
  }

  assert {
    condition = (
      google_cloud_scheduler_job.sweep.http_target[0].uri == "https://frontdesk-timer-123456789012.europe-west1.run.app/sweep"
      && google_cloud_scheduler_job.sweep.http_target[0].http_method == "POST"
      && google_cloud_scheduler_job.sweep.http_target[0].body == null
    )
    error_message = "The sweep calls something else than functions/timer's SweepPath."
  }

  # Cloud Run refuses the address with its path as an audience.
  assert {
    condition = (
      google_cloud_scheduler_job.sweep.http_target[0].oidc_token[0].service_account_email == "frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com"
      && google_cloud_scheduler_job.sweep.http_target[0].oidc_token[0].audience == "https://frontdesk-timer-123456789012.europe-west1.run.app"
    )
    error_message = "The sweep carries no token that timer's service accepts."
  }
}

run "timers_and_the_sweep_have_their_apis" {
  command = plan

  assert {
    condition     = length(setsubtract(["cloudtasks.googleapis.com", "cloudscheduler.googleapis.com"], keys(google_project_service.service))) == 0
    error_message = "Cloud Tasks or Cloud Scheduler is not switched on."
  }
}
