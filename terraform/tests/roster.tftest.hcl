# The roster's first entries, and that Terraform leaves them alone afterwards.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  agents = {
    "anna@acme.example" = {
      display_name = "Anna"
      role         = "supervisor"
      queues       = ["orders", "front-desk"]
      skills       = { german = 5, french = 8 }
      capacity     = 0
      languages    = ["fr", "en"]
      hours        = "shop"
    }
    "ben@acme.example" = { display_name = "Ben" }
  }

  # An apply must be told as much as its plan.
  client_tokens        = {}
  service_account_keys = {}
}

# An apply, of the mocked provider: the runs after it begin with its state.
run "everybody_has_an_entry_with_everything_in_it" {
  command = apply

  assert {
    condition = { for email, entry in google_firestore_document.agents : email => "${entry.database}/${entry.collection}/${entry.document_id}" } == {
      "anna@acme.example" = "(default)/agents/anna@acme.example"
      "ben@acme.example"  = "(default)/agents/ben@acme.example"
    }
    error_message = "The roster is somewhere else."
  }

  assert {
    condition = jsondecode(google_firestore_document.agents["anna@acme.example"].fields) == {
      displayName = { stringValue = "Anna" }
      role        = { stringValue = "supervisor" }
      queues      = { arrayValue = { values = [{ stringValue = "orders" }, { stringValue = "front-desk" }] } }
      skills      = { mapValue = { fields = { french = { integerValue = "8" }, german = { integerValue = "5" } } } }
      capacity    = { integerValue = "0" }
      languages   = { arrayValue = { values = [{ stringValue = "fr" }, { stringValue = "en" }] } }
    }
    error_message = "Anna's entry is ${google_firestore_document.agents["anna@acme.example"].fields}"
  }

  # The defaults are those of shared/configuration.
  assert {
    condition = jsondecode(google_firestore_document.agents["ben@acme.example"].fields) == {
      displayName = { stringValue = "Ben" }
      role        = { stringValue = "agent" }
      queues      = { arrayValue = { values = [] } }
      skills      = { mapValue = { fields = {} } }
      capacity    = { integerValue = "3" }
      languages   = { arrayValue = { values = [] } }
    }
    error_message = "Ben's entry is ${google_firestore_document.agents["ben@acme.example"].fields}"
  }

  assert {
    condition     = alltrue([for entry in google_firestore_document.agents : entry.deletion_policy == "ABANDON"])
    error_message = "Taking somebody out of the settings would delete what they have under way."
  }
}

run "what_supervisors_own_is_not_written_again" {
  command = plan

  variables {
    agents = {
      "anna@acme.example" = { display_name = "Anna", role = "admin" }
    }
  }

  assert {
    condition     = jsondecode(google_firestore_document.agents["anna@acme.example"].fields).role.stringValue == "supervisor"
    error_message = "An apply changes the roster."
  }
}
