# Who is told that something is wrong, and how. What is wrong, monitoring_alerts.tf
# says; what to do about it, a page of docs/alerts for each alert.

resource "google_monitoring_notification_channel" "email" {
  for_each = setunion(var.alert_emails, var.supervisor_emails)

  project      = var.project_id
  display_name = "Frontdesk: ${each.key}"
  type         = "email"
  labels       = { email_address = each.key }

  # A channel cannot be deleted while an alert names it: the alerts come first.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [time_sleep.apis]
}

locals {
  notification_channels = concat(
    [for email in sort(var.alert_emails) : google_monitoring_notification_channel.email[email].id],
    sort(var.notification_channels),
  )
  supervisor_channels = concat(
    [for email in sort(var.supervisor_emails) : google_monitoring_notification_channel.email[email].id],
    sort(var.supervisor_notification_channels),
  )
  # Supervisors' own are none of those who keep the product running.
  alerts_heard = { for name, alert in local.alerts : name => alert if name != "desk" || length(local.supervisor_channels) > 0 }
}

# Numbers are asked for in PromQL. A condition with a filter is refused for as long
# as its metric is unknown, which one made of log lines is for minutes after it was
# created: the first apply would fail half-way.
resource "google_monitoring_alert_policy" "alert" {
  for_each = local.alerts_heard

  project               = var.project_id
  display_name          = "${var.prefix}: ${each.value.title}"
  severity              = each.value.severity
  combiner              = "OR"
  notification_channels = each.key == "desk" ? local.supervisor_channels : local.notification_channels
  user_labels           = { app = var.prefix, alert = each.key }

  dynamic "conditions" {
    for_each = each.value.queries
    content {
      display_name = conditions.key

      condition_prometheus_query_language {
        query                     = conditions.value.query
        duration                  = "${60 * conditions.value.minutes}s"
        evaluation_interval       = "60s"
        disable_metric_validation = true
      }
    }
  }

  # One line is enough, so it is matched itself and not counted first: the alarm
  # comes at once, and the line with it.
  dynamic "conditions" {
    for_each = each.value.lines[*]
    content {
      display_name = each.value.title

      condition_matched_log {
        filter           = conditions.value
        label_extractors = { service = "EXTRACT(resource.labels.service_name)" }
      }
    }
  }

  alert_strategy {
    # A number that is good again closes its alarm, this is for one that is not
    # measured any more. A line never is good again: somebody has to look, for a day.
    auto_close = each.value.lines == null ? "1800s" : "86400s"

    dynamic "notification_rate_limit" {
      for_each = each.value.lines[*]
      content {
        period = each.key == "desk" ? "300s" : "3600s"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    subject   = "Frontdesk (${var.prefix}): ${each.value.title}"
    content   = "${each.value.summary}\n\n[What to do](${var.docs_url}/alerts/${each.key}.md)"

    links {
      display_name = "What to do"
      url          = "${var.docs_url}/alerts/${each.key}.md"
    }
  }

  depends_on = [time_sleep.apis, google_logging_metric.metric]
}
