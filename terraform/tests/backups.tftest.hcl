# What is left when the database is gone.

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

run "the_database_is_copied_every_week" {
  command = plan

  assert {
    condition = (
      google_firestore_backup_schedule.weekly[0].database == "(default)"
      && google_firestore_backup_schedule.weekly[0].retention == "2419200s"
      && google_firestore_backup_schedule.weekly[0].weekly_recurrence[0].day == "SUNDAY"
    )
    error_message = "There is no copy of the database, or it is not kept for four weeks."
  }
}

# 14 weeks, the most that Firestore keeps one.
run "copies_are_kept_as_long_as_was_set" {
  command = plan

  variables {
    backup_retention_weeks = 14
  }

  assert {
    condition     = google_firestore_backup_schedule.weekly[0].retention == "8467200s"
    error_message = "Copies are kept for another time than was set."
  }
}

run "no_weeks_no_copies" {
  command = plan

  variables {
    backup_retention_weeks = 0
  }

  assert {
    condition     = length(google_firestore_backup_schedule.weekly) == 0
    error_message = "Copies are made that nobody wanted."
  }
}
