# Who hears of trouble, and what trouble is. docs/alerts has a page for each alert.

variable "alert_emails" {
  description = "E-mail addresses that every alert goes to."
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition = alltrue([
      for email in var.alert_emails : length(regexall("^[^@\\s,;]+@[^@\\s,;]+\\.[^@\\s,;]+$", email)) == 1
    ])
    error_message = "alert_emails: not an e-mail address: ${join(", ", [
      for email in var.alert_emails : "\"${email}\""
      if length(regexall("^[^@\\s,;]+@[^@\\s,;]+\\.[^@\\s,;]+$", email)) == 0
    ])}."
  }
}

variable "notification_channels" {
  description = "Notification channels of Cloud Monitoring that every alert goes to besides, for a pager or a chat: projects/PROJECT/notificationChannels/NUMBER."
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition = alltrue([
      for channel in var.notification_channels : length(regexall("^projects/[^/]+/notificationChannels/[0-9]+$", channel)) == 1
    ])
    error_message = "notification_channels: not projects/PROJECT/notificationChannels/NUMBER: ${join(", ", [
      for channel in var.notification_channels : "\"${channel}\""
      if length(regexall("^projects/[^/]+/notificationChannels/[0-9]+$", channel)) == 0
    ])}."
  }
}

variable "supervisor_emails" {
  description = "E-mail addresses that what supervisors are alerted to at the desk goes to as well."
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition = alltrue([
      for email in var.supervisor_emails : length(regexall("^[^@\\s,;]+@[^@\\s,;]+\\.[^@\\s,;]+$", email)) == 1
    ])
    error_message = "supervisor_emails: not an e-mail address: ${join(", ", [
      for email in var.supervisor_emails : "\"${email}\""
      if length(regexall("^[^@\\s,;]+@[^@\\s,;]+\\.[^@\\s,;]+$", email)) == 0
    ])}."
  }
}

variable "supervisor_notification_channels" {
  description = "Notification channels of Cloud Monitoring that it goes to besides, for a chat: projects/PROJECT/notificationChannels/NUMBER."
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition = alltrue([
      for channel in var.supervisor_notification_channels : length(regexall("^projects/[^/]+/notificationChannels/[0-9]+$", channel)) == 1
    ])
    error_message = "supervisor_notification_channels: not projects/PROJECT/notificationChannels/NUMBER: ${join(", ", [
      for channel in var.supervisor_notification_channels : "\"${channel}\""
      if length(regexall("^projects/[^/]+/notificationChannels/[0-9]+$", channel)) == 0
    ])}."
  }
}

variable "docs_url" {
  description = "Where the folder docs can be read, without a slash at the end: alerts link to their pages there. A fork has its own."
  type        = string
  nullable    = false
  default     = "https://github.com/frontdesk-gcp/frontdesk/blob/main/docs"

  validation {
    condition     = length(regexall("^https://[^\\s\"<>]+[^\\s\"<>/]$", var.docs_url)) == 1
    error_message = "docs_url: \"${var.docs_url}\" is not an address that begins with https:// and ends without a slash."
  }
}

variable "alerts" {
  description = <<-EOT
    When there is an alarm. Dead letters, what the sweep finds, a refused
    configuration, a function that does not start and a file that was given up
    are one each time, whatever is written here.

    webhook_error_percent How many of the webhook's answers may be a 5xx within
                          five minutes.
    webhook_errors        And how many 5xx at least: one of two at night is half
                          of them, and no outage.
    webhook_p95_seconds   How long the webhook may take for 95 of 100 requests,
                          and for 99.
    webhook_p99_seconds
    unauthorized          How many requests may be refused for their signature
                          within a quarter of an hour in which none is taken.
    backlog_minutes       How old a message or an event may get before a
                          function has handled it.
    slow_backlog_minutes  The same for what may take longer: files, whose sources
                          may be away, and events for BigQuery.
    timer_delay_seconds   How late timers may be.
    refused_replies       How many replies a channel may refuse within a quarter
                          of an hour.
    errors                How many errors a function may log within ten minutes.
    waiting_factor        How many times as long as its queue promises somebody
                          may wait,
    waiting_minutes       and for how many minutes.
    answers               From how many sessions within an hour on it counts
                          that fewer were taken in time than the queue promises.
    sweep_hours           Hours without a sweep.
  EOT
  type = object({
    webhook_error_percent = optional(number, 5)
    webhook_errors        = optional(number, 5)
    webhook_p95_seconds   = optional(number, 2)
    webhook_p99_seconds   = optional(number, 5)
    unauthorized          = optional(number, 10)
    backlog_minutes       = optional(number, 10)
    slow_backlog_minutes  = optional(number, 60)
    timer_delay_seconds   = optional(number, 60)
    refused_replies       = optional(number, 3)
    errors                = optional(number, 10)
    waiting_factor        = optional(number, 2)
    waiting_minutes       = optional(number, 5)
    answers               = optional(number, 10)
    sweep_hours           = optional(number, 3)
  })
  nullable = false
  default  = {}

  validation {
    condition     = alltrue([for value in values(var.alerts) : value > 0])
    error_message = "alerts: a threshold is more than 0: ${join(", ", [for name, value in var.alerts : "${name} is ${value}" if value <= 0])}."
  }

  validation {
    condition     = var.alerts.webhook_error_percent < 100
    error_message = "alerts: webhook_error_percent is less than 100, not ${var.alerts.webhook_error_percent}: no more than all can fail."
  }

  validation {
    condition     = var.alerts.webhook_p95_seconds <= var.alerts.webhook_p99_seconds
    error_message = "alerts: webhook_p99_seconds, ${var.alerts.webhook_p99_seconds}, is less than webhook_p95_seconds, ${var.alerts.webhook_p95_seconds}."
  }

  # Nothing ever takes longer than the function's timeout.
  validation {
    condition     = var.alerts.webhook_p99_seconds < 30
    error_message = "alerts: webhook_p99_seconds is less than the 30 seconds after which the webhook gives a request up, not ${var.alerts.webhook_p99_seconds}."
  }

  validation {
    condition = alltrue([
      for value in [var.alerts.waiting_minutes, var.alerts.sweep_hours] : floor(value) == value
    ])
    error_message = "alerts: waiting_minutes and sweep_hours are whole numbers, not ${var.alerts.waiting_minutes} and ${var.alerts.sweep_hours}."
  }

  # Cloud Monitoring's conditions look back for a day at most.
  validation {
    condition     = var.alerts.waiting_minutes <= 720 && var.alerts.sweep_hours >= 2 && var.alerts.sweep_hours <= 12
    error_message = "alerts: waiting_minutes is 720 at most, and sweep_hours 2 to 12: they are ${var.alerts.waiting_minutes} and ${var.alerts.sweep_hours}."
  }
}
