# What is an alarm. The name is the page's in docs/alerts.
#
# queries: conditions in PromQL, any of which is enough, and for how many minutes it
# has to hold. One that finds nothing is no alarm. lines: a filter of log lines, one
# of which is enough.

locals {
  # In PromQL a metric is named with underscores, and its kind of resource is a
  # label. Every function is a service of Cloud Run.
  run     = "run_googleapis_com"
  logged  = { for name in keys(local.metrics) : name => "logging_googleapis_com:user_${replace("${var.prefix}_${name}", "-", "_")}" }
  service = "monitored_resource=\"cloud_run_revision\",service_name"
  any     = "monitored_resource=\"cloud_run_revision\""
  webhook = "${local.service}=\"${module.webhook.service}\""
  timer   = "${local.service}=\"${module.timer.service}\""

  # Eventarc gives the trigger of a function a subscription of its own, with two
  # numbers in its name that it makes up.
  subscriptions = "${var.prefix}-.+|eventarc-.+-${var.prefix}-[a-z]+-[0-9]+-sub-[0-9]+"
  dead_letters  = "${var.prefix}-.+-dead-letter"
  unacked       = "pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\",subscription_id"
  slow          = "${google_pubsub_subscription.media_copy.name}|${var.prefix}-events-bigquery|eventarc-.+-${var.prefix}-export-[0-9]+-sub-[0-9]+"

  alerts = {
    webhook-errors = {
      title    = "The webhook fails"
      severity = "CRITICAL"
      summary  = "More than ${var.alerts.webhook_error_percent} % of what channels post is answered with an error. A channel posts it again for a while, and then it is lost: customers write and nobody reads it."
      queries = {
        "Share of the webhook's answers that are 5xx" = {
          minutes = 0
          query = join(" and ", [
            "100 * sum(increase(${local.run}:request_count{${local.webhook},response_code_class=\"5xx\"}[5m])) / sum(increase(${local.run}:request_count{${local.webhook}}[5m])) > ${var.alerts.webhook_error_percent}",
            "sum(increase(${local.run}:request_count{${local.webhook},response_code_class=\"5xx\"}[5m])) >= ${var.alerts.webhook_errors}",
          ])
        }
      }
      lines = null
    }

    webhook-latency = {
      title    = "The webhook is slow"
      severity = "WARNING"
      summary  = "The webhook takes long to take in what channels post. A channel that waits for too long posts it again, and gives up one day."
      queries = {
        for percentile, seconds in { 95 = var.alerts.webhook_p95_seconds, 99 = var.alerts.webhook_p99_seconds } :
        "Milliseconds that ${percentile} of 100 requests to the webhook take at most" => {
          minutes = 0
          query = join(" and ", [
            "histogram_quantile(${percentile / 100}, sum by (le) (increase(${local.run}:request_latencies_bucket{${local.webhook}}[10m]))) > ${1000 * seconds}",
            # Fewer say nothing: of five, the one that met a cold start is 20 %.
            "sum(increase(${local.run}:request_count{${local.webhook}}[10m])) >= ${percentile == "95" ? 40 : 200}",
          ])
        }
      }
      lines = null
    }

    webhook-unauthorized = {
      title    = "The webhook takes no signature"
      severity = "ERROR"
      summary  = "Everything that is posted to the webhook is refused because its signature is wrong. Either somebody tries things out, or a channel signs with a token that Frontdesk does not have: then every message is being lost."
      queries = {
        "Requests refused with 401, and none taken" = {
          minutes = 0
          query = join(" unless ", [
            "sum(increase(${local.run}:request_count{${local.webhook},response_code=\"401\"}[15m])) >= ${var.alerts.unauthorized}",
            "sum(increase(${local.run}:request_count{${local.webhook},response_code_class=\"2xx\"}[15m])) > 0",
          ])
        }
      }
      lines = null
    }

    backlog = {
      title    = "Messages wait to be handled"
      severity = "CRITICAL"
      summary  = "A function does not keep up with its subscription, or cannot handle what is in it: what customers wrote, what agents wrote, or what agents asked for has been waiting for minutes."
      queries = {
        "Age of the oldest message of a subscription, in seconds" = {
          minutes = 1
          query   = "max by (subscription_id) (${local.unacked}=~\"${local.subscriptions}\",subscription_id!~\"${local.dead_letters}|${local.slow}\"}) > ${60 * var.alerts.backlog_minutes}"
        }
        "Age of the oldest file or event for BigQuery, in seconds" = {
          minutes = 1
          query   = "max by (subscription_id) (${local.unacked}=~\"${local.slow}\"}) > ${60 * var.alerts.slow_backlog_minutes}"
        }
      }
      lines = null
    }

    dead-letters = {
      title    = "There are dead letters"
      severity = "ERROR"
      summary  = "What could not be handled was put aside, and waits for somebody to look: customers' messages that no agent has seen, or files that were not copied. It is kept for 14 days."
      queries = {
        "Messages in a dead letter subscription" = {
          minutes = 0
          query   = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\",subscription_id=~\"${local.dead_letters}\"}) > 0"
        }
      }
      lines = null
    }

    failed-replies = {
      title    = "Replies are refused"
      severity = "ERROR"
      summary  = "A channel refuses for good what agents or automated messages wrote. The customer does not get it; the agent sees it as failed, with the reason."
      queries = {
        "Replies refused within a quarter of an hour" = {
          minutes = 0
          query   = "sum(increase(${local.logged.replies}{${local.any},message=\"reply refused\",signal=\"false\"}[15m])) > ${var.alerts.refused_replies}"
        }
      }
      lines = null
    }

    waiting = {
      title    = "Customers wait for longer than promised"
      severity = "WARNING"
      summary  = "In an open queue somebody has been waiting for more than ${var.alerts.waiting_factor} times as long as it promises, or fewer customers than it promises got an agent in time within the last hour. Nothing is broken, as a rule: there are too few agents."
      queries = {
        "Longest wait, as a multiple of the queue's promise" = {
          minutes = var.alerts.waiting_minutes
          # The mean of the last looks, of ten minutes: what is made of log lines may be
          # some minutes late.
          query = "sum by (queue) (increase(${local.logged.wait-share}_sum{${local.any}}[10m])) / sum by (queue) (increase(${local.logged.wait-share}_count{${local.any}}[10m])) > ${var.alerts.waiting_factor}"
        }
        "Share of sessions taken late, of the share that may be" = {
          minutes = 0
          # What was late may be absent, and is no alarm then; what was in time may
          # be absent, too, and then it is.
          query = join(" and ", [
            "100 * sum by (queue) (increase(${local.logged.answers}_count{${local.any},within=\"false\"}[1h])) / sum by (queue) (increase(${local.logged.answers}_count{${local.any}}[1h])) > 100 - sum by (queue) (increase(${local.logged.promised}_sum{${local.any}}[1h])) / sum by (queue) (increase(${local.logged.promised}_count{${local.any}}[1h]))",
            "sum by (queue) (increase(${local.logged.answers}_count{${local.any}}[1h])) >= ${var.alerts.answers}",
          ])
        }
      }
      lines = null
    }

    sweep-findings = {
      title    = "The sweep found something"
      severity = "ERROR"
      summary  = "The hourly sweep found, and mended, what a lost timer, event or commit left behind. It should find nothing: until it came, a customer or an agent waited for up to an hour. The message says what it was."
      queries  = {}
      lines    = local.lines_of.sweep-findings
    }

    sweep-missing = {
      title    = "There is no sweep"
      severity = "ERROR"
      summary  = "No sweep has looked at everything for ${var.alerts.sweep_hours} hours. What would get lost now, nobody would find."
      queries = {
        # Where there never was one there is nothing to count, hence the 0. The last of
        # the hours is waiting time, for a deployment whose first sweep is still to come.
        # Cloud Monitoring interpolates: one sweep may count a little less.
        "Sweeps" = {
          minutes = 60
          query   = "(sum(increase(${local.logged.sweeps}{${local.any}}[${60 * (var.alerts.sweep_hours - 1)}m])) or vector(0)) < 0.5"
        }
      }
      lines = null
    }

    configuration-refused = {
      title    = "A routing configuration was refused"
      severity = "CRITICAL"
      summary  = "The functions cannot load the routing configuration that was applied last. The one before stays in force; a database that never had a good one routes nothing. The message says what is wrong."
      queries  = {}
      lines    = local.lines_of.configuration-refused
    }

    crash = {
      title    = "A function does not start, or crashed"
      severity = "CRITICAL"
      summary  = "An instance of a function ended at its start, because a setting is missing or wrong, or in the middle of its work, most often for want of memory. A new revision that does not start takes no requests, the one before goes on."
      queries  = {}
      # What the product says of itself, and what Cloud Run says of the container.
      # That a container exited is a warning to Cloud Run.
      lines = join(" OR ", ["(${local.lines_of.crash})", "(${join(" AND ", [
        "resource.type=\"cloud_run_revision\"",
        "resource.labels.service_name=~\"^${local.services}$\"",
        "logName=\"projects/${var.project_id}/logs/run.googleapis.com%2Fvarlog%2Fsystem\"",
        "severity>=WARNING",
      ])})"])
    }

    timers-late = {
      title    = "Timers are late"
      severity = "ERROR"
      summary  = "Cloud Tasks cannot call the function timer in time, or the function fails: offers do not end, sessions do not overflow, agents who are gone keep their sessions."
      queries = {
        "How late 95 of 100 timers are, in milliseconds" = {
          minutes = 5
          query   = "histogram_quantile(0.95, sum by (le) (increase(cloudtasks_googleapis_com:queue_task_attempt_delays_bucket{monitored_resource=\"cloud_tasks_queue\",queue_id=\"${google_cloud_tasks_queue.timers.name}\"}[10m]))) > ${1000 * var.alerts.timer_delay_seconds}"
        }
        "Share of timers that fail" = {
          minutes = 5
          query = join(" and ", [
            "sum(increase(${local.run}:request_count{${local.timer},response_code_class=\"5xx\"}[10m])) / sum(increase(${local.run}:request_count{${local.timer}}[10m])) > 0.5",
            "sum(increase(${local.run}:request_count{${local.timer},response_code_class=\"5xx\"}[10m])) >= 10",
          ])
        }
      }
      lines = null
    }

    supervision-given = {
      title    = "Somebody became a supervisor or an admin"
      severity = "WARNING"
      summary  = "The roster has a new supervisor or admin: they read all conversations, and keep the roster. Nothing is broken; if nobody expected it, suspend them and find out who did it."
      queries  = {}
      lines    = local.lines_of.supervision-given
    }

    desk = {
      title    = "Supervisors are alerted at the desk"
      severity = "WARNING"
      summary  = "A customer waits, or is not answered, for longer than a queue promises; an open queue has nobody there; an agent was set away, or asks for help; or replies fail. The desk's page Alerts says which, and that it is over."
      queries  = {}
      lines    = local.lines_of.desk
    }

    media-given-up = {
      title    = "A customer's file was given up"
      severity = "WARNING"
      summary  = "A file that a customer sent could not be copied before its address expired, and is lost. Agents see that there was one, and why it is not there."
      queries  = {}
      lines    = local.lines_of.media-given-up
    }

    errors = {
      title    = "A function logs errors"
      severity = "ERROR"
      summary  = "A function has logged more than ${var.alerts.errors} errors within ten minutes. What is under way is tried again, as a rule, and other alerts say when it waits for too long; what is not worth another try is lost, and its line says so."
      queries = {
        "Errors within ten minutes, by function" = {
          minutes = 0
          query   = "sum by (function) (increase(${local.logged.errors}{${local.any}}[10m])) > ${var.alerts.errors}"
        }
      }
      lines = null
    }
  }
}
