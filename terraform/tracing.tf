# Traces: where the functions send them, and the grant to do so. A message is handled
# in the same way whether it is traced or not.

locals {
  traced = var.trace_ratio > 0

  # What every function reads that is traced. The endpoint is Google's for
  # OpenTelemetry's own protocol; its older one, Cloud Trace's, is being retired.
  tracing_settings = local.traced ? {
    OTEL_EXPORTER_OTLP_ENDPOINT = "https://telemetry.googleapis.com"
    OTEL_TRACES_SAMPLER_ARG     = tostring(var.trace_ratio)
  } : {}
}

# The role writes traces and reads none. The desk has nothing to trace and no role in
# the project.
resource "google_project_iam_member" "traces_writer" {
  for_each = {
    for name, member in merge({
      webhook  = module.webhook.member
      routing  = module.routing.member
      reply    = module.reply.member
      action   = module.action.member
      start    = module.start.member
      presence = module.presence.member
      roster   = module.roster.member
      erase    = module.erase.member
      timer    = module.timer.member
      media    = module.media.member
    }, local.exported ? { export = module.export[0].member } : {}) : name => member if local.traced
  }

  project = var.project_id
  role    = "roles/telemetry.tracesWriter"
  member  = each.value
}
