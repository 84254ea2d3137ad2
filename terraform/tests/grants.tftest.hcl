# What each identity may do, and nothing more. The first run is the list of all
# grants: a new one fails it until it is here and has a run of its own. Those that are
# there only when something is switched on have theirs in export.tftest.hcl and
# tracing.tftest.hcl.

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

run "these_are_all_grants_there_are" {
  command = plan

  assert {
    condition = sort(flatten([
      for name in setunion(fileset(path.module, "*.tf"), fileset(path.module, "modules/**/*.tf")) : [
        for grant in regexall("resource \"(google_[a-z0-9_]+_iam_[a-z]+)\" \"([a-z0-9_]+)\"", file("${path.module}/${name}")) : join(".", grant)
      ]
      ])) == tolist([
      "google_artifact_registry_repository_iam_binding.functions_writers",
      "google_bigquery_table_iam_binding.events_writers",
      "google_cloud_run_v2_service_iam_binding.invokers",
      "google_cloud_tasks_queue_iam_binding.timers_enqueuers",
      "google_project_iam_member.action_firestore",
      "google_project_iam_member.agents",
      "google_project_iam_member.build_logs",
      "google_project_iam_member.build_sources",
      "google_project_iam_member.erase_firestore",
      "google_project_iam_member.erase_queries",
      "google_project_iam_member.events_receiver",
      "google_project_iam_member.export_firestore",
      "google_project_iam_member.presence_firestore",
      "google_project_iam_member.reply_firestore",
      "google_project_iam_member.roster_firestore",
      "google_project_iam_member.routing_firestore",
      "google_project_iam_member.start_firestore",
      "google_project_iam_member.timer_firestore",
      "google_project_iam_member.traces_writer",
      "google_pubsub_subscription_iam_binding.events_bigquery_subscribers",
      "google_pubsub_subscription_iam_binding.inbound_routing_subscribers",
      "google_pubsub_subscription_iam_binding.media_copy_subscribers",
      "google_pubsub_topic_iam_binding.dead_letter_publishers",
      "google_pubsub_topic_iam_binding.events_dead_letter_publishers",
      "google_pubsub_topic_iam_binding.events_publishers",
      "google_pubsub_topic_iam_binding.inbound_publishers",
      "google_pubsub_topic_iam_binding.media_dead_letter_publishers",
      "google_pubsub_topic_iam_binding.media_publishers",
      "google_pubsub_topic_iam_binding.media_results_publishers",
      "google_secret_manager_secret_iam_binding.conversation_key_readers",
      "google_secret_manager_secret_iam_binding.credentials_readers",
      "google_secret_manager_secret_iam_binding.webhook_keys_readers",
      "google_service_account_iam_binding.events_tokens",
      "google_service_account_iam_binding.media_push_tokens",
      "google_service_account_iam_binding.reply_signs",
      "google_service_account_iam_binding.routing_push_tokens",
      "google_service_account_iam_binding.timer_call_tokens",
      "google_service_account_iam_binding.timer_call_users",
      "google_service_account_iam_member.reply_impersonates",
      "google_service_account_iam_member.start_impersonates",
      "google_storage_bucket_iam_binding.inbound_writers",
      "google_storage_bucket_iam_binding.ledger_readers",
      "google_storage_bucket_iam_binding.ledger_writers",
      "google_storage_bucket_iam_binding.media_erasers",
      "google_storage_bucket_iam_binding.media_lookers",
      "google_storage_bucket_iam_binding.media_viewers",
      "google_storage_bucket_iam_binding.outbound_writers",
      "google_storage_bucket_iam_binding.pending_writers",
      "google_storage_bucket_iam_binding.source_readers",
    ])
    error_message = "There is a grant that no run of this file knows, or one is gone."
  }
}

# A grant dies with what it is on. Terraform knows that of a service account, whose name
# Google makes, and has to be told of everything else.
run "a_grant_is_made_again_with_what_it_is_on" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for name in setunion(fileset(path.module, "*.tf"), fileset(path.module, "modules/**/*.tf")) : [
        for resource in slice(split("\nresource \"", "\n${file("${path.module}/${name}")}"), 1, length(split("\nresource \"", "\n${file("${path.module}/${name}")}"))) :
        strcontains(split("\n}\n", resource)[0], "replace_triggered_by")
        if length(regexall("^google_[a-z0-9_]+_iam_", resource)) == 1 && length(regexall("^google_(project|service_account)_iam_", resource)) == 0
      ]
    ]))
    error_message = "A grant would be gone with what it is on, until the next apply."
  }
}

# The same grants, by whom they are for.
run "each_identity_has_these_rights_and_no_others" {
  command = plan

  assert {
    condition = jsonencode({ for name in [
      "webhook", "routing", "reply", "action", "start", "presence", "roster", "erase", "timer", "media", "desk", "build", "events", "routing-push", "media-push", "timer-call",
      ] : name => sort([for grant in concat(
        [for grant in concat(values(google_project_iam_member.agents), [
          google_project_iam_member.build_logs,
          google_project_iam_member.events_receiver,
          google_project_iam_member.routing_firestore,
          google_project_iam_member.reply_firestore,
          google_project_iam_member.action_firestore,
          google_project_iam_member.start_firestore,
          google_project_iam_member.presence_firestore,
          google_project_iam_member.roster_firestore,
          google_project_iam_member.erase_firestore,
          google_project_iam_member.timer_firestore,
        ]) : { members = [grant.member], right = grant.role }],
        [{
          members = [google_project_iam_member.build_sources.member]
          right   = "${google_project_iam_member.build_sources.role} on ${google_project_iam_member.build_sources.condition[0].title}"
        }],
        [{
          members = tolist(google_artifact_registry_repository_iam_binding.functions_writers.members)
          right   = "${google_artifact_registry_repository_iam_binding.functions_writers.role} on ${google_artifact_registry_repository_iam_binding.functions_writers.repository}"
        }],
        [for grant in [
          module.webhook.invokers,
          module.routing.invokers,
          module.reply.invokers,
          module.action.invokers,
          module.start.invokers,
          module.presence.invokers,
          module.roster.invokers,
          module.erase.invokers,
          module.timer.invokers,
          module.media.invokers,
          module.desk.invokers,
          google_cloud_tasks_queue_iam_binding.timers_enqueuers,
        ] : { members = tolist(grant.members), right = "${grant.role} on ${grant.name}" }],
        [for grant in [
          google_pubsub_topic_iam_binding.inbound_publishers,
          google_pubsub_topic_iam_binding.dead_letter_publishers,
          google_pubsub_topic_iam_binding.media_publishers,
          google_pubsub_topic_iam_binding.media_results_publishers,
          google_pubsub_topic_iam_binding.media_dead_letter_publishers,
        ] : { members = tolist(grant.members), right = "${grant.role} on ${grant.topic}" }],
        [for grant in [
          google_pubsub_subscription_iam_binding.inbound_routing_subscribers,
          google_pubsub_subscription_iam_binding.media_copy_subscribers,
        ] : { members = tolist(grant.members), right = "${grant.role} on ${grant.subscription}" }],
        [for grant in concat(
          values(google_secret_manager_secret_iam_binding.webhook_keys_readers),
          values(google_secret_manager_secret_iam_binding.credentials_readers),
          [google_secret_manager_secret_iam_binding.conversation_key_readers],
        ) : { members = tolist(grant.members), right = "${grant.role} on ${grant.secret_id}" }],
        [for grant in [
          google_service_account_iam_binding.events_tokens,
          google_service_account_iam_binding.media_push_tokens,
          google_service_account_iam_binding.reply_signs,
          google_service_account_iam_binding.routing_push_tokens,
          google_service_account_iam_binding.timer_call_tokens,
          google_service_account_iam_binding.timer_call_users,
        ] : { members = tolist(grant.members), right = "${grant.role} on ${basename(grant.service_account_id)}" }],
        [for grant in concat(values(google_service_account_iam_member.reply_impersonates), values(google_service_account_iam_member.start_impersonates)) :
          { members = [grant.member], right = "${grant.role} on ${basename(grant.service_account_id)}" }
        ],
        [for grant in [
          google_storage_bucket_iam_binding.inbound_writers,
          google_storage_bucket_iam_binding.outbound_writers,
          google_storage_bucket_iam_binding.pending_writers,
          google_storage_bucket_iam_binding.media_lookers,
          google_storage_bucket_iam_binding.media_viewers,
          google_storage_bucket_iam_binding.source_readers,
          google_storage_bucket_iam_binding.media_erasers,
          google_storage_bucket_iam_binding.ledger_writers,
          google_storage_bucket_iam_binding.ledger_readers,
        ] : { members = tolist(grant.members), right = "${grant.role} on ${join("/", concat([grant.bucket], grant.condition[*].title))}" }],
      ) : grant.right if contains(grant.members, "serviceAccount:frontdesk-${name}@my-frontdesk.iam.gserviceaccount.com")])
      }) == jsonencode({
      webhook = [
        "roles/pubsub.publisher on frontdesk-inbound",
        "roles/secretmanager.secretAccessor on frontdesk-acme-rcs-webhook-keys",
        "roles/secretmanager.secretAccessor on frontdesk-acme-webhook-keys",
        "roles/secretmanager.secretAccessor on frontdesk-conversation-key",
      ]
      routing = [
        "roles/cloudtasks.enqueuer on frontdesk-timers",
        "roles/datastore.user",
        "roles/iam.serviceAccountUser on frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com",
        "roles/pubsub.publisher on frontdesk-inbound-dead-letter",
        "roles/pubsub.publisher on frontdesk-media",
        "roles/secretmanager.secretAccessor on frontdesk-conversation-key",
      ]
      reply = [
        "roles/datastore.user",
        "roles/iam.serviceAccountTokenCreator on frontdesk-reply@my-frontdesk.iam.gserviceaccount.com",
        "roles/secretmanager.secretAccessor on frontdesk-acme-credentials",
        "roles/secretmanager.secretAccessor on frontdesk-acme-rcs-credentials",
        "roles/storage.objectCreator on my-frontdesk-frontdesk-media/outbound",
        "roles/storage.objectViewer on my-frontdesk-frontdesk-media",
      ]
      action = [
        "roles/cloudtasks.enqueuer on frontdesk-timers",
        "roles/datastore.user",
        "roles/iam.serviceAccountUser on frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com",
      ]
      start = [
        "roles/datastore.user",
        "roles/secretmanager.secretAccessor on frontdesk-acme-credentials",
        "roles/secretmanager.secretAccessor on frontdesk-acme-rcs-credentials",
        "roles/secretmanager.secretAccessor on frontdesk-conversation-key",
      ]
      presence = [
        "roles/cloudtasks.enqueuer on frontdesk-timers",
        "roles/datastore.user",
        "roles/iam.serviceAccountUser on frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com",
      ]
      roster = ["roles/datastore.user"]
      erase = [
        "roles/datastore.user",
        "roles/secretmanager.secretAccessor on frontdesk-conversation-key",
        "roles/storage.legacyObjectReader on my-frontdesk-frontdesk-ledger",
        "roles/storage.objectCreator on my-frontdesk-frontdesk-ledger",
        "roles/storage.objectUser on my-frontdesk-frontdesk-media",
      ]
      timer = [
        "roles/cloudtasks.enqueuer on frontdesk-timers",
        "roles/datastore.user",
        "roles/iam.serviceAccountUser on frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com",
      ]
      media = [
        "roles/pubsub.publisher on frontdesk-media-results",
        "roles/storage.legacyObjectReader on my-frontdesk-frontdesk-media",
        "roles/storage.objectCreator on my-frontdesk-frontdesk-media/inbound",
      ]
      desk = [
        "roles/storage.legacyObjectReader on my-frontdesk-frontdesk-media",
        "roles/storage.objectCreator on my-frontdesk-frontdesk-media/pending",
      ]
      build = [
        "roles/artifactregistry.writer on frontdesk-functions",
        "roles/logging.logWriter",
        "roles/storage.objectViewer on my-frontdesk-frontdesk-source",
        "roles/storage.objectViewer on sources",
      ]
      events = [
        "roles/eventarc.eventReceiver",
        "roles/run.invoker on frontdesk-action",
        "roles/run.invoker on frontdesk-erase",
        "roles/run.invoker on frontdesk-presence",
        "roles/run.invoker on frontdesk-reply",
        "roles/run.invoker on frontdesk-roster",
        "roles/run.invoker on frontdesk-start",
      ]
      routing-push = ["roles/run.invoker on frontdesk-routing"]
      media-push   = ["roles/run.invoker on frontdesk-media"]
      timer-call   = ["roles/run.invoker on frontdesk-timer"]
    })
    error_message = "An identity may do more than it has to, or less."
  }
}

# What faces the internet or reads strangers' files holds nothing: the webhook and media
# publish, and the desk asks Firestore as the agent who asks the desk.
run "the_webhook_media_and_the_desk_have_no_right_in_the_project" {
  command = plan

  assert {
    condition = length(setintersection(["serviceAccount:frontdesk-webhook@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-media@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-desk@my-frontdesk.iam.gserviceaccount.com"], [
      for grant in concat(
        values(google_project_iam_member.agents),
        [
          google_project_iam_member.build_logs,
          google_project_iam_member.build_sources,
          google_project_iam_member.events_receiver,
          google_project_iam_member.routing_firestore,
          google_project_iam_member.reply_firestore,
          google_project_iam_member.action_firestore,
          google_project_iam_member.start_firestore,
          google_project_iam_member.presence_firestore,
          google_project_iam_member.roster_firestore,
          google_project_iam_member.erase_firestore,
          google_project_iam_member.timer_firestore,
        ],
      ) : grant.member
    ])) == 0
    error_message = "The webhook's, media's or the desk's identity has a role in the project: it must not reach Firestore."
  }
}

run "firestore_is_for_all_that_nobody_outside_can_call" {
  command = plan

  assert {
    condition = alltrue([
      google_project_iam_member.routing_firestore.member == "serviceAccount:frontdesk-routing@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.reply_firestore.member == "serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.action_firestore.member == "serviceAccount:frontdesk-action@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.start_firestore.member == "serviceAccount:frontdesk-start@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.presence_firestore.member == "serviceAccount:frontdesk-presence@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.roster_firestore.member == "serviceAccount:frontdesk-roster@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.erase_firestore.member == "serviceAccount:frontdesk-erase@my-frontdesk.iam.gserviceaccount.com",
      google_project_iam_member.timer_firestore.member == "serviceAccount:frontdesk-timer@my-frontdesk.iam.gserviceaccount.com",
    ])
    error_message = "Firestore's role went to another identity."
  }

  assert {
    condition = alltrue([for grant in [
      google_project_iam_member.routing_firestore,
      google_project_iam_member.reply_firestore,
      google_project_iam_member.action_firestore,
      google_project_iam_member.start_firestore,
      google_project_iam_member.presence_firestore,
      google_project_iam_member.roster_firestore,
      google_project_iam_member.erase_firestore,
      google_project_iam_member.timer_firestore,
    ] : grant.role == "roles/datastore.user"])
    error_message = "A function has another role in the project than roles/datastore.user."
  }
}

run "keys_are_for_the_webhook_and_credentials_for_reply_and_start" {
  command = plan

  assert {
    condition = alltrue([for grant in google_secret_manager_secret_iam_binding.webhook_keys_readers :
      grant.members == toset(["serviceAccount:frontdesk-webhook@my-frontdesk.iam.gserviceaccount.com"]) && grant.role == "roles/secretmanager.secretAccessor"
    ])
    error_message = "Another identity than the webhook's may read the webhook's keys."
  }

  assert {
    condition = alltrue([for grant in google_secret_manager_secret_iam_binding.credentials_readers :
      grant.members == toset(["serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-start@my-frontdesk.iam.gserviceaccount.com"]) && grant.role == "roles/secretmanager.secretAccessor"
    ])
    error_message = "Another identity than reply's and start's may read a provider's credential."
  }

  assert {
    condition = (
      [for grant in google_secret_manager_secret_iam_binding.webhook_keys_readers : grant.secret_id] == ["frontdesk-acme-webhook-keys", "frontdesk-acme-rcs-webhook-keys"]
      && [for grant in google_secret_manager_secret_iam_binding.credentials_readers : grant.secret_id] == ["frontdesk-acme-credentials", "frontdesk-acme-rcs-credentials"]
    )
    error_message = "A secret has no reader, or the wrong ones."
  }
}

run "the_key_of_ids_is_for_webhook_routing_start_and_erase" {
  command = plan

  # Whoever reads it can tell of an id whose it is.
  assert {
    condition = (
      google_secret_manager_secret_iam_binding.conversation_key_readers.members == toset([
        "serviceAccount:frontdesk-webhook@my-frontdesk.iam.gserviceaccount.com",
        "serviceAccount:frontdesk-routing@my-frontdesk.iam.gserviceaccount.com",
        "serviceAccount:frontdesk-start@my-frontdesk.iam.gserviceaccount.com",
        "serviceAccount:frontdesk-erase@my-frontdesk.iam.gserviceaccount.com",
      ])
      && google_secret_manager_secret_iam_binding.conversation_key_readers.role == "roles/secretmanager.secretAccessor"
      && google_secret_manager_secret_iam_binding.conversation_key_readers.secret_id == "frontdesk-conversation-key"
    )
    error_message = "Webhook or routing cannot make the names of conversations, or somebody else can."
  }
}

run "anybody_may_call_the_webhook" {
  command = plan

  assert {
    condition = (
      module.webhook.invokers.members == toset(["allUsers"])
      && module.webhook.invokers.role == "roles/run.invoker"
      && module.webhook.invokers.name == "frontdesk-webhook"
      && module.webhook.function.service_config[0].ingress_settings == "ALLOW_ALL"
    )
    error_message = "The channel cannot reach the webhook."
  }
}

run "anybody_may_load_the_desk" {
  command = plan

  assert {
    condition = (
      module.desk.invokers.members == toset(["allUsers"])
      && module.desk.invokers.role == "roles/run.invoker"
      && module.desk.invokers.name == "frontdesk-desk"
      && module.desk.function.service_config[0].ingress_settings == "ALLOW_ALL"
    )
    error_message = "An agent's browser cannot load the desk."
  }
}

run "only_pushes_may_call_routing" {
  command = plan

  assert {
    condition = (
      module.routing.invokers.members == toset(["serviceAccount:frontdesk-routing-push@my-frontdesk.iam.gserviceaccount.com"])
      && module.routing.invokers.role == "roles/run.invoker"
      && module.routing.invokers.name == "frontdesk-routing"
      && module.routing.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    )
    error_message = "Somebody else than Pub/Sub's push may call routing."
  }

  assert {
    condition = (
      google_service_account_iam_binding.routing_push_tokens.members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && google_service_account_iam_binding.routing_push_tokens.role == "roles/iam.serviceAccountTokenCreator"
    )
    error_message = "Somebody else than Pub/Sub may take the push identity's tokens."
  }
}

run "only_pushes_may_call_media" {
  command = plan

  assert {
    condition = (
      module.media.invokers.members == toset(["serviceAccount:frontdesk-media-push@my-frontdesk.iam.gserviceaccount.com"])
      && module.media.invokers.role == "roles/run.invoker"
      && module.media.invokers.name == "frontdesk-media"
      && module.media.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    )
    error_message = "Somebody else than Pub/Sub's push may call media."
  }

  assert {
    condition = (
      google_service_account_iam_binding.media_push_tokens.members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && google_service_account_iam_binding.media_push_tokens.role == "roles/iam.serviceAccountTokenCreator"
    )
    error_message = "Somebody else than Pub/Sub may take the push identity's tokens."
  }
}

run "files_are_written_by_media_and_desk_kept_by_reply_and_deleted_by_erase" {
  command = plan

  # Nobody but erase can replace or delete a file, and nobody else can do anything.
  assert {
    condition = { for grant in [
      google_storage_bucket_iam_binding.inbound_writers,
      google_storage_bucket_iam_binding.outbound_writers,
      google_storage_bucket_iam_binding.pending_writers,
      google_storage_bucket_iam_binding.media_lookers,
      google_storage_bucket_iam_binding.media_viewers,
      google_storage_bucket_iam_binding.media_erasers,
      ] : "${grant.role} ${join("", grant.condition[*].expression)}" => grant.members } == {
      "roles/storage.objectCreator resource.name.startsWith(\"projects/_/buckets/my-frontdesk-frontdesk-media/objects/inbound/\")"  = toset(["serviceAccount:frontdesk-media@my-frontdesk.iam.gserviceaccount.com"])
      "roles/storage.objectCreator resource.name.startsWith(\"projects/_/buckets/my-frontdesk-frontdesk-media/objects/outbound/\")" = toset(["serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com"])
      "roles/storage.objectCreator resource.name.startsWith(\"projects/_/buckets/my-frontdesk-frontdesk-media/objects/pending/\")"  = toset(["serviceAccount:frontdesk-desk@my-frontdesk.iam.gserviceaccount.com"])
      "roles/storage.legacyObjectReader "                                                                                           = toset(["serviceAccount:frontdesk-media@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-desk@my-frontdesk.iam.gserviceaccount.com"])
      "roles/storage.objectUser "                                                                                                   = toset(["serviceAccount:frontdesk-erase@my-frontdesk.iam.gserviceaccount.com"])
      "roles/storage.objectViewer "                                                                                                 = toset(["serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com"])
    }
    error_message = "Somebody may do more with the files than they have to, or less."
  }

  assert {
    condition = alltrue([for grant in [
      google_storage_bucket_iam_binding.inbound_writers,
      google_storage_bucket_iam_binding.outbound_writers,
      google_storage_bucket_iam_binding.pending_writers,
      google_storage_bucket_iam_binding.media_lookers,
      google_storage_bucket_iam_binding.media_viewers,
      google_storage_bucket_iam_binding.media_erasers,
    ] : grant.bucket == "my-frontdesk-frontdesk-media"])
    error_message = "A grant is on another bucket."
  }

  assert {
    condition = (
      google_service_account_iam_binding.reply_signs.service_account_id == "projects/my-frontdesk/serviceAccounts/frontdesk-reply@my-frontdesk.iam.gserviceaccount.com"
      && google_service_account_iam_binding.reply_signs.role == "roles/iam.serviceAccountTokenCreator"
      && google_service_account_iam_binding.reply_signs.members == toset(["serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com"])
    )
    error_message = "Reply cannot sign the addresses of files, or somebody else signs as reply."
  }
}

run "only_events_may_call_reply_action_start_presence_roster_and_erase" {
  command = plan

  assert {
    condition = alltrue([for name, grant in {
      frontdesk-reply    = module.reply.invokers
      frontdesk-action   = module.action.invokers
      frontdesk-start    = module.start.invokers
      frontdesk-presence = module.presence.invokers
      frontdesk-roster   = module.roster.invokers
      frontdesk-erase    = module.erase.invokers
    } : grant.members == toset(["serviceAccount:frontdesk-events@my-frontdesk.iam.gserviceaccount.com"]) && grant.role == "roles/run.invoker" && grant.name == name])
    error_message = "Somebody else than Firestore's events may call reply, action, start, presence, roster or erase."
  }

  assert {
    condition = (
      google_project_iam_member.events_receiver.member == "serviceAccount:frontdesk-events@my-frontdesk.iam.gserviceaccount.com"
      && google_project_iam_member.events_receiver.role == "roles/eventarc.eventReceiver"
    )
    error_message = "The events' identity cannot receive events, or another one can."
  }

  assert {
    condition = alltrue([for function in [module.reply.function, module.action.function, module.start.function, module.presence.function, module.roster.function, module.erase.function] :
      function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
      && function.event_trigger[0].service_account_email == "frontdesk-events@my-frontdesk.iam.gserviceaccount.com"
    ])
    error_message = "A function with a trigger can be reached from the internet, or its events come with another identity."
  }
}

run "only_timers_and_the_sweep_may_call_timer" {
  command = plan

  assert {
    condition = (
      module.timer.invokers.members == toset(["serviceAccount:frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com"])
      && module.timer.invokers.role == "roles/run.invoker"
      && module.timer.invokers.name == "frontdesk-timer"
      && module.timer.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    )
    error_message = "Somebody else than the identity of timers may call timer."
  }

  # Cloud Tasks' and Cloud Scheduler's right: without it no timer ever fires.
  assert {
    condition = (
      google_service_account_iam_binding.timer_call_tokens.members == toset([
        "serviceAccount:service-123456789012@gcp-sa-cloudtasks.iam.gserviceaccount.com",
        "serviceAccount:service-123456789012@gcp-sa-cloudscheduler.iam.gserviceaccount.com",
      ])
      && google_service_account_iam_binding.timer_call_tokens.role == "roles/iam.serviceAccountOpenIdTokenCreator"
      && google_service_account_iam_binding.timer_call_tokens.service_account_id == "projects/my-frontdesk/serviceAccounts/frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com"
    )
    error_message = "Cloud Tasks or Cloud Scheduler cannot call as the identity of timers, or somebody else can."
  }
}

# Both rights are needed: to put a task into the queue, and to have it call with
# the identity.
run "timers_are_set_by_who_changes_conversations" {
  command = plan

  assert {
    condition = alltrue([for members in [
      google_cloud_tasks_queue_iam_binding.timers_enqueuers.members,
      google_service_account_iam_binding.timer_call_users.members,
      ] : members == toset([
        "serviceAccount:frontdesk-routing@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-action@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-presence@my-frontdesk.iam.gserviceaccount.com", "serviceAccount:frontdesk-timer@my-frontdesk.iam.gserviceaccount.com",
    ])])
    error_message = "Somebody who has to set timers cannot, or somebody else can: the webhook must not."
  }

  assert {
    condition = (
      google_cloud_tasks_queue_iam_binding.timers_enqueuers.role == "roles/cloudtasks.enqueuer"
      && google_cloud_tasks_queue_iam_binding.timers_enqueuers.name == "frontdesk-timers"
      && google_cloud_tasks_queue_iam_binding.timers_enqueuers.location == "europe-west1"
      && google_service_account_iam_binding.timer_call_users.role == "roles/iam.serviceAccountUser"
      && google_service_account_iam_binding.timer_call_users.service_account_id == "projects/my-frontdesk/serviceAccounts/frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com"
    )
    error_message = "Who sets timers may do more than that, or as another identity."
  }
}

run "topics_have_their_publishers" {
  command = plan

  assert {
    condition = (
      google_pubsub_topic_iam_binding.inbound_publishers.members == toset(["serviceAccount:frontdesk-webhook@my-frontdesk.iam.gserviceaccount.com"])
      && google_pubsub_topic_iam_binding.inbound_publishers.role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.inbound_publishers.topic == "frontdesk-inbound"
    )
    error_message = "The webhook, and nobody else, publishes inbound messages."
  }

  # Pub/Sub's right to publish there, and to acknowledge what it moved: without
  # either it silently never moves anything.
  assert {
    condition = (
      google_pubsub_topic_iam_binding.dead_letter_publishers.members == toset([
        "serviceAccount:frontdesk-routing@my-frontdesk.iam.gserviceaccount.com",
        "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
      ])
      && google_pubsub_topic_iam_binding.dead_letter_publishers.role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.dead_letter_publishers.topic == "frontdesk-inbound-dead-letter"
    )
    error_message = "Pub/Sub and routing, and nobody else, publish dead letters."
  }

  assert {
    condition = (
      google_pubsub_topic_iam_binding.media_publishers.members == toset(["serviceAccount:frontdesk-routing@my-frontdesk.iam.gserviceaccount.com"])
      && google_pubsub_topic_iam_binding.media_publishers.role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.media_publishers.topic == "frontdesk-media"
    )
    error_message = "Routing, and nobody else, publishes jobs to copy files."
  }

  assert {
    condition = (
      google_pubsub_topic_iam_binding.media_results_publishers.members == toset(["serviceAccount:frontdesk-media@my-frontdesk.iam.gserviceaccount.com"])
      && google_pubsub_topic_iam_binding.media_results_publishers.role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.media_results_publishers.topic == "frontdesk-media-results"
    )
    error_message = "Media, and nobody else, publishes results of copies."
  }

  assert {
    condition = (
      google_pubsub_topic_iam_binding.media_dead_letter_publishers.members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && google_pubsub_topic_iam_binding.media_dead_letter_publishers.role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.media_dead_letter_publishers.topic == "frontdesk-media-dead-letter"
      && google_pubsub_subscription_iam_binding.media_copy_subscribers.members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && google_pubsub_subscription_iam_binding.media_copy_subscribers.role == "roles/pubsub.subscriber"
      && google_pubsub_subscription_iam_binding.media_copy_subscribers.subscription == "frontdesk-media-copy"
    )
    error_message = "Pub/Sub cannot bury jobs, or somebody else can."
  }

  assert {
    condition = (
      google_pubsub_subscription_iam_binding.inbound_routing_subscribers.members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && google_pubsub_subscription_iam_binding.inbound_routing_subscribers.role == "roles/pubsub.subscriber"
      && google_pubsub_subscription_iam_binding.inbound_routing_subscribers.subscription == "frontdesk-inbound-routing"
    )
    error_message = "Pub/Sub cannot acknowledge what it moves to the dead letter topic."
  }
}

run "builds_have_an_identity_of_their_own" {
  command = plan

  assert {
    condition = (
      google_project_iam_member.build_sources.condition[0].expression == "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
      && google_artifact_registry_repository_iam_binding.functions_writers.repository == "frontdesk-functions"
      && google_storage_bucket_iam_binding.source_readers.bucket == google_storage_bucket.source.name
    )
    error_message = "A build, which runs the code of every dependency, may read or write more than it has to."
  }

  assert {
    condition = { for name, grant in google_project_iam_member.agents : grant.role => grant.member } == {
      for name in ["cloudscheduler", "cloudtasks", "eventarc", "pubsub"] :
      "roles/${name}.serviceAgent" => "serviceAccount:service-123456789012@gcp-sa-${name}.iam.gserviceaccount.com"
    }
    error_message = "A service agent that was made on request has no role, or another's."
  }

  assert {
    condition = alltrue([for function in [
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
      ] :
      function.build_config[0].service_account == "projects/my-frontdesk/serviceAccounts/frontdesk-build@my-frontdesk.iam.gserviceaccount.com"
    ])
    error_message = "A function is built by another identity."
  }

  # Cloud Functions would make a registry itself, and keep every image in it for ever.
  assert {
    condition = alltrue([for function in [
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
      ] :
      function.build_config[0].docker_repository == google_artifact_registry_repository.functions.id
    ])
    error_message = "A function's image is in another repository."
  }

  assert {
    condition = (
      { for policy in google_artifact_registry_repository.functions.cleanup_policies : policy.action => policy.id } == { KEEP = "keep-the-last", DELETE = "delete-the-old" }
      && sum([for policy in google_artifact_registry_repository.functions.cleanup_policies : sum(concat([0], policy.most_recent_versions[*].keep_count))]) >= 2
      && google_artifact_registry_repository.functions.cleanup_policy_dry_run != true
    )
    error_message = "Images are kept for ever, or not even the last ones."
  }
}

run "services_get_the_tokens_that_they_call_with" {
  command = plan

  # Without one of these no event, no message or no timer arrives, and nothing says so.
  assert {
    condition = jsonencode({
      for grant in [
        google_service_account_iam_binding.events_tokens,
        google_service_account_iam_binding.media_push_tokens,
        google_service_account_iam_binding.routing_push_tokens,
        google_service_account_iam_binding.timer_call_tokens,
      ] : "${basename(grant.role)} on ${split("@", basename(grant.service_account_id))[0]}" => sort([for member in grant.members : split("@", member)[1]])
      }) == jsonencode({
      "iam.serviceAccountTokenCreator on frontdesk-events"           = ["gcp-sa-pubsub.iam.gserviceaccount.com"]
      "iam.serviceAccountTokenCreator on frontdesk-media-push"       = ["gcp-sa-pubsub.iam.gserviceaccount.com"]
      "iam.serviceAccountTokenCreator on frontdesk-routing-push"     = ["gcp-sa-pubsub.iam.gserviceaccount.com"]
      "iam.serviceAccountOpenIdTokenCreator on frontdesk-timer-call" = ["gcp-sa-cloudscheduler.iam.gserviceaccount.com", "gcp-sa-cloudtasks.iam.gserviceaccount.com"]
    })
    error_message = "A service cannot prove who it is when it calls a function, or others can."
  }
}

run "an_account_that_impersonates_has_no_credential" {
  command = plan

  variables {
    accounts = {
      acme = {
        display_name = "Acme"
        channel      = "business-messages"
        partner_id   = "p"
        workstream   = "support"
        impersonate  = "sender@acme-messages.iam.gserviceaccount.com"
      }
    }
  }

  assert {
    condition = [for grant in google_service_account_iam_member.reply_impersonates : [grant.service_account_id, grant.role, grant.member]] == [[
      "projects/-/serviceAccounts/sender@acme-messages.iam.gserviceaccount.com", "roles/iam.serviceAccountTokenCreator", "serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com",
    ]]
    error_message = "Reply cannot act as the account's service account, or somebody else can."
  }

  assert {
    condition = [for grant in google_service_account_iam_member.start_impersonates : [grant.service_account_id, grant.role, grant.member]] == [[
      "projects/-/serviceAccounts/sender@acme-messages.iam.gserviceaccount.com", "roles/iam.serviceAccountTokenCreator", "serviceAccount:frontdesk-start@my-frontdesk.iam.gserviceaccount.com",
    ]]
    error_message = "Start cannot act as the account's service account, or somebody else can."
  }

  assert {
    condition     = length(google_secret_manager_secret.credentials) == 0 && length(google_secret_manager_secret_iam_binding.credentials_readers) == 0
    error_message = "There is a secret for a key that nobody uses."
  }

  assert {
    condition = jsondecode(module.reply.function.service_config[0].environment_variables.ACCOUNTS) == {
      acme = { channel = "business-messages", impersonate = "sender@acme-messages.iam.gserviceaccount.com" }
    }
    error_message = "Reply is not told whom to impersonate, or is told a credential as well."
  }
}

run "without_impersonation_nobody_impersonates" {
  command = plan

  assert {
    condition     = length(google_service_account_iam_member.reply_impersonates) + length(google_service_account_iam_member.start_impersonates) == 0
    error_message = "Reply or start may impersonate somebody whom no account names."
  }
}

# Where an organisation refuses the grant to everybody.
run "nobody_is_granted_what_cloud_run_does_not_check" {
  command = plan

  variables {
    public_access = "unchecked"
  }

  assert {
    condition     = module.webhook.invokers == null && module.desk.invokers == null && module.routing.invokers != null
    error_message = "The grant to everybody is still made, or another one is gone."
  }

  assert {
    condition = length([for step in output.next_steps.project : step
    if strcontains(step, "gcloud run services update frontdesk-") && endswith(step, "--no-invoker-iam-check.")]) == 2
    error_message = "Nobody is told that Cloud Run's check has to be switched off."
  }
}
