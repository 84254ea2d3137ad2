# config/current is what shared/route reads. The contract's file is read by a
# test of the Go side too.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {
  override_during = plan
}

run "the_example_renders_as_the_contract_says" {
  command = plan

  assert {
    condition     = local.routing_text == trimspace(file("${path.module}/tests/contract/routing.json"))
    error_message = "It renders as ${local.routing_text}"
  }

  # The first 16 hexadecimal digits of sha256sum of the contract's text.
  assert {
    condition     = local.routing_version == "b1077e1145c03239" && output.routing_version == "b1077e1145c03239"
    error_message = "The version is ${local.routing_version}."
  }
}

run "text_and_version_are_one_document" {
  command = plan

  assert {
    condition = (
      google_firestore_document.routing.collection == "config"
      && google_firestore_document.routing.document_id == "current"
      && google_firestore_document.routing.database == "(default)"
      && jsondecode(google_firestore_document.routing.fields) == {
        routing = { stringValue = local.routing_text }
        version = { stringValue = local.routing_version }
      }
    )
    error_message = "The document is not the one that the functions read."
  }
}

run "what_was_left_out_is_not_there" {
  command = plan

  variables {
    accounts = {
      acme = { display_name = "Acme", channel = "business-messages", partner_id = "p", workstream = "support" }
    }
    workstreams = {
      support = { channel = "business-messages", fallback_queue = "front-desk", attachments = null }
      billing = { channel = "business-messages", fallback_queue = "billing", attachments = false, survey = true }
    }
    queues = {
      front-desk = { display_name = "Front desk", priority = null }
      billing    = { display_name = "Rechnungen & Verträge", priority = 0 }
    }
  }

  assert {
    condition = jsondecode(local.routing_text) == {
      accounts    = { acme = { workstream = "support" } }
      workstreams = { billing = { fallbackQueue = "billing", attachments = false, survey = true }, support = { fallbackQueue = "front-desk" } }
      queues      = { billing = { displayName = "Rechnungen & Verträge", priority = 0 }, front-desk = { displayName = "Front desk" } }
    }
    error_message = "It renders as ${local.routing_text}"
  }
}

run "a_configuration_too_long_for_a_document_is_refused" {
  command = plan

  variables {
    queues = {
      front-desk = { display_name = format("%01001000d", 0) }
      billing    = { display_name = "Billing" }
    }
  }

  expect_failures = [google_firestore_document.routing]
}
