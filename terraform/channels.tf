# The channels, as shared/channels lists them: `go generate .` writes channels.json,
# and a Go test fails when it is out of date.

locals {
  channel_list = jsondecode(file("${path.module}/channels.json"))
}
