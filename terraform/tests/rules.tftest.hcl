# Clients talk to Firestore themselves: without rules they could do nothing, with
# others than those that were tried they could do anything.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {
  override_during = plan
}

run "the_rules_that_were_tried_are_in_force" {
  command = plan

  assert {
    condition     = google_firebaserules_ruleset.firestore.source[0].files[0].content == file("firestore.rules")
    error_message = "The ruleset is not the file firestore.rules."
  }

  assert {
    condition     = google_firebaserules_release.firestore.name == "cloud.firestore"
    error_message = "The release is not the one of the database \"(default)\"."
  }
}
