# One page to look at: how much comes in, how long it takes, what waits, what fails.

locals {
  # Rows of charts. A query may return several lines, one for each of its labels.
  charts = [
    [
      {
        title = "Requests to the webhook, a minute, by answer"
        queries = {
          answers = "sum by (response_code) (60 * rate(${local.run}:request_count{${local.webhook}}[5m]))"
        }
      },
      {
        title = "The webhook's time, ms"
        queries = {
          p50 = "histogram_quantile(0.5, sum by (le) (rate(${local.run}:request_latencies_bucket{${local.webhook}}[5m])))"
          p95 = "histogram_quantile(0.95, sum by (le) (rate(${local.run}:request_latencies_bucket{${local.webhook}}[5m])))"
          p99 = "histogram_quantile(0.99, sum by (le) (rate(${local.run}:request_latencies_bucket{${local.webhook}}[5m])))"
        }
      },
      {
        title = "From the webhook to the conversation, s, 95 of 100"
        queries = {
          received = "histogram_quantile(0.95, sum by (le, kind) (rate(${local.logged.received}_bucket{${local.any}}[10m]))) / 1e9"
        }
      },
    ],
    [
      {
        title = "Oldest message of each subscription, s"
        queries = {
          age = "max by (subscription_id) (${local.unacked}=~\"${local.subscriptions}\",subscription_id!~\"${local.dead_letters}\"})"
        }
      },
      {
        title = "Dead letters"
        queries = {
          letters = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\",subscription_id=~\"${local.dead_letters}\"})"
        }
      },
      {
        title = "How late timers are, s, 95 of 100"
        queries = {
          late = "histogram_quantile(0.95, sum by (le) (rate(cloudtasks_googleapis_com:queue_task_attempt_delays_bucket{monitored_resource=\"cloud_tasks_queue\",queue_id=\"${google_cloud_tasks_queue.timers.name}\"}[10m]))) / 1000"
        }
      },
    ],
    [
      {
        title = "Sessions that wait, by queue"
        queries = {
          waiting = "sum by (queue) (increase(${local.logged.waiting}_sum{${local.any}}[5m])) / sum by (queue) (increase(${local.logged.waiting}_count{${local.any}}[5m]))"
        }
      },
      {
        title = "Longest wait, as a multiple of what the queue promises"
        queries = {
          share = "sum by (queue) (increase(${local.logged.wait-share}_sum{${local.any}}[5m])) / sum by (queue) (increase(${local.logged.wait-share}_count{${local.any}}[5m]))"
        }
      },
      {
        title = "Wait until an agent took the session, s, 80 of 100"
        queries = {
          answers = "histogram_quantile(0.8, sum by (le, queue) (increase(${local.logged.answers}_bucket{${local.any}}[1h])))"
        }
      },
    ],
    [
      {
        title = "Sessions given to agents, an hour, by queue"
        queries = {
          given = "sum by (queue, state) (increase(${local.logged.given}{${local.any}}[1h]))"
        }
      },
      {
        title = "Replies, a minute, by what became of them"
        queries = {
          replies = "sum by (message) (60 * rate(${local.logged.replies}{${local.any}}[5m]))"
        }
      },
      {
        title = "Customers' files, an hour, by what became of them"
        queries = {
          media = "sum by (status) (increase(${local.logged.media}{${local.any}}[1h]))"
        }
      },
    ],
    [
      {
        title = "Instances of each function"
        queries = {
          instances = "sum by (service_name) (${local.run}:container_instance_count{${local.service}=~\"${local.services}\",state=\"active\"})"
        }
      },
      {
        title = "Memory of each function, of what it may have, 99 of 100 instances"
        queries = {
          memory = "histogram_quantile(0.99, sum by (le, service_name) (rate(${local.run}:container_memory_utilizations_bucket{${local.service}=~\"${local.services}\"}[5m])))"
        }
      },
      {
        title = "Errors that functions log, in ten minutes"
        queries = {
          errors = "sum by (function) (increase(${local.logged.errors}{${local.any}}[10m]))"
        }
      },
    ],
    [
      {
        title = "Firestore's documents, a second"
        queries = {
          reads   = "sum(rate(firestore_googleapis_com:document_read_ops_count{monitored_resource=\"firestore.googleapis.com/Database\",database_id=\"${google_firestore_database.database.name}\"}[5m]))"
          writes  = "sum(rate(firestore_googleapis_com:document_write_ops_count{monitored_resource=\"firestore.googleapis.com/Database\",database_id=\"${google_firestore_database.database.name}\"}[5m]))"
          deletes = "sum(rate(firestore_googleapis_com:document_delete_ops_count{monitored_resource=\"firestore.googleapis.com/Database\",database_id=\"${google_firestore_database.database.name}\"}[5m]))"
        }
      },
      {
        title = "Timers, a minute, by answer"
        queries = {
          answers = "sum by (response_code) (60 * rate(${local.run}:request_count{${local.timer}}[5m]))"
        }
      },
      {
        title = "Sweeps, in three hours"
        queries = {
          sweeps = "sum(increase(${local.logged.sweeps}{${local.any}}[3h]))"
        }
      },
    ],
  ]

  # A third of the width each; below them what is alarmed, and what is in the log.
  columns = 48
  third   = 16
  height  = 14

  tiles = concat(
    flatten([
      for row, charts in local.charts : [
        for column, chart in charts : {
          x = column * local.third
          y = row * local.height
          w = local.third
          h = local.height
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [
                for name, query in chart.queries : merge(
                  { plotType = "LINE", targetAxis = "Y1", timeSeriesQuery = { prometheusQuery = query } },
                  length(chart.queries) == 1 ? {} : { legendTemplate = name },
                )
              ]
              yAxis = { scale = "LINEAR" }
            }
          }
        }
      ]
    ]),
    [
      {
        x = 0
        y = length(local.charts) * local.height
        w = local.third
        h = local.height
        widget = {
          title        = "Alarms"
          incidentList = { policyNames = [for alert in google_monitoring_alert_policy.alert : alert.name] }
        }
      },
      {
        x = local.third
        y = length(local.charts) * local.height
        w = local.columns - local.third
        h = local.height
        widget = {
          title = "Warnings and errors"
          logsPanel = {
            filter        = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^${local.services}$\" AND severity>=WARNING"
            resourceNames = ["projects/${var.project_id}"]
          }
        }
      },
    ],
  )
}

resource "google_monitoring_dashboard" "dashboard" {
  project = var.project_id

  dashboard_json = jsonencode({
    displayName = "Frontdesk: ${var.prefix}"
    mosaicLayout = {
      columns = local.columns
      # A zero is left out, as Google's answer leaves it out: otherwise every plan
      # would want to write the page again.
      tiles = [for tile in local.tiles : merge(
        { width = tile.w, height = tile.h, widget = tile.widget },
        tile.x == 0 ? {} : { xPos = tile.x },
        tile.y == 0 ? {} : { yPos = tile.y },
      )]
    }
  })

  depends_on = [time_sleep.apis]
}
