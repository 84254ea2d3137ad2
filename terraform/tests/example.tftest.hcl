# The file that people begin with.

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

run "the_example_tells_where_to_go_on" {
  command = plan

  assert {
    condition     = output.webhook_urls == { acme = "https://webhook.test/acme", acme-rcs = "https://webhook.test/acme-rcs" }
    error_message = "The webhook's URL is not the function's with the account's name."
  }

  assert {
    condition = (
      length(output.next_steps.accounts.acme) == 3
      && strcontains(output.next_steps.accounts.acme[0], "frontdesk-acme-webhook-keys")
      && strcontains(output.next_steps.accounts.acme[1], "frontdesk-acme-credentials")
      && strcontains(output.next_steps.accounts.acme[2], "https://webhook.test/acme")
    )
    error_message = "The next steps are ${jsonencode(output.next_steps)}"
  }

  # Google's console takes the same three things for RCS for Business.
  assert {
    condition = (
      length(output.next_steps.accounts.acme-rcs) == 3
      && strcontains(output.next_steps.accounts.acme-rcs[0], "frontdesk-acme-rcs-webhook-keys")
      && strcontains(output.next_steps.accounts.acme-rcs[1], "frontdesk-acme-rcs-credentials")
      && strcontains(output.next_steps.accounts.acme-rcs[2], "https://webhook.test/acme-rcs")
    )
    error_message = "The next steps are ${jsonencode(output.next_steps)}"
  }

  assert {
    condition     = output.desk_url == "https://frontdesk-desk-123456789012.europe-west1.run.app" && output.load_balancer_address == null
    error_message = "Agents are sent to ${output.desk_url}, where they cannot sign in."
  }

  # The example has a supervisor, so nobody is told to name one.
  assert {
    condition = (
      length(output.next_steps.project) == 2
      && startswith(output.next_steps.project[0], "Switch on sign-in with Google")
      && startswith(output.next_steps.project[1], "Open https://frontdesk-desk-123456789012.europe-west1.run.app")
    )
    error_message = "The next steps are ${jsonencode(output.next_steps.project)}"
  }
}

run "the_example_s_agents_can_sign_in" {
  command = plan

  assert {
    condition = (
      length(jsondecode(jsondecode(google_firestore_document.first_roster[0].fields).roster.stringValue)) == 8
      && contains([for agent in var.agents : agent.role], "admin")
    )
    error_message = "The example puts nobody on the roster, or nobody who may change it."
  }
}

# Without a roster nobody can sign in, and nobody could say why.
run "a_desk_without_agents_is_pointed_out" {
  command = plan

  variables {
    agents  = {}
    sign_in = {}
  }

  assert {
    condition = (
      length(output.next_steps.project) == 3
      && startswith(output.next_steps.project[1], "Add a first admin")
    )
    error_message = "The next steps are ${jsonencode(output.next_steps.project)}"
  }
}

run "a_second_account_has_a_url_and_secrets_of_its_own" {
  command = plan

  variables {
    prefix = "fd"
    accounts = {
      acme   = { display_name = "Acme", channel = "business-messages", partner_id = "p", workstream = "support" }
      globex = { workstream = "pro" }
    }
  }

  assert {
    condition     = output.webhook_urls == { acme = "https://webhook.test/acme", globex = "https://webhook.test/globex" }
    error_message = "An account has no URL of its own."
  }

  assert {
    condition = (
      [for secret in google_secret_manager_secret.webhook_keys : secret.secret_id] == ["fd-acme-webhook-keys", "fd-globex-webhook-keys"]
      && google_pubsub_topic.inbound.name == "fd-inbound"
      && module.webhook.service == "fd-webhook"
    )
    error_message = "The prefix is not everywhere."
  }

  # A name and a workstream are all that an account needs.
  assert {
    condition = (
      length(google_secret_manager_secret.webhook_keys["globex"].annotations) == 0
      && jsondecode(module.webhook.function.service_config[0].environment_variables.ACCOUNTS).globex.channel == "business-messages"
      && jsondecode(module.reply.function.service_config[0].environment_variables.ACCOUNTS).globex.channel == "business-messages"
      && startswith(output.next_steps.accounts.globex[0], "Add the client token of globex as a version")
      && startswith(output.next_steps.accounts.acme[0], "Add the client token of Acme (partner p) as a version")
    )
    error_message = "What was left out of an account is missing elsewhere: ${jsonencode(output.next_steps)}"
  }
}

run "the_longest_names_are_accepted" {
  command = plan

  variables {
    project_id = "p23456789012345678901234567890"
    prefix     = "p2345678901234567"
    accounts   = { a23456789012345678901234567890123456789 = { display_name = "Acme", channel = "business-messages", partner_id = "p", workstream = "support" } }
  }

  assert {
    condition = (
      max([for account in [google_service_account.routing_push, google_service_account.media_push] : length(account.account_id)]...) == 30
      && max([for bucket in [google_storage_bucket.source, google_storage_bucket.media] : length(bucket.name)]...) <= 63
    )
    error_message = "The longest prefix makes a name that Google refuses."
  }
}
