# Traces are sent when that is asked for, by those who have something to trace.

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

run "without_a_share_nothing_is_traced_and_nobody_may" {
  command = plan

  assert {
    condition = (
      length(google_project_iam_member.traces_writer) == 0
      && length(setintersection(["telemetry.googleapis.com", "cloudtrace.googleapis.com"], keys(google_project_service.service))) == 0
      && !strcontains(join(",", keys(module.webhook.function.service_config[0].environment_variables)), "OTEL")
    )
    error_message = "Something of tracing is there though it is not switched on."
  }
}

run "every_function_but_the_desk_sends_traces_to_google" {
  command = plan

  variables {
    trace_ratio = 0.1
    bigquery    = { location = "EU" }
  }

  assert {
    condition = alltrue([for function in [
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.export[0].function,
      ] : (
      function.service_config[0].environment_variables.OTEL_EXPORTER_OTLP_ENDPOINT == "https://telemetry.googleapis.com"
      && function.service_config[0].environment_variables.OTEL_TRACES_SAMPLER_ARG == "0.1"
    )])
    error_message = "A function sends no traces, or elsewhere, or decides by another share what is recorded."
  }

  assert {
    condition     = !strcontains(join(",", keys(module.desk.function.service_config[0].environment_variables)), "OTEL")
    error_message = "The desk is told of traces that it has not."
  }

  assert {
    condition = { for name, grant in google_project_iam_member.traces_writer : name => "${grant.role} for ${grant.member} in ${grant.project}" } == {
      for name in ["action", "erase", "export", "media", "presence", "reply", "roster", "routing", "start", "timer", "webhook"] :
      name => "roles/telemetry.tracesWriter for serviceAccount:frontdesk-${name}@my-frontdesk.iam.gserviceaccount.com in my-frontdesk"
    }
    error_message = "A function may not write traces, or may do more with them, or somebody else may."
  }

  assert {
    condition     = length(setsubtract(["telemetry.googleapis.com", "cloudtrace.googleapis.com"], keys(google_project_service.service))) == 0
    error_message = "Google would take no traces, or keep none."
  }
}
