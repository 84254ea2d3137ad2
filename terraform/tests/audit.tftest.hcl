# Who read what in the database.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {
  override_during = plan
}

# It costs by what is read.
run "reads_are_not_logged_unless_asked_for" {
  command = plan

  assert {
    condition     = length(google_project_iam_audit_config.database) == 0
    error_message = "Reads of the database are logged although nobody asked for it."
  }
}

run "people_s_reads_are_logged" {
  command = plan

  variables {
    audit_reads = true
    bigquery    = { location = "EU" }
  }

  assert {
    condition = (
      google_project_iam_audit_config.database[0].service == "datastore.googleapis.com"
      && [for config in google_project_iam_audit_config.database[0].audit_log_config : config.log_type] == ["DATA_READ"]
    )
    error_message = "Reads of the database are not logged, or something else is."
  }

  # All the functions that read for themselves, and nobody else.
  assert {
    condition = (
      toset(flatten([for config in google_project_iam_audit_config.database[0].audit_log_config : config.exempted_members]))
      == toset([
        module.action.member, module.erase.member, module.export[0].member, module.presence.member, module.reply.member, module.roster.member,
        module.routing.member, module.start.member, module.timer.member,
      ])
    )
    error_message = "Somebody's reads are not logged, or those of a function are."
  }
}
