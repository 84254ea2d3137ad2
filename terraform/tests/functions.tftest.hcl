# Each function is the one that its folder holds, knows what it has to know and
# nothing else, and cannot grow without bounds.

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

run "one_word_names_a_function_everywhere" {
  command = plan

  # Folder, Terraform file and module.
  assert {
    condition = (
      toset([for name in fileset(path.module, "function_*.tf") : trimsuffix(trimprefix(name, "function_"), ".tf")])
      == toset([for name in fileset("${path.module}/../functions", "*/*.go") : dirname(name)])
    )
    error_message = "A folder of functions/ has no function_*.tf, or the other way round."
  }

  assert {
    condition = alltrue([for name in fileset(path.module, "function_*.tf") :
      one(flatten(regexall("\nmodule \"([a-z]+)\"", file("${path.module}/${name}")))) == trimsuffix(trimprefix(name, "function_"), ".tf")
    ])
    error_message = "A function_*.tf holds another function's module."
  }

  assert {
    condition = alltrue([for name, function in {
      webhook  = module.webhook.function
      routing  = module.routing.function
      reply    = module.reply.function
      action   = module.action.function
      start    = module.start.function
      presence = module.presence.function
      roster   = module.roster.function
      erase    = module.erase.function
      timer    = module.timer.function
      media    = module.media.function
      desk     = module.desk.function
      } : (
      function.build_config[0].entry_point == name
      && function.build_config[0].runtime == "go126"
      && function.name == "frontdesk-${name}"
      && function.labels.function == name
      && function.service_config[0].service_account_email == "frontdesk-${name}@my-frontdesk.iam.gserviceaccount.com"
    )])
    error_message = "A function's entry point, name, label or identity is another's."
  }
}

# The names are the env tags of shared/config.
run "functions_have_their_settings_and_no_others" {
  command = plan

  assert {
    condition     = keys(module.webhook.function.service_config[0].environment_variables) == tolist(["ACCOUNTS", "CONVERSATION_KEY", "GOOGLE_CLOUD_PROJECT", "INBOUND_TOPIC"])
    error_message = "The webhook's settings are not those of config.Webhook."
  }

  assert {
    condition     = keys(module.routing.function.service_config[0].environment_variables) == tolist(["CONVERSATION_KEY", "DEAD_LETTER_TOPIC", "GOOGLE_CLOUD_PROJECT", "MEDIA_TOPIC", "TIMER_ACCOUNT", "TIMER_QUEUE", "TIMER_URL"])
    error_message = "Routing's settings are not those of config.Routing."
  }

  assert {
    condition     = keys(module.reply.function.service_config[0].environment_variables) == tolist(["ACCOUNTS", "DESK_URL", "GOOGLE_CLOUD_PROJECT", "MEDIA_BUCKET"])
    error_message = "Reply's settings are not those of config.Reply."
  }

  assert {
    condition     = keys(module.start.function.service_config[0].environment_variables) == tolist(["ACCOUNTS", "CONVERSATION_KEY", "GOOGLE_CLOUD_PROJECT"])
    error_message = "Start's settings are not those of config.Start."
  }

  assert {
    condition     = keys(module.roster.function.service_config[0].environment_variables) == tolist(["GOOGLE_CLOUD_PROJECT"])
    error_message = "Roster's settings are not those of config.Roster."
  }

  assert {
    condition     = google_logging_project_exclusion.links.filter == "httpRequest.requestUrl=~\"://[^/]+/f/\""
    error_message = "A log keeps the addresses by which anybody can fetch a customer's files."
  }

  assert {
    condition     = keys(module.erase.function.service_config[0].environment_variables) == tolist(["CONVERSATION_KEY", "COPIES_DAYS", "EVENTS_TABLE", "GOOGLE_CLOUD_PROJECT", "LEDGER_BUCKET", "MEDIA_BUCKET"])
    error_message = "Erase's settings are not those of config.Erase."
  }

  assert {
    condition = (
      module.erase.function.service_config[0].environment_variables.LEDGER_BUCKET == "my-frontdesk-frontdesk-ledger"
      && module.erase.function.service_config[0].environment_variables.MEDIA_BUCKET == "my-frontdesk-frontdesk-media"
      && module.erase.function.service_config[0].environment_variables.COPIES_DAYS == "30"
    )
    error_message = "Erase is told another bucket, or that copies last for another time."
  }

  assert {
    condition = alltrue([for function in [module.action.function, module.presence.function, module.timer.function] :
      keys(function.service_config[0].environment_variables) == tolist(["GOOGLE_CLOUD_PROJECT", "TIMER_ACCOUNT", "TIMER_QUEUE", "TIMER_URL"])
    ])
    error_message = "The settings are not those of config.Action, config.Presence and config.Timer, which are the same."
  }

  assert {
    condition     = keys(module.media.function.service_config[0].environment_variables) == tolist(["GOOGLE_CLOUD_PROJECT", "MEDIA_BUCKET", "MEDIA_RESULTS_TOPIC"])
    error_message = "Media's settings are not those of config.Media."
  }

  assert {
    condition     = keys(module.desk.function.service_config[0].environment_variables) == tolist(["FIREBASE_API_KEY", "FIREBASE_AUTH_DOMAIN", "GOOGLE_CLOUD_PROJECT", "IDLE_TIMEOUT", "MEDIA_BUCKET", "SIGN_IN_SECOND_FACTOR", "SIGN_IN_WITH_PASSWORD"])
    error_message = "The desk's settings are not those of config.Desk."
  }

  assert {
    condition = (
      module.webhook.function.service_config[0].environment_variables.INBOUND_TOPIC == "frontdesk-inbound"
      && module.routing.function.service_config[0].environment_variables.DEAD_LETTER_TOPIC == "frontdesk-inbound-dead-letter"
      && module.routing.function.service_config[0].environment_variables.MEDIA_TOPIC == "frontdesk-media"
      && module.reply.function.service_config[0].environment_variables.MEDIA_BUCKET == "my-frontdesk-frontdesk-media"
      && module.reply.function.service_config[0].environment_variables.DESK_URL == "https://${local.desk_host}"
      && module.media.function.service_config[0].environment_variables.MEDIA_BUCKET == "my-frontdesk-frontdesk-media"
      && module.desk.function.service_config[0].environment_variables.MEDIA_BUCKET == "my-frontdesk-frontdesk-media"
      && module.desk.function.service_config[0].environment_variables.FIREBASE_API_KEY == "browser-key"
      && module.desk.function.service_config[0].environment_variables.FIREBASE_AUTH_DOMAIN == "my-frontdesk.firebaseapp.com"
      && alltrue([for function in [
        module.webhook.function, module.routing.function, module.reply.function, module.action.function,
        module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
        ] :
        function.service_config[0].environment_variables.GOOGLE_CLOUD_PROJECT == "my-frontdesk"
      ])
    )
    error_message = "A function is told another topic, bucket or project."
  }
}

run "ids_are_made_with_one_version_of_one_key" {
  command = plan

  # Not the latest: whoever adds a version by mistake must not give every customer
  # another id.
  assert {
    condition = alltrue([for function in [module.webhook.function, module.routing.function, module.start.function] :
      function.service_config[0].environment_variables.CONVERSATION_KEY == "projects/my-frontdesk/secrets/frontdesk-conversation-key/versions/1"
    ])
    error_message = "A function makes ids with another key."
  }
}

run "a_restored_key_is_another_version" {
  command = plan

  variables {
    conversation_key_version = 2
  }

  assert {
    condition = alltrue([for function in [module.webhook.function, module.routing.function, module.start.function] :
      endswith(function.service_config[0].environment_variables.CONVERSATION_KEY, "/secrets/frontdesk-conversation-key/versions/2")
    ])
    error_message = "conversation_key_version does nothing."
  }
}

# The address is the one that Cloud Run gives the service beside the one that the
# provider knows, see function_timer.tf.
run "whoever_sets_timers_knows_where_they_call" {
  command = plan

  assert {
    condition = alltrue([for function in [module.routing.function, module.action.function, module.presence.function, module.timer.function] : (
      function.service_config[0].environment_variables.TIMER_QUEUE == "projects/p/locations/l/queues/timers"
      && function.service_config[0].environment_variables.TIMER_URL == "https://frontdesk-timer-123456789012.europe-west1.run.app"
      && function.service_config[0].environment_variables.TIMER_ACCOUNT == "frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com"
    )])
    error_message = "A function sets timers in another queue, or for another address or identity."
  }

  assert {
    condition     = local.timer_url == "https://${module.timer.service}-123456789012.${module.timer.function.location}.run.app"
    error_message = "The address that timers call is not the timer function's."
  }
}

# The contract's files are read by the Go side's tests too.
run "each_function_knows_of_an_account_what_it_may" {
  command = plan

  assert {
    condition     = module.webhook.function.service_config[0].environment_variables.ACCOUNTS == trimspace(file("${path.module}/tests/contract/webhook_accounts.json"))
    error_message = "The webhook is told this of the accounts: ${module.webhook.function.service_config[0].environment_variables.ACCOUNTS}"
  }

  assert {
    condition     = module.reply.function.service_config[0].environment_variables.ACCOUNTS == trimspace(file("${path.module}/tests/contract/reply_accounts.json"))
    error_message = "Reply is told this of the accounts: ${module.reply.function.service_config[0].environment_variables.ACCOUNTS}"
  }

  assert {
    condition     = module.start.function.service_config[0].environment_variables.ACCOUNTS == module.reply.function.service_config[0].environment_variables.ACCOUNTS
    error_message = "Start speaks to the channels with other accounts than reply."
  }
}

# What an account does not set is the channel's default, which the functions know.
run "reply_is_told_what_concerns_sending" {
  command = plan

  variables {
    accounts = {
      acme = {
        channel      = "rcs"
        workstream   = "support"
        impersonate  = "sender@acme-messages.iam.gserviceaccount.com"
        region       = "us"
        traffic_type = "transaction"
        time_to_live = "2h"
        outbound     = true
      }
      plain = { channel = "rcs", workstream = "support", impersonate = "sender@acme-messages.iam.gserviceaccount.com" }
    }
  }

  assert {
    condition = jsondecode(module.reply.function.service_config[0].environment_variables.ACCOUNTS) == {
      acme = {
        channel = "rcs", impersonate = "sender@acme-messages.iam.gserviceaccount.com"
        region  = "us", traffic_type = "transaction", time_to_live = "2h"
      }
      plain = { channel = "rcs", impersonate = "sender@acme-messages.iam.gserviceaccount.com" }
    }
    error_message = "Reply is told this of the accounts: ${module.reply.function.service_config[0].environment_variables.ACCOUNTS}"
  }

  assert {
    condition = jsondecode(local.routing_text).accounts == {
      acme  = { channel = "rcs", workstream = "support", region = "us", traffic_type = "transaction", time_to_live = "2h", outbound = true }
      plain = { channel = "rcs", workstream = "support" }
    }
    error_message = "Routing is told this of the accounts: ${jsonencode(jsondecode(local.routing_text).accounts)}"
  }
}

run "several_versions_of_the_keys_are_valid_at_once" {
  command = plan

  variables {
    accounts = {
      acme = {
        display_name         = "Acme"
        channel              = "business-messages"
        partner_id           = "p"
        workstream           = "support"
        webhook_key_versions = ["latest", "3"]
      }
    }
  }

  assert {
    condition = jsondecode(module.webhook.function.service_config[0].environment_variables.ACCOUNTS).acme.keys == [
      "projects/my-frontdesk/secrets/frontdesk-acme-webhook-keys/versions/latest",
      "projects/my-frontdesk/secrets/frontdesk-acme-webhook-keys/versions/3",
    ]
    error_message = "The webhook is not told both versions."
  }
}

run "documents_wake_reply_action_start_presence_roster_and_erase_until_they_succeed" {
  command = plan

  assert {
    condition = alltrue([for document, function in {
      "conversations/{c}/replies/{r}" = module.reply.function
      "conversations/{c}/actions/{a}" = module.action.function
      "starts/{s}"                    = module.start.function
      "agents/{email}"                = module.presence.function
      "rosterChanges/{change}"        = module.roster.function
      "dataRequests/{request}"        = module.erase.function
      } : (
      function.event_trigger[0].event_type == "google.cloud.firestore.document.v1.${contains(["agents/{email}", "rosterChanges/{change}", "dataRequests/{request}"], document) ? "written" : "created"}"
      && function.event_trigger[0].retry_policy == "RETRY_POLICY_RETRY"
      && jsonencode({ for filter in function.event_trigger[0].event_filters : filter.attribute => [filter.operator, filter.value] }) == jsonencode({
        database = [null, "(default)"]
        document = ["match-path-pattern", document]
      })
    )])
    error_message = "A trigger waits for other documents, or gives up after one failure."
  }

  assert {
    condition     = alltrue([for function in [module.webhook.function, module.routing.function, module.timer.function, module.media.function, module.desk.function] : length(function.event_trigger) == 0])
    error_message = "The webhook, routing, timer, media and desk are called by HTTP."
  }
}

run "triggers_are_where_the_database_is" {
  command = plan

  variables {
    firestore_location = "eur3"
  }

  assert {
    condition = alltrue([for function in [module.reply.function, module.action.function, module.start.function, module.presence.function, module.roster.function, module.erase.function] :
      function.event_trigger[0].trigger_region == "eur3" && function.location == "europe-west1"
    ])
    error_message = "A trigger is elsewhere than the database, and would never fire."
  }
}

run "instances_are_capped" {
  command = plan

  variables {
    limits = { webhook = { min_instances = 1 }, reply = { max_instances = 3 }, timer = { max_instances = 4 }, media = { max_instances = 2 } }
  }

  assert {
    condition = [for function in [
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
      ] : [
      function.service_config[0].min_instance_count, function.service_config[0].max_instance_count
    ]] == [[1, 10], [0, 10], [0, 3], [0, 10], [0, 10], [0, 10], [0, 10], [0, 10], [0, 4], [0, 2], [0, 10]]
    error_message = "An instance cap is not the one that was set."
  }

  # More than one request at a time needs a whole CPU; less is refused halfway
  # through an apply.
  assert {
    condition = alltrue([for function in [
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
      ] :
      function.service_config[0].max_instance_request_concurrency > 1 && tonumber(function.service_config[0].available_cpu) >= 1
    ])
    error_message = "A function serves one request at a time, or has too little CPU for more."
  }
}

# functions/media: ten megabytes a file, four times, and as much again for the rest.
run "media_has_the_memory_for_its_files" {
  command = plan

  assert {
    condition = (
      module.media.function.service_config[0].max_instance_request_concurrency * 4 * 10 < tonumber(trimsuffix(module.media.function.service_config[0].available_memory, "Mi"))
      && module.media.function.service_config[0].timeout_seconds == 60
    )
    error_message = "Media takes on more files than it has memory for, or ends before a file can be fetched and stored."
  }
}

# functions/desk: maxUploads files of MaxFile, each of them twice.
run "the_desk_has_the_memory_and_the_time_for_its_files" {
  command = plan

  assert {
    condition = (
      4 * 2 * 25 * 2 < tonumber(trimsuffix(module.desk.function.service_config[0].available_memory, "Mi"))
      && module.desk.function.service_config[0].timeout_seconds == 300
    )
    error_message = "The desk takes on more files than it has memory for, or ends before a file came."
  }
}
