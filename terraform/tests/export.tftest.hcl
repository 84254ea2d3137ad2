# What happened to conversations reaches BigQuery, and nothing of it is there when it
# is not switched on.

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
  bigquery = { location = "EU", retention_days = 400 }
}

run "without_a_location_nothing_is_exported" {
  command = plan

  variables {
    bigquery = {}
  }

  assert {
    condition = 0 == length(concat(
      module.export, google_project_iam_member.export_firestore,
      google_pubsub_topic.events, google_pubsub_topic.events_dead_letter,
      google_pubsub_topic_iam_binding.events_publishers, google_pubsub_topic_iam_binding.events_dead_letter_publishers,
      google_pubsub_subscription.events_bigquery, google_pubsub_subscription.events_dead_letter,
      google_pubsub_subscription_iam_binding.events_bigquery_subscribers,
      google_bigquery_dataset.events, google_bigquery_table.events, google_bigquery_table.events_once, google_bigquery_table.sessions,
      google_bigquery_table_iam_binding.events_writers, google_project_iam_member.erase_queries,
    ))
    error_message = "Something of the export is there though it is not switched on."
  }

  # All there is, so that the list above is whole: each resource is counted.
  assert {
    condition = alltrue([for name in ["bigquery.tf", "function_export.tf"] :
      length(regexall("(?m)^(resource|module) ", file("${path.module}/${name}"))) == length(regexall("(?m)^  count += local\\.exported \\? 1 : 0$", file("${path.module}/${name}")))
    ])
    error_message = "Something of the export is there whether it is switched on or not."
  }

  assert {
    condition     = !contains(keys(google_project_service.service), "bigquery.googleapis.com")
    error_message = "BigQuery's API is switched on for nothing."
  }

  assert {
    condition     = module.erase.function.service_config[0].environment_variables.EVENTS_TABLE == ""
    error_message = "Erase looks for a table that is not there."
  }
}

run "export_is_woken_by_events_and_knows_its_topic" {
  command = plan

  assert {
    condition = (
      module.export[0].function.name == "frontdesk-export"
      && module.export[0].function.build_config[0].entry_point == "export"
      && module.export[0].function.labels.function == "export"
      && module.export[0].function.service_config[0].service_account_email == "frontdesk-export@my-frontdesk.iam.gserviceaccount.com"
      && module.export[0].function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
      && module.export[0].function.build_config[0].service_account == "projects/my-frontdesk/serviceAccounts/frontdesk-build@my-frontdesk.iam.gserviceaccount.com"
      && module.export[0].function.build_config[0].source[0].storage_source[0].object == google_storage_bucket_object.source.name
    )
    error_message = "The export function is another function."
  }

  assert {
    condition = module.export[0].function.service_config[0].environment_variables == tomap({
      EVENTS_TOPIC         = "frontdesk-events"
      GOOGLE_CLOUD_PROJECT = "my-frontdesk"
    })
    error_message = "Export's settings are not those of config.Export."
  }

  assert {
    condition = (
      module.export[0].function.event_trigger[0].event_type == "google.cloud.firestore.document.v1.created"
      && module.export[0].function.event_trigger[0].retry_policy == "RETRY_POLICY_RETRY"
      && module.export[0].function.event_trigger[0].service_account_email == "frontdesk-events@my-frontdesk.iam.gserviceaccount.com"
      && contains(module.export[0].function.event_trigger[0].event_filters[*].value, "conversations/{c}/events/{seq}")
    )
    error_message = "Events do not wake export until it succeeds."
  }

  assert {
    condition = (
      module.export[0].function.service_config[0].max_instance_count == 10
      && module.export[0].function.service_config[0].max_instance_request_concurrency > 1
      && tonumber(module.export[0].function.service_config[0].available_cpu) >= 1
    )
    error_message = "Export's instances are not capped, or take one event at a time."
  }
}

run "export_reads_firestore_and_publishes_and_does_nothing_else" {
  command = plan

  assert {
    condition = (
      google_project_iam_member.export_firestore[0].role == "roles/datastore.viewer"
      && google_project_iam_member.export_firestore[0].member == "serviceAccount:frontdesk-export@my-frontdesk.iam.gserviceaccount.com"
      && google_project_iam_member.export_firestore[0].project == "my-frontdesk"
    )
    error_message = "Export may do more in Firestore than read, or less."
  }

  assert {
    condition = (
      google_pubsub_topic_iam_binding.events_publishers[0].role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.events_publishers[0].topic == "frontdesk-events"
      && google_pubsub_topic_iam_binding.events_publishers[0].members == toset(["serviceAccount:frontdesk-export@my-frontdesk.iam.gserviceaccount.com"])
    )
    error_message = "Export, and nobody else, publishes events."
  }

  assert {
    condition = (
      module.export[0].invokers.role == "roles/run.invoker"
      && module.export[0].invokers.name == "frontdesk-export"
      && module.export[0].invokers.members == toset(["serviceAccount:frontdesk-events@my-frontdesk.iam.gserviceaccount.com"])
    )
    error_message = "Somebody else than Firestore's events may call export."
  }
}

run "pubsub_writes_rows_into_the_table_and_no_other" {
  command = plan

  assert {
    condition = (
      google_pubsub_subscription.events_bigquery[0].topic == "projects/p/topics/events"
      && google_pubsub_subscription.events_bigquery[0].bigquery_config[0].table == "my-frontdesk.frontdesk_events.events"
      && google_pubsub_subscription.events_bigquery[0].bigquery_config[0].use_table_schema
      && google_pubsub_subscription.events_bigquery[0].bigquery_config[0].write_metadata
      && google_pubsub_subscription.events_bigquery[0].bigquery_config[0].drop_unknown_fields != true
    )
    error_message = "Events do not become rows of the table, or lose fields on the way."
  }

  assert {
    condition = (
      google_bigquery_table_iam_binding.events_writers[0].role == "roles/bigquery.dataEditor"
      && google_bigquery_table_iam_binding.events_writers[0].dataset_id == "frontdesk_events"
      && google_bigquery_table_iam_binding.events_writers[0].table_id == "events"
      && google_bigquery_table_iam_binding.events_writers[0].members == toset([
        "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
        "serviceAccount:frontdesk-erase@my-frontdesk.iam.gserviceaccount.com",
      ])
    )
    error_message = "Pub/Sub cannot write into the table, erase cannot delete from it, or somebody else can, or in others too."
  }

  assert {
    condition = (
      google_project_iam_member.erase_queries[0].role == "roles/bigquery.jobUser"
      && google_project_iam_member.erase_queries[0].member == "serviceAccount:frontdesk-erase@my-frontdesk.iam.gserviceaccount.com"
      && module.erase.function.service_config[0].environment_variables.EVENTS_TABLE == "my-frontdesk.frontdesk_events.events"
    )
    error_message = "Erase cannot run the statement that deletes rows, or does not know the table."
  }

  assert {
    condition     = contains(keys(google_project_service.service), "bigquery.googleapis.com")
    error_message = "BigQuery's API is not switched on."
  }
}

run "no_event_is_lost_on_the_way" {
  command = plan

  assert {
    condition = (
      google_pubsub_subscription.events_bigquery[0].expiration_policy[0].ttl == ""
      && google_pubsub_subscription.events_dead_letter[0].expiration_policy[0].ttl == ""
      && google_pubsub_subscription.events_bigquery[0].message_retention_duration == "604800s"
    )
    error_message = "A subscription disappears after 31 quiet days, or forgets what BigQuery did not take yet."
  }

  assert {
    condition = (
      google_pubsub_subscription.events_bigquery[0].dead_letter_policy[0].dead_letter_topic == "projects/p/topics/events-dead-letter"
      && google_pubsub_subscription.events_bigquery[0].dead_letter_policy[0].max_delivery_attempts == 100
      && google_pubsub_subscription.events_dead_letter[0].topic == "projects/p/topics/events-dead-letter"
      && google_pubsub_subscription.events_dead_letter[0].message_retention_duration == "1209600s"
      && length(google_pubsub_subscription.events_dead_letter[0].bigquery_config) == 0
    )
    error_message = "What BigQuery does not take is not kept for two weeks."
  }

  assert {
    condition = (
      google_pubsub_topic_iam_binding.events_dead_letter_publishers[0].topic == "frontdesk-events-dead-letter"
      && google_pubsub_topic_iam_binding.events_dead_letter_publishers[0].role == "roles/pubsub.publisher"
      && google_pubsub_topic_iam_binding.events_dead_letter_publishers[0].members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && google_pubsub_subscription_iam_binding.events_bigquery_subscribers[0].subscription == "frontdesk-events-bigquery"
      && google_pubsub_subscription_iam_binding.events_bigquery_subscribers[0].role == "roles/pubsub.subscriber"
      && google_pubsub_subscription_iam_binding.events_bigquery_subscribers[0].members == toset(["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"])
    )
    error_message = "Pub/Sub cannot bury events, or somebody else can."
  }

  assert {
    condition = alltrue([for topic in [google_pubsub_topic.events[0], google_pubsub_topic.events_dead_letter[0]] :
      topic.message_storage_policy[0].allowed_persistence_regions == toset(["europe-west1"])
    ])
    error_message = "A topic keeps messages elsewhere."
  }
}

run "the_table_is_partitioned_by_day_and_clustered_by_queue" {
  command = plan

  assert {
    condition = (
      google_bigquery_dataset.events[0].location == "EU"
      && google_bigquery_table.events[0].time_partitioning[0].type == "DAY"
      && google_bigquery_table.events[0].time_partitioning[0].field == "occurred_at"
      && google_bigquery_table.events[0].time_partitioning[0].expiration_ms == 34560000000
      && google_bigquery_table.events[0].clustering == tolist(["queue"])
    )
    error_message = "The table is elsewhere, or reports read all of it."
  }

  assert {
    condition = jsondecode(google_bigquery_table.events[0].schema) == jsondecode(file("${path.module}/bigquery_events.json")) && alltrue([
      for name in ["occurred_at", "queue", "conversation", "seq", "publish_time", "message_id"] :
      contains(jsondecode(google_bigquery_table.events[0].schema)[*].name, name)
    ])
    error_message = "The table lacks a column that it is partitioned, clustered or deduplicated by."
  }

  assert {
    condition = (
      strcontains(google_bigquery_table.events_once[0].view[0].query, "FROM `my-frontdesk.frontdesk_events.events`")
      && strcontains(google_bigquery_table.events_once[0].view[0].query, "PARTITION BY conversation, seq, occurred_at")
      && google_bigquery_table.events_once[0].view[0].use_legacy_sql == false
    )
    error_message = "The view does not show each event once."
  }

  # shared/conversation/state.go has the causes.
  assert {
    condition = (
      strcontains(google_bigquery_table.sessions[0].view[0].query, "FROM `my-frontdesk.frontdesk_events.events_once`")
      && alltrue([for cause in ["ended", "accepted", "picked", "started", "transferredToQueue", "transferredToAgent", "offerExpired", "declined"] :
        strcontains(google_bigquery_table.sessions[0].view[0].query, "'${cause}'")
      ])
      && google_bigquery_table.sessions[0].view[0].use_legacy_sql == false
    )
    error_message = "The view of sessions does not come from the events."
  }
}

run "no_plan_deletes_the_events_by_mistake" {
  command = plan

  variables {
    bigquery = { location = "europe-west3" }
    prefix   = "front-desk-2"
  }

  assert {
    condition     = google_bigquery_dataset.events[0].dataset_id == "front_desk_2_events"
    error_message = "The dataset has a name that BigQuery refuses."
  }

  assert {
    condition     = google_bigquery_table.events[0].deletion_protection && !google_bigquery_dataset.events[0].delete_contents_on_destroy
    error_message = "A plan can delete the events by mistake."
  }
}

run "events_can_be_deleted_on_purpose" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = !google_bigquery_table.events[0].deletion_protection && google_bigquery_dataset.events[0].delete_contents_on_destroy
    error_message = "The events stand in the way of destroying everything."
  }
}
