# Clients talk to Firestore themselves: without rules they could do nothing, with
# others than those that were tried they could do anything.

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

run "the_rules_that_were_tried_are_in_force" {
  command = plan

  assert {
    condition     = google_firebaserules_ruleset.firestore.source[0].files[0].content == file("firestore.rules")
    error_message = "The ruleset is not the file firestore.rules."
  }

  assert {
    condition     = length(regexall("sign_in_provider in \\['google\\.com'\\] /\\* sign_in", google_firebaserules_ruleset.firestore.source[0].files[0].content)) == 1
    error_message = "The rules do not say by which providers one may have signed in."
  }

  assert {
    condition     = google_firebaserules_release.firestore.name == "cloud.firestore"
    error_message = "The release is not the one of the database \"(default)\"."
  }
}

run "the_rules_take_passwords_with_a_second_factor" {
  command = plan

  variables {
    sign_in = { password = true }
  }

  assert {
    condition = google_firebaserules_ruleset.firestore.source[0].files[0].content == replace(
      file("firestore.rules"), "sign_in_provider in []", "sign_in_provider in ['password']",
    )
    error_message = "Whoever signs in with a password and a code can do nothing, or a password is enough, or the rules differ in something else."
  }

  assert {
    condition     = length(regexall("sign_in_provider in \\['password'\\] /\\* sign_in.with_second_factor \\*/\\s+&& request.auth.token.firebase.sign_in_second_factor == 'totp'", google_firebaserules_ruleset.firestore.source[0].files[0].content)) == 1
    error_message = "The rules do not ask for the second factor."
  }
}

run "the_rules_take_passwords_alone_if_the_settings_say_so" {
  command = plan

  variables {
    sign_in = { password = true, second_factor = false }
  }

  assert {
    condition = google_firebaserules_ruleset.firestore.source[0].files[0].content == replace(
      file("firestore.rules"), "sign_in_provider in ['google.com']", "sign_in_provider in ['google.com', 'password']",
    )
    error_message = "Whoever signs in with a password can do nothing, or the rules differ in something else."
  }
}
