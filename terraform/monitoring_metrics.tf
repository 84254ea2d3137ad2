# Metrics of what the functions log. A line's text is part of the product's
# interface from here on: alerts_test.go in the root finds every line, and every
# field, in the functions' source. So this is written out, without references.

locals {
  # function  whose lines they are; null is any function's.
  # message   an expression that the line's text is found by.
  # where     what else must hold of it.
  # value     the field that is measured; null counts lines.
  # labels    the fields that tell lines apart. Only names from the settings and
  #           words of the code: each value is a time series of its own.
  metrics = {
    received = {
      function    = "routing"
      message     = "^received$"
      where       = null
      value       = "delay"
      unit        = "ns"
      labels      = ["kind"]
      description = "How long after the webhook took it in what a customer did was folded into its conversation."
    }
    replies = {
      function    = "reply"
      message     = "^reply (sent|refused)$"
      where       = null
      value       = null
      unit        = "1"
      labels      = ["message", "signal"]
      description = "What became of replies and signals."
    }
    given = {
      function    = null
      message     = "^session given$"
      where       = null
      value       = null
      unit        = "1"
      labels      = ["queue", "state"]
      description = "Sessions that an agent was offered, or got at once."
    }
    answers = {
      function    = null
      message     = "^session answered$"
      where       = null
      value       = "waited"
      unit        = "s"
      labels      = ["queue", "within"]
      description = "How long customers waited until an agent took their session, and whether that was within the queue's promise."
    }
    promised = {
      function    = null
      message     = "^session answered$"
      where       = null
      value       = "promised"
      unit        = "%"
      labels      = ["queue"]
      description = "How many of a queue's sessions are to be taken in time."
    }
    waiting = {
      function    = "timer"
      message     = "^customers wait$"
      where       = null
      value       = "sessions"
      unit        = "1"
      labels      = ["queue"]
      description = "Sessions that wait, looked at once a minute; nothing where none does."
    }
    wait-share = {
      function    = "timer"
      message     = "^customers wait$"
      where       = "jsonPayload.share>0" # closed queues owe nobody anything
      value       = "share"
      unit        = "1"
      labels      = ["queue"]
      description = "The longest wait, as a multiple of what the queue promises."
    }
    sweeps = {
      function    = "timer"
      message     = "^swept$"
      where       = null
      value       = null
      unit        = "1"
      labels      = []
      description = "Sweeps that looked at everything."
    }
    media = {
      function    = "media"
      message     = "^copied$"
      where       = null
      value       = null
      unit        = "1"
      labels      = ["status"]
      description = "Customers' files that were copied, or never can be."
    }
    errors = {
      function    = null
      message     = null
      where       = "severity>=ERROR"
      value       = null
      unit        = "1"
      labels      = ["function"]
      description = "Errors that functions logged."
    }
  }

  # Lines that are each an alarm: the alert of that name is raised by one.
  alarms = {
    sweep-findings        = { function = "timer", message = "^sweep: " }
    configuration-refused = { function = null, message = "^routing configuration refused, " }
    supervision-given     = { function = "roster", message = "^supervision given$" }
    desk                  = { function = "timer", message = "^alert raised$" }
    media-given-up        = { function = null, message = "^(gave up copying|dropped a job that nobody can do|dropped a result that nobody can record)$" }
    crash                 = { function = null, message = "^cannot start$" }
  }

  # The lines of all functions. What a library or the runtime writes has no such field.
  services = "${var.prefix}-[a-z]+"
  lines    = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^${local.services}$\" AND jsonPayload.function"
  lines_of = { for name, line in merge(local.metrics, local.alarms) : name => join(" AND ", compact([
    line.function == null ? "${local.lines}:*" : "${local.lines}=\"${line.function}\"",
    line.message == null ? null : "jsonPayload.message=~\"${line.message}\"",
    lookup(line, "where", null),
  ])) }
}

resource "google_logging_metric" "metric" {
  for_each = local.metrics

  project     = var.project_id
  name        = "${var.prefix}/${each.key}"
  description = each.value.description
  filter      = local.lines_of[each.key]

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = each.value.value == null ? "INT64" : "DISTRIBUTION"
    unit        = each.value.unit

    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  value_extractor  = each.value.value == null ? null : "EXTRACT(jsonPayload.${each.value.value})"
  label_extractors = { for field in each.value.labels : field => "EXTRACT(jsonPayload.${field})" }

  # Each bucket half as wide again as the one before: from a hundredth to ten
  # million, and from a millisecond to two weeks.
  dynamic "bucket_options" {
    for_each = each.value.value[*]
    content {
      exponential_buckets {
        num_finite_buckets = 52
        growth_factor      = 1.5
        scale              = each.value.unit == "ns" ? 1e6 : 0.01
      }
    }
  }

  depends_on = [time_sleep.apis]
}
