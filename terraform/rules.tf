# What agents' clients may read and write: firestore.rules, which is tried in
# emulator/rules. A project's database without a release of rules is closed to
# clients, so a first apply opens nothing before the rules are there.

resource "google_firebaserules_ruleset" "firestore" {
  project = var.project_id

  source {
    files {
      name    = "firestore.rules"
      content = file("${path.module}/firestore.rules")
    }
  }

  # The release points to a ruleset until it points to the next one.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_project_service.service, google_firestore_database.database]
}

resource "google_firebaserules_release" "firestore" {
  project      = var.project_id
  name         = "cloud.firestore" # of the database "(default)"
  ruleset_name = "projects/${var.project_id}/rulesets/${google_firebaserules_ruleset.firestore.name}"
}
