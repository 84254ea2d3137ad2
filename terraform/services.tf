# The APIs. Two more have to be there before Terraform can plan at all,
# cloudresourcemanager and serviceusage: docs/deploy.md switches them on.

resource "google_project_service" "service" {
  for_each = toset(concat([
    "apikeys.googleapis.com",
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "cloudtasks.googleapis.com",
    "eventarc.googleapis.com",
    "eventarcpublishing.googleapis.com",
    "firebaserules.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "identitytoolkit.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "securetoken.googleapis.com",
    "serviceusage.googleapis.com",
    "storage.googleapis.com",
    ], local.load_balanced ? ["compute.googleapis.com"] : [],
    local.exported ? ["bigquery.googleapis.com"] : [],
    # Google takes traces at the one, and keeps them if the other is on.
    local.traced ? ["telemetry.googleapis.com", "cloudtrace.googleapis.com"] : [],
  ))

  project = var.project_id
  service = each.key

  # Something else in the project may use it.
  disable_on_destroy = false
}
