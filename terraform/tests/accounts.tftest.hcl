# What comes and goes with an account, and what stays.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

mock_provider "time" {}

variables {
  # An apply must be told as much as its plan.
  client_tokens        = {}
  service_account_keys = {}
}

# An apply, of the mocked provider: the run after it begins with its state.
run "two_accounts_have_a_channel" {
  command = apply

  variables {
    accounts = {
      acme   = { workstream = "support" }
      globex = { workstream = "pro" }
    }
  }

  assert {
    condition     = keys(output.webhook_urls) == ["acme", "globex"] && keys(google_secret_manager_secret.webhook_keys) == ["acme", "globex"]
    error_message = "An account has no URL or no secret."
  }
}

run "an_account_that_is_taken_out_loses_its_channel" {
  command = apply

  variables {
    accounts = { globex = { workstream = "pro" } }
  }

  assert {
    condition = alltrue([for accounts in [
      output.webhook_urls, output.next_steps.accounts,
      google_secret_manager_secret.webhook_keys, google_secret_manager_secret.credentials,
      google_secret_manager_secret_iam_binding.webhook_keys_readers, google_secret_manager_secret_iam_binding.credentials_readers,
      jsondecode(module.webhook.function.service_config[0].environment_variables.ACCOUNTS),
      jsondecode(module.reply.function.service_config[0].environment_variables.ACCOUNTS),
      jsondecode(local.routing_text).accounts,
    ] : keys(accounts) == ["globex"]])
    error_message = "Something of the account is left: the webhook would still take its messages, or a secret stays."
  }

  # Whatever a plan deletes is a resource. Of Firestore's documents two are: the
  # configuration, and what asks for the first roster.
  assert {
    condition = sort(flatten([
      for name in fileset(path.module, "*.tf") : [
        for document in regexall("resource \"(google_firestore_document)\" \"([a-z0-9_]+)\"", file("${path.module}/${name}")) : document[1]
      ]
    ])) == tolist(["first_roster", "routing"])
    error_message = "Terraform has other documents than the configuration and the first roster, and would delete them."
  }
}
