# The channels, as shared/channels lists them: `go generate .` writes channels.json,
# and a Go test fails when it is out of date.

locals {
  channel_list = jsondecode(file("${path.module}/channels.json"))

  # A time span as shared/configuration reads it, and the seconds of its units.
  time_span         = "^([0-9]+(\\.[0-9]+)?(d|h|ms|m|s))+$"
  time_span_part    = "([0-9]+(?:\\.[0-9]+)?)(d|h|ms|m|s)"
  time_span_seconds = { d = 86400, h = 3600, m = 60, s = 1, ms = 0.001 }
}
