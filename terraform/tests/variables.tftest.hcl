# Every bad value is refused, by the variable that it is in. Each run changes one
# thing of a configuration that is good; the first run proves that it is.
#
# Nothing here looks at a resource: check.sh gives these runs the variables and
# nothing else, which takes a second instead of a minute.

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

variables {
  accounts = {
    acme = {
      display_name = "Acme"
      channel      = "business-messages"
      partner_id   = "p"
      workstream   = "support"
      brand_agents = { stores = { brand_id = "b", agent_id = "a", workstream = "support" } }
    }
  }
  workstreams = { support = { type = "messaging", fallback_queue = "front-desk" } }
  queues      = { front-desk = { display_name = "Front desk", priority = 3 } }

  hours              = null
  automated_messages = null
  quick_replies      = null
  macros             = null
  tags               = null
  outcomes           = null
  agents             = {}
  tests              = []
}

run "the_good_configuration_is_accepted" {
  command = plan
}

run "what_may_be_left_out_is_left_out" {
  command = plan
  variables {
    accounts    = { acme = { workstream = "support" } }
    workstreams = { support = { fallback_queue = "front-desk" } }
    queues      = { front-desk = { display_name = "Front desk" } }
    agents      = { "anna@acme.example" = { display_name = "Anna", role = "admin" } }
    tests       = [{ name = "nothing" }]
  }
}

run "every_variable_is_described_and_typed" {
  command = plan

  assert {
    condition = length(distinct([for pattern in ["^variable ", "^  description +=", "^  type +=", "^  nullable +=  *(false|true)"] :
      sum([for name in fileset(path.module, "variables*.tf") : length(regexall("(?m)${pattern}", file("${path.module}/${name}")))])
    ])) == 1
    error_message = "A variable has no description, no type, or does not say whether it may be null."
  }

  # Null where nothing was written leaves the routing configuration without a
  # trace; all else has a value.
  assert {
    condition = (
      sum([for name in setsubtract(fileset(path.module, "variables*.tf"), ["variables_routing.tf"]) : length(regexall("(?m)^  nullable +=  *true", file("${path.module}/${name}")))]) == 0
      && length(regexall("(?m)^  nullable +=  *true[^\n]*\n  default +=  *null$", file("${path.module}/variables_routing.tf"))) == 9
      && length(regexall("(?m)^  nullable +=  *true", file("${path.module}/variables_routing.tf"))) == 9
    )
    error_message = "A variable may be null that is not an optional part of the routing configuration."
  }
}

run "a_project_s_number_is_refused" {
  command = plan
  variables {
    project_id = "123456789012"
  }
  expect_failures = [var.project_id]
}

run "a_project_s_name_with_capitals_is_refused" {
  command = plan
  variables {
    project_id = "My-Project"
  }
  expect_failures = [var.project_id]
}

run "a_zone_is_refused_as_region" {
  command = plan
  variables {
    region = "europe-west1-b"
  }
  expect_failures = [var.region]
}

run "a_multi_region_is_refused_as_region" {
  command = plan
  variables {
    region = "eu"
  }
  expect_failures = [var.region]
}

run "an_unknown_firestore_location_is_refused" {
  command = plan
  variables {
    firestore_location = "europe"
  }
  expect_failures = [var.firestore_location]
}

run "another_public_access_is_refused" {
  command = plan
  variables {
    public_access = "allUsers"
  }
  expect_failures = [var.public_access]
}

run "a_database_on_another_continent_is_refused" {
  command = plan
  variables {
    region             = "us-central1"
    firestore_location = "eur3"
  }
  expect_failures = [var.firestore_location]
}

run "a_database_of_several_regions_on_the_continent_is_taken" {
  command = plan
  variables {
    region             = "northamerica-northeast1"
    firestore_location = "nam7"
  }
}

run "a_runtime_that_the_source_is_too_new_for_is_refused" {
  command = plan
  variables {
    go_runtime = "go125"
  }
  expect_failures = [var.go_runtime]
}

run "the_runtime_after_this_one_is_taken" {
  command = plan
  variables {
    go_runtime = "go127"
  }
}

run "a_prefix_too_long_for_a_service_account_is_refused" {
  command = plan
  variables {
    prefix = "p23456789012345678"
  }
  expect_failures = [var.prefix]
}

run "a_prefix_that_ends_with_a_hyphen_is_refused" {
  command = plan
  variables {
    prefix = "desk-"
  }
  expect_failures = [var.prefix]
}

run "a_prefix_with_capitals_is_refused" {
  command = plan
  variables {
    prefix = "Desk"
  }
  expect_failures = [var.prefix]
}

run "a_prefix_that_pubsub_keeps_for_itself_is_refused" {
  command = plan
  variables {
    prefix = "google"
  }
  expect_failures = [var.prefix]
}

run "a_prefix_that_no_bucket_may_have_is_refused" {
  command = plan
  variables {
    prefix = "my-google-desk"
  }
  expect_failures = [var.prefix]
}

run "a_key_of_no_version_is_refused" {
  command = plan
  variables {
    conversation_key_version = 0
  }
  expect_failures = [var.conversation_key_version]
}

run "a_key_of_half_a_version_is_refused" {
  command = plan
  variables {
    conversation_key_version = 1.5
  }
  expect_failures = [var.conversation_key_version]
}

run "no_account_at_all_is_refused" {
  command = plan
  variables {
    accounts = {}
  }
  expect_failures = [var.accounts]
}

run "an_account_s_name_with_capitals_is_refused" {
  command = plan
  variables {
    accounts = {
      Acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_account_s_name_with_a_slash_is_refused" {
  command = plan
  variables {
    accounts = {
      "a/b" = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_account_s_name_that_begins_with_a_digit_is_refused" {
  command = plan
  variables {
    accounts = {
      "1acme" = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_account_s_name_of_40_characters_is_refused" {
  command = plan
  variables {
    accounts = {
      a234567890123456789012345678901234567890 = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_unknown_channel_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "carrier-pigeon"
        partner_id   = "p"
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_account_of_rcs_has_settings_of_its_own" {
  command = plan
  variables {
    accounts = {
      acme = { workstream = "support", brand_agents = { shop = { brand_id = "b", agent_id = "a" } } }
      text = {
        channel           = "rcs"
        workstream        = "support"
        brand_agents      = { shop = { agent_id = "acme-shop" }, pro = { agent_id = "acme-pro" } }
        region            = "europe"
        traffic_type      = "transaction"
        time_to_live      = "2h"
        outbound          = true
        outbound_per_hour = 200
      }
      quiet = { channel = "rcs", workstream = "support", outbound = false, brand_agents = { shop = { agent_id = "quiet" } } }
      plain = { workstream = "support", outbound = false }
    }
  }
}

run "a_channel_without_region_is_told_so" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream = "support"
        region     = "europe"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_channel_without_traffic_type_is_told_so" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        traffic_type = "service"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_channel_without_time_to_live_is_told_so" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        time_to_live = "2h"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_channel_without_outbound_is_told_so" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream = "support"
        outbound   = true
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_unknown_region_of_agents_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream = "support"
        channel    = "rcs"
        region     = "africa"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_unknown_traffic_type_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        traffic_type = "SERVICEREQUEST"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_acknowledgement_by_default_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        traffic_type = "acknowledgement"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_budget_of_conversations_without_outbound_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream        = "support"
        channel           = "rcs"
        outbound_per_hour = 5
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_budget_of_no_conversations_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream        = "support"
        channel           = "rcs"
        outbound          = true
        outbound_per_hour = 0
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_budget_of_201_conversations_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream        = "support"
        channel           = "rcs"
        outbound          = true
        outbound_per_hour = 201
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_budget_of_half_a_conversation_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream        = "support"
        channel           = "rcs"
        outbound          = true
        outbound_per_hour = 2.5
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_time_to_live_of_9_seconds_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        time_to_live = "9s"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_time_to_live_of_more_than_15_days_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        time_to_live = "15d1s"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_time_to_live_that_is_no_time_span_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        time_to_live = "soon"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_time_to_live_of_10_seconds_is_allowed" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        time_to_live = "10s"
      }
    }
  }
}

run "a_time_to_live_of_15_days_is_allowed" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        time_to_live = "14d23h59m60s"
      }
    }
  }
}

run "a_time_to_live_in_fractions_is_allowed" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        time_to_live = "1.5h"
      }
    }
  }
}

run "a_country_without_outbound_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream = "support"
        channel    = "rcs"
        country    = "FR"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_country_in_small_letters_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream = "support"
        channel    = "rcs"
        outbound   = true
        country    = "fr"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_brand_where_the_channel_has_none_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        brand_agents = { shop = { brand_id = "b", agent_id = "a" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_agent_s_id_with_google_s_suffix_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        brand_agents = { shop = { agent_id = "acme-shop@rbm.goog" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "the_same_agent_of_rcs_twice_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        workstream   = "support"
        channel      = "rcs"
        brand_agents = { shop = { agent_id = "a" }, store = { agent_id = "a" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_blank_display_name_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = " "
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_blank_partner_id_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = ""
        workstream   = "support"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_account_s_unknown_workstream_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "suport"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_brand_agent_s_unknown_workstream_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        brand_agents = { stores = { brand_id = "b", agent_id = "a", workstream = "suport" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_brand_id_with_its_path_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        brand_agents = { stores = { brand_id = "brands/b", agent_id = "a" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_agent_id_with_its_path_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        brand_agents = { stores = { brand_id = "b", agent_id = "brands/b/agents/a" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_empty_agent_id_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        brand_agents = { stores = { brand_id = "b", agent_id = "" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "the_same_brand_agent_twice_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        brand_agents = { one = { brand_id = "b", agent_id = "a" }, two = { brand_id = "b", agent_id = "a" } }
      }
    }
  }
  expect_failures = [var.accounts]
}

run "an_impersonated_user_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        impersonate  = "someone@example.com"
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_key_and_an_impersonation_are_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name                = "Acme"
        channel                     = "business-messages"
        partner_id                  = "p"
        workstream                  = "support"
        impersonate                 = "s@p.iam.gserviceaccount.com"
        service_account_key_version = 1
      }
    }
  }
  expect_failures = [var.accounts]
}

run "no_version_of_the_webhook_s_keys_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name         = "Acme"
        channel              = "business-messages"
        partner_id           = "p"
        workstream           = "support"
        webhook_key_versions = []
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_version_that_is_none_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name         = "Acme"
        channel              = "business-messages"
        partner_id           = "p"
        workstream           = "support"
        webhook_key_versions = ["newest"]
      }
    }
  }
  expect_failures = [var.accounts]
}

run "version_0_is_refused" {
  command = plan
  variables {
    accounts = {
      acme = {
        display_name         = "Acme"
        channel              = "business-messages"
        partner_id           = "p"
        workstream           = "support"
        webhook_key_versions = ["0"]
      }
    }
  }
  expect_failures = [var.accounts]
}

run "a_workstream_s_name_with_a_blank_is_refused" {
  command = plan
  variables {
    workstreams = {
      "after sales" = { fallback_queue = "front-desk" }
      support       = { fallback_queue = "front-desk" }
    }
  }
  expect_failures = [var.workstreams]
}

run "a_workstream_of_another_type_is_refused" {
  command = plan
  variables {
    workstreams = {
      support = { fallback_queue = "front-desk", type = "voice" }
    }
  }
  expect_failures = [var.workstreams]
}

run "a_workstream_s_unknown_queue_is_refused" {
  command = plan
  variables {
    workstreams = {
      support = { fallback_queue = "frontdesk" }
    }
  }
  expect_failures = [var.workstreams]
}

run "a_route_to_an_unknown_queue_is_refused" {
  command = plan
  variables {
    workstreams = { support = { fallback_queue = "front-desk", routes = [
      { name = "all", queue = "frontdesk" },
    ] } }
  }
  expect_failures = [var.workstreams]
}

run "a_split_to_an_unknown_queue_is_refused" {
  command = plan
  variables {
    workstreams = { support = { fallback_queue = "front-desk", routes = [
      { name = "all", split = [{ queue = "front-desk", percent = 50 }, { queue = "frontdesk", percent = 50 }] },
    ] } }
  }
  expect_failures = [var.workstreams]
}

run "a_queue_s_name_with_a_slash_is_refused" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      "a/b"      = { display_name = "Billing" }
    }
  }
  expect_failures = [var.queues]
}

run "a_queue_s_name_of_dots_is_refused" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      ".."       = { display_name = "Billing" }
    }
  }
  expect_failures = [var.queues]
}

run "a_blank_queue_is_refused" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      billing    = { display_name = "" }
    }
  }
  expect_failures = [var.queues]
}

run "half_a_priority_is_refused" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      billing    = { display_name = "Billing", priority = 1.5 }
    }
  }
  expect_failures = [var.queues]
}

run "a_priority_beyond_all_bounds_is_refused" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      billing    = { display_name = "Billing", priority = 101 }
    }
  }
  expect_failures = [var.queues]
}

run "a_promise_to_more_than_everybody_is_refused" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      billing    = { display_name = "Billing", service_level = { percent = 101 } }
    }
  }
  expect_failures = [var.queues]
}

run "a_queue_s_unknown_hours_are_refused" {
  command = plan
  variables {
    queues = { front-desk = { display_name = "Front desk", hours = "shop" } }
  }
  expect_failures = [var.queues]
}

run "a_queue_s_misspelt_hours_are_refused" {
  command = plan
  variables {
    queues = { front-desk = { display_name = "Front desk", hours = "shpo" } }
    hours  = { shop = { time_zone = "Europe/Paris", week = { monday = ["09:00-18:00"] } } }
  }
  expect_failures = [var.queues]
}

run "an_overflow_of_every_kind_leads_to_a_queue" {
  command = plan
  variables {
    queues = {
      front-desk = { display_name = "Front desk" }
      billing = { display_name = "Billing", hours = "shop", overflow = {
        closed  = { action = "transfer", queue = "front-desk" }
        length  = { limit = 20, action = "transfer", queue = "front-desk" }
        waiting = { after = "10m", action = "transfer", queue = "front-desk" }
      } }
    }
    hours = { shop = { time_zone = "Europe/Paris", week = { monday = ["09:00-18:00"] } } }
  }
}

run "an_overflow_to_an_unknown_queue_while_closed_is_refused" {
  command = plan
  variables {
    queues = { front-desk = { display_name = "Front desk", overflow = { closed = { action = "transfer", queue = "frontdesk" } } } }
  }
  expect_failures = [var.queues]
}

run "an_overflow_to_an_unknown_queue_by_length_is_refused" {
  command = plan
  variables {
    queues = { front-desk = { display_name = "Front desk", overflow = { length = { limit = 1, action = "transfer", queue = "frontdesk" } } } }
  }
  expect_failures = [var.queues]
}

run "an_overflow_to_an_unknown_queue_by_waiting_is_refused" {
  command = plan
  variables {
    queues = { front-desk = { display_name = "Front desk", overflow = { waiting = { after = "5m", action = "transfer", queue = "frontdesk" } } } }
  }
  expect_failures = [var.queues]
}

run "an_agent_without_an_address_is_refused" {
  command = plan
  variables {
    agents = { anna = { display_name = "Anna", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "an_address_with_capitals_is_refused" {
  command = plan
  variables {
    agents = { "Anna@acme.example" = { display_name = "Anna", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "an_address_that_is_another_document_s_path_is_refused" {
  command = plan
  variables {
    agents = { "x/../anna@acme.example" = { display_name = "Anna", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "a_letter_that_looks_like_another_is_refused" {
  command = plan
  variables {
    agents = { "\u0430nna@acme.example" = { display_name = "Anna", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "a_per_cent_sign_is_refused" {
  command = plan
  variables {
    agents = { "a%20nna@acme.example" = { display_name = "Anna", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "agents_without_an_admin_are_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "supervisor" }, "ben@acme.example" = { display_name = "Ben" } }
  }
  expect_failures = [var.agents]
}

run "an_agent_of_another_domain_is_refused" {
  command = plan
  variables {
    agent_domains = ["acme.example"]
    agents        = { "anna@acme.example" = { display_name = "Anna", role = "admin" }, "ben@mail.acme.example" = { display_name = "Ben" } }
  }
  expect_failures = [var.agents]
}

run "a_domain_that_is_none_is_refused" {
  command = plan
  variables {
    agent_domains = ["acme.example", "@acme.example"]
  }
  expect_failures = [var.agent_domains]
}

run "an_agent_without_a_name_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "an_unknown_role_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "root" }, "ben@acme.example" = { display_name = "Ben", role = "admin" } }
  }
  expect_failures = [var.agents]
}

run "an_agent_s_unknown_queue_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "admin", queues = ["front-desk", "frontdesk"] } }
  }
  expect_failures = [var.agents]
}

run "half_a_session_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "admin", capacity = 2.5 } }
  }
  expect_failures = [var.agents]
}

run "a_capacity_beyond_all_bounds_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "admin", capacity = 1001 } }
  }
  expect_failures = [var.agents]
}

run "a_skill_that_is_none_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "admin", skills = { french = 0 } } }
  }
  expect_failures = [var.agents]
}

run "a_skill_beyond_all_bounds_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "admin", skills = { french = 11 } } }
  }
  expect_failures = [var.agents]
}

run "a_skill_s_name_with_capitals_is_refused" {
  command = plan
  variables {
    agents = { "anna@acme.example" = { display_name = "Anna", role = "admin", skills = { French = 5 } } }
  }
  expect_failures = [var.agents]
}

run "no_instance_at_all_is_refused" {
  command = plan
  variables {
    limits = { webhook = { max_instances = 0 } }
  }
  expect_failures = [var.limits]
}

run "more_instances_than_the_cap_are_refused" {
  command = plan
  variables {
    limits = { reply = { min_instances = 11 } }
  }
  expect_failures = [var.limits]
}

run "a_cap_that_is_none_is_refused" {
  command = plan
  variables {
    limits = { action = { max_instances = 1000 } }
  }
  expect_failures = [var.limits]
}

run "fewer_instances_than_none_are_refused" {
  command = plan
  variables {
    limits = { routing = { min_instances = -1 } }
  }
  expect_failures = [var.limits]
}

run "an_unbounded_number_of_copies_is_refused" {
  command = plan
  variables {
    limits = { media = { max_instances = 101 } }
  }
  expect_failures = [var.limits]
}

run "a_desk_with_half_an_instance_is_refused" {
  command = plan
  variables {
    limits = { desk = { max_instances = 1.5 } }
  }
  expect_failures = [var.limits]
}

run "copies_that_are_kept_for_longer_than_can_be_are_refused" {
  command = plan
  variables {
    backup_retention_weeks = 15
  }
  expect_failures = [var.backup_retention_weeks]
}

run "less_than_no_weeks_are_refused" {
  command = plan
  variables {
    backup_retention_weeks = -1
  }
  expect_failures = [var.backup_retention_weeks]
}

run "a_desk_that_nobody_may_leave_for_a_coffee_is_refused" {
  command = plan
  variables {
    sign_in = { idle_minutes = 4 }
  }
  expect_failures = [var.sign_in]
}

run "a_desk_that_stays_open_for_days_is_refused" {
  command = plan
  variables {
    sign_in = { idle_minutes = 1441 }
  }
  expect_failures = [var.sign_in]
}

run "accounts_for_strangers_are_refused" {
  command = plan
  variables {
    sign_in = { password = true, sign_up = true }
  }
  expect_failures = [var.sign_in]
}

run "a_webhook_s_url_is_refused_as_its_domain" {
  command = plan
  variables {
    load_balancer = { webhook_domain = "https://webhook.acme.example/acme" }
  }
  expect_failures = [var.load_balancer]
}

run "a_domain_with_capitals_is_refused" {
  command = plan
  variables {
    load_balancer = { webhook_domain = "Webhook.acme.example" }
  }
  expect_failures = [var.load_balancer]
}

run "a_host_without_a_domain_is_refused" {
  command = plan
  variables {
    load_balancer = { webhook_domain = "webhook" }
  }
  expect_failures = [var.load_balancer]
}

run "an_address_is_refused_as_domain" {
  command = plan
  variables {
    load_balancer = { webhook_domain = "192.0.2.1" }
  }
  expect_failures = [var.load_balancer]
}

run "a_domain_too_long_for_a_certificate_is_refused" {
  command = plan
  variables {
    load_balancer = { webhook_domain = "a234567890123456789012345678901234567890123456789012.acme.example" }
  }
  expect_failures = [var.load_balancer]
}

run "a_load_balancer_that_lets_nothing_through_is_refused" {
  command = plan
  variables {
    load_balancer = { requests_per_minute = 0 }
  }
  expect_failures = [var.load_balancer]
}

run "a_domain_of_the_desk_with_a_path_is_refused" {
  command = plan
  variables {
    load_balancer = { webhook_domain = "webhook.acme.example", desk_domain = "acme.example/desk" }
  }
  expect_failures = [var.load_balancer]
}

run "a_domain_of_the_desk_alone_is_refused" {
  command = plan
  variables {
    load_balancer = { desk_domain = "desk.acme.example" }
  }
  expect_failures = [var.load_balancer]
}
