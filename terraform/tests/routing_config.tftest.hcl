# config/current is what shared/configuration reads. The contract's file is read by a
# test of the Go side too.

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

run "the_example_renders_as_the_contract_says" {
  command = plan

  assert {
    condition     = local.routing_text == trimspace(file("${path.module}/tests/contract/routing.json"))
    error_message = "It renders as ${local.routing_text}"
  }

  # The first 16 hexadecimal digits of sha256sum of the contract's text.
  assert {
    condition     = local.routing_version == "2813ecfc11394234" && output.routing_version == "2813ecfc11394234"
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

# Nothing of it changes a decision: the roster is the supervisors', and tests are
# for the check of a settings file.
run "neither_agents_nor_tests_nor_the_deployment_s_settings_are_in_it" {
  command = plan

  variables {
    accounts = {
      acme = {
        workstream           = "support"
        impersonate          = "sender@acme-messages.iam.gserviceaccount.com"
        webhook_key_versions = ["latest", "3"]
      }
    }
  }

  assert {
    condition     = keys(jsondecode(local.routing_text)) == ["accounts", "automated_messages", "hours", "macros", "masking", "outcomes", "queues", "quick_replies", "tags", "workstreams"]
    error_message = "It has ${join(", ", keys(jsondecode(local.routing_text)))}"
  }

  assert {
    condition     = jsondecode(local.routing_text).accounts == { acme = { workstream = "support" } }
    error_message = "The account renders as ${jsonencode(jsondecode(local.routing_text).accounts)}"
  }

  assert {
    condition     = length(var.agents) > 0 && length(var.tests) > 0
    error_message = "The example has no agents or no tests any more, so this run shows nothing."
  }
}

# A field that a release adds must not change the version of those who do not use
# it: the text is exactly what was written.
run "what_was_left_out_leaves_no_trace" {
  command = plan

  variables {
    accounts = {
      acme = { workstream = "support" }
    }
    workstreams = {
      support = { fallback_queue = "front-desk", attachments = null, offer = null, wrap_up = {}, messages = { greeting = null } }
      billing = { fallback_queue = "billing", attachments = false, reopen_within = "0s", routes = [] }
    }
    queues = {
      front-desk = { display_name = "Front desk", priority = null }
      billing    = { display_name = "Billing", priority = 0 }
    }
    hours              = null
    automated_messages = null
    quick_replies      = null
    macros             = null
    tags               = null
    outcomes           = null
    masking            = null
    agents             = {}
    tests              = []
  }

  # An empty object that was written stays, and so do false, 0 and an empty list.
  assert {
    condition = local.routing_text == join("", [
      "{\"accounts\":{\"acme\":{\"workstream\":\"support\"}},",
      "\"queues\":{\"billing\":{\"display_name\":\"Billing\",\"priority\":0},\"front-desk\":{\"display_name\":\"Front desk\"}},",
      "\"workstreams\":{\"billing\":{\"attachments\":false,\"fallback_queue\":\"billing\",\"reopen_within\":\"0s\",\"routes\":[]},",
      "\"support\":{\"fallback_queue\":\"front-desk\",\"messages\":{},\"wrap_up\":{}}}}",
    ])
    error_message = "It renders as ${local.routing_text}"
  }
}

# What is wrong with them is the loader's to say, see shared/configuration: an apply must
# only not lose a part of them.
run "what_customers_are_asked_and_what_is_masked_arrives_whole" {
  command = plan

  variables {
    accounts = {
      acme = { workstream = "support", closing = "bye" }
    }
    workstreams = {
      support = {
        fallback_queue = "front-desk"
        notice = {
          message    = "notice"
          ask        = true
          version    = "2"
          accept     = "yes"
          refuse     = "no"
          within     = "5m"
          refused    = { action = "transfer", queue = "front-desk" }
          unanswered = { action = "end", message = "bye" }
        }
      }
      told = { fallback_queue = "front-desk", notice = { message = "notice" } }
    }
    queues             = { front-desk = { display_name = "Front desk" } }
    macros             = null
    tags               = null
    outcomes           = null
    hours              = null
    automated_messages = null
    quick_replies      = null
    masking = [
      { built_in = "iban" },
      {
        name        = "loyalty"
        pattern     = "AC\\d{8}"
        ignore_case = true
        check       = "luhn"
        direction   = "in"
        replacement = "AC-••••"
        masks       = ["ac12345674"]
        keeps       = ["AC1"]
      },
    ]
    stop_words = { de = ["stop", "keine Nachrichten"], fr = [] }
    agents     = {}
    tests      = []
  }

  assert {
    condition = jsondecode(local.routing_text) == {
      accounts = { acme = { workstream = "support", closing = "bye" } }
      workstreams = {
        support = {
          fallback_queue = "front-desk"
          notice = {
            message    = "notice"
            ask        = true
            version    = "2"
            accept     = "yes"
            refuse     = "no"
            within     = "5m"
            refused    = { action = "transfer", queue = "front-desk" }
            unanswered = { action = "end", message = "bye" }
          }
        }
        told = { fallback_queue = "front-desk", notice = { message = "notice" } }
      }
      queues = { front-desk = { display_name = "Front desk" } }
      masking = [
        { built_in = "iban" },
        {
          name        = "loyalty"
          pattern     = "AC\\d{8}"
          ignore_case = true
          check       = "luhn"
          direction   = "in"
          replacement = "AC-••••"
          masks       = ["ac12345674"]
          keeps       = ["AC1"]
        },
      ]
      stop_words = { de = ["stop", "keine Nachrichten"], fr = [] }
    }
    error_message = "It renders as ${local.routing_text}"
  }
}

run "nulls_are_left_out_at_every_depth" {
  command = plan

  variables {
    workstreams = {
      support = {
        fallback_queue = "front-desk"
        classification = [{ name = "c", rules = [
          { name = "first", when = null, set = { priority = null, language = null, skills = { french = 3, german = null }, attributes = null } },
          { name = "second", when = "true", set = { priority = -1 } },
        ] }]
        routes = [
          { name = "split", split = [{ queue = "front-desk", percent = 100 }], overflow = { closed = null, length = { limit = 1, action = "end", queue = null } } },
        ]
      }
      pro = { fallback_queue = "front-desk" }
    }
    queues = { front-desk = { display_name = "Front desk", assignment = { method = null, relax = [{ after = "1m", drop = ["french"] }] } } }
    hours  = { shop = { time_zone = "Europe/Paris", week = null, exceptions = { "2026-12-25" = [], "2026-12-26" = null } } }
    agents = {}
  }

  assert {
    condition = jsondecode(local.routing_text).workstreams.support == {
      fallback_queue = "front-desk"
      classification = [{ name = "c", rules = [
        { name = "first", set = { skills = { french = 3 } } },
        { name = "second", when = "true", set = { priority = -1 } },
      ] }]
      routes = [
        { name = "split", split = [{ queue = "front-desk", percent = 100 }], overflow = { length = { limit = 1, action = "end" } } },
      ]
    }
    error_message = "The workstream renders as ${jsonencode(jsondecode(local.routing_text).workstreams.support)}"
  }

  assert {
    condition = (
      jsondecode(local.routing_text).queues == { front-desk = { display_name = "Front desk", assignment = { relax = [{ after = "1m", drop = ["french"] }] } } }
      && jsondecode(local.routing_text).hours == { shop = { time_zone = "Europe/Paris", exceptions = { "2026-12-25" = [] } } }
      && !strcontains(local.routing_text, "null")
    )
    error_message = "It renders as ${local.routing_text}"
  }
}

# Nulls are taken out of the text. None of these is one.
run "what_only_looks_like_a_null_stays" {
  command = plan

  variables {
    automated_messages = {
      tricky = { texts = {
        de = "null"
        en = "{\"a\":null,\"b\":null}"
        fr = "\"a\":null,"
        it = ",\"a\":null}"
        nl = "\\\",\"a\":null,\\"
        pt = ",{"
        # A name that nobody gives; it is refused when it is loaded, and must not
        # spoil the text before.
        "x\"y" = null
      } }
    }
  }

  assert {
    condition = jsondecode(local.routing_text).automated_messages == { tricky = { texts = {
      de     = "null"
      en     = "{\"a\":null,\"b\":null}"
      fr     = "\"a\":null,"
      it     = ",\"a\":null}"
      nl     = "\\\",\"a\":null,\\"
      pt     = ",{"
      "x\"y" = null
    } } }
    error_message = "It renders as ${local.routing_text}"
  }
}

# As encoding/json of Go writes the same, so that a program can tell the version
# of a settings file that was not applied yet.
run "keys_are_sorted_and_characters_escaped_as_go_does" {
  command = plan

  variables {
    automated_messages = {
      b = { texts = { fr = "é & 😀", en = "<b>\u2028\u2029\t\n" } }
      a = { texts = { en = "\u007f/\\" } }
    }
    quick_replies = null
    macros        = null
    tags          = null
    outcomes      = null
    masking       = null
    queues        = { front-desk = { display_name = "Front desk", priority = 1e1, overflow = { length = { limit = 20.0, action = "end" } } } }
    workstreams   = { support = { fallback_queue = "front-desk" }, pro = { fallback_queue = "front-desk" } }
    hours         = {}
    agents        = {}
  }

  assert {
    condition = strcontains(local.routing_text, join("", [
      "\"automated_messages\":{\"a\":{\"texts\":{\"en\":\"\u007f/\\\\\"}},",
      "\"b\":{\"texts\":{\"en\":\"\\u003cb\\u003e\\u2028\\u2029\\t\\n\",\"fr\":\"é \\u0026 😀\"}}},",
      "\"hours\":{},",
      "\"queues\":{\"front-desk\":{\"display_name\":\"Front desk\",\"overflow\":{\"length\":{\"action\":\"end\",\"limit\":20}},\"priority\":10}},",
    ]))
    error_message = "It renders as ${local.routing_text}"
  }
}

run "lists_keep_their_order" {
  command = plan

  assert {
    condition = (
      join(" ", jsondecode(local.routing_text).workstreams.support.routes[*].name) == "manual parcel complaint billing repair order anything-else"
      && join(" ", jsondecode(local.routing_text).workstreams.support.classification[*].name) == "language topic urgency shop"
      && jsondecode(local.routing_text).queues.repairs.assignment.order_by == ["skill:heating", "free-capacity"]
      && jsondecode(local.routing_text).hours.office.week.monday == ["09:00-12:30", "14:00-17:30"]
    )
    error_message = "Rules are in another order: ${jsonencode(jsondecode(local.routing_text).workstreams.support.routes[*].name)}"
  }
}

run "a_configuration_too_long_for_a_document_is_refused" {
  command = plan

  variables {
    automated_messages = { long = { texts = { en = format("%01001000d", 0) } } }
  }

  expect_failures = [google_firestore_document.routing]
}
