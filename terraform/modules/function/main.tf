# One function with its own identity, and who may call it. What the identity may do are
# grants in the caller's file, where they are read.

resource "google_service_account" "identity" {
  project      = var.deployment.project_id
  account_id   = "${var.deployment.prefix}-${var.name}"
  display_name = "Frontdesk: functions/${var.name}"
  description  = var.description
}

resource "google_cloudfunctions2_function" "function" {
  project     = var.deployment.project_id
  location    = var.deployment.region
  name        = "${var.deployment.prefix}-${var.name}"
  description = var.description
  labels      = { function = var.name }

  build_config {
    runtime           = var.deployment.runtime
    entry_point       = var.name
    service_account   = var.deployment.build_account
    docker_repository = var.deployment.images

    # Without what the library of Cloud Storage has for gRPC, which nothing here uses, and without
    # what only debuggers read: a smaller program starts faster and takes less memory.
    environment_variables = { GOFLAGS = "-tags=disable_grpc_modules -ldflags=-w" }

    source {
      storage_source {
        bucket = var.deployment.bucket
        object = var.deployment.object
      }
    }
  }

  service_config {
    service_account_email = google_service_account.identity.email
    # The Go runtime is not told its project.
    environment_variables = merge(var.deployment.settings, var.settings, {
      GOOGLE_CLOUD_PROJECT = var.deployment.project_id
    })

    min_instance_count               = var.limits.min_instances
    max_instance_count               = var.limits.max_instances
    max_instance_request_concurrency = var.limits.concurrency
    timeout_seconds                  = var.limits.timeout
    available_memory                 = var.limits.memory
    available_cpu                    = "1" # several requests at a time need a whole one

    ingress_settings               = var.ingress
    all_traffic_on_latest_revision = true
  }

  dynamic "event_trigger" {
    for_each = var.trigger[*]
    content {
      event_type            = event_trigger.value.type
      trigger_region        = event_trigger.value.location
      service_account_email = event_trigger.value.service_account
      retry_policy          = "RETRY_POLICY_RETRY" # a function answers an error only where it helps to try again

      event_filters {
        attribute = "database"
        value     = event_trigger.value.database
      }
      event_filters {
        attribute = "document"
        value     = event_trigger.value.document
        operator  = "match-path-pattern"
      }
    }
  }
}

# Nobody calls the function before it may do what it has to.
resource "terraform_data" "grants" {
  input = var.grants
}

# Deleting a function deletes the grants on it, so they are made again with it: nobody may
# call it otherwise until the next apply. There is none where Cloud Run does not ask.
resource "google_cloud_run_v2_service_iam_binding" "invokers" {
  count = length(var.invokers) > 0 ? 1 : 0

  project  = var.deployment.project_id
  location = var.deployment.region
  name     = google_cloudfunctions2_function.function.name
  role     = "roles/run.invoker"
  members  = var.invokers

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.function.id]
  }

  depends_on = [terraform_data.grants]
}
