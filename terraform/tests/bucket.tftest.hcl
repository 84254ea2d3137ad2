# Files are nobody's to see without a signed address, and do not stay for ever.

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

run "files_cannot_be_made_public" {
  command = plan

  assert {
    condition = (
      google_storage_bucket.media.public_access_prevention == "enforced"
      && google_storage_bucket.media.uniform_bucket_level_access
      && length(google_storage_bucket.media.cors) == 0
    )
    error_message = "A file can be made public, or any page may read it."
  }

  assert {
    condition     = google_storage_bucket.media.name == "my-frontdesk-frontdesk-media" && google_storage_bucket.media.location == "europe-west1"
    error_message = "The bucket has another name, or is elsewhere."
  }
}

run "only_what_was_not_sent_and_what_was_exported_is_deleted_by_its_age" {
  command = plan

  assert {
    condition = jsonencode([for rule in google_storage_bucket.media.lifecycle_rule : [one(rule.action).type, one(rule.condition).age, one(rule.condition).matches_prefix]]) == jsonencode([
      ["Delete", 1, ["pending/"]],
      ["Delete", 1, ["exports/"]],
    ])
    error_message = "The bucket deletes files that a conversation refers to, though an admin may hold it, or keeps what was uploaded and not sent, or exported."
  }

  # With versions, a deletion would leave one behind.
  assert {
    condition     = length(google_storage_bucket.media.versioning) == 0 && google_storage_bucket.media.soft_delete_policy[0].retention_duration_seconds == 604800
    error_message = "What was deleted stays for longer than a week, or cannot be taken back."
  }
}

run "files_are_hard_to_lose" {
  command = plan

  assert {
    condition     = !google_storage_bucket.media.force_destroy
    error_message = "Whoever destroys the bucket destroys what is in it."
  }
}

run "files_are_given_up_on_purpose_only" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = google_storage_bucket.media.force_destroy
    error_message = "deletion_protection = false does nothing."
  }
}
