# What agents' clients may read and write: firestore.rules, which is tried in
# emulator/rules, with the ways to sign in that the settings switch on. A project's database without a release of rules is closed to
# clients, so a first apply opens nothing before the rules are there.

locals {
  # As tokens name them. The rules in the file are those of the settings' defaults.
  sign_in_providers = concat(["google.com"], var.sign_in.password && !local.second_factor ? ["password"] : [])

  rules = replace(
    replace(
      file("${path.module}/firestore.rules"),
      "['google.com'] /* sign_in.providers */",
      "['${join("', '", local.sign_in_providers)}'] /* sign_in.providers */",
    ),
    "[] /* sign_in.with_second_factor */",
    "[${local.second_factor ? "'password'" : ""}] /* sign_in.with_second_factor */",
  )
}

resource "google_firebaserules_ruleset" "firestore" {
  project = var.project_id

  source {
    files {
      name    = "firestore.rules"
      content = local.rules
    }
  }

  # The release points to a ruleset until it points to the next one.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [time_sleep.apis, google_firestore_database.database]
}

resource "google_firebaserules_release" "firestore" {
  project      = var.project_id
  name         = "cloud.firestore" # of the database "(default)"
  ruleset_name = "projects/${var.project_id}/rulesets/${google_firebaserules_ruleset.firestore.name}"
}
