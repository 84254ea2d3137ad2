# What leaves the product for those who watch it: traces of the work, and the events
# of conversations.

variable "trace_ratio" {
  description = "Share of customers' messages whose way is traced, 0 to 1. Cloud Trace is paid for by the span, of which a message and its answer have some thirty, and each request that is traced waits for them to be taken; 0 traces nothing and asks for no right to."
  type        = number
  nullable    = false
  default     = 0

  validation {
    condition     = var.trace_ratio >= 0 && var.trace_ratio <= 1
    error_message = "trace_ratio: ${var.trace_ratio} is not a share from 0 to 1; 0.1 is every tenth message."
  }
}

variable "bigquery" {
  description = <<-EOT
    The events of conversations in BigQuery, for reports. Nothing of a customer is
    among them, but agents' e-mail addresses are.

    location        Where the data is: EU, US or a region. It can never be changed.
                    Without it nothing is exported.
    retention_days  Days after which events are deleted there; 730 without it.
  EOT
  type = object({
    location       = optional(string)
    retention_days = optional(number)
  })
  nullable = false
  default  = {}

  validation {
    condition     = var.bigquery.location == null ? true : length(regexall("^([a-z]+-[a-z]+[0-9]+|EU|US)$", var.bigquery.location)) == 1
    error_message = "bigquery: location is EU, US or a region, for example europe-west1, not \"${coalesce(var.bigquery.location, "-")}\"."
  }

  validation {
    condition     = var.bigquery.retention_days == null ? true : var.bigquery.retention_days >= 1 && var.bigquery.retention_days <= 3650 && floor(var.bigquery.retention_days) == var.bigquery.retention_days
    error_message = "bigquery: retention_days is a whole number of days from 1 to 3650, not ${coalesce(var.bigquery.retention_days, 0)}."
  }

  validation {
    condition     = var.bigquery.retention_days == null || var.bigquery.location != null
    error_message = "bigquery: retention_days without a location: nothing would be exported."
  }
}
