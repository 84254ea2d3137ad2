# Secrets' values are nowhere but in Secret Manager.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

mock_provider "time" {}

variables {
  accounts = {
    acme = {
      display_name                = "Acme"
      channel                     = "business-messages"
      partner_id                  = "p"
      workstream                  = "support"
      client_tokens_version       = 2
      service_account_key_version = 5
    }
    by-hand = {
      display_name = "By hand"
      channel      = "business-messages"
      partner_id   = "p"
      workstream   = "support"
    }
  }
  client_tokens        = { acme = ["hush-token-number-1", "hush-token-number-2"] }
  service_account_keys = { acme = "{\"client_email\": \"e\", \"private_key\": \"hush-key\"}" }
}

# An apply, of the mocked provider: its result has no unknown values that could
# hide something.
run "no_value_is_in_the_state" {
  command = apply

  assert {
    condition = alltrue([for version in concat(values(google_secret_manager_secret_version.webhook_keys), values(google_secret_manager_secret_version.credentials)) :
      version.secret_data == null && version.secret_data_wo == null
    ])
    error_message = "A secret's value is in the state."
  }

  assert {
    condition = length(regexall("hush", jsonencode([
      google_secret_manager_secret.webhook_keys, google_secret_manager_secret_version.webhook_keys,
      google_secret_manager_secret.credentials, google_secret_manager_secret_version.credentials,
      google_secret_manager_secret.conversation_key,
      google_firestore_document.routing, local.routing_text, output.next_steps, output.webhook_urls,
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
    ]))) == 0
    error_message = "A secret's value is in the state."
  }

  # secret_data would put the value into the state.
  assert {
    condition     = length(flatten([for name in fileset(path.module, "*.tf") : regexall("\\bsecret_data\\b", file("${path.module}/${name}"))])) == 0
    error_message = "A secret's value is given in an argument that is not write-only."
  }
}

run "the_key_of_ids_stays_and_terraform_does_not_know_it" {
  command = plan

  assert {
    condition = (
      google_secret_manager_secret.conversation_key.deletion_protection
      && google_secret_manager_secret.conversation_key.secret_id == "frontdesk-conversation-key"
      && output.conversation_key_secret == "projects/my-frontdesk/secrets/frontdesk-conversation-key"
    )
    error_message = "An apply could delete the key, and with it the way to every conversation."
  }

  assert {
    condition = sort(distinct(flatten([
      for name in fileset(path.module, "*.tf") : regexall("resource \"google_secret_manager_secret_version\" \"([a-z_]+)\"", file("${path.module}/${name}"))
    ]))) == tolist(["credentials", "webhook_keys"])
    error_message = "Terraform writes another value than those of the accounts."
  }
}

run "before_everything_is_destroyed_the_key_can_be" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = !google_secret_manager_secret.conversation_key.deletion_protection
    error_message = "deletion_protection = false does nothing."
  }
}

run "values_are_written_for_the_accounts_that_ask_for_it" {
  command = plan

  assert {
    condition = (
      { for name, version in google_secret_manager_secret_version.webhook_keys : name => version.secret_data_wo_version } == { acme = 2 }
      && { for name, version in google_secret_manager_secret_version.credentials : name => version.secret_data_wo_version } == { acme = 5 }
    )
    error_message = "A value is not written, or one is that was to be added by hand."
  }

  assert {
    condition = (
      { for name, secret in google_secret_manager_secret.webhook_keys : name => secret.secret_id } == { acme = "frontdesk-acme-webhook-keys", by-hand = "frontdesk-by-hand-webhook-keys" }
      && { for name, secret in google_secret_manager_secret.credentials : name => secret.secret_id } == { acme = "frontdesk-acme-credentials", by-hand = "frontdesk-by-hand-credentials" }
    )
    error_message = "A secret is missing or has another name."
  }
}

run "an_account_with_a_version_needs_its_tokens" {
  command = plan
  variables {
    client_tokens = {}
  }
  expect_failures = [var.client_tokens]
}

run "tokens_for_nobody_are_refused" {
  command = plan
  variables {
    client_tokens = { acme = ["a-token-of-acme-s"], by-hand = ["a-token-of-theirs"] }
  }
  expect_failures = [var.client_tokens]
}

run "a_token_of_two_lines_is_refused" {
  command = plan
  variables {
    client_tokens = { acme = ["one-of-two-tokens\ntwo-of-two-tokens"] }
  }
  expect_failures = [var.client_tokens]
}

run "a_token_that_could_be_found_by_trying_is_refused" {
  command = plan
  variables {
    client_tokens = { acme = ["a-token-of-acme-s", "fifteen-letters"] }
  }
  expect_failures = [var.client_tokens]
}

run "a_token_that_would_be_a_comment_is_refused" {
  command = plan
  variables {
    client_tokens = { acme = ["#-token-of-acme-s"] }
  }
  expect_failures = [var.client_tokens]
}

run "an_empty_list_of_tokens_is_refused" {
  command = plan
  variables {
    client_tokens = { acme = [] }
  }
  expect_failures = [var.client_tokens]
}

run "an_account_with_a_version_needs_its_key" {
  command = plan
  variables {
    service_account_keys = {}
  }
  expect_failures = [var.service_account_keys]
}

run "a_key_for_nobody_is_refused" {
  command = plan
  variables {
    service_account_keys = {
      acme  = "{\"client_email\": \"e\", \"private_key\": \"k\"}"
      other = "{\"client_email\": \"e\", \"private_key\": \"k\"}"
    }
  }
  expect_failures = [var.service_account_keys]
}

run "a_key_that_is_no_key_file_is_refused" {
  command = plan
  variables {
    service_account_keys = { acme = "key.json" }
  }
  expect_failures = [var.service_account_keys]
}

# An organisation may allow no other place.
run "secrets_are_kept_in_the_region" {
  command = plan

  assert {
    condition = alltrue([for secret in concat(
      [google_secret_manager_secret.conversation_key], values(google_secret_manager_secret.webhook_keys), values(google_secret_manager_secret.credentials)
      ) : flatten(secret.replication[*].user_managed[*].replicas[*].location) == [var.region] && length(flatten(secret.replication[*].auto)) == 0
    ])
    error_message = "A secret is kept elsewhere."
  }
}
