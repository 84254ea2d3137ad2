# The first roster: one document that asks for it, and that Terraform leaves the roster
# alone.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

mock_provider "time" {}

variables {
  agents = {
    "anna+desk@acme.example" = {
      display_name = "Anna"
      role         = "admin"
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
run "the_function_is_asked_for_everybody" {
  command = apply

  assert {
    condition = (
      google_firestore_document.first_roster[0].collection == "rosterChanges"
      && google_firestore_document.first_roster[0].database == "(default)"
      && google_firestore_document.first_roster[0].document_id == "seed-${substr(sha256(local.first_roster), 0, 16)}"
    )
    error_message = "The first roster is somewhere else: the rules keep clients from names that begin with seed-."
  }

  assert {
    condition = { for name, value in jsondecode(google_firestore_document.first_roster[0].fields) : name => value.stringValue if name != "roster" } == {
      kind     = "seed"
      operator = "terraform"
      status   = "pending"
    }
    error_message = "The function would not take it for a first roster."
  }

  # The defaults are those of shared/configuration.
  assert {
    condition = jsondecode(jsondecode(google_firestore_document.first_roster[0].fields).roster.stringValue) == {
      "anna+desk@acme.example" = {
        display_name = "Anna", role = "admin", queues = ["orders", "front-desk"], skills = { german = 5, french = 8 }, capacity = 0, languages = ["fr", "en"]
      }
      "ben@acme.example" = { display_name = "Ben", role = "agent", queues = [], skills = {}, capacity = 3, languages = [] }
    }
    error_message = "The first roster is ${jsondecode(google_firestore_document.first_roster[0].fields).roster.stringValue}"
  }
}

# What is under way, what supervisors changed and who was removed is in documents that
# Terraform does not have.
run "no_entry_is_terraform_s" {
  command = plan

  assert {
    condition     = !anytrue([for name in fileset(path.module, "*.tf") : length(regexall("collection *= \"agents\"\n *document_id", file("${path.module}/${name}"))) > 0])
    error_message = "Terraform owns an entry of the roster, and would create it again after it was removed."
  }
}

run "another_first_roster_is_asked_for_once_more" {
  command = plan

  variables {
    agents = {
      "anna+desk@acme.example" = { display_name = "Anna", role = "admin" }
      "eve@acme.example"       = { display_name = "Eve" }
    }
  }

  assert {
    condition     = google_firestore_document.first_roster[0].document_id == "seed-${substr(sha256(local.first_roster), 0, 16)}"
    error_message = "The document keeps its name, and the function has given it its outcome."
  }
}

run "no_first_roster_asks_for_nothing" {
  command = plan

  variables {
    agents = {}
  }

  assert {
    condition     = length(google_firestore_document.first_roster) == 0
    error_message = "An empty first roster is asked for."
  }
}
