# What cannot be an address, a channel or a threshold is refused by the variable that
# it is in.

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

run "every_variable_of_monitoring_is_described_and_typed" {
  command = plan

  assert {
    condition = length(distinct([for pattern in ["^variable ", "^  description +=", "^  type +=", "^  nullable +=  *false", "^  default +="] :
      length(regexall("(?m)${pattern}", file("${path.module}/variables_monitoring.tf")))
    ])) == 1
    error_message = "A variable has no description, no type or no default, or may be null."
  }
}

run "addresses_and_channels_are_accepted" {
  command = plan
  variables {
    alert_emails          = ["on-call@acme.example", "a.b+c@d.acme.example"]
    notification_channels = ["projects/my-frontdesk/notificationChannels/12345678901234567890"]
    docs_url              = "https://git.acme.example/frontdesk/docs"
    alerts                = { webhook_error_percent = 0.5, errors = null, sweep_hours = 12 }
  }

  assert {
    condition     = var.alerts.errors == 10 && var.alerts.webhook_error_percent == 0.5 && var.alerts.webhook_p99_seconds == 5
    error_message = "What is left out of alerts, or null, has no default."
  }
}

run "a_name_is_no_alert_email" {
  command = plan
  variables {
    alert_emails = ["on-call@acme.example", "on-call"]
  }
  expect_failures = [var.alert_emails]
}

run "a_number_alone_is_no_notification_channel" {
  command = plan
  variables {
    notification_channels = ["12345678901234567890"]
  }
  expect_failures = [var.notification_channels]
}

run "a_name_is_no_supervisor_email" {
  command = plan
  variables {
    supervisor_emails = ["lead@acme.example", "lead"]
  }
  expect_failures = [var.supervisor_emails]
}

run "a_number_alone_is_no_channel_of_supervisors" {
  command = plan
  variables {
    supervisor_notification_channels = ["2"]
  }
  expect_failures = [var.supervisor_notification_channels]
}

run "docs_are_not_read_from_where_anybody_may_change_them_on_the_way" {
  command = plan
  variables {
    docs_url = "http://git.acme.example/docs"
  }
  expect_failures = [var.docs_url]
}

run "a_slash_at_the_end_of_docs_url_is_refused" {
  command = plan
  variables {
    docs_url = "https://git.acme.example/docs/"
  }
  expect_failures = [var.docs_url]
}

run "a_threshold_of_nothing_is_refused" {
  command = plan
  variables {
    alerts = { errors = 0, answers = -1 }
  }
  expect_failures = [var.alerts]
}

run "an_alarm_that_would_take_more_than_every_answer_is_refused" {
  command = plan
  variables {
    alerts = { webhook_error_percent = 100 }
  }
  expect_failures = [var.alerts]
}

run "ninety_nine_are_not_quicker_than_ninety_five" {
  command = plan
  variables {
    alerts = { webhook_p95_seconds = 3, webhook_p99_seconds = 2 }
  }
  expect_failures = [var.alerts]
}

run "a_latency_that_cannot_be_reached_is_refused" {
  command = plan
  variables {
    alerts = { webhook_p99_seconds = 30 }
  }
  expect_failures = [var.alerts]
}

run "half_a_minute_of_waiting_is_refused" {
  command = plan
  variables {
    alerts = { waiting_minutes = 0.5 }
  }
  expect_failures = [var.alerts]
}

run "a_day_without_a_sweep_is_refused" {
  command = plan
  variables {
    alerts = { sweep_hours = 24 }
  }
  expect_failures = [var.alerts]
}
