# An alarm goes off, somebody hears of it, and knows what to do. alerts_test.go in the
# root holds the rest: the lines that it goes by are written, and the pages are there.

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

run "an_alarm_leads_to_its_page" {
  command = plan

  variables {
    docs_url = "https://docs.acme.example/frontdesk"
  }

  assert {
    condition = alltrue([for name, alert in google_monitoring_alert_policy.alert : (
      alert.documentation[0].links[0].url == "https://docs.acme.example/frontdesk/alerts/${name}.md"
      && strcontains(alert.documentation[0].content, "(https://docs.acme.example/frontdesk/alerts/${name}.md)")
      && alert.documentation[0].mime_type == "text/markdown"
      && length(alert.documentation[0].content) > 150
      && length(alert.documentation[0].subject) <= 255
    )])
    error_message = "An alarm says nothing, or leads elsewhere."
  }

  assert {
    condition = alltrue([for name, alert in google_monitoring_alert_policy.alert : (
      contains(["CRITICAL", "ERROR", "WARNING"], alert.severity)
      && alert.combiner == "OR"
      && alert.user_labels == tomap({ app = "frontdesk", alert = name })
      && startswith(alert.display_name, "frontdesk: ")
    )]) && length(distinct([for alert in google_monitoring_alert_policy.alert : alert.display_name])) == length(local.alerts_heard)
    error_message = "An alarm has no severity, or cannot be told from another."
  }

  assert {
    condition     = length(google_monitoring_alert_policy.alert["crash"].conditions) == 1 && length(local.alerts) == 16
    error_message = "An alert came or went without anybody noticing."
  }
}

# Google refuses a rate limit for numbers, and lines without one.
run "lines_are_matched_and_numbers_are_asked_for" {
  command = plan

  assert {
    condition = alltrue([for name, alert in google_monitoring_alert_policy.alert :
      length(alert.conditions) == length(alert.conditions[*].condition_matched_log[0]) && length(alert.conditions) == 1
      && alert.alert_strategy[0].notification_rate_limit[0].period == "3600s"
      && alert.alert_strategy[0].auto_close == "86400s"
      if length(local.alerts[name].queries) == 0
    ])
    error_message = "What goes off at a line does not match one, or floods people."
  }

  assert {
    condition = alltrue(flatten([for name, alert in google_monitoring_alert_policy.alert : [
      for condition in alert.conditions : (
        length(alert.alert_strategy[0].notification_rate_limit) == 0
        && alert.alert_strategy[0].auto_close == "1800s"
        && length(condition.condition_matched_log) == 0
        && condition.condition_prometheus_query_language[0].disable_metric_validation
        && condition.condition_prometheus_query_language[0].evaluation_interval == "60s"
        && length(regexall("^[0-9]+s$", condition.condition_prometheus_query_language[0].duration)) == 1
      )
    ] if length(local.alerts[name].queries) > 0]))
    error_message = "What goes off at a number would be refused, or asks for it too often."
  }
}

run "nobody_is_told_until_somebody_is_named_and_the_output_says_so" {
  command = plan

  assert {
    condition = (
      length(google_monitoring_notification_channel.email) == 0
      && alltrue([for alert in google_monitoring_alert_policy.alert : length(alert.notification_channels) == 0])
      && startswith(output.alerts, "Nobody.")
    )
    error_message = "Somebody is told whom nobody named, or the output hides that nobody is: ${output.alerts}"
  }
}

run "everybody_who_is_named_is_told_of_every_alarm" {
  command = plan

  variables {
    alert_emails          = ["on-call@acme.example", "lead@acme.example"]
    notification_channels = ["projects/my-frontdesk/notificationChannels/1"]
  }

  override_resource {
    target          = google_monitoring_notification_channel.email
    override_during = plan
    values          = { id = "the id of an address" }
  }

  assert {
    condition = alltrue([for alert in google_monitoring_alert_policy.alert :
      alert.notification_channels == tolist(["the id of an address", "the id of an address", "projects/my-frontdesk/notificationChannels/1"])
    ])
    error_message = "An alarm does not reach everybody who was named."
  }

  assert {
    condition = (
      { for email, channel in google_monitoring_notification_channel.email : email => "${channel.type} ${channel.labels.email_address}" }
      == { "lead@acme.example" = "email lead@acme.example", "on-call@acme.example" = "email on-call@acme.example" }
      && output.alerts == "Every alarm goes to lead@acme.example, on-call@acme.example, projects/my-frontdesk/notificationChannels/1."
    )
    error_message = "The addresses are not those that were named: ${output.alerts}"
  }
}

run "supervisors_hear_of_the_desk_and_of_nothing_else" {
  command = plan

  variables {
    alert_emails                     = ["on-call@acme.example"]
    supervisor_emails                = ["lead@acme.example"]
    supervisor_notification_channels = ["projects/my-frontdesk/notificationChannels/2"]
  }

  override_resource {
    target          = google_monitoring_notification_channel.email
    override_during = plan
    values          = { id = "the id of an address" }
  }

  assert {
    condition = alltrue([for name, alert in google_monitoring_alert_policy.alert : name == "desk"
      ? alert.notification_channels == tolist(["the id of an address", "projects/my-frontdesk/notificationChannels/2"]) && alert.alert_strategy[0].notification_rate_limit[0].period == "300s"
      : alert.notification_channels == tolist(["the id of an address"])
    ])
    error_message = "Supervisors hear of what is not theirs, or others of what is."
  }

  assert {
    condition     = toset(keys(google_monitoring_notification_channel.email)) == toset(["lead@acme.example", "on-call@acme.example"])
    error_message = "An address has no channel."
  }
}

# A name that is misspelt is no error anywhere: the alarm never goes off.
run "alarms_and_charts_ask_for_what_there_is" {
  command = plan

  variables {
    prefix = "fd-2"
  }

  assert {
    condition = length(setsubtract(
      [for name in flatten([
        for query in concat(
          flatten([for alert in local.alerts : [for query in alert.queries : query.query]]),
          flatten([for row in local.charts : [for chart in row : values(chart.queries)]]),
        ) : regexall("logging_googleapis_com:user_([a-z0-9_]+)", query)
      ]) : replace(name, "/_(sum|count|bucket)$/", "")],
      [for metric in google_logging_metric.metric : replace(metric.name, "/[^a-z0-9]/", "_")],
    )) == 0
    error_message = "There is a query for a metric that no log line is counted for."
  }

  # A number has no buckets, and a distribution is none by itself.
  assert {
    condition = alltrue(flatten([
      for query in concat(
        flatten([for alert in local.alerts : [for query in alert.queries : query.query]]),
        flatten([for row in local.charts : [for chart in row : values(chart.queries)]]),
        ) : [for name, metric in google_logging_metric.metric : (
          metric.metric_descriptor[0].value_type == "DISTRIBUTION"
          ? length(regexall("${local.logged[name]}{", query)) == 0
          : length(regexall("${local.logged[name]}_(sum|count|bucket){", query)) == 0
      )]
    ]))
    error_message = "A query takes a count for a distribution, or the other way round."
  }

  # The metrics of Google's that are asked for, as its list of metrics names them. A
  # new one is looked up there first, with its kind and its labels.
  assert {
    condition = toset(flatten([
      for query in concat(
        flatten([for alert in local.alerts : [for query in alert.queries : query.query]]),
        flatten([for row in local.charts : [for chart in row : values(chart.queries)]]),
      ) : regexall("(?:run|pubsub|cloudtasks|firestore)_googleapis_com:[a-z_]+", query)
      ])) == toset([
      "cloudtasks_googleapis_com:queue_task_attempt_delays_bucket",
      "firestore_googleapis_com:document_delete_ops_count",
      "firestore_googleapis_com:document_read_ops_count",
      "firestore_googleapis_com:document_write_ops_count",
      "pubsub_googleapis_com:subscription_num_undelivered_messages",
      "pubsub_googleapis_com:subscription_oldest_unacked_message_age",
      "run_googleapis_com:container_instance_count",
      "run_googleapis_com:container_memory_utilizations_bucket",
      "run_googleapis_com:request_count",
      "run_googleapis_com:request_latencies_bucket",
    ])
    error_message = "A query asks for a metric of Google's that nobody has looked up."
  }

  # One that maps to several kinds of resources is refused without the kind.
  assert {
    condition = alltrue([
      for query in concat(
        flatten([for alert in local.alerts : [for query in alert.queries : query.query]]),
        flatten([for row in local.charts : [for chart in row : values(chart.queries)]]),
      ) : length(regexall("_googleapis_com:[a-z0-9_]+{monitored_resource=", query)) == length(regexall("_googleapis_com:", query))
    ])
    error_message = "A query does not say what kind of resource it is about."
  }
}

run "every_subscription_is_watched_and_dead_letters_are_watched_as_such" {
  command = plan

  assert {
    condition = alltrue([for name in flatten([
      for file in fileset(path.module, "*.tf") : regexall("(?s)resource \"google_pubsub_subscription\" \"[a-z_]+\" {.*?name += \"([^\"]+)\"", file("${path.module}/${file}"))
      ]) : (
      length(regexall("^(${local.subscriptions})$", replace(name, "$${var.prefix}", var.prefix))) == 1
      && (length(regexall("^(${local.dead_letters})$", replace(name, "$${var.prefix}", var.prefix))) == 1) == strcontains(name, "dead")
    )])
    error_message = "A subscription is not watched, or one of dead letters is taken for one that works."
  }

  # Eventarc's, as it names them, and nobody else's.
  assert {
    condition = (
      [for name in [
        "eventarc-europe-west1-frontdesk-reply-635712-sub-152", "eventarc-eur3-frontdesk-presence-030900-sub-669",
        "eventarc-europe-west1-other-reply-635712-sub-152", "other-inbound-routing",
      ] : length(regexall("^(${local.subscriptions})$", name))] == [1, 1, 0, 0]
    )
    error_message = "Events of the functions are not watched, or somebody else's are."
  }

  # What may take longer is no emergency.
  assert {
    condition = (
      [for name in [
        "frontdesk-media-copy", "frontdesk-events-bigquery", "eventarc-eur3-frontdesk-export-635712-sub-152",
        "frontdesk-inbound-routing", "eventarc-eur3-frontdesk-reply-635712-sub-152",
      ] : length(regexall("^(${local.slow})$", name))] == [1, 1, 1, 0, 0]
      && google_pubsub_subscription.media_copy.name == "frontdesk-media-copy"
    )
    error_message = "Files or events for BigQuery are alarmed like messages, or the other way round."
  }
}

run "thresholds_are_where_they_belong" {
  command = plan

  variables {
    alerts = {
      webhook_error_percent = 7
      webhook_errors        = 13
      webhook_p95_seconds   = 1.5
      webhook_p99_seconds   = 2.5
      unauthorized          = 17
      backlog_minutes       = 3
      slow_backlog_minutes  = 4
      timer_delay_seconds   = 19
      refused_replies       = 23
      errors                = 29
      waiting_factor        = 31
      waiting_minutes       = 37
      answers               = 41
      sweep_hours           = 5
    }
  }

  assert {
    condition = { for name, alert in google_monitoring_alert_policy.alert : name => [
      for condition in alert.conditions : join(" for ", [
        join(" ", flatten(regexall("(?:<|>=?) [0-9.]+", condition.condition_prometheus_query_language[0].query))),
        condition.condition_prometheus_query_language[0].duration,
      ])
      ] if length(local.alerts[name].queries) > 0 } == {
      webhook-errors       = ["> 7 >= 13 for 0s"]
      webhook-latency      = ["> 1500 >= 40 for 0s", "> 2500 >= 200 for 0s"]
      webhook-unauthorized = [">= 17 > 0 for 0s"]
      backlog              = ["> 240 for 60s", "> 180 for 60s"]
      dead-letters         = ["> 0 for 0s"]
      failed-replies       = ["> 23 for 0s"]
      waiting              = ["> 31 for 2220s", "> 100 >= 41 for 0s"]
      sweep-missing        = ["< 0.5 for 3600s"]
      timers-late          = ["> 19000 for 300s", "> 0.5 >= 10 for 300s"]
      errors               = ["> 29 for 0s"]
    }
    error_message = "A threshold is not the one that was set: ${jsonencode({ for name, alert in google_monitoring_alert_policy.alert : name => [
      for condition in alert.conditions : flatten(regexall("(?:<|>=?) [0-9.]+", condition.condition_prometheus_query_language[0].query))
    ] if length(local.alerts[name].queries) > 0 })}"
  }

  assert {
    condition     = strcontains(local.alerts.sweep-missing.queries.Sweeps.query, "[240m]")
    error_message = "The hours without a sweep are others: ${local.alerts.sweep-missing.queries.Sweeps.query}"
  }
}

run "lines_are_those_of_the_functions" {
  command = plan

  variables {
    supervisor_emails = ["lead@acme.example"]
  }

  assert {
    condition = { for name, alert in google_monitoring_alert_policy.alert : name => alert.conditions[0].condition_matched_log[0].filter if length(local.alerts[name].queries) == 0 } == {
      sweep-findings        = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function=\"timer\" AND jsonPayload.message=~\"^sweep: \""
      configuration-refused = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function:* AND jsonPayload.message=~\"^routing configuration refused, \""
      desk                  = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function=\"timer\" AND jsonPayload.message=~\"^alert raised$\""
      supervision-given     = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function=\"roster\" AND jsonPayload.message=~\"^supervision given$\""
      media-given-up        = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function:* AND jsonPayload.message=~\"^(gave up copying|dropped a job that nobody can do|dropped a result that nobody can record)$\""
      crash = join(" OR ", [
        "(resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function:* AND jsonPayload.message=~\"^cannot start$\")",
        "(resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND logName=\"projects/my-frontdesk/logs/run.googleapis.com%2Fvarlog%2Fsystem\" AND severity>=WARNING)",
      ])
    }
    error_message = "An alarm goes off at other lines."
  }

  # The name is the whole one: it is also the regular expression's.
  assert {
    condition = alltrue([for function in [
      module.webhook, module.routing, module.reply, module.action, module.start, module.presence, module.roster, module.erase, module.timer, module.media, module.desk,
    ] : length(regexall("^${local.services}$", function.service)) == 1])
    error_message = "A function's lines are not seen."
  }
}

run "metrics_are_of_the_lines_that_they_are_named_for" {
  command = plan

  assert {
    condition = alltrue([for name, metric in google_logging_metric.metric : (
      metric.name == "frontdesk/${name}"
      && metric.filter == local.lines_of[name]
      && metric.metric_descriptor[0].metric_kind == "DELTA"
      && (metric.value_extractor != null) == (metric.metric_descriptor[0].value_type == "DISTRIBUTION")
      && length(metric.bucket_options) == (metric.value_extractor != null ? 1 : 0)
      && join(" ", [for label in metric.metric_descriptor[0].labels : label.key]) == join(" ", keys(metric.label_extractors))
      && length(metric.description) > 20
    )])
    error_message = "Google would refuse a metric, or it is of something else."
  }

  assert {
    condition = (
      google_logging_metric.metric["wait-share"].filter == "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function=\"timer\" AND jsonPayload.message=~\"^customers wait$\" AND jsonPayload.share>0"
      && google_logging_metric.metric["wait-share"].value_extractor == "EXTRACT(jsonPayload.share)"
      && google_logging_metric.metric["wait-share"].label_extractors == tomap({ queue = "EXTRACT(jsonPayload.queue)" })
      && google_logging_metric.metric["errors"].filter == "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^frontdesk-[a-z]+$\" AND jsonPayload.function:* AND severity>=ERROR"
    )
    error_message = "A metric is of other lines: ${google_logging_metric.metric["wait-share"].filter}"
  }

  # Each value is a time series, and each of those is paid for.
  assert {
    condition = alltrue([for metric in google_logging_metric.metric :
      length(setsubtract([for label in metric.metric_descriptor[0].labels : label.key], ["function", "kind", "message", "queue", "signal", "state", "status", "within"])) == 0
    ])
    error_message = "A metric is told apart by something that has values without end."
  }
}

# functions/timer.WaitingPath, which a Go test compares.
run "somebody_looks_every_minute_who_waits" {
  command = plan

  assert {
    condition = (
      google_cloud_scheduler_job.waiting.name == "frontdesk-waiting"
      && google_cloud_scheduler_job.waiting.schedule == "* * * * *"
      && google_cloud_scheduler_job.waiting.http_target[0].uri == "https://frontdesk-timer-123456789012.europe-west1.run.app/waiting"
      && google_cloud_scheduler_job.waiting.http_target[0].http_method == "POST"
      && google_cloud_scheduler_job.waiting.http_target[0].oidc_token[0].service_account_email == "frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com"
      && google_cloud_scheduler_job.waiting.http_target[0].oidc_token[0].audience == "https://frontdesk-timer-123456789012.europe-west1.run.app"
      && length(google_cloud_scheduler_job.waiting.retry_config) == 0
    )
    error_message = "Nobody looks, or not every minute, or is not let in."
  }

  # shared/store/unassigned.go: session.queue = ..., session.state in [...], ordered by session.waitingSince.
  assert {
    condition = (
      google_firestore_index.waits.collection == "conversations"
      && google_firestore_index.waits.query_scope == "COLLECTION"
      && [for field in google_firestore_index.waits.fields : "${field.field_path} ${field.order}"] == ["session.queue ASCENDING", "session.state ASCENDING", "session.waitingSince ASCENDING"]
    )
    error_message = "The query has no index, which shows in the cloud only."
  }
}

run "the_dashboard_is_a_page_without_gaps" {
  command = plan

  override_resource {
    target          = google_monitoring_alert_policy.alert
    override_during = plan
    values          = { name = "projects/my-frontdesk/alertPolicies/1" }
  }

  override_resource {
    target          = google_monitoring_dashboard.dashboard
    override_during = plan
    values          = { id = "projects/123456789012/dashboards/page" }
  }

  # Each place of 48 columns is taken once.
  assert {
    condition = (
      length(distinct([for tile in jsondecode(google_monitoring_dashboard.dashboard.dashboard_json).mosaicLayout.tiles : [lookup(tile, "xPos", 0), lookup(tile, "yPos", 0)]]))
      == length(local.tiles)
      && sum([for tile in local.tiles : tile.w * tile.h]) == 48 * max([for tile in local.tiles : tile.y + tile.h]...)
      && alltrue([for tile in local.tiles : tile.x + tile.w <= 48])
    )
    error_message = "Charts lie on one another, or one is missing from its row."
  }

  # Google leaves out a zero and an empty text, and every plan would differ.
  assert {
    condition     = length(regexall("\":(0|\"\"|null|\\{\\}|\\[\\])[,}]", google_monitoring_dashboard.dashboard.dashboard_json)) == 0
    error_message = "The page has a value that Google does not give back."
  }

  assert {
    condition = (
      jsondecode(google_monitoring_dashboard.dashboard.dashboard_json).displayName == "Frontdesk: frontdesk"
      && length(distinct([for tile in local.tiles : tile.widget.title])) == length(local.tiles)
      && output.dashboard_url == "https://console.cloud.google.com/monitoring/dashboards/builder/page?project=my-frontdesk"
    )
    error_message = "The page, or a chart of it, cannot be told from another."
  }
}

run "monitoring_has_its_api" {
  command = plan

  assert {
    condition     = contains(keys(google_project_service.service), "monitoring.googleapis.com") && contains(keys(google_project_service.service), "logging.googleapis.com")
    error_message = "Cloud Monitoring or Cloud Logging is not switched on."
  }
}
